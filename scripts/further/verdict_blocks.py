"""Blocks for the study notes' statements: ``/// verdict | id`` on a page, ``/// verdicts`` for all of them."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections import Counter
from dataclasses import replace
from typing import Any, ClassVar

from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from further import html, values, verdicts
from further.blocks import Named
from further.book import topic
from further.page import VALUE, Page
from further.place import Place, anchor
from further.statements import VERDICTS
from further.verdicts import Evidence
from further.words import word

ALL = "verdicts.md"
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)(#[^)\s]*)?\)")


def _frame(parent: etree.Element, lang: str, statement: dict[str, Any], id_: str) -> etree.Element:
    """Return the frame of a verdict, the note's words in it; its last child takes the text."""
    kind = statement["verdict"]
    outer = etree.SubElement(parent, "div", {"class": f"fq-verdict fq-verdict--{kind}", "id": id_})
    etree.SubElement(outer, "span", {"class": "fq-chip"}).text = word(lang, f"verdict-{kind}")
    language = statement.get("language", "ko")  # of the notes' own words
    quote = etree.SubElement(outer, "blockquote", {"lang": language} if language != lang else {})
    etree.SubElement(quote, "p").text = AtomicString(statement["note"])
    if lang == "en" and statement.get("english"):
        etree.SubElement(quote, "p", {"class": "fq-gloss", "lang": "en"}).text = AtomicString(statement["english"])
    etree.SubElement(outer, "div", {"class": "fq-verdict-text"})
    return outer


class VerdictBlock(Named):
    """``/// verdict | statement``: the study notes' words, the verdict, and why."""

    NAME = "verdict"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        name, own = self.argument.strip(), topic(self.place.path)
        statement = self.place.book.statement(own, name, self.where)
        outer = _frame(parent, self.place.lang, statement, f"verdict-{name}")
        last = [ref.name for ref in self.place.page.references if ref.kind == "verdict"][-1:]
        if last == [name] and ALL in self.place.book.pages[self.place.lang]:
            _lead(parent, self.place.to(ALL, own), word(self.place.lang, "to-verdicts"))
        return outer

    def on_add(self, block: etree.Element) -> etree.Element:  # noqa: D102
        return block[-1]


