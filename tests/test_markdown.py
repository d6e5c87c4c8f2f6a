"""The page syntax: Markdown in, HTML out, on the small book's results; and what a page may not say."""

from __future__ import annotations

import dataclasses
import re

import pytest
from markdown import Markdown

from further import page
from further.errors import FurtherError
from further.page import Page
from further.place import Place

EXTENSIONS = ["further", "attr_list", "footnotes", "md_in_html", "tables", "pymdownx.blocks.details"]


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


@pytest.fixture
def render(book):
    """Render a text as the page at ``path``; drawings and highlighted code become ``…``."""

    def render(text, lang="en", path="topic.md"):
        read = page.scan(Page(path, f"docs/{lang}/{path}", lang, text))
        pages = {**book.pages, lang: {**book.pages[lang], path: read}}
        place = Place(dataclasses.replace(book, pages=pages), lang, path)
        html = Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": place}}).convert(text)
        html = re.sub(r"(charts/[\w-]+\.)\w+", r"\1…", html)
        return re.sub(r"<(svg|pre)\b.*?</\1>", r"<\1>…</\1>", html, flags=re.DOTALL)

    return render


def value(shown, name, cell, x, spread=""):
    own = f' data-spread="{spread.removeprefix(" · ")}"' if spread else ""
    return f'<data class="fq-value" data-from="{name}"{own} title="{name} · {cell}{spread}" value="{x}">{shown}</data>'


SPREAD = " · mean of 5 seeds, from 1.00 to 1.40"
VALUES = {
    "{{tiny.count}}": value("12", "tiny.count", "measure", 12),
    "{{ tiny.count:+ }}": value("+12", "tiny.count", "measure", 12),
    "{{tiny.minus:.1f}}": value("−0.5", "tiny.minus", "measure", -0.5),
    "{{tiny.small:.1e}}": value("1.2 × 10<sup>−7</sup>", "tiny.small", "measure", "1.2e-07"),
    "{{tiny.mean:.2f}}": value("1.20", "tiny.mean", "measure", 1.2, SPREAD),
    "{{tiny.mean.mean:.2f}}": value("1.20", "tiny.mean", "measure", 1.2, SPREAD),
    "{{tiny.mean.min:.2f}}": value("1.00", "tiny.mean", "measure", 1.0, SPREAD),
    "{{tiny.mean.max:.2f}}": value("1.40", "tiny.mean", "measure", 1.4, SPREAD),
    "{{tiny.mean.sd:.2f}}": value("0.16", "tiny.mean", "measure", 0.15811388300841894, SPREAD),
    "{{tiny.mean.n}}": value("5", "tiny.mean", "measure", 5, SPREAD.replace(".00", "").replace("40", "4")),
    "{{tiny.word}}": value("a ship", "tiny.word", "measure", "a ship"),
    "{{second.answer}}": value("7", "second.answer", "only", 7),
    "{{tiny.grows}}": '<a class="fq-ref" href="#claim-tiny-grows">5 of 5 seeds</a>',
    "{{tiny.equal}}": '<a class="fq-ref" href="#claim-tiny-equal">exact, no chance involved</a>',
    "**{{tiny.count}}**": f"<strong>{value('12', 'tiny.count', 'measure', 12)}</strong>",
    "`{{tiny.count}}`": "<code>{{tiny.count}}</code>",
    "`{{anything}}`": "<code>{{anything}}</code>",
}


@pytest.mark.parametrize("text", VALUES)
def test_a_value_in_a_sentence(render, text):
    assert render(f"It is {text}.") == f"<p>It is {VALUES[text]}.</p>"


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("{{tiny.count|은/는}}", value("12", "tiny.count", "measure", 12), "는"),
        ("{{second.answer|으로/로}}", value("7", "second.answer", "only", 7), "로"),
        ("{{tiny.minus:.1f|이/가}}", value("−0.5", "tiny.minus", "measure", -0.5), "가"),
        ("{{tiny.small:.1e|을/를}}", value("1.2 × 10<sup>−7</sup>", "tiny.small", "measure", "1.2e-07"), "을"),
        ("{{tiny.word|이/가}}", value("배", "tiny.word", "measure", "배"), "가"),
        ("{{tiny.equal|이/가}}", '<a class="fq-ref" href="#claim-tiny-equal">우연이 없는 계산</a>', "이"),
        ("{{tiny.grows|이/가}}", '<a class="fq-ref" href="#claim-tiny-grows">시드 5개 중 5개</a>', "가"),
    ],
)
def test_a_particle_agrees_with_what_is_shown(render, text, shown, said):
    assert render(f"{text} 그렇습니다.", "ko") == f'<p><span class="fq-said">{shown}{said}</span> 그렇습니다.</p>'


