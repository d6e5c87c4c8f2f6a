"""An executed experiment as a notebook: valid, in one language, the same bytes, and tidy as a page."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import partial

import nbconvert.exporters.html
import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from mkdocs_jupyter.convert import nb2html

from further import experiment, notebook
from further.bilingual import both
from further.compiled import compile_once
from further.spared import Spared


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


def localised(book, lang, name="tiny"):
    return notebook.localised(book, book.experiments[name], lang)


def cells(payload):
    found = nbformat.reads(payload.decode(), as_version=4)
    nbformat.validate(found)
    return found.cells


def printing(book, *outputs):
    """The book, the first cell of its experiment having given other outputs."""
    result = book.results["tiny"]
    other = dataclasses.replace(result, outputs={**result.outputs, "measure": list(outputs)})
    return dataclasses.replace(book, results={**book.results, "tiny": other})


@pytest.mark.parametrize(
    ("lang", "prose"),
    [
        ("en", ["# A tiny experiment\nIt asks **nothing**.", "## What it shows\nThe rest."]),
        ("ko", ["# 작은 실험\n**아무것도** 묻지 않습니다.", "## 보이는 것\n나머지입니다."]),
    ],
)
def test_a_notebook_is_valid_and_has_the_prose_of_one_language_around_the_code(book, lang, prose):
    found = cells(localised(book, lang))
    assert [cell.cell_type for cell in found] == ["markdown", "code", "markdown", "code"]
    assert [cell.source for cell in found if cell.cell_type == "markdown"] == prose
    assert [cell.source for cell in found if cell.cell_type == "code"] == [
        cell.source for cell in book.experiments["tiny"].code.values()
    ]


def test_cells_have_the_same_ids_in_both_languages_and_code_its_name(book):
    ids = {lang: [cell.id for cell in cells(localised(book, lang))] for lang in ("ko", "en")}
    assert ids == {"ko": ["Text-0", "measure", "Text-2", "show"], "en": ["Text-0", "measure", "Text-2", "show"]}


def test_code_cells_are_counted_as_they_ran(book):
    counts = [cell.execution_count for cell in cells(localised(book, "en")) if cell.cell_type == "code"]
    assert counts == [1, 2]


def test_a_notebook_is_the_same_bytes_every_time(book, ran):
    assert localised(book, "ko") == localised(ran.book(), "ko")


def test_a_notebook_says_nothing_in_two_languages_and_no_path_of_this_machine(book):
    for lang in ("ko", "en"):
        payload = localised(book, lang).decode()
        assert not set(payload) & set("\u2983\u2999\u2984")
        assert str(book.root) not in payload


def outputs(book, lang, cell):
    """What the cell gave, as HTML or as it was printed; drawings become ``…``."""
    found = next(each for each in cells(localised(book, lang)) if each.id == cell).outputs
    texts = [next(iter(output.data.values())) if "data" in output else output.text for output in found]
    return [re.sub(r"<svg.*?</svg>", "…", text, flags=re.DOTALL) for text in texts]


def test_findings_are_rendered_in_the_language_of_the_notebook(book):
    assert outputs(book, "ko", "measure") == [
        '<p class="fq-out"><code>mean</code> = 1.2 · 시드 5개의 평균, 1부터 1.4까지</p>',
        '<p class="fq-out"><code>count</code> = 12</p>',
        '<p class="fq-out"><code>minus</code> = −0.5</p>',
        '<p class="fq-out"><code>small</code> = 1.2 × 10<sup>−7</sup></p>',
        '<p class="fq-out"><code>word</code> = 배</p>',
        "measured 5\n",
    ]
    bars, rows, grows, equal = outputs(book, "en", "show")
    assert bars.startswith('<div class="fq-drawing" role="img" aria-label="two bars">')
    assert "<th>word</th>" in rows
    assert grows == (
        '<div class="fq-claim"><p>It grows.</p><p class="fq-held">Code confirmed this sentence · 5 of 5 seeds</p></div>'
    )
    assert "exact, no chance involved" in equal


def test_findings_have_a_plain_text_beside_their_html(book):
    shown = next(cell for cell in cells(localised(book, "en")) if cell.id == "show").outputs
    assert [output.data["text/plain"] for output in shown] == [
        "[figure] bars",
        "[table] rows",
        "[claim] grows",
        "[claim] equal",
    ]


def test_texts_from_a_run_are_escaped(book, monkeypatch):
    hostile = both("<script>x</script>", "<b>배</b>")
    findings = book.results["tiny"].findings
    word = dataclasses.replace(findings["word"], data={"values": {"any": hostile}})
    grows = dataclasses.replace(findings["grows"], data={**findings["grows"].data, "statement": hostile})
    monkeypatch.setitem(findings, "word", word)
    monkeypatch.setitem(findings, "grows", grows)
    assert '<p class="fq-out"><code>word</code> = &lt;b&gt;배&lt;/b&gt;</p>' in outputs(book, "ko", "measure")
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in outputs(book, "en", "show")[2]


def test_what_a_cell_printed_or_ended_in_is_said_in_the_language_of_the_notebook(book):
    ship = both("ship", "배")
    given = printing(
        book,
        {"output_type": "stream", "name": "stdout", "text": f"{ship}\n"},
        {"output_type": "execute_result", "data": {"text/plain": f"<b>{ship}</b>"}, "metadata": {}},
        {"output_type": "display_data", "data": {"text/plain": f"<i>{ship}</i>"}, "metadata": {}},
    )
    assert outputs(given, "ko", "measure") == ["배\n", "<b>배</b>", "<i>배</i>"]
    assert outputs(given, "en", "measure") == ["ship\n", "<b>ship</b>", "<i>ship</i>"]


PROSE = '''\
# %% [markdown] lang="en"
# # Two of a kind
# ```
# # no heading
# ```
# ## Result

# %% [markdown] lang="ko"
# # 같은 것 둘
# ```
# # 제목 아님
# ```
# ## 결과

# %% train
x = 1

# %% [markdown] lang="en"
# ## Result
# ### A `code` & *more*

# %% [markdown] lang="ko"
# ## 다른 결과
# ### 코드
'''  # fmt: skip


def test_headings_have_unique_ids_from_the_english_ones_in_both_languages(tmp_path):
    (tmp_path / "idea.py").write_text(PROSE, encoding="utf-8")
    read = experiment.read(tmp_path / "idea.py")
    ids = ["two-of-a-kind", "result", "result_1", "a-code-more"]
    english = ["Two of a kind", "Result", "Result", "A `code` & *more*"]
    korean = ["같은 것 둘", "결과", "다른 결과", "코드"]
    assert notebook.headings(read, "en") == list(zip([1, 2, 2, 3], ids, english, strict=True))
    assert notebook.headings(read, "ko") == list(zip([1, 2, 2, 3], ids, korean, strict=True))


ORIGINS = {
    "ko": (
        '<p class="fq-origin">시드 0, 1, 2, 3, 4 · 1.5초 걸렸습니다 · Python 3.12.1 · altair 6.3.0 · 2026-01-02에 실행'
        '<br><a href="tiny.ipynb" download>노트북 내려받기 (.ipynb)</a></p>'
    ),
    "en": (
        '<p class="fq-origin">seeds 0, 1, 2, 3, 4 · Took 1.5 s · Python 3.12.1 · altair 6.3.0 · ran on 2026-01-02'
        '<br><a href="tiny.ipynb" download>Download the notebook (.ipynb)</a></p>'
    ),
}
RUN = {
    "finished": "2026-01-02T03:04:05+00:00",
    "seconds": 1.5,
    "python": "3.12.1",
    "distributions": {"altair": "6.3.0", "narwhals": "2.29.0"},
    "seeds": [0, 1, 2, 3, 4],
}


@pytest.mark.parametrize("lang", ORIGINS)
def test_the_origin_names_seeds_time_and_the_versions_that_the_cells_import(book, lang):
    result = dataclasses.replace(book.results["tiny"], run=RUN)
    assert notebook.origin(book.experiments["tiny"], result, lang) == ORIGINS[lang]


def test_the_origin_of_an_experiment_without_seeds_and_imports_says_neither(book):
    result = dataclasses.replace(book.results["second"], run={**RUN, "seeds": [], "distributions": {}})
    shown = notebook.origin(book.experiments["second"], result, "en")
    assert shown.startswith('<p class="fq-origin">Took 1.5 s · Python 3.12.1 · — · ran on 2026-01-02<br>')


@pytest.fixture(scope="module")
def published(book, tmp_path_factory):
    """The Korean page of a notebook, from mkdocs-jupyter and tidied; one of its outputs is HTML with a heading."""
    heading = {"output_type": "display_data", "data": {"text/html": "<h3>in an output</h3>"}, "metadata": {}}
    given = printing(book, heading)
    path = tmp_path_factory.mktemp("notebook") / "tiny.ipynb"
    path.write_bytes(localised(given, "ko"))
    return notebook.tidy(nb2html(str(path)), given.experiments["tiny"], given.results["tiny"], "ko")


def test_a_tidy_page_has_none_of_the_styles_scripts_links_and_buttons_of_mkdocs_jupyter(published):
    assert (
        re.findall(r"<(?:style|script|link|clipboard-copy)\b|clipboard|https?://(?!www\.w3\.org)|<!--", published) == []
    )
    assert len(published) < 40_000


def test_a_tidy_page_has_the_shared_ids_on_the_headings_of_its_prose_alone(published):
    assert re.findall(r"<h[1-6].*?</h[1-6]>", published) == [
        '<h1 id="a-tiny-experiment">작은 실험</h1>',
        '<h2 id="what-it-shows">보이는 것</h2>',
    ]


def test_a_tidy_page_has_its_cells_by_name_and_the_origin_under_the_title(published):
    assert [id_ for id_ in re.findall(r' id="([^"]*)"', published) if id_ in ("measure", "show")] == ["measure", "show"]
    assert '작은 실험</h1><p class="fq-origin">' in published
    assert published.count("fq-origin") == 1


def test_a_notebook_is_json_with_hangul_as_it_is(book):
    payload = localised(book, "ko")
    assert json.loads(payload)["metadata"]["language_info"]["name"] == "python"
    assert "작은 실험".encode() in payload


def test_templates_are_compiled_once_for_all_notebooks(book, tmp_path, monkeypatch):
    compile_once()
    compiled = []
    generate = Environment._generate
    monkeypatch.setattr(Environment, "_generate", lambda *args, **kw: compiled.append(args[3]) or generate(*args, **kw))
    file = tmp_path / "a.ipynb"
    file.write_bytes(localised(book, "en"))
    first = nb2html(str(file))
    compiled.clear()
    assert nb2html(str(file)) == first
    assert compiled == []


PARTS = [
    "<p>a</p>",
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    "<style>a > b {}</style>",
    "<pre>a <b>b</b> &lt;</pre>",
    "<svg><svg></svg></svg>",
    "<pre>not closed",
    '<div class="x">',
    "</div>",
    "<!-- <pre>a</pre> -->",
    '<a title="<pre>a</pre>">b</a>',
    "<script>'<pre>a</pre>'</script>",
    "<!--0-->",
    '<img src="a">',
]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_a_page_of_which_parts_are_not_parsed_again_says_the_same(text):
    parse = partial(BeautifulSoup, features="html.parser")
    spared, whole = Spared(BeautifulSoup, text, features="html.parser"), parse(text)
    for each in (*spared.select("div.x, img"), *whole.select("div.x, img")):
        each["tabindex"] = "0"
    assert str(parse(str(spared))) == str(parse(str(whole)))


def test_what_is_not_parsed_again_stays_byte_for_byte():
    text = f"<p>{PARTS[1]}{PARTS[3]}</p>"
    spared = Spared(BeautifulSoup, text, features="html.parser")
    assert str(spared) == text
    assert spared.select("path, b") == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_notebooks_are_converted_as_if_every_part_were_parsed_again(book, tmp_path, monkeypatch, lang):
    file = tmp_path / "a.ipynb"
    file.write_bytes(localised(book, lang))
    monkeypatch.setattr(nbconvert.exporters.html, "BeautifulSoup", BeautifulSoup)
    whole = nb2html(str(file))
    monkeypatch.setattr(nbconvert.exporters.html, "BeautifulSoup", partial(Spared, BeautifulSoup))
    short = nb2html(str(file))
    again = [str(BeautifulSoup(each, features="html.parser")) for each in (whole, short)]
    assert again[0] == again[1]
    assert 'tabindex="0"' in short


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_body_of_a_converted_notebook_gives_the_same_page(book, tmp_path, lang):
    file = tmp_path / "a.ipynb"
    file.write_bytes(localised(book, lang))
    made, tiny = nb2html(str(file)), (book.experiments["tiny"], book.results["tiny"], lang)
    body = notebook.body(made)
    assert len(body) < len(made) / 10
    assert notebook.tidy(body, *tiny) == notebook.tidy(made, *tiny)
