"""What pre-trained models say: filling holes, at once or in turn, going on from the left, ranking whole texts."""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

import torch
from torch import Generator, Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from lab.pretrain import refuse_long


@torch.no_grad()
def scores(model: PreTrainedModel, rows: Tensor) -> Tensor:
    """Return the scores of all words at each position, (N, T, V), for texts, (N, T).

    A BERT's scores are for the word at the position, a GPT's for the word that follows it.

    Raises:
        ValueError: If the texts are longer than the context.
    """
    refuse_long(model, rows)
    return model(input_ids=rows).logits


def holes(tokenizer: PreTrainedTokenizerFast, rows: Tensor) -> Tensor:
    """Return where texts have holes, (N, T), as booleans.

    Raises:
        ValueError: If a text has none.
    """
    where = rows == tokenizer.mask_token_id
    if not (full := where.any(1)).all():
        text = tokenizer.decode(rows[~full][0])
        raise ValueError(
            f"{text!r} has no masked position to fill; put {tokenizer.mask_token} where a word is asked for"
        )
    return where


def dig(tokenizer: PreTrainedTokenizerFast, rows: Tensor, *places: int) -> Tensor:
    """Return texts, (N, T), with holes at some places."""
    rows = rows.clone()
    rows[:, places] = tokenizer.mask_token_id
    return rows


def draw(chances: Tensor, generator: Generator) -> Tensor:
    """Draw a word from each row of scores, (..., V)."""
    return torch.multinomial(chances.softmax(-1).flatten(0, -2), 1, generator=generator).view(chances.shape[:-1])


def fill_at_once(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, rows: Tensor, generator: Generator
) -> Tensor:
    """Fill all holes of a text from one pass, each from its own chances: (N, T) to (N, T)."""
    return torch.where(holes(tokenizer, rows), draw(scores(model, rows), generator), rows)


def fill_in_turn(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, rows: Tensor, generator: Generator
) -> Tensor:
    """Fill the leftmost hole of each text, then the next with the first filled in, until none is left."""
    holes(tokenizer, rows)
    while (left := rows == tokenizer.mask_token_id).any():
        first = left & (left.cumsum(1) == 1)
        rows = torch.where(first, draw(scores(model, rows), generator), rows)
    return rows


def go_on(model: PreTrainedModel, rows: Tensor, count: int, generator: Generator) -> Tensor:
    """Let a GPT write ``count`` more words: (N, T) to (N, T + count)."""
    for _ in range(count):
        rows = torch.cat([rows, draw(scores(model, rows)[:, -1:], generator)], dim=1)
    return rows


def log_chance(model: PreTrainedModel, rows: Tensor) -> Tensor:
    """Return how likely a GPT finds whole texts, (N,), in nats."""
    said = scores(model, rows)[:, :-1].log_softmax(-1)
    return said.gather(-1, rows[:, 1:, None])[..., 0].sum(1)
