"""Citations in a page: ``[@key]`` in the sentence, and ``/// references``, the works that the page cites.

A citation is what Material's footnote tooltips look for: ``a.footnote-ref`` that leads to an element whose children the
tooltip shows.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import defaultdict
from typing import ClassVar

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from further import self_citation
from further.book import topic
from further.citation import CITATION, EXAMPLES, Citation, parse
from further.entry import entry, order
from further.errors import FurtherError
from further.place import Place
from further.words import word

INLINE_PRIORITY = 178  # after escapes (180), before footnotes (175) and links
TREE_PRIORITY = 6  # when every citation is there, and before anchors are collected (5)
BIBLIOGRAPHY = "bibliography.md"


class Cite(InlineProcessor):
    """``[@key]`` in running text."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(CITATION.pattern, md)
        self.place = place

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # noqa: D102
        try:
            cited = parse(match[1])
        except ValueError as error:  # over two lines: each line alone was none
            where = self.place.page.where()
            raise FurtherError(where, f"a citation in one line: {EXAMPLES}", str(error)) from None
        return _bracket(self.place, cited), match.start(0), match.end(0)


def _bracket(place: Place, cited: list[Citation]) -> etree.Element:
    """Return the works in one pair of brackets; authors are named once if they follow on themselves."""
    outer = etree.Element("span", {"class": "fq-cited"})
    outer.text, before = AtomicString("("), ""
    for number, citation in enumerate(cited):
        work = place.book.work(citation.key, place.page.where())
        names = work.names(place.lang)
        if number:
            outer[-1].tail = AtomicString((outer[-1].tail or "") + (", " if names == before else "; "))
        link = etree.SubElement(outer, "a", {"data-cite": citation.key})
        link.text = AtomicString(work.year if citation.bare or names == before else f"{names}, {work.year}")
        link.tail, before = AtomicString(f", {citation.locator}" if citation.locator else ""), names
    outer[-1].tail = AtomicString(f"{outer[-1].tail})")
    return outer


class ReferencesBlock(Block):
    """``/// references``: filled in when the whole page is there (see `Listed`)."""

    NAME = "references"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-references"})


class Listed(Treeprocessor):
    """Leads citations to their entries, and entries back to where they are cited."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(md)
        self.place = place

    def run(self, root: etree.Element) -> None:
        """Fill in ``/// references`` and the addresses of citations."""
        holder = next((each for each in root.iter("div") if each.get("class") == "fq-references"), None)
        cited: dict[str, list[str]] = defaultdict(list)
        for link in root.iter("a"):
            if key := link.attrib.pop("data-cite", ""):
                if holder is None:
                    self._elsewhere(link, key)
                else:
                    cited[key].append(f"cite-{key}-{len(cited[key]) + 1}")
                    link.attrib |= {"class": "footnote-ref", "id": cited[key][-1], "href": f"#ref-{key}"}
        if holder is not None:
            self._fill(holder, cited)

    def _elsewhere(self, link: etree.Element, key: str) -> None:
        """A page without references of its own leads to the bibliography."""
        if BIBLIOGRAPHY in self.place.book.pages[self.place.lang]:
            link.set("href", self.place.to(BIBLIOGRAPHY, f"ref-{key}"))

    def _fill(self, holder: etree.Element, cited: dict[str, list[str]]) -> None:
        works = sorted((self.place.book.works[key] for key in cited), key=order)
        entries = etree.SubElement(holder, "ul") if works else None
        for work in works:
            item = etree.SubElement(entries, "li", {"id": f"ref-{work.key}"})
            item.append(entry(work, self.place.lang))
            for number, place in enumerate(cited[work.key], 1):
                item[0].append(self._back(place, number if len(cited[work.key]) > 1 else 0))
        if works:
            source = "\n\n".join(work.bibtex for work in works) + "\n"
            name = f"{topic(self.place.path)}.bib"
            holder.append(self._download(f"references/{name}", source, word(self.place.lang, "references")))
        if self.place.page.answer:
            holder.append(self_citation.box(self.place))

    def _back(self, place: str, number: int) -> etree.Element:
        label = " ".join(filter(None, [word(self.place.lang, "back"), str(number or "")]))
        link = etree.Element("a", {"class": "footnote-backref", "href": f"#{place}", "title": label})
        link.text = "↩"
        return link

    def _download(self, path: str, source: str, text: str) -> etree.Element:
        return download(self.md, self.place, path, source, text)


def download(md: Markdown, place: Place, path: str, source: str, text: str) -> etree.Element:
    """Have BibTeX published at ``path``; return a paragraph that leads to it.

    Its link is raw: MkDocs would look for the file among the pages.
    """
    address = place.publish(path, source.encode())
    paragraph = etree.Element("p", {"class": "fq-download"})
    name = path.rpartition("/")[2]
    paragraph.text = md.htmlStash.store(f'<a href="{address}" download="{name}">{text}</a>')
    return paragraph


def register(md: Markdown, place: Place) -> None:
    """Add citations to ``md``."""
    md.inlinePatterns.register(Cite(place, md), "further-cite", INLINE_PRIORITY)
    md.treeprocessors.register(Listed(place, md), "further-references", TREE_PRIORITY)


BLOCKS = (ReferencesBlock,)
