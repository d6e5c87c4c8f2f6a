"""The glossary on the pages: a link with a tooltip at a term's first use, and the page of all terms."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from further import terms
from further.glossary import Term
from further.page import Page
from further.place import Place
from further.words import word

PAGE = "glossary.md"
PRIORITY = 9  # after `inline` (20), which makes the elements; before `toc` (5) and MkDocs' own, which checks links (0)

NOT_IN = {"a", "abbr", "blockquote", "button", "code", "data", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "q"}
NOT_IN |= {"samp", "summary", "th", "thead"}
NOT_IN_CLASS = {"footnote", "fq-ask", "fq-bibliography", "fq-chip", "fq-cited", "fq-glossary", "fq-questions", "fq-raw"}
NOT_IN_CLASS |= {"fq-references", "fq-source", "fq-tools", "fq-verdicts"}
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|‘[^’]*’|\x02[^\x03]*\x03")  # and what Markdown has put aside


class Glossed(Treeprocessor):
    """Makes the first use of each term in a page's running text a link to the glossary that has its line as a title."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(md)
        self.place = place

    def run(self, root: etree.Element) -> None:
        """Do so for the page that `Place` is at."""
        place = self.place
        if place.path == PAGE or PAGE not in place.book.pages[place.lang]:
            return
        self.left = terms.on_page(place.book, place.path, place.lang)
        self._element(root)

    def _element(self, element: etree.Element) -> None:
        children = list(element)
        element.text, made = self._text(element.text)
        for child in children:
            if not _apart(child):
                self._element(child)
            child.tail, links = self._text(child.tail)
            made += [child, *links]
        element[:] = made

    def _text(self, text: str | None) -> tuple[str | None, list[etree.Element]]:
        """Return ``text`` up to the first term in it, and the links for terms with what follows each."""
        if not text or not self.left or isinstance(text, AtomicString):
            return text, []
        open_ = QUOTED.sub(lambda match: "\0" * len(match[0]), text)
        before, at, links = text, 0, []
        for match, term in terms.finder(self.place.book, self.place.lang).matches(open_):
            if term.id not in self.left:
                continue
            self.left.discard(term.id)
            if links:
                links[-1].tail = text[at : match.start()]
            else:
                before = text[: match.start()]
            at = match.end()
            links.append(self._link(term, text[match.start() : at]))
        if links:
            links[-1].tail = text[at:]
        return before, links

    def _link(self, term: Term, text: str) -> etree.Element:
        href = posixpath.relpath(PAGE, posixpath.dirname(self.place.path) or ".")
        title = term.meaning[self.place.lang]
        link = etree.Element("a", {"class": "fq-term", "href": f"{href}#{term.id}", "title": title})
        link.text = AtomicString(text)
        return link


def _apart(element: etree.Element) -> bool:
    return element.tag in NOT_IN or bool(NOT_IN_CLASS & set(element.get("class", "").split()))


class GlossaryBlock(Block):
    """``/// glossary``: every term, in the alphabet's order."""

    NAME = "glossary"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        place: Place = self.config["place"]
        outer = etree.SubElement(parent, "div", {"class": "fq-glossary"})
        used = {path: terms.on_page(place.book, path, place.lang) for path in place.book.pages[place.lang]}
        used.pop(place.path, None)
        listed = sorted(place.book.glossary.values(), key=lambda term: _order(_head(term, place.lang)))
        for initial, group in groupby(listed, key=lambda term: _initial(_head(term, place.lang))):
            heading = etree.SubElement(outer, "h2", {"id": f"letter-{_called(initial)}"})
            heading.text = initial
            for term in group:
                on = [place.book.pages[place.lang][path] for path, ids in used.items() if term.id in ids]
                outer.extend(_entry(term, on, place))
        return outer


def _entry(term: Term, on: list[Page], place: Place) -> Iterator[etree.Element]:
    """Yield a term's heading, its line, and the facts below."""
    lang, other = place.lang, {"ko": "en", "en": "ko"}[place.lang]
    heading = etree.Element("h3", {"id": term.id})
    heading.text = AtomicString(_head(term, lang))
    if _head(term, other) != _head(term, lang):
        heading[:] = [_made("span", _head(term, other), {"class": "fq-entry-other", "lang": other})]
        heading.text = AtomicString(heading.text + " ")
    yield heading
    yield _made("p", term.meaning[lang])
    facts = etree.Element("ul", {"class": "fq-entry-facts"})
    _fact(facts, "term-also", [_made("span", name) for name in term.names(lang) if name != _head(term, lang)], lang)
    if lang == "ko":
        _fact(facts, "term-avoid", [_made("span", name) for name in term.avoid], lang)
    path, _, anchor = term.see.partition("#")
    page = place.book.pages[lang][path]
    section = next((each.text for each in page.headings if each.id == anchor), page.title)
    _fact(facts, "term-see", [_made("a", section, {"href": term.see})], lang)
    _fact(facts, "term-on", [_made("a", page.short, {"href": page.path}) for page in on], lang)
    yield facts


def _fact(facts: etree.Element, key: str, items: list[etree.Element], lang: str) -> None:
    """Add a line of things, with commas between them, if there are any."""
    if not items:
        return
    line = etree.SubElement(facts, "li")
    etree.SubElement(line, "b").text = word(lang, key)
    line[-1].tail = " "
    for item in items:
        item.tail = ", "
        line.append(item)
    items[-1].tail = None


def _made(tag: str, text: str, attributes: dict[str, str] | None = None) -> etree.Element:
    element = etree.Element(tag, attributes or {})
    element.text = AtomicString(text)
    return element


def _head(term: Term, lang: str) -> str:
    """The name a term is listed under: in Korean its Hangul name, also where a shorter one is written afterwards."""
    return term.english if lang == "en" else re.sub(r"\([^)]*\)$", "", term.first)


def _order(name: str) -> str:
    """What names are sorted by. Unicode has Hangul in the order of 가나다; Latin names come after it."""
    return ("" if "가" <= name[0] <= "힣" else "\uffff") + name.casefold().replace("-", " ")


def _initial(name: str) -> str:
    """The letter that a name is listed under: A, or ㄱ (ㄲ counts as ㄱ)."""
    if not "가" <= name[0] <= "힣":
        return name[0].upper()[0]
    return "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"[(ord(name[0]) - ord("가")) // 588]


def _called(letter: str) -> str:
    """The letter's name in Unicode, for an address: kiyeok, a."""
    return unicodedata.name(letter).split()[-1].lower()
