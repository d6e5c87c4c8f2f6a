"""Where rendering is: the book, its language and the page; what that page calls things and links to."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from further.book import Book
from further.page import Page


@dataclass
class Place:
    """Where rendering is: the book, and the page in its language.

    Attributes:
        book: The book, with results.
        lang: ``"ko"`` or ``"en"``.
        path: The page's path under the language's folder.
        files: What pages ask for besides themselves, by its path under the site of this language.
        site: The site's name in this language.
        url: The address it is published at, up to the language; may be empty.
        suffix: What the names of notebook pages end in.
    """

    book: Book
    lang: str
    path: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    site: str = ""
    url: str = ""
    suffix: str = ".ipynb"

    @property
    def page(self) -> Page:
        """The page as it was read."""
        return self.book.pages[self.lang][self.path]

    def where(self, kind: str, name: str, *how: str) -> str:
        """Return the place of the first reference to ``name`` (with this format and particle), for messages."""
        wanted = (kind, name, *how)
        refs = ((ref.line, (ref.kind, ref.name, ref.format, ref.particle)) for ref in self.page.references)
        lines = [line for line, ref in refs if ref[: len(wanted)] == wanted]
        return self.page.where(lines[0] if lines else 0)

    def number(self, kind: str, name: str) -> int:
        """Return the number of a figure or table on this page; 0 if the page does not show it."""
        names = [ref.name for ref in self.page.references if ref.kind == kind]
        return names.index(name) + 1 if name in names else 0

    def notebook(self, experiment: str, cell: str = "") -> str:
        """Return the link from this page to an experiment's notebook, and to a cell in it."""
        return self.to(f"notebooks/{experiment}{self.suffix}", cell)

    def to(self, path: str, anchor: str = "") -> str:
        """Return the link from this page to another page, as Markdown has it, and to a place in it."""
        link = posixpath.relpath(path, posixpath.dirname(self.path) or ".")
        return f"{link}#{anchor}" if anchor else link

    def publish(self, path: str, payload: bytes) -> str:
        """Have ``payload`` published at ``path``; return the link to it from this page, a folder with an index."""
        self.files[path] = payload
        own = self.path.removesuffix(".md")
        return posixpath.relpath(path, own.removesuffix("index") or ".")


def anchor(kind: str, name: str) -> str:
    """Return the id of a finding's element on its page."""
    return f"{ {'figure': 'fig', 'table': 'tab'}.get(kind, kind) }-{name.replace('.', '-')}"
