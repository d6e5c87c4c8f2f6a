"""What the first view of a page is made of: bytes by kind of file, for each type of page."""

from __future__ import annotations

import gzip
import re
import statistics
from collections.abc import Iterable
from pathlib import Path

KINDS = ("document", "of it drawings", "stylesheet", "script", "font", "image", "other")
TYPES = ("home", "question", "notebook", "reference")
DRAWING = re.compile(rb"<svg\b.*?</svg>", re.DOTALL)


def sizes(files: Iterable[tuple[str, bytes]]) -> dict[str, int]:
    """Return gzip bytes by kind. ``files`` gives the browser's resource type and the body of each response.

    What drawings cost is what a document shrinks by without its inline SVGs, icons included.
    """
    found = dict.fromkeys(KINDS, 0)
    for kind, body in files:
        found[kind if kind in KINDS else "other"] += packed(body)
        if kind == "document":
            found["of it drawings"] += packed(body) - packed(DRAWING.sub(b"", body))
    return found


def total(found: dict[str, int]) -> int:
    """Return the bytes of all kinds; drawings are part of their document."""
    return sum(size for kind, size in found.items() if kind != "of it drawings")


def packed(body: bytes) -> int:
    """Return the gzip bytes of ``body``."""
    return len(gzip.compress(body, 6))


def page_type(path: Path, site: Path) -> str:
    """Return which of ``TYPES`` a page is; every page that is nothing else is a reference."""
    folders = path.relative_to(site).parts[:-1]
    folders = folders[1:] if folders[:1] == ("en",) else folders
    if not folders:
        return "home"
    if folders[0] == "notebooks":
        return "notebook"
    return "question" if 'class="fq-answer"' in path.read_text(encoding="utf-8") else "reference"


def table(views: dict[str, list[tuple[dict[str, int], int]]]) -> str:
    """Return the mean page of each type as Markdown. ``views`` holds sizes and requests by type."""
    lines = [f"\n| mean page (KB gzip) | pages | {' | '.join(KINDS)} | all | requests |"]
    lines.append("| --- |" + " ---: |" * (len(KINDS) + 3))
    for name in filter(views.get, TYPES):
        pages = [[*found.values(), total(found)] for found, _ in views[name]]
        cells = " | ".join(f"{statistics.fmean(column) / 1000:.1f}" for column in zip(*pages, strict=True))
        requests = statistics.fmean(count for _, count in views[name])
        lines.append(f"| {name} | {len(pages)} | {cells} | {requests:.1f} |")
    return "\n".join(lines)
