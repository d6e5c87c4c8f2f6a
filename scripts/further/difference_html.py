"""What a change does to the answers, as one HTML page that needs no other file: figures and tables side by side."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import Any

from further import picture
from further.bilingual import LANGUAGES
from further.book import Book
from further.difference_text import held
from further.errors import FurtherError

STYLE = """
body { font: 16px/1.6 sans-serif; max-width: 1200px; margin: 2rem auto; padding: 0 1rem }
body { color: #1b1d21; background: #fff }
table { border-collapse: collapse; margin: .5rem 0 }
th, td { border: 1px solid #ccc; padding: .2rem .6rem; text-align: left }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
.sides > * { min-width: 0; overflow-x: auto }
img { max-width: 100%; background: #fff }
h3 { margin: 1.5rem 0 .3rem }
.none { color: #5b626d }
@media (max-width: 700px) { .sides { grid-template-columns: 1fr } }
"""
HEAD = f"""<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>{STYLE}</style>"""
"""Nothing runs and nothing is fetched, whatever the texts of a change hold."""


def as_html(found: dict[str, Any], before: Book, after: Book) -> str:
    """Return the page.

    Args:
        found: What `further.difference.between` gave, with ``since`` and ``unknown``.
        before: The book of then, with results.
        after: The book of now, with results.
    """
    title = f"Since {escape(found['since'])}"
    body = "".join(
        f"<h2>{name} ({len(rows)})</h2>{''.join(rows)}" for name, rows in _parts(found, before, after) if rows
    )
    unknown = "".join(
        f"<p>Not known {side}, and left out: {escape(', '.join(names))}.</p>"
        for side, names in found["unknown"].items()
        if names
    )
    return (
        f'<!doctype html><html lang="en"><head>{HEAD}<title>{title}</title></head>'
        f"<body><h1>{title}</h1>{body or '<p>No answer changes.</p>'}{unknown}</body></html>\n"
    )


def _parts(found: dict[str, Any], before: Book, after: Book) -> Iterator[tuple[str, list[str]]]:
    pages = [[each["change"], each["path"], each["title"]] for each in found["pages"]]
    yield "Changed pages", _grid(["change", "page", "title"], pages)
    numbers = [[each["name"], each["before"], each["after"], ", ".join(each["pages"])] for each in found["numbers"]]
    yield "Changed numbers", _grid(["number", "before", "after", "where"], numbers)
    verdicts = [[each["name"], each["before"], each["after"], each["note"]] for each in found["verdicts"]]
    yield "Changed verdicts", _grid(["statement", "before", "after", "the notes' words"], verdicts)
    claims = [[each["name"], *(_claim(each[side]) for side in ("before", "after"))] for each in found["claims"]]
    yield "Changed claims", _grid(["claim", "before", "after"], claims)
    yield (
        "Changed tables",
        [_sides(each["name"], *(_tables(each[side]) for side in _SIDES)) for each in found["tables"]],
    )
    yield (
        "Changed figures",
        [_sides(each["name"], *_drawn(each, before, after)) for each in found["figures"]],
    )


_SIDES = ("before", "after")


def _grid(heads: list[str], rows: list[list[str | None]]) -> list[str]:
    """Return a table, or nothing if it has no rows; one string for each row, so that rows can be counted."""
    if not rows:
        return []
    made = [f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows]
    made[0] = f"<table><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr>{made[0]}"
    made[-1] += "</table>"
    return made


def _cell(text: str | None) -> str:
    return '<span class="none">none</span>' if text is None else escape(text)


def _claim(claim: dict[str, Any] | None) -> str | None:
    if claim is None:
        return None
    return f"{held(claim).replace('**', '')}: {claim['statement']['en']} / {claim['statement']['ko']}"


def _tables(table: dict[str, list[list[str]]] | None) -> str:
    if table is None:
        return '<p class="none">none</p>'
    return "".join("".join(_grid(rows[0], rows[1:])) for rows in table.values())


def _sides(name: str, was: str, now: str) -> str:
    sides = (f'<div><p class="none">{side}</p>{shown}</div>' for side, shown in zip(_SIDES, (was, now), strict=True))
    return f'<h3>{escape(name)}</h3><div class="sides">{"".join(sides)}</div>'


def _drawn(each: dict[str, Any], before: Book, after: Book) -> list[str]:
    return [
        "".join(_image(book, each["name"], lang) for lang in LANGUAGES) if each[side] else '<p class="none">none</p>'
        for side, book in zip(_SIDES, (before, after), strict=True)
    ]


def _image(book: Book, name: str, lang: str) -> str:
    """Return a figure as an image: what it says and whatever ids it has stay inside."""
    stem, _, item = name.partition(".")
    finding = book.results[stem].findings[item]
    try:
        svg = picture.made(book, stem, finding, lang).drawings["wide"]
    except FurtherError as error:
        return f"<pre>{escape(str(error))}</pre>"
    if "xmlns=" not in svg.partition(">")[0]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f'<img alt="{escape(name)} ({lang})" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
