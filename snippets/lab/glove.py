"""GloVe written out in numpy: counts, loss, gradient, AdaGrad.

Source: Pennington, Socher and Manning 2014, "GloVe: Global Vectors for Word Representation", equations 8 and 9. One
difference: the authors' program draws the cells of the table one by one; here every step takes the whole table,
which is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Parameters(NamedTuple):
    """What GloVe learns, for V words and d dimensions (a gradient has the same parts).

    Attributes:
        words: Vectors of words, (V, d).
        contexts: Vectors of the same words as context, (V, d).
        word_bias: (V,)
        context_bias: (V,)
    """

    words: Array
    contexts: Array
    word_bias: Array
    context_bias: Array


def count(sentences: Sequence[Sequence[str]], window: int) -> tuple[list[str], Array]:
    """Count which words stand near which; a neighbour ``n`` words away counts ``1 / n``.

    Args:
        sentences: Lists of tokens.
        window: Farthest neighbour that counts, in words, to either side.

    Returns:
        The vocabulary in the order of its first use, and the symmetric table of counts, (V, V).
    """
    index = {word: i for i, word in enumerate(dict.fromkeys(word for sentence in sentences for word in sentence))}
    table = np.zeros((len(index), len(index)))
    for sentence in sentences:
        ids = [index[word] for word in sentence]
        for right in range(len(ids)):
            for left in range(max(0, right - window), right):
                table[ids[left], ids[right]] += 1 / (right - left)
    return list(index), table + table.T


def weight(counts: Array, x_max: float = 100, alpha: float = 0.75) -> Array:
    """Say how much each cell of the table matters: 0 where nothing was counted, at most 1 (equation 9)."""
    return np.minimum((counts / x_max) ** alpha, 1)


def loss(p: Parameters, logs: Array, weights: Array) -> float:
    """Return the weighted squared error of all cells (equation 8).

    Args:
        p: The parameters.
        logs: Logarithms of the counts, (V, V); what stands where the weight is 0 does not matter.
        weights: Weights of the cells, (V, V).
    """
    return float((weights * _error(p, logs) ** 2).sum())


def gradient(p: Parameters, logs: Array, weights: Array) -> Parameters:
    """Return the derivative of `loss` by each parameter."""
    pull = 2 * weights * _error(p, logs)  # (V, V)
    return Parameters(pull @ p.contexts, pull.T @ p.words, pull.sum(axis=1), pull.sum(axis=0))


def _error(p: Parameters, logs: Array) -> Array:
    return p.words @ p.contexts.T + p.word_bias[:, None] + p.context_bias - logs  # (V, V)


def fit(logs: Array, weights: Array, d: int, seed: int, steps: int = 300, rate: float = 0.1) -> Parameters:
    """Minimise `loss` by AdaGrad, from small random vectors.

    Args:
        logs: Logarithms of the counts, (V, V).
        weights: Weights of the cells, (V, V).
        d: Dimensions of the vectors.
        seed: Seed of the start.
        steps: Steps over the whole table.
        rate: Step width of AdaGrad.
    """
    rng, size = np.random.default_rng(seed), len(logs)
    p = Parameters(*(rng.uniform(-0.5, 0.5, shape) / d for shape in [(size, d), (size, d), size, size]))
    squares = [np.full_like(part, 1e-8) for part in p]
    for _ in range(steps):
        for part, slope, square in zip(p, gradient(p, logs, weights), squares, strict=True):
            square += slope**2
            part -= rate * slope / np.sqrt(square)
    return p


def vectors(sentences: Sequence[Sequence[str]], d: int, window: int, seed: int) -> dict[str, Array]:
    """Train on ``sentences`` and return each word's vector: word plus context, as the paper adds them.

    The mean over the vocabulary is subtracted: all vectors share one large direction, which would make every cosine
    nearly 1.
    """
    vocabulary, counts = count(sentences, window)
    p = fit(np.log(np.maximum(counts, 1e-9)), weight(counts), d, seed)
    table = p.words + p.contexts  # (V, d)
    return dict(zip(vocabulary, table - table.mean(axis=0), strict=True))
