"""BERT and GPT-2 in the small: transformers' own models, losses and masking, and one loop that trains either.

Sources: Devlin and others 2019 (BERT: 15 % of the tokens graded; of these 80 % hidden, 10 % replaced, 10 % left);
Radford and others 2019 (GPT-2: every next token graded). The weights start wider than the library's 0.02, which suits
a width of 768: at a width of 64 it leaves these models on a plateau.
"""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor
from transformers import (
    BertConfig,
    BertForMaskedLM,
    DataCollatorForLanguageModeling,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    get_linear_schedule_with_warmup,
    logging,
)

logging.set_verbosity_error()  # what is logged below concerns names of settings only

WIDTH, LAYERS, HEADS = 64, 1, 4  # one layer is enough where one word tells about another
CONTEXT = 16  # tokens, with the frame
BATCH = 96  # texts in a step of training


def build(
    kind: str, tokenizer: PreTrainedTokenizerFast, seed: int, width: int = WIDTH, layers: int = LAYERS
) -> PreTrainedModel:
    """Return an untrained model.

    Args:
        kind: ``bert``, which reads both ways and fills holes, or ``gpt``, which reads from the left and goes on.
        tokenizer: Whose vocabulary it is to know.
        seed: Where its start is drawn from.
        width: Numbers at each position.
        layers: Layers.
    """
    marks = {f"{mark}_token_id": getattr(tokenizer, f"{mark}_token_id") for mark in ("pad", "bos", "eos")}
    common = {"vocab_size": len(tokenizer), "initializer_range": 0.8 / width**0.5}
    torch.manual_seed(seed)
    if kind == "bert":
        size = {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": HEADS}
        rest = {"intermediate_size": 2 * width, "max_position_embeddings": CONTEXT, "type_vocab_size": 1}
        dropout = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        return BertForMaskedLM(BertConfig(**common, **marks, **size, **rest, **dropout))
    if kind == "gpt":
        size = {"n_embd": width, "n_layer": layers, "n_head": HEADS, "n_inner": 2 * width, "n_positions": CONTEXT}
        rest = {"activation_function": "gelu", "use_cache": False, "loss_type": "ForCausalLM"}
        dropout = {"resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0}
        return GPT2LMHeadModel(GPT2Config(**common, **marks, **size, **rest, **dropout))
    raise ValueError(f"no kind of model {kind!r}; choose bert or gpt")


class Lessons(NamedTuple):
    """What a model sees and is graded on, step by step.

    Attributes:
        inputs: Numbers of tokens, (steps, B, T).
        labels: The tokens asked for, -100 where nothing is asked, (steps, B, T).
    """

    inputs: Tensor
    labels: Tensor


def lessons(
    tokenizer: PreTrainedTokenizerFast, rows: Tensor, seed: int, steps: int, batch: int = BATCH, **masking: Any
) -> Lessons:
    """Draw sentences at random, and hide words of them as transformers' own collator does.

    Args:
        tokenizer: Whose marks are never asked for.
        rows: The corpus, (N, T).
        seed: Where drawing and hiding start.
        steps: Steps of training.
        batch: Sentences in a step.
        **masking: Settings of `DataCollatorForLanguageModeling`; ``mlm=False`` for a GPT, which is asked for all.
    """
    drawn = torch.randint(len(rows), (steps * batch,), generator=torch.Generator().manual_seed(seed))
    made = DataCollatorForLanguageModeling(tokenizer, seed=seed, **masking)(list(rows[drawn]))
    return Lessons(*(made[part].view(steps, batch, -1) for part in ("input_ids", "labels")))


def training(model: PreTrainedModel, course: Lessons, rate: float = 5e-3) -> Iterator[int]:
    """Train step by step, and yield how many steps are done: the one loop for both kinds.

    Args:
        model: Any model whose loss the library knows.
        course: What it sees and is graded on.
        rate: Greatest step width of AdamW, after a warm-up and before a linear decline.

    Raises:
        ValueError: If texts are longer than the context, a step asks for nothing, or the loss is no longer finite.
    """
    refuse_long(model, course.inputs)
    parameters, steps = list(model.parameters()), len(course.inputs)
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, steps * 15 // 100, steps)
    model.train()  # of these models, nothing behaves otherwise in training: they have no dropout
    for step, (inputs, labels) in enumerate(zip(*course, strict=True), 1):
        if not (labels >= 0).any():
            raise ValueError(f"no token of step {step} is asked for; hide more of it, or take more sentences a step")
        loss = model(input_ids=inputs, labels=labels).loss  # transformers moves the labels of a GPT by one
        if not loss.isfinite():
            raise ValueError(f"training diverged at step {step} (loss {loss:g}); lower the rate of {rate:g}")
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        yield step
    model.eval()


def train(model: PreTrainedModel, course: Lessons, rate: float = 5e-3) -> PreTrainedModel:
    """Train ``model`` to the end, and return it, ready for use."""
    for _ in training(model, course, rate):
        pass
    return model


def refuse_long(model: PreTrainedModel, rows: Tensor) -> None:
    """Raise a ValueError if texts, (..., T), are longer than the model has positions for."""
    if rows.shape[-1] > (most := model.config.max_position_embeddings):
        raise ValueError(f"a text of {rows.shape[-1]} tokens, and the model has {most} positions; shorten the text")
