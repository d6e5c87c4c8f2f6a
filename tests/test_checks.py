"""What is wrong with a book is found before it is published, each problem told with its place."""

from __future__ import annotations

import dataclasses

import pytest

from further import checks, page
from further.bilingual import both
from further.book import Book
from further.page import Page

KO, EN = "docs/ko/topic.md (ko)", "docs/en/topic.md (en)"


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


@pytest.fixture
def check(book):
    """Check the small book with other pages (a text for each language; None for no page) or other parts."""

    def check(pages=None, **parts):
        if pages is not None:
            texts = {lang: {"topic.md": text} if text is not None else {} for lang, text in pages.items()}
            parts = {"works": {}, "pages": {lang: read(lang, files) for lang, files in texts.items()}, **parts}
        found = checks.check(dataclasses.replace(book, **parts))
        return [(error.where, error.expected, error.found) for error in found]

    return check


def read(lang, files):
    return {path: page.scan(Page(path, f"docs/{lang}/{path}", lang, text)) for path, text in files.items()}


def finding(book, experiment, name, **data):
    """The results of the small book, one finding changed."""
    result = book.results[experiment]
    changed = dataclasses.replace(result.findings[name], data={**result.findings[name].data, **data})
    findings = {**result.findings, name: changed}
    return {**book.results, experiment: dataclasses.replace(result, findings=findings)}


def test_nothing_is_wrong_with_the_small_book(check):
    assert check() == []


TITLE = "# T { #t }\n"


@pytest.mark.parametrize(("korean", "english"), [(TITLE, None), (None, TITLE)])
def test_a_page_is_in_both_languages(check, korean, english):
    there, missing = (KO, "docs/en/topic.md") if korean else (EN, "docs/ko/topic.md")
    problems = check({"ko": korean, "en": english}, results={}, statements={})
    assert problems == [(there, "the page in both languages", f"no {missing}")]


STRUCTURE = {
    "a heading in Korean only": ("## A { #a }", "", "headings (level and id)", "## #a (ko), nothing (en)"),
    "a heading in English only": ("", "## A { #a }", "headings (level and id)", "nothing (ko), ## #a (en)"),
    "another level": ("## A { #a }", "### A { #a }", "headings (level and id)", "## #a (ko), ### #a (en)"),
    "another id": ("## A { #a }", "## A { #b }", "headings (level and id)", "## #a (ko), ## #b (en)"),
    "a block in English only": ("", "/// answer\n///", "blocks", "nothing (ko), answer (en)"),
    "another block": ("/// answer\n///", "/// details | A\n///", "blocks", "answer (ko), details (en)"),
    "another name": (
        "/// code | tiny.show\n///",
        "/// code | second.only\n///",
        "names in blocks",
        "code | tiny.show (ko)",
    ),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_both_pages_have_the_same_structure(check, case):
    korean, english, what, found = STRUCTURE[case]
    problems = check({"ko": TITLE + korean, "en": f"{TITLE}\n{english}"}, results={}, statements={})
    where = f"{KO}{', line 2' if korean else ''} and {EN}{', line 3' if english else ''}"
    assert [problem[:2] for problem in problems] == [(where, f"the same {what} in the same order")]
    assert problems[0][2].startswith(found)


def test_only_the_first_difference_in_structure_is_told(check):
    pages = {"ko": f"{TITLE}## A {{ #a }}\n## B {{ #b }}\n/// answer\n///", "en": f"{TITLE}## B {{ #b }}"}
    assert [found for _, _, found in check(pages, results={}, statements={})] == ["## #a (ko), ## #b (en)"]


COUNT, WORD = "{{tiny.count}}", "{{tiny.word}}"


@pytest.mark.parametrize(
    ("korean", "english", "differences"),
    [
        (f"{TITLE}{COUNT} {WORD}", f"{TITLE}{WORD} {COUNT}", []),
        (f"{TITLE}{COUNT} {{{{tiny.count|은/는}}}}", f"{TITLE}{COUNT}", []),
        (f"{TITLE}{COUNT}", TITLE, [(1, "t", ["tiny.count"], [])]),
        (f"{COUNT}\n{TITLE}", f"\n{TITLE}", [(1, "", ["tiny.count"], [])]),
        (
            f"{TITLE}{COUNT}\n## A {{ #a }}\n{WORD}",
            f"{TITLE}\n## A {{ #a }}\n{WORD} {COUNT}",
            [(1, "t", ["tiny.count"], []), (3, "a", [], ["tiny.count"])],
        ),
    ],
    ids=["another order", "said twice", "missing", "above the title", "in another section"],
)
def test_both_pages_have_the_same_values_in_each_section(check, korean, english, differences):
    assert check({"ko": korean, "en": english}, results={}, statements={}) == [
        (
            f"{KO}, line {line}",
            f"the same values in section #{section} of both languages",
            f"only in Korean: {ko}, only in English: {en}",
        )
        for line, section, ko, en in differences
    ]


IDS = {
    "no id": ("# T { #t }\n## A\n", 2, "a heading with an ASCII id: ## … { #id }", "A"),
    "an id in Hangul": ("# T { #t }\n## A { #가 }\n", 2, "a heading with an ASCII id: ## … { #id }", "A"),
    "an id given twice": ("# T { #t }\n## A { #t }\n", 2, "ids that are unique", "#t again (first in line 1)"),
    "no title": ("## A { #a }\n", 0, "one title (# …)", "[]"),
    "two titles": ("# T { #t }\n# U { #u }\n", 0, "one title (# …)", "['T', 'U']"),
}


@pytest.mark.parametrize("case", IDS)
def test_headings_have_unique_ascii_ids_and_one_is_the_title(check, case):
    text, line, expected, found = IDS[case]
    at = f", line {line}" if line else ""
    problems = check({"ko": text, "en": text}, results={}, statements={})
    assert problems == [(KO + at, expected, found), (EN + at, expected, found)]


def test_a_block_stands_once_on_a_page_but_code_may_be_shown_again(check):
    code, claim = "/// code | tiny.show\n///\n", "/// claim | tiny.grows\nA.\n///\n"
    text = TITLE + code + claim + claim + code
    expected, found = "every block once on a page", "claim | tiny.grows (first in line 4)"
    problems = check({"ko": text, "en": text}, results={}, statements={})
    assert problems == [(f"{KO}, line 7", expected, found), (f"{EN}, line 7", expected, found)]


NAMES = {
    "a figure without a name": ("/// figure\nA.\n///", "an experiment under snippets/", ""),
    "an unknown experiment": ("{{tyni.count}}", "an experiment under snippets/", "tyni"),
    "an unknown cell": ("/// code | tiny.sow\n///", "a cell of experiment tiny", "tiny.sow"),
    "an unknown statement": ("/// verdict | smal\n///", "a statement of topic in docs/claims.yml", "smal"),
}


@pytest.mark.parametrize("case", NAMES)
def test_names_are_looked_up_before_anything_runs(check, case):
    text, expected, found = NAMES[case]
    problems = check({"ko": TITLE + text, "en": TITLE + text}, results={}, statements={})
    assert problems == [(f"{KO}, line 2", expected, found), (f"{EN}, line 2", expected, found)]


def test_names_of_findings_are_looked_up_only_where_there_are_results(check, book):
    text = f"{TITLE}{{{{tiny.nothing}}}} {{{{second.nothing}}}}"
    problems = check({"ko": text, "en": text}, results={"second": book.results["second"]}, statements={})
    told = "something that experiment second gives", "second.nothing"
    assert problems == [(f"{KO}, line 2", *told), (f"{EN}, line 2", *told)]


TRUE = "claim tiny.grows (cell show) to hold in every seed, by more than its spread"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"held": 4, "margins": []}, "it holds in 4 of 5"),
        ({"held": 4, "margins": [1.0, 1.0, 1.0, 1.0, -0.0512]}, "it holds in 4 of 5, worst margin -0.0512"),
        (
            {"margins": [0.1, 0.1, 0.1, 0.1, 9.0], "wide": False},
            "it holds in 5 of 5, worst margin 0.1, and the margins are not wider than their spread",
        ),
    ],
    ids=["bools", "margins", "spread"],
)
def test_a_false_claim_is_told_with_page_language_line_expected_and_found(check, book, data, found):
    problems = check(results=finding(book, "tiny", "grows", **data))
    assert problems == [(f"{KO}, line 34", TRUE, found), (f"{EN}, line 31", TRUE, found)]


