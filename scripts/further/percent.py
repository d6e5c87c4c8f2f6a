"""The percent format of notebooks as plain Python files, as far as experiments use it.

Format: https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
Read here, and not by jupytext, because that imports Jupyter's servers (0.2 s) and takes some 30 ms a file: listing and
checking should cost less. A test compares the two on every experiment.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MARKER = re.compile(r"# %%(?!%)(?:\s+(?P<title>[^\[=]*?))?\s*(?:\[(?P<kind>\w+)\])?\s*(?P<options>\w+=.*)?$")
LIKE = re.compile(r"\s*#\s*%%")
OPTION = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True)
class Block:
    """What stands under one marker.

    Attributes:
        kind: ``"code"``, or what the marker says in brackets.
        title: The marker's title.
        options: The marker's options that are texts.
        source: The lines under it; without comment signs if they are Markdown.
        line: Line of the marker, from 1.
    """

    kind: str
    title: str
    options: dict[str, str]
    source: str
    line: int


@dataclass(frozen=True)
class Problem:
    """A line that is not as it must be: ``expected`` and ``found``."""

    line: int
    expected: str
    found: str


def read(text: str) -> tuple[str, list[Block], list[Problem]]:
    """Return the front cell (YAML, without its ``# ---`` lines), the cells, and what is wrong with the file's form."""
    lines = text.splitlines()
    front, begin = _front(lines)
    inside = _in_texts(text)
    marks = [number for number in range(begin, len(lines)) if MARKER.match(lines[number]) and number + 1 not in inside]
    problems = list(_problems(lines, begin, marks, inside))
    return front, [_block(lines, mark, end) for mark, end in pairwise([*marks, len(lines)])], problems


def _front(lines: list[str]) -> tuple[str, int]:
    """Return the front cell and the index of the first line after it."""
    if not lines or lines[0].rstrip() != "# ---":
        return "", 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "# ---"), 0)
    return "\n".join(_plain(line) for line in lines[1:end]), end + 1 if end else 0


def _in_texts(text: str) -> set[int]:
    """Return the lines that stand inside a text of several lines; none if the file is no Python, which a run tells."""
    if not _may_hide(text):
        return set()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
    return {line for node in texts for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)}


def _may_hide(text: str) -> bool:
    """Whether some marker may stand inside a text, after an odd number of triple quotes. To parse takes far longer."""
    counts, parts = [0, 0], re.split(r"^\s*#\s*%%", text, flags=re.MULTILINE)
    for part in parts[:-1]:
        counts = [count + part.count(quote) for count, quote in zip(counts, ('"""', "'''"), strict=True)]
        if any(count % 2 for count in counts):
            return True
    return False


def _problems(lines: list[str], begin: int, marks: list[int], inside: set[int]) -> Iterator[Problem]:
    first = marks[0] if marks else len(lines)
    for number in range(begin, first):
        if lines[number].strip():
            yield Problem(number + 1, "every cell to begin with # %%", lines[number].strip())
            break
    like = [number for number in range(begin, len(lines)) if LIKE.match(lines[number]) and number not in marks]
    for number in like:
        expected = "# %% at the beginning of a line and outside texts, as the marker of a cell"
        yield Problem(number + 1, expected, lines[number].strip())
    cells = [] if like else pairwise([*marks, len(lines)])  # what stands under such a line seems to be of another cell
    for mark, end in cells:
        if MARKER.match(lines[mark])["kind"] in ("markdown", "md"):
            bare = (number for number in range(mark + 1, end) if lines[number].strip() and lines[number][0] != "#")
            for number in bare:
                yield Problem(number + 1, "every line of a Markdown cell to begin with #", lines[number].strip())
                break


def _block(lines: list[str], mark: int, end: int) -> Block:
    match = MARKER.match(lines[mark])
    kind = {"md": "markdown", None: "code"}.get(match["kind"], match["kind"])
    options = {key: double or single for key, double, single in OPTION.findall(match["options"] or "")}
    body = lines[mark + 1 : end]
    if kind == "markdown":
        body = [_plain(line) for line in body]
    return Block(kind, (match["title"] or "").strip(), options, "\n".join(body), mark + 1)


def _plain(line: str) -> str:
    """Return a comment without its sign."""
    return line[2:] if line.startswith("# ") else line.removeprefix("#")
