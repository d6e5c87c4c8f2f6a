"""The page syntax where no plugin says which page comes: a site generator that only runs Markdown extensions.

Zensical is one. It tells extensions which page they render in a preprocessor called ``rendering_context``; the rest
stands in the options that `further.project` wrote.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown

from further import addresses, frontmatter, notebook_block, ready
from further.book import Book
from further.contents import NOTEBOOKS
from further.errors import FurtherError
from further.place import Place

SUFFIX = ".md"
"""What the names of notebook pages end in: they are pages in Markdown."""

CONTEXT = "rendering_context"
AGAIN = "run further pages again"

OPTIONS = {
    "book": ["", "The repository's folder, as seen from the folder of the configuration"],
    "lang": ["", "The language of the pages"],
    "state": ["", "Another one whenever pages show something else: generators keep what they rendered"],
}
"""Options of the extension, each with its default and what it means."""


def place(md: Markdown, root: str, lang: str, state: str) -> Place:
    """Return where rendering is.

    Args:
        md: What renders the page.
        root: The option ``book``.
        lang: The option ``lang``.
        state: The option ``state``.

    Raises:
        FurtherError: If no page is named, the page is not the book's, or results are not fresh.
    """
    if CONTEXT not in md.preprocessors:
        raise FurtherError("Markdown extension further", "to be told which page it renders", f"no {CONTEXT}")
    context = md.preprocessors[CONTEXT]
    config, path = context.config, context.page.path
    here = Path(config["root_dir"])
    book = _book((here / root).resolve(), state)
    if not path.startswith(f"{NOTEBOOKS}/"):
        _refuse_other(book, lang, path, here / config["docs_dir"] / path)
    return Place(book, lang, path, site=config["site_name"], url=config["site_url"] or "", suffix=SUFFIX)


def register(md: Markdown, blocks: Any, place: Place) -> None:
    """Add what a plugin does elsewhere, if ``place`` is one of ours."""
    if place.suffix == SUFFIX:
        notebook_block.register(md, blocks, place)
        addresses.register(md, place)


@cache
def _book(root: Path, state: str) -> Book:
    return ready.stored(root)


def _refuse_other(book: Book, lang: str, path: str, copy: Path) -> None:
    """Refuse a page that is not the one in the book.

    Raises:
        FurtherError: If it is not.
    """
    page = book.pages[lang].get(path)
    if page is None:
        raise FurtherError(str(copy), f"a page of docs/{lang}", "none", AGAIN)
    if frontmatter.split(page.text)[1] != frontmatter.split(copy.read_text(encoding="utf-8"))[1]:
        raise FurtherError(page.where(), f"the text that is in {copy}", "another one", AGAIN)
