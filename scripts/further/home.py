"""The block of the home page: ``/// questions``, a map of the questions that have a page, each with its answer.

Each question is an item of a list, with links to the ones that it leads to. A wide screen draws the list as a map: the
style sheet gives each item and each link a place in a grid, which ``style`` names, and draws a link's box as an arrow.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from typing import ClassVar

from pymdownx.blocks.block import Block

from further import atlas
from further.atlas import Stop
from further.book import topic
from further.page import Page
from further.place import Place
from further.words import word


class QuestionsBlock(Block):
    """``/// questions``: the map, and below it the questions that have no place in it."""

    NAME = "questions"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        place: Place = self.config["place"]
        pages = {topic(page.path): page for page in place.book.questions(place.lang)}
        stops = {stop.topic: stop for stop in atlas.read(place.book, place.lang)}
        outer = etree.SubElement(parent, "ol", {"class": "fq-questions"})
        for name in [*stops, *(name for name in pages if name not in stops)]:
            item = _question(outer, place, pages[name])
            if name in stops:
                _placed(item, place, stops[name])
                _leads(item, stops, stops[name], pages)
        return outer


def _question(outer: etree.Element, place: Place, page: Page) -> etree.Element:
    item = etree.SubElement(outer, "li", {"data-topic": topic(page.path), "id": f"map-{topic(page.path)}"})
    box = etree.SubElement(item, "div", {"class": "fq-question"})
    link = etree.SubElement(box, "a", {"href": posixpath.relpath(page.path, posixpath.dirname(place.path) or ".")})
    link.text = page.title
    answer = etree.SubElement(box, "details")
    etree.SubElement(answer, "summary").text = word(place.lang, "answer")
    etree.SubElement(answer, "p").text = " ".join(page.answer.split())
    return item


def _placed(item: etree.Element, place: Place, stop: Stop) -> None:
    item[0].set("style", f"grid-area:{2 * stop.row - 1}/{2 * stop.column - 1}")
    if stop.works:
        years = etree.Element("p", {"class": "fq-years"})
        years.text = " · ".join(f"{name} {year}" for name, year in stop.works.items())
        item[0].insert(0, years)


def _leads(item: etree.Element, stops: dict[str, Stop], stop: Stop, pages: dict[str, Page]) -> None:
    if not stop.leads:
        return
    order = list(stops)
    leads = etree.SubElement(item, "ul", {"class": "fq-leads"})
    for name, how in stop.leads.items():
        shape, area = _line(stop, stops[name])
        following = order.index(name) == order.index(stop.topic) + 1
        kind = f"fq-lead fq-lead--{shape}" + " fq-lead--next" * following
        lead = etree.SubElement(leads, "li", {"class": kind, "style": f"grid-area:{area}"})
        link = etree.SubElement(lead, "a", {"href": f"#map-{name}"})
        link.text = how
        aim = etree.SubElement(link, "span", {"class": "fq-aim"})
        aim.text = f" → {next(iter(stops[name].works), pages[name].title)}"


def _line(start: Stop, end: Stop) -> tuple[str, str]:
    """Return a line's shape and its area in the grid: odd tracks hold stops, even ones lines."""
    top, left = 2 * start.row - 1, 2 * start.column - 1
    bottom, right = 2 * end.row - 1, 2 * end.column - 1
    if left == right:
        return "down", f"{top + 1}/{left}/{bottom}/{left + 1}"
    if top == bottom:
        return ("right", f"{top}/{left + 1}") if right > left else ("left", f"{top}/{right + 1}")
    if right > left:
        return "down-right", f"{top + 1}/{left}/{bottom + 1}/{right}"
    return "down-left", f"{top + 1}/{right + 1}/{bottom + 1}/{left + 1}"
