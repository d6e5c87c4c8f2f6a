"""docs/references.bib: works as they are shown, and every mistake with its line."""

from __future__ import annotations

import pytest

from further import cited, references
from further.errors import FurtherError
from further.page import Page, scan

ENTRY = """@article{popovic2015,
  author  = {Popovi{\\'c}, Maja and van der Berg, A. and others},
  title   = {{What 15\\% of <b>M{\\"u}ller \\& Co</b> say}},
  journal = {TACL},
  volume  = {6},
  number  = {3},
  pages   = {1--5},
  year    = {2015},
  doi     = {10.1162/tacl_a_00051},
}
"""


def fields(**changed):
    """One entry, with fields changed (None: left out)."""
    given = {"author": "Jain, S.", "title": "T", "year": "2019", "url": "https://example.org/a"} | changed
    lines = [f"  {name} = {{{value}}}," for name, value in given.items() if value is not None]
    return "\n".join(["@misc{key,", *lines, "}\n"])


def test_a_work_is_plain_text_and_keeps_its_bibtex():
    work = references.loads("% a comment\n" + ENTRY)["popovic2015"]
    assert (work.key, work.line, work.bibtex) == ("popovic2015", 2, ENTRY.strip())
    assert work.title == "What 15% of <b>Müller & Co</b> say"
    assert (work.names("en"), work.names("ko")) == ("Popović et al.", "Popović 외")
    assert work.everybody("en") == "Maja Popović, A. van der Berg et al."
    assert work.venue() == "TACL 6(3), 1–5, 2015"
    assert work.links() == [("doi:10.1162/tacl_a_00051", "https://doi.org/10.1162/tacl_a_00051")]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jain, S.", "Jain"),
        ("Jain, S. and Wallace, B. C.", "Jain & Wallace"),
        ("Jain, S. and others", "Jain et al."),
        ("A B and C D and E F", "B et al."),
        ("{Open AI} and von Neumann, J.", "Open AI & von Neumann"),
    ],
)
def test_a_citation_names_one_or_two_authors_or_the_first(author, names):
    assert references.loads(fields(author=author))["key"].names("en") == names


VENUES = {
    "a conference": ({"booktitle": "NAACL"}, "NAACL 2019"),
    "first public before": ({"booktitle": "NAACL", "origdate": "2018"}, "2018, NAACL 2019"),
    "first public in the same year": ({"booktitle": "NAACL", "origdate": "2019"}, "NAACL 2019"),
    "nowhere": ({}, "2019"),
    "a site": ({"howpublished": "A Blog"}, "A Blog, 2019"),
}


@pytest.mark.parametrize("case", VENUES)
def test_a_work_says_where_and_when_it_appeared(case):
    given, venue = VENUES[case]
    assert references.loads(fields(**given))["key"].venue() == venue


def test_works_of_the_same_authors_and_year_are_told_apart_by_letters_in_the_order_of_their_keys():
    text = fields().replace("key", "two") + fields().replace("key", "one") + fields(year="2020")
    works = references.loads(text)
    assert {key: work.year for key, work in works.items()} == {"two": "2019b", "one": "2019a", "key": "2020"}
    assert works["two"].venue() == "2019b"


@pytest.mark.parametrize(
    ("given", "links"),
    [
        ({"url": "https://aclanthology.org/D19-1002/"}, ["ACL Anthology D19-1002"]),
        ({"url": "https://www.jmlr.org/a_b%20c~d"}, ["jmlr.org"]),
        ({"url": None, "eprint": "cmp-lg/9404004", "archivePrefix": "arXiv"}, ["arXiv:cmp-lg/9404004"]),
        ({"eprint": "1902.10186", "archivePrefix": "arXiv"}, ["example.org", "arXiv:1902.10186"]),
    ],
)
def test_a_work_has_every_stable_link_that_it_names(given, links):
    work = references.loads(fields(**given))["key"]
    assert [shown for shown, _ in work.links()] == links
    assert all(address.startswith("https://") for _, address in work.links())


def test_an_address_stays_as_it_is_written():
    address = "https://www.jmlr.org/a_b%20c~d"
    assert references.loads(fields(url=address))["key"].links()[0][1] == address