def test_the_korean_page_shows_the_korean_text_and_spread(render):
    spread = " · 시드 5개의 평균, 1.0부터 1.4까지"
    assert render("{{tiny.mean:.1f}} {{tiny.word}}", "ko") == (
        f"<p>{value('1.2', 'tiny.mean', 'measure', 1.2, spread)} {value('배', 'tiny.word', 'measure', '배')}</p>"
    )


SOURCE = '<p class="fq-source"><a href="notebooks/tiny.ipynb#show">experiment notebook · tiny</a></p>'
DRAWING = (
    '<div class="fq-raw"><div tabindex="0" class="fq-drawing" role="img" aria-label="two bars">'
    '<div class="fq-chart fq-chart--wide" style="aspect-ratio:680/92"><svg>…</svg></div>'
    '<div class="fq-chart fq-chart--narrow" style="aspect-ratio:320/92" hidden><svg>…</svg></div></div></div>'
)
FIGURE = '<figure class="fq-figure" data-live="../charts/tiny-bars.….json" id="fig-tiny-bars">'
TOOLS = (
    '<footer class="fq-tools" data-search-exclude="">\n<div class="fq-raw">'
    '<button type="button" class="fq-explore" aria-pressed="false" disabled>Explore</button>'
    '<p class="fq-unfetched" role="status"><span hidden>'
    "The files behind this could not be fetched. A page opened from disk needs a web server.</span></p></div>\n"
    f'{SOURCE}\n<div class="fq-raw"><details class="fq-data"><summary>Show the data</summary>'
    '<p><a href="../charts/tiny-bars.….csv" download="tiny-bars.csv">Download all rows (CSV)</a></p></details></div>\n'
    "</footer>"
)


def test_a_figure_with_its_question_above_and_its_caption_below(render):
    assert render("/// figure | tiny.bars\nHow many?\n\n**Two** {{tiny.count}}.\n\nAnd no more.\n///") == (
        f"{FIGURE}\n"
        '<div class="fq-ask">\n<p>How many?</p>\n</div>\n'
        f"{DRAWING}\n"
        '<figcaption>\n<p><b class="fq-number">Figure 1.</b> <strong>Two</strong> '
        f"{value('12', 'tiny.count', 'measure', 12)}.</p>\n<p>And no more.</p>\n</figcaption>\n"
        f"{TOOLS}\n</figure>"
    )


def test_a_figure_with_a_caption_alone(render):
    assert render("/// figure | tiny.bars\nTwo bars.\n///") == (
        f"{FIGURE}\n{DRAWING}\n"
        f'<figcaption>\n<p><b class="fq-number">Figure 1.</b> Two bars.</p>\n</figcaption>\n{TOOLS}\n</figure>'
    )


def test_a_table_block(render):
    assert render("/// table | tiny.rows\n표입니다.\n///", "ko") == (
        '<figure class="fq-table" id="tab-tiny-rows">\n'
        '<div class="fq-raw"><div class="fq-scroll"><table><thead><tr><th>낱말</th><th class="fq-num">비율</th></tr>'
        '</thead><tbody><tr><td>배</td><td class="fq-num">25%</td></tr></tbody></table></div></div>\n'
        '<figcaption>\n<p><b class="fq-number">표 1.</b> 표입니다.</p>\n</figcaption>\n'
        '<p class="fq-source"><a href="notebooks/tiny.ipynb#show">실험 노트북 · tiny</a></p>\n</figure>'
    )


