#!/usr/bin/env python3
"""The table of `scripts/bench growth` as curves: how many times what the smallest book costs. SVG.

Usage: .venv/bin/python scripts/benches/curves.py < TABLE > scripts/benches/growth.svg
"""

from __future__ import annotations

import re
import sys

import altair as alt
import vl_convert

NAMES = {
    "warm build s": "warm build",
    "prose edit, served s": "prose edit, served",
    "further check s": "further check",
    "warm build peak MB": "memory of a warm build",
    "search entries ko KB": "search entries, Korean",
    "search ko, next keys ms": "search while typing, Korean",
}
"""The rows that are drawn: what stands for the others of its kind."""


def draw(table: str) -> str:
    """Return the drawing.

    Args:
        table: Markdown; the sizes in the head, then a row a cost.

    Raises:
        ValueError: If a row that is to be drawn is not there.
    """
    head, _, *rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in table.strip().splitlines()]
    sizes = [int(cell) for cell in head if re.fullmatch(r"\d+", cell)]
    costs = {name: [float(cell) for cell in cells[: len(sizes)]] for name, *cells in rows}
    if missing := sorted(set(NAMES) - set(costs)):
        raise ValueError(f"the table has no row {', '.join(missing)}; give what `scripts/bench growth` prints")
    values = [{"n": n, "times": n / sizes[0], "what": "in proportion"} for n in sizes]
    values += [
        {"n": n, "times": cost / costs[name][0], "what": said}
        for name, said in NAMES.items()
        for n, cost in zip(sizes, costs[name], strict=True)
    ]
    order = ["in proportion", *NAMES.values()]
    chart = (
        alt.Chart(alt.Data(values=values), width=420, height=300)
        .mark_line(point=True)
        .encode(
            alt.X("n:Q", title="questions", scale=alt.Scale(type="log"), axis=alt.Axis(values=sizes)),
            alt.Y(
                "times:Q",
                title=f"times the cost at {sizes[0]}",
                scale=alt.Scale(type="log", domainMin=0.5, nice=False),
                axis=alt.Axis(values=[1, 10, 100]),
            ),
            alt.Color("what:N", title=None, sort=order),
            alt.StrokeDash("what:N", title=None, sort=order, legend=None),
        )
    )
    return vl_convert.vegalite_to_svg({**chart.to_dict(), "background": "white"})


if __name__ == "__main__":
    print(draw(sys.stdin.read()))
