"""Real sentences, and copies of them that are damaged by a known amount.

The English ones are the news that Gensim carries for its tests (the background corpus of Lee, Pincombe and Welsh 2005),
the Korean ones are from the Constitution of the Republic of Korea.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from gensim.test.utils import datapath

from lab.korean import constitution


@cache
def real(lang: str) -> tuple[str, ...]:
    """Return all sentences of 8 to 30 words (eojeol, in Korean), as they were printed.

    Args:
        lang: ``"en"`` or ``"ko"``.
    """
    if lang == "ko":
        texts = [re.sub(r"^(제\d+조(의\d+)?)?\s*[①-⑳]?\s*", "", text) for text in constitution()]
    else:
        texts = re.split(r"(?<=[.!?])\s+|\n", Path(datapath("lee_background.cor")).read_text(encoding="utf-8"))
    return tuple(text for text in texts if 8 <= len(text.split()) <= 30 and text.endswith("."))


def some(lang: str, count: int, seed: int) -> list[str]:
    """Draw different sentences of `real`."""
    return Random(seed).sample(real(lang), count)


@cache
def vocabulary(lang: str) -> tuple[str, ...]:
    """Return the words of `real`, repeated as often as they occur, without the full stop at the end of a sentence."""
    return tuple(word for text in real(lang) for word in text.removesuffix(".").split())


def replaced(text: str, rate: float, lang: str, rng: Random) -> str:
    """Put random words in the place of some; every word but the final full stop is hit with odds ``rate``."""
    words = text.removesuffix(".").split()
    return " ".join(rng.choice(vocabulary(lang)) if rng.random() < rate else word for word in words) + "."


def garbled_tail(text: str, share: float, lang: str, rng: Random) -> tuple[list[str], list[str]]:
    """Return the first words of a sentence as they are and, for the last ``share`` of them, random ones."""
    words = text.split()
    kept = round(len(words) * (1 - share))
    return words[:kept], [rng.choice(vocabulary(lang)) for _ in words[kept:]]


def shuffled(text: str, block: int, rng: Random) -> str:
    """Cut a sentence into blocks of ``block`` words and shuffle these; the full stop stays at the end."""
    words = text.removesuffix(".").split()
    blocks = [words[i : i + block] for i in range(0, len(words), block)]
    rng.shuffle(blocks)
    return " ".join(word for each in blocks for word in each) + "."


def truncated(texts: Sequence[str], share: float) -> list[str]:
    """Keep the first ``share`` of the words of each sentence, at least one."""
    return [" ".join(text.split()[: max(1, round(len(text.split()) * share))]) for text in texts]
