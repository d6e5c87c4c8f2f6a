"""The cells of an experiment and its front cell: what they have to be like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from further import percent, yaml_source
from further.bilingual import LANGUAGES
from further.errors import FurtherError

TIMEOUT = 300.0
"""Seconds that an experiment may take if its front cell does not say otherwise."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

OPTIONS = ("timeout", "memory", "checkpoint", "measured")
"""What a front cell may say: seconds, GiB, a kind of checkpoint, the findings that tell how long something took."""

CHECKPOINTS = ("encoder", "decoder", "any")
"""Kinds of checkpoint that an experiment may ask for; such an experiment is no part of a build."""


@dataclass(frozen=True)
class Cell:
    """One cell of an experiment.

    Attributes:
        kind: ``"code"`` or ``"markdown"``.
        name: The code cell's name; empty for Markdown.
        lang: The Markdown cell's language; empty for code.
        source: The code, or the Markdown without its comment signs.
        line: Line of the ``# %%`` marker in the file, from 1.
    """

    kind: str
    name: str
    lang: str
    source: str
    line: int


def cell(block: percent.Block) -> Cell:
    """Return a block of the file as a cell."""
    if block.kind == "markdown":
        return Cell("markdown", "", block.options.get("lang", ""), block.source.strip(), block.line)
    return Cell(
        "code", block.title if block.kind == "code" else f"[{block.kind}]", "", block.source.rstrip(), block.line
    )


def cell_errors(where: str, cells: tuple[Cell, ...]) -> Iterator[FurtherError]:
    """See that code cells have names of their own, and Markdown cells a language."""
    seen: dict[str, int] = {}
    for cell in cells:
        at = f"{where}, line {cell.line}"
        if cell.kind == "markdown":
            if cell.lang not in LANGUAGES:
                yield FurtherError(at, 'a language: # %% [markdown] lang="ko" (or "en")', repr(cell.lang))
        elif not NAME.fullmatch(cell.name):
            expected = "a code cell with a name of lower-case letters, digits and hyphens: # %% train"
            yield FurtherError(at, expected, f"# %% {cell.name}".strip())
        elif cell.name in seen:
            yield FurtherError(at, "cell names that are unique", f"{cell.name} again (first in line {seen[cell.name]})")
        else:
            seen[cell.name] = cell.line


def shape_errors(where: str, cells: tuple[Cell, ...]) -> Iterator[FurtherError]:
    """See that both languages have the same prose cells and headings, and that there is a title and code."""
    if not any(cell.kind == "code" for cell in cells):
        yield FurtherError(where, "at least one code cell (# %% name)", "none")
        return
    shapes = {lang: _shape(cells, lang) for lang in LANGUAGES}
    if shapes["ko"] != shapes["en"]:
        yield FurtherError(
            where,
            "the same Markdown cells in both languages, with headings of the same levels, between the same code cells",
            f"ko {shapes['ko']}, en {shapes['en']}",
        )
        return
    titles = [next((cell.source for cell in cells if cell.lang == lang), "") for lang in LANGUAGES]
    if cells[0].kind == "code" or not all(title.startswith("# ") for title in titles):
        yield FurtherError(where, "a title (# …) as the first line of the first Markdown cell", "none")


def _shape(cells: tuple[Cell, ...], lang: str) -> list[str]:
    """Return the code cells' names and the heading levels between them, as ``lang`` shows them."""
    shape = []
    for cell in cells:
        if cell.kind == "code":
            shape.append(cell.name)
        elif cell.lang == lang:
            levels = [line.split(" ")[0] for line in cell.source.splitlines() if re.match(r"#+ ", line)]
            shape.append(" ".join(levels) or "text")
    return shape


def option_errors(where: str, front: str, options: dict[str, Any]) -> Iterator[FurtherError]:
    """Fill in `OPTIONS` from the front cell, YAML between two ``# ---`` lines."""
    try:
        given = yaml_source.loads(front.strip(), where) or {}
    except FurtherError as error:
        yield FurtherError(where, "YAML between two # --- lines", error.found, error.do)
        return
    unknown = set(given) - set(OPTIONS) if isinstance(given, dict) else {str(given)}
    if unknown:
        yield FurtherError(where, f"the options {', '.join(OPTIONS)}", ", ".join(sorted(map(str, unknown))))
        return
    options.update(given)
    for option, unit in (("timeout", "seconds"), ("memory", "GiB")):
        if option in given and not _above_zero(given[option]):
            del options[option]
            yield FurtherError(where, f"{option} in {unit}, above 0", repr(given[option]))
    measured = given.get("measured", [])
    if not (isinstance(measured, list) and all(isinstance(each, str) and NAME.fullmatch(each) for each in measured)):
        del options["measured"]
        yield FurtherError(where, "measured: a list of the findings that tell times", repr(measured))
    checkpoint = given.get("checkpoint", "")
    if checkpoint not in ("", *CHECKPOINTS):
        yield FurtherError(where, f"checkpoint: one of {', '.join(CHECKPOINTS)}", repr(checkpoint))


def _above_zero(number: object) -> bool:
    return not isinstance(number, bool) and isinstance(number, int | float) and 0 < number < math.inf
