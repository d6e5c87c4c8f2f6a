"""Does an experiment give the same result twice? Everything is run two times, as differently as may be."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
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

ALTAIRS = re.compile(r"\Adata-[0-9a-f]{32}\Z")
"""Names that Altair gives to data."""


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
    return [error for name in first for error in compared(first[name], second[name], book.experiments[name].measured)]


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


def compared(one: Result, other: Result, measured: Sequence[str] = ()) -> Iterator[FurtherError]:
    """Tell where two results of one experiment differ, besides when and how long they ran.

    Args:
        one: A result.
        other: Another one of the same experiment.
        measured: Findings that tell times. Their decimal numbers may differ; the rest of them, how many there are and
            whether a claim holds among it, may not.
    """
    parts = (
        ("finding", _findings(one, measured), _findings(other, measured)),
        ("output of cell", one.outputs, other.outputs),
        ("what it keeps as", one.kept, other.kept),
        ("run's", {key: one.run.get(key) for key in ("seeds", "distributions")},
         {key: other.run.get(key) for key in ("seeds", "distributions")}),
    )  # fmt: skip
    for name in measured:
        if name not in one.findings:
            where = f"experiment {one.experiment}, front cell"
            yield FurtherError(where, "measured: names of findings", name, f"one of {', '.join(one.findings)}")
    for what, ours, theirs in parts:
        for name in dict.fromkeys([*ours, *theirs]):
            if ours.get(name) != theirs.get(name):
                found = f"{_brief(ours.get(name))}, then {_brief(theirs.get(name))}"
                do = "seed every source of chance, sort what comes from a set, and ask no clock"
                do += f" (or, where a time is what is found, add # measured: [{name}] to the front cell)" * (
                    what == "finding"
                )
                yield FurtherError(f"experiment {one.experiment}, {what} {name}", "the same twice", found, do)


def _findings(result: Result, measured: Sequence[str]) -> dict[str, Any]:
    """Return kind and data of each finding by name, without the decimal numbers of those that tell times."""
    return {
        name: (each.kind, _timeless(each.data) if name in measured else each.data)
        for name, each in result.findings.items()
    }


def _timeless(thing: Any) -> Any:
    """Return ``thing`` without decimal numbers, and without the names that Altair makes of the data's checksum."""
    if isinstance(thing, dict):
        return {_timeless(key): _timeless(part) for key, part in thing.items()}
    if isinstance(thing, list):
        return [_timeless(part) for part in thing]
    if isinstance(thing, str):
        return ALTAIRS.sub("data", thing)
    return 0.0 if isinstance(thing, float) else thing


def _brief(thing: Any) -> str:
    text = repr(thing)
    return text if len(text) < 160 else f"{text[:160]}…"
