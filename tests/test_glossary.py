"""The glossary: what is read, what is refused, where its terms are found, and what the pages show of them."""

from __future__ import annotations

import re

import pytest
from conftest import REPOSITORY

from further import checks, glossary
from further.errors import FurtherError
from further.running import running
from further.terms import Finder, pattern

ENTRY = """\
gradient:
  english: gradient
  korean: 기울기(gradient)
  also: [gradients]
  avoid: [그래디언트, 변화도]
  see: topic.md#notes
  en: How much it changes.
  ko: 얼마나 바뀌는지 나타냅니다.
"""
OTHER = """\
seq2seq:
  english: sequence-to-sequence
  korean: 시퀀스 투 시퀀스(Seq2Seq)
  then: Seq2Seq
  see: topic.md
  en: Two networks.
  ko: 신경망 둘입니다.
"""


@pytest.fixture
def read(tmp_path):
    def written(text):
        (tmp_path / "glossary.yml").write_text(text, encoding="utf-8")
        return glossary.read(tmp_path / "glossary.yml")

    return written


def test_a_term_knows_its_names(read):
    gradient, seq2seq = read(ENTRY + OTHER).values()
    assert (gradient.first, gradient.korean, gradient.line) == ("기울기(gradient)", "기울기", 1)
    assert gradient.names("ko") == ["기울기"]
    assert gradient.names("en") == ["gradient", "gradients"]
    assert gradient.avoided() == ["그래디언트", "변화도"]
    assert seq2seq.names("ko") == ["Seq2Seq", "시퀀스 투 시퀀스"]
    assert seq2seq.names("en") == ["sequence-to-sequence", "Seq2Seq"]
    assert seq2seq.avoided() == ["시퀀스투시퀀스"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ENTRY + ENTRY, "docs/glossary.yml, line 9\n  expected: every key once\n  found:    gradient again"),
        (ENTRY.replace("  en: How", "  en: [How"), "docs/glossary.yml, line"),
        (ENTRY.replace("  ko:", "  korea:"), "docs/glossary.yml, line 8, gradient\n  expected: one of english"),
        (ENTRY.replace("[gradients]", "gradients"), "docs/glossary.yml, line 4, gradient\n  expected: also: [a list"),
        (
            ENTRY + OTHER.replace("then: Seq2Seq", "also: [Gradient]"),
            "docs/glossary.yml, line 9, seq2seq\n  expected: a name for one term only\n"
            "  found:    gradient, which is gradient too",
        ),
        (
            ENTRY + OTHER.replace("then: Seq2Seq", "avoid: [기울기]"),
            "docs/glossary.yml, line 9, seq2seq\n  expected: names to avoid that no term has\n"
            "  found:    기울기, which is a name of gradient",
        ),
        (
            ENTRY + OTHER.replace("then: Seq2Seq", "avoid: [변화도]"),
            "docs/glossary.yml, line 9, seq2seq\n  expected: names to avoid that no term has\n"
            "  found:    변화도, which gradient avoids too",
        ),
        (ENTRY.replace("기울기(gradient)", "(gradient)"), "korean: a name, which begins with a letter or digit"),
        (ENTRY.replace("[gradients]", "['-']"), "expected: also: [a list of names]"),
        (ENTRY + "  then: 3\n", "then: a name, which begins"),
        ("- gradient\n", "docs/glossary.yml\n  expected: terms by id"),
        ("gradient: 기울기\n", "docs/glossary.yml, line 1, gradient\n  expected: english, korean"),
        (ENTRY.replace("gradient:", "Gradient:", 1), "expected: an id of small letters"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(read, text, message):
    with pytest.raises(FurtherError) as told:
        read(text)
    assert message in str(told.value)


@pytest.mark.parametrize(
    "said", ["기울기", "기울기는", "기울기에서만", "기울기입니다", "기울기(gradient)를", "기울기였습니다", "기울기하고"]
)
def test_a_term_ends_where_its_particle_begins(read, said):
    finder = Finder(read(ENTRY).values(), "ko")
    assert [match[0] for match, _ in finder.matches(f"그 {said} 큽니다")] == ["기울기"]


@pytest.mark.parametrize("said", ["경사기울기", "기울기값", "기울기적", "x기울기", "기울"])
def test_a_longer_word_is_another_word(read, said):
    assert list(Finder(read(ENTRY).values(), "ko").matches(f"그 {said} 큽니다")) == []


def test_the_longer_of_two_terms_is_found_and_a_line_may_end_within():
    assert pattern(["기울기", "기울기 소실"], "ko").findall("기울기\n소실은 기울기를") == ["기울기\n소실", "기울기"]
    assert pattern(["gradient", "GRU"], "en").findall("Gradients, a Gradient, the gradient-free GRU, gru") == [
        "Gradient",
        "GRU",
    ]


@pytest.mark.parametrize("name", ["ßeta", "ıota", "two  words"])
def test_a_name_is_found_whatever_its_letters_become_as_capitals(read, name):
    finder = Finder(read(ENTRY.replace("english: gradient", f"english: {name}")).values(), "en")
    assert [match[0] for match, _ in finder.matches(f"the {name} of Seta, SSeta and Iota")] == [name]


def test_running_text_is_what_is_neither_code_nor_quotation_nor_markup():
    text = (
        "---\ntopic: 가\ndescription: 나\n---\n# 다 { #a }\n라 `마` ‘바’ “사” «아» [자](차.md) {{카.타}}\n> 파\n\n"
        "```\n하\n```\n/// details | 거\n너 <b title='더'>러</b>[^머]\n///\n\n[^머]: 버\n"
    )
    left = running(text)
    assert (len(left), left.count("\n")) == (len(text), text.count("\n"))
    assert re.findall("[가-힣]", left) == ["나", "다", "라", "자", "거", "너", "러"]
    assert re.findall("[가-힣]", running(text, headings=False)) == ["라", "자", "거", "너", "러"]


def told(mini, line):
    """Return what is wrong with the Korean page once ``line`` is in it."""
    (mini.root / "docs" / "glossary.yml").write_text(ENTRY, encoding="utf-8")
    mini.edit("docs/ko/topic.md", "{{tiny.bars|을/를}} 보세요.", "{{tiny.bars|을/를}} 보세요.\n" + line)
    return [str(error) for error in checks.check(mini.book())]


def test_a_korean_page_that_writes_another_name_is_told_line_word_and_what_was_agreed(mini):
    assert told(mini, "그래디언트를 봅니다.") == [
        "docs/ko/topic.md (ko), line 14\n  expected: 기울기 (docs/glossary.yml, gradient)\n  found:    그래디언트\n"
        "  to mend:  write 기울기; other names go in a bracket, 기울기(그래디언트), in `code` or in ‘quotes’"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "기울기(그래디언트)를 봅니다.",
        "기울기(gradient, 그래디언트)를 봅니다.",
        "`그래디언트`를 봅니다.",
        "‘그래디언트’와 “변화도”와 «그래디언트 하강법»을 봅니다.",
        "> 그래디언트를 봅니다.",
        "[^a]: 그래디언트를 보는 법.",
        "정책그래디언트와 변화도량은 다른 낱말입니다.",
        "<!-- 그래디언트 -->",
    ],
)
def test_code_quotations_brackets_and_longer_words_are_left_alone(mini, line):
    assert told(mini, line) == []


