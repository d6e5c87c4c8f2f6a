"""Drawings, styles and code that nbconvert does not parse again.

It parses each page that it has made once more, to give pictures a text and cells a place among the tab stops. These
have neither, and are nearly all of a page; they stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from further.installed import versions
from further.trace import digest

SPARED = re.compile(r"<(svg|style|pre)\b[^<]*(?:<(?!/?\1\b)[^<]*)*</\1>")
"""Elements from their first to their last tag, without another one of their kind in them."""


@cache
def spare() -> None:
    """Let nbconvert's pages be parsed without these, from now on."""
    from nbconvert.exporters import html

    html.BeautifulSoup = partial(Spared, html.BeautifulSoup)


@cache
def made_by() -> tuple[str, str]:
    """Return what the HTML of a notebook depends on besides the notebook."""
    return repr(versions(("mkdocs-jupyter", "nbconvert", "Pygments"))), digest(Path(__file__).read_bytes())


class Spared:
    """A page as nbconvert uses it: parsed, searched, written.

    Args:
        parse: Beautiful Soup, which nbconvert uses.
        text: The page.
        **options: Beautiful Soup's.
    """

    def __init__(self, parse: Callable[..., Any], text: str, **options: Any) -> None:
        name = f"spared-{digest(text.encode())[:16]}"
        self.mark = re.compile(rf'<{name} n="(\d+)"></{name}>')
        self.parts = [found[0] for found in SPARED.finditer(text)]
        numbers = iter(range(len(self.parts)))
        short = SPARED.sub(lambda _: f'<{name} n="{next(numbers)}"></{name}>', text)
        self.soup = parse(short, **options)
        if self.mark.findall(str(self.soup)) != [str(number) for number in range(len(self.parts))]:
            self.parts, self.soup = [], parse(text, **options)  # one stood where an element is none, as in an attribute

    def select(self, selector: str) -> list[Any]:
        """Return the elements that fit, which are the page's own."""
        return self.soup.select(selector)

    def __str__(self) -> str:
        """Return the page, changed as its elements were."""
        return self.mark.sub(lambda found: self.parts[int(found[1])], str(self.soup))
