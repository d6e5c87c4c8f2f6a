"""Who has what: a list of people with a thing each, then a name; the answer is that person's thing."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lab.attending import Attending
from lab.models import look_up
from lab.runs import Runs

NAMES = {
    "en": ["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hope", "Ida", "Jack", "Kim", "Leo"],
    "ko": ["민지", "서준", "하은", "도윤", "지우", "은우", "수아", "시우", "유나", "준호", "다은", "태민"],
}
THINGS = {
    "en": ["umbrella", "book", "key", "cup", "hat", "phone", "map", "watch", "ball", "camera"],
    "ko": ["우산", "책", "열쇠", "컵", "모자", "전화기", "지도", "시계", "공", "사진기"],
}


@dataclass(frozen=True)
class Belongings:
    """Draws lists for `lab.training.train`. No name and no thing is in a list twice.

    Attributes:
        pairs: People in a list; chance is one over their number, for one who sees what is in the list.
    """

    pairs: int = 8

    def __post_init__(self) -> None:
        if not 1 <= self.pairs <= len(THINGS["en"]):
            raise ValueError(f"a list of {self.pairs} people cannot be made; give 1 to {len(THINGS['en'])}")

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
        """Return names and things, (R, B, pairs) each, the name asked for and its thing, (R, B) each."""
        names = runs.uniform(0, 1, size, len(NAMES["en"])).argsort(-1)[..., : self.pairs]
        things = runs.uniform(0, 1, size, len(THINGS["en"])).argsort(-1)[..., : self.pairs]
        asked = runs.integers(0, self.pairs, size, 1)
        return (names, things, names.gather(2, asked)[..., 0]), things.gather(2, asked)[..., 0]


class Asking(Attending):
    """Attends to pairs of name and thing, given the name that is asked for.

    Args:
        runs: Where the start is drawn from.
        i: Numbers in an embedding.
        reader: What makes a state of each pair; it has i or, if it hears the question, 2 i inputs.
        hears: Whether the reader gets the question together with every pair, before there is any attention.
        **more: As in `Attending`.
    """

    def __init__(self, runs: Runs, i: int, reader: nn.Module, hears: bool = False, **more: object) -> None:
        super().__init__(runs, len(NAMES["en"]), i, reader, answers=len(THINGS["en"]), **more)
        self.hears = hears
        self.things = nn.Parameter(runs.normal(len(THINGS["en"]), i))
        if self.imposed is None:
            self.question = runs.weights(i, i, self.v.shape[1])

    def embed(self, names: Tensor, things: Tensor, asked: Tensor) -> Tensor:
        """Return what the reader reads, (R, B, pairs, i or 2 i)."""
        pairs = super().embed(names) + look_up(self.things, things)
        question = look_up(self.table, asked[..., None])  # (R, B, 1, i)
        return torch.cat([pairs, question.expand_as(pairs)], dim=-1) if self.hears else pairs

    def weigh(self, states: Tensor, *inputs: Tensor) -> Tensor:
        """Return the weights that the model gives to pairs, (R, B, pairs)."""
        if self.imposed is not None:
            return self.imposed(*inputs)
        question = look_up(self.table, inputs[2][..., None]) @ self.question[:, None]  # (R, B, 1, n)
        scores = torch.tanh(states @ self.W[:, None] + question + self.b[:, None]) @ self.v[:, None]
        return scores.squeeze(3).softmax(2)
