"""Trained models as plain arrays, to be kept by one experiment and used by others."""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from lab.pretrain import build


def pack(models: Sequence[PreTrainedModel]) -> dict[str, Tensor]:
    """Return the parameters of models of one shape, the models in the first dimension; what is tied, once."""
    every = [dict(model.named_parameters()) for model in models]
    return {name: torch.stack([each[name].data for each in every]) for name in every[0]}


def unpack(kind: str, tokenizer: PreTrainedTokenizerFast, arrays: Mapping[str, np.ndarray]) -> list[PreTrainedModel]:
    """Return the models that were packed, ready for use; their width and depth are read from the arrays.

    Raises:
        ValueError: If the arrays are those of another kind of model, or of another vocabulary.
    """
    table = arrays.get({"bert": "bert.embeddings.word_embeddings.weight", "gpt": "transformer.wte.weight"}.get(kind))
    if table is None:
        raise ValueError(f"these are not the arrays of a {kind}: they begin with {next(iter(arrays), 'nothing')!r}")
    count, size, width = table.shape
    if size != len(tokenizer):
        raise ValueError(
            f"the model knows {size} words, the tokenizer {len(tokenizer)}; use the one it was trained with"
        )
    layers = len({part for name in arrays for part in name.split(".") if part.isdigit()})
    models = [build(kind, tokenizer, 0, width, layers).eval() for _ in range(count)]
    for n, model in enumerate(models):
        for name, parameter in model.named_parameters():
            parameter.data.copy_(torch.from_numpy(arrays[name][n]))
    return models
