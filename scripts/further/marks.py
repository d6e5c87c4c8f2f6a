"""Marks of what is still to be written: ``TODO(new): what belongs here``, as ``further new`` leaves them.

They stand in the text, where a reader of the draft cannot miss them. A build of them is green, so that a page can be
seen while it is written; ``further check`` tells them all, so that none is published.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from further.errors import FurtherError

log = logging.getLogger("further.marks")

MARK = re.compile(r"TODO\(new\):\s*(.*?)\"?\s*(?:\{[^}]*\})?$")


def check(root: Path) -> Iterator[FurtherError]:
    """Yield every mark in pages, snippets and the files beside the pages, with its line."""
    files = [*(root / "docs").glob("*.*"), *(root / "docs").glob("[ek][no]/**/*.md"), *root.glob("snippets/**/*.py")]
    for path in sorted(files):
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, IsADirectoryError):
            continue  # told elsewhere, or no text of an author
        if "TODO(new)" in text:
            shown = path.relative_to(root).as_posix()
            for number, line in enumerate(text.splitlines(), 1):
                if match := MARK.search(line):
                    do = f"write it, and take the mark away: {match[1]}"
                    yield FurtherError(f"{shown}, line {number}", "a finished text", "TODO(new)", do)


def warn(root: Path) -> None:
    """Say how many marks there are, if any."""
    if number := len(list(check(root))):
        log.warning("%d places are still to be written (TODO(new)); further check lists them", number)
