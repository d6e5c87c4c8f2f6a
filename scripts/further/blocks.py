"""Blocks that show what experiments gave: figures, tables, claims, cells; answers and the questions.

Blocks: https://facelessuser.github.io/pymdown-extensions/extensions/blocks/
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from functools import cached_property
from typing import Any, ClassVar

from pymdownx.blocks.block import Block

from further import html, listing, picture
from further.errors import FurtherError
from further.home import QuestionsBlock
from further.place import Place, anchor
from further.words import word


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
        experiment = name.partition(".")[0]
        block.append(self.stash(self.picture(experiment, finding)))
        caption = etree.SubElement(block, "figcaption")
        caption.extend(paragraphs)
        number = etree.Element("b", {"class": "fq-number"})
        number.text = f"{word(self.place.lang, self.NAME)} {self.place.number(self.NAME, name)}."
        first = paragraphs[0]
        number.tail, first.text = " " + (first.text or ""), None
        first.insert(0, number)
        self.finish(block, experiment, finding)

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the HTML of what is shown."""
        raise NotImplementedError

    def finish(self, block: etree.Element, experiment: str, finding: Any) -> None:
        """Add what stands under the caption."""
        block.append(self.source(finding.cell))


class FigureBlock(Pictured):
    """``/// figure | experiment.name``."""

    NAME = "figure"

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the drawings, and what moves them."""
        made, lang = picture.made(self.place.book, experiment, finding, self.place.lang), self.place.lang
        drawing = html.drawing(made, finding.data["alt"], lang).replace("<div ", '<div tabindex="0" ', 1)
        return drawing + html.controls(made, lang, f"{experiment}-{finding.name}")

    def finish(self, block: etree.Element, experiment: str, finding: Any) -> None:
        """Add the tools: explore, the notebook, the data."""
        made, lang = picture.made(self.place.book, experiment, finding, self.place.lang), self.place.lang
        stem = f"{experiment}-{finding.name}"
        files = {name.rpartition(".")[2]: (f"charts/{name}", payload) for name, payload in made.files(stem).items()}
        links = {kind: self.place.publish(*file) for kind, file in files.items()}
        block.set("data-live", links["json"])
        tools = etree.SubElement(
            block, "footer", {"class": "fq-tools", "data-search-exclude": ""}
        )  # Material ends an exclusion at the first end of the same tag
        tools.append(self.stash(html.explore(lang)))
        tools.append(self.source(finding.cell))
        if "csv" in links:
            tools.append(self.stash(html.data(links["csv"], f"{stem}.csv", lang)))


class TableBlock(Pictured):
    """``/// table | experiment.name``."""

    NAME = "table"

    def picture(self, experiment: str, finding: Any) -> str:
        """Return the table."""
        try:
            return html.grid(finding, self.place.lang)
        except (ValueError, TypeError, OverflowError) as error:  # the verb sees to it, but findings may be forged
            where, expected = f"{self.where}, table {finding.name}", "formats that fit the numbers in the columns"
            raise FurtherError(where, expected, str(error)) from None


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
        link.set("data-from", name)
        link.text = html.claim_note(finding, self.place.lang)


class CodeBlock(Named):
    """``/// code | experiment.cell``: the cell that ran, and all cells of the experiment to unfold in its place."""

    NAME = "code"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-code"})

    def on_end(self, block: etree.Element) -> None:  # noqa: D102
        experiment, cell = self.place.book.cell(self.argument.strip(), self.where)
        origin = etree.SubElement(block, "div", {"class": "fq-code-from"})
        link = etree.SubElement(origin, "a", {"href": self.place.notebook(experiment.name, cell.name)})
        link.text = f"{experiment.name} · {cell.name}"
        block.append(self.stash(listing.code(cell.source)))
        if len(experiment.code) > 1:
            rest = etree.SubElement(block, "details", {"class": "fq-all", "data-search-exclude": ""})
            etree.SubElement(rest, "summary").text = word(self.place.lang, "all-code", n=len(experiment.code))
            rest.append(self.stash(listing.whole(experiment)))


class AnswerBlock(Block):
    """``/// answer``: the answer in three sentences; the home page shows it too."""

    NAME = "answer"
    CONFIG: ClassVar = {"place": None}

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "div", {"class": "fq-answer"})


BLOCKS = (FigureBlock, TableBlock, ClaimBlock, CodeBlock, AnswerBlock, QuestionsBlock)
