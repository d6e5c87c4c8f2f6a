"""Measures on vectors: how similar, how far along, which is nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Array = np.ndarray


def unit(x: Array) -> Array:
    """Scale a vector, (d,), or each row of a table, (n, d), to length 1."""
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def cosine(a: Array, b: Array) -> float:
    """Return the cosine of the angle between two vectors, (d,) each: 1 same direction, 0 unrelated."""
    return float(unit(a) @ unit(b))


def mean_cosine(vectors: Mapping[str, Array], word: str, others: Sequence[str]) -> float:
    """Return the mean of the cosines of ``word`` with each of ``others``."""
    return float(np.mean([cosine(vectors[word], vectors[other]) for other in others]))


def position(x: Array, start: Array, end: Array) -> float:
    """Say where ``x`` lies between two vectors: 0 level with ``start``, 1 level with ``end``.

    All three are scaled to length 1 and ``x`` is projected on the straight line from ``start`` to ``end``; how far it
    lies beside the line is not asked.
    """
    x, start, end = unit(x), unit(start), unit(end)
    along = end - start
    return float((x - start) @ along / (along @ along))


def nearest_label(known: Array, labels: Array, asked: Array) -> Array:
    """Give each asked vector the label of the known vector nearest to it by cosine.

    Args:
        known: (n, d)
        labels: (n,)
        asked: (m, d)

    Returns:
        Labels, (m,).
    """
    return labels[np.argmax(unit(asked) @ unit(known).T, axis=1)]
