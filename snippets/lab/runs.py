"""Several runs side by side: one run for each seed, in the first dimension of every tensor.

Small networks cost more to start than to compute, so five runs side by side take little longer than one. ``x @ W`` is
the same line as ever: with x (R, B, i) and W (R, i, n) each run is multiplied by its own weights. Runs share nothing:
each draws its start and its data from a generator of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn


class Runs:
    """Random numbers for R runs.

    Args:
        seeds: One seed a run.
    """

    def __init__(self, seeds: Iterable[int]) -> None:
        self.seeds = tuple(seeds)
        self.generators = [torch.Generator().manual_seed(seed) for seed in self.seeds]

    def __len__(self) -> int:
        return len(self.seeds)

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Return numbers evenly spread from ``low`` to ``high``, (R, *shape)."""
        return torch.stack([torch.rand(shape, generator=g) * (high - low) + low for g in self.generators])

    def normal(self, *shape: int) -> Tensor:
        """Return numbers of mean 0 and standard deviation 1, (R, *shape)."""
        return torch.stack([torch.randn(shape, generator=g) for g in self.generators])

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """Return whole numbers from ``low`` to ``high - 1``, (R, *shape)."""
        return torch.stack([torch.randint(low, high, shape, generator=g) for g in self.generators])

    def weights(self, fan: int, *shape: int) -> nn.Parameter:
        """Return a parameter as PyTorch starts its own: even within one over the root of ``fan``, (R, *shape)."""
        return nn.Parameter(self.uniform(-(fan**-0.5), fan**-0.5, *shape))


def count(model: nn.Module) -> int:
    """Return how many parameters one run of ``model`` has."""
    return sum(part[0].numel() for part in model.parameters())


def widest(make: Callable[[Runs, int], nn.Module], budget: int) -> int:
    """Return the largest width at which a model has at most ``budget`` parameters.

    Args:
        make: Builds a model of a width.
        budget: Number of parameters.

    Raises:
        ValueError: If even a model of width 1 has more.
    """
    one, width = Runs([0]), 1
    if (least := count(make(one, 1))) > budget:
        raise ValueError(f"a model of width 1 already has {least} parameters; the budget is {budget}")
    while count(make(one, width + 1)) <= budget:
        width += 1
    return width