def test_a_false_claim_may_be_referred_to_where_no_sentence_rests_on_it(check, book):
    text = f"{TITLE}{{{{tiny.grows}}}}"
    problems = check({"ko": text, "en": text}, results=finding(book, "tiny", "grows", held=4), statements={})
    assert TRUE not in [expected for _, expected, _ in problems]


def test_every_figure_table_and_claim_is_on_a_page_but_not_every_value(check):
    problems = check({"ko": TITLE, "en": TITLE}, statements={})
    places = ("figure tiny.bars", "table tiny.rows", "claim tiny.grows", "claim tiny.equal")
    told = "experiment tiny, cell show", "every figure, table and claim on a page"
    moving = ("experiment moving, cell draw", told[1], "figure moving.paths on no page")
    assert problems == [moving, *((*told, f"{place} on no page") for place in places)]


def test_every_statement_of_the_notes_has_a_verdict_on_its_page(check):
    text = f"{TITLE}/// verdict | small\nA.\n///"
    small = {"note": "작다", "verdict": "holds", "evidence": ["tiny.grows"]}
    problems = check({"ko": text, "en": text}, results={}, statements={"topic": {"small": small, "big": small}})
    told = "a verdict on every statement of topic in docs/claims.yml", "none on big"
    assert problems == [(KO, *told), (EN, *told)]


TEXTS = {
    "an alt text": ("bars", {"alt": both("막대", "bars")}, "'bars', '막대'"),
    "a statement": ("grows", {"statement": both("It grows.", "It grows too.")}, "'It grows too.'"),
    "a value": ("word", {"values": {"any": both("배", "배다")}}, "'배'"),
    "a head": ("rows", {"columns": [{"head": both("a", "b"), "format": ""}], "rows": []}, "'b'"),
    "a cell": ("rows", {"rows": [[both("ship", "a ship"), 1]]}, "'a ship'"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_texts_whose_languages_are_mixed_up_are_found_with_their_cell(check, book, case):
    name, data, found = TEXTS[case]
    kind, cell = book.results["tiny"].findings[name].kind, book.results["tiny"].findings[name].cell
    where = f"experiment tiny, cell {cell}, {kind} {name}"
    told = (where, "both(english, korean), each in its language", found)
    assert check(results=finding(book, "tiny", name, **data)) == [told]


@pytest.mark.parametrize("bare", ["ship", "배", both("ship", "배") + " and more"])
def test_a_text_of_a_table_outside_both_is_found(check, book, bare):
    problems = check(results=finding(book, "tiny", "rows", rows=[[bare, 1]]))
    assert [problem[:2] for problem in problems] == [
        ("experiment tiny, cell show, table rows", "every text of the table in both(…)")
    ]


def test_a_book_needs_no_statements(tmp_path):
    assert Book.load(tmp_path).statements == {}
