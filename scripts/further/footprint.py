"""What a page shows, as a digest: two books that give a page the same footprint give it the same HTML.

Found without rendering. It knows what pages refer to by name; a block that gathers from the whole book is followed if
it is known, and stands for everything if not, so that a new kind of block is right before it is fast.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from further import cited, verdicts
from further.book import Book, topic
from further.page import BLOCKS, VALUE, Page, Reference
from further.trace import digest

LOCAL = (*BLOCKS, "answer", "details")
"""Blocks that show nothing but what they name or hold."""
PLACED = ("figure", "table", "claim", "verdict")
"""References that have a place of their own on the page, to which others lead."""


class Footprints:
    """The footprints of a book's pages.

    Args:
        book: The book, with results.
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the footprint of every page, by its language and the path that MkDocs knows it by."""
        for lang, pages in self.book.pages.items():
            for path, page in pages.items():
                yield (lang, path), self.page(page)
            for name in self.book.experiments:
                yield (lang, f"notebooks/{name}.ipynb"), self.notebook(name)

    def page(self, page: Page) -> str:
        """Return the footprint of a page: its text, what it refers to, and its counterpart in the other language."""
        shown = [self._shown(page, reference) for reference in page.references]
        gathering = sorted({kind for kind, _ in page.blocks} - set(LOCAL))
        gathered = [self._gathered(page, kind) for kind in gathering]
        twins = [pages[page.path].text for pages in self.book.pages.values() if page.path in pages]
        return _digest([page.text, shown, gathered, twins, self.book.statements.get(topic(page.path))])

    def notebook(self, name: str) -> str:
        """Return the footprint of an experiment's notebook page: its cells and its result."""
        result = self.book.results.get(name)
        ran = [result.outputs, result.run, self._findings[name]] if result else None
        return _digest([[vars(cell) for cell in self.book.experiments[name].cells], ran])

    @cached_property
    def _findings(self) -> dict[str, dict[str, str]]:
        """The digest of each finding, by experiment and name."""
        return {
            name: {item: _digest(vars(finding)) for item, finding in result.findings.items()}
            for name, result in self.book.results.items()
        }

    def _shown(self, page: Page, reference: Reference) -> Any:
        """Return what a reference puts onto the page."""
        stem, _, item = reference.name.partition(".")
        if reference.kind == "verdict":
            return self.book.statements.get(topic(page.path), {}).get(reference.name)
        if reference.kind == "code":
            found = self.book.experiments.get(stem)
            return vars(found.code[item]) if found and item in found.code else None
        return self._findings.get(stem, {}).get(item.partition(".")[0])

    def _gathered(self, page: Page, kind: str) -> Any:
        """Return what a block of this kind gathers; works, terms and statements are files that all pages depend on."""
        gatherers = {
            "questions": lambda: self._answers(page.lang),
            "references": lambda: self._years(page),
            "bibliography": lambda: self._citing(page.lang),
            "verdicts": lambda: self._verdicts(page.lang),
        }
        return gatherers.get(kind, lambda: self._whole(page.lang))()

    def _years(self, page: Page) -> list[str]:
        """Return the years in which experiments of a page ran: of the newest, the page is cited."""
        named = {each.name.partition(".")[0] for each in page.references}
        return sorted({run.run["finished"][:4] for name, run in self.book.results.items() if name in named})

    def _citing(self, lang: str) -> dict[str, list[list[str]]]:
        """Return which pages cite each work, with their titles."""
        return {key: [[page.path, page.title] for page in found] for key, found in cited.pages(self.book, lang).items()}

    def _verdicts(self, lang: str) -> list[Any]:
        """Return what the list of verdicts shows: their texts, and what they rest on, with where that is shown."""
        pages = self.book.pages[lang]
        told = [page for name in self.book.statements if (page := pages.get(f"{name}.md"))]
        placed = {path: [each.name for each in page.references if each.kind in PLACED] for path, page in pages.items()}
        where = [[path, page.title, placed[path]] for path, page in pages.items()]
        return [self.book.statements, where, [self._verdict(page, name) for page in told for name in page.verdicts]]

    def _verdict(self, page: Page, name: str) -> list[Any]:
        text = page.verdicts[name]
        found = [each.name.partition(".") for each in verdicts.evidence(self.book, page, name) if each.kind != "work"]
        values = [match["name"].partition(".") for match in VALUE.finditer(text)]
        shown = [self._findings.get(stem, {}).get(item.partition(".")[0]) for stem, _, item in [*found, *values]]
        return [name, text, [each.name for each in verdicts.evidence(self.book, page, name)], shown]

    def _answers(self, lang: str) -> list[Any]:
        """Return what the list of questions shows: titles, and answers with their values."""
        return [
            [page.path, page.title, page.answer, [self._shown(page, each) for each in _in_answer(page)]]
            for page in self.book.questions(lang)
        ]

    def _whole(self, lang: str) -> list[Any]:
        pages = [[path, page.text] for path, page in self.book.pages[lang].items()]
        runs = {name: result.run for name, result in self.book.results.items()}
        titles = {name: each.title(lang) for name, each in self.book.experiments.items()}
        return [pages, self.book.statements, self._findings, runs, titles]


def _in_answer(page: Page) -> list[Reference]:
    values = set(VALUE.findall(page.answer))
    return [each for each in page.references if (each.name, each.format, each.particle) in values]


def _digest(thing: Any) -> str:
    return digest(json.dumps(thing, ensure_ascii=False, sort_keys=True, default=str).encode())