class VerdictsBlock(Block):
    """``/// verdicts``: every statement with its verdict and its evidence, by topic; a choice of one verdict."""

    NAME = "verdicts"
    CONFIG: ClassVar = {"place": None}

    @property
    def place(self) -> Place:
        """Where rendering is."""
        return self.config["place"]

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        outer = etree.SubElement(parent, "div", {"class": "fq-verdicts"})
        pages = self.place.book.pages[self.place.lang]
        told = {name: entries for name, entries in self.place.book.statements.items() if f"{name}.md" in pages}
        counts = Counter(entry["verdict"] for entries in told.values() for entry in entries.values())
        self._choice(outer, counts)
        for name, entries in told.items():
            section = etree.SubElement(outer, "section")
            etree.SubElement(section, "h2", {"id": name}).text = AtomicString(pages[f"{name}.md"].title)
            for each, entry in entries.items():
                self._statement(section, pages[f"{name}.md"], each, entry)
        return outer

    def _choice(self, outer: etree.Element, counts: Counter[str]) -> None:
        """Add the counts, each a choice that leaves only its verdicts (style sheets do that: see sources.css)."""
        field = etree.SubElement(outer, "fieldset", {"class": "fq-choice"})
        etree.SubElement(field, "legend").text = word(self.place.lang, "choose-verdict")
        for kind in ("all", *VERDICTS):
            label = etree.SubElement(field, "label", {"class": f"fq-choice--{kind}"})
            button = etree.SubElement(label, "input", {"type": "radio", "name": "verdict", "value": kind})
            if kind == "all":
                button.set("checked", "checked")
            text = word(self.place.lang, "all-verdicts" if kind == "all" else f"verdict-{kind}")
            button.tail = AtomicString(f" {text} ")
            count = etree.SubElement(label, "b")
            count.text = str(counts.total() if kind == "all" else counts[kind])

    def _statement(self, section: etree.Element, page: Page, name: str, entry: dict[str, Any]) -> None:
        own = topic(page.path)
        frame = _frame(section, self.place.lang, entry, f"{own}-{name}")
        self.md.parser.parseChunk(frame[-1], self._moved(page, page.verdicts.get(name, "")))
        found = etree.SubElement(frame, "div", {"class": "fq-grounds"})
        etree.SubElement(found, "p").text = word(self.place.lang, "grounds")
        items = etree.SubElement(found, "ul")
        for each in verdicts.evidence(self.place.book, page, name):
            self._evidence(etree.SubElement(items, "li"), page, each)
        _lead(found, self.place.to(page.path, f"verdict-{name}"), word(self.place.lang, "in-its-page"))

    def _moved(self, page: Page, text: str) -> str:
        """Return a page's Markdown so that it can stand on this one: its links lead back to that page."""
        there = replace(self.place, path=page.path)

        def reference(match: re.Match[str]) -> str:
            finding, _ = there.book.finding(match["name"], ("value", *verdicts.KINDS), page.where())
            if finding.kind == "value":
                return match[0]
            stem = ".".join(match["name"].split(".")[:2])
            _, said = values.inline(there, match["name"], "", page.where())
            ending = values.particle_after(said, match["particle"], page.where()) if match["particle"] else ""
            return f"[{said}]({self.place.to(page.path, anchor(finding.kind, stem))}){ending}"

        def link(match: re.Match[str]) -> str:
            path = posixpath.join(posixpath.dirname(page.path), match[1]) if match[1] else page.path
            return f"]({self.place.to(path)}{match[2] or ''})"

        return VALUE.sub(reference, LINK.sub(link, text))

    def _evidence(self, item: etree.Element, page: Page, found: Evidence) -> None:
        """Say what one piece of evidence is, and lead to it."""
        place, stem = self.place, found.name.partition(".")[0]
        if found.kind == "work":
            work = place.book.work(found.name, page.where())
            link = etree.SubElement(item, "a", {"data-cite": found.name})
            link.text = AtomicString(f"{work.names(place.lang)}, {work.year}")
            return
        if found.kind == "cell":
            href, text = place.notebook(stem, found.name.partition(".")[2]), found.name.replace(".", " · ")
        else:
            finding, _ = place.book.finding(found.name, (found.kind,), page.where())
            href, text = self._shown(page, found, finding)
        link = etree.SubElement(item, "a", {"href": href})
        link.text = AtomicString(text)
        if found.kind == "claim":
            link.tail = AtomicString(f" · {html.held(finding, place.lang)}")

    def _shown(self, page: Page, found: Evidence, finding: Any) -> tuple[str, str]:
        """Return where a finding is shown (a value: where it was computed), and what it is called."""
        place, wanted, stem = self.place, (found.kind, found.name), found.name.partition(".")[0]
        pages = [page, *place.book.pages[place.lang].values()]
        shown = next((each for each in pages if wanted in {(ref.kind, ref.name) for ref in each.references}), None)
        if found.kind == "value" or shown is None:
            return place.notebook(stem, finding.cell), f"{stem} · {finding.name}"
        href = place.to(shown.path, anchor(*wanted))
        if found.kind == "claim":
            return href, html.say_statement(finding, place.lang)
        return href, f"{word(place.lang, found.kind)} {replace(place, path=shown.path).number(*wanted)}"


def _lead(parent: etree.Element, href: str, text: str) -> None:
    """Add a small link below."""
    paragraph = etree.SubElement(parent, "p", {"class": "fq-source"})
    etree.SubElement(paragraph, "a", {"href": href}).text = AtomicString(text)


BLOCKS = (VerdictBlock, VerdictsBlock)