def test_a_claim_is_a_sentence_of_the_page_and_how_it_was_confirmed(render):
    assert render("/// claim | tiny.grows\nIt *grows*.\n///") == (
        '<div class="fq-claim" id="claim-tiny-grows">\n<p>It <em>grows</em>.</p>\n'
        '<p class="fq-held"><a data-from="tiny.grows" href="notebooks/tiny.ipynb#show">'
        "Code confirmed this sentence · 5 of 5 seeds</a></p>\n</div>"
    )


def test_a_code_block_shows_the_cell_that_ran(render):
    assert render("/// code | second.only\n///") == (
        '<div class="fq-code">\n'
        '<div class="fq-code-from"><a href="notebooks/second.ipynb#only">second · only</a></div>\n'
        '<div class="fq-raw"><div class="highlight"><pre>…</pre></div>\n</div>\n</div>'
    )


def test_a_verdict_quotes_the_note_in_korean_with_its_english(render):
    assert render("/// verdict | small\nBecause.\n///") == (
        '<div class="fq-verdict fq-verdict--holds" id="verdict-small"><span class="fq-chip">Holds</span>'
        '<blockquote lang="ko">\n<p>작다</p>\n<p class="fq-gloss" lang="en">It is small</p>\n</blockquote>\n'
        '<div class="fq-verdict-text">\n<p>Because.</p>\n</div>\n</div>\n'
        '<p class="fq-source"><a href="verdicts.md#topic">All statements of the notes, with their verdicts</a></p>'
    )


def test_a_verdict_in_korean_needs_no_english(render):
    assert render("/// verdict | small\n그래서.\n///", "ko") == (
        '<div class="fq-verdict fq-verdict--holds" id="verdict-small"><span class="fq-chip">맞습니다</span>'
        "<blockquote>\n<p>작다</p>\n</blockquote>\n"
        '<div class="fq-verdict-text">\n<p>그래서.</p>\n</div>\n</div>\n'
        '<p class="fq-source"><a href="verdicts.md#topic">노트의 모든 내용과 판정</a></p>'
    )


@pytest.mark.parametrize(
    ("verdict", "english", "korean"),
    [
        ("holds", "Holds", "맞습니다"),
        ("limits", "Holds with limits", "조건부로 맞습니다"),
        ("wrong", "Does not hold", "맞지 않습니다"),
        ("open", "Cannot be shown here", "여기서는 보일 수 없습니다"),
    ],
)
def test_a_verdict_is_said_in_words(render, book, monkeypatch, verdict, english, korean):
    monkeypatch.setitem(book.statements["topic"], "small", {"note": "작다", "verdict": verdict})
    for lang, word in (("en", english), ("ko", korean)):
        shown = render("/// verdict | small\nS.\n///", lang)
        assert f'fq-verdict--{verdict}" id="verdict-small"><span class="fq-chip">{word}</span>' in shown


def test_an_answer_is_markdown(render):
    assert render("/// answer\nIt is **so**.\n///") == (
        '<div class="fq-answer">\n<p>It is <strong>so</strong>.</p>\n</div>'
    )


def test_the_home_page_lists_the_questions_with_their_answers(render):
    assert render("/// questions\n///", path="index.md") == (
        '<ol class="fq-questions">\n<li data-topic="topic" id="map-topic">\n<div class="fq-question">'
        '<a href="topic.md">How small is it?</a><details>\n<summary>Answer</summary>\n<p>The mean is '
        f"{value('1.2', 'tiny.mean', 'measure', 1.2, ' · mean of 5 seeds, from 1.0 to 1.4')}.</p>\n"
        "</details>\n</div>\n</li>\n</ol>"
    )


def test_references_have_the_number_of_what_the_page_shows_wherever_it_stands(render):
    text = "See {{tiny.bars}} and {{tiny.rows}}.\n\n/// table | tiny.rows\nT.\n///\n\n/// figure | tiny.bars\nF.\n///\n"
    assert render(text).startswith(
        '<p>See <a class="fq-ref" href="#fig-tiny-bars">Figure 1</a> and '
        '<a class="fq-ref" href="#tab-tiny-rows">Table 1</a>.</p>'
    )


