"""The map of the questions, read from docs/map.yml: where each stands, its works, how one leads to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from further import yaml_source
from further.bilingual import LANGUAGES
from further.book import Book, topic
from further.errors import FurtherError, raise_all
from further.yaml_source import Mapping

SHOWN = "docs/map.yml"


@dataclass(frozen=True)
class Stop:
    """A question's place on the map.

    Attributes:
        topic: Its topic, the stem of its page.
        row: On a wide screen, from 1.
        column: On a wide screen, from 1.
        works: What readers call the works it is about, and the year in which each was first public.
        leads: The topics that it leads to, and how.
    """

    topic: str
    row: int
    column: int
    works: dict[str, str]
    leads: dict[str, str]


def read(book: Book, lang: str) -> list[Stop]:
    """Return the stops in their order; none if there is no map.

    Raises:
        FurtherError: If something is wrong with the map.
    """
    stops = _source(book.root)
    raise_all(list(_wrong(book, stops)))
    return [
        Stop(
            name,
            *stop["at"],
            {_text(called, lang): _year(book, key) for key, called in stop["works"].items()},
            {target: _text(how, lang) for target, how in stop.get("leads", {}).items()},
        )
        for name, stop in stops.items()
    ]


def check(book: Book) -> list[FurtherError]:
    """Return everything that is wrong with the map."""
    try:
        return list(_wrong(book, _source(book.root)))
    except FurtherError as error:
        return [error]


def _source(root: Path) -> Mapping:
    file = root / "docs" / "map.yml"
    found = yaml_source.read(file, SHOWN) if file.exists() else None
    if found is None:
        return Mapping()
    if not isinstance(found, Mapping):
        raise FurtherError(yaml_source.place(SHOWN, 1), "questions by topic", repr(found)[:200])
    return found


def _text(text: Any, lang: str) -> str:
    return text if isinstance(text, str) else text[lang]


def _year(book: Book, key: str) -> str:
    fields = book.works[key].fields
    return fields.get("origdate") or fields["year"]


def _wrong(book: Book, stops: Mapping) -> Iterator[FurtherError]:
    asked = {topic(page.path) for page in book.questions("en")}
    for name, stop in stops.items():
        where = yaml_source.place(SHOWN, stops.lines[name])
        if name not in asked:
            yield FurtherError(where, "the topic of a page that answers a question", name, f"one of {', '.join(asked)}")
        elif not _is_stop(stop):
            yield FurtherError(where, "at: [row, column] from 1, works and perhaps leads", f"{name}: {stop!r}"[:200])
        else:
            yield from _wrong_names(book, stops, stop, where)
    places: dict[tuple[int, int], str] = {}
    for name, stop in stops.items():
        if _is_stop(stop) and (first := places.setdefault(tuple(stop["at"]), name)) != name:
            where = yaml_source.place(SHOWN, stops.lines[name])
            yield FurtherError(where, "a place for each question", f"{name} and {first} both at {stop['at']}")


def _is_stop(stop: Any) -> bool:
    at = stop.get("at") if isinstance(stop, Mapping) else None
    if not (isinstance(at, list) and len(at) == 2 and all(isinstance(x, int) and x > 0 for x in at)):
        return False
    return {"works"} <= set(stop) - {"at", "leads"} <= {"works"} and all(
        isinstance(stop.get(field, {}), Mapping) or stop.get(field, {}) == {} for field in ("works", "leads")
    )


def _wrong_names(book: Book, stops: Mapping, stop: Mapping, where: str) -> Iterator[FurtherError]:
    for key in stop["works"]:
        if key not in book.works:
            yield FurtherError(where, "a work in docs/references.bib", key)
    for target, how in stop.get("leads", {}).items():
        if target not in stops:
            yield FurtherError(where, "a question of the map to lead to", target)
        elif not _is_stop(stops[target]):
            continue  # told at the target
        elif not _drawable(stop["at"], stops[target]["at"]):
            expected = "leads to the next column of the row, or to a row below"
            yield FurtherError(where, expected, f"{stop['at']} to {target} at {stops[target]['at']}")
        elif through := _crossed(stops, stop["at"], stops[target]["at"]):
            found = f"{stop['at']} to {target} at {stops[target]['at']}, through {', '.join(through)}"
            yield FurtherError(where, "a line with no question in its way", found)
        if not isinstance(how, Mapping):
            yield FurtherError(where, "how it leads there in both languages: {en: …, ko: …}", f"{target}: {how!r}")
    for name, text in [*stop["works"].items(), *stop.get("leads", {}).items()]:
        if isinstance(text, Mapping) and not all(isinstance(text.get(lang), str) for lang in LANGUAGES):
            yield FurtherError(where, "{en: …, ko: …}", f"{name}: {dict(text)!r}")


def _crossed(stops: Mapping, start: list[int], end: list[int]) -> list[str]:
    """Return the questions that stand in the way of a line: it goes down in its own column first."""
    last = end[0] - 1 if start[1] == end[1] else end[0]
    way = [[row, start[1]] for row in range(start[0] + 1, last + 1)]
    return [name for name, stop in stops.items() if _is_stop(stop) and stop["at"] in way]


def _drawable(start: list[int], end: list[int]) -> bool:
    """Whether a line can be drawn: straight down, one column aside, or down and then one column aside."""
    return (end[0] > start[0] and abs(end[1] - start[1]) <= 1) or (end[0] == start[0] and abs(end[1] - start[1]) == 1)
