"""Which experiments are stale, why, and running them side by side."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from further import trace
from further.errors import FurtherError, raise_all
from further.experiment import Experiment
from further.progress import Progress
from further.result import FORMAT, Result
from further.store import Store

log = logging.getLogger("further.run")

REMEMBERED = 16
"""Runs of one experiment that are remembered, so that going back to an earlier state runs nothing."""

ATTEMPTS = 3
"""Times that an experiment is run when its inputs change under it, before giving up."""


@dataclass(frozen=True)
class Status:
    """How an experiment stands before a build.

    Attributes:
        experiment: The experiment.
        state: ``"fresh"`` (its result is stored), ``"stale"`` (an input changed) or ``"missing"`` (never run here).
        why: What changed since the newest run, a line each.
        result: The stored result if fresh.
        seconds: How long its newest run took, if there was one.
    """

    experiment: Experiment
    state: str
    why: list[str] = field(default_factory=list)
    result: Result | None = None
    seconds: float | None = None


class Runner:
    """Experiments of one repository and their stored results.

    Args:
        root: The repository's folder.
        store: Where results are.
    """

    def __init__(self, root: Path, store: Store) -> None:
        self.root, self.store = root, store

    def status(self, experiment: Experiment) -> Status:
        """Tell how ``experiment`` stands, without running anything."""
        runs = self._runs(experiment)
        for run in runs:
            if not _changes(run, self._now(experiment, run)):
                payload = self.store.get(run["result"])
                if payload is not None:
                    return Status(experiment, "fresh", result=Result.from_bytes(payload), seconds=run["seconds"])
                return Status(experiment, "missing", ["its stored result is gone or damaged"], seconds=run["seconds"])
        if not runs:
            return Status(experiment, "missing", ["it has not been run here"])
        return Status(
            experiment, "stale", _changes(runs[0], self._now(experiment, runs[0])), seconds=runs[0]["seconds"]
        )

    def statuses(self, experiments: Iterable[Experiment]) -> list[Status]:
        """Tell how each of ``experiments`` stands."""
        return [self.status(experiment) for experiment in experiments]

    def ensure(self, experiments: Iterable[Experiment], jobs: int | None = None) -> dict[str, Result]:
        """Return the result of every experiment, running those that are not fresh.

        Args:
            experiments: The experiments that are wanted.
            jobs: How many to run side by side; as many as there are cores if not given.

        Returns:
            Results by experiment name, in the order of ``experiments``.

        Raises:
            FurtherError: If any of them fails. The others are run and stored first.
        """
        statuses = self.statuses(experiments)
        for status in statuses:
            reason = f": {'; '.join(status.why)}" if status.why else ""
            log.info("[%s] %s%s", status.state, status.experiment.name, reason)
        stale = [status for status in statuses if status.result is None]
        fresh = {status.experiment.name: status.result for status in statuses if status.result}
        made = _complete(self._run_all(stale, jobs or os.cpu_count() or 1)) if stale else {}
        return {status.experiment.name: (fresh | made)[status.experiment.name] for status in statuses}

    async def _run_all(self, statuses: list[Status], jobs: int) -> dict[str, Result]:
        """Run ``statuses``, longest first: what is begun last should not be what everybody waits for."""
        queue = sorted(statuses, key=lambda status: -(status.seconds or float("inf")))
        places, results, errors = asyncio.Semaphore(jobs), {}, []
        with Progress({status.experiment.name: status.seconds for status in queue}, jobs) as progress:

            async def one(status: Status) -> None:
                name = status.experiment.name
                async with places:
                    progress.started(name)
                    try:
                        results[name] = await self._run(status.experiment, progress)
                    except FurtherError as error:
                        errors.append(error)
                    progress.ended(name, failed=name not in results)

            await asyncio.gather(*(one(status) for status in queue))
        raise_all(errors)
        return results

    async def _run(self, experiment: Experiment, progress: Progress) -> Result:
        """Run ``experiment`` and store what it found, unless its inputs changed while it ran."""
        from further.kernel import execute  # Jupyter costs half a second; a build that runs nothing does not pay it

        for _ in range(ATTEMPTS):
            begun = time.time()
            result, report = await execute(experiment, self.root, lambda cell: progress.at(experiment.name, cell))
            if not (touched := [path for path in report["files"] if _touched(self.root / path, begun)]):
                self._remember(experiment, result, report)
                return result
            log.info("%s runs again: %s changed while it ran", experiment.name, ", ".join(touched))
        raise FurtherError(f"experiment {experiment.name}", "inputs that rest while it runs", ", ".join(touched))

    def _remember(self, experiment: Experiment, result: Result, report: dict[str, Any]) -> None:
        inputs = trace.fingerprint(self.root, report)
        run = {"format": FORMAT, "cells": experiment.cell_keys, "inputs": inputs, "seconds": result.run["seconds"]}
        run["result"] = f"results/{trace.digest(json.dumps([experiment.name, experiment.code_key, inputs]).encode())}"
        self.store.put(run["result"], result.to_bytes())
        older = [other for other in self._runs(experiment) if other["result"] != run["result"]]
        self.store.put(f"runs/{experiment.name}", json.dumps([run, *older][:REMEMBERED]).encode())

    def _runs(self, experiment: Experiment) -> list[dict[str, Any]]:
        """Return what is remembered of earlier runs, newest first."""
        payload = self.store.get(f"runs/{experiment.name}")
        return [run for run in json.loads(payload or b"[]") if run.get("format") == FORMAT]

    def _now(self, experiment: Experiment, run: dict[str, Any]) -> dict[str, Any]:
        """Return the state that ``run`` had, as it is now."""
        return {"cells": experiment.cell_keys, "inputs": trace.fingerprint(self.root, run["inputs"])}


def _complete(work: Coroutine[Any, Any, dict[str, Result]]) -> dict[str, Result]:
    """Run ``work`` to its end, in a thread of its own where an event loop already runs (a notebook, a browser)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _changes(run: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Tell which inputs differ between a remembered run and now, a line each."""
    kinds = {"cells": "cell", "files": "file", "listings": "folder listing", "distributions": "version of"}
    lines = []
    for kind, word in kinds.items():
        old, new = ({"cells": state["cells"], **state["inputs"]}[kind] for state in (run, now))
        lines += [
            f"{word} {name} {_how(old.get(name), new.get(name))}"
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name)
        ]
    if not lines and list(run["cells"]) != list(now["cells"]):
        lines.append("cells changed their order")
    if run["inputs"]["python"] != now["inputs"]["python"]:
        lines.append(f"Python changed ({run['inputs']['python']} → {now['inputs']['python']})")
    return lines


def _how(old: str | None, new: str | None) -> str:
    if old in (None, "absent"):
        return "is new"
    if new in (None, "absent"):
        return "is gone"
    return f"changed ({old} → {new})" if max(len(old), len(new)) < 40 else "changed"


def _touched(path: Path, since: float) -> bool:
    """Whether ``path`` was written after ``since`` (seconds since the epoch)."""
    try:
        return path.stat().st_mtime > since
    except OSError:
        return False
