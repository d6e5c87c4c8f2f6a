"""Python code as HTML in the four tones that the style sheet knows, with no element that changes nothing."""

from __future__ import annotations

import re
from html import escape

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

    It is no ``pre > code``: Material would give every cell a button, and measure it before it can be seen. Nor is it
    highlighted: a page may hold ten experiments, and would hold all of them in thousands of elements.
    """
    cells = (f'<p>{cell.name}</p><pre tabindex="0">{escape(cell.source)}</pre>' for cell in experiment.code.values())
    return "".join(cells)


def toned(html: str) -> str:
    """Return highlighted code without the elements that do not change its look."""
    html = SOFT.sub('<span class="o">', INK.sub(r"\1", html))
    merged = ""
    while merged != html:
        merged, html = html, NEIGHBOURS.sub(r'<span class="\1">\2\3', html)
    return html
