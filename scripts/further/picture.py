"""One figure in one language: its drawings, what a browser needs to explore it, and its data. Made once, then kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from further import chart, inert, lean, live, rows, tiles, wording
from further.book import Book
from further.errors import FurtherError
from further.result import Finding
from further.trace import digest
from further.words import word

LARGEST = 200 * 1024
"""Bytes of a drawing. A page holds every drawing twice; more belongs in an aggregate, or in fewer points."""

RUNTIME = Path("docs", "theme", "assets", "vendor", "vega.json")
"""What the browser's Vega was made from, and which transforms it has."""


@dataclass(frozen=True)
class Picture:
    """A figure as a page needs it.

    Attributes:
        drawings: The ``<svg>`` of each layout.
        live: What the browser runs, as JSON (see ``docs/theme/assets/explore.js``).
        data: The figure's data as comma-separated values; empty if it shows none.
        controls: What a reader can move (see `further.live.compiled`).
        legend: Whether a reader can choose entries of its legend.
    """

    drawings: dict[str, str]
    live: str
    data: str
    controls: list[dict[str, Any]]
    legend: bool

    def files(self, stem: str) -> dict[str, bytes]:
        """Return the files that stand beside the pages, by a name that says what is in them: ``.json`` and ``.csv``."""
        texts = {"json": self.live, "csv": self.data}
        payloads = {kind: text.encode() for kind, text in texts.items() if text}
        return {f"{stem}.{digest(payload)[:12]}.{kind}": payload for kind, payload in payloads.items()}


def made(book: Book, name: str, finding: Finding, lang: str) -> Picture:
    """Return a figure in one language. Made once and kept in the store.

    Args:
        book: The book.
        name: The experiment's name.
        finding: The figure.
        lang: ``"ko"`` or ``"en"``.

    Raises:
        FurtherError: If a text of the chart is not in ``lang``, or the chart does not fit its column, is too large or
            asks for what the browser cannot do.
    """
    spec = finding.spec(lang)
    key = f"charts/{digest(repr((spec, lang, name, finding.name, _made_by())).encode())}"
    if (kept := book.store.read(key, lambda payload: Picture(**json.loads(payload)))) is not None:
        return kept
    where = f"experiment {name}, cell {finding.cell}, figure {finding.name} ({lang})"
    inert.chart(where, spec)
    laid = {layout: chart.lay_out(spec, lang, layout) for layout in chart.WIDTHS}
    drawings = {layout: chart.tidy(svg, f"{name}-{finding.name}-{layout}") for layout, (_, svg) in laid.items()}
    for layout, svg in drawings.items():
        _check(where, layout, svg, spec, lang)
    runs, controls = live.compiled(laid)
    _check_runs(where, runs, controls, json.loads((book.root / RUNTIME).read_text()))
    data = rows.table(laid["wide"][0], lang)
    if data.shown:
        shown = word(lang, "rows", shown=rows.SHOWN, all=len(data.shown)) if len(data.shown) > rows.SHOWN else ""
        runs["table"] = {**data.brief(), "note": shown}
    whole = json.dumps(runs, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file = data.file().decode() if data.shown else ""
    picture = Picture(drawings, whole, file, controls, live.legends(spec))
    book.store.put(key, json.dumps(asdict(picture), ensure_ascii=False).encode())
    return picture


def _check(where: str, layout: str, svg: str, spec: dict[str, Any], lang: str) -> None:
    """See that a drawing is inert, fits its column, says its texts in its language, and is not too large."""
    inert.drawing(where, svg)
    if (width := chart.width(svg)) > chart.WIDTHS[layout] + 1:
        expected = f"a chart of at most {chart.WIDTHS[layout]} px in the {layout} column"
        raise FurtherError(where, expected, f"{width:.0f} px", "use views side by side (|) in place of facets")
    if wrong := [*wording.labels(spec, svg, lang), *wording.untranslated(spec)]:
        expected = {"ko": "every text of the chart in Korean", "en": "every text of the chart in English"}[lang]
        raise FurtherError(
            where, expected, ", ".join(map(repr, wrong)), "write both(english, korean); both(name) for a name"
        )
    if (size := len(svg.encode())) > LARGEST:
        expected = f"a drawing of at most {LARGEST // 1024} KB in the {layout} column"
        raise FurtherError(where, expected, f"{size / 1024:.0f} KB", "draw fewer marks: aggregate, bin, or thin out")


def _check_runs(where: str, runs: dict[str, Any], controls: list[dict[str, Any]], runtime: dict[str, Any]) -> None:
    """See that the reader's browser can run the chart and draw its controls."""
    if unknown := sorted(set(live.transforms(runs)) - set(runtime["transforms"])):
        do = "use another transform, or compute it in the experiment"
        raise FurtherError(where, f"transforms that {RUNTIME} has", ", ".join(unknown), do)
    if odd := [
        f"{control['signal']}: {control['input']}" for control in controls if control["input"] not in live.INPUTS
    ]:
        raise FurtherError(where, f"controls of the kinds {', '.join(live.INPUTS)}", ", ".join(odd))


@cache
def _made_by() -> tuple[str, ...]:
    """Return what a figure depends on besides its chart: this engine's style, and the renderer's version."""
    from importlib.metadata import version

    modules = (__file__, *(each.__file__ for each in (chart, inert, lean, tiles, wording, live, rows)))
    return (*(digest(Path(path).read_bytes()) for path in modules), version("vl-convert-python"))
