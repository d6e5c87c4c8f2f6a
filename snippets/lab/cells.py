"""Recurrent cells behind one interface, for R runs side by side (see `lab.runs`).

``state = cell.step(a, state)`` is one step; ``a`` is the input's share, which `inputs` makes for all steps at once;
``state`` is a tuple of what the cell carries along, the hidden state h first.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lab.runs import Runs

State = tuple[Tensor, ...]  # each (R, B, n)


class Cell(nn.Module):
    """What all cells share: weights W of the input, U of the hidden state, b, for one block of n columns a gate.

    Args:
        runs: Where the start is drawn from.
        i: Numbers that come in at each step.
        n: Units.
    """

    gates = 1
    carries = 1  # tensors of the state

    def __init__(self, runs: Runs, i: int, n: int) -> None:
        super().__init__()
        self.n, columns = n, self.gates * n
        self.W = runs.weights(n, i, columns)
        self.U = runs.weights(n, n, columns)
        self.b = runs.weights(n, 1, columns)

    def start(self, x: Tensor) -> State:
        """Return the state before the first of the inputs, (R, B, T, i)."""
        return (x.new_zeros(*x.shape[:2], self.n),) * self.carries

    def inputs(self, x: Tensor) -> Tensor:
        """Return the input's share in all steps: (R, B, T, i) to (R, B, T, gates n)."""
        return x @ self.W[:, None] + self.b[:, None]

    def step(self, a: Tensor, state: State) -> State:
        """Return the state after one step; ``a`` is (R, B, gates n)."""
        raise NotImplementedError  # the cells below


class RNN(Cell):
    """h = f(x W + h U + b), Elman 1990.

    Args:
        activation: f.
        skip: Steps that a second connection reaches back: f(x W + h(t-1) U + h(t-skip) S + b); 0 for none.
        norm: Whether the sum is normalised over the units before f (Ba, Kiros and Hinton 2016), with a gain each.
    """

    def __init__(
        self, runs: Runs, i: int, n: int, activation: callable = torch.tanh, skip: int = 0, norm: bool = False
    ):
        super().__init__(runs, i, n)
        self.activation, self.carries = activation, max(1, skip)
        self.S = runs.weights(n, n, n) if skip else None
        self.gain = nn.Parameter(torch.ones(len(runs), 1, n)) if norm else None

    def step(self, a: Tensor, state: State) -> State:
        """Return the state after one step."""
        total = torch.baddbmm(a, state[0], self.U)
        if self.S is not None:
            total = torch.baddbmm(total, state[-1], self.S)
        if self.gain is not None:
            total = nn.functional.layer_norm(total, total.shape[-1:]) * self.gain
        return self.activation(total), *state[:-1]


class GRU(Cell):
    """Cho and others 2014, in PyTorch's form: the gate z says how much of the old state is kept."""

    gates = 3

    def step(self, a: Tensor, state: State) -> State:
        """Return the state after one step."""
        (h,) = state
        a, new = a.split([2 * self.n, self.n], dim=-1)
        back, candidate = (h @ self.U).split([2 * self.n, self.n], dim=-1)
        r, z = torch.sigmoid(a + back).chunk(2, dim=-1)
        return (torch.lerp(torch.tanh(new + r * candidate), h, z),)


class LSTM(Cell):
    """Hochreiter and Schmidhuber 1997 with the forget gate of Gers, Schmidhuber and Cummins 2000."""

    gates, carries = 4, 2

    def step(self, a: Tensor, state: State) -> State:
        """Return the state after one step."""
        h, c = state
        i, f, g, o = torch.baddbmm(a, h, self.U).chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class Peephole(Cell):
    """LSTM whose gates see the cell (Gers and Schmidhuber 2000): i and f the old one, o the new one.

    Each cell is seen by its own gates only, so a peephole is one weight, not a matrix: p, (R, 3, 1, n) for i, f, o.
    """

    gates, carries = 4, 2

    def __init__(self, runs: Runs, i: int, n: int) -> None:
        super().__init__(runs, i, n)
        self.p = runs.weights(n, 3, 1, n)

    def step(self, a: Tensor, state: State) -> State:
        """Return the state after one step."""
        h, c = state
        i, f, g, o = torch.baddbmm(a, h, self.U).chunk(4, dim=-1)
        p_i, p_f, p_o = self.p.unbind(1)
        c = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
        return torch.sigmoid(o + p_o * c) * torch.tanh(c), c


def unroll(cell: Cell, x: Tensor, state: State | None = None, stride: int = 1) -> tuple[Tensor, State]:
    """Read a sequence from left to right.

    Args:
        cell: The cell that reads.
        x: Inputs, (R, B, T, i).
        state: What it starts from; zeros where nothing is given.
        stride: How many steps back the state is that a step starts from; more than 1 in a dilated layer.

    Returns:
        The hidden state after each step, (R, B, T, n), and the whole state after the last.

    Raises:
        ValueError: If the sequence has length 0, and so no last state.
    """
    if x.shape[2] == 0:
        raise ValueError("a sequence of length 0 has no last state; give at least one step")
    states = [state or cell.start(x)] * stride
    for a in cell.inputs(x).unbind(2):
        states.append(cell.step(a, states[-stride]))
    return torch.stack([h for h, *_ in states[stride:]], dim=2), states[-1]
