"""Models that answer from a weighted sum of states, for R runs side by side (see `lab.runs`).

Additive attention (Bahdanau, Cho and Bengio 2015), as in the classifiers of Jain and Wallace 2019. The parts can be
had one by one, since tests of attention keep the states and change the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from lab.models import look_up
from lab.runs import Runs


class Words(nn.Module):
    """No reader at all: the state of a word is its embedding, so that no word knows of another."""

    def __init__(self, i: int) -> None:
        super().__init__()
        self.width = i

    def states(self, x: Tensor) -> Tensor:
        """Return the embeddings as they are, (R, B, T, i)."""
        return x


class Each(nn.Module):
    """One layer for each word by itself: the word-by-word model of Wiegreffe and Pinter 2019."""

    def __init__(self, runs: Runs, i: int, n: int) -> None:
        super().__init__()
        self.width, self.W, self.b = n, runs.weights(i, i, n), runs.weights(i, 1, n)

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each word, (R, B, T, n)."""
        return torch.tanh(x @ self.W[:, None] + self.b[:, None])


class Stack(nn.Module):
    """Readers on top of one another."""

    def __init__(self, readers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.readers, self.width = nn.ModuleList(readers), readers[-1].width

    def states(self, x: Tensor) -> Tensor:
        """Return the states of the topmost reader, (R, B, T, width)."""
        for reader in self.readers:
            x = reader.states(x)
        return x


class Attending(nn.Module):
    """A text in: embedding, reader, attention, linear readout.

    Args:
        runs: Where the start is drawn from.
        tokens: Number of different words.
        i: Numbers in an embedding.
        reader: What makes a state of each word (`lab.readers`, or one of the above).
        answers: Number of possible answers.
        imposed: Gives weights, (R, B, T), from the inputs of the model, in place of weights of its own.
        n: Units of the attention.
        drop: Share of the weights that training leaves out at random; the rest of a row is scaled up to add up to 1.
    """

    def __init__(
        self,
        runs: Runs,
        tokens: int,
        i: int,
        reader: nn.Module,
        answers: int = 2,
        imposed: Callable[..., Tensor] | None = None,
        n: int = 32,
        drop: float = 0,
    ) -> None:
        super().__init__()
        self.reader, self.imposed, self.drop, self.runs, width = reader, imposed, drop, runs, reader.width
        self.table = nn.Parameter(runs.normal(tokens, i))
        if imposed is None:
            self.W, self.b, self.v = runs.weights(width, width, n), runs.weights(width, 1, n), runs.weights(n, n, 1)
        self.out, self.bias = runs.weights(width, width, answers), nn.Parameter(torch.zeros(len(runs), 1, answers))

    def embed(self, tokens: Tensor) -> Tensor:
        """Return what the reader reads, (R, B, T, i)."""
        if tokens.shape[2] == 0:
            raise ValueError("the text is empty: there is no word to attend to; give at least one")
        return look_up(self.table, tokens)

    def weigh(self, states: Tensor, *inputs: Tensor) -> Tensor:
        """Return the weights that the model gives to states, (R, B, T), each row adding up to 1."""
        if self.imposed is not None:
            return self.imposed(*inputs)
        return (torch.tanh(states @ self.W[:, None] + self.b[:, None]) @ self.v[:, None]).squeeze(3).softmax(2)

    def answer(self, states: Tensor, weights: Tensor) -> Tensor:
        """Return scores, (R, B, answers), from states and any weights."""
        return (weights[..., None] * states).sum(2) @ self.out + self.bias

    def look(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states, (R, B, T, width), and their weights, (R, B, T)."""
        states = self.reader.states(self.embed(*inputs))
        return states, self.weigh(states, *inputs)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return scores, (R, B, answers)."""
        states, weights = self.look(*inputs)
        if self.training and self.drop:
            weights = weights * (self.runs.uniform(0, 1, *weights.shape[1:]) >= self.drop) + 1e-9
            weights = weights / weights.sum(2, keepdim=True)
        return self.answer(states, weights)


def uniform(tokens: Tensor, *_: Tensor) -> Tensor:
    """Return the same weight for every word: to be imposed, so that there is nothing to learn where to look."""
    return torch.full(tokens.shape, 1 / tokens.shape[2])
