"""The workers of a Dask cluster: which there are, which may run experiments, and what is wrong with the others."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import dask
from distributed import Client

from further import fitness
from further.errors import FurtherError

log = logging.getLogger("further.cluster")

cloudpickle.register_pickle_by_value(fitness)  # it has to answer where the engine is not installed
dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # what was kept goes with its task

CONNECTING = 10.0
"""Seconds in which a scheduler has to answer."""

PATIENCE = 60.0
"""Seconds for which a build waits for a worker when there is none."""


class Crew:
    """The workers of the scheduler at ``address``; those that differ from here are named once, and left out.

    Args:
        root: The repository's folder, whose requirements say what counts.
        address: The scheduler's.

    Raises:
        FurtherError: If it does not answer.
    """

    def __init__(self, root: Path, address: str) -> None:
        self.address, self.names = address, fitness.asked(root)
        self.here = fitness.found(self.names)
        self.unfit: dict[str, list[str]] = {}
        self.asking, self.asked = asyncio.Lock(), set[str]()
        with self.answering():
            self.client = Client(address, timeout=CONNECTING, set_as_default=False)

    def there(self) -> dict[str, int]:
        """Return how many threads each worker has, by its address."""
        with self.answering():
            workers = self.client.scheduler_info()["workers"]
        return {address: about["nthreads"] for address, about in workers.items()}

    async def fit(self) -> list[str]:
        """Return the workers that may run experiments, waiting for one if there is none.

        Raises:
            FurtherError: If all that there are differ from here, or none comes.
        """
        where, since = f"the cluster at {self.address}", time.monotonic()
        async with self.asking:
            while True:
                if fit := await asyncio.to_thread(self.threads):
                    return list(fit)
                workers = await asyncio.to_thread(self.there)
                if workers and set(workers) <= set(self.unfit):
                    told = "; ".join(f"{address}: {', '.join(self.unfit[address])}" for address in workers)
                    do = "give the workers this commit and its requirements.txt, and start them again"
                    raise FurtherError(where, "a worker with the versions of here", told, do)
                if time.monotonic() > since + PATIENCE:
                    do = f"start some: dask worker {self.address}"
                    raise FurtherError(where, "a worker", f"none for {PATIENCE:.0f} s", do)
                await asyncio.sleep(0.5)

    def threads(self) -> dict[str, int]:
        """Return how many threads each worker has that may run experiments, by its address."""
        there = self.there()
        self._examine([address for address in there if address not in self.asked])
        return {each: there[each] for each in there if each in self.asked and each not in self.unfit}

    def _examine(self, workers: list[str]) -> None:
        """Ask ``workers`` for their versions. One that is lost meanwhile gives none."""
        found = self.run(fitness.found, self.names, workers=workers) if workers else {}
        for address, there in found.items():
            if isinstance(there, dict):
                self.asked.add(address)
                if differing := fitness.differences(self.here, there):
                    self.unfit[address] = differing
                    log.warning("worker %s gets no experiments: %s", address, ", ".join(differing))

    def run(self, function: Any, *args: Any, workers: list[str]) -> dict[str, Any]:
        """Call ``function`` on ``workers``; return what it gave, or the error, by address."""
        with self.answering():
            return self.client.run(function, *args, workers=workers, on_error="return")

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Turn what is raised where the scheduler does not answer into a FurtherError."""
        try:
            yield
        except (OSError, TimeoutError) as error:
            found, do = f"{type(error).__name__}: {error}", "start it (dask scheduler), or unset DASK_SCHEDULER_ADDRESS"
            raise FurtherError(f"the cluster at {self.address}", "a scheduler that answers", found, do) from None
