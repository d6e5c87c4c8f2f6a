"""Ids of headings that one language has and the other lacks, or that differ: the English id goes for both.

Only where both pages have the same headings, level by level: else it is not known which belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from further.book import Book
from further.page import HEADING, Page


def mend(book: Book) -> Iterator[str]:
    """Give both languages the same ids, and links to a changed id the new one; yield what was done, a line each."""
    for path, korean in book.pages["ko"].items():
        english = book.pages["en"].get(path)
        if english and [each.level for each in korean.headings] == [each.level for each in english.headings]:
            wanted = _wanted(korean, english)
            for page in (korean, english):
                yield from _give(book, page, wanted)


def _wanted(korean: Page, english: Page) -> list[str]:
    """Return the id of each heading: the English one, the Korean one where there is none, else made of the text."""
    from markdown.extensions.toc import slugify  # a tenth of a second, for those who mend

    wanted: list[str] = []
    for ours, theirs in zip(korean.headings, english.headings, strict=True):
        own = [each for each in (theirs.id, ours.id) if each and each.isascii()]
        made = own[0] if own else slugify(re.sub(r"\{\{.*?\}\}", "", theirs.text), "-") or "section"
        number = 2
        while not own and made in wanted:
            made, number = f"{made.rstrip('0123456789').rstrip('-')}-{number}", number + 1
        wanted.append(made)
    return wanted


def _give(book: Book, page: Page, wanted: list[str]) -> Iterator[str]:
    lines = page.text.splitlines(keepends=True)
    for heading, id_ in zip(page.headings, wanted, strict=True):
        if heading.id == id_:
            continue
        lines[heading.line - 1] = _with(lines[heading.line - 1].strip(), id_) + "\n"
        yield f"{page.file}, line {heading.line}: #{id_}" + (f" in place of #{heading.id}" if heading.id else "")
    if (text := "".join(lines)) != page.text:
        (book.root / page.file).write_text(text, encoding="utf-8", newline="\n")
        for heading, id_ in zip(page.headings, wanted, strict=True):
            if heading.id and heading.id != id_ and heading.id not in wanted:
                yield from _relink(book, page, heading.id, id_)


def _with(line: str, id_: str) -> str:
    """Return a heading's line with another id; its classes stay."""
    match = HEADING.match(line)
    rest = re.sub(r"#[\w-]*", "", match["attributes"] or "").split()
    return f"{match['marks']} {match['text']} {{ {' '.join([f'#{id_}', *rest])} }}"


def _relink(book: Book, page: Page, old: str, new: str) -> Iterator[str]:
    """Point links in pages of the same language at the new id."""
    name = re.escape(Path(page.path).name)
    for other in book.pages[page.lang].values():
        file = book.root / other.file
        text = file.read_text(encoding="utf-8")
        target = rf"(?:[\w./-]*{name}|)" if other is page else rf"[\w./-]*{name}"
        changed = re.sub(rf"(\]\({target}#){re.escape(old)}(?=[)\s])", lambda match: match[1] + new, text)
        if changed != text:
            file.write_text(changed, encoding="utf-8", newline="\n")
            yield f"{other.file}: links to #{old} lead to #{new}"
