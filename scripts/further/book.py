"""The book as one build sees it: experiments, what they found, pages and statements; names looked up in one place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from further import experiment, glossary, page, references, statements
from further.bilingual import LANGUAGES
from further.errors import FurtherError, raise_all
from further.experiment import Cell, Experiment
from further.glossary import Term
from further.page import Page
from further.references import Work
from further.result import Finding, Result
from further.store import Store

if TYPE_CHECKING:
    from further.staleness import Stale


@dataclass
class Book:
    """Everything that pages are made from.

    Attributes:
        root: The repository's folder.
        store: Results and drawings.
        experiments: Experiments by name.
        probes: Those that run only on a real checkpoint, and are no part of a build.
        unread: Names of experiments and paths of pages (``docs/ko/…``) that are there, but could not be read.
        works: Works of docs/references.bib, by key.
        pages: Pages by language and path.
        statements: The study notes' statements by topic and id, with ``note`` and ``verdict``.
        results: What each experiment found, by name; filled by a run.
        glossary: The terms that pages agree on, by id.
        stale: Pages whose text in the other language changed later; filled by a build.
    """

    root: Path
    store: Store
    experiments: dict[str, Experiment]
    pages: dict[str, dict[str, Page]]
    statements: dict[str, dict[str, dict[str, Any]]]
    results: dict[str, Result] = field(default_factory=dict)
    probes: dict[str, Experiment] = field(default_factory=dict)
    glossary: dict[str, Term] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    stale: list[Stale] = field(default_factory=list)
    works: dict[str, Work] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path, problems: list[FurtherError] | None = None) -> Book:
        """Read the repository at ``root``; run nothing.

        Args:
            root: The repository's folder.
            problems: Where to put all that is wrong, so that the rest can be looked at; raised if not given.

        Raises:
            FurtherError: If a page, an experiment, the statements or the references cannot be read; all
                that is wrong at once.
        """
        errors: list[FurtherError] = []
        unread: set[str] = set()
        pages = {lang: _pages(root, lang, errors, unread) for lang in LANGUAGES}
        store = Store(root / ".cache" / "further")
        found = experiment.discover(root / "snippets", errors)
        unread |= {path.stem for path in experiment.files(root / "snippets")} - set(found)
        notes = _source(statements.read, root, statements.SHOWN, errors, unread)
        works = _source(references.read, root, references.SHOWN, errors, unread)
        terms = _source(glossary.read, root, glossary.SHOWN, errors, unread)
        if problems is None:
            raise_all(errors)
        else:
            problems += errors
        own = {name: each for name, each in found.items() if not each.checkpoint}
        probes = {name: each for name, each in found.items() if each.checkpoint}
        return cls(root, store, own, pages, notes, probes=probes, glossary=terms, unread=unread, works=works)

    def finding(self, name: str, kinds: Iterable[str], where: str) -> tuple[Finding, str]:
        """Return the finding called ``name`` and the rest of the name (a statistic, such as ``min``).

        Args:
            name: ``experiment.item`` or ``experiment.item.statistic``.
            kinds: Kinds that fit the place.
            where: The place, for messages.

        Raises:
            FurtherError: If no run gave it, or it is of another kind.
        """
        stem, _, item = name.partition(".")
        item, _, statistic = item.partition(".")
        self.experiment(stem, where)
        found = self.results[stem].findings if stem in self.results else {}
        if item not in found:
            raise FurtherError(where, f"something that experiment {stem} gives", name, _near(f"{stem}.", item, found))
        if found[item].kind not in kinds:
            raise FurtherError(where, f"a {' or '.join(kinds)}", f"{name}, which is a {found[item].kind}")
        return found[item], statistic

    def experiment(self, name: str, where: str) -> Experiment:
        """Return the experiment called ``name``.

        Raises:
            FurtherError: If there is none.
        """
        if name not in self.experiments:
            raise FurtherError(where, "an experiment under snippets/", name, _near("", name, self.experiments))
        return self.experiments[name]

    def cell(self, name: str, where: str) -> tuple[Experiment, Cell]:
        """Return the code cell called ``experiment.cell``.

        Raises:
            FurtherError: If there is none.
        """
        stem, _, cell = name.partition(".")
        found = self.experiment(stem, where)
        if cell not in found.code:
            raise FurtherError(where, f"a cell of experiment {stem}", name, _near(f"{stem}.", cell, found.code))
        return found, found.code[cell]

    def statement(self, topic: str, name: str, where: str) -> dict[str, Any]:
        """Return the study notes' statement ``name`` of ``topic``.

        Raises:
            FurtherError: If docs/claims.yml has none.
        """
        known = self.statements.get(topic, {})
        if name not in known:
            raise FurtherError(where, f"a statement of {topic} in docs/claims.yml", name, _near("", name, known))
        return known[name]

    def work(self, key: str, where: str) -> Work:
        """Return the work that pages cite as ``key``.

        Raises:
            FurtherError: If docs/references.bib has none.
        """
        if key not in self.works:
            raise FurtherError(where, f"a work in {references.SHOWN}", key, _near("", key, self.works))
        return self.works[key]

    def questions(self, lang: str) -> list[Page]:
        """Return the pages of ``lang`` that answer a question (those with an answer block)."""
        return [page for page in self.pages[lang].values() if page.answer]


def topic(path: str) -> str:
    """Return the topic that the page at ``path`` is about: the file's stem."""
    return PurePosixPath(path).stem


def _near(prefix: str, name: str, known: Iterable[str]) -> str:
    """Suggest what ``name`` may have been meant to be."""
    known = list(known)
    close = difflib.get_close_matches(name, known, 3, 0.5)
    return ("did you mean " if close else "there are ") + ", ".join(prefix + each for each in close or known[:12])


def _pages(root: Path, lang: str, errors: list[FurtherError], unread: set[str]) -> dict[str, Page]:
    folder, found = root / "docs" / lang, {}
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        try:
            found[path] = page.read(file, path, lang, f"docs/{lang}/{path}", errors)
        except FurtherError as error:
            errors.append(error)
            unread.add(f"docs/{lang}/{path}")
    return found


def _source(
    read: Callable[[Path], dict[str, Any]], root: Path, shown: str, errors: list[FurtherError], unread: set[str]
) -> dict[str, Any]:
    """Return what ``read`` finds in the file ``shown``; nothing, with the errors put down, if it cannot be read."""
    try:
        return read(root / shown)
    except FurtherError as error:
        errors += getattr(error, "errors", [error])
        unread.add(shown)
        return {}
