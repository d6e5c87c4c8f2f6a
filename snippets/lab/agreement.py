"""Sentences whose last word must agree with their first, any distance apart: one grammar with words of two languages.

Korean: an honoured subject asks for an honorific verb. English: a plural subject asks for a plural verb. A network sees
only numbers, and the lists have the same lengths in both languages, so it sees the same text in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import torch
from torch import Tensor, nn

from lab.runs import Runs

# subjects, first half honoured or plural; what stands between, with nouns of both kinds; verbs, first half as subjects
KOREAN = (
    "할머니께서|할아버지께서|선생님께서|교수님께서|동생이|친구가|조카가|아이가",
    "어제|아침에|조용히|다시|혼자|천천히|시장에서|공원에서|동생에게|친구에게|할머니에게|선생님에게",
    "가셨다|오셨다|웃으셨다|갔다|왔다|웃었다",
)
ENGLISH = (
    "the keys|the lamps|the boxes|the chairs|the key|the lamp|the box|the chair",
    "by the door|on the shelf|behind the desk|beside the window|in the corner|next to the sink|near the tables|under "
    "the coats|with the books|among the bags|over the stairs|from the boys",
    "are|were|have|is|was|has",
)
SUBJECTS, BETWEEN, VERBS = (len(part.split("|")) for part in KOREAN)
TOKENS = SUBJECTS + BETWEEN + VERBS


class Agreement:
    """Draws sentences; all of a batch have the same distance.

    Args:
        distances: Words between subject and verb; one of these is drawn for each batch.
        seed: Seed of that draw, which all runs share.
    """

    def __init__(self, distances: Sequence[int], seed: int = 0) -> None:
        if min(distances) < 0:
            raise ValueError(f"a distance of {min(distances)} words is no distance")
        self.distances, self.random = distances, Random(seed)

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor], Tensor]:
        """Return sentences without their verb, (R, B, distance + 1), and the word that follows each word."""
        distance = self.random.choice(self.distances)
        subject = runs.integers(0, SUBJECTS, size, 1)
        between = SUBJECTS + runs.integers(0, BETWEEN, size, distance)
        ordinary = subject >= SUBJECTS // 2
        verb = SUBJECTS + BETWEEN + runs.integers(0, VERBS // 2, size, 1) + ordinary * (VERBS // 2)
        sentence = torch.cat([subject, between, verb], dim=2)
        return (sentence[:, :, :-1],), sentence[:, :, 1:]


@torch.no_grad()
def agreed(model: nn.Module, runs: Runs, distance: int, size: int = 200) -> Tensor:
    """Return how often the verbs that agree are likelier together than the others, (R,)."""
    (words,), following = Agreement([distance])(runs, size)
    chances = model(words)[:, :, -1, -VERBS:].softmax(-1)  # (R, B, VERBS)
    ordinary = chances[..., VERBS // 2 :].sum(-1) > chances[..., : VERBS // 2].sum(-1)
    return (ordinary == (following[:, :, -1] >= TOKENS - VERBS // 2)).float().mean(1)


def spell(sentence: Sequence[int], words: tuple[str, str, str]) -> str:
    """Write a sentence of numbers in the words of a language."""
    table = "|".join(words).split("|")
    return " ".join(table[number] for number in sentence)
