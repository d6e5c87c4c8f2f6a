"""Findings as HTML in one language. Every text from a run is escaped here, and only here."""

from __future__ import annotations

import json
import re
import statistics
from html import escape
from typing import Any

from further.bilingual import say
from further.picture import Picture
from further.result import Finding
from further.words import word


def drawing(figure: Picture, alt: str, lang: str) -> str:
    """Return a figure's drawings, wide and narrow, under its alt text."""
    parts = []
    for layout, svg in figure.drawings.items():
        hidden = " hidden" if layout == "narrow" else ""  # without a style sheet, one drawing is enough
        shape = re.search(
            r'viewBox="0 0 (\S+) (\S+)"', svg
        )  # keeps the place while what is out of sight is not laid out
        style = f' style="aspect-ratio:{shape[1]}/{shape[2]}"' if shape else ""
        parts.append(f'<div class="fq-chart fq-chart--{layout}"{style}{hidden}>{svg}</div>')
    return f'<div class="fq-drawing" role="img" aria-label="{escape(say(alt, lang))}">{"".join(parts)}</div>'


def controls(figure: Picture, lang: str, ident: str) -> str:
    """Return what a reader can move, with a line that says so. It waits for a script to enable it."""
    hints = [word(lang, "moves")] * bool(figure.controls) + [word(lang, "legend")] * figure.legend
    if not hints:
        return ""
    parts = [f'<p class="fq-hint">{" ".join(hints)}</p>']
    parts += [_control(control, lang, f"{ident}-{number}") for number, control in enumerate(figure.controls)]
    return f'<div class="fq-controls" data-search-exclude>{"".join(parts)}</div>'


def _control(control: dict[str, Any], lang: str, ident: str) -> str:
    """Return one control. What it sets stands in ``data-signal``, the values of choices as JSON."""
    name, common = escape(control["name"]), f'data-signal="{escape(control["signal"])}" autocomplete="off" disabled'
    first, kind = control["value"], control["input"]
    if kind == "range":
        marks = "".join(f' {key}="{control[key]:g}"' for key in ("min", "max", "step") if key in control)
        slider = f'<input type="range"{marks} value="{first:g}" {common}>'
        return f"<label>{name} {slider}<output>{escape(f'{first:g}')}</output></label>"
    if kind == "checkbox":
        return f'<label><input type="checkbox"{" checked" * bool(first)} {common}>{name}</label>'
    labels = control.get("labels") or [word(lang, "none") if x is None else str(x) for x in control["options"]]
    choices = [
        (escape(json.dumps(x, ensure_ascii=False)), escape(label), x == first)
        for x, label in zip(control["options"], labels, strict=True)
    ]
    if kind == "select":
        options = (f'<option value="{x}"{" selected" * on}>{label}</option>' for x, label, on in choices)
        return f"<label>{name} <select {common}>{''.join(options)}</select></label>"
    radios = (
        f'<label><input type="radio" name="{ident}" value="{x}"{" checked" * on} {common}>{label}</label>'
        for x, label, on in choices
    )
    return f"<fieldset><legend>{name}</legend>{''.join(radios)}</fieldset>"


def explore(lang: str) -> str:
    """Return the button that makes a figure live, and what it says if it cannot. It waits for a script to enable it."""
    button = f'<button type="button" class="fq-explore" aria-pressed="false" disabled>{word(lang, "explore")}</button>'
    return f'{button}<p class="fq-unfetched" role="status"><span hidden>{word(lang, "unfetched")}</span></p>'


def data(link: str, name: str, lang: str) -> str:
    """Return the place of a figure's data: a link to all of it; a script adds the rows when it is opened."""
    file = f'<p><a href="{escape(link)}" download="{escape(name)}">{word(lang, "file")}</a></p>'
    return f'<details class="fq-data"><summary>{word(lang, "data")}</summary>{file}</details>'


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
        ValueError: If the format does not fit, is very wide, or a float has none.
    """
    if isinstance(x, float) and not spec:
        raise ValueError("a decimal number needs a format, for example :.2f")
    if re.search(r"\d{3}", spec):  # a page of blanks, or more of them than there is memory
        raise ValueError("a width and a precision below 100")
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


def say_statement(finding: Finding, lang: str) -> str:
    """Return the sentence that a claim asserts."""
    return say(finding.data["statement"], lang)


def birth(name: str, finding: Finding, lang: str, spec: str) -> str:
    """Return a value's origin for its tooltip: experiment, cell, and its spread over seeds."""
    values = finding.data["values"]
    found = values.get(lang, values.get("any"))
    spread = ""
    if isinstance(found, list):
        low, high = (written(x, spec or (".4g" if isinstance(x, float) else "")) for x in (min(found), max(found)))
        spread = " · " + word(lang, "of", n=len(found), low=low, high=high)
    return f"{name} · {finding.cell}{spread}"
