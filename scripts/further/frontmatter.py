"""The front matter of a page: a mapping in YAML between two lines of ``---``, read so that a mistake is told."""

from __future__ import annotations

from html import escape
from typing import Any

from further import yaml_source
from further.errors import FurtherError
from further.page import Page
from further.yaml_source import Mapping

KEYS = ("title", "short", "description", "topic", "reviewed", "hide", "search")
"""What may stand there, in this order."""

FENCE, ENDS = "---", ("---", "...")


def read(page: Page) -> Mapping:
    """Return the front matter of ``page``, each key with its line in the file; empty if there is none.

    MkDocs shows what it cannot read as the page's first paragraph, and says nothing.

    Raises:
        FurtherError: If it does not end, is no YAML, or no mapping.
    """
    front, _ = split(page.text)
    if not front:
        return Mapping()
    if front[-1].strip() not in ENDS or len(front) == 1:
        raise FurtherError(page.where(1), "front matter that ends with ---", "none up to the end of the page")
    found = yaml_source.loads("\n".join(["", *front[1:-1]]), page.where()) or Mapping()
    if not isinstance(found, Mapping):
        where, do = page.where(2), "write key: value, or remove both lines of ---"
        raise FurtherError(where, "keys with values in the front matter", repr(found), do)
    return found


def shown(meta: dict[str, Any]) -> dict[str, Any]:
    """Return what MkDocs read of a page's front matter as a theme may have it: known keys only, their texts escaped.

    Templates put these texts into the page as they are; ``template`` would choose another one, with scripts of its own.
    """
    kept = {key: meta[key] for key in KEYS if key in meta}
    return {key: said if key in ("hide", "search") else escape(str(said)) for key, said in kept.items()}


def split(text: str) -> tuple[list[str], list[str]]:
    """Return the lines of a page's front matter, its two fences among them, and the lines after it."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != FENCE:
        return [], lines
    end = next((index for index, line in enumerate(lines[1:], 1) if line.strip() in ENDS), len(lines))
    return lines[: end + 1], lines[end + 1 :]


def with_key(text: str, key: str, value: str) -> str:
    """Return ``text`` with one line ``key: value`` in its front matter, in the place of one that is there."""
    front, body = split(text)
    front = front or [FENCE, FENCE]
    kept = [line for line in front[1:-1] if not line.startswith(f"{key}:")]
    return "\n".join([front[0], *kept, f"{key}: {value}", front[-1], *body]) + "\n"
