"""A value that was not filled in never reaches a reader."""

from __future__ import annotations

import re

from further.errors import FurtherError


def no_braces(html: str, where: str) -> None:
    """Refuse a page in which a value was not filled in: raw HTML and attributes are not Markdown.

    Raises:
        FurtherError: If there is one.
    """
    shown = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)  # attributes stay: what is in them is shown too
    if left := re.search(r"\{\{[^}]*\}?\}?", shown):
        do = "write it as running text; inside raw HTML, attributes and abbreviations nothing is filled in"
        raise FurtherError(where, "every {{value}} filled in", left[0], do)
