"""The running text of a page: everything that is neither code nor quotation nor markup, each character in its place."""

from __future__ import annotations

import re

_KINDS = (
    r"\A---\n.*?^---$",  # front matter; what is shown of it is put back
    r"^(?P<fence> *(?:`{3,}|~{3,})).*?^(?P=fence)[`~]*\s*?$",
    r"<!--.*?-->|</?[a-zA-Z][^>\n]*>",
    r"^\[\^[\w-]+\]:[^\n]*$",  # an entry of the sources: titles of others
    r"^ *>[^\n]*$",
    r"^ */{3,}[^|\n]*(?:\||$)",  # a block, up to its title; what a block names is told apart by Page
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)",
    r"\{\{.*?\}\}|\{ *[#.][^}\n]*\}",
    r"\[\^[\w-]+\]|\[-?@[^\]\n]*\]|\]\([^)\n]*\)|https?://\S+",
    r"«[^»\n]*»|“[^”\n]*”|‘[^’\n]*’",
)
NOT_RUNNING = re.compile("|".join(f"(?:{kind})" for kind in _KINDS), re.MULTILINE | re.DOTALL)
DESCRIPTION = re.compile(r"\A---\n(?:.*\n)*?description: *(?P<text>.*)$", re.MULTILINE)
HEADINGS = re.compile(r"^#{1,6} .*$", re.MULTILINE)
GONE = "\0"


def running(text: str, *, headings: bool = True) -> str:
    """Return the Markdown ``text`` with all that is not running text blanked out; lines and places stay.

    Left is prose: paragraphs, lists, captions, tables, headings (unless ``headings`` is False) and the description in
    the front matter. Blanked out is code, quotations (``> …``, «…», “…”, ‘…’), sources, values, markup and addresses.
    """
    left = NOT_RUNNING.sub(_blank, text)
    if not headings:
        return HEADINGS.sub(_blank, left)
    if found := DESCRIPTION.match(text):
        left = left[: found.start("text")] + found["text"] + left[found.end("text") :]
    return left


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", GONE, match[0])
