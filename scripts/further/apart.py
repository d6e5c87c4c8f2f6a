"""Takes a block apart from text before it that has a block in it: a list item, a quotation.

pymdownx reads the text before a block while the block waits, in the one place that it has for a block that waits. A
block in that text takes the place, and the parser then asks for ever for a block that is gone.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from pymdownx.blocks import BlocksProcessor

PRIORITY = 89.995  # right before pymdownx's own (89.99)


class Apart(BlockProcessor):
    """Makes two of such a text.

    Args:
        blocks: What finds blocks.
    """

    def __init__(self, blocks: BlocksProcessor) -> None:
        self.blocks = blocks
        super().__init__(blocks.parser)

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block follows text that has ``///`` in it, and no open block takes both as they are."""
        start = self._start(block)
        return start is not None and "///" in block[: start.start()] and self.blocks.get_parent(parent) is None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put both in the place of one; each is then read by itself."""
        block = blocks.pop(0)
        at = self._start(block).start()
        blocks[:0] = [block[:at], block[at:].lstrip("\n")]

    def _start(self, block: str) -> re.Match[str] | None:
        return self.blocks.start.search(block)


def register(md: Markdown, blocks: BlocksProcessor) -> None:
    """Let it read before ``blocks`` does."""
    md.parser.blockprocessors.register(Apart(blocks), "further-apart", PRIORITY)
