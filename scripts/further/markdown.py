"""The page syntax, as a Python-Markdown extension: blocks for what experiments give, and values in the sentence.

    /// figure | homonym.sweep            also: table, claim, code (a cell), verdict (a statement's id)
    What does it answer?

    The caption. With two paragraphs, the first is the question and stands above the figure.
    ///

    /// answer                            the answer in three sentences
    /// questions                         every question with its answer (home page)

    {{homonym.half:.2f}}  {{homonym.half.min:.2f}}  {{homonym.half:.2f|은/는}}  {{homonym.sweep}} (a figure's number)

Blocks: https://facelessuser.github.io/pymdown-extensions/extensions/blocks/
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from further import html
from further.book import Book, topic
from further.errors import FurtherError
from further.korean import particle
from further.page import VALUE, Page
from further.words import word

INLINE_PRIORITY = 185  # after `code` (190), before escapes (180)


@dataclass
class Place:
    """Where rendering is: the book, and the page in its language.

    Attributes:
        book: The book, with results.
        lang: ``"ko"`` or ``"en"``.
        path: The page's path under the language's folder.
    """

    book: Book
    lang: str
    path: str = ""

    @property
    def page(self) -> Page:
        """The page as it was read."""
        return self.book.pages[self.lang][self.path]

    def where(self, kind: str, name: str, *how: str) -> str:
        """Return the place of the first reference to ``name`` (with this format and particle), for messages."""
        wanted = (kind, name, *how)
        refs = ((ref.line, (ref.kind, ref.name, ref.format, ref.particle)) for ref in self.page.references)
        lines = [line for line, ref in refs if ref[: len(wanted)] == wanted]
        return self.page.where(lines[0] if lines else 0)

    def number(self, kind: str, name: str) -> int:
        """Return the number of a figure or table on this page; 0 if the page does not show it."""
        names = [ref.name for ref in self.page.references if ref.kind == kind]
        return names.index(name) + 1 if name in names else 0

    def notebook(self, experiment: str, cell: str = "") -> str:
        """Return the link from this page to an experiment's notebook, and to a cell in it."""
        path = posixpath.relpath(f"notebooks/{experiment}.ipynb", posixpath.dirname(self.path) or ".")
        return f"{path}#{cell}" if cell else path


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
            element.tail = AtomicString(_particle(text, pair, where))
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
    before, _, power = shown.partition("<sup>")
    element.text = AtomicString(before)
    if power:
        etree.SubElement(element, "sup").text = AtomicString(power.removesuffix("</sup>"))
    return element, text


def _particle(text: str, pair: str, where: str) -> str:
    try:
        return particle(text, pair)
    except ValueError as error:
        raise FurtherError(where, "a particle that can be chosen", str(error)) from None


def _shown(place: Place, kind: str, name: str, where: str) -> int:
    if not (number := place.number(kind, name)):
        raise FurtherError(where, f"a {kind} that this page shows", name, f"add /// {kind} | {name}")
    return number


def anchor(kind: str, name: str) -> str:
    """Return the id of a finding's element on its page."""
    return f"{ {'figure': 'fig', 'table': 'tab'}.get(kind, kind) }-{name.replace('.', '-')}"


class Named(Block):
    """A block that names something: ``/// kind | name``. What is inside is Markdown."""

    ARGUMENT = True
    CONFIG: ClassVar = {"place": None}

    @property
    def place(self) -> Place:
        """Where rendering is."""
        return self.config["place"]

    @cached_property
    def where(self) -> str:
        """The block's place in the page, for messages."""
        return self.place.where(self.NAME, self.argument.strip())

    def source(self, cell: str) -> etree.Element:
        """Return the link to the notebook that made this."""
        name = self.argument.strip().partition(".")[0]
        paragraph = etree.Element("p", {"class": "fq-source"})
        link = etree.SubElement(paragraph, "a", {"href": self.place.notebook(name, cell)})
        link.text = f"{word(self.place.lang, 'notebook')} · {name}"
        return paragraph

    def stash(self, raw: str) -> etree.Element:
        """Return an element that becomes ``raw``, HTML that Markdown must not touch."""
        holder = etree.Element("div", {"class": "fq-raw"})
        holder.text = self.md.htmlStash.store(raw)
        return holder