def test_a_term_in_a_bracket_with_other_words_is_running_text(mini):
    assert len(told(mini, "값(그래디언트가 클 때)을 봅니다.")) == 1


def test_a_term_is_explained_where_both_pages_have_the_heading(mini):
    (mini.root / "docs" / "glossary.yml").write_text(ENTRY.replace("#notes", "#nowhere"), encoding="utf-8")
    (error,) = checks.check(mini.book())
    assert str(error) == (
        "docs/glossary.yml, line 1, gradient\n  expected: see: page.md#heading, in both languages\n"
        "  found:    topic.md#nowhere, which docs/ko does not have"
    )


@pytest.fixture
def glossed(mini):
    """The mini book with a glossary of two terms, built."""
    (mini.root / "docs" / "glossary.yml").write_text(ENTRY + OTHER, encoding="utf-8")
    for lang, title, line in (
        ("ko", "용어", "## 기울기 { #g }\n\n‘기울기’와 `기울기`와 [기울기](#g) 다음에 기울기를, 또 기울기를 봅니다.\n"),
        (
            "en",
            "Terms",
            "## A gradient { #g }\n\n`gradient` and [gradient](#g), then gradients, and gradients again.\n",
        ),
    ):
        page = mini.root / "docs" / lang / "topic.md"
        page.write_text(page.read_text() + "\n" + line)
        (mini.root / "docs" / lang / "glossary.md").write_text(f"# {title} {{ #glossary }}\n\n/// glossary\n///\n")
    mini.build()
    return mini


def test_the_first_use_in_running_text_is_a_link_with_the_line(glossed):
    link = r'<a class="fq-term" href="\.\./glossary/#gradient" title="([^"]*)">([^<]*)</a>(.)'
    assert re.findall(link, glossed.read("topic/index.html")) == [("얼마나 바뀌는지 나타냅니다.", "기울기", "를")]
    assert re.findall(link, glossed.read("en/topic/index.html")) == [("How much it changes.", "gradients", ",")]
    assert "fq-term" not in glossed.read("glossary/index.html")


def test_the_glossary_lists_terms_in_the_order_of_each_alphabet_with_both_names(glossed):
    def listed(path):
        html = glossed.read(path)
        article = html[html.index("<article") : html.index("</article>")]
        heads = [re.sub(r"<a.*?</a>|<[^>]+>", "", head) for head in re.findall(r"<h[23].*?</h[23]>", article)]
        return [head for head in heads if head], article

    korean, article = listed("glossary/index.html")
    assert korean == ["ㄱ", "기울기 gradient", "ㅅ", "시퀀스 투 시퀀스 sequence-to-sequence"]
    assert "그래디언트</span>, <span>변화도" in article
    assert '<a href="../topic/#notes">노트</a>' in article
    english, article = listed("en/glossary/index.html")
    assert english == ["G", "gradient 기울기", "S", "sequence-to-sequence 시퀀스 투 시퀀스"]
    assert "그래디언트" not in article
    assert '<a href="../topic/">How small is it?</a>' in article


def test_the_real_glossary_has_the_words_that_were_agreed():
    terms = glossary.read(REPOSITORY / "docs" / "glossary.yml")
    assert terms["gradient"].avoid[0] == "그래디언트"
    for term in terms.values():
        assert term.meaning["ko"].endswith("다."), term.id
        assert term.meaning["en"].endswith("."), term.id
        assert not re.search("[가-힣]", term.meaning["en"]), term.id
