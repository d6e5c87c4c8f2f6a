"""Pages as Python-Markdown makes them, kept in the store under all that they can show.

Most of a page is what its Markdown becomes, and most builds change one page. What MkDocs makes of it afterwards, its
frame, its navigation, its entries in search, is made anew in every build.
"""

from __future__ import annotations

import base64
import json
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from further import fitness, frontmatter
from further.footprint import Footprints
from further.place import Place
from further.trace import digest

MADE_BY = ("Markdown", "mkdocs", "pymdown-extensions", "Pygments")
"""What pages are made by, beside what the repository pins."""

NAMES = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")
"""What MkDocs' `Page.render` sets."""


class Rendered:
    """Keeps what the pages of one language become.

    Args:
        place: The book, with results, and the language.
        root: The repository's folder.
        config: The language's configuration: pages are made as it says.
    """

    def __init__(self, place: Place, root: Path, config: MkDocsConfig) -> None:
        self.place, self.footprints = place, Footprints(place.book)
        said = [place.lang, place.site, place.url, sorted(config.markdown_extensions), _told(config.mdx_configs)]
        self.common = [said, fitness.found([*MADE_BY, *fitness.asked(root)]), list(_shape(place, root))]

    def keep(self, page: Page) -> None:
        """Let ``page`` be rendered once for all that it can show, and taken from the store after that."""
        render, path = page.render, page.file.src_uri
        if (written := self.place.book.pages[self.place.lang].get(path)) is None:
            return

        def rendered(config: MkDocsConfig, all_of_them: Files) -> None:
            targets = sorted(file.src_uri for file in all_of_them)
            inputs = [self.common, self.footprints.page(written), page.markdown, targets]
            key = f"pages/{digest(json.dumps(inputs, ensure_ascii=False, default=str).encode())}"
            kept = self.place.book.store.read(key, lambda payload: _taken(_unpacked(payload), all_of_them))
            if kept is None:
                before, self.place.files = self.place.files, {}
                try:
                    with _listening() as heard:
                        render(config, all_of_them)
                finally:
                    made, self.place.files = self.place.files, before
                kept = {name: getattr(page, name) for name in NAMES}, made
                if not heard:  # what is said of a page is said in every build
                    self.place.book.store.put(key, zlib.compress(json.dumps(_said(*kept)).encode(), level=1))
            shown, made = kept
            vars(page).update(shown)
            self.place.files |= made

        page.render = rendered


def _shape(place: Place, root: Path) -> Iterator[Any]:
    """Yield what any page may depend on: titles and front matter of all, settings, and files that are no pages."""
    book = place.book
    for lang, pages in book.pages.items():
        for path, page in pages.items():
            yield lang, path, page.title, page.short, bool(page.answer), frontmatter.split(page.text)[0]
    yield [(name, each.title(place.lang)) for name, each in book.experiments.items()]
    for path in sorted([*root.glob("mkdocs*.yml"), *(root / "docs").rglob("*")]):
        if path.is_file() and path.suffix != ".md" and not path.is_relative_to(root / "docs" / "theme"):
            yield path.relative_to(root).as_posix(), digest(path.read_bytes())


def _told(options: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said of Markdown's extensions, without the objects that we hand to ours."""
    return sorted((name, repr(sorted(each.items()))) for name, each in options.items() if name != "further" and each)


def _said(shown: dict[str, Any], made: dict[str, bytes]) -> dict[str, Any]:
    """Return what a page became, and the files beside it, as JSON has them."""
    links = shown["links_to_anchors"]
    return {
        "content": shown["content"],
        "title": shown["_title_from_render"],
        "toc": [_branch(each) for each in shown["toc"]],
        "anchors": sorted(shown["present_anchor_ids"]),
        "links": None if links is None else {file.src_uri: found for file, found in links.items()},
        "files": {path: base64.b64encode(payload).decode() for path, payload in made.items()},
    }


def _unpacked(payload: bytes) -> dict[str, Any]:
    try:
        return json.loads(zlib.decompress(payload))
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _taken(kept: dict[str, Any], files: Files) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what `_said` was given; raise a KeyError or another error of reading if it is no such thing."""
    by_path = {file.src_uri: file for file in files}
    links = None if kept["links"] is None else {by_path[path]: found for path, found in kept["links"].items()}
    shown = {
        "content": kept["content"] + "",
        "_title_from_render": kept["title"],
        "toc": TableOfContents([_grown(each) for each in kept["toc"]]),
        "present_anchor_ids": set(kept["anchors"]),
        "links_to_anchors": links,
    }
    return shown, {path: base64.b64decode(text) for path, text in kept["files"].items()}


def _branch(link: AnchorLink) -> list[Any]:
    return [link.title, link.id, link.level, [_branch(each) for each in link.children]]


def _grown(branch: list[Any]) -> AnchorLink:
    title, ident, level, children = branch
    link = AnchorLink(title, ident, level)
    link.children = [_grown(each) for each in children]
    return link


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Give a list to which everything is added that is logged meanwhile."""
    heard: list[logging.LogRecord] = []
    ear = logging.Handler(logging.INFO)
    ear.emit = heard.append
    loggers = [logging.getLogger(name) for name in ("mkdocs", "further", "MARKDOWN")]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
