"""Python code as HTML in the four tones that the style sheet knows, with no element that changes nothing."""

from __future__ import annotations

import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from further.experiment import Experiment

INK = re.compile(r'<span class="(?:n|nn|nb|nc|nf|fm|vm|bp|ow|w|nd|ne|nx|py|err)">([^<]*)</span>')
"""Names and white space: they have the colour of the text."""

SOFT = re.compile(r'<span class="p">')
NEIGHBOURS = re.compile(r'<span class="([a-z0-9]+)">([^<]*)</span>(\s*)<span class="\1">')


def code(source: str) -> str:
    """Return ``source`` as a block of highlighted code."""
    return toned(highlight(source, PythonLexer(), HtmlFormatter(cssclass="highlight", wrapcode=True)))


def whole(experiment: Experiment) -> str:
    """Return all code cells of an experiment, each under its name, as code that a reader unfolds.

    It is no ``pre > code``: Material would give every cell a button, and measure it before it can be seen.
    """
    parts = []
    for cell in experiment.code.values():
        lines = toned(highlight(cell.source, PythonLexer(), HtmlFormatter(nowrap=True)))
        parts.append(f'<p>{cell.name}</p><pre class="highlight" tabindex="0">{lines}</pre>')
    return "".join(parts)


def toned(html: str) -> str:
    """Return highlighted code without the elements that do not change its look."""
    html = SOFT.sub('<span class="o">', INK.sub(r"\1", html))
    merged = ""
    while merged != html:
        merged, html = html, NEIGHBOURS.sub(r'<span class="\1">\2\3', html)
    return html
