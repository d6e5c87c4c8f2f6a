"""Keeps a Korean particle on the line of the word that it belongs to.

With ``word-break: keep-all`` a browser breaks no line inside a Korean word. It still breaks after a closing bracket, a
percent sign and their like (Unicode Standard Annex 14), so ``어텐션(attention)은`` would lose its 은 to the next line.
What an element ends in, a citation, a value or code, is joined to its particle by further.css.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

PRIORITY = 4  # after `toc` (5), which takes the words of headings; before MkDocs' own, which checks links (0)
JOINED = re.compile(r"[)\]」》%‰°℃…×]+[가-힣]+")
NOT_IN = {"code", "pre", "script", "style", "svg", "textarea", "title"}


class Unbroken(Treeprocessor):
    """Puts a sign that closes, and the Hangul right behind it, in a ``span.fq-keep``."""

    def run(self, root: etree.Element) -> None:
        """Do so in all text below ``root``, but not in code."""
        if root.tag in NOT_IN:
            return
        children = list(root)
        root.text, made = _kept(root.text)
        for child in children:
            self.run(child)
            child.tail, spans = _kept(child.tail)
            made += [child, *spans]
        root[:] = made


def _kept(text: str | None) -> tuple[str | None, list[etree.Element]]:
    """Return ``text`` up to the first such place, and the spans with what follows each."""
    if not text:
        return text, []
    spans: list[etree.Element] = []
    before, at = text, 0
    for match in JOINED.finditer(text):
        between = AtomicString(text[at : match.start()])
        if spans:
            spans[-1].tail = between
        else:
            before = between
        at = match.end()
        spans.append(etree.Element("span", {"class": "fq-keep"}))
        spans[-1].text = AtomicString(match[0])
    if spans:
        spans[-1].tail = AtomicString(text[at:])
    return before, spans
