"""A chart as the reader's browser runs it: Vega specifications for both layouts, the controls, the widths of its texts.

Everything that depends on Vega-Lite is done here, so that the browser needs Vega alone. The texts come with the widths
that they had when the static drawing was laid out: the live chart then stands where the drawing stood, to the pixel,
whatever font the reader has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from further.chart import SLACK

INPUTS = ("range", "select", "radio", "checkbox")
"""Controls that a page knows how to draw."""

TEXT = "{http://www.w3.org/2000/svg}text"


def compiled(laid: dict[str, tuple[dict[str, Any], str]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Compile a chart that is laid out in one language.

    Args:
        laid: The Vega-Lite specification of each layout, and its drawing (see `further.chart.lay_out`).

    Returns:
        What the browser runs, as JSON can hold it, and the chart's controls (see `_controls`).
    """
    import vl_convert

    specs = {layout: vl_convert.vegalite_to_vega(spec) for layout, (spec, _) in laid.items()}
    widths = _widths(svg for _, svg in laid.values())
    controls, *_ = [_controls(spec) for spec in specs.values()]
    first, *others = specs.values()
    shared = {key: item for key, item in first.items() if all(spec.get(key) == item for spec in others)}
    layouts = {name: {k: item for k, item in spec.items() if k not in shared} for name, spec in specs.items()}
    return {"slack": SLACK, "shared": shared, **layouts, "widths": widths}, controls


def transforms(spec: Any) -> Iterator[str]:
    """Yield the names of the transforms that a Vega specification asks for."""
    if isinstance(spec, dict):
        steps = spec.get("transform")
        yield from (step["type"] for step in steps if "type" in step) if isinstance(steps, list) else ()
        spec = list(spec.values())
    for part in spec if isinstance(spec, list) else ():
        yield from transforms(part)


def legends(spec: dict[str, Any]) -> bool:
    """Whether a reader can choose entries of the chart's legend."""
    binds = (param.get("bind") for param in spec.get("params", []))
    return any(bind == "legend" or (isinstance(bind, dict) and "legend" in bind) for bind in binds)


def _controls(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the controls out of a Vega specification; the page draws them itself.

    Returns:
        For each the ``signal`` that it sets, its first ``value`` and what Vega says of it: ``input``, ``name``,
        ``min``, ``max``, ``step``, ``options``, ``labels``.
    """
    found = []
    for signal in spec.get("signals", []):
        if isinstance(signal.get("bind"), dict):
            bind = signal.pop("bind")
            found.append({"name": signal["name"], **bind, "signal": signal["name"], "value": signal.get("value")})
    return found


def _widths(drawings: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return how wide each text of the drawings was laid out, in pixels, by size and weight of its font."""
    import vl_convert

    texts = sorted({text for svg in drawings for text in _texts(svg)})
    if not texts:
        return {}
    values = [{"text": text, "size": size, "weight": weight or "normal"} for size, weight, text in texts]
    fields = {"text": {"field": "text"}, "fontSize": {"field": "size"}, "fontWeight": {"field": "weight"}}
    measured = {"text": {"signal": "format(datum.bounds.x2 - datum.bounds.x1, '.2f')"}}
    marks = [
        {"type": "text", "name": "texts", "from": {"data": "lines"}, "encode": {"enter": fields}},
        {"type": "text", "from": {"data": "texts"}, "encode": {"enter": measured}},
    ]
    marks[0]["encode"]["enter"]["font"] = {"value": "sans-serif"}
    spec = {"data": [{"name": "lines", "values": values}], "marks": marks}
    _, drawn = vl_convert.vega_to_scenegraph(spec)["scenegraph"]["items"][0]["items"]
    widths: dict[str, dict[str, float]] = {}
    for (size, weight, text), item in zip(texts, drawn["items"], strict=True):
        widths.setdefault(font(size, weight), {})[text] = float(item["text"])
    return widths


def font(size: float, weight: Any) -> str:
    """Return the name of a font under which the widths of its texts are kept; the browser makes the same."""
    return f"{round(size, 2):g} {weight or 'normal'}"


def _texts(svg: str) -> Iterator[tuple[float, str, str]]:
    """Yield size, weight and text of every line of text in a drawing, as Vega made it."""
    for element in ElementTree.fromstring(svg).iter(TEXT):
        for line in list(element) or [element]:
            if text := (line.text or "").strip():
                yield float(element.get("font-size", "11px").removesuffix("px")), element.get("font-weight", ""), text
