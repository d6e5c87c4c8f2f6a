"""What has to be true of the book before it is published. Runs nothing and renders nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from further import atlas, cited, references, staleness, statements, terms, verdicts, wording
from further.bilingual import LANGUAGES, MARKED
from further.book import Book, topic
from further.errors import FurtherError, Unfinished
from further.page import VALUE, Page, Reference
from further.result import SHOWN, Finding

NOTED = re.compile(r"(?<!\n)\[\^([\w-]+)\]")  # at the beginning of a line it is the footnote itself
OTHER = {"ko": "en", "en": "ko"}


def check(book: Book) -> list[FurtherError]:
    """Return everything that is wrong with ``book``, page by page.

    What needs results (names of findings, claims that hold, findings that no page shows) is looked at for the
    experiments whose results are there.
    """
    errors = [error for lang in LANGUAGES for page in book.pages[lang].values() for error in _page(book, page)]
    errors += [error for path, page in book.pages["ko"].items() for error in _parity(page, book.pages["en"].get(path))]
    errors += atlas.check(book)
    errors += [] if references.SHOWN in book.unread else cited.check(book)
    errors += [] if statements.SHOWN in book.unread else verdicts.check(book)
    errors += _unshown(book)
    errors += _texts(book)
    errors += terms.check(book)
    return errors


def _page(book: Book, page: Page) -> Iterator[FurtherError]:
    missing = f"docs/{OTHER[page.lang]}/{page.path}"
    if page.path not in book.pages[OTHER[page.lang]] and missing not in book.unread:
        yield Unfinished(page.where(), "the page in both languages", f"no {missing}", f"write {missing}")
    yield from staleness.check(page)
    yield from _headings(page)
    yield from _once(page)
    for reference in page.references:
        yield from _reference(book, page, reference)
    yield from _answer(book, page)
    said = {reference.name for reference in page.references if reference.kind == "verdict"}
    for name in book.statements.get(topic(page.path), {}):
        if name not in said:
            expected = f"a verdict on every statement of {topic(page.path)} in docs/claims.yml"
            yield Unfinished(page.where(), expected, f"none on {name}", f"add /// verdict | {name}")


def _answer(book: Book, page: Page) -> Iterator[FurtherError]:
    """What the answer names has to make sense on the home page too, where its figures and claims are not."""
    for match in VALUE.finditer(page.answer):
        stem, _, item = match["name"].partition(".")
        finding = book.results[stem].findings.get(item.partition(".")[0]) if stem in book.results else None
        if finding and finding.kind != "value":
            line = next(ref.line for ref in page.references if ref.name == match["name"])
            yield FurtherError(page.where(line), "only values in the answer", f"{match['name']}, a {finding.kind}")


def _headings(page: Page) -> Iterator[FurtherError]:
    seen: dict[str, int] = {}
    for heading in page.headings:
        where = page.where(heading.line)
        if not heading.id or not heading.id.isascii():
            yield FurtherError(
                where, "a heading with an ASCII id: ## … { #id }", heading.text, "the same id in both languages"
            )
        elif heading.id in seen:
            yield FurtherError(where, "ids that are unique", f"#{heading.id} again (first in line {seen[heading.id]})")
        seen[heading.id] = heading.line
    if [heading.level for heading in page.headings].count(1) != 1:
        yield FurtherError(page.where(), "one title (# …)", f"{[h.text for h in page.headings if h.level == 1]}")


def _once(page: Page) -> Iterator[FurtherError]:
    """A block that others can refer to stands once on its page."""
    seen: dict[str, int] = {}
    for block, line in _blocks(page):
        if block in seen and not block.startswith("code"):
            yield FurtherError(page.where(line), "every block once on a page", f"{block} (first in line {seen[block]})")
        seen.setdefault(block, line)


def _reference(book: Book, page: Page, reference: Reference) -> Iterator[FurtherError]:
    where = page.where(reference.line)
    try:
        if {reference.name.partition(".")[0], "docs/claims.yml" if reference.kind == "verdict" else ""} & book.unread:
            return  # what is wrong with it is told already
        if reference.kind == "code":
            book.cell(reference.name, where)
        elif reference.kind == "verdict":
            book.statement(topic(page.path), reference.name, where)
        else:
            book.experiment(reference.name.partition(".")[0], where)
            if reference.name.partition(".")[0] in book.results:
                kinds = ("value", *SHOWN) if reference.kind == "value" else (reference.kind,)
                finding, _ = book.finding(reference.name, kinds, where)
                yield from _holds(reference, finding, where)
    except FurtherError as error:
        yield error


def _holds(reference: Reference, finding: Finding, where: str) -> Iterator[FurtherError]:
    """A claim that a page cites has to hold."""
    if reference.kind != "claim" or finding.holds():
        return
    data = finding.data
    found = f"it holds in {data['held']} of {data['seeds']}"
    if data["margins"]:
        found += f", worst margin {min(data['margins']):.3g}"
    if not data["wide"]:
        found += ", and the margins are not wider than their spread"
    expected = f"claim {reference.name} (cell {finding.cell}) to hold in every seed, by more than its spread"
    yield FurtherError(
        where, expected, found, "change the sentence and the claim to what is true; do not tune the experiment"
    )


def _parity(korean: Page, english: Page | None) -> Iterator[FurtherError]:
    """Both languages have the same headings, blocks, and, section by section, the same names."""
    if english is None:
        return
    pairs = (
        ("headings (level and id)", [("#" * h.level + f" #{h.id}", h.line) for h in korean.headings],
         [("#" * h.level + f" #{h.id}", h.line) for h in english.headings]),
        ("blocks", korean.blocks, english.blocks),
        ("names in blocks", _blocks(korean), _blocks(english)),
    )  # fmt: skip
    for what, ours, theirs in pairs:
        if (difference := _first_difference(ours, theirs)) is not None:
            yield _differs(korean, english, what, *difference)
            return
    if noted := set(NOTED.findall(korean.text)) ^ set(NOTED.findall(english.text)):
        where = f"{korean.where()} and {english.where()}"
        yield Unfinished(where, "the same footnotes in both languages", f"only in one: {sorted(noted)}")
    for section in dict.fromkeys(["", *(heading.id for heading in korean.headings)]):
        ours, theirs = (
            {ref.name for ref in page.references if ref.kind == "value" and ref.section == section}
            for page in (korean, english)
        )
        if ours != theirs:
            line = next((heading.line for heading in korean.headings if heading.id == section), 1)
            found = f"only in Korean: {sorted(ours - theirs)}, only in English: {sorted(theirs - ours)}"
            yield Unfinished(korean.where(line), f"the same values in section #{section} of both languages", found)


def _blocks(page: Page) -> list[tuple[str, int]]:
    return [(f"{ref.kind} | {ref.name}", ref.line) for ref in page.references if ref.kind != "value"]


def _first_difference(ours: list[tuple[str, int]], theirs: list[tuple[str, int]]) -> tuple[tuple, tuple] | None:
    nothing = ("nothing", 0)
    for index in range(max(len(ours), len(theirs))):
        left = ours[index] if index < len(ours) else nothing
        right = theirs[index] if index < len(theirs) else nothing
        if left[0] != right[0]:
            return left, right
    return None


def _differs(korean: Page, english: Page, what: str, ours: tuple[str, int], theirs: tuple[str, int]) -> FurtherError:
    where = f"{korean.where(ours[1])} and {english.where(theirs[1])}"
    return Unfinished(where, f"the same {what} in the same order", f"{ours[0]} (ko), {theirs[0]} (en)")


def _unshown(book: Book) -> Iterator[FurtherError]:
    """Every figure, table and claim that a run gave is on some page."""
    shown = {(ref.kind, ref.name) for page in book.pages["ko"].values() for ref in page.references}
    for name, result in book.results.items():
        for finding in result.findings.values():
            if finding.kind in SHOWN and (finding.kind, f"{name}.{finding.name}") not in shown:
                where = f"experiment {name}, cell {finding.cell}"
                found = f"{finding.kind} {name}.{finding.name} on no page"
                yield Unfinished(where, "every figure, table and claim on a page", found, "show it, or remove it")


def _texts(book: Book) -> Iterator[FurtherError]:
    """Alt texts and the texts of values, tables and claims are in the language that they say they are in."""
    for name, result in book.results.items():
        for finding in result.findings.values():
            texts = [finding.data.get(key) for key in ("alt", "values", "statement", "columns", "rows")]
            if wrong := wording.untranslated(texts):
                where = f"experiment {name}, cell {finding.cell}, {finding.kind} {finding.name}"
                yield FurtherError(where, "both(english, korean), each in its language", ", ".join(map(repr, wrong)))
            if finding.kind == "table" and (bare := _bare(finding)):
                where = f"experiment {name}, cell {finding.cell}, table {finding.name}"
                yield FurtherError(
                    where, "every text of the table in both(…)", ", ".join(map(repr, bare)), "both(name) for a name"
                )


def _bare(table: Finding) -> list[str]:
    texts = wording.strings([[column["head"] for column in table.data["columns"]], table.data["rows"]])
    outside = (text for text in texts if re.search(r"[A-Za-z]{2,}|[\uac00-\ud7a3]", MARKED.sub("", text)))
    return list(dict.fromkeys(outside))
