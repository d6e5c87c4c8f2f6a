"""The order of the pages, as the navigation lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from further.book import Book
from further.words import word

NOTEBOOKS = "notebooks"
BACK = ("verdicts.md", "glossary.md", "bibliography.md")


def contents(book: Book, lang: str, questions: Iterable[str], suffix: str = ".ipynb") -> list[Any]:
    """Return home, the questions in their order, what is made from all of them, then one notebook for each experiment.

    Args:
        book: The book.
        lang: ``"ko"`` or ``"en"``.
        questions: Paths of the question pages in their order; those that do not exist yet are left out.
        suffix: What the names of notebook pages end in.
    """
    pages = book.pages[lang]
    named = [path for path in questions if path in pages]
    rest = sorted(set(pages) - set(named) - {"index.md", *BACK})
    notebooks = [f"{NOTEBOOKS}/{name}{suffix}" for name in book.experiments]
    return [path for path in ["index.md", *named, *rest, *BACK] if path in pages] + [
        {word(lang, "notebooks"): notebooks}
    ]
