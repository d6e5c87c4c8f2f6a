"""The data behind a chart as a table: what its tooltips say of every mark, as shown and as plain numbers.

Vega itself evaluates them: every tooltip is asked for all its fields, and what the marks answer is read off the
drawing, after every transform of the chart.
"""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from further.words import word

SHOWN = 60
"""Rows in the page; the file has all of them."""

APART = "\u241e"  # between the fields of a row, a character that no text of a chart has
CHANNELS = ("row", "column", "facet", "y", "x", "yOffset", "xOffset", "color", "fill", "stroke", "shape", "text")
BESIDE = ("rule", "text", "area")
"""Marks that stand beside those that carry the data: grid lines, labels, bands. Told where there are no others."""

NUMBER = re.compile(r"[-\u2212]?\d+(\.\d+)?([eE][-+\u2212]?\d+)?")


class Table(NamedTuple):
    """Rows of texts under their heads.

    Attributes:
        heads: Titles of the columns.
        shown: Cells as the chart's tooltips write them.
        plain: The same, numbers with all their digits.
    """

    heads: list[str]
    shown: list[list[str]]
    plain: list[list[str]]

    def brief(self) -> dict[str, Any]:
        """Return what a page shows: heads, which columns are numbers, the first rows, and how many there are."""
        kinds = [all(NUMBER.fullmatch(cell) or not cell for cell in column) for column in zip(*self.plain, strict=True)]
        return {"heads": self.heads, "numbers": kinds, "rows": self.shown[:SHOWN], "all": len(self.shown)}

    def file(self) -> bytes:
        """Return the table as comma-separated values, with the mark by which spreadsheets know UTF-8."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.heads, *self.plain])
        return ("\ufeff" + out.getvalue()).encode()


class Unit(NamedTuple):
    """One kind of mark: its part of the specification, its encoding, its columns, and the titles of its views."""

    spec: dict[str, Any]
    encoding: dict[str, Any]
    columns: list[dict[str, Any]]
    panel: str

    def names(self) -> list[tuple[str, str]]:
        """Return what tells its columns apart: their titles, or the fields of those that have none."""
        titles = [str(column.get("title") or "") for column in self.columns]
        return [
            (title, "" if title else str(column.get("field", "")))
            for title, column in zip(titles, self.columns, strict=True)
        ]

    def rows(self, cells: list[str], names: list[tuple[str, str]]) -> list[list[str]]:
        """Return one mark's answer, as shown and plain, under the names of the whole table."""
        half = len(self.columns)
        parts = (dict(zip(self.names(), part, strict=True)) for part in (cells[:half], cells[half:]))
        return [[part.get(name, "") for name in names] for part in parts]


def table(ready: dict[str, Any], lang: str) -> Table:
    """Return the data of a chart that is laid out in one language."""
    import vl_convert

    ready = copy.deepcopy(ready)
    _still(ready, {param["name"] for param in ready.get("params", [])})
    units = list(_units(ready, {}, ""))
    whole = [unit for unit in units if unit.columns]
    tipped = [unit for unit in whole if unit.encoding.get("tooltip")]
    told = [unit for unit in tipped if _mark(unit.spec) not in BESIDE] or tipped
    told = told or [unit for unit in whole if _mark(unit.spec) not in BESIDE] or whole
    for unit in units:
        unit.spec.setdefault("encoding", {})["tooltip"] = {"value": None}
    for number, unit in enumerate(told):
        plain = [{key: item for key, item in column.items() if key != "format"} for column in unit.columns]
        unit.spec["encoding"]["tooltip"] = [
            {**column, "title": f"@{number}.{index}@"} for index, column in enumerate([*unit.columns, *plain])
        ]
    vega = vl_convert.vegalite_to_vega(ready)
    _describe(vega)
    _undress(vega)
    answers = _answers(vl_convert.vega_to_scenegraph(vega))
    return _table([(mark, told[int(number)], cells) for mark, (number, *cells) in answers], lang)


def _table(found: list[tuple[str, Unit, list[str]]], lang: str) -> Table:
    """Put the answers of all marks under common heads. What a line says its points do not say again."""
    panels = len({unit.panel for _, unit, _ in found if unit.panel}) > 1
    names = list(dict.fromkeys(name for _, unit, _ in found for name in unit.names()))
    shown, plain, said, before = [], [], {}, None
    for mark, unit, cells in found:
        kind = (unit.panel, tuple(unit.names()))
        if mark != before:
            known, before = set(said.get(kind, ())), mark
        first = [unit.panel] if panels else []
        told, exact = ([*first, *row] for row in unit.rows(cells, names))
        exact = [cell.replace("\u2212", "-") if NUMBER.fullmatch(cell) else cell for cell in exact]
        if tuple(exact) not in known:
            shown.append(told)
            plain.append(exact)
        said.setdefault(kind, set()).add(tuple(exact))
    heads = [word(lang, "panel")] * panels + [title for title, _ in names]
    columns = [tuple(column) for column in zip(*shown, strict=True)]
    kept = [
        index
        for index, (head, column) in enumerate(zip(heads, columns, strict=True))
        if head or column not in columns[:index] + columns[index + 1 :]
    ]
    shown, plain = ([[row[index] for index in kept] for row in rows] for rows in (shown, plain))
    return Table([heads[index] or word(lang, "item") for index in kept], shown, plain)


