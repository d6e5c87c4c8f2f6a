"""The notes' statements: docs/claims.yml, what verdicts rest on, and the page of all of them."""

from __future__ import annotations

import dataclasses
import re

import pytest
from markdown import Markdown

from further import page, statements, verdicts, yaml_source
from further.errors import FurtherError
from further.page import Page
from further.place import Place
from further.verdicts import Evidence

EXTENSIONS = ["further", "attr_list", "tables", "toc"]


@pytest.fixture(scope="module")
def ran_book(ran):
    return ran.book()


@pytest.fixture
def book(ran_book):
    """Make the small book with other statements (YAML) and other pages (a text for each path, in both languages)."""

    def book(notes, /, results=True, **texts):
        pages = {
            lang: ran_book.pages[lang]
            | {
                f"{name}.md": page.scan(Page(f"{name}.md", f"docs/{lang}/{name}.md", lang, text))
                for name, text in texts.items()
            }
            for lang in ("ko", "en")
        }
        own = yaml_source.loads(notes, "docs/claims.yml")
        return dataclasses.replace(ran_book, statements=own, pages=pages, results=ran_book.results if results else {})

    return book


TOPICS = "topics, each with statements by id"
STATEMENTS = {
    "a list": ("- small\n", 1, TOPICS, "['small']"),
    "a text": ("small\n", 1, TOPICS, "'small'"),
    "a topic without statements": ("# a\ntopic:\n", 2, TOPICS, "topic: None"),
    "a statement that is a text": ("topic:\n  a: 작다\n", 2, "a statement with note and verdict", "topic.a: '작다'"),
    "no note": ("topic:\n  a: {verdict: holds}\n", 2, "note: the notes' own words", "no note in topic.a"),
    "no verdict": ("topic:\n  a: {note: 작다}\n", 2, "verdict: one of holds,", "no verdict in topic.a"),
    "an unknown verdict": (
        "topic:\n  a:\n    note: 작다\n    verdict: maybe\n", 4, "verdict: one of holds,", "verdict: 'maybe' in",
    ),
    "an unknown language": (
        "topic:\n  a: {note: x, verdict: holds, language: fr}\n", 2, "language: one of ko, en", "language: 'fr' in",
    ),
    "an unknown field": ("topic:\n  a: {note: x, verdict: holds, evidense: [a.b]}\n", 2, "one of note,", "evidense in"),
    "evidence that is a text": (
        "topic:\n  a: {note: x, verdict: holds, evidence: a.b}\n", 2, "evidence: a list of", "evidence: 'a.b' in",
    ),
    "evidence without names": (
        "topic:\n  a: {note: x, verdict: holds, evidence: []}\n", 2, "evidence: a list of", "evidence: [] in",
    ),
    "a topic twice": ("a: {}\nb: {}\na: {}\n", 3, "every key once", "a again (first in line 1)"),
    "a statement twice": (
        "topic:\n  a: {note: x, verdict: holds}\n  a: {note: x, verdict: open}\n", 3, "every key once", "a again",
    ),
    "no YAML": ("topic: [\n", 2, "YAML", "while parsing a flow node"),
}  # fmt: skip


