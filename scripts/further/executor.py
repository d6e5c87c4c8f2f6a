"""Where experiments run: on this machine, or on a Dask cluster that the environment names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from further.errors import FurtherError
from further.experiment import Experiment
from further.kernel import Kernels
from further.result import Result

VARIABLE = "DASK_SCHEDULER_ADDRESS"
"""The variable by which Dask itself is told where its scheduler is."""

Needs = Mapping[str, Mapping[str, bytes]]
Ran = tuple[Result, dict[str, Any], dict[str, bytes]]


class Executor(Protocol):
    """`Kernels`, or `further.cluster.Cluster`. A context that ends what it started.

    Attributes:
        places: How many experiments it runs at a time.
    """

    places: int

    def __enter__(self) -> Executor: ...

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None: ...

    async def execute(
        self, experiment: Experiment, needs: Needs | None = None, on_cell: Callable[[str], None] | None = None
    ) -> Ran:
        """Run ``experiment`` (see `Kernels.execute`)."""


def executor(root: Path, experiments: Iterable[Experiment]) -> Executor:
    """Return where ``experiments`` of the repository at ``root`` run.

    Raises:
        FurtherError: If they cannot run there: the scheduler does not answer, or Dask is not installed.
    """
    if not (address := os.environ.get(VARIABLE)):
        return Kernels(root, experiments)
    try:
        from further.cluster import Cluster
    except ModuleNotFoundError as error:
        do = f"pip install -e '.[cluster]' in the book's folder, or unset {VARIABLE}"
        raise FurtherError(f"{VARIABLE}={address}", "dask.distributed", str(error), do) from None
    return Cluster(root, experiments, address)
