"""The book as it was at a revision, with the results that it had, as far as the store remembers them."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from further.book import Book
from further.errors import FurtherError
from further.experiment import Experiment
from further.run import Runner

PIN = re.compile(r"^([\w.-]+)==([^\s;#]+)", re.MULTILINE)


class Past(Runner):
    """Looks for the results that another revision's experiments had.

    A run is that revision's if it read what the revision's files say: cells, files, listings, what was kept below it.
    Versions have to be those that the revision pins, not those that happen to be installed now.
    """

    def _now(self, experiment: Experiment, run: dict[str, Any], kept: dict[str, str]) -> dict[str, Any]:
        now, ran = super()._now(experiment, run, kept), run["inputs"]
        pins = _pins(self.root)
        versions = {name: _as_pinned(version, pins.get(_plain(name))) for name, version in ran["distributions"].items()}
        now["inputs"] |= {"distributions": versions, "python": ran["python"]}
        return now


@contextmanager
def at(book: Book, revision: str) -> Iterator[Book]:
    """Give the book as it was at a revision, without results, in a folder of its own for as long as it is needed.

    Args:
        book: The book of now; its store is the other's too.
        revision: Whatever git takes for a commit.

    Raises:
        FurtherError: If git does not know it.
    """
    commit = _git(book.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not (name := commit.decode().strip()):
        do = "a name that git log shows; git fetch brings others"
        raise FurtherError("further diff", "a revision that git knows", revision, do)
    with tempfile.TemporaryDirectory(prefix="further-") as folder:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        with tarfile.open(fileobj=io.BytesIO(_git(book.root, "archive", "--format=tar", name))) as archive:
            archive.extractall(folder, **safely)
        yield replace(Book.load(Path(folder).resolve(), []), store=book.store)


def fill(book: Book, runner: type[Runner], run: bool) -> list[str]:
    """Fill in the results that a book has; return the names of the experiments that have none.

    Args:
        book: The book.
        runner: How to look for them.
        run: Whether to run the others, here, with what is installed now.

    Raises:
        FurtherError: If one of them fails.
    """
    statuses = runner(book.root, book.store, book.experiments).statuses(book.experiments.values())
    book.results = {each.experiment.name: each.result for each in statuses if each.result}
    missing = [each.experiment for each in statuses if not each.result]
    if run and missing:
        book.results |= Runner(book.root, book.store, book.experiments).ensure(missing)
    return [each.name for each in missing if each.name not in book.results]


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise FurtherError("further diff", "git", "no such program", "install git") from None
    if done.returncode and words[0] != "rev-parse":
        raise FurtherError(f"git {words[0]}", "a repository that git can read", done.stderr.decode().strip())
    return done.stdout


def _pins(root: Path) -> dict[str, str]:
    file = root / "requirements.txt"
    return {_plain(name): version for name, version in PIN.findall(file.read_text())} if file.exists() else {}


def _plain(name: str) -> str:
    """Return a distribution's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _as_pinned(ran: str, pin: str | None) -> str:
    """Return the version that a run should have had: any, if none is pinned; a build of it (1.0+cpu) is the same."""
    return ran if pin is None or ran.partition("+")[0] == pin else pin