def test_figures_and_tables_are_numbered_by_themselves_in_their_order(book):
    text = "/// table | a.t\n///\n/// figure | a.one\n///\n- item\n\n    /// figure | a.two\n    ///\n"
    pages = {"en": {"x.md": page.scan(Page("x.md", "docs/en/x.md", "en", text))}}
    place = Place(dataclasses.replace(book, pages=pages), "en", "x.md")
    asked = ("table", "a.t"), ("figure", "a.one"), ("figure", "a.two"), ("table", "a.one")
    assert [place.number(kind, name) for kind, name in asked] == [1, 1, 2, 0]


def test_links_to_notebooks_are_relative_to_the_page(render):
    text = "/// claim | tiny.equal\nIt is.\n///"
    assert 'href="notebooks/tiny.ipynb#show"' in render(text)
    assert 'href="../notebooks/tiny.ipynb#show"' in render(text, path="deep/topic.md")
    assert 'href="../../notebooks/tiny.ipynb#show"' in render(text, path="deep/er/topic.md")


def test_blocks_and_values_work_inside_folded_blocks(render):
    folded = render("//// details | Is it {{tiny.count}}?\n/// claim | tiny.equal\nYes.\n///\n////")
    assert folded.startswith(f"<details>\n<summary>Is it {value('12', 'tiny.count', 'measure', 12)}?</summary>\n")
    assert '<div class="fq-claim" id="claim-tiny-equal">' in folded


@pytest.mark.parametrize("begin", [">", "> ", "- ", "1. "])
def test_a_block_in_a_list_or_a_quotation_may_be_followed_by_another(begin):
    text = f"{begin}/// details | a\n///\n/// details | b\n///\nend"
    html = Markdown(extensions=["further", "pymdownx.blocks.details"]).convert(text)
    assert re.findall(r"<summary>(.)</summary>", html) == ["a", "b"]
    assert "end" in html and "///" not in html


def test_so_may_one_in_a_list_inside_a_block():
    text = "//// details | x\n- /// details | a\n///\n/// details | b\n///\nend\n////"
    html = Markdown(extensions=["further", "pymdownx.blocks.details"]).convert(text)
    assert re.findall(r"<summary>(.)</summary>", html) == ["x", "a", "b"]
    assert html.rindex("end") < html.rindex("</details>")


def test_without_a_book_the_extension_leaves_a_text_alone():
    assert Markdown(extensions=["further"]).convert("{{tiny.count}}") == "<p>{{tiny.count}}</p>"


