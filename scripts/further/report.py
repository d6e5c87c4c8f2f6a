"""Problems as people and machines read them: by file and line, all of them, with their number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from further.book import Book
from further.errors import FurtherError

SNIPPET = re.compile(r"\((?P<file>[^\s()]+/[^\s()]+\.py)(?:, line (?P<inner>\d+))?\)(?:, line (?P<outer>\d+))?")
CELL = re.compile(r"experiment (?P<name>[a-z0-9-]+)(?:, cell (?P<cell>[a-z0-9-]+))?")


class Problem(NamedTuple):
    """A problem and where it stands.

    Attributes:
        file: Path from the repository's folder; empty if it is of no file.
        line: Line from 1; 0 for the file as a whole.
        place: The place in the author's words.
        expected: What should have been there.
        found: What was there.
        do: What to do about it; may be empty.
        mends: Whether ``further check --fix`` mends it.
    """

    file: str
    line: int
    place: str
    expected: str
    found: str
    do: str = ""
    mends: bool = False


def problems(errors: Iterable[FurtherError], book: Book) -> list[Problem]:
    """Return the problems that ``errors`` tell, sorted by file and line."""
    flat = (each for error in errors for each in getattr(error, "errors", [error]))
    found = {_problem(error, book): None for error in flat}
    return sorted(found, key=lambda each: (each.file, each.line))


def _problem(error: FurtherError, book: Book) -> Problem:
    file, line = _where(error.where, book)
    return Problem(file, line, error.where, error.expected, error.found, error.do, getattr(error, "mends", False))


def _where(place: str, book: Book) -> tuple[str, int]:
    """Return the file and line that a message's place names."""
    if match := SNIPPET.search(place):
        return f"snippets/{match['file']}", int(match["inner"] or match["outer"] or 0)
    if match := re.match(r"(?P<file>[\w./-]+\.\w+)(?: \((?:ko|en)\))?(?:, line (?P<line>\d+))?", place):
        return match["file"], int(match["line"] or 0)
    if (match := CELL.match(place)) and (known := (book.experiments | book.probes).get(match["name"])):
        cell = known.code.get(match["cell"] or "")
        return known.path.relative_to(book.root).as_posix(), cell.line if cell else 0
    return "", 0


def as_text(found: list[Problem]) -> str:
    """Return the problems for a person, under the files' names, with a count."""
    lines = []
    for file, group in groupby(found, key=lambda each: each.file):
        lines.append(file or "the book")
        lines += [_told(each) for each in group]
        lines.append("")
    files, mended = len({each.file for each in found}), sum(each.mends for each in found)
    count = f"{_many(len(found), 'problem')} in {_many(files, 'file')}."
    if mended:
        count += f" {mended} of them are mended by: further check --fix"
    return "\n".join([*lines, count])


def _told(each: Problem) -> str:
    plain = rf"{re.escape(each.file)}( \((ko|en)\))?(, line {each.line})?"
    head = f"line {each.line}" if each.line else "the whole file"
    if not re.fullmatch(plain, each.place):
        head += f" · {each.place}"
    parts = [f"    expected: {each.expected}", f"    found:    {each.found}"]
    return "\n".join([f"  {head}", *parts, *([f"    to mend:  {each.do}"] if each.do else [])])


def as_json(found: list[Problem]) -> str:
    """Return the problems as a JSON list of objects."""
    return json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=1)


def as_github(found: list[Problem]) -> str:
    """Return the problems as commands that annotate the lines of a pull request.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(_annotation(each) for each in found)


def notice(each: Problem, form: str) -> str:
    """Return something to look at that is no problem, for a person or for a pull request."""
    if form == "github":
        return _annotation(each, "notice")
    return f"To look at, but no problem: {each.file}\n{_told(each)}"


def _annotation(each: Problem, kind: str = "error") -> str:
    properties = {"file": each.file, **({"line": each.line} if each.line else {}), "title": each.expected}
    given = ",".join(f"{key}={_escaped(str(item), ',:')}" for key, item in properties.items() if item)
    text = f"found: {each.found}" + (f"\nto mend: {each.do}" if each.do else "") + f"\n({each.place})"
    return f"::{kind} {given}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    """Escape what would end a command or a property of it."""
    for letter in "%\r\n" + also:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
