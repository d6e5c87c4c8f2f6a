"""Remedies for vanishing gradients that change only the values a recurrent cell starts from."""

from __future__ import annotations

import torch

from lab.cells import GRU, LSTM, RNN, Cell
from lab.runs import Runs


@torch.no_grad()
def forget_bias(cell: LSTM, bias: float) -> LSTM:
    """Let the forget gate start at sigmoid(bias): 0.5 for 0, 0.73 for 1, 0.95 for 3 (Jozefowicz and others 2015)."""
    cell.b[:, :, cell.n : 2 * cell.n] = bias
    return cell


@torch.no_grad()
def chrono(runs: Runs, cell: LSTM | GRU, longest: int) -> Cell:
    """Let every unit start with a memory of its own, from 1 to ``longest`` steps (Tallec and Ollivier 2018).

    The gate that keeps gets the logarithm of that span as bias, the LSTM's input gate the negative of it.
    """
    n = cell.n
    cell.b[:, :, n : 2 * n] = runs.uniform(1, longest - 1, 1, n).log()
    if isinstance(cell, LSTM):
        cell.b[:, :, :n] = -cell.b[:, :, n : 2 * n]
    return cell


@torch.no_grad()
def orthogonal(runs: Runs, cell: RNN, radius: float = 1, inputs: float = 0.1) -> RNN:
    """Let U start as a rotation, which changes no length, times ``radius`` (Saxe, McClelland and Ganguli 2014).

    Args:
        runs: Where the rotation is drawn from.
        cell: The cell.
        radius: Factor on all lengths.
        inputs: Factor on W and b: small, so that tanh stays where its slope is near 1.
    """
    cell.U.copy_(radius * torch.linalg.qr(runs.normal(cell.n, cell.n))[0])
    cell.W.mul_(inputs)
    cell.b.mul_(inputs)
    return cell


@torch.no_grad()
def identity(cell: RNN, inputs: float = 0.1) -> RNN:
    """Let U start as the identity, for ReLU units (IRNN; Le, Jaitly and Hinton 2015), with small W and b = 0."""
    cell.U.copy_(torch.eye(cell.n).expand_as(cell.U))
    cell.W.mul_(inputs)
    cell.b.zero_()
    return cell
