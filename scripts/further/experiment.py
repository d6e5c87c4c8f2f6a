"""An experiment: one Python file in the percent format, read into named cells (see `further.percent`)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from further import needs, percent
from further.cells import NAME, TIMEOUT, Cell, cell, cell_errors, option_errors, shape_errors
from further.errors import FurtherError, raise_all

EQUIPMENT = "lab"


@dataclass(frozen=True)
class Experiment:
    """A snippet file.

    Attributes:
        path: Where it is, absolute.
        timeout: Seconds that it may run.
        cells: Its cells in order.
        checkpoint: Empty, or the kind of real checkpoint without which it does not run (`further.cells.CHECKPOINTS`).
        memory: GiB that all its processes together may take; 0 for what every experiment may.
        measured: Names of the findings that tell how long something took: their decimal numbers differ between runs.
    """

    path: Path
    timeout: float
    cells: tuple[Cell, ...]
    checkpoint: str = ""
    memory: float = 0.0
    measured: tuple[str, ...] = ()

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


def discover(snippets: Path, problems: list[FurtherError] | None = None) -> dict[str, Experiment]:
    """Read every experiment under ``snippets`` (``<topic>/<name>.py``; ``lab`` is equipment).

    Args:
        snippets: The folder.
        problems: Where to put what is wrong, so that the rest can be looked at; raised if not given.

    Returns:
        Experiments by name, in the order of their paths.

    Raises:
        FurtherError: If a file is malformed, or two experiments have one name.
    """
    found: dict[str, Experiment] = {}
    errors: list[FurtherError] = []
    for path in files(snippets):
        try:
            experiment = read(path)
        except FurtherError as error:
            errors += getattr(error, "errors", [error])
            continue
        if other := found.get(experiment.name):
            where = f"experiment {experiment.name}"
            errors.append(FurtherError(where, "one file with this name", f"{other.path} and {path}", "rename one"))
        found[experiment.name] = experiment
    if problems is None:
        raise_all(errors or needs.astray({name: each.needs for name, each in found.items()}))
        return found
    unread = {path.stem for path in files(snippets)} - set(found)
    problems += errors or needs.astray({name: each.needs for name, each in found.items()})
    return _standing(found, unread)


def _standing(found: dict[str, Experiment], gone: set[str]) -> dict[str, Experiment]:
    """Return the experiments of which all that they build on could be read."""
    while gone:
        gone = {name for name, each in found.items() if not set(each.needs) <= set(found) - gone}
        found = {name: each for name, each in found.items() if name not in gone}
    return found


def files(snippets: Path) -> list[Path]:
    """Return the files of experiments under ``snippets``."""
    paths = sorted(snippets.glob("*/*.py"))
    return [path for path in paths if path.parent.name != EQUIPMENT and path.stem != "__init__"]


def read(path: Path) -> Experiment:
    """Read the experiment at ``path``.

    Raises:
        FurtherError: If the file is not UTF-8, or its cells, names, languages or front cell are not as they must be;
            all that is wrong at once.
    """
    where = f"experiment {path.stem} ({path.parent.name}/{path.name})"
    if not NAME.fullmatch(path.stem):
        raise FurtherError(where, "a file name of lower-case letters, digits and hyphens", path.name, "rename the file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FurtherError(where, "a UTF-8 file", f"{error.reason} at byte {error.start}", "save it as UTF-8") from None
    front, blocks, problems = percent.read(text)
    errors = [FurtherError(f"{where}, line {each.line}", each.expected, each.found) for each in problems]
    cells = tuple(cell(block) for block in blocks)
    errors += cell_errors(where, cells)
    errors += [] if errors else shape_errors(where, cells)
    options: dict[str, Any] = {}
    errors += option_errors(f"{where}, front cell", front, options)
    code = {each.name: each for each in cells if each.kind == "code"}
    for name, of, line in needs.calls({name: each.source for name, each in code.items()}):
        if not name:
            expected = 'the other experiment written out: kept("name", …), so that it can run first'
            at = f"{where}, line {code[of].line + line}"
            errors.append(FurtherError(at, expected, "a name that is not a plain text"))
    raise_all(errors)
    timeout, memory = float(options.get("timeout", TIMEOUT)), float(options.get("memory", 0))
    return Experiment(path, timeout, cells, options.get("checkpoint", ""), memory, tuple(options.get("measured", ())))
