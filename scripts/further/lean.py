"""The same drawing in fewer elements: a phone pays for every element of a page before it shows a word.

Vega draws every mark as an element of its own, inside groups that say nothing. Here what paints nothing is left out,
groups that say nothing are opened, and marks that look alike and follow one another become one path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from math import hypot
from xml.etree import ElementTree as etree
from xml.etree.ElementTree import Element

from further.tiles import tiled

DEFAULTS = {"opacity": "1", "stroke-width": "1", "text-anchor": "start", "font-weight": "normal"}
DEFAULTS |= {"transform": "translate(0,0)", "x2": "0", "y2": "0"}
XMLNS = ' xmlns="http://www.w3.org/2000/svg"'
MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
Spot = tuple[float, float]
CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")


def lean(svg: str) -> str:
    """Return ``svg``, a drawing of Vega's, with the same picture in fewer elements."""
    root = etree.fromstring(svg.replace(XMLNS, "", 1))
    _prune(root, painted=False)
    text = etree.tostring(root, encoding="unicode", short_empty_elements=True)
    return text.replace("<svg", f"<svg{XMLNS}", 1).replace(" />", "/>")


def _prune(parent: Element, painted: bool) -> None:
    """Leave out what paints nothing, open groups that say nothing, join what looks alike."""
    kept: list[Element] = []
    for child in parent:
        for name, default in DEFAULTS.items():
            if child.get(name) == default:
                del child.attrib[name]
        if not _paints(child, painted):
            continue
        _prune(child, painted or child.get("stroke", "none") != "none" or child.get("fill", "none") != "none")
        if child.tag == "g" and not child.attrib:
            kept += child
        elif child.tag != "g" or len(child):
            kept.append(_merged(child))
    parent[:] = [mark for run in _runs(tiled(kept)) for mark in _joined(run)]


def _paints(mark: Element, painted: bool) -> bool:
    if mark.get("display") == "none":
        return False
    return mark.tag != "path" or painted or any(mark.get(name, "none") != "none" for name in ("fill", "stroke"))


def _merged(group: Element) -> Element:
    """Return a group that does nothing but move one other group, as one group."""
    if (
        group.tag == "g"
        and len(group) == 1
        and group[0].tag == "g"
        and {*group.attrib, *group[0].attrib} == {"transform"}
    ):
        group[0].set("transform", f"{group.get('transform')} {group[0].get('transform')}")
        return group[0]
    return group


def _runs(marks: list[Element]) -> Iterator[list[Element]]:
    """Yield marks that follow one another and differ in nothing but their place."""
    for _, run in groupby(marks, _look):
        yield list(run)


def _look(mark: Element) -> tuple:
    own = {"transform", "x2", "y2"} if mark.tag == "line" else {"transform"}
    if len(mark) or mark.tag not in ("line", "path") or not _still(mark):
        return (id(mark),)
    if mark.tag == "path" and not CIRCLE.fullmatch(mark.get("d", "")):
        return (id(mark),)
    return (mark.tag, *sorted((name, text) for name, text in mark.attrib.items() if name not in own))


def _still(mark: Element) -> bool:
    return MOVED.fullmatch(mark.get("transform", "translate(0,0)")) is not None


def _at(mark: Element) -> Spot:
    found = MOVED.fullmatch(mark.get("transform", "translate(0,0)"))
    return float(found[1]), float(found[2])


def _joined(run: list[Element]) -> list[Element]:
    if len(run) < 2:
        return run
    if run[0].tag == "line":
        sees_through = any("opacity" in name for name in run[0].attrib)
        return run if sees_through else [_path(run, _stroke_of_line)]
    return [_path(layer, _circle) for layer in _layers(run)]


def _path(run: list[Element], drawn: Callable[[Element], str]) -> Element:
    own = ("transform", "x2", "y2", "d")
    made = Element("path", {"d": "".join(map(drawn, run))})
    made.attrib |= {name: text for name, text in run[0].attrib.items() if name not in own}
    return made


def _stroke_of_line(line: Element) -> str:
    x, y = _at(line)
    return f"M{x:g},{y:g}l{line.get('x2', '0')},{line.get('y2', '0')}"


def _circle(mark: Element) -> str:
    (x, y), radius = _at(mark), float(CIRCLE.fullmatch(mark.get("d"))[1])
    arc = f"a{radius:g},{radius:g},0,1,1,"
    return f"M{x + radius:.7g},{y:g}{arc}{-2 * radius:g},0{arc}{2 * radius:g},0"


def _layers(run: list[Element]) -> list[list[Element]]:
    """Return the marks in layers; where one sees through them, the marks of a layer do not touch each other.

    Marks of one colour and opacity look the same in any order, but one path paints a place only once.
    """
    first = run[0]
    if not any("opacity" in name for name in first.attrib) and first.get("stroke", "none") == "none":
        return [run]
    apart = 2 * float(CIRCLE.fullmatch(first.get("d"))[1]) + float(first.get("stroke-width", "1"))
    layers: list[tuple[list[Element], dict[Spot, list[Spot]]]] = []
    for mark in run:
        place = _at(mark)
        free = ((marks, taken) for marks, taken in layers if not _touched(taken, place, apart))
        marks, taken = next(free, ([], {}))
        if not marks:
            layers.append((marks, taken))
        marks.append(mark)
        taken.setdefault((place[0] // apart, place[1] // apart), []).append(place)
    return [marks for marks, _ in layers]


def _touched(taken: dict[Spot, list[Spot]], place: Spot, apart: float) -> bool:
    """Whether a mark of a layer is within ``apart`` of a place; ``taken`` has them by squares of that size."""
    column, row = place[0] // apart, place[1] // apart
    squares = ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
    return any(hypot(place[0] - x, place[1] - y) <= apart for square in squares for x, y in taken.get(square, ()))
