"""A table V1..V10 whose truth is known, and the checks that every table passes before a model sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

Array = np.ndarray

NAMES = tuple(f"V{k}" for k in range(1, 11))
"""Columns of `friedman`: the first five matter, the others do not."""

MATTER = 5
TRAIN, TEST = 1500, 500  # rows


class Table(NamedTuple):
    """Rows to learn from and rows to be judged by.

    Attributes:
        x: Columns to learn from, (rows, columns).
        y: Answers, (rows,).
        x_new: Columns of the rows held back, (new rows, columns).
        y_new: Their answers, (new rows,).
    """

    x: Array
    y: Array
    x_new: Array
    y_new: Array


def parts(x: Array) -> Array:
    """Return what each term of the truth adds, (rows, 4): V1 and V2 together, V3, V4, V5 (Friedman 1991)."""
    v1, v2, v3, v4, v5 = x[:, :MATTER].T
    return np.stack([10 * np.sin(np.pi * v1 * v2), 20 * (v3 - 0.5) ** 2, 10 * v4, 5 * v5], axis=1)


def truth(x: Array) -> Array:
    """Return the answer without noise, (rows,), for rows (rows, columns)."""
    return parts(x).sum(axis=1)


def friedman(seed: int, noise: float = 1.0) -> Table:
    """Draw the table: ten columns, even between 0 and 1 and independent, and the truth plus normal noise.

    Args:
        seed: Which table.
        noise: Standard deviation of the noise, in units of the answer (whose own is about 4.9).
    """
    rng = np.random.default_rng(seed)
    x = rng.random((TRAIN + TEST, len(NAMES)))
    y = truth(x) + noise * rng.standard_normal(len(x))
    return Table(x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:])


def matrix(columns: Mapping[str, Sequence[float] | Array], wanted: Sequence[str]) -> Array:
    """Put named columns into a matrix, (rows, columns), in the order of ``wanted``.

    Args:
        columns: Numbers of each column, by its name.
        wanted: Names of the columns that the model knows.

    Raises:
        ValueError: If a column is missing, is as long as no other, is no column of finite numbers, or is constant;
            the message names the column.
    """
    if absent := [name for name in wanted if name not in columns]:
        raise ValueError(f"no column {listed(absent)} in the table, which has {listed(columns)}; add what is missing")
    length = len(columns[wanted[0]])
    for name in wanted:
        _check(name, columns[name], wanted[0], length)
    return np.stack([np.asarray(columns[name], dtype=float) for name in wanted], axis=1)


def _check(name: str, column: Sequence[float] | Array, first: str, length: int) -> None:
    """Raise a ValueError that names the column, if there is something wrong with it."""
    try:
        numbers = np.asarray(column, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"column {name!r} is not numeric ({error}); encode its words as numbers first") from None
    if numbers.ndim != 1 or len(numbers) != length or length == 0:
        raise ValueError(
            f"column {name!r} has shape {numbers.shape}; as {first!r} it should have {length or 'some'} rows"
        )
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        bad = int((~np.isfinite(numbers)).sum())
        raise ValueError(f"column {name!r} has {numbers[row]} in row {row} ({bad} in all); fill or drop such rows")
    if np.ptp(numbers) == 0:
        raise ValueError(f"column {name!r} is {numbers[0]:g} in all rows, so nothing can depend on it; leave it out")


def listed(names: Sequence[str] | Mapping[str, object]) -> str:
    """Return names in quotation marks, with commas."""
    return ", ".join(map(repr, names)) or "none"
