"""What stands around a page's text: when its experiments ran, which language is older, where to help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from further import contributing, notebook
from further.book import Book
from further.contributing import Repository
from further.page import VALUE, Page
from further.words import word


@dataclass
class Foot:
    """What the pages of one language have around their text.

    Attributes:
        book: The book, with results.
        lang: ``"ko"`` or ``"en"``.
        repository: Where readers can correct and ask; nothing is offered without one.
    """

    book: Book
    lang: str
    repository: Repository | None = None

    def of_page(self, path: str) -> dict[str, Any]:
        """Return what the theme shows around a page: texts, and ``links``, ``correct`` and ``ask``."""
        page = self.book.pages[self.lang].get(path)
        found: dict[str, Any] = {"ran": self._ran(page) if page else "", "stale": self._older(path)}
        found |= {"other": word(self.lang, "stale-other"), "contribute": word(self.lang, "contribute")}
        if self.repository and (file := self.file(path)):
            experiment = PurePosixPath(path).stem if path.endswith(".ipynb") else ""
            found["links"] = contributing.links(self.repository, self.lang, file, experiment)
            found |= {offer: self.repository.form(offer, self.lang, file) for offer in contributing.FORMS}
        return found

    def sections(self, html: str, path: str) -> str:
        """Return the HTML of the page at ``path`` with the links in its headings, if there is a repository."""
        file = self.file(path)
        return contributing.sections(html, self.repository, self.lang, file) if self.repository and file else html

    def file(self, path: str) -> str:
        """Return the file in the repository that the page at ``path`` is written in; empty if there is none."""
        if path in self.book.pages[self.lang]:
            return self.book.pages[self.lang][path].file
        experiment = self.book.experiments.get(PurePosixPath(path).stem) if path.endswith(".ipynb") else None
        return experiment.path.relative_to(self.book.root).as_posix() if experiment else ""

    def _older(self, path: str) -> str:
        mine = (each for each in self.book.stale if each.page.lang == self.lang and each.page.path == path)
        return next((each.told() for each in mine), "")

    def _ran(self, page: Page) -> str:
        """Return when the experiments behind ``page`` ran last, and with which versions; empty if there are none."""
        runs = {name: self.book.results[name] for name in sorted(_behind(self.book, page)) if name in self.book.results}
        if not runs:
            return ""
        dates = sorted(result.run["finished"][:10] for result in runs.values())
        used = {("Python", result.run["python"]) for result in runs.values()}
        for name, result in runs.items():
            used |= set(notebook.versions(self.book.experiments[name], result).items())
        versions = ", ".join(f"{name} {version}" for name, version in sorted(used, key=_python_first))
        when = "ran-on" if dates[0] == dates[-1] else "ran-between"
        return word(self.lang, when, first=dates[0], last=dates[-1], versions=versions)


def of(book: Book, lang: str, address: str | None, branch: str) -> Foot:
    """Return what stands around the pages of ``lang``; ``address`` and ``branch`` are the repository's."""
    return Foot(book, lang, contributing.repository(book.root, address, branch))


def _python_first(used: tuple[str, str]) -> tuple[bool, str, str]:
    return used[0] != "Python", used[0].lower(), used[1]


def _behind(book: Book, page: Page) -> set[str]:
    """Return the names of the experiments that ``page`` shows something of."""
    names = {ref.name for ref in page.references if ref.kind != "verdict"}
    if any(kind == "questions" for kind, _ in page.blocks):
        names |= {match["name"] for each in book.questions(page.lang) for match in VALUE.finditer(each.answer)}
    return {name.partition(".")[0] for name in names}
