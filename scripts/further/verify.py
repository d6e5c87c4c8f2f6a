"""Does an experiment give the same result twice? Everything is run two times, as differently as may be."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from further.book import Book
from further.errors import FurtherError
from further.experiment import Experiment
from further.result import Result
from further.run import Runner
from further.store import Store

log = logging.getLogger("further.verify")

HASHES = "FURTHER_HASH_SEED"
"""The variable by which an experiment's process is given another seed for the hashes of texts than 0."""


def differences(book: Book, experiments: list[Experiment], jobs: int | None = None) -> list[FurtherError]:
    """Run ``experiments`` twice, apart from the book's own store, and tell what differs.

    First one after the other with hash seed 0, then side by side from the last to the first with hash seed 1.

    Args:
        book: The book.
        experiments: What to run; what they build on runs too.
        jobs: How many run side by side the second time; at least two.

    Raises:
        FurtherError: If one of them fails.
    """
    log.info("first run: one after the other, hash seed 0")
    first = _run(book, experiments, 1, "0")
    several = max(2, jobs or os.cpu_count() or 2)
    log.info("second run: %d side by side, the other way round, hash seed 1", several)
    second = _run(book, experiments[::-1], several, "1")
    return [error for name in first for error in compared(first[name], second[name])]


def _run(book: Book, experiments: list[Experiment], jobs: int, seed: str) -> dict[str, Result]:
    before = os.environ.get(HASHES)
    os.environ[HASHES] = seed
    try:
        with tempfile.TemporaryDirectory(prefix="further-verify-") as folder:
            return Runner(book.root, Store(Path(folder)), book.experiments).ensure(experiments, jobs)
    finally:
        os.environ.pop(HASHES)
        if before is not None:
            os.environ[HASHES] = before


def compared(one: Result, other: Result) -> Iterator[FurtherError]:
    """Tell where two results of one experiment differ, besides when and how long they ran."""
    parts = (
        ("finding", {name: (each.kind, each.data) for name, each in one.findings.items()},
         {name: (each.kind, each.data) for name, each in other.findings.items()}),
        ("output of cell", one.outputs, other.outputs),
        ("what it keeps as", one.kept, other.kept),
        ("run's", {key: one.run.get(key) for key in ("seeds", "distributions")},
         {key: other.run.get(key) for key in ("seeds", "distributions")}),
    )  # fmt: skip
    for what, ours, theirs in parts:
        for name in dict.fromkeys([*ours, *theirs]):
            if ours.get(name) != theirs.get(name):
                found = f"{_brief(ours.get(name))}, then {_brief(theirs.get(name))}"
                do = "seed every source of chance, sort what comes from a set, and ask no clock"
                yield FurtherError(f"experiment {one.experiment}, {what} {name}", "the same twice", found, do)


def _brief(thing: Any) -> str:
    text = repr(thing)
    return text if len(text) < 160 else f"{text[:160]}…"
