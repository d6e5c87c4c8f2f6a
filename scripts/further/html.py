"""Findings as HTML in one language. Every text from a run is escaped here, and only here."""

from __future__ import annotations

import re
import statistics
from html import escape
from typing import Any

from further import chart
from further.bilingual import say
from further.book import Book
from further.errors import FurtherError
from further.result import Finding
from further.trace import digest
from further.words import word


def drawing(book: Book, name: str, finding: Finding, lang: str) -> str:
    """Return a figure's drawings, wide and narrow, with its alt text. Drawn once and kept in the store.

    Args:
        book: The book.
        name: The experiment's name.
        finding: The figure.
        lang: ``"ko"`` or ``"en"``.

    Raises:
        FurtherError: If a text of the chart is not in ``lang``, or the chart does not fit its column.
    """
    alt = escape(say(finding.data["alt"], lang))
    parts = []
    for layout in chart.WIDTHS:
        ident = f"{name}-{finding.name}-{layout}"
        hidden = " hidden" if layout == "narrow" else ""  # without a style sheet, one drawing is enough
        parts.append(
            f'<div class="fq-chart fq-chart--{layout}"{hidden}>{_svg(book, name, finding, lang, layout, ident)}</div>'
        )
    return f'<div class="fq-drawing" role="img" aria-label="{alt}">{"".join(parts)}</div>'


def sketch(book: Book, name: str, finding: Finding, lang: str) -> str:
    """Return a figure's wide drawing alone, as one ``<svg>`` element."""
    return _svg(book, name, finding, lang, "wide", f"{name}-{finding.name}-wide")


def _svg(book: Book, name: str, finding: Finding, lang: str, layout: str, ident: str) -> str:
    spec = finding.spec(lang)
    key = f"charts/{digest(repr((spec, lang, layout, ident, _drawn_by())).encode())}"
    if (kept := book.store.get(key)) is not None:
        return kept.decode()
    svg = chart.draw(spec, lang, layout, ident)
    where = f"experiment {name}, cell {finding.cell}, figure {finding.name} ({lang})"
    if (width := chart.width(svg)) > chart.WIDTHS[layout] + 1:
        expected = f"a chart of at most {chart.WIDTHS[layout]} px in the {layout} column"
        raise FurtherError(where, expected, f"{width:.0f} px", "use views side by side (|) in place of facets")
    if wrong := [*chart.labels(spec, svg, lang), *chart.untranslated(spec)]:
        expected = {"ko": "every text of the chart in Korean", "en": "every text of the chart in English"}[lang]
        raise FurtherError(
            where, expected, ", ".join(map(repr, wrong)), "write both(english, korean); both(name) for a name"
        )
    book.store.put(key, svg.encode())
    return svg


def _drawn_by() -> tuple[str, str]:
    """Return what a drawing depends on besides its chart: this engine's style, and the renderer's version."""
    from importlib.metadata import version
    from pathlib import Path

    return digest(Path(chart.__file__).read_bytes()), version("vl-convert-python")


def grid(finding: Finding, lang: str) -> str:
    """Return a table."""
    columns = finding.data["columns"]
    numeric = [all(not isinstance(row[index], str) for row in finding.data["rows"]) for index in range(len(columns))]
    kinds = [' class="fq-num"' if is_number else "" for is_number in numeric]
    head = "".join(
        f"<th{kind}>{escape(say(column['head'], lang))}</th>" for kind, column in zip(kinds, columns, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{_cell(cell, column, lang)}</td>"
            for kind, cell, column in zip(kinds, row, columns, strict=True)
        )
        + "</tr>"
        for row in finding.data["rows"]
    )
    return f'<div class="fq-scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(cell: Any, column: dict[str, str], lang: str) -> str:
    """Return one cell: a text, a number, or the mean of numbers with their range."""
    if isinstance(cell, list) and not any(isinstance(item, str) for item in cell):
        low, high = number(min(cell), column["format"]), number(max(cell), column["format"])
        spread = "" if low == high else f' <span class="fq-spread">{low}–{high}</span>'
        return number(statistics.fmean(cell), column["format"]) + spread
    if isinstance(cell, list):
        return escape(", ".join(say(str(item), lang) for item in cell))
    return escape(say(cell, lang)) if isinstance(cell, str) else number(cell, column["format"])


def number(x: Any, spec: str) -> str:
    """Return ``x`` formatted as a page shows it: a true minus, powers of ten spelled out.

    Raises:
        ValueError: If the format does not fit.
    """
    text = written(x, spec)
    power = re.fullmatch(r"(.*?)[eE]([+-]?\d+)", text)
    if power and not isinstance(x, str):
        exponent = str(int(power[2])).replace("-", "−")
        return f"{escape(power[1].replace('-', '−'))} × 10<sup>{exponent}</sup>"
    return escape(re.sub(r"^-(?=[\d.])", "−", text))


def written(x: Any, spec: str) -> str:
    """Return ``x`` in a Python format, as plain text.

    Raises:
        ValueError: If the format does not fit, or a float has none.
    """
    if isinstance(x, float) and not spec:
        raise ValueError("a decimal number needs a format, for example :.2f")
    text = format(x, spec)
    return text[1:] if re.fullmatch(r"-0(\.0+)?%?", text) else text  # no minus before nothing


def claim_note(finding: Finding, lang: str) -> str:
    """Return what stands under a claim that holds: how it was confirmed."""
    return f"{word(lang, 'held')} · {held(finding, lang)}"


def held(finding: Finding, lang: str) -> str:
    """Return in how many seeds a claim holds, in words."""
    return (
        word(lang, "exact")
        if finding.data["exact"]
        else word(lang, "seeds", held=finding.data["held"], seeds=finding.data["seeds"])
    )


def birth(name: str, finding: Finding, lang: str, spec: str) -> str:
    """Return a value's origin for its tooltip: experiment, cell, and its spread over seeds."""
    values = finding.data["values"]
    found = values.get(lang, values.get("any"))
    spread = ""
    if isinstance(found, list):
        low, high = (written(x, spec or (".4g" if isinstance(x, float) else "")) for x in (min(found), max(found)))
        spread = " · " + word(lang, "of", n=len(found), low=low, high=high)
    return f"{name} · {finding.cell}{spread}"
