"""One Vega-Lite chart in one language as inline SVG, for a wide and for a narrow column.

Colours are CSS variables, so that one drawing serves light and dark; text stays text, so that the browser picks the
font. `further.wording` finds those that are not in the page's language.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from further.bilingual import say
from further.lean import lean

WIDTHS = {"wide": 680, "narrow": 320}
"""Width of the whole drawing in CSS pixels; the narrow one fills a phone of 360 px at the same text size."""

SLACK = 1.2
"""How much wider than measured a reader's font may be: fonts differ from machine to machine, and no text may be cut."""

SMALL = 160
"""Views up to this wide stand two in a row in the narrow layout."""

SERIES = ("#173f6b", "#8a3a1a", "#58a08f", "#b52ab0", "#a68b12")


def _colour(name: str, fallback: str) -> str:
    return f"var(--fq-{name}, {fallback})"


INK, SOFT, RULE = _colour("ink", "#1b1d21"), _colour("soft", "#5b626d"), _colour("rule", "#e3e2dc")
DEFAULT_WIDTH = 200
"""Width of a view that says nothing about it, in a chart of several views."""

CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "background": "transparent",
    "aria": False,  # the figure's own alt text speaks for the drawing
    "padding": 4,
    "view": {"stroke": None, "continuousWidth": DEFAULT_WIDTH},
    "range": {"category": [_colour(str(number), hex) for number, hex in enumerate(SERIES, 1)]},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
        "labelColor": SOFT,
        "titleColor": SOFT,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelLimit": 240,
        "titlePadding": 8,
    },
    "axisX": {"grid": False, "titleAnchor": "end"},  # a long title then runs to the left, where there is room
    "axisQuantitative": {"tickCount": 5},
    "legend": {
        "orient": "top",
        "labelFontSize": 12.5,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": SOFT,
        "labelLimit": 300,
        "symbolStrokeWidth": 2.5,
    },
    "header": {"labelFontSize": 12.5, "titleFontSize": 12.5, "labelColor": INK, "titleColor": SOFT},
    "title": {"fontSize": 13, "fontWeight": 600, "color": INK, "anchor": "start"},
    "mark": {"color": _colour("1", SERIES[0])},
    "text": {"fontSize": 12.5, "color": INK},
    "line": {"strokeWidth": 2.4},
    "rule": {"color": SOFT},
    "point": {"size": 46},
}


def draw(spec: dict[str, Any], lang: str, layout: str, ident: str) -> str:
    """Draw ``spec`` for readers of ``lang``.

    Args:
        spec: A Vega-Lite specification whose texts may be in both languages.
        lang: ``"ko"`` or ``"en"``.
        layout: ``"wide"`` or ``"narrow"`` (see `WIDTHS`).
        ident: Prefix for ids in the drawing, unique on its page.

    Returns:
        One ``<svg>`` element, the same bytes for the same input.
    """
    return tidy(lay_out(spec, lang, layout)[1], ident)


def lay_out(spec: dict[str, Any], lang: str, layout: str) -> tuple[dict[str, Any], str]:
    """Return the specification whose drawing fills its column, and that drawing as Vega made it."""
    import vl_convert  # a tenth of a second, which a build that draws nothing does not pay

    ready = prepare(spec, lang, layout)
    svg = vl_convert.vegalite_to_svg(ready)
    extra = width(svg) - WIDTHS[layout]
    if not _fits(ready) and (extra > 0 or (layout == "narrow" and extra < 0)):
        _adjust(ready, -extra)
        svg = vl_convert.vegalite_to_svg(ready)
    return ready, svg


def prepare(spec: dict[str, Any], lang: str, layout: str) -> dict[str, Any]:
    """Return ``spec`` in one language, with the house's style, laid out for one column width."""
    ready = copy.deepcopy(say(spec, lang))
    ready["config"] = _merge(
        copy.deepcopy(CONFIG), {key: item for key, item in ready.get("config", {}).items() if key != "view"}
    )
    if layout == "narrow":
        _stack(ready)
        ready["config"]["legend"] = {**ready["config"]["legend"], "columns": 2}
    _scale_fonts(ready, SLACK)
    if _fits(ready):
        ready["width"] = WIDTHS[layout]
        ready["autosize"] = {"type": "fit-x", "contains": "padding"}
    return ready


def _fits(spec: dict[str, Any]) -> bool:
    """Whether Vega can fit the whole drawing into a width (single and layered views only)."""
    return not any(key in spec for key in ("hconcat", "vconcat", "concat", "facet", "repeat")) and not any(
        key in spec.get("encoding", {}) for key in ("row", "column", "facet")
    )


def _stack(spec: dict[str, Any]) -> None:
    """Put side-by-side views below one another, small ones in two columns."""
    if "hconcat" in spec:
        views = spec.pop("hconcat")
        widths = [view.get("width") for view in views]
        small = len(views) > 2 and all(isinstance(width, int | float) and width <= SMALL for width in widths)
        spec["concat"], spec["columns"] = views, 2 if small else 1
    elif "concat" in spec or "facet" in spec or "repeat" in spec or "facet" in spec.get("encoding", {}):
        spec["columns"] = 1
    if "column" in spec.get("encoding", {}):
        spec["encoding"]["row"] = spec["encoding"].pop("column")
    for view in _views(spec):
        _stack(view)


def _adjust(spec: dict[str, Any], change: float) -> None:
    """Make every row of views wider by ``change`` pixels (or narrower, where it is negative)."""
    change /= len(spec["hconcat"]) if "hconcat" in spec else spec.get("columns", 1)
    views = _views(spec)
    if isinstance(width := spec.get("width", DEFAULT_WIDTH if not views else None), int | float):
        spec["width"] = max(60, width + change)
    for view in views:
        _adjust(view, change)


def _views(spec: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [spec["spec"]] if isinstance(spec.get("spec"), dict) else []
    return [*spec.get("vconcat", []), *spec.get("hconcat", []), *spec.get("concat", []), *inner]


def _scale_fonts(thing: Any, factor: float) -> None:
    """Multiply every font size in nested lists and dicts by ``factor``."""
    for key, item in thing.items() if isinstance(thing, dict) else enumerate(thing):
        if isinstance(item, dict | list):
            _scale_fonts(item, factor)
        elif isinstance(key, str) and key.endswith(("fontSize", "FontSize")) and isinstance(item, int | float):
            thing[key] = item * factor


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, item in over.items():
        merged[key] = _merge(base[key], item) if isinstance(item, dict) and isinstance(base.get(key), dict) else item
    return merged


def width(svg: str) -> float:
    """Return the width of a drawing, in CSS pixels."""
    return float(re.search(r'<svg[^>]*? width="([\d.]+)"', svg)[1])


def tidy(svg: str, ident: str) -> str:
    """Make ids unique, leave fonts to the page, take their slack back, round numbers, drop what no browser needs."""
    return lean(re.sub(r"<[^>]*>", lambda tag: _tidy_tag(tag[0], ident), svg).strip())


def _tidy_tag(tag: str, ident: str) -> str:
    tag = re.sub(r' font-family="[^"]*"', "", tag)
    tag = re.sub(r'font-size="([\d.]+)px"', lambda match: f'font-size="{float(match[1]) / SLACK:g}px"', tag)
    tag = re.sub(r"(id=\"|url\(#|href=\"#)(\w+)", rf"\g<1>{ident}-\2", tag)
    tag = re.sub(r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), tag)
    return re.sub(r' (xmlns:xlink|version|class|role|aria-[a-z]+|pointer-events)="[^"]*"', "", tag)
