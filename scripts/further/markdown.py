"""The page syntax, as a Python-Markdown extension: blocks for what experiments give, and values in the sentence.

/// figure | homonym.sweep            also: table, claim, code (a cell), verdict (a statement's id)
What does it answer?

The caption. With two paragraphs, the first is the question and stands above the figure.
///

/// answer                            the answer in three sentences
/// questions                         every question with its answer (home page)
/// glossary                          every term (docs/glossary.yml)
/// verdicts                          every statement of the study notes, its verdict, and what that rests on
/// references                        the works that the page cites, and how to cite the page
/// bibliography                      every work, and the pages that cite it

[@jain2019]  [-@jain2019] (the year only)  [@a; @b]  [@jain2019, table 5]
{{homonym.half:.2f}}  {{homonym.half.min:.2f}}  {{homonym.half:.2f|은/는}}  {{homonym.sweep}} (a figure's number)
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension

from further import alone, apart, bibliography, citing, glossed, unbroken, verdict_blocks
from further.blocks import BLOCKS
from further.values import Values

INLINE_PRIORITY = 185  # after `code` (190), before escapes (180)


class FurtherExtension(BlocksExtension):
    """The page syntax. Option ``place``: a `Place`; or, for a generator without our plugin, `further.alone.OPTIONS`."""

    def __init__(self, **options: Any) -> None:
        self.config = {"place": ["", "The book, the language and the page"]}
        self.config |= {name: ["", meaning] for name, meaning in alone.OPTIONS.items()}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Register the blocks and the values."""
        apart.register(md, block_mgr)
        place = self.getConfig("place")
        if not place and self.getConfig("book"):
            place = alone.place(md, self.getConfigs())
        if not place:
            return
        alone.register(md, block_mgr, place)
        if alone.is_notebook(place):
            return  # it is the page of an experiment, and has no prose of ours
        own = (*BLOCKS, *verdict_blocks.BLOCKS, *citing.BLOCKS, *bibliography.BLOCKS, glossed.GlossaryBlock)
        for block in own:
            block_mgr.register(block, {"place": place})
        citing.register(md, place)
        md.inlinePatterns.register(Values(place, md), "further-values", INLINE_PRIORITY)
        md.treeprocessors.register(glossed.Glossed(place, md), "further-glossed", glossed.PRIORITY)
        if place.lang == "ko":
            md.treeprocessors.register(unbroken.Unbroken(md), "further-unbroken", unbroken.PRIORITY)


def makeExtension(**options: Any) -> FurtherExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return FurtherExtension(**options)
