"""The navigation of a big book: every page lists what is near it, not the whole book.

The theme writes the navigation into every page, so a book of N pages has N times N entries in it: at a thousand
questions, gigabytes. From `LIMIT` entries on, a page lists the home page and the lists made from all questions, the
questions before and after its own, and the notebooks of its own. The home page lists every question in its text.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from further.book import Book, topic

LIMIT = 200
"""Entries up to which a page lists the whole book."""
BESIDE = 5
"""How many questions before, and after, the page's own are listed in a bigger one."""


class Nearby:
    """What each page of one language's site lists.

    Args:
        nav: The whole navigation: pages, and one section of notebooks.
        book: The book; it knows which experiments a question has.
        lang: ``"ko"`` or ``"en"``.
    """

    def __init__(self, nav: Navigation, book: Book, lang: str) -> None:
        self.nav, self.book = nav, book
        pages = [each for each in nav.items if isinstance(each, Page)]
        questions = {page.path for page in book.questions(lang)}
        self.fixed = [each for each in pages if each.file.src_uri not in questions]
        self.questions = [each for each in pages if each.file.src_uri in questions]
        self.place = {topic(each.file.src_uri): number for number, each in enumerate(self.questions)}
        self.notebooks: dict[str, list[Page]] = defaultdict(list)
        for section in (each for each in nav.items if isinstance(each, Section)):
            for page in section.children:
                self.notebooks[self._topic(page)].append(page)

    def of(self, page: Page) -> Navigation:
        """Return what ``page`` lists."""
        if len(self.nav.pages) <= LIMIT:
            return self.nav
        mine = self._topic(page)
        place = self.place.get(mine, -1 - BESIDE)
        near = self.questions[max(0, place - BESIDE) : max(0, place + BESIDE + 1)]
        items = [*self.fixed[:1], *near, *self.fixed[1:]]
        return Navigation(items + self._section(mine), items + self.notebooks.get(mine, []))

    def _section(self, mine: str) -> list[Section]:
        """Return the section of notebooks with those of one question alone, if it has any."""
        found = [each for each in self.nav.items if isinstance(each, Section) and mine in self.notebooks]
        sections = [Section(each.title, self.notebooks[mine]) for each in found]
        for section, whole in zip(sections, found, strict=True):
            section.active = whole.active
        return sections

    def _topic(self, page: Page) -> str:
        """Return the topic that ``page`` is about, be it a question or a notebook."""
        path = PurePosixPath(page.file.src_uri)
        experiment = self.book.experiments.get(path.stem) if path.suffix == ".ipynb" else None
        return experiment.topic if experiment else topic(page.file.src_uri)
