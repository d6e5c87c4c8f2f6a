"""Taking over what other stores hold: results of machines that ran a share each, or of an earlier build."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from further import locks, trace
from further.changes import remembered
from further.errors import FurtherError
from further.result import Result
from further.run import REMEMBERED
from further.store import Store

log = logging.getLogger("further.merging")

PLACE = Path(".cache", "further")
"""Where a book has its store."""


class Foreign(Store):
    """Another store, which is only read: a damaged entry is passed over and left where it is.

    Attributes:
        damaged: How many were.
    """

    damaged = 0

    def _drop(self, path: Path, why: str) -> None:
        log.warning("cache entry %s %s; it is skipped", path, why)
        self.damaged += 1

    def keys(self) -> Iterator[str]:
        """Yield the keys of its entries."""
        for path in sorted(self.root.glob("*/*")):
            if path.is_file() and path.parent.name != "locks" and not path.name.startswith("."):
                yield path.relative_to(self.root).as_posix()


def find(folder: Path) -> Foreign:
    """Return the store in ``folder``: the store itself, or a book's folder.

    Raises:
        FurtherError: If there is none.
    """
    for place in (folder, folder / PLACE):
        if (place / "runs").is_dir():
            return Foreign(place)
    expected = f"a store: {PLACE} of a book that has run something, or that book's folder"
    raise FurtherError(str(folder), expected, "no folder runs in it" if folder.is_dir() else "no folder")


def merge(store: Store, others: Iterable[Foreign]) -> list[str]:
    """Take over what ``others`` hold and ``store`` does not; tell how much, a line for each.

    Every entry's checksum is looked at, and where a key is that of its content, that too. An entry that is here stays
    as it is. What is remembered of an experiment's runs is united, newest first.

    Raises:
        FurtherError: If the store cannot be written.
    """
    told = []
    for other in others:
        new: Counter[str] = Counter()
        keys = list(other.keys())
        for key in sorted(keys, key=lambda each: each.startswith("runs/")):  # they count on the results
            shelf, _, name = key.partition("/")
            taken = _unite(store, other, name) if shelf == "runs" else _take(store, other, key)
            new[shelf] += taken
        counts = ", ".join(f"{count} {shelf}" for shelf, count in sorted(new.items()) if count)
        damage = f"; {other.damaged} damaged, skipped" if other.damaged else ""
        told.append(f"{other.root}: {counts or 'nothing new'}{damage}")
    return told


def _take(store: Store, other: Foreign, key: str) -> bool:
    """Copy one entry, unless it is here; return whether it was."""
    shelf, _, name = key.partition("/")
    if store.get(key) is not None or (payload := other.read(key, CHECKS.get(shelf, bytes))) is None:
        return False
    if shelf == "kept" and trace.digest(payload) != name:
        other._drop(other.root / key, "is not what its name says")
        return False
    store.put(key, payload)
    return True


def _result(payload: bytes) -> bytes:
    Result.from_bytes(payload)
    return payload


CHECKS = {"results": _result}
"""What raises an error where an entry of a shelf is not what belongs there."""


def _unite(store: Store, other: Foreign, name: str) -> bool:
    """Unite what is remembered of the runs of experiment ``name``; return whether there was anything new."""
    place = store.root / "locks" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = locks.taken(place, make=True, wait=True)  # a build may be writing it
    try:
        ours = store.read(f"runs/{name}", remembered) or []
        have = {run["result"] for run in ours}
        theirs = other.read(f"runs/{name}", remembered) or []
        new = [run for run in theirs if run["result"] not in have and _finished(store, run)]
        if new:
            both = sorted([*ours, *new], key=lambda run: _finished(store, run), reverse=True)
            store.put(f"runs/{name}", json.dumps(both[:REMEMBERED]).encode())
        return bool(new)
    finally:
        if lock is not None:
            os.close(lock)


def _finished(store: Store, run: dict[str, Any]) -> str:
    """Return when a run ended (ISO 8601, UTC); empty if its result is not here."""
    result = store.read(run["result"], Result.from_bytes)
    return result.run["finished"] if result else ""
