"""Which page cites what, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator

from further.bilingual import LANGUAGES
from further.book import Book
from further.errors import FurtherError
from further.page import Page
from further.references import SHOWN


def pages(book: Book, lang: str) -> dict[str, list[Page]]:
    """Return the pages of ``lang`` that cite each work, by its key."""
    found: dict[str, list[Page]] = {key: [] for key in book.works}
    for page in book.pages[lang].values():
        for key in dict.fromkeys(citation.key for citation in page.citations):
            found.setdefault(key, []).append(page)
    return found


def check(book: Book) -> Iterator[FurtherError]:
    """Yield what is wrong: unknown and unused works, pages without references, works cited in one language only."""
    for lang in LANGUAGES:
        for page in book.pages[lang].values():
            yield from _known(book, page)
            yield from _listed(page)
    for path, korean in book.pages["ko"].items():
        if english := book.pages["en"].get(path):
            yield from _parity(korean, english)
    cited = {key for lang in LANGUAGES for key, found in pages(book, lang).items() if found}
    for key, work in book.works.items():
        if key not in cited:
            do = f"cite it as [@{key}], or remove it"
            yield FurtherError(f"{SHOWN}, line {work.line}", "works that a page cites", f"{key}, cited by none", do)


def _known(book: Book, page: Page) -> Iterator[FurtherError]:
    for citation in page.citations:
        try:
            book.work(citation.key, page.where(citation.line))
        except FurtherError as error:
            yield error


def _listed(page: Page) -> Iterator[FurtherError]:
    if page.citations and "references" not in (kind for kind, _ in page.blocks):
        where, do = page.where(page.citations[0].line), "end its sources with /// references and ///"
        yield FurtherError(where, "/// references on a page that cites", f"none, and [@{page.citations[0].key}]", do)


def _parity(korean: Page, english: Page) -> Iterator[FurtherError]:
    for ours, theirs in ((korean, english), (english, korean)):
        known = {citation.key for citation in theirs.citations}
        for citation in {each.key: each for each in reversed(ours.citations)}.values():
            if citation.key not in known:
                expected = "the same works cited in both languages"
                yield FurtherError(ours.where(citation.line), expected, f"{citation.key}, not in {theirs.file}")