class Pictured(Named):
    """What figures and tables share: a question above, a numbered caption below."""

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(
            parent, "figure", {"class": f"fq-{self.NAME}", "id": anchor(self.NAME, self.argument.strip())}
        )

    def on_end(self, block: etree.Element) -> None:  # noqa: D102
        name = self.argument.strip()
        finding, _ = self.place.book.finding(name, (self.NAME,), self.where)
        paragraphs = list(block)
        for paragraph in paragraphs:
            block.remove(paragraph)
        if not paragraphs:
            raise FurtherError(
                self.where, f"a caption inside /// {self.NAME} | {name}", "nothing", "say what is to be seen"
            )
        if len(paragraphs) > 1:
            etree.SubElement(block, "div", {"class": "fq-ask"}).append(paragraphs.pop(0))
        block.append(self.stash(self.picture(name.partition(".")[0], finding)))
        caption = etree.SubElement(block, "figcaption")
        caption.extend(paragraphs)
        number = etree.Element("b", {"class": "fq-number"})
        number.text = f"{word(self.place.lang, self.NAME)} {self.place.number(self.NAME, name)}."
        first = paragraphs[0]
        number.tail, first.text = " " + (first.text or ""), None
        first.insert(0, number)
        block.append(self.source(finding.cell))

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the HTML of what is shown."""
        raise NotImplementedError


class FigureBlock(Pictured):
    """``/// figure | experiment.name``."""

    NAME = "figure"

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the drawings."""
        return html.drawing(self.place.book, experiment, finding, self.place.lang)


class TableBlock(Pictured):
    """``/// table | experiment.name``."""

    NAME = "table"

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the table."""
        return html.grid(finding, self.place.lang)


class ClaimBlock(Named):
    """``/// claim | experiment.name``: a sentence that the experiment upholds."""

    NAME = "claim"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-claim", "id": anchor("claim", self.argument.strip())})

    def on_end(self, block: etree.Element) -> None:  # noqa: D102
        name = self.argument.strip()
        finding, _ = self.place.book.finding(name, ("claim",), self.where)
        note = etree.SubElement(block, "p", {"class": "fq-held"})
        link = etree.SubElement(note, "a", {"href": self.place.notebook(name.partition(".")[0], finding.cell)})
        link.text = html.claim_note(finding, self.place.lang)


class CodeBlock(Named):
    """``/// code | experiment.cell``: the cell that ran."""

    NAME = "code"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-code"})

    def on_end(self, block: etree.Element) -> None:  # noqa: D102
        experiment, cell = self.place.book.cell(self.argument.strip(), self.where)
        origin = etree.SubElement(block, "div", {"class": "fq-code-from"})
        link = etree.SubElement(origin, "a", {"href": self.place.notebook(experiment.name, cell.name)})
        link.text = f"{experiment.name} · {cell.name}"
        block.append(
            self.stash(highlight(cell.source, PythonLexer(), HtmlFormatter(cssclass="highlight", wrapcode=True)))
        )


class VerdictBlock(Named):
    """``/// verdict | statement``: the study notes' words, the verdict, and why."""

    NAME = "verdict"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        name = self.argument.strip()
        statement = self.place.book.statement(topic(self.place.path), name, self.where)
        kind = statement["verdict"]
        outer = etree.SubElement(parent, "div", {"class": f"fq-verdict fq-verdict--{kind}", "id": f"verdict-{name}"})
        etree.SubElement(outer, "span", {"class": "fq-chip"}).text = word(self.place.lang, f"verdict-{kind}")
        language = statement.get("language", "ko")  # of the notes' own words
        quote = etree.SubElement(outer, "blockquote", {"lang": language} if language != self.place.lang else {})
        etree.SubElement(quote, "p").text = AtomicString(statement["note"])
        if self.place.lang == "en" and statement.get("english"):
            etree.SubElement(quote, "p", {"class": "fq-gloss", "lang": "en"}).text = AtomicString(statement["english"])
        etree.SubElement(outer, "div", {"class": "fq-verdict-text"})
        return outer

    def on_add(self, block: etree.Element) -> etree.Element:  # noqa: D102
        return block[-1]


class AnswerBlock(Block):
    """``/// answer``: the answer in three sentences; the home page shows it too."""

    NAME = "answer"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-answer"})


class QuestionsBlock(Block):
    """``/// questions``: the questions that have a page, each with its answer."""

    NAME = "questions"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        place: Place = self.config["place"]
        outer = etree.SubElement(parent, "ol", {"class": "fq-questions"})
        for page in place.book.questions(place.lang):
            item = etree.SubElement(outer, "li", {"data-topic": topic(page.path)})
            link = etree.SubElement(
                item, "a", {"href": posixpath.relpath(page.path, posixpath.dirname(place.path) or ".")}
            )
            link.text = page.title
            etree.SubElement(item, "p").text = " ".join(page.answer.split())
        return outer


class FurtherExtension(BlocksExtension):
    """The page syntax. Option ``place``: a `Place`."""

    def __init__(self, **options: Any) -> None:
        self.config = {"place": ["", "The book, the language and the page"]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Register the blocks and the values."""
        place = self.getConfig("place")
        if not place:
            return
        for block in (FigureBlock, TableBlock, ClaimBlock, CodeBlock, VerdictBlock, AnswerBlock, QuestionsBlock):
            block_mgr.register(block, {"place": place})
        md.inlinePatterns.register(Values(place, md), "further-values", INLINE_PRIORITY)


def makeExtension(**options: Any) -> FurtherExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return FurtherExtension(**options)
