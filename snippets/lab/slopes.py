"""A network of `lab.opaque` as PyTorch sees it: the same function, and how steep it is at each row."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.compose import TransformedTargetRegressor
from torch import nn

Array = np.ndarray


def as_torch(model: TransformedTargetRegressor) -> nn.Sequential:
    """Return the same network in PyTorch: double precision, rows (rows, columns) in, answers (rows,) out.

    Args:
        model: What `network` returned, fitted.

    Raises:
        ValueError: If its activation is none that is known here.
    """
    (scaler, core), answer = model.regressor_, model.transformer_
    kinds = {"relu": nn.ReLU, "tanh": nn.Tanh, "identity": nn.Identity}
    if core.activation not in kinds:
        raise ValueError(f"activation {core.activation!r}; expected one of {', '.join(kinds)}")
    steps = [_layer(np.diag(1 / scaler.scale_), -scaler.mean_ / scaler.scale_)]  # the scaler is a layer too
    for weight, bias in zip(core.coefs_, core.intercepts_, strict=True):
        steps += [_layer(weight, bias), kinds[core.activation]()]
    steps[-1] = _layer(np.diag(answer.scale_), answer.mean_)  # no activation at the end: back to units of the answer
    return nn.Sequential(*steps, nn.Flatten(0))


def _layer(weight: Array, bias: Array) -> nn.Linear:
    """Return a layer that multiplies rows by ``weight``, (columns in, columns out), and adds ``bias``."""
    layer = nn.Linear(*weight.shape, dtype=torch.float64)
    layer.weight.data, layer.bias.data = torch.tensor(weight.T), torch.tensor(bias)
    return layer


def slopes(model: TransformedTargetRegressor, x: Array) -> Array:
    """Return how steep a fitted network is at each row in each column, (rows, columns): answer per unit of column."""
    rows = torch.tensor(x, requires_grad=True)
    return torch.autograd.grad(as_torch(model)(rows).sum(), rows)[0].numpy()
