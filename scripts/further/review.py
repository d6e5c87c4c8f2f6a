"""All that a change still lacks, found without running anything: what ``further check`` tells, and what it can mend."""

from __future__ import annotations

from pathlib import Path

from further import checks, form, ids, marks, style
from further.book import Book
from further.errors import FurtherError
from further.report import Problem, problems
from further.run import Runner


def review(root: Path) -> tuple[list[Problem], list[str], Book]:
    """Look at everything in the repository at ``root``; run nothing.

    Returns:
        The problems, by file and line; what was not looked at, a line each; and the book, as far as it can be read.
    """
    errors: list[FurtherError] = []
    book = Book.load(root, errors)
    waiting = [] if errors else _use_results(book)
    errors += [*checks.check(book), *form.check(root), *marks.check(root), *style.check(root)]
    unseen = [f"not fresh, so that their numbers and claims are not looked at: {', '.join(waiting)}"] if waiting else []
    if why := style.absent(root):
        unseen.append(f"style of the snippets: {why}")
    return problems(errors, book), unseen, book


def _use_results(book: Book) -> list[str]:
    """Fill in the results that are fresh; return the names of the other experiments."""
    statuses = Runner(book.root, book.store, book.experiments).statuses(book.experiments.values())
    book.results = {status.experiment.name: status.result for status in statuses if status.result}
    return [status.experiment.name for status in statuses if not status.result]


def mend(root: Path) -> list[str]:
    """Mend what a machine can; return what was done, a line each."""
    done = list(form.mend(root))
    done += ids.mend(Book.load(root, []))
    return done + list(style.mend(root))
