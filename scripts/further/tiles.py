"""Rectangles side by side, as the cells of a heat map, in one path for each look: see `further.lean`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

NUMBER = r"(-?[\d.]+)"
RECTANGLE = re.compile(rf"M{NUMBER},{NUMBER}h{NUMBER}v{NUMBER}h-[\d.]+Z")
SLACK = 0.02
"""Pixels by which cells may overlap: their numbers are rounded."""

Box = tuple[float, float, float, float]


def tiled(marks: list[Element]) -> list[Element]:
    """Return ``marks``, those that are rectangles and do not overlap as one path for each look.

    Only rectangles that follow one another are joined, and only if none of them covers a part of another: then their
    order does not show, not even where one sees through them.
    """
    found: list[Element] = []
    for tiles, stretch in groupby(marks, lambda mark: _box(mark) is not None):
        run = list(stretch)
        found += _joined(run) if tiles and len(run) > 1 and _apart([_box(mark) for mark in run]) else run
    return found


def _box(mark: Element) -> Box | None:
    """Return left, top, right and bottom of a filled rectangle without an outline; None for all other marks."""
    if mark.tag != "path" or len(mark) or mark.get("transform") or mark.get("stroke", "none") != "none":
        return None
    if mark.get("fill", "").startswith("url("):  # a gradient runs from edge to edge of what it fills
        return None
    if not (match := RECTANGLE.fullmatch(mark.get("d", ""))):
        return None
    left, top, width, height = map(float, match.groups())
    return (left, top, left + width, top + height) if width > 0 and height > 0 else None


def _joined(run: list[Element]) -> list[Element]:
    looks: dict[tuple, Element] = {}
    for mark in run:
        look = tuple(sorted((name, text) for name, text in mark.attrib.items() if name != "d"))
        if look in looks:
            looks[look].set("d", looks[look].get("d") + mark.get("d"))
        else:
            looks[look] = mark
    return list(looks.values())


def _apart(boxes: list[Box]) -> bool:
    """Whether no two boxes overlap. Each is compared with those in its neighbourhood only."""
    wide, high = max(box[2] - box[0] for box in boxes), max(box[3] - box[1] for box in boxes)
    places: dict[tuple[int, int], list[Box]] = {}
    for box in boxes:
        if any(_overlap(box, other) for square in _around(box, wide, high) for other in places.get(square, ())):
            return False
        places.setdefault((int(box[0] // wide), int(box[1] // high)), []).append(box)
    return True


def _around(box: Box, wide: float, high: float) -> Iterator[tuple[int, int]]:
    column, row = int(box[0] // wide), int(box[1] // high)
    yield from ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > SLACK and down > SLACK
