"""Tests of whether attention weights explain an answer, on models with the interface of `lab.attending`.

Correlation, permutation and adversary are those of Jain and Wallace 2019, "Attention is not Explanation".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from scipy.stats import kendalltau
from torch import Tensor
from torch.nn.functional import relu

from lab.attending import Attending

MOST = math.log(2)
"""Greatest Jensen-Shannon divergence that two rows of weights can have, in nats."""


def check(weights: Tensor) -> Tensor:
    """Return weights, (..., T), if every row is a distribution over words.

    Raises:
        ValueError: If there is no word, a weight is NaN or negative, or a row does not add up to 1.
    """
    if weights.shape[-1] == 0:
        raise ValueError("attention over no words: the text is empty; give at least one word")
    if weights.isnan().any():
        raise ValueError("an attention weight is NaN; expected numbers from 0 to 1 (are all words of a row masked?)")
    if (weights < 0).any():
        raise ValueError(f"an attention weight is {weights.min():g}; expected none below 0 (scores before softmax?)")
    sums = weights.sum(-1)
    if (off := (sums - 1).abs()).max() > 1e-3:
        worst = sums.flatten()[off.argmax()]
        raise ValueError(f"a row of attention adds up to {worst:.4g}; expected 1: divide each row by its sum first")
    return weights


def tvd(p: Tensor, q: Tensor) -> Tensor:
    """Return the total variation distance of distributions, (..., n) to (...): 0 the same, 1 nothing in common."""
    return (p - q).abs().sum(-1) / 2


def jsd(a: Tensor, b: Tensor) -> Tensor:
    """Return the Jensen-Shannon divergence of rows of weights, (..., T) to (...): 0 the same, `MOST` disjoint."""
    a, b, tiny = check(a), check(b), 1e-12
    middle = ((a + b) / 2).clamp(min=tiny).log()
    return ((a * (a.clamp(min=tiny).log() - middle)).sum(-1) + (b * (b.clamp(min=tiny).log() - middle)).sum(-1)) / 2


def tau(a: Tensor, b: Tensor) -> np.ndarray:
    """Return Kendall's rank correlation of two measures of words, (R, B, T) each, as the mean over texts, (R,).

    Raises:
        ValueError: If the texts have fewer than two words, which have no order.
    """
    _need_two(a)
    rows = [[kendalltau(x, y).statistic for x, y in zip(*run, strict=True)] for run in zip(a, b, strict=True)]
    return np.nanmean(rows, axis=1)


@torch.no_grad()
def permuted(weights: Tensor, times: int, seed: int = 0) -> Tensor:
    """Return the weights of each text in random order, (times, R, B, T).

    Raises:
        ValueError: If the texts have fewer than two words, so that there is nothing to permute.
    """
    _need_two(check(weights))
    order = torch.rand(times, *weights.shape, generator=torch.Generator().manual_seed(seed)).argsort(-1)
    return weights.expand(times, *weights.shape).gather(-1, order)


@torch.no_grad()
def leave_one_out(model: Attending, inputs: Sequence[Tensor]) -> Tensor:
    """Return how far the answer moves (total variation distance) when a word is deleted, for each word, (R, B, T).

    Args:
        model: The model that answers.
        inputs: Its inputs; those of three dimensions have a word in the third.

    Raises:
        ValueError: If the texts have fewer than two words, so that none would be left.
    """
    _need_two(inputs[0])
    whole, moved = model(*inputs).softmax(-1), []
    for place in range(inputs[0].shape[2]):
        rest = torch.arange(inputs[0].shape[2]) != place
        moved.append(tvd(model(*(x[:, :, rest] if x.dim() == 3 else x for x in inputs)).softmax(-1), whole))
    return torch.stack(moved, dim=2)


def gradient(model: Attending, inputs: Sequence[Tensor]) -> Tensor:
    """Return gradient times input of the given answer, without sign, for each word, (R, B, T).

    The weights are held fixed, as Jain and Wallace do: otherwise changing a word would change them as well.
    """
    x = model.embed(*inputs).detach().requires_grad_()
    states = model.reader.states(x)
    given = model.answer(states, model.weigh(states, *inputs).detach()).softmax(-1).amax(-1)
    return (torch.autograd.grad(given.sum(), x)[0] * x).sum(-1).abs().detach()


def adversary(
    model: Attending, inputs: Sequence[Tensor], within: float = 0.05, steps: int = 150, starts: int = 3, seed: int = 0
) -> tuple[Tensor, Tensor]:
    """Look for weights as far as possible from the model's own that leave its answer where it is.

    Args:
        model: A trained model; its states stay, and only weights are changed.
        inputs: Its inputs.
        within: How far the answer may move (total variation distance).
        steps: Steps of Adam.
        starts: Random starts; the best is taken.
        seed: Of the starts.

    Returns:
        The weights, (R, B, T), and their divergence from the model's own, (R, B): 0 where none were found.
    """
    with torch.no_grad():
        states, own = model.look(*inputs)
        _need_two(own)
        answer = model.answer(states, own).softmax(-1)
    logits = torch.randn(starts, *own.shape, generator=torch.Generator().manual_seed(seed)).requires_grad_()
    optimiser, best, farthest = torch.optim.Adam([logits], lr=0.1), own.clone(), torch.zeros(own.shape[:2])
    for _ in range(steps):
        weights = logits.softmax(-1)
        apart = jsd(weights, own.expand_as(weights))
        moved = tvd(torch.stack([model.answer(states, each) for each in weights]).softmax(-1), answer)  # (starts, R, B)
        with torch.no_grad():
            for each, far in zip(weights, torch.where(moved <= within, apart, -1.0), strict=True):
                best = torch.where((far > farthest)[..., None], each, best)
                farthest = torch.maximum(far, farthest)
        optimiser.zero_grad()
        (50 * relu(moved - within) - apart).sum().backward()
        optimiser.step()
    return best.detach(), farthest


def _need_two(weights: Tensor) -> None:
    if weights.shape[-1] < 2:
        raise ValueError(
            f"a text of {weights.shape[-1]} word(s) has nothing to permute or leave out; give at least two"
        )
