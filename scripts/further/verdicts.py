"""What each verdict on the study notes rests on: what its text names, and what docs/claims.yml adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from further import citation, yaml_source
from further.bilingual import LANGUAGES
from further.book import Book, topic
from further.errors import FurtherError
from further.page import VALUE, Page
from further.statements import SHOWN

KINDS = ("claim", "figure", "table", "value", "cell", "work")
"""Kinds of evidence, the strongest first: a claim was tested in this build."""


@dataclass(frozen=True)
class Evidence:
    """One thing that a verdict rests on.

    Attributes:
        kind: One of `KINDS`.
        name: ``experiment.item``, ``experiment.cell``, or the work's key.
    """

    kind: str
    name: str


def evidence(book: Book, page: Page, name: str) -> list[Evidence]:
    """Return what the verdict on statement ``name`` of a page's topic rests on, the strongest first."""
    text = page.verdicts.get(name, "")
    found = [_item(book, match["name"]) for match in VALUE.finditer(text)]
    found += [Evidence("work", each.key) for each in citation.read(text, 0)]
    for each in book.statements[topic(page.path)][name].get("evidence") or []:
        found.append(Evidence("work", each[1:]) if each.startswith("@") else _item(book, each))
    return sorted(dict.fromkeys(found), key=lambda each: KINDS.index(each.kind))


def _item(book: Book, name: str) -> Evidence:
    """Return a finding (of the kind that the last run gave) or a cell; a value where nothing has run yet."""
    stem, _, item = name.partition(".")
    item = item.partition(".")[0]
    findings = book.results[stem].findings if stem in book.results else {}
    if item in findings:
        return Evidence(findings[item].kind, f"{stem}.{item}")
    is_cell = stem in book.experiments and item in book.experiments[stem].code
    return Evidence("cell" if is_cell else "value", f"{stem}.{item}")


def check(book: Book) -> Iterator[FurtherError]:
    """Yield what is wrong: topics without a page, verdicts without evidence, evidence that there is not."""
    for name, entries in book.statements.items():
        pages = [page for lang in LANGUAGES if (page := book.pages[lang].get(f"{name}.md"))]
        if not pages:
            where = yaml_source.place(SHOWN, getattr(book.statements, "lines", {}).get(name, 0))
            do = f"write docs/ko/{name}.md and docs/en/{name}.md, or remove the statements"
            yield FurtherError(where, "a page for every topic", f"none for {name}", do)
            continue
        for page in pages:
            yield from _bare(book, page)
        for each, entry in entries.items():
            where = yaml_source.place(SHOWN, getattr(entry, "lines", {}).get("evidence", 0))
            for item in entry.get("evidence") or []:
                yield from _known(book, pages, item, f"{where}, {name}.{each}")


def _bare(book: Book, page: Page) -> Iterator[FurtherError]:
    """Verdicts that rest on nothing."""
    for name in book.statements[topic(page.path)]:
        if name in page.verdicts and not evidence(book, page, name):
            line = next(ref.line for ref in page.references if (ref.kind, ref.name) == ("verdict", name))
            do = f"name an {{{{experiment.item}}}} or a [@key] in it, or add evidence to {name} in {SHOWN}"
            yield FurtherError(page.where(line), "a verdict with evidence", f"none for {name}", do)


def _known(book: Book, pages: list[Page], item: str, where: str) -> Iterator[FurtherError]:
    try:
        if item.startswith("@"):
            book.work(item[1:], where)
            for page in pages:
                if item[1:] not in {each.key for each in page.citations}:
                    do = f"cite it there as [{item}], or name other evidence"
                    yield FurtherError(where, f"a work that {page.file} cites", item, do)
            return
        stem, _, name = item.partition(".")
        if name not in book.experiment(stem, where).code and stem in book.results:
            book.finding(item, ("claim", "figure", "table", "value"), where)
    except FurtherError as error:
        yield error
