"""A small Transformer with the interface of the readers, for R runs side by side (see `lab.runs`).

Source: Vaswani and others 2017, "Attention Is All You Need"; with layer normalisation before each part, and no biases.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import layer_norm, scaled_dot_product_attention

from lab.runs import Runs


class Transformer(nn.Module):
    """Every position looks back at all positions up to its own, in every layer.

    Args:
        runs: Where the start is drawn from.
        i: Numbers that come in at each position.
        n: Numbers at each position inside; a multiple of the heads, and even.
        layers: Layers.
        heads: Heads of each layer.
    """

    def __init__(self, runs: Runs, i: int, n: int, layers: int = 1, heads: int = 2) -> None:
        super().__init__()
        self.width, self.heads, self.layers = n, heads, layers
        self.inward = runs.weights(i, i, n)
        self.project = nn.ParameterList(runs.weights(n, n, 3 * n) for _ in range(layers))  # queries, keys, values
        self.mix = nn.ParameterList(runs.weights(n, n, n) for _ in range(layers))
        self.wide = nn.ParameterList(runs.weights(n, n, 2 * n) for _ in range(layers))
        self.narrow = nn.ParameterList(runs.weights(2 * n, 2 * n, n) for _ in range(layers))

    def states(self, x: Tensor) -> Tensor:
        """Return a vector for each position: (R, B, T, i) to (R, B, T, width)."""
        if x.shape[2] == 0:
            raise ValueError("a sequence of length 0 has no last position; give at least one")
        h = x @ self.inward[:, None] + positions(x.shape[2], self.width)
        for layer in range(self.layers):
            h = h + self.look(normal(h), layer)
            h = h + torch.relu(normal(h) @ self.wide[layer][:, None]) @ self.narrow[layer][:, None]
        return normal(h)

    def look(self, h: Tensor, layer: int) -> Tensor:
        """Return what each position takes from those up to its own, (R, B, T, width)."""
        parts = (h @ self.project[layer][:, None]).unflatten(-1, (3, self.heads, -1))  # (R, B, T, 3, heads, n / heads)
        q, k, v = parts.transpose(2, 4).unbind(3)  # (R, B, heads, T, n / heads)
        taken = scaled_dot_product_attention(q, k, v, is_causal=True)
        return taken.transpose(2, 3).flatten(3) @ self.mix[layer][:, None]

    def summary(self, x: Tensor) -> Tensor:
        """Return the vector that answers at the end, (R, B, width)."""
        return self.states(x)[:, :, -1]


def normal(h: Tensor) -> Tensor:
    """Scale each position to mean 0 and variance 1."""
    return layer_norm(h, h.shape[-1:])


def positions(length: int, n: int) -> Tensor:
    """Return sines and cosines with wavelengths from 2 pi to nearly 10,000 times that, (T, n)."""
    angle = torch.arange(length)[:, None] * torch.exp(torch.arange(0, n, 2) * (-math.log(10_000) / n))  # (T, n / 2)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)
