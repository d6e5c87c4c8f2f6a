"""What each experiment costs, as its newest run remembers it, and which of them a cold build has to wait for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from further.experiment import Experiment
from further.result import Result
from further.store import Store


def spent(store: Store, name: str) -> tuple[float, dict[str, float]] | None:
    """Return the seconds of the newest run of experiment ``name``: the whole, and each cell where they are known."""
    runs = json.loads(store.get(f"runs/{name}") or b"[]")
    payload = store.get(runs[0]["result"]) if runs else None
    if payload is None:
        return None
    run = Result.from_bytes(payload).run
    return run["seconds"], run.get("cells", {})


def ways(seconds: Mapping[str, float], needs: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """Return, for each experiment, the seconds from its start until all that builds on it, in turn, has run."""
    above: dict[str, list[str]] = {name: [] for name in seconds}
    for name in seconds:
        for need in needs[name]:
            above.get(need, []).append(name)

    def way(name: str) -> float:
        return seconds[name] + max((way(each) for each in above[name]), default=0.0)

    return {name: way(name) for name in seconds}


def critical(seconds: Mapping[str, float], needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the chain of experiments, each built on the one before, that takes longest."""
    left, chain = ways(seconds, needs), []
    choices = list(seconds)
    while choices:
        chain.append(max(choices, key=lambda name: left[name]))
        choices = [name for name in seconds if chain[-1] in needs[name]]
    return chain


def lines(
    experiments: Mapping[str, Experiment], known: Mapping[str, tuple[float, dict[str, float]]], jobs: int
) -> Iterator[str]:
    """Yield a table of costs, longest way first, and what a cold build takes at best with ``jobs`` side by side."""
    seconds = {name: known[name][0] for name in experiments if name in known}
    needs = {name: each.needs for name, each in experiments.items()}
    left, chain = ways(seconds, needs), critical(seconds, needs)
    yield "   way   whole  start-up  slowest cells"
    for name in sorted(seconds, key=lambda each: -left[each]):
        whole, cells = known[name]
        start = f"{max(0.0, whole - sum(cells.values())):8.2f}" if cells else " " * 8
        slowest = sorted(cells, key=lambda cell: -cells[cell])[:3]
        shown = ", ".join(f"{cell} {cells[cell]:.1f}" for cell in slowest)
        mark = "*" if name in chain else " "
        yield f"{mark}{left[name]:6.1f} {whole:6.1f} {start}  {experiments[name].topic}/{name}  {shown}".rstrip()
    unknown = [name for name in experiments if name not in known]
    if unknown:
        yield f"not run here yet: {', '.join(unknown)}"
    if seconds:
        total = sum(seconds.values())
        least = max(total / jobs, left[chain[0]])
        yield f"* critical path: {' → '.join(chain)}, {left[chain[0]]:.0f} s"
        yield f"all: {total:.0f} s; with {jobs} side by side at least {least:.0f} s"
