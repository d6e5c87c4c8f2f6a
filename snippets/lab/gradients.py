"""How much of a gradient is left after k steps."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lab.runs import Runs


def by_lag(reader: nn.Module, x: Tensor, runs: Runs, longest: int) -> Tensor:
    """Return the length of the gradient that reaches the input ``lag`` steps before the end, (R, longest + 1).

    What is differentiated is a random direction of the vector that answers; the lengths are root mean squares over the
    batch, in double precision, relative to lag 0, so every run starts at 1.

    Args:
        reader: How the sequence is read.
        x: Inputs, (R, B, T, i).
        runs: Where the directions are drawn from.
        longest: Longest lag.

    Raises:
        ValueError: If the lag does not fit into the sequence, or the gradient is no longer a number.
    """
    if not 0 <= longest < x.shape[2]:
        raise ValueError(f"a lag of {longest} does not fit into a sequence of {x.shape[2]} steps")
    x = x.double().requires_grad_()
    answer = reader.double().summary(x)  # (R, B, width)
    direction = nn.functional.normalize(runs.normal(*answer.shape[1:]), dim=-1)
    (slope,) = torch.autograd.grad((answer * direction).sum(), x)  # (R, B, T, i)
    lengths = slope.square().sum(-1).mean(1).sqrt().flip(-1)[:, : longest + 1]  # (R, lags)
    if not (lengths.isfinite() & (lengths > 0)).all():
        raise ValueError("the gradient is 0, infinite or not a number at some lag; a logarithmic axis cannot show that")
    return lengths / lengths[:, :1]
