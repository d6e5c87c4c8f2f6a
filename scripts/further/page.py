"""What a page's Markdown refers to, read without rendering it: headings, blocks and values, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from further import citation
from further.citation import Citation
from further.errors import FurtherError, raise_all

BLOCKS = ("code", "figure", "table", "claim", "verdict")
"""Blocks that name something; ``answer`` and ``questions`` are blocks of ours that do not."""

BLOCK = re.compile(r"^\s*(?P<fence>/{3,})\s*(?P<kind>[a-z-]+)\s*(?:\|\s*(?P<name>.*?))?\s*$")
VALUE = re.compile(
    r"\{\{\s*(?P<name>[a-z0-9-]+(?:\.[a-z0-9-]+)*)\s*(?::(?P<format>[^|}]*?))?\s*(?:\|\s*(?P<particle>[^}]*?))?\s*\}\}"
)
HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>.*?)\s*(?:\{(?P<attributes>[^}]*)\})?\s*$")
SETEXT = re.compile(r"^ {0,3}(=+|-+)\s*$")
CODE_FENCE = re.compile(r"^\s*(`{3,}(?!.*`)|~{3,})")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Reference:
    """A place where a page names something.

    Attributes:
        kind: ``"value"``, or the block's kind.
        name: What is named: ``experiment.item``, or a statement's id for ``verdict``.
        line: Line in the file, from 1.
        section: Id of the heading that it stands under.
        format: Python format of a value.
        particle: Korean particle after a value, such as ``은/는``.
    """

    kind: str
    name: str
    line: int
    section: str
    format: str = ""
    particle: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading: its level, ``{ #id }`` (empty if it has none), text and line."""

    level: int
    id: str
    text: str
    line: int


@dataclass
class Page:
    """One page in one language.

    Attributes:
        path: The page's path under the language's folder, the same in both languages.
        file: The file, for messages.
        lang: ``"ko"`` or ``"en"``.
        text: The whole file.
        headings: Its headings in order.
        references: Its references in order.
        blocks: Kinds of our blocks in it, in order, with their line.
        citations: The works that it cites, in order.
        answer: The Markdown of its ``/// answer``.
        verdicts: The Markdown of each ``/// verdict``, by the statement's id.
    """

    path: str
    file: str
    lang: str
    text: str
    headings: list[Heading] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    blocks: list[tuple[str, int]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    answer: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)

    def where(self, line: int = 0) -> str:
        """Return the place for a message."""
        return f"{self.file} ({self.lang})" + (f", line {line}" if line else "")

    @property
    def title(self) -> str:
        """The first heading's text."""
        return self.headings[0].text if self.headings else self.path

    @property
    def short(self) -> str:
        """``short:`` of the front matter, a name for lists of pages; the title where there is none."""
        found = re.match(r"---\n(?:(?!---).*\n)*?short: *(.+)", self.text)
        return found[1].strip() if found else self.title


def read(file: Path, path: str, lang: str, shown: str, problems: list[FurtherError] | None = None) -> Page:
    """Read the page in ``file``.

    Args:
        file: Where it is.
        path: Its path under the language's folder.
        lang: Its language.
        shown: How messages call the file.
        problems: Where `scan` puts what is wrong; raised if not given.

    Raises:
        FurtherError: If the file is not UTF-8, or has ``{{`` that is no value.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"{error.reason} at byte {error.start}"
        raise FurtherError(f"{shown} ({lang})", "a UTF-8 file", found, "save it as UTF-8") from None
    return scan(Page(path, shown, lang, text), problems)


def scan(page: Page, problems: list[FurtherError] | None = None) -> Page:
    """Fill in what ``page.text`` holds.

    Args:
        page: The page; only its text is read.
        problems: Where to put what is wrong, so that the rest can be looked at; raised if not given.

    Raises:
        FurtherError: If there is ``{{`` that is no value, or code that does not end.
    """
    errors: list[FurtherError] = []
    section, fence, kept, end, opened, previous = "", "", None, "", 0, ""
    for number, line in _body(page.text):
        if match := CODE_FENCE.match(line):
            mark = match[1]
            opened = opened if fence else number
            fence = "" if fence and mark.startswith(fence) else fence or mark
            continue
        if fence:
            continue
        if match := BLOCK.match(line):
            page.blocks.append((match["kind"], number))
            if match["kind"] in ("answer", "verdict"):
                kept, end, name = [], match["fence"], (match["name"] or "").strip()
            if match["kind"] in BLOCKS:
                page.references.append(Reference(match["kind"], (match["name"] or "").strip(), number, section))
            else:
                page.references += _values(page, match["name"] or "", number, section, errors)
                page.citations += _cited(page, match["name"] or "", number)
            continue
        if kept is not None and line.strip() == end:
            text, kept = "\n".join(kept).strip(), None
            if name:
                page.verdicts[name] = text
            else:
                page.answer = text
        elif kept is not None:
            kept.append(line)
        if SETEXT.match(line) and previous.strip() and not previous.lstrip().startswith("|"):
            do = f"## {previous.strip()} {{ #id }}"
            errors.append(FurtherError(page.where(number), "headings that begin with #", line, do))
        previous = line
        if match := HEADING.match(line):
            id_ = re.search(r"#([\w-]+)", match["attributes"] or "")
            section = id_[1] if id_ else ""
            page.headings.append(Heading(len(match["marks"]), section, match["text"], number))
        page.references += _values(page, CODE_SPAN.sub("", line), number, section, errors)
        page.citations += _cited(page, CODE_SPAN.sub("", line), number)
    if fence:
        found = "none up to the end of the page"
        errors.append(FurtherError(page.where(opened), f"code that ends with {fence}", found))
    if problems is None:
        raise_all(errors)
    else:
        problems += errors
    return page


def _values(page: Page, line: str, number: int, section: str, errors: list[FurtherError]) -> list[Reference]:
    if "{{" in VALUE.sub("", line):
        expected = "{{experiment.value}}, {{experiment.value:.2f}} or {{experiment.value:.2f|은/는}}"
        errors.append(FurtherError(page.where(number), expected, line.strip(), "mend it, or put it in `code`"))
    if line.lstrip().startswith("|") and any(match["particle"] for match in VALUE.finditer(line)):
        expected = "no particle in a row of a table, where its | begins another cell"
        errors.append(FurtherError(page.where(number), expected, line.strip(), "say it in a sentence beside the table"))
    return [
        Reference("value", match["name"], number, section, match["format"] or "", match["particle"] or "")
        for match in VALUE.finditer(line)
    ]


def _cited(page: Page, line: str, number: int) -> list[Citation]:
    try:
        return citation.read(line, number)
    except ValueError as error:
        raise FurtherError(page.where(number), f"a citation: {citation.EXAMPLES}", str(error)) from None


def _body(text: str) -> list[tuple[int, str]]:
    """Return the lines after the front matter, with their numbers in the file."""
    lines = list(enumerate(text.splitlines(), 1))
    if lines and lines[0][1].strip() == "---":
        end = next((index for index, (_, line) in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), None)
        return lines[end + 1 :] if end else lines
    return lines
