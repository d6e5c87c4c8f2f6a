"""``/// bibliography``: every work that a page cites, with the pages that do, and its BibTeX."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import ClassVar

from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from further import cited
from further.citing import download
from further.entry import bibtex, entry, order
from further.page import Page
from further.place import Place
from further.words import word


class BibliographyBlock(Block):
    """``/// bibliography``."""

    NAME = "bibliography"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        place: Place = self.config["place"]
        outer = etree.SubElement(parent, "div", {"class": "fq-bibliography"})
        works = sorted(place.book.works.values(), key=order)
        source = "\n\n".join(work.bibtex for work in works) + "\n"
        outer.append(download(self.md, place, "references.bib", source, word(place.lang, "bibliography")))
        entries = etree.SubElement(outer, "ul")
        citing = cited.pages(place.book, place.lang)
        for work in works:
            item = etree.SubElement(entries, "li", {"id": f"ref-{work.key}"})
            item.append(entry(work, place.lang))
            item.append(_cited_in(place, citing[work.key], work.key))
            item.append(bibtex(work.bibtex, "BibTeX"))
        return outer


def _cited_in(place: Place, pages: list[Page], key: str) -> etree.Element:
    """Return links to where pages list a work."""
    paragraph = etree.Element("p", {"class": "fq-cited-in"})
    paragraph.text = AtomicString(f"{word(place.lang, 'cited-in')} · ")
    for page in pages:
        link = etree.SubElement(paragraph, "a", {"href": place.to(page.path, f"ref-{key}")})
        link.text, link.tail = AtomicString(page.title), AtomicString(" · ")
    if pages:
        paragraph[-1].tail = None
    return paragraph


BLOCKS = (BibliographyBlock,)
