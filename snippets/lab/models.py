"""Whole models, from tokens to scores, behind one interface, ``scores = model(*inputs)``, for `lab.training`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding, scaled_dot_product_attention

from lab.cells import Cell, unroll
from lab.runs import Runs
from lab.transformer import Transformer


class Model(nn.Module):
    """One sequence in: embedding, reader, linear readout.

    Args:
        runs: Where the start is drawn from.
        tokens: Number of different tokens.
        i: Numbers in an embedding.
        reader: How the sequence is read (`lab.readers`, `lab.transformer`).
        answers: Number of possible answers.
        every: Whether every position answers, as in a language model, or only the end.
    """

    def __init__(self, runs: Runs, tokens: int, i: int, reader: nn.Module, answers: int, every: bool = False) -> None:
        super().__init__()
        self.reader, self.every = reader, every
        self.table = nn.Parameter(runs.normal(tokens, i))
        self.out = runs.weights(reader.width, reader.width, answers)
        self.bias = nn.Parameter(torch.zeros(len(runs), 1, answers))

    def forward(self, tokens: Tensor) -> Tensor:
        """Return scores, (R, B, answers), or (R, B, T, answers) if every position answers; tokens are (R, B, T)."""
        x = look_up(self.table, tokens)
        if self.every:
            return self.reader.states(x) @ self.out[:, None] + self.bias[:, None]
        return self.reader.summary(x) @ self.out + self.bias


class Seq2Seq(nn.Module):
    """Two sequences in: one cell reads, another starts from its last state and writes (Sutskever and others 2014).

    Args:
        runs: Where the start is drawn from.
        tokens: Number of different tokens.
        i: Numbers in an embedding.
        encoder: The cell that reads.
        decoder: The cell that writes, with as many units.
        attend: Whether the writer looks back at all states of the reader (Luong, Pham and Manning 2015, *dot*).
    """

    def __init__(self, runs: Runs, tokens: int, i: int, encoder: Cell, decoder: Cell, attend: bool = False) -> None:
        super().__init__()
        self.encoder, self.decoder, self.attend = encoder, decoder, attend
        self.table, width = nn.Parameter(runs.normal(tokens, i)), (1 + attend) * decoder.n
        self.out = runs.weights(width, width, tokens)

    def forward(self, source: Tensor, previous: Tensor) -> Tensor:
        """Return scores for each token of the answer, (R, B, T, tokens).

        Args:
            source: What is read, (R, B, S).
            previous: What was written so far: the start sign, then the answer without its last token, (R, B, T).
        """
        read, last = unroll(self.encoder, look_up(self.table, source))  # (R, B, S, n)
        written, _ = unroll(self.decoder, look_up(self.table, previous), last)  # (R, B, T, n)
        if self.attend:
            seen = scaled_dot_product_attention(written, read, read, scale=1)  # (R, B, T, n)
            written = torch.cat([written, seen], dim=-1)
        return written @ self.out[:, None]


class Continue(nn.Module):
    """Two sequences in: a Transformer reads them as one and goes on writing; otherwise as `Seq2Seq`."""

    def __init__(self, runs: Runs, tokens: int, i: int, reader: Transformer) -> None:
        super().__init__()
        self.reader, self.table = reader, nn.Parameter(runs.normal(tokens, i))
        self.out = runs.weights(reader.width, reader.width, tokens)

    def forward(self, source: Tensor, previous: Tensor) -> Tensor:
        """Return scores for each token of the answer, (R, B, T, tokens)."""
        states = self.reader.states(look_up(self.table, torch.cat([source, previous], dim=2)))
        return states[:, :, source.shape[2] :] @ self.out[:, None]


@torch.no_grad()
def write(model: nn.Module, source: Tensor, start: Tensor, length: int) -> Tensor:
    """Let ``model`` write by itself, the likeliest token each time, after the start sign, (R, B, 1): (R, B, length)."""
    written = start
    for _ in range(length):
        written = torch.cat([written, model(source, written)[:, :, -1:].argmax(-1)], dim=2)
    return written[:, :, 1:]


def look_up(table: Tensor, tokens: Tensor) -> Tensor:
    """Return the rows of each run's own table, (R, V, i), that tokens, (R, B, T), name: (R, B, T, i)."""
    shift = torch.arange(len(table))[:, None, None] * table.shape[1]
    return embedding(tokens + shift, table.flatten(0, 1))
