"""Values in the sentence, ``{{experiment.value:format|particle}}``, and references to figures, tables and claims."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from further import html
from further.errors import FurtherError
from further.korean import particle
from further.page import VALUE
from further.place import Place, anchor
from further.words import word


class Values(InlineProcessor):
    """``{{experiment.value:format|particle}}`` in running text."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(VALUE.pattern, md)
        self.place = place

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # noqa: D102
        name, spec, pair = match["name"], match["format"] or "", match["particle"] or ""
        where = self.place.where("value", name, spec, pair)
        element, text = inline(self.place, name, spec, where)
        if pair:
            outer = etree.Element("span", {"class": "fq-said"})
            outer.append(element)
            element.tail = AtomicString(particle_after(text, pair, where))
            element = outer
        return element, match.start(0), match.end(0)


def inline(place: Place, name: str, spec: str, where: str) -> tuple[etree.Element, str]:
    """Return what ``name`` puts into a sentence, and how it is read (for the particle after it).

    Raises:
        FurtherError: If no run gave it, or its format does not fit.
    """
    finding, statistic = place.book.finding(name, ("value", "figure", "table", "claim"), where)
    stem = ".".join(name.split(".")[:2])
    if finding.kind == "value":
        return _value(place, stem, finding, statistic, spec, where)
    if spec or statistic:
        raise FurtherError(where, f"no format and no statistic for a {finding.kind}", name)
    if finding.kind == "claim":
        text = html.held(finding, place.lang)
        element = etree.Element("a", {"class": "fq-ref", "href": f"#{anchor('claim', stem)}"})
    else:
        text = f"{word(place.lang, finding.kind)} {_shown(place, finding.kind, stem, where)}"
        element = etree.Element("a", {"class": "fq-ref", "href": f"#{anchor(finding.kind, stem)}"})
    element.text = AtomicString(text)
    return element, text


def _value(place: Place, name: str, finding: Any, statistic: str, spec: str, where: str) -> tuple[etree.Element, str]:
    try:
        x = finding.number(place.lang, statistic)
        text, shown = html.written(x, spec), html.number(x, spec)
        title = html.birth(name, finding, place.lang, "" if statistic == "n" else spec)
    except KeyError:
        expected = "one of mean, min, max, sd, n after a value that has one number per seed"
        raise FurtherError(where, expected, f"{name}.{statistic}") from None
    except (ValueError, TypeError, OverflowError) as error:
        expected = f"a format that fits {type(x).__name__} {x!r}"
        raise FurtherError(where, expected, f"{{{{{name}:{spec}}}}}: {error}") from None
    element = etree.Element("data", {"class": "fq-value", "value": str(x), "data-from": name, "title": title})
    if spread := title.partition(" · ")[2].partition(" · ")[2]:
        element.set("data-spread", spread)
    before, _, power = shown.partition("<sup>")
    element.text = AtomicString(before)
    if power:
        etree.SubElement(element, "sup").text = AtomicString(power.removesuffix("</sup>"))
    return element, text


def particle_after(text: str, pair: str, where: str) -> str:
    """Return the particle of ``pair`` that goes with ``text``.

    Raises:
        FurtherError: If it cannot be chosen.
    """
    try:
        return particle(text, pair)
    except ValueError as error:
        raise FurtherError(where, "a particle that can be chosen", str(error)) from None


def _shown(place: Place, kind: str, name: str, where: str) -> int:
    if not (number := place.number(kind, name)):
        raise FurtherError(where, f"a {kind} that this page shows", name, f"add /// {kind} | {name}")
    return number
