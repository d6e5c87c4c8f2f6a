"""Which experiments are stale, why, and running them side by side."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from further import installed, sandbox, trace
from further.changes import changes, remembered, untraced
from further.errors import FurtherError, raise_all
from further.experiment import Experiment
from further.needs import closure
from further.places import Places
from further.progress import Progress
from further.result import FORMAT, Result
from further.status import Status
from further.store import Store
from further.times import ways
from further.turns import turn

if TYPE_CHECKING:
    from further.executor import Executor

log = logging.getLogger("further.run")
T = TypeVar("T")

REMEMBERED = 16
"""Runs of one experiment that are remembered, so that going back to an earlier state runs nothing."""

UNKNOWN = 1e6
"""Seconds beyond what any experiment takes: those that never ran here come first, by the time that they may take."""

ATTEMPTS = 3
"""Times that an experiment is run when its inputs change under it, before giving up."""


class Runner:
    """Experiments of one repository and their stored results.

    Args:
        root: The repository's folder.
        store: Where results are.
        known: The repository's experiments by name, among them all on which others build.
    """

    def __init__(self, root: Path, store: Store, known: Mapping[str, Experiment]) -> None:
        self.root, self.store, self.known = root, store, known

    def status(self, experiment: Experiment) -> Status:
        """Tell how ``experiment`` stands, without running anything."""
        runs = self._runs(experiment)
        below = [self.status(self.known[need]) for need in experiment.needs]
        if waits := [
            f"it builds on {each.experiment.name}, which is {each.state}" for each in below if not each.result
        ]:
            seconds = runs[0]["seconds"] if runs else None
            return Status(experiment, "stale" if runs else "missing", waits, seconds=seconds)
        kept = _kept(below)
        for run in runs:
            if not changes(run, self._now(experiment, run, kept)):
                result = self.store.read(run["result"], Result.from_bytes)
                if result and all(self.store.get(_shelf(digest)) is not None for digest in result.kept.values()):
                    return Status(experiment, "fresh", result=result, seconds=run["seconds"])
                return Status(experiment, "missing", ["its stored result is gone or damaged"], seconds=run["seconds"])
        if not runs:
            return Status(experiment, "missing", ["it has not been run here"])
        why = changes(runs[0], self._now(experiment, runs[0], kept))
        return Status(experiment, "stale", why, seconds=runs[0]["seconds"])

    def statuses(self, experiments: Iterable[Experiment]) -> list[Status]:
        """Tell how each of ``experiments`` stands."""
        return [self.status(experiment) for experiment in experiments]

    def ensure(self, experiments: Iterable[Experiment], jobs: int | None = None) -> dict[str, Result]:
        """Return the result of every experiment, running those that are not fresh.

        Args:
            experiments: The experiments that are wanted.
            jobs: How many to run side by side; as many as there are cores, here or on a cluster, if not given.

        Returns:
            Results by experiment name, in the order of ``experiments``.

        Raises:
            FurtherError: If any of them fails. The others are run and stored first.
        """
        self.store.tidy()
        wanted = [experiment.name for experiment in experiments]
        below = {name: experiment.needs for name, experiment in self.known.items()}
        statuses = self.statuses(self.known[name] for name in closure(wanted, below))
        for status in statuses:
            reason = f": {'; '.join(status.why)}" if status.why else ""
            log.info("[%s] %s%s", status.state, status.experiment.name, reason)
        stale = [status for status in statuses if status.result is None]
        if stale:
            self.store.need_writing()
        fresh = {status.experiment.name: status.result for status in statuses if status.result}
        made = complete(self._run_all(stale, jobs)) if stale else {}
        return {name: (fresh | made)[name] for name in wanted}

    def kept(self, result: Result) -> dict[str, bytes]:
        """Return what the run of ``result`` kept, by name.

        Raises:
            FurtherError: If it is gone from the store.
        """
        payloads = {name: self.store.get(_shelf(digest)) for name, digest in result.kept.items()}
        if gone := [name for name, payload in payloads.items() if payload is None]:
            raise FurtherError(
                f"experiment {result.experiment}",
                f"{', '.join(gone)}, which it kept",
                "nothing in the store",
                "build again",
            )
        return payloads

    async def _run_all(self, statuses: list[Status], jobs: int | None) -> dict[str, Result]:
        """Run ``statuses``, longest first: what is begun last should not be what everybody waits for."""
        seconds = {each.experiment.name: each.seconds or UNKNOWN + each.experiment.timeout for each in statuses}
        left = ways(seconds, {each.experiment.name: each.experiment.needs for each in statuses})
        queue = sorted(statuses, key=lambda status: -left[status.experiment.name])
        from further.executor import executor  # a build that runs nothing does not pay for it

        results, errors = {}, []
        done = {status.experiment.name: asyncio.Event() for status in queue}
        expected = {status.experiment.name: status.seconds for status in queue}
        with (
            executor(self.root, [each.experiment for each in queue]) as kernels,
            Progress(expected, jobs or kernels.places) as progress,
        ):
            places = Places(jobs or kernels.places)

            async def one(status: Status) -> None:
                name = status.experiment.name
                waits = [need for need in status.experiment.needs if need in done]
                for need in waits:
                    await done[need].wait()
                if failed := [need for need in waits if need not in results]:
                    log.info("%s is not run: %s failed, on which it builds", name, ", ".join(failed))
                    progress.passed(name)
                else:
                    try:
                        results[name] = await self._alone(status.experiment, kernels, places.one(left[name]), progress)
                    except FurtherError as error:
                        errors.append(error)
                done[name].set()

            await asyncio.gather(*(one(status) for status in queue))
        raise_all(list({str(error): error for error in errors}.values()))  # a cluster's are of all experiments alike
        return results

    async def _alone(
        self, experiment: Experiment, kernels: Executor, place: AbstractAsyncContextManager, progress: Progress
    ) -> Result:
        """Run ``experiment`` when its turn has come, unless it needs to no more."""
        name = experiment.name
        async with turn(self.store.root, name), place:
            if (now := self.status(experiment)).result:
                log.info("[fresh] %s: what it builds on is as it was, or another build has run it", name)
                progress.passed(name)
                return now.result
            progress.started(name)
            try:
                result = await self._run(experiment, kernels, progress)
            except BaseException:
                progress.ended(name, failed=True)
                raise
            progress.ended(name, failed=False)
            return result

    async def _run(self, experiment: Experiment, kernels: Executor, progress: Progress) -> Result:
        """Run ``experiment`` and store what it found, unless its inputs changed while it ran."""
        below = [self.status(self.known[need]) for need in experiment.needs]
        needs = {each.experiment.name: self.kept(each.result) for each in below if each.result}
        for _ in range(ATTEMPTS):
            begun = time.time()
            result, report, kept = await kernels.execute(
                experiment, needs, lambda cell: progress.at(experiment.name, cell)
            )
            untraced(experiment.name, report)
            if not (touched := [path for path in report["files"] if _touched(self.root / path, begun)]):
                for payload in kept.values():
                    self.store.put(_shelf(trace.digest(payload)), payload)
                self._remember(experiment, result, _inputs(self.root, report, _kept(below)))
                return result
            log.info("%s runs again: %s changed while it ran", experiment.name, ", ".join(touched))
        raise FurtherError(f"experiment {experiment.name}", "inputs that rest while it runs", ", ".join(touched))

    def _remember(self, experiment: Experiment, result: Result, inputs: dict[str, Any]) -> None:
        run = {"format": FORMAT, "cells": experiment.cell_keys, "inputs": inputs, "seconds": result.run["seconds"]}
        run |= {"strange": True} if sandbox.wanted() else {}
        key = [experiment.name, experiment.code_key, inputs, *(["strange"] if sandbox.wanted() else [])]
        run["result"] = f"results/{trace.digest(json.dumps(key).encode())}"
        self.store.put(run["result"], result.to_bytes())
        older = [other for other in self._runs(experiment) if other["result"] != run["result"]]
        self.store.put(f"runs/{experiment.name}", json.dumps([run, *older][:REMEMBERED]).encode())

    def _runs(self, experiment: Experiment) -> list[dict[str, Any]]:
        """Return what is remembered of earlier runs, newest first; a stranger's say nothing outside a sandbox."""
        runs = self.store.read(f"runs/{experiment.name}", remembered) or []
        return [run for run in runs if sandbox.wanted() >= run.get("strange", False)]

    def _now(self, experiment: Experiment, run: dict[str, Any], kept: dict[str, str]) -> dict[str, Any]:
        """Return the state that ``run`` had, as it is now."""
        return {"cells": experiment.cell_keys, "inputs": _inputs(self.root, run["inputs"], kept)}


def _inputs(root: Path, report: dict[str, Any], kept: dict[str, str]) -> dict[str, Any]:
    """Return what the inputs of ``report`` are now, with what was kept below the experiment among them."""
    now = trace.fingerprint(root, {**report, "distributions": {}})
    now["distributions"] = installed.versions(report["distributions"])
    return now | ({"results": kept} if kept else {})


def _kept(below: Iterable[Status]) -> dict[str, str]:
    """Return the SHA-256 of all that the experiments ``below`` another keep, by ``experiment.name``."""
    found = {each.experiment.name: each.result.kept for each in below if each.result}
    return {f"{experiment}.{name}": digest for experiment, kept in found.items() for name, digest in kept.items()}


def complete(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` to its end, in a thread of its own where an event loop already runs (a notebook, a browser)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _shelf(digest: str) -> str:
    """Return the store's key for what an experiment kept."""
    return f"kept/{digest}"


def _touched(path: Path, since: float) -> bool:
    """Whether ``path`` was written after ``since`` (seconds since the epoch)."""
    try:
        return path.stat().st_mtime > since
    except OSError:
        return False
