"""An experiment: one Python file in jupytext's percent format, read into named cells.

Format: https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jupytext
import yaml
from nbformat import NotebookNode

from further import needs
from further.bilingual import LANGUAGES
from further.errors import FurtherError, raise_all

TIMEOUT = 300.0
"""Seconds that an experiment may take if its front cell does not say otherwise."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EQUIPMENT = "lab"

CHECKPOINTS = ("encoder", "decoder", "any")
"""Kinds of checkpoint that an experiment may ask for; such an experiment is no part of a build."""

PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
"""Comments stay comments: jupytext would run ``# cat and dog`` and ``# rm this`` as commands of the shell."""


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


@dataclass(frozen=True)
class Experiment:
    """A snippet file.

    Attributes:
        path: Where it is, absolute.
        timeout: Seconds that it may run.
        cells: Its cells in order.
        checkpoint: Empty, or the kind of real checkpoint without which it does not run (see `CHECKPOINTS`).
        memory: GiB that all its processes together may take; 0 for what every experiment may.
    """

    path: Path
    timeout: float
    cells: tuple[Cell, ...]
    checkpoint: str = ""
    memory: float = 0.0

    @property
    def name(self) -> str:
        """Name by which pages call it: the file's stem."""
        return self.path.stem

    @property
    def topic(self) -> str:
        """Folder under ``snippets/``, which is also the name of the question's page."""
        return self.path.parent.name

    @cached_property
    def code(self) -> dict[str, Cell]:
        """Its code cells by name, in order."""
        return {cell.name: cell for cell in self.cells if cell.kind == "code"}

    @cached_property
    def cell_keys(self) -> dict[str, str]:
        """SHA-256 of each code cell's source: what an experiment is, as far as running goes. Prose is no part of it."""
        return {name: hashlib.sha256(cell.source.encode()).hexdigest() for name, cell in self.code.items()}

    @cached_property
    def code_key(self) -> str:
        """SHA-256 of the code cells, with names and order."""
        return hashlib.sha256(json.dumps(list(self.cell_keys.items())).encode()).hexdigest()

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Names of the experiments on whose stored results it builds, in the order of their first ``kept(…)``."""
        return tuple(dict.fromkeys(name for name, _, _ in needs.calls({n: c.source for n, c in self.code.items()})))

    def prose(self, lang: str) -> list[Cell]:
        """Return the Markdown cells of ``lang``, in order."""
        return [cell for cell in self.cells if cell.kind == "markdown" and cell.lang == lang]

    def title(self, lang: str) -> str:
        """Return the first heading's text in ``lang``."""
        return self.prose(lang)[0].source.splitlines()[0].removeprefix("# ").strip()


def discover(snippets: Path) -> dict[str, Experiment]:
    """Read every experiment under ``snippets`` (``<topic>/<name>.py``; ``lab`` is equipment).

    Returns:
        Experiments by name, in the order of their paths.

    Raises:
        FurtherError: If a file is malformed, or two experiments have one name.
    """
    found: dict[str, Experiment] = {}
    errors: list[FurtherError] = []
    for path in sorted(snippets.glob("*/*.py")):
        if path.parent.name == EQUIPMENT or path.stem == "__init__":
            continue
        try:
            experiment = read(path)
        except FurtherError as error:
            errors.append(error)
            continue
        if other := found.get(experiment.name):
            where = f"experiment {experiment.name}"
            errors.append(FurtherError(where, "one file with this name", f"{other.path} and {path}", "rename one"))
        found[experiment.name] = experiment
    raise_all(errors or needs.astray({name: each.needs for name, each in found.items()}))
    return found


