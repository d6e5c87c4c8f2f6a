"""Running experiments on a Dask cluster: what goes there and comes back is bytes, so nothing else has to be shared.

``DASK_SCHEDULER_ADDRESS`` names the scheduler, as it does for Dask itself. A worker is given work if its versions are
those of here (`further.fitness`), and does it as `further.outpost` says. A worker that is lost costs the time of what
it was running: Dask gives that to another one. https://distributed.dask.org/en/stable/resilience.html
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from further import fitness, outpost, trace
from further.changes import changes
from further.crew import Crew
from further.errors import FurtherError
from further.executor import Needs, Ran
from further.experiment import Experiment
from further.parcel import Parcel
from further.result import Result

log = logging.getLogger("further.cluster")

LOOK = 2.0
"""Seconds between two looks at whether there still is a worker that may do what was asked for."""

ROUNDS = 10
"""Times that an experiment may ask for files that it was not sent, before giving up."""


class Cluster:
    """A Dask cluster as a place to run experiments. Use it as a context.

    Args:
        root: The repository's folder.
        experiments: Those that are going to run.
        address: The scheduler's, such as ``tcp://10.0.0.1:8786``.

    Raises:
        FurtherError: If it does not answer.
    """

    def __init__(self, root: Path, experiments: Iterable[Experiment], address: str) -> None:
        self.root, self.parcel, self.crew = root.resolve(), Parcel(root), Crew(root, address)
        self.session = f"further-{uuid.uuid4().hex}"
        self.environ = {name: text for name, text in os.environ.items() if name.startswith(fitness.PASSED)}
        self.queue = [self._path(each) for each in experiments]
        self.hearing: dict[str, Callable[[str], None]] = {}
        self.running: dict[str, str] = {}
        self.crew.client.subscribe_topic(self.session, self._heard)
        self.places = sum(self.crew.threads().values()) or 1
        log.info("experiments run on the cluster at %s, %d at a time", address, self.places)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        self.crew.client.close()

    async def execute(
        self,
        experiment: Experiment,
        needs: Needs | None = None,
        on_cell: Callable[[str], None] | None = None,
    ) -> Ran:
        """Run ``experiment`` on a worker and return what it found and what it read (see `Kernels.execute`).

        Raises:
            FurtherError: As `Kernels.execute`; or if no worker may do it, its workers were lost one after the other,
                or what it read there is not what is here.
        """
        loop = asyncio.get_running_loop()
        self.hearing[experiment.name] = lambda cell: loop.call_soon_threadsafe(on_cell or str, cell)
        for _ in range(ROUNDS):
            answer, manifest = await self._sent(experiment, needs or {})
            ran, inputs = (None, None) if "error" in answer else _opened(experiment, answer)
            asked = ran[1] if ran else {"files": answer["missing"], "listings": []}
            if more := self.parcel.unsent(asked, manifest):
                log.info("%s asks for %s; sent now", experiment.name, ", ".join(more))
                self.parcel.added.update(more)
                continue
            if ran is None:
                raise FurtherError(*answer["error"])
            if odd := self._odd(ran[1], inputs, manifest):
                expected = f"the inputs on {answer['worker']} as they are here"
                raise FurtherError(f"experiment {experiment.name}", expected, "; ".join(odd))
            return ran
        raise FurtherError(f"experiment {experiment.name}", "files that rest while it runs", "others each time")

    async def _sent(self, experiment: Experiment, needs: Needs) -> tuple[dict[str, Any], dict[str, str]]:
        """Have a worker run ``experiment``, sending it the files that it lacks.

        Returns:
            Its answer, and the SHA-256 of the files from which it was made, by path.
        """
        fit = await self.crew.fit()
        while True:
            manifest = self.parcel.manifest()
            answer = await self._asked(experiment, manifest, needs, fit)
            if answer is None:
                log.info("%s waits for another worker: those that might have run it are lost", experiment.name)
                fit = await self.crew.fit()
            elif lacks := answer.get("lacks"):
                fit = [answer["worker"]]
                payloads = self.parcel.payloads(lacks, manifest)
                await asyncio.to_thread(self.crew.run, outpost.take, payloads, workers=fit)
            else:
                return answer, manifest

    async def _asked(
        self, experiment: Experiment, manifest: dict[str, str], needs: Needs, fit: list[str]
    ) -> dict[str, Any] | None:
        """Ask one of the workers ``fit`` to run ``experiment``; return its answer, None if all of them are lost."""
        key = f"{experiment.name}-{uuid.uuid4().hex}"
        order = {"experiment": experiment, "path": self._path(experiment), "key": key, "topic": self.session}
        order |= {"files": manifest, "queue": self.queue, "environ": self.environ}
        with self.crew.answering():
            future = self.crew.client.submit(outpost.work, order, needs, key=key, workers=fit, pure=False)
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        future.add_done_callback(lambda _: _quietly(loop, done.set))
        try:
            while not await _came(done):
                lost = not set(fit) & set(await asyncio.to_thread(self.crew.there))
                if lost and not await _came(done):  # that Dask has given it up is told a little later
                    return None
            return await asyncio.to_thread(_answer, experiment, future)
        finally:
            future.release()

    def _heard(self, event: tuple[float, dict[str, str]]) -> None:
        """Tell how far an experiment is; Dask calls this in a thread of its own."""
        _, told = event
        name, worker, before = told["name"], told["worker"], self.running.get(told["name"])
        self.running[name] = worker
        if worker != before:
            log.debug("%s runs on %s", name, worker)
        if before and worker != before:
            log.info("%s begins again on %s: %s was lost", name, worker, before)
        with contextlib.suppress(RuntimeError):  # the build has ended
            self.hearing[name](told["cell"])

    def _odd(self, report: dict[str, Any], there: dict[str, Any], manifest: dict[str, str]) -> list[str]:
        """Tell where the inputs of a run ``there`` are not those of here, as they were when they were sent."""
        here = trace.fingerprint(self.root, {**report, "settings": []})
        here["files"] |= {path: manifest[path] for path in here["files"] if path in manifest}
        return changes({"cells": {}, "inputs": here}, {"cells": {}, "inputs": there})

    def _path(self, experiment: Experiment) -> str:
        return experiment.path.resolve().relative_to(self.root).as_posix()


def _quietly(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have ``loop`` call something, unless the build has ended."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(call)


async def _came(event: asyncio.Event) -> bool:
    """Wait a little for ``event``; return whether it has come."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), LOOK)
    return event.is_set()


