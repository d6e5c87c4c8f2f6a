"""A drawing in fewer elements: Vega's SVG in, the same picture out."""

from __future__ import annotations

import io
import re

import altair as alt
import numpy as np
import pytest
import vl_convert
from PIL import Image

from further.lean import lean

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
CASES = {
    "a group that says nothing is opened": (
        '<g><g transform="translate(0,0)"><text opacity="1">a</text></g></g>',
        "<text>a</text>",
    ),
    "what paints nothing is left out": (
        '<g><path d="M0,0h9v9h-9Z"/><path d="" display="none" fill="red"/><text>a</text></g>',
        "<text>a</text>",
    ),
    "one group that moves another is one": (
        '<g transform="translate(1,2)"><g transform="translate(3,4)"><text>a</text></g></g>',
        '<g transform="translate(1,2) translate(3,4)"><text>a</text></g>',
    ),
    "lines that look alike are one path": (
        '<line transform="translate(1,2)" x2="3" y2="0" stroke="red"/><line x2="0" y2="5" stroke="red"/>',
        '<path d="M1,2l3,0M0,0l0,5" stroke="red"/>',
    ),
    "a line of another look is itself": (
        '<line x2="3" stroke="red"/><line x2="3" stroke="blue"/>',
        '<line x2="3" stroke="red"/><line x2="3" stroke="blue"/>',
    ),
    "rectangles side by side are one path for each look": (
        '<path d="M0,0h2v2h-2Z" fill="red" opacity="0.5"/><path d="M2,0h2v2h-2Z" fill="blue" opacity="0.5"/>'
        '<path d="M0,2h2v2h-2Z" fill="red" opacity="0.5"/>',
        '<path d="M0,0h2v2h-2ZM0,2h2v2h-2Z" fill="red" opacity="0.5"/>'
        '<path d="M2,0h2v2h-2Z" fill="blue" opacity="0.5"/>',
    ),
    "rectangles that overlap stay as they are": (
        '<path d="M0,0h2v2h-2Z" fill="red"/><path d="M3,0h2v2h-2Z" fill="blue"/><path d="M1,0h3v2h-3Z" fill="red"/>',
        '<path d="M0,0h2v2h-2Z" fill="red"/><path d="M3,0h2v2h-2Z" fill="blue"/><path d="M1,0h3v2h-3Z" fill="red"/>',
    ),
    "rectangles with a gradient stay as they are": (
        '<path d="M0,0h2v2h-2Z" fill="url(#g)"/><path d="M2,0h2v2h-2Z" fill="url(#g)"/>',
        '<path d="M0,0h2v2h-2Z" fill="url(#g)"/><path d="M2,0h2v2h-2Z" fill="url(#g)"/>',
    ),
    "rectangles with an outline stay as they are": (
        '<path d="M0,0h2v2h-2Z" fill="red" stroke="red"/><path d="M2,0h2v2h-2Z" fill="red" stroke="red"/>',
        '<path d="M0,0h2v2h-2Z" fill="red" stroke="red"/><path d="M2,0h2v2h-2Z" fill="red" stroke="red"/>',
    ),
    "lines that one sees through stay apart": (
        '<line x2="3" stroke="red" opacity="0.5"/><line x2="4" stroke="red" opacity="0.5"/>',
        '<line x2="3" stroke="red" opacity="0.5"/><line x2="4" stroke="red" opacity="0.5"/>',
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_less_says_the_same(before, after):
    assert lean(f"{ROOT}{before}</svg>") == f"{ROOT}{after}</svg>"


def pixels(svg):
    return np.asarray(Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))).convert("RGBA"), dtype=int)


@pytest.mark.parametrize("opacity", [1, 0.4])
@pytest.mark.parametrize("filled", [True, False])
def test_a_chart_of_many_marks_looks_the_same_in_a_fraction_of_the_elements(opacity, filled):
    values = [{"x": i % 23, "y": i % 17 / 9, "kind": "ab"[i // 150]} for i in range(300)]
    dots = alt.Chart(alt.Data(values=values)).mark_point(filled=filled, opacity=opacity, size=200)
    marks = dots.encode(alt.X("x:Q"), alt.Y("y:Q"), alt.Color("kind:N"))
    rules = alt.Chart(alt.Data(values=values[:5])).mark_rule().encode(alt.Y("y:Q"))
    whole = vl_convert.vegalite_to_svg((marks + rules).to_dict())
    whole = re.sub(r' (xmlns:xlink|version|class|role|aria-[a-z]+|pointer-events)="[^"]*"', "", whole)
    less = lean(whole)
    apart = np.abs(pixels(whole) - pixels(less))
    assert apart.max() <= 64  # where edges meet: half a pixel of one mark over half of another
    assert apart.mean() < 0.05
    assert len(re.findall("<[a-z]", less)) < len(re.findall("<[a-z]", whole)) * 0.7