def _units(spec: dict[str, Any], above: dict[str, Any], panel: str) -> Iterator[Unit]:
    """Yield every kind of mark with the encoding that it has from the views around it."""
    title = spec.get("title")
    title = title.get("text") if isinstance(title, dict) else title
    panel = " ".join(title) if isinstance(title, list) else title or panel
    facets = spec.get("facet", {})
    facets = {"facet": facets} if "field" in facets else facets
    encoding = {**above, **facets, **spec.get("encoding", {})}
    if "mark" in spec:
        yield Unit(spec, encoding, _columns(encoding), panel)
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(key, []):
            yield from _units(part, encoding, panel)
    if isinstance(spec.get("spec"), dict):
        yield from _units(spec["spec"], encoding, panel)


def _columns(encoding: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields that a mark shows: those of its channels, then those of its tooltip."""
    tips = encoding.get("tooltip") or []
    tips = [tip for tip in (tips if isinstance(tips, list) else [tips]) if "field" in tip or "aggregate" in tip]
    told = {tip.get("field") for tip in tips}
    channels = {}
    for column in map(_column, (encoding.get(name) for name in CHANNELS)):
        if column and column.get("field") not in told:
            channels.setdefault((column.get("field"), column.get("aggregate")), column)
    return [*channels.values(), *tips]


def _column(channel: Any) -> dict[str, Any]:
    """Return what a tooltip needs of a channel: nothing, if it shows no data, or numbers that it does not name."""
    if not isinstance(channel, dict) or not ("field" in channel or "aggregate" in channel):
        return {}
    kept = {key: channel[key] for key in ("field", "type", "aggregate", "bin", "timeUnit") if key in channel}
    guides = [channel.get(key) or {} for key in ("axis", "legend", "header")]
    titles = [each["title"] for each in [channel, *guides] if each.get("title")]
    if not titles and kept.get("type") == "quantitative":
        return {}
    return {"type": "nominal", **kept, "title": titles[0] if titles else ""}


def _mark(spec: dict[str, Any]) -> str:
    return spec["mark"]["type"] if isinstance(spec["mark"], dict) else spec["mark"]


def _still(spec: Any, names: set[str]) -> None:
    """Take out the filters that a reader moves: the table has what any place of a slider can show."""
    if isinstance(spec, dict):
        if isinstance(steps := spec.get("transform"), list):
            moving = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b") if names else None
            spec["transform"] = [
                step for step in steps if not (moving and "filter" in step and moving.search(repr(step["filter"])))
            ]
        spec = list(spec.values())
    for part in spec if isinstance(spec, list) else ():
        _still(part, names)


def _describe(thing: Any) -> None:
    """Let every mark write its tooltip's fields into its description, which a scene graph keeps."""
    if isinstance(thing, dict):
        update = thing.get("encode", {}).get("update", {}) if isinstance(thing.get("encode"), dict) else {}
        tip = update.get("tooltip", {}) if isinstance(update, dict) else {}
        tip = tip.get("signal", "") if isinstance(tip, dict) else ""
        if match := re.match(r'\{"@(\d+)\.', tip):
            fields = re.sub(r'(^\{|, )"@\d+\.\d+@": ', r", ", tip).removesuffix("}")
            update["description"] = {"signal": f"join(['{match[1]}'{fields}], '{APART}')"}
        thing = list(thing.values())
    for part in thing if isinstance(thing, list) else ():
        _describe(part)


def _undress(group: dict[str, Any]) -> None:
    """Take out what only frames the marks: its texts are most of what laying out a chart costs."""
    for frame in ("axes", "legends", "title"):
        group.pop(frame, None)
    for mark in group.get("marks", []):
        _undress(mark)


def _answers(thing: Any, mark: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield what the marks of a scene graph say of themselves, in the order of the drawing, with their name."""
    if isinstance(thing, dict):
        mark = thing.get("name", mark)
        if APART in str(thing.get("description", "")):
            yield mark, thing["description"].split(APART)
        thing = [part for part in thing.values() if isinstance(part, dict | list)]
    for part in thing if isinstance(thing, list) else ():
        yield from _answers(part, mark)
