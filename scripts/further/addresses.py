"""Addresses of downloads, as Zensical reads them.

MkDocs leaves HTML that Markdown did not make alone, so the links to our downloads are counted from the page's folder.
Zensical takes every relative link in a page's HTML for one that is counted from the page's file, and rewrites it.
"""

from __future__ import annotations

import posixpath
import re

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from further.place import Place

PRIORITY = 5  # when all HTML is there
DOWNLOAD = re.compile(r'(<a\b(?=[^>]*\sdownload\b)[^>]*\shref=")([^"]*)(")')


class FromFile(Postprocessor):
    """Counts the addresses of downloads from the page's file."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(md)
        self.place = place

    def run(self, text: str) -> str:
        """Rewrite the links that download something."""
        return DOWNLOAD.sub(lambda match: match[1] + self._from_file(match[2]) + match[3], text)

    def _from_file(self, address: str) -> str:
        path = self.place.path
        folder = path.removesuffix(self.place.suffix).removesuffix("index")
        return posixpath.relpath(posixpath.join(folder, address), posixpath.dirname(path) or ".")


def register(md: Markdown, place: Place) -> None:
    """Add this to ``md``."""
    md.postprocessors.register(FromFile(place, md), "further-addresses", PRIORITY)
