"""``further diff``: two books, what each found, and what is different, in the form that is asked for."""

from __future__ import annotations

from further import past
from further.book import Book
from further.difference import between
from further.difference_html import as_html
from further.difference_text import as_json, as_markdown
from further.run import Runner

FORMS = {"md": as_markdown, "json": as_json}


def compare(book: Book, revision: str, run: bool, form: str, page: bool) -> tuple[str, str]:
    """Compare the book with what it was at a revision.

    Args:
        book: The book.
        revision: Whatever git takes for a commit.
        run: Whether to run what the store does not know.
        form: ``"md"`` or ``"json"``.
        page: Whether to make the HTML page too.

    Returns:
        The text in this form, and the page (empty if it is not asked for).

    Raises:
        FurtherError: If git does not know the revision, or an experiment fails.
    """
    with past.at(book, revision) as before:
        unknown = {"before": past.fill(before, past.Past, run), "after": past.fill(book, Runner, run)}
        found = {"since": revision, **between(before, book), "unknown": unknown}
        return FORMS[form](found), as_html(found, before, book) if page else ""
