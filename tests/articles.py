"""The article of a built page as a reader is given it, so that two generators' pages can be compared.

What is made alike, and nothing else:

- spelling: the order of attributes, entities, whether an attribute without a value has ``=""``;
- addresses are resolved: ``a.ipynb`` and ``../a/a.ipynb`` on the page of ``a`` are one;
- the mark ``data-search-exclude`` is left out: Zensical takes it away when it has read it;
- white space at the ends of the article.
"""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path

ADDRESSES = ("href", "src", "data-live", "data-evidence")
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Article(HTMLParser):
    """Reads what is inside ``div.fq-page``: tags with their attributes, and texts, in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.depth, self.parts, self.text = page, 0, [], ""

    def handle_starttag(self, tag, attributes):
        if self.depth or "fq-page" in (dict(attributes).get("class") or "").split():
            self.add(f"<{tag}{''.join(sorted(self.attribute(*each) for each in attributes))}>")
            self.depth += tag not in EMPTY

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if self.depth and tag not in EMPTY:
            self.depth -= 1
            self.add(f"</{tag}>")

    def handle_data(self, data):
        self.text += data if self.depth else ""

    def handle_comment(self, data):
        if self.depth:
            self.add(f"<!--{data}-->")

    def add(self, part):
        self.parts += [self.text] * bool(self.text) + [part]
        self.text = ""

    def attribute(self, name, value):
        if name == "data-search-exclude":
            return ""
        if name in ADDRESSES and not re.match(r"\w+:|#|//", value):
            value = posixpath.normpath(posixpath.join("/", self.page, value)) + "/" * value.endswith("/")
        return f' {name}="{value or ""}"'


def article(site: Path, path: str) -> list[str]:
    """Return the article of the page at ``path``, a folder under ``site``."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    reader = Article(path)
    reader.feed(html[html.index("<article") : html.index("</article>")])
    reader.close()
    parts = reader.parts
    assert parts, f"{path} has no article"
    parts[1] = parts[1].lstrip()
    parts[-2] = parts[-2].rstrip()
    return [part for part in parts if part]


def pages(site: Path) -> list[str]:
    """Return the folder of every page under ``site``."""
    return sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
