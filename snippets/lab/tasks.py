"""Tasks that ask for what stood some steps back. Each draws batches for `lab.training.train`."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lab.runs import Runs


@dataclass(frozen=True)
class Recall:
    """One clue among distractors; at the end it is asked which clue it was.

    Attributes:
        length: Tokens of a sequence.
        lag: Steps from the clue to the end; 0 means that the clue is the last token.
        mixed: Whether the lag is any from 0 to ``lag``, drawn for each sequence.
        clues: Different clues, tokens 0 to 3; chance is one over their number.
        others: Different distractors, tokens 4 to 7.
    """

    length: int
    lag: int
    mixed: bool = False
    clues: int = 4
    others: int = 4

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"a sequence of length {self.length} holds no clue; give at least one step")
        if not 0 <= self.lag < self.length:
            raise ValueError(f"a clue {self.lag} steps before the end does not fit into {self.length} steps")

    @property
    def tokens(self) -> int:
        """Number of different tokens."""
        return self.clues + self.others

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor], Tensor]:
        """Return sequences, (R, B, T), and their clues, (R, B)."""
        sequence = runs.integers(self.clues, self.tokens, size, self.length)
        clue = runs.integers(0, self.clues, size, 1)
        lag = runs.integers(0, self.lag + 1, size, 1) if self.mixed else torch.full_like(clue, self.lag)
        return (sequence.scatter(2, self.length - 1 - lag, clue),), clue[..., 0]


@dataclass(frozen=True)
class Copy:
    """Write down again what was read.

    Attributes:
        length: Symbols of the source, and of the answer.
        turned: Whether the source is read from its end (Sutskever, Vinyals and Le 2014).
        symbols: Different symbols, tokens 0 to 9; the next token is the start sign. Chance is one over their number.
    """

    length: int
    turned: bool = False
    symbols: int = 10

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"a sequence of length {self.length} has nothing to copy; give at least one step")

    @property
    def tokens(self) -> int:
        """Number of different tokens."""
        return self.symbols + 1

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor, Tensor], Tensor]:
        """Return sources and previous symbols, and the answers, (R, B, T) each."""
        answer = runs.integers(0, self.symbols, size, self.length)
        start = torch.full_like(answer[:, :, :1], self.symbols)
        return (answer.flip(2) if self.turned else answer, torch.cat([start, answer[:, :, :-1]], 2)), answer


@dataclass(frozen=True)
class Walk:
    """A text that is half predictable: after symbol s comes s + 1 or s + 3 (beyond the last, from the first again).

    No model that reads only what is before can have a perplexity below 2.

    Attributes:
        length: Symbols to predict the next one from.
        tokens: Number of different symbols.
    """

    length: int
    tokens: int = 8

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError(f"a text of length {self.length} predicts nothing; give at least one step")

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor], Tensor]:
        """Return texts, (R, B, T), and at each place the symbol that comes next, (R, B, T)."""
        steps = 1 + 2 * runs.integers(0, 2, size, self.length)
        text = (torch.cat([runs.integers(0, self.tokens, size, 1), steps], dim=2).cumsum(2)) % self.tokens
        return (text[:, :, :-1],), text[:, :, 1:]


@dataclass(frozen=True)
class Ticks:
    """Nothing comes in, and every ``period`` steps a tick has to go out.

    Attributes:
        period: Steps from tick to tick.
        length: Steps of a sequence.
    """

    period: int
    length: int
    tokens: int = 1
    answers: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.period <= self.length:
            raise ValueError(f"a period of {self.period} does not fit into {self.length} steps")

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor], Tensor]:
        """Return the silence, (R, B, T) zeros, and what is to go out, 1 at each tick, (R, B, T)."""
        silence = torch.zeros(len(runs), size, self.length, dtype=torch.long)
        ticks = torch.arange(1, self.length + 1) % self.period == 0
        return (silence,), ticks.long().expand_as(silence)
