"""The book as pages need it: read, what is stale run, and checked."""

from __future__ import annotations

from pathlib import Path

from further import checks, marks, staleness
from further.book import Book
from further.errors import FurtherError, Unfinished, raise_all
from further.run import Runner


def load(root: Path, unfinished: list[FurtherError] | None = None) -> Book:
    """Read the book, run what is stale, and check it.

    Args:
        root: The repository's folder.
        unfinished: Where to put what is not there yet; raised if not given.

    Raises:
        FurtherError: If anything is wrong.
    """
    book = Book.load(root)
    _refuse(book, None if unfinished is None else [])  # what can be known without running is told before anything runs
    book.results = Runner(root, book.store, book.experiments).ensure(book.experiments.values())
    _refuse(book, unfinished)
    marks.warn(root)
    book.stale = staleness.warned(book)
    return book


def stored(root: Path) -> Book:
    """Read the book with the results that are in the store; run nothing.

    Raises:
        FurtherError: If anything cannot be read, or a result is not fresh.
    """
    book = Book.load(root)
    statuses = Runner(root, book.store, book.experiments).statuses(book.experiments.values())
    if waiting := [status.experiment.name for status in statuses if not status.result]:
        raise FurtherError(
            "results", "fresh ones of every experiment", f"{', '.join(waiting)} not fresh", "further run"
        )
    book.results = {status.experiment.name: status.result for status in statuses}
    return book


def _refuse(book: Book, unfinished: list[FurtherError] | None) -> None:
    errors = checks.check(book)
    if unfinished is not None:
        unfinished += [error for error in errors if isinstance(error, Unfinished)]
        errors = [error for error in errors if not isinstance(error, Unfinished)]
    raise_all(errors)