ERRORS = {
    "an unknown experiment": ("{{tyni.count}}", "an experiment under snippets/", "tyni", "did you mean tiny"),
    "an unknown value": ("{{tiny.coun}}", "something that experiment tiny gives", "tiny.coun", "did you mean tiny.c"),
    "a value like no other": ("{{second.xyz}}", "something that", "second.xyz", "there are second.answer"),
    "an experiment alone": ("{{second}}", "something that experiment second", "second", "there are second.answer"),
    "an unknown figure": ("/// figure | tiny.bras\nF.\n///", "something that", "tiny.bras", "did you mean tiny.bars"),
    "an unknown cell": ("/// code | tiny.measur\n///", "a cell of", "tiny.measur", "did you mean tiny.measure"),
    "an experiment for a cell": ("/// code | second\n///", "a cell of", "second", "there are second.only"),
    "a cell of no experiment": (
        "/// code | no.cell\n///",
        "an experiment under",
        "no",
        "there are moving, second, tiny",
    ),
    "an unknown statement": ("/// verdict | smal\nS.\n///", "a statement of topic in docs/claims.yml", "smal", "small"),
    "a table as a figure": ("/// figure | tiny.rows\nF.\n///", "a figure", "tiny.rows, which is a table", ""),
    "a figure as a table": ("/// table | tiny.bars\nF.\n///", "a table", "tiny.bars, which is a figure", ""),
    "a value as a claim": ("/// claim | tiny.count\nC.\n///", "a claim", "tiny.count, which is a value", ""),
    "a figure without a caption": ("/// figure | tiny.bars\n///", "a caption inside /// figure", "nothing", "say what"),
    "a table without a caption": ("/// table | tiny.rows\n///", "a caption inside /// table", "nothing", "say what"),
    "a decimal without a format": ("{{tiny.minus}}", "a format that fits float -0.5", "{{tiny.minus:}}: a decimal", ""),
    "a format of another type": ("{{tiny.count:s}}", "a format that fits int 12", "{{tiny.count:s}}: Unknown", ""),
    "a format of a text": ("{{tiny.word:.2f}}", "a format that fits str 'a ship'", "{{tiny.word:.2f}}: Unknown", ""),
    "a statistic of one value": ("{{tiny.count.min}}", "one of mean, min, max, sd, n", "tiny.count.min", ""),
    "an unknown statistic": ("{{tiny.mean.median:.1f}}", "one of mean, min, max, sd, n", "tiny.mean.median", ""),
    "a format of a figure": ("{{tiny.bars:.2f}}", "no format and no statistic for a figure", "tiny.bars", ""),
    "a statistic of a claim": ("{{tiny.grows.min}}", "no format and no statistic for a claim", "tiny.grows.min", ""),
    "a figure not on the page": ("{{tiny.bars}}", "a figure that this page shows", "tiny.bars", "add /// figure"),
    "an unknown particle": ("{{tiny.count|에서}}", "a particle that can be chosen", "no particle '에서'", ""),
    "a particle after Latin": ("{{tiny.word|은/는}}", "a particle that can be chosen", "how 'a ship' is read", ""),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_a_page_may_not_say_is_refused_with_its_line(render, case):
    text, expected, found, do = ERRORS[case]
    with pytest.raises(FurtherError) as caught:
        render(f"# Topic {{ #topic }}\n\n{text}\n")
    assert caught.value.where == "docs/en/topic.md (en), line 3"
    assert caught.value.expected.startswith(expected)
    assert caught.value.found.startswith(found)
    assert do in caught.value.do


def test_the_line_is_that_of_the_value_that_is_wrong_not_of_its_first_use(render):
    with pytest.raises(FurtherError, match=r"line 3\n  expected: a format that fits float 1.2"):
        render("{{tiny.mean:.1f}}\n\n{{tiny.mean:q}}")


def test_a_number_too_large_for_a_float_is_refused_with_its_line(render, book, monkeypatch):
    huge = dataclasses.replace(book.results["second"].findings["answer"], data={"values": {"any": 10**400}})
    monkeypatch.setitem(book.results["second"].findings, "answer", huge)
    with pytest.raises(FurtherError, match=r"line 1\n  expected: a format that fits int 1000"):
        render("{{second.answer:.1e}}")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_text_from_a_run_is_no_markup(render, book, monkeypatch, lang):
    hostile = dataclasses.replace(
        book.results["tiny"].findings["word"], data={"values": {"any": "<b>*x*</b> [y](z) {{tiny.count}} & `c` 값"}}
    )
    monkeypatch.setitem(book.results["tiny"].findings, "word", hostile)
    shown = render("{{tiny.word}}", lang)
    assert "<b>" not in shown
    assert "&lt;b&gt;*x*&lt;/b&gt; [y](z) {{tiny.count}} &amp; `c` 값</data></p>" in shown


@pytest.mark.parametrize("spec", ["19999999999999", "no such", ""])
def test_a_table_with_a_forged_format_is_refused(book, render, monkeypatch, spec):
    finding = book.results["tiny"].findings["rows"]
    forged = {"columns": [{"head": "x", "format": spec}], "rows": [[0.5]]}
    findings = {**book.results["tiny"].findings, "rows": dataclasses.replace(finding, data=forged)}
    monkeypatch.setitem(book.results, "tiny", dataclasses.replace(book.results["tiny"], findings=findings))
    with pytest.raises(FurtherError, match="table rows\n  expected: formats that fit the numbers"):
        render("/// table | tiny.rows\nA table.\n///")


def test_a_citation_that_is_none_over_two_lines_is_told(render):
    with pytest.raises(FurtherError, match="a citation in one line"):
        render("Some say so [@jain2019\n/ @wiegreffe2019].")
