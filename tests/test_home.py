"""The map of the questions: a small data file in, the home page's list out; and what a map may not say."""

from __future__ import annotations

import dataclasses

import pytest
from markdown import Markdown

from further import atlas, page
from further.book import Book
from further.page import Page
from further.place import Place
from further.references import read

BIB = """
@article{old, author = {A, B.}, title = {{T}}, journal = {J}, origdate = {1999}, year = {2001}, doi = {10.1234/x}}
@article{new, author = {A, B.}, title = {{U}}, journal = {J}, year = {2013}, doi = {10.1234/y}}
"""
MAP = """
first:
  at: [1, 1]
  works: {old: {en: Old, ko: 옛것}, new: New}
  leads:
    second: {en: and then, ko: 그래서}
    third: {en: and also, ko: 또한}
second:
  at: [1, 2]
  works: {new: New}
third:
  at: [3, 2]
  works: {}
"""


@pytest.fixture
def book(tmp_path):
    """Return a maker of books with this map and four questions."""

    def made(text) -> Book:
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / "map.yml").write_text(text, encoding="utf-8")
        (tmp_path / "docs" / "references.bib").write_text(BIB, encoding="utf-8")
        asked = {
            lang: {
                f"{name}.md": page.scan(Page(f"{name}.md", "f", lang, f"# {name}? {{ #x }}\n/// answer\nYes.\n///\n"))
                for name in ("other", "third", "second", "first")
            }
            for lang in ("ko", "en")
        }
        works = read(tmp_path / "docs" / "references.bib")
        return Book(tmp_path, None, {}, asked, {}, works=works)

    return made


def shown(book, lang="en"):
    place = Place(book, lang, "index.md")
    return Markdown(extensions=["further"], extension_configs={"further": {"place": place}}).convert(
        "/// questions\n///"
    )


def test_the_map_says_what_came_when_what_answers_what_and_where_it_leads(book):
    first = shown(book(MAP)).partition('<li data-topic="second"')[0]
    assert first == (
        '<ol class="fq-questions">\n'
        '<li data-topic="first" id="map-first">\n'
        '<div class="fq-question" style="grid-area:1/1">\n'
        '<p class="fq-years">Old 1999 · New 2013</p>\n'
        '<a href="first.md">first?</a><details>\n'
        "<summary>Answer</summary>\n<p>Yes.</p>\n</details>\n</div>\n"
        '<ul class="fq-leads">\n'
        '<li class="fq-lead fq-lead--right fq-lead--next" style="grid-area:1/2">'
        '<a href="#map-second">and then<span class="fq-aim"> → New</span></a></li>\n'
        '<li class="fq-lead fq-lead--down-right" style="grid-area:2/1/6/3">'
        '<a href="#map-third">and also<span class="fq-aim"> → third?</span></a></li>\n'
        "</ul>\n</li>\n"
    )


def test_the_map_speaks_the_language_of_the_page(book):
    korean = shown(book(MAP), "ko")
    assert "옛것 1999" in korean
    assert ">그래서<" in korean
    assert "and then" not in korean


def test_a_question_without_a_place_in_the_map_still_stands_below_it(book):
    last = shown(book(MAP)).split("<li data-topic=")[-1]
    assert last.startswith('"other" id="map-other">')
    assert "grid-area" not in last
    assert shown(book("")).count("<li data-topic=") == 4


WRONG = {
    "an unknown question": ("third:", "nowhere:", "nowhere"),
    "an unknown work": ("{new: New}", "{newer: New}", "newer"),
    "an unknown target": ("    third: {en: and also", "    else: {en: and also", "else"),
    "one language": ("{en: and then, ko: 그래서}", "{en: and then}", "second: {'en': 'and then'}"),
    "two at one place": ("at: [3, 2]", "at: [1, 2]", "third and second both at [1, 2]"),
    "no place": ("at: [1, 2]", "at: 1", "second: {'at': 1, 'works': {'new': 'New'}}"),
    "a line upwards": ("at: [1, 1]", "at: [4, 1]", "[4, 1] to second at [1, 2]"),
    "a line too far aside": ("at: [1, 2]", "at: [1, 3]", "[1, 1] to second at [1, 3]"),
}


@pytest.mark.parametrize(("old", "new", "found"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_map_is_told_with_its_line(book, old, new, found):
    assert old in MAP
    errors = atlas.check(book(MAP.replace(old, new)))
    assert found in [error.found for error in errors]
    assert all(error.where.startswith("docs/map.yml, line ") for error in errors)


def test_a_line_that_runs_through_a_question_is_refused(book):
    text = MAP.replace("at: [1, 2]", "at: [2, 1]").replace("third:\n  at: [3, 2]", "third:\n  at: [3, 1]")
    assert "[1, 1] to third at [3, 1], through second" in [error.found for error in atlas.check(book(text))]


def test_a_book_may_have_no_map(book):
    made = dataclasses.replace(book(MAP))
    (made.root / "docs" / "map.yml").unlink()
    assert atlas.check(made) == []
    assert atlas.read(made, "en") == []
