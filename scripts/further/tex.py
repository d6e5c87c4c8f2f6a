"""TeX, as BibTeX's fields are written in it, as plain text."""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text

SAME = re.compile(r"(?:\w|[ .,:;()/+*=@]|-(?!-))*")
"""What TeX shows as it stands. Most fields are of it, and a parser costs much."""


def plain(tex: str) -> str:
    """Return what ``tex`` shows: accents, dashes, no braces; runs of white space as one blank."""
    text = tex if SAME.fullmatch(tex) else _converter().latex_to_text(tex)
    return " ".join(text.split())


@cache
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="verbatim")
