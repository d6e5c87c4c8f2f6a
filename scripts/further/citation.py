"""Citations in running text.

[@jain2019]   (Jain & Wallace, 2019)        [-@jain2019]          (2019), where the sentence names the authors
[@a; @b]      both in one pair of brackets  [@jain2019, table 5]  with the place in the work, in the page's language
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CITATION = re.compile(r"\[(-?@[^\[\]]*)\](?!\()")  # with (…) after it, it is a link
ONE = re.compile(r"(?P<bare>-?)@(?P<key>[A-Za-z][A-Za-z0-9_:.+-]*)(?:\s*,\s*(?P<locator>\S.*))?")
EXAMPLES = "[@key], [-@key], [@key, table 5] or [@key; @other]"


@dataclass(frozen=True)
class Citation:
    """One work cited at one place.

    Attributes:
        key: Its key in docs/references.bib.
        locator: The place in the work, such as ``table 5``; may be empty.
        bare: Whether the sentence names the authors itself, so that only the year is shown.
        line: Line in the page's file, from 1; 0 where that is not known.
    """

    key: str
    locator: str = ""
    bare: bool = False
    line: int = 0


def parse(inner: str, line: int = 0) -> list[Citation]:
    """Return the works cited in ``inner``, what stands between the brackets.

    Raises:
        ValueError: If it is no citation.
    """
    found = [ONE.fullmatch(part.strip()) for part in inner.split(";")]
    if not all(found):
        raise ValueError(f"[{inner}]")
    return [Citation(each["key"], (each["locator"] or "").strip(), bool(each["bare"]), line) for each in found]


def read(text: str, line: int) -> list[Citation]:
    """Return every work cited in a line of Markdown (code left out).

    Raises:
        ValueError: If something looks like a citation and is none.
    """
    return [each for match in CITATION.finditer(text) for each in parse(match[1], line)]