def read(path: Path) -> Experiment:
    """Read the experiment at ``path``.

    Raises:
        FurtherError: If the file is not UTF-8, or its cells, names, languages or front cell are not as they must be.
    """
    where = f"experiment {path.stem} ({path.parent.name}/{path.name})"
    if not NAME.fullmatch(path.stem):
        raise FurtherError(where, "a file name of lower-case letters, digits and hyphens", path.name, "rename the file")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FurtherError(where, "a UTF-8 file", f"{error.reason} at byte {error.start}", "save it as UTF-8") from None
    found = jupytext.reads(text, fmt=PERCENT).cells
    front = found.pop(0).source if found and found[0].cell_type == "raw" else ""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    if len(lines) != len(found):
        raise FurtherError(where, "every cell to begin with # %%", f"{len(found)} cells and {len(lines)} such lines")
    cells = tuple(_cell(where, cell, line) for cell, line in zip(found, lines, strict=True))
    _check(where, cells)
    code = {cell.name: cell for cell in cells if cell.kind == "code"}
    for name, cell, line in needs.calls({name: cell.source for name, cell in code.items()}):
        if not name:
            expected = 'the other experiment written out: kept("name", …), so that it can run first'
            raise FurtherError(f"{where}, line {code[cell].line + line}", expected, "a name that is not a plain text")
    timeout, checkpoint, memory = _options(where, front)
    return Experiment(path, timeout, cells, checkpoint, memory)


def _cell(where: str, cell: NotebookNode, line: int) -> Cell:
    name = cell.metadata.get("title", "") if cell.cell_type == "code" else f"[{cell.cell_type}]"
    if cell.cell_type == "markdown":
        return Cell("markdown", "", cell.metadata.get("lang", ""), cell.source.strip(), line)
    if not NAME.fullmatch(name):
        expected = "a code cell with a name of lower-case letters, digits and hyphens: # %% train"
        raise FurtherError(f"{where}, line {line}", expected, f"# %% {name}".strip())
    return Cell("code", name, "", cell.source.rstrip(), line)


def _check(where: str, cells: tuple[Cell, ...]) -> None:
    """See that names are unique and that both languages have the same prose cells and headings."""
    seen: dict[str, int] = {}
    for cell in cells:
        at = f"{where}, line {cell.line}"
        if cell.kind == "markdown" and cell.lang not in LANGUAGES:
            raise FurtherError(at, 'a language: # %% [markdown] lang="ko" (or "en")', repr(cell.lang))
        if cell.name and cell.name in seen:
            raise FurtherError(at, "cell names that are unique", f"{cell.name} again (first in line {seen[cell.name]})")
        seen[cell.name] = cell.line
    if not any(cell.kind == "code" for cell in cells):
        raise FurtherError(where, "at least one code cell (# %% name)", "none")
    shapes = {lang: _shape(cells, lang) for lang in LANGUAGES}
    if shapes["ko"] != shapes["en"]:
        raise FurtherError(
            where,
            "the same Markdown cells in both languages, with headings of the same levels, between the same code cells",
            f"ko {shapes['ko']}, en {shapes['en']}",
        )
    titles = [next((cell.source for cell in cells if cell.lang == lang), "") for lang in LANGUAGES]
    if cells[0].kind == "code" or not all(title.startswith("# ") for title in titles):
        raise FurtherError(where, "a title (# …) as the first line of the first Markdown cell", "none")


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


def _options(where: str, front: str) -> tuple[float, str, float]:
    """Return ``timeout``, ``checkpoint`` and ``memory`` from the front cell, YAML between two ``# ---`` lines."""
    try:
        options = yaml.safe_load(front.strip().strip("-")) or {}
    except yaml.YAMLError as error:
        raise FurtherError(f"{where}, front cell", "YAML between two # --- lines", str(error)) from None
    unknown = set(options) - {"timeout", "checkpoint", "memory"} if isinstance(options, dict) else {str(options)}
    if unknown:
        expected = "the options timeout, memory and checkpoint"
        raise FurtherError(f"{where}, front cell", expected, ", ".join(sorted(map(str, unknown))))
    timeout = _above_zero(where, "timeout in seconds", options.get("timeout", TIMEOUT))
    checkpoint = options.get("checkpoint", "")
    if checkpoint not in ("", *CHECKPOINTS):
        raise FurtherError(f"{where}, front cell", f"checkpoint: one of {', '.join(CHECKPOINTS)}", repr(checkpoint))
    return timeout, checkpoint, _above_zero(where, "memory in GiB", options["memory"]) if "memory" in options else 0.0


def _above_zero(where: str, what: str, number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < math.inf:
        raise FurtherError(f"{where}, front cell", f"{what}, above 0", repr(number))
    return float(number)
