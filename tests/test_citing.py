"""Citations in a page, its references, the bibliography, and how the page itself is cited: Markdown in, HTML out."""

from __future__ import annotations

import dataclasses
import re

import pytest
from markdown import Markdown

from further import page, references, self_citation
from further.page import Page
from further.place import Place

EXTENSIONS = ["further", "attr_list", "footnotes", "tables", "toc", "pymdownx.blocks.details"]


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


@pytest.fixture
def place(book):
    def place(text, lang="en", path="other.md", **more):
        read = page.scan(Page(path, f"docs/{lang}/{path}", lang, text))
        pages = {**book.pages, lang: {**book.pages[lang], path: read}}
        return Place(dataclasses.replace(book, pages=pages), lang, path, **more)

    return place


@pytest.fixture
def render(place):
    def render(text, lang="en", **more):
        where = place(text, lang, **more)
        return Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": where}}).convert(text)

    return render


def cite(key, text, number=1):
    return f'<a class="footnote-ref" href="#ref-{key}" id="cite-{key}-{number}">{text}</a>'


JAIN, WIEGREFFE = cite("jain2019", "Jain &amp; Wallace, 2019"), cite("wiegreffe2019", "Wiegreffe et al., 2019")
SENTENCES = {
    "[@jain2019]": f"({JAIN})",
    "[-@jain2019]": f"({cite('jain2019', '2019')})",
    "[@jain2019, table 5]": f"({JAIN}, table 5)",
    "[@jain2019; @wiegreffe2019, <b>]": f"({JAIN}; {WIEGREFFE}, &lt;b&gt;)",
    "[ @jain2019]": None,
    "[@jain2019](other)": None,
    "`[@jain2019]`": None,
    "\\[@jain2019]": None,
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_citation_names_authors_and_year_and_leads_to_its_entry(render, text):
    html = render(f"A {text}.\n\n/// references\n///").partition("</p>")[0]
    if SENTENCES[text] is None:
        assert "footnote-ref" not in html
    else:
        assert html == f'<p>A <span class="fq-cited">{SENTENCES[text]}</span>.'


def test_in_korean_other_authors_are_said_in_korean(render):
    assert "Wiegreffe 외, 2019" in render("A[@wiegreffe2019]\n\n/// references\n///", "ko")


def test_authors_of_several_works_in_one_bracket_are_named_once(render, book, monkeypatch):
    one = references.loads((book.root / "docs" / "references.bib").read_text(encoding="utf-8"))["jain2019"]
    monkeypatch.setitem(book.works, "jain2019", dataclasses.replace(one, letter="a"))
    monkeypatch.setitem(book.works, "jain2019b", dataclasses.replace(one, key="jain2019b", letter="b"))
    html = render("[@jain2019; @jain2019b]\n\n/// references\n///").partition("</p>")[0]
    assert re.sub(r"<[^>]+>", "", html) == "(Jain &amp; Wallace, 2019a, 2019b)"


@pytest.mark.parametrize(
    "text",
    [
        "/// details | About [@jain2019]\nA.\n///",
        "/// verdict | small\nA [@jain2019].\n///",
        "/// answer\nA [@jain2019].\n///",
        "| a | b |\n| --- | --- |\n| c [@jain2019] | d |",
        "- a [@jain2019]",
        "/// figure | tiny.bars\nA [@jain2019].\n///",
    ],
    ids=["details", "verdict", "answer", "table", "list", "figure"],
)
def test_citations_stand_anywhere_in_a_page(render, text):
    html = render(f"{text}\n\n/// references\n///", path="topic.md")
    assert JAIN in html
    assert 'href="#cite-jain2019-1"' in html


def entry(key, rest):
    return f'<li id="ref-{key}"><p>{rest}</p></li>'


def tight(html):
    return re.sub(r">\n<", "><", html)


def back(key, number=1, label=""):
    return f'<a class="footnote-backref" href="#cite-{key}-{number}" title="Back to where it is cited{label}">↩</a>'


TITLE = "<cite>Attention is &lt;i&gt;not&lt;/i&gt; Explanation</cite>. NAACL 2019. "
ARXIV = '<a href="https://arxiv.org/abs/1902.10186">arXiv:1902.10186</a> '


def test_a_page_lists_what_it_cites_with_links_to_it_and_back(render):
    html = render("[@wiegreffe2019] [@jain2019] [@wiegreffe2019]\n\n/// references\n///")
    jain = f"S. Jain, B. C. Wallace. {TITLE}{ARXIV}{back('jain2019')}"
    wiegreffe = (
        "S. Wiegreffe, Y. Pinter et al. <cite>Attention is not not Explanation</cite>. 2018, EMNLP 2019. "
        '<a href="https://aclanthology.org/D19-1002/">ACL Anthology D19-1002</a> '
        f"{back('wiegreffe2019', 1, ' 1')}{back('wiegreffe2019', 2, ' 2')}"
    )
    download = '<a href="../references/other.bib" download="other.bib">Download these references (.bib)</a>'
    assert tight(html).partition("</p>")[2] == (
        f'<div class="fq-references"><ul>{entry("jain2019", jain)}{entry("wiegreffe2019", wiegreffe)}</ul>'
        f'<p class="fq-download">{download}</p></div>'
    )


def test_a_title_says_its_language_where_that_is_not_the_pages(render):
    assert '<cite lang="en">Attention is not not' in render("[@wiegreffe2019]\n\n/// references\n///", "ko")


def test_the_bibtex_of_a_page_holds_what_it_cites_and_no_more(place):
    where = place("[@jain2019]\n\n/// references\n///")
    text = where.page.text
    Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": where}}).convert(text)
    assert {path: references.loads(made.decode()).keys() for path, made in where.files.items()} == {
        "references/other.bib": {"jain2019"}
    }


def test_without_references_of_its_own_a_page_leads_to_the_bibliography(render):
    assert '<a href="bibliography.md#ref-jain2019">Jain &amp; Wallace, 2019</a>' in render("[@jain2019]")


def test_the_bibliography_has_every_work_with_the_pages_that_cite_it_and_its_bibtex(place, book):
    where = place("/// bibliography\n///", path="bibliography.md")
    html = Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": where}}).convert(where.page.text)
    source = book.works["jain2019"].bibtex.replace("<", "&lt;").replace(">", "&gt;")
    assert re.search(r'<li id="ref-jain2019">.*?</li>', tight(html), re.DOTALL)[0] == (
        f'<li id="ref-jain2019"><p>S. Jain, B. C. Wallace. {TITLE}{ARXIV}</p><p class="fq-cited-in">Cited in · '
        '<a href="topic.md#ref-jain2019">How small is it?</a></p><details class="fq-bibtex"><summary>BibTeX</summary>'
        f"<pre><code>{source}\n</code></pre></details></li>"
    )
    whole = references.loads(where.files["references.bib"].decode())
    assert {key: work.bibtex for key, work in whole.items()} == {k: work.bibtex for k, work in book.works.items()}


# --- the page itself ----------------------------------------------------------------------------------------------

PAGE = "# 50 % of `it` { #t }\n\n/// answer\n{{tiny.count}}\n///\n\n/// references\n///"


def test_a_question_says_how_it_is_cited_and_other_pages_do_not(render):
    assert "Cite this page" in render(PAGE, site="A & B")
    assert "Cite this page" not in render("# T { #t }\n\n/// references\n///", site="A & B")


def test_a_page_is_cited_with_title_site_year_and_address(place, book):
    where = place(PAGE, site="A & B", url="https://example.org/book/en/")
    year = book.results["tiny"].run["finished"][:4]
    assert self_citation.text(where) == f"A & B, “50 % of it”, {year}, https://example.org/book/en/other/"
    assert self_citation.bibtex(where) == (
        "@misc{further-other-en,\n  author = {{A \\& B}},\n  title  = {{50 \\% of it}},\n"
        f"  year   = {{{year}}},\n  url    = {{https://example.org/book/en/other/}},\n  langid = {{english}},\n}}"
    )
    assert references.loads(self_citation.bibtex(where))["further-other-en"].title == "50 % of it"


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8000/", "http://localhost:8000/en/", "http://[::1]/"])
def test_a_site_that_is_published_nowhere_has_no_address_to_cite(place, url):
    where = place(PAGE, site="A", url=url)
    assert "http" not in self_citation.text(where) + self_citation.bibtex(where)
