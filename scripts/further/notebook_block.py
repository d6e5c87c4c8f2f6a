"""``/// notebook | NAME``: an executed notebook as a page of its own, where no plugin makes pages of notebooks."""

from __future__ import annotations

import json
import logging
import tempfile
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from further import notebook
from further.blocks import Named
from further.compiled import compile_once
from further.place import Place
from further.spared import made_by, spare
from further.trace import digest

PRIORITY = 4  # after Markdown's own table of contents (5)
OPTIONS = {"execute": False, "allow_errors": False, "theme": "", "custom_mathjax_url": ""}
"""What mkdocs.yml says of notebooks, for the function that converts one."""


class NotebookBlock(Named):
    """The whole notebook: the same HTML as on the page that mkdocs-jupyter makes."""

    NAME = "notebook"

    def on_create(self, parent: etree.Element) -> etree.Element:  # noqa: D102
        return etree.SubElement(parent, "p")

    def on_end(self, block: etree.Element) -> None:  # noqa: D102
        experiment = self.place.book.experiment(self.argument.strip(), self.place.path)
        result = self.place.book.results[experiment.name]
        payload = notebook.localised(self.place.book, experiment, self.place.lang)
        raw = _converted(self.place, payload)
        block.text = self.md.htmlStash.store(notebook.tidy(raw, experiment, result, self.place.lang))


class Outline(Treeprocessor):
    """Makes the notebook's headings the page's table of contents: they stand in raw HTML, where none are looked for."""

    def __init__(self, place: Place, md: Markdown) -> None:
        super().__init__(md)
        self.place = place

    def run(self, root: etree.Element) -> None:
        """Put the headings where Markdown's own extension puts those of a page."""
        experiment = self.place.book.experiment(Path(self.place.path).stem, self.place.path)
        self.md.toc_tokens = [_token(each) for each in notebook.outline(experiment, self.place.lang)]


def _token(token: dict[str, Any]) -> dict[str, Any]:
    """Return a token of `further.notebook.outline` with all that tokens of Markdown's own have."""
    own = {"html": token["name"], "data-toc-label": ""}
    return {**token, **own, "children": [_token(child) for child in token["children"]]}


def _converted(place: Place, payload: bytes) -> str:
    """Return a notebook as mkdocs-jupyter converts it, kept in the store. MkDocs itself is not imported."""
    key = f"notebooks/{digest(repr([payload, made_by(), OPTIONS]).encode())}"
    if (kept := place.book.store.read(key, _read)) is not None:
        return kept
    from mkdocs_jupyter.convert import nb2html  # it takes half a second

    compile_once()
    spare()
    logging.getLogger("mkdocs.mkdocs-jupyter").setLevel(logging.WARNING)  # a line for each notebook
    with tempfile.NamedTemporaryFile(suffix=".ipynb") as file:
        file.write(payload)
        file.flush()
        made = nb2html(file.name, **OPTIONS)
    made = notebook.body(made)
    place.book.store.put(key, json.dumps(made, ensure_ascii=False).encode())
    return made


def _read(payload: bytes) -> str:
    return json.loads(payload) + ""


def register(md: Markdown, blocks: Any, place: Place) -> None:
    """Add the block and the outline of what it shows."""
    blocks.register(NotebookBlock, {"place": place})
    md.treeprocessors.register(Outline(place, md), "further-outline", PRIORITY)
