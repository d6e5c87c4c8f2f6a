"""The one training loop, for every model and every task: cross-entropy, Adam, clipping, a budget of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lab.runs import Runs

Draw = Callable[[Runs, int], tuple[tuple[Tensor, ...], Tensor]]
"""Draws a batch: inputs of the model, each (R, B, ...), and what it is to answer, (R, B) or (R, B, T)."""


class Trained(NamedTuple):
    """What training gave.

    Attributes:
        losses: Loss of each step and run, (steps, R).
        solved: Step at which each run's loss first was small, (R,); the budget where it never was.
    """

    losses: Tensor
    solved: Tensor


def losses(model: nn.Module, inputs: tuple[Tensor, ...], answers: Tensor) -> Tensor:
    """Return the mean cross-entropy of each run, (R,), in nats."""
    scores = model(*inputs)
    each = cross_entropy(scores.flatten(0, -2), answers.flatten(), reduction="none")
    return each.view(len(scores), -1).mean(1)


def clip(parameters: list[nn.Parameter], limit: float) -> None:
    """Shorten each run's gradient to length ``limit`` where it is longer; its direction stays."""
    length = sum(part.grad.flatten(1).square().sum(1) for part in parameters).sqrt()  # (R,)
    factor = (limit / (length + 1e-6)).clamp(max=1)
    for part in parameters:
        part.grad.mul_(factor.view(-1, *[1] * (part.dim() - 1)))


def train(
    model: nn.Module,
    draw: Draw,
    runs: Runs,
    steps: int,
    batch: int = 16,
    rate: float = 3e-3,
    limit: float = 1,
    enough: float = 0.05,
) -> Trained:
    """Train all runs of ``model`` for at most ``steps`` steps; stop earlier when every run has solved the task.

    Args:
        model: Any model whose first dimension is the run.
        draw: Draws batches.
        runs: Where each run draws its batches from.
        steps: The budget.
        batch: Sequences in a batch.
        rate: Step width of Adam.
        limit: Greatest length of a gradient.
        enough: Loss, as the mean of ten steps, at which a run counts as having solved its task.

    Raises:
        ValueError: If a run diverges, that is, its loss is no longer a finite number.
    """
    parameters = list(model.parameters())
    optimiser = torch.optim.Adam(parameters, lr=rate, fused=True)
    history, solved = [], torch.full((len(runs),), steps)
    for step in range(steps):
        loss = losses(model, *draw(runs, batch))
        refuse_divergence(loss, runs, step)
        optimiser.zero_grad()
        loss.sum().backward()
        clip(parameters, limit)
        optimiser.step()
        history.append(loss.detach())
        small = torch.stack(history[-10:]).mean(0) < enough
        solved[small & (solved == steps)] = step + 1
        if step >= 10 and small.all():
            break
    return Trained(torch.stack(history), solved)


def refuse_divergence(loss: Tensor, runs: Runs, step: int) -> None:
    """Raise a ValueError if the loss of a run is NaN or infinite."""
    if not loss.isfinite().all():
        bad = [f"seed {seed}: {x:g}" for seed, x in zip(runs.seeds, loss.tolist(), strict=True) if not abs(x) < 1e30]
        raise ValueError(f"training diverged at step {step} ({', '.join(bad)}); lower the rate or clip harder")


@torch.no_grad()
def accuracy(model: nn.Module, draw: Draw, runs: Runs, batch: int = 256) -> Tensor:
    """Return the share of right answers on fresh data, (R,), or by position, (R, T)."""
    inputs, answers = draw(runs, batch)
    return (model(*inputs).argmax(-1) == answers).float().mean(1)
