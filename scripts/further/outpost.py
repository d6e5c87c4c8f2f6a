"""What a worker of a cluster does: lay out the files that it is sent, run one experiment, and answer in bytes.

Nothing is shared with the engine but what is sent: files come under their SHA-256 and stay on the worker, so that each
comes once. Where files are lacking, the answer says which. Experiments run as they do on the engine's own machine
(`further.kernel`), with their warm parents, which are kept for a minute after the last one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from distributed import Worker, get_worker

from further import fitness, trace
from further.errors import FurtherError
from further.experiment import Experiment, read
from further.kernel import Kernels, Stopped

IDLE = 60.0
"""Seconds after which the parents of a build that sends nothing more are ended."""

LOOK = 0.5
"""Seconds between two looks at whether the engine still wants the answer."""

T = TypeVar("T")


@dataclass
class Room:
    """Where the experiments of one build run: kernels on a tree of its files, and how many use them."""

    tree: Path
    kernels: Kernels
    users: int = 0
    end: asyncio.TimerHandle | None = None


_rooms: dict[str, Room] = {}


async def work(order: Mapping[str, Any], needs: Mapping[str, Mapping[str, bytes]]) -> dict[str, Any]:
    """Run one experiment.

    Args:
        order: ``experiment``, ``path`` of its file, ``files`` (SHA-256 by path), ``queue`` (paths of all that the build
            runs), ``environ``, ``key`` (the task's) and ``topic``, under which the engine hears of cells.
        needs: What the experiments that it builds on have kept, by experiment and name.

    Returns:
        With the ``worker``'s address either ``lacks`` (SHA-256 of files that are to be sent), or ``error`` (what a
        FurtherError is made of) and ``missing`` (files that it asked for), or ``head`` and ``payloads``: bytes by
        their SHA-256. The head is JSON: ``result``, ``report`` and ``inputs`` as this worker sees them.
    """
    worker = get_worker()
    address = worker.address
    tree, lacks = _lay_out(_folder(worker), order["files"])
    if lacks:
        return {"worker": address, "lacks": lacks}

    def on_cell(cell: str) -> None:
        worker.log_event(order["topic"], {"name": order["experiment"].name, "cell": cell, "worker": address})

    try:
        async with _room(tree, order) as kernels:
            experiment = replace(order["experiment"], path=tree / order["path"])
            running = kernels.execute(experiment, needs, on_cell)
            result, report, kept = await _unless_called_off(running, worker, order["key"])
    except FurtherError as error:
        missing = error.missing if isinstance(error, Stopped) else ()
        told = [error.where, error.expected, f"{error.found} (on {address})", error.do]
        return {"worker": address, "error": told, "missing": list(missing)}
    inputs = trace.fingerprint(tree, {**report, "settings": []})
    head = json.dumps({"result": result.to_bytes().decode(), "report": report, "inputs": inputs}).encode()
    payloads = {trace.digest(payload): payload for payload in (head, *kept.values())}
    return {"worker": address, "head": trace.digest(head), "payloads": payloads}


def take(payloads: Mapping[str, bytes], dask_worker: Worker) -> None:
    """Store files under their SHA-256."""
    folder = _folder(dask_worker) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    for digest, payload in payloads.items():
        (folder / digest).write_bytes(payload)


def _folder(worker: Worker) -> Path:
    """Return where this worker keeps what it is sent: Dask removes it with the worker, or after it."""
    return Path(worker.local_directory) / "further"


def _lay_out(folder: Path, files: Mapping[str, str]) -> tuple[Path, list[str]]:
    """Make the tree of ``files``, unless it is there; return it, and the SHA-256 of files that are lacking."""
    tree = folder / trace.digest(json.dumps(files, sort_keys=True).encode())
    if tree.exists():
        return tree, []
    known = {digest: folder / "files" / digest for digest in files.values()}
    if lacks := [digest for digest, file in known.items() if not _whole(file, digest)]:
        return tree, lacks
    unfinished = tree.with_suffix(".tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    for path, digest in files.items():
        (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(known[digest], unfinished / path)
    unfinished.rename(tree)
    return tree, []


def _whole(file: Path, digest: str) -> bool:
    return file.exists() and trace.digest(file.read_bytes()) == digest


@asynccontextmanager
async def _room(tree: Path, order: Mapping[str, Any]) -> AsyncIterator[Kernels]:
    """Give the kernels of one build; they end when it has sent nothing for a while."""
    key = json.dumps([tree.name, order["environ"], order["queue"]])
    if key not in _rooms:
        own = {name: text for name, text in os.environ.items() if not name.startswith(fitness.PASSED)}
        _rooms[key] = Room(tree, Kernels(tree, _read(tree, order["queue"]), own | order["environ"]))
    room = _rooms[key]
    room.users += 1
    if room.end:
        room.end.cancel()
    try:
        yield room.kernels
    finally:
        room.users -= 1
        if not room.users:
            room.end = asyncio.get_running_loop().call_later(IDLE, _close, key)


def _read(tree: Path, paths: list[str]) -> Iterator[Experiment]:
    """Yield the experiments that a build runs, to see what they import, without those that are just being edited."""
    for path in paths:
        with suppress(FurtherError):
            yield read(tree / path)


def _close(key: str) -> None:
    """End the parents of a build, and remove its files where no other build has the same."""
    room = _rooms.pop(key)
    room.kernels.__exit__(None, None, None)
    if room.tree not in [other.tree for other in _rooms.values()]:
        shutil.rmtree(room.tree, ignore_errors=True)


async def _unless_called_off(running: Coroutine[Any, Any, T], worker: Worker, key: str) -> T:
    """Wait for ``running``; end it when the engine no longer wants what it gives.

    Raises:
        FurtherError: If that is so.
    """
    task = asyncio.ensure_future(running)
    try:
        while not (await asyncio.wait({task}, timeout=LOOK))[0]:
            state = worker.state.tasks.get(key)
            if state is None or state.state == "cancelled":
                raise FurtherError(f"task {key}", "an engine that waits for its answer", "none")
        return task.result()
    finally:
        task.cancel()
        await asyncio.wait({task})
