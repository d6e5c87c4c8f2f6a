"""A chart that several experiments share: lines with their spread over seeds, each labelled at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt
import numpy as np
from scipy.optimize import isotonic_regression

from further import both
from further.bilingual import say

LINE = 17  # pixels from label to label
LEADER = 16  # pixels from the end of a line to its label
LETTER, SYLLABLE = 7.2, 13.0  # pixels, in a wide font: no label may be cut in a narrow column


class Axis(NamedTuple):
    """One axis.

    Attributes:
        title: Title with unit, in both languages.
        domain: First and last number.
        ticks: Numbers to write.
        format: How they are written (d3).
        log: Whether it is logarithmic.
        tip: How tooltips write them; as the axis does, unless said.
    """

    title: str
    domain: tuple[float, float]
    ticks: Sequence[float]
    format: str = "d"
    log: bool = False
    tip: str = ""

    def scale(self) -> dict[str, Any]:
        """Return what Altair needs."""
        kind = {"type": "log"} if self.log else {}
        axis = alt.Axis(values=list(self.ticks), format=self.format, grid=False)
        return {"title": self.title, "axis": axis, "scale": alt.Scale(domain=self.domain, nice=False, **kind)}

    def share(self, x: Any) -> Any:
        """Say where ``x`` lies between the ends: 0 at the first, 1 at the last."""
        low, high, x = (np.log(part) if self.log else np.asarray(part) for part in (*self.domain, x))
        return (x - low) / (high - low)

    def at(self, share: float) -> float:
        """Return the number at a share of the way, the inverse of `share`."""
        low, high = np.log(self.domain) if self.log else self.domain
        x = low + share * (high - low)
        return float(f"{np.exp(x) if self.log else x:.4g}")


def over_seeds(of: str, xs: Sequence[float], table: np.ndarray, log: bool = False) -> Iterator[dict[str, Any]]:
    """Yield a point of a line for each x: mean over seeds (geometric, if ``log``), least and largest.

    Args:
        of: Which line.
        xs: Places of the points.
        table: Numbers, (seeds, xs).
        log: Whether they will stand on a logarithmic axis.
    """
    mean = np.exp(np.log(table).mean(axis=0)) if log else table.mean(axis=0)
    for x, *numbers in zip(xs, table.min(axis=0), mean, table.max(axis=0), strict=True):
        yield {"of": of, "x": x} | {k: float(f"{n:.3g}") for k, n in zip(("low", "mean", "high"), numbers, strict=True)}


def lines(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    x: Axis,
    y: Axis,
    groups: Mapping[str, str] | None = None,
    height: int = 300,
    point: bool = False,
    width: int | None = None,
) -> alt.LayerChart:
    """Draw lines with bands from the least to the largest seed.

    Args:
        rows: Points, as `over_seeds` gives them.
        names: The label of each line.
        x: The horizontal axis.
        y: The vertical axis.
        groups: The group that gives each line its colour; without groups every line has a colour of its own.
        height: Pixels.
        point: Whether to mark the points of a line.
        width: Pixels, for a chart that stands among others; the column's, unless said.
    """
    kinds = [{"of": of, "name": name, "group": (groups or names)[of]} for of, name in names.items()]
    look = alt.LookupData(alt.Data(values=kinds), key="of", fields=["name", "group"])
    legend = alt.Legend(symbolOpacity=1, symbolType="stroke") if groups else None
    order = list(dict.fromkeys((groups or names).values()))
    colour = alt.Color("group:N", title=None, legend=legend, scale=alt.Scale(domain=order))
    room = _room(names.values())
    if width is None:
        across = x.scale()
        across["scale"]["range"] = [0, {"expr": f"width - {room:.0f}"}]
    else:  # a view among others has no signal for its own width
        across = x._replace(domain=(x.domain[0], x.at(width / (width - room)))).scale()
    level = [{"y": tick, "from": x.domain[0], "to": x.domain[1]} for tick in y.ticks]
    grid = alt.Chart(alt.Data(values=level)).mark_rule(strokeWidth=0.5, opacity=0.4)
    grid = grid.encode(alt.X("from:Q", **across), alt.Y("y:Q", **y.scale()), x2="to:Q")
    tips = [
        alt.Tooltip("name:N", title=both("line", "선")),
        alt.Tooltip("x:Q", title=x.title, format=x.tip or x.format),
    ]
    spread = {"mean": both("mean", "평균"), "low": both("least", "최소"), "high": both("largest", "최대")}
    tips += [alt.Tooltip(f"{k}:Q", title=title, format=y.tip or y.format) for k, title in spread.items()]
    base = alt.Chart(alt.Data(values=list(rows))).transform_lookup("of", look)
    base = base.encode(alt.X("x:Q", **across), colour, alt.Detail("of:N"), tooltip=tips)
    band = base.mark_area(opacity=0.15).encode(alt.Y("low:Q", **y.scale()), y2="high:Q")
    line = base.mark_line(point=point, strokeWidth=2).encode(alt.Y("mean:Q", **y.scale()))
    ends = alt.Chart(alt.Data(values=_labels(rows, x, y, height))).transform_lookup("of", look).encode(colour)
    leader = ends.mark_rule(strokeWidth=0.8, xOffset=3, x2Offset=LEADER).encode(
        alt.X("end:Q", **across), alt.Y("mean:Q", **y.scale()), x2="end:Q", y2="label:Q"
    )
    text = ends.mark_text(align="left", dx=LEADER + 3).encode(
        alt.X("end:Q", **across), alt.Y("label:Q", **y.scale()), text="name:N"
    )
    return alt.layer(grid, alt.layer(band, line), leader, text).properties(
        height=height, **({} if width is None else {"width": width})
    )


def _labels(rows: Sequence[Mapping[str, Any]], x: Axis, y: Axis, height: int) -> list[dict[str, Any]]:
    """Place a label near the end of each line, at least a line of text from the next."""
    ends = sorted({row["of"]: row for row in rows}.values(), key=lambda row: -row["mean"])
    step = np.arange(len(ends)) * LINE / height
    wanted = np.array([y.share(row["mean"]) for row in ends])
    placed = isotonic_regression(wanted + step, increasing=False).x - step
    placed += min(0, 1 - placed.max()) - min(0, placed.min())
    return [
        {"of": row["of"], "mean": row["mean"], "label": y.at(at), "end": x.domain[1]}
        for row, at in zip(ends, placed, strict=True)
    ]


def _room(names: Iterable[str]) -> float:
    """Return the width that leaders and the longest label take in either language, in pixels."""
    texts = [say(name, lang) for name in names for lang in ("en", "ko")]
    return LEADER + 4 + max(sum(SYLLABLE if letter > "\u1100" else LETTER for letter in text) for text in texts)