def _answer(experiment: Experiment, future: Any) -> dict[str, Any]:
    """Return what a worker answered.

    Raises:
        FurtherError: If there is no answer.
    """
    if future.status == "finished":
        return future.result()
    error = future.exception() if future.status == "error" else None
    if type(error).__name__ == "KilledWorker":
        expected, found = "a worker that lives until its last cell", f"several were lost while they ran it ({error})"
        do = f"run it alone: python snippets/{experiment.topic}/{experiment.path.name}"
        raise FurtherError(f"experiment {experiment.name}", expected, found, do)
    expected, found = "an answer of the cluster", f"{future.status}: {type(error).__name__}: {error}"
    raise FurtherError(f"experiment {experiment.name}", expected, found, "see the logs of scheduler and worker")


def _opened(experiment: Experiment, answer: dict[str, Any]) -> tuple[Ran, dict[str, Any]]:
    """Return what an experiment found, and what its inputs were there, from bytes whose SHA-256 are right.

    Raises:
        FurtherError: If one is not, or something is not there.
    """
    payloads = {digest: payload for digest, payload in answer["payloads"].items() if trace.digest(payload) == digest}
    try:
        head = json.loads(payloads[answer["head"]])
        result = Result.from_bytes(head["result"].encode())
        kept = {name: payloads[digest] for name, digest in result.kept.items()}
    except KeyError as error:
        expected, found = "bytes with the SHA-256 under which they come", f"others, or none, for {error}"
        raise FurtherError(f"experiment {experiment.name}, answer of {answer['worker']}", expected, found) from None
    return (result, head["report"], kept), head["inputs"]
