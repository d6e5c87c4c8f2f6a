"""Pages whose text in one language changed after the other's, until a translator has looked and confirmed.

The confirmation stands in the front matter of the older page: ``reviewed:`` with the content hash of the other page.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from further import frontmatter, history
from further.bilingual import LANGUAGES
from further.book import Book
from further.errors import FurtherError
from further.history import Change
from further.page import Page
from further.words import word

log = logging.getLogger(__name__)

KEY = "reviewed"
DIGITS = 12


@dataclass(frozen=True)
class Stale:
    """A page that is older than the same page in the other language.

    Attributes:
        page: The older page.
        newer: The newer one.
        ours: When the older page's text changed.
        theirs: When the newer page's text changed.
    """

    page: Page
    newer: Page
    ours: Change
    theirs: Change

    def dates(self) -> tuple[str, str]:
        """Return both dates, the older page's first; with the time where both are of the same day."""
        exact = self.ours.shown() == self.theirs.shown()
        return self.ours.shown(exact=exact), self.theirs.shown(exact=exact)

    def notice(self) -> FurtherError:
        """Return what its author is told."""
        ours, theirs = self.dates()
        expected = f"what changed in {self.newer.file} ({theirs or 'not committed yet'})"
        do = f"bring it over, or confirm that nothing is missing here: further review {self.page.file}"
        return FurtherError(self.page.where(), expected, f"nothing new in this page since {ours}", do)

    def told(self) -> str:
        """Return what its reader is told."""
        ours, theirs = self.dates()
        theirs = theirs or word(self.page.lang, "uncommitted")
        return word(self.page.lang, "stale", ours=ours, theirs=theirs)


def find(book: Book) -> list[Stale]:
    """Return the pages of ``book`` that are older than their counterpart and not confirmed; none without history."""
    changed: dict[str, Change] = {}
    for lang in LANGUAGES:
        changed |= history.changes(book.root, f"docs/{lang}", lambda content: _body(content.decode(errors="replace")))
    found = []
    for path in book.pages["ko"]:
        pair = [book.pages[lang].get(path) for lang in LANGUAGES]
        if all(page is not None and page.file in changed for page in pair):
            page, newer = sorted(pair, key=lambda each: changed[each.file])
            ours, theirs = changed[page.file], changed[newer.file]
            if ours < theirs and frontmatter.read(page).get(KEY) != digest(newer):
                found.append(Stale(page, newer, ours, theirs))
    return found


def warned(book: Book) -> list[Stale]:
    """Return what `find` finds, and tell the author of each; such a warning does not fail a strict build."""
    found = find(book)
    for each in found:
        log.warning("%s", each.notice())
    return found


def digest(page: Page) -> str:
    """Return the content hash of a page's text, front matter apart: 12 hex digits of SHA-256."""
    return hashlib.sha256(_body(page.text).encode()).hexdigest()[:DIGITS]


def check(page: Page) -> Iterator[FurtherError]:
    """Yield what is wrong with the front matter of ``page``."""
    try:
        front = frontmatter.read(page)
    except FurtherError as error:
        yield error
        return
    for key in front.keys() - set(frontmatter.KEYS):
        expected = f"one of {', '.join(frontmatter.KEYS)}"
        yield FurtherError(page.where(front.lines[key]), expected, key, "write it in the page's text, or remove it")
    said = front.get(KEY)
    if KEY in front and not (isinstance(said, str) and re.fullmatch(f"[0-9a-f]{{{DIGITS}}}", said)):
        expected = f"{KEY}: and the content hash of the other language's page, {DIGITS} hex digits in quotes"
        yield FurtherError(page.where(front.lines[KEY]), expected, repr(said), f"further review {page.file}")


def confirm(book: Book, path: str) -> bool:
    """Note in the page at ``path`` that it says what the other language's page says; return whether that was new.

    Raises:
        FurtherError: If there is no such page, or it has no counterpart.
    """
    pages = {page.file: page for lang in LANGUAGES for page in book.pages[lang].values()}
    if path not in pages:
        raise FurtherError(path, "a page in docs/ko or docs/en", "none", "name the file of the page that was reviewed")
    page = pages[path]
    other = book.pages["en" if page.lang == "ko" else "ko"].get(page.path)
    if other is None:
        raise FurtherError(page.where(), "the page in both languages", "this one only")
    if frontmatter.read(page).get(KEY) == digest(other):
        return False
    text = frontmatter.with_key(page.text, KEY, f'"{digest(other)}"')  # in quotes: 12 digits may read as a number
    (book.root / path).write_text(text, encoding="utf-8")
    return True


def _body(text: str) -> str:
    return "\n".join(frontmatter.split(text)[1]).strip()