@pytest.mark.parametrize("case", STATEMENTS)
def test_malformed_statements_are_refused_with_their_line(tmp_path, case):
    text, line, expected, found = STATEMENTS[case]
    (tmp_path / "claims.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FurtherError) as caught:
        statements.read(tmp_path / "claims.yml")
    assert caught.value.where == f"docs/claims.yml, line {line}"
    assert caught.value.expected.startswith(expected)
    assert caught.value.found.startswith(found)


NOTE = "topic:\n  a:\n    note: 작다\n    verdict: holds\n"
BARE = "# T { #t }\n\n/// verdict | a\nBecause.\n///\n"


def told(book):
    return [(error.where, error.expected, error.found) for error in verdicts.check(book)]


def test_what_a_verdict_rests_on_is_what_its_text_names_and_what_the_file_adds_claims_first(book):
    named = "{{tiny.count}} {{tiny.mean.min:.1f}} [@jain2019] {{tiny.bars}} {{tiny.rows}}"
    text = BARE.replace("Because.", named)
    made = book(NOTE + '    evidence: [tiny.measure, tiny.grows, tiny.count, "@jain2019"]\n', topic=text)
    assert verdicts.evidence(made, made.pages["en"]["topic.md"], "a") == [
        Evidence("claim", "tiny.grows"),
        Evidence("figure", "tiny.bars"),
        Evidence("table", "tiny.rows"),
        Evidence("value", "tiny.count"),
        Evidence("value", "tiny.mean"),
        Evidence("cell", "tiny.measure"),
        Evidence("work", "jain2019"),
    ]


@pytest.mark.parametrize("results", [True, False], ids=["run", "not run"])
def test_a_verdict_that_rests_on_nothing_is_told_in_both_pages(book, results):
    places = [f"docs/{lang}/topic.md ({lang}), line 3" for lang in ("ko", "en")]
    assert told(book(NOTE, results, topic=BARE)) == [(each, "a verdict with evidence", "none for a") for each in places]


@pytest.mark.parametrize("named", ["{{tiny.grows}}", "{{tiny.count}}", "[@jain2019]"])
def test_a_verdict_whose_text_names_evidence_needs_none_in_the_file(book, named):
    assert told(book(NOTE, topic=BARE.replace("Because", named))) == []


AT = "docs/claims.yml, line 5, topic.a"
EVIDENCE = {
    "an unknown experiment": ("[tyni.grows]", [(AT, "an experiment under snippets/", "tyni")]),
    "an unknown item": ("[tiny.grow]", [(AT, "something that experiment tiny gives", "tiny.grow")]),
    "an unknown work": ('["@jain"]', [(AT, "a work in docs/references.bib", "jain")]),
    "a work that the page does not cite": (
        '["@jain2019"]',
        [(AT, f"a work that docs/{lang}/topic.md cites", "@jain2019") for lang in ("ko", "en")],
    ),
}


@pytest.mark.parametrize("case", EVIDENCE)
def test_evidence_that_there_is_not_is_told_with_its_line(book, case):
    named, problems = EVIDENCE[case]
    assert told(book(NOTE + f"    evidence: {named}\n", topic=BARE)) == problems


def test_a_topic_without_a_page_is_told_with_its_line(book):
    made = book(NOTE + "nowhere:\n  b: {note: x, verdict: holds}\n", topic=BARE.replace("Because", "{{tiny.grows}}"))
    assert told(made) == [("docs/claims.yml, line 5", "a page for every topic", "none for nowhere")]


def shown(book, lang="en"):
    place = Place(book, lang, "verdicts.md")
    md = Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": place}})
    return re.sub(r">\n<", "><", md.convert(book.pages[lang]["verdicts.md"].text))


PAGE = """# How small? { #topic }

## Notes { #notes }

/// verdict | a
Yes ({{tiny.grows}}), see {{tiny.bars}}, [below](#notes), [home](index.md) and [@wiegreffe2019]: {{tiny.count}}.
///

/// verdict | b
No ({{tiny.equal}}).
///

/// figure | tiny.bars
A.
///

/// claim | tiny.grows
A.
///

/// claim | tiny.equal
A.
///

/// references
///
"""
ALL = "# V { #v }\n\n/// verdicts\n///\n\n/// references\n///\n"
NOTES = (
    NOTE + "    english: It is small\n    evidence: [tiny.measure]\n  b: {note: No., verdict: wrong, language: en}\n"
)


def test_the_page_of_verdicts_has_every_statement_with_its_reason_and_its_evidence(book):
    html = shown(book(NOTES, topic=PAGE, verdicts=ALL))
    one = re.search(r'<div class="fq-verdict fq-verdict--holds" id="topic-a">.*?(?=<div class="fq-verdict )', html)[0]
    work = '<a class="footnote-ref" href="#ref-wiegreffe2019" id="cite-wiegreffe2019-{}">Wiegreffe et al., 2019</a>'
    count = re.search(r"<data .*?</data>", one)[0]
    assert one == (
        '<div class="fq-verdict fq-verdict--holds" id="topic-a"><span class="fq-chip">Holds</span>'
        '<blockquote lang="ko"><p>작다</p><p class="fq-gloss" lang="en">It is small</p></blockquote>'
        '<div class="fq-verdict-text"><p>Yes (<a href="topic.md#claim-tiny-grows">5 of 5 seeds</a>), see '
        '<a href="topic.md#fig-tiny-bars">Figure 1</a>, <a href="topic.md#notes">below</a>, <a href="index.md">home</a>'
        f' and <span class="fq-cited">({work.format(1)})</span>: {count}.</p></div>'
        '<div class="fq-grounds"><p>Evidence</p><ul>'
        '<li><a href="topic.md#claim-tiny-grows">It grows.</a> · 5 of 5 seeds</li>'
        '<li><a href="topic.md#fig-tiny-bars">Figure 1</a></li>'
        '<li><a href="notebooks/tiny.ipynb#measure">tiny · count</a></li>'
        '<li><a href="notebooks/tiny.ipynb#measure">tiny · measure</a></li>'
        f"<li>{work.format(2)}</li></ul>"
        '<p class="fq-source"><a href="topic.md#verdict-a">See it in its page</a></p></div></div>'
    )


def test_the_page_of_verdicts_counts_them_and_each_count_is_a_choice(book):
    english = "All 2, Holds 1, Holds with limits 0, Does not hold 1, Cannot be shown here 0"
    korean = "모두 2, 맞습니다 1, 조건부로 맞습니다 0, 맞지 않습니다 1, 여기서는 보일 수 없습니다 0"
    for lang, legend, words in (("en", "Choose a verdict", english), ("ko", "판정 고르기", korean)):
        html = shown(book(NOTES, topic=PAGE, verdicts=ALL), lang)
        assert f"<legend>{legend}</legend>" in html
        labels = re.findall(r"<label.*?</label>", html, re.DOTALL)
        assert ", ".join(re.sub(r"<[^>]*>", "", label).strip() for label in labels) == words
        assert re.findall(r'value="(\w+)"', "".join(labels)) == ["all", "holds", "limits", "wrong", "open"]


def test_in_korean_a_reference_in_a_verdict_keeps_its_particle(book):
    text = PAGE.replace("see {{tiny.bars}}", "{{tiny.bars|을/를}} 보세요")
    assert '<a href="topic.md#fig-tiny-bars">그림 1</a>을 보세요' in shown(book(NOTES, topic=text, verdicts=ALL), "ko")


def test_after_its_last_verdict_a_page_leads_to_all_of_them(book):
    made = book(NOTES, topic=PAGE, verdicts=ALL)
    place = Place(made, "en", "topic.md")
    md = Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": place}})
    html = md.convert(made.pages["en"]["topic.md"].text)
    assert html.count('<a href="verdicts.md#topic">') == 1
    assert html.index('id="verdict-b"') < html.index('<a href="verdicts.md#topic">')