WRONG = {
    "no author": (fields(author=None), 1, "a field author in key", "only title, year, url"),
    "an empty title": (fields(title=""), 1, "a field title in key", "only author, title, year, url"),
    "no year": (fields(year=None), 1, "a field year in key", "only author, title, url"),
    "no link": (fields(url=None), 1, "a stable link in key: doi, eprint (arXiv) or url", "only author, title, year"),
    "a year in words": (fields(year="in press"), 4, "year: four digits", "in press"),
    "a link that runs": (fields(url="javascript:x"), 5, "url: an address that begins with https://", "javascript:x"),
    "a link to nowhere": (
        fields(url="https:///x"),
        5,
        "url: an address that begins with https:// and a host",
        "https:///x",
    ),
    "a link to half an address": (fields(url="https://[::1"), 5, "url: an address that begins", "https://[::1"),
    "a link that hides its host": (
        fields(url="https://x.org@y.org/"),
        5,
        "url: an address that",
        "https://x.org@y.org/",
    ),
    "a DOI as address": (fields(doi="https://doi.org/10.1/a"), 6, "doi: a DOI, such as", "https://doi.org/10.1/a"),
    "no number of arXiv": (fields(eprint="D19", archivePrefix="arXiv"), 6, "eprint: a number of arXiv", "D19"),
    "an eprint of nowhere": (fields(eprint="1902.10186"), 1, "archivePrefix = {arXiv} beside", "none in key"),
    "a bare percent sign": (fields(title="15% of it"), 3, "\\% in title, as TeX writes it", "15% of it"),
    "text and a string joined": (fields().replace("{T}", "acl # {T}"), 3, "\\# in title", "acl # {T}"),
    "a language unheard of": (fields(langid="klingon"), 6, "langid: one of english, korean", "klingon"),
    "a name with four commas": (fields(author="a, b, c, d"), 2, "names: Last, First and", "Cannot split the"),
    "a key with a space": (fields().replace("key", "a key"), 1, "a key of ASCII letters", "a key"),
    "a key in Hangul": (fields().replace("key", "책"), 1, "a key of ASCII letters", "책"),
    "a key twice": (fields() + fields(), 7, "every key once", "key again (first in line 1)"),
    "a field twice": (fields()[:-2] + "year = 2020}", 1, "every field once in an entry", "year again"),
    "a brace left open": ("@misc{key, title = {T\n\n" + fields(), 1, "a BibTeX entry", "Unexpected block start"),
    "text between entries": (fields() + "and more\n", 7, "entries, and comments that", "and more"),
    "an entry without its @": ("misc{key, title = {T}}\n", 1, "entries, and comments that", "misc{key, title = {T}}"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_with_its_line(case):
    text, line, expected, found = WRONG[case]
    with pytest.raises(FurtherError) as caught:
        references.loads(text)
    error = getattr(caught.value, "errors", [caught.value])[0]
    assert error.where == f"docs/references.bib, line {line}"
    assert error.expected.startswith(expected)
    assert error.found.startswith(found)


def test_all_mistakes_are_told_at_once_in_their_order():
    with pytest.raises(FurtherError) as caught:
        references.loads(fields(url=None, year="x") + fields().replace("key", "a key"))
    assert [error.where.rpartition(" ")[2] for error in caught.value.errors] == ["1", "4", "6"]


def test_a_file_of_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.bib").write_bytes(fields(title="가").encode("euc-kr"))
    with pytest.raises(FurtherError, match="save it as UTF-8"):
        references.read(tmp_path / "a.bib")


def test_a_book_needs_no_references(tmp_path):
    assert references.read(tmp_path / "a.bib") == {}


# --- what pages cite ----------------------------------------------------------------------------------------------

KO, EN = "docs/ko/topic.md (ko)", "docs/en/topic.md (en)"
LISTED = "\n/// references\n///"


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


def problems(book, korean, english):
    book.pages = {
        lang: {"topic.md": scan(Page("topic.md", f"docs/{lang}/topic.md", lang, text))}
        for lang, text in {"ko": korean, "en": english}.items()
    }
    return [(error.where, error.expected, error.found) for error in cited.check(book)]


UNUSED = [
    (f"docs/references.bib, line {line}", "works that a page cites", f"{key}, cited by none")
    for key, line in (("jain2019", 2), ("wiegreffe2019", 11))
]


def test_a_work_that_no_page_cites_is_told_with_its_line(book):
    assert problems(book, "A `[@jain2019]`.", "A.\n\n```\n[@jain2019]\n```\n") == UNUSED


def test_an_unknown_work_is_told_with_page_and_line(book):
    both = f"A [@jain2019; @wiegreffe2019].\n[@jian2019]{LISTED}"
    known = ("a work in docs/references.bib", "jian2019")
    assert problems(book, both, both) == [(f"{KO}, line 2", *known), (f"{EN}, line 2", *known)]


def test_a_work_cited_in_one_language_only_is_told(book):
    both = f"[@jain2019]\n[@wiegreffe2019]{LISTED}"
    told = ("the same works cited in both languages", "wiegreffe2019, not in docs/en/topic.md")
    assert problems(book, both, f"[@jain2019]{LISTED}") == [(f"{KO}, line 2", *told)]


def test_a_page_that_cites_lists_its_references(book):
    both = "A.\n[@jain2019; @wiegreffe2019]"
    told = ("/// references on a page that cites", "none, and [@jain2019]")
    assert problems(book, both, both) == [(f"{KO}, line 2", *told), (f"{EN}, line 2", *told)]


@pytest.mark.parametrize("text", ["[@]", "[@a b]", "[@a; b]", "[-@a,]", "[@a;]"])
def test_what_looks_like_a_citation_and_is_none_is_refused_with_its_line(text):
    with pytest.raises(FurtherError, match="a citation:") as caught:
        scan(Page("topic.md", "docs/en/topic.md", "en", f"A.\n{text}"))
    assert caught.value.where == f"{EN}, line 2"
