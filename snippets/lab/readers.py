"""Ways of reading a sequence behind one interface: what a position is answered from, and how far that is from a clue.

``reader.states(x)`` gives a vector for every position, ``reader.summary(x)`` the one that answers at the end.
The Transformer has the same two (`lab.transformer`).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from lab.cells import Cell, unroll
from lab.runs import Runs


class Forward(nn.Module):
    """From left to right; the last hidden state answers."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell, self.width = cell, cell.n

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each position: (R, B, T, i) to (R, B, T, width)."""
        return unroll(self.cell, x)[0]

    def summary(self, x: Tensor) -> Tensor:
        """Return the vector that answers at the end, (R, B, width)."""
        return self.states(x)[:, :, -1]


class BothWays(nn.Module):
    """Two cells, one from either end (Schuster and Paliwal 1997).

    A position is answered from what either cell has read on reaching it, the end from what each has read last.
    """

    def __init__(self, there: Cell, back: Cell) -> None:
        super().__init__()
        self.there, self.back, self.width = there, back, there.n + back.n

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each position, (R, B, T, width)."""
        return torch.cat([unroll(self.there, x)[0], unroll(self.back, x.flip(2))[0].flip(2)], dim=-1)

    def summary(self, x: Tensor) -> Tensor:
        """Return the vector that answers at the end, (R, B, width)."""
        states = self.states(x)
        return torch.cat([states[:, :, -1, : self.there.n], states[:, :, 0, self.there.n :]], dim=-1)


class Attend(Forward):
    """From left to right; every position looks back at all states up to its own (Bahdanau, Cho and Bengio 2015)."""

    def __init__(self, runs: Runs, cell: Cell) -> None:
        super().__init__(cell)
        self.query, self.width = runs.weights(cell.n, cell.n, cell.n), 2 * cell.n

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each position, (R, B, T, width)."""
        h = super().states(x)  # (R, B, T, n)
        seen = scaled_dot_product_attention(h @ self.query[:, None], h, h, is_causal=True)
        return torch.cat([h, seen], dim=-1)


class Dilated(Forward):
    """Layers whose states reach back 1, 2, 4, 8, ... steps (Chang and others 2017)."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__(cells[-1])
        self.below = nn.ModuleList(cells[:-1])

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each position, (R, B, T, width)."""
        for layer, cell in enumerate([*self.below, self.cell]):
            x, _ = unroll(cell, x, stride=2**layer)
        return x


class Truncated(Forward):
    """From left to right; the gradient goes back over the last ``back`` steps and stops (truncated BPTT)."""

    def __init__(self, cell: Cell, back: int) -> None:
        super().__init__(cell)
        self.back = back

    def summary(self, x: Tensor) -> Tensor:
        """Return the vector that answers at the end, (R, B, width)."""
        if not 1 <= self.back <= x.shape[2]:
            raise ValueError(f"the gradient cannot go back {self.back} steps in a sequence of {x.shape[2]}")
        with torch.no_grad():
            before = unroll(self.cell, x[:, :, : -self.back])[1] if self.back < x.shape[2] else None
        return unroll(self.cell, x[:, :, -self.back :], before)[0][:, :, -1]
