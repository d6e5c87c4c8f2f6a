"""The page syntax where no plugin says which page comes: a site generator that only runs Markdown extensions.

Zensical is one. It tells extensions which page they render in a preprocessor called ``rendering_context``; the rest
stands in the options that `further.project` wrote.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown

from further import addresses, foot, frontmatter, heading_links, notebook_block, ready
from further.book import Book
from further.contents import NOTEBOOKS
from further.errors import FurtherError
from further.place import Place

SUFFIX = ".md"
"""What the names of notebook pages end in: they are pages in Markdown."""

CONTEXT = "rendering_context"
AGAIN = "run further pages again"

OPTIONS = {
    "book": "The repository's folder, as seen from the folder of the configuration",
    "lang": "The language of the pages",
    "branch": "The branch on which readers correct pages",
    "state": "Another one whenever pages show something else: generators keep what they rendered",
}
"""Options of the extension, and what they mean."""


def place(md: Markdown, options: dict[str, str]) -> Place:
    """Return where rendering is, and have added to the page what a plugin would add to it.

    Args:
        md: What renders the page.
        options: Those above.

    Raises:
        FurtherError: If no page is named, the page is not the book's, or results are not fresh.
    """
    if CONTEXT not in md.preprocessors:
        raise FurtherError("Markdown extension further", "to be told which page it renders", f"no {CONTEXT}")
    context = md.preprocessors[CONTEXT]
    config, path = context.config, context.page.path
    here = Path(config["root_dir"])
    book, lang = _book((here / options["book"]).resolve(), options["state"]), options["lang"]
    found = Place(book, lang, path, site=config["site_name"], url=config["site_url"] or "", suffix=SUFFIX)
    if not is_notebook(found):
        _refuse_other(book, lang, path, here / config["docs_dir"] / path)
    heading_links.register(md, foot.of(book, lang, config["repo_url"], options["branch"]), source(found))
    return found


def register(md: Markdown, blocks: Any, place: Place) -> None:
    """Add what a plugin does elsewhere, if ``place`` is one of ours."""
    if place.suffix == SUFFIX:
        addresses.register(md, place)
    if is_notebook(place):
        notebook_block.register(md, blocks, place)


def is_notebook(place: Place) -> bool:
    """Whether the page is the executed notebook of an experiment, and its text the block that shows it."""
    return place.suffix == SUFFIX and place.path.startswith(f"{NOTEBOOKS}/")


def source(place: Place) -> str:
    """Return the page's path as `further.foot` knows it."""
    return f"{place.path.removesuffix(SUFFIX)}.ipynb" if is_notebook(place) else place.path


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
