"""Ways to the gradient of a recurrent network, back through time and forward with it, for `lab.cells.RNN` with tanh.

All differentiate ``v . h(T)`` by the weights. A step is h = tanh(z P), where z = (x, h before, 1) has m numbers and P
has the rows of W, U and b, so a gradient is (R, m, n). Going forward, d h(t) / d P follows from d h(t-1) / d P:

    d h(t) / d P  =  slope * U' * d h(t-1) / d P  +  slope * z        the second term only in a unit's own column
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from lab.cells import RNN, unroll


@torch.no_grad()
def _steps(cell: RNN, x: Tensor) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield for each step z, (R, m), the slope of tanh, (R, n), and how h hangs on h before, (R, n, n)."""
    h = x.new_zeros(len(x), cell.n)
    for now in x[:, 0].unbind(1):
        z = torch.cat([now, h, torch.ones_like(h[:, :1])], dim=1)
        h = torch.tanh((z[:, None] @ torch.cat([cell.W, cell.U, cell.b], dim=1))[:, 0])
        slope = 1 - h**2
        yield z, slope, slope[:, :, None] * cell.U.mT


def autograd(cell: RNN, x: Tensor, v: Tensor) -> Tensor:
    """Return the gradient as PyTorch computes it: x is (R, 1, T, i), v (R, n)."""
    h = unroll(cell, x)[0][:, 0, -1]
    return torch.cat(torch.autograd.grad((h * v).sum(), [cell.W, cell.U, cell.b]), dim=1)


def bptt(cell: RNN, x: Tensor, v: Tensor, only: int | None = None) -> Tensor:
    """Return the gradient by backpropagation through time, written out; it keeps all steps.

    Args:
        cell: The network.
        x: Inputs, (R, 1, T, i).
        v: Direction, (R, n).
        only: Count only what the weights did in this step (0 is the first), to see how much of it counts at the end.
    """
    total = x.new_zeros(len(x), x.shape[-1] + cell.n + 1, cell.n)  # (R, m, n)
    for t, (z, slope, jacobian) in reversed(list(enumerate(_steps(cell, x)))):
        if only in (None, t):
            total = total + torch.einsum("rm,rn->rmn", z, slope * v)
        v = torch.einsum("rk,rkl->rl", v, jacobian)
    return total


def rtrl(cell: RNN, x: Tensor, v: Tensor, only: int | None = None) -> Tensor:
    """Return the gradient by real-time recurrent learning (Williams and Zipser 1989), exact and going forward.

    Args:
        cell: The network.
        x: Inputs, (R, 1, T, i).
        v: Direction, (R, n).
        only: As in `bptt`.
    """
    own = torch.eye(cell.n, dtype=x.dtype)
    hangs = x.new_zeros(len(x), cell.n, x.shape[-1] + cell.n + 1, cell.n)  # d h / d P, (R, n, m, n)
    for t, (z, slope, jacobian) in enumerate(_steps(cell, x)):
        hangs = torch.einsum("rkl,rlmn->rkmn", jacobian, hangs)
        if only in (None, t):
            hangs = hangs + torch.einsum("rk,rm,kn->rkmn", slope, z, own)
    return torch.einsum("rk,rkmn->rmn", v, hangs)


def snap1(cell: RNN, x: Tensor, v: Tensor, only: int | None = None) -> Tensor:
    """Return an approximation that keeps one number a weight: how its own unit hangs on it through itself alone.

    Menick and others 2021 (SnAp-1); e-prop (Bellec and others 2020) does the same for spiking neurons.
    """
    trace = x.new_zeros(len(x), x.shape[-1] + cell.n + 1, cell.n)  # (R, m, n)
    for t, (z, slope, jacobian) in enumerate(_steps(cell, x)):
        trace = jacobian.diagonal(dim1=1, dim2=2)[:, None] * trace
        if only in (None, t):
            trace = trace + torch.einsum("rm,rn->rmn", z, slope)
    return trace * v[:, None]


def uoro(cell: RNN, x: Tensor, v: Tensor, signs: Tensor) -> Tensor:
    """Return estimates that are right on average: d h / d P as the product of two vectors (Tallec and Ollivier 2018).

    Args:
        cell: The network.
        x: Inputs, (R, 1, T, i).
        v: Direction, (R, n).
        signs: Random signs, (R, S, T, n), for S estimates.

    Returns:
        The mean of the S estimates, (R, m, n).
    """
    left = x.new_zeros(*signs.shape[:2], cell.n)  # (R, S, n)
    right = x.new_zeros(*signs.shape[:2], x.shape[-1] + cell.n + 1, cell.n)  # (R, S, m, n)
    for sign, (z, slope, jacobian) in zip(signs.unbind(2), _steps(cell, x), strict=True):
        left, new = left @ jacobian.mT, z[:, None, :, None] * (sign * slope[:, None])[:, :, None]
        keep = (_size(right, 2) / (_size(left, 1) + 1e-12)).sqrt() + 1e-6  # balances the two vectors
        add = (_size(new, 2) / _size(sign, 1)).sqrt() + 1e-6
        left = keep[..., None] * left + add[..., None] * sign
        right = right / keep[..., None, None] + new / add[..., None, None]
    return torch.einsum("rk,rsk,rsmn->rmn", v, left, right) / signs.shape[1]


def _size(x: Tensor, dims: int) -> Tensor:
    return x.flatten(-dims).norm(dim=-1)
