"""On which stored results an experiment builds, read from its code, and the order in which all of them can run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from further.errors import FurtherError

VERB = "kept"


def calls(cells: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Find every ``kept(…)`` in an experiment that imports the verb.

    Args:
        cells: Sources of the code cells, by name. One that is no Python is left to fail when it runs, where the
            message is better.

    Yields:
        The experiment that is named (empty if it is not written out as a text), the cell, and the line in it.
    """
    if not any(VERB in source for source in cells.values()):
        return
    trees = {name: tree for name, source in cells.items() if (tree := _parsed(source))}
    if not any(_imports(node) for tree in trees.values() for node in ast.walk(tree)):
        return
    for cell, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == VERB:
                first = node.args[0] if node.args else None
                written = isinstance(first, ast.Constant) and isinstance(first.value, str)
                yield (first.value if written else ""), cell, node.lineno


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _imports(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] == "further" and any(each.name == VERB for each in node.names)
    return isinstance(node, ast.Import) and any(each.name.partition(".")[0] == "further" for each in node.names)


def astray(needs: Mapping[str, Iterable[str]]) -> list[FurtherError]:
    """Return an error for each need that is no experiment, or one for a ring of experiments."""
    unknown = [
        FurtherError(f"experiment {name}", f"an experiment {need} under snippets/, as kept({need!r}, …) says", "none")
        for name, below in needs.items()
        for need in below
        if need not in needs
    ]
    if unknown:
        return unknown
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        ring = error.args[1][::-1]
        do = "keep what both need in an experiment of its own"
        return [FurtherError(f"experiment {ring[0]}", "one that does not build on itself", " → ".join(ring), do)]
    return []


def closure(names: Iterable[str], needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return ``names`` and all that they build on, each after what it builds on."""
    graph, todo = {}, list(names)
    while todo:
        if (name := todo.pop()) not in graph:
            graph[name] = list(needs[name])
            todo += graph[name]
    return list(TopologicalSorter(graph).static_order())
