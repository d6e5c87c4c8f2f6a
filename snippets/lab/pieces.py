"""Real text in pieces of words, for models with a small vocabulary (byte-pair encoding; Sennrich and others 2016)."""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

from collections.abc import Iterable, Sequence

import torch
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.trainers import BpeTrainer
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from lab.pretrain import CONTEXT
from lab.vocabulary import PAD


def learn(texts: Iterable[str], size: int) -> PreTrainedTokenizerFast:
    """Return a tokenizer with ``size`` pieces, learned from ``texts``."""
    bare = Tokenizer(BPE())
    bare.pre_tokenizer = Metaspace()
    bare.train_from_iterator(texts, BpeTrainer(vocab_size=size, special_tokens=[PAD], show_progress=False))
    return PreTrainedTokenizerFast(tokenizer_object=bare, pad_token=PAD)


def cut(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str], length: int = CONTEXT) -> Tensor:
    """Return texts as rows of pieces, (N, length); what is left over at the end is dropped.

    Raises:
        ValueError: If the texts do not fill one row.
    """
    stream = [number for text in texts for number in tokenizer(text)["input_ids"]]
    whole = len(stream) // length * length
    if not whole:
        raise ValueError(f"{len(stream)} pieces do not fill a row of {length}; give more text")
    return torch.tensor(stream[:whole]).view(-1, length)
