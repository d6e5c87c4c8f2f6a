"""What experiments import in any case, and in which steps a parent imports it, so that each module is imported once.

Read from the code: the imports that stand at the top level of an experiment's cells and of the local modules that
they import, up to the first statement that touches the environment. Only installed distributions count.
"""

from __future__ import annotations

import ast
import importlib.util
import sysconfig
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from further.experiment import Experiment

ENVIRONMENT = ("environ", "putenv", "path", "modules")
"""Names that a statement has if it changes what a later import does: of ``os`` and ``sys``."""

ENDED = ""
"""In the place of a module: from here on the code has to be run to know what it imports."""

LAZY = ("transformers",)
"""Packages that import most of what they are made of when a name of theirs is first asked for."""


def steps(experiments: Iterable[Experiment], root: Path) -> dict[str, list[list[str]]]:
    """Plan what is imported before each experiment is forked.

    Returns:
        By experiment, the steps from a parent that has imported nothing: each is a list of ``module`` or
        ``module:name``. Experiments that have steps in common have their parents in common. Nobody gets a module that
        it does not import itself, nor one that it alone imports.
    """
    wanted = {each.name: list(dict.fromkeys(imported(each, root))) for each in experiments}
    return plan(wanted)


def plan(wanted: Mapping[str, list[str]]) -> dict[str, list[list[str]]]:
    """Share what is wanted: the most wanted comes first, so that the ways to it are few."""
    count = Counter(module for modules in wanted.values() for module in modules)
    ways = {name: sorted(modules, key=lambda each: (-count[each], each)) for name, modules in wanted.items()}
    users = Counter(tuple(way[: i + 1]) for way in ways.values() for i in range(len(way)))
    found: dict[str, list[list[str]]] = {name: [] for name in ways}
    for name, way in ways.items():
        before = 0
        for i, module in enumerate(way):
            here = users[tuple(way[: i + 1])]
            if here < 2:
                break
            if here == before:
                found[name][-1].append(module)
            else:
                found[name].append([module])
            before = here
    return found


def imported(experiment: Experiment, root: Path) -> Iterator[str]:
    """Yield what ``experiment`` imports from installed distributions, in the order in which it does."""
    folders = (root / "scripts", root / "snippets", experiment.path.parent)
    if any(_installed(path.stem) for path in experiment.path.parent.iterdir()):
        return  # a local file may take the place of a distribution, in what other distributions import too
    code = "\n".join(cell.source for cell in experiment.code.values())
    yield from _imports(code, folders, set())


def _imports(code: str, folders: tuple[Path, ...], seen: set[Path]) -> Generator[str, None, bool]:
    """Yield what ``code`` and what it imports import; return whether all of it could be read so."""
    for module, names in _statements(code):
        if module == ENDED:
            return False
        files = _local(module, names, folders)
        for file in files or ():
            if file not in seen:
                seen.add(file)
                if not (yield from _imports(file.read_text(encoding="utf-8"), folders, seen)):
                    return False
        if files is None and _installed(module.partition(".")[0]):
            yield module
            yield from (f"{module}:{name}" for name in names if module in LAZY and name != "*")
    return True


@cache
def _statements(code: str) -> list[tuple[str, list[str]]]:
    """Return the modules that ``code`` imports in any case, with the names that it takes from each, up to `ENDED`."""
    found: list[tuple[str, list[str]]] = []
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return found
    for statement in body:
        if isinstance(statement, ast.Import):
            found += [(alias.name, []) for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and not statement.level and statement.module:
            found.append((statement.module, [alias.name for alias in statement.names]))
        elif _touches(statement):
            return [*found, (ENDED, [])]
    return found


def _touches(statement: ast.stmt) -> bool:
    """Whether a statement may change what a later import does. What functions do shows when they are called."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT for node in ast.walk(statement))


def _local(module: str, names: list[str], folders: tuple[Path, ...]) -> list[Path] | None:
    """Return the files that importing ``module`` runs, in order, or None if it is none of the repository's own."""
    top, *rest = module.split(".")
    for folder in folders:
        if (folder / top).is_dir() or (folder / f"{top}.py").exists():
            parts = [[top, *rest[:i]] for i in range(len(rest) + 1)] + [[top, *rest, name] for name in names]
            places = [folder.joinpath(*each) for each in parts]
            files = [file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")]
            return [file for file in files if file.exists()]
    return None


@cache
def _installed(top: str) -> bool:
    """Whether ``top`` is a module of an installed distribution. Our own are not: they come from the checkout."""
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return False
    folders = [sysconfig.get_path(name) for name in ("purelib", "platlib")]
    return bool(spec and spec.origin and any(Path(spec.origin).is_relative_to(folder) for folder in folders))
