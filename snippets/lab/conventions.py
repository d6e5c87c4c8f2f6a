"""Prompts that show a convention by examples: a word, its label, a word, its label, and so on.

Nine words are of three kinds. A convention gives each kind a label of its own, out of six: 120 conventions, of which
90 are for training and 30 are never trained on. Words and labels are letters to the network; `SHOWN` says how a page
writes them in either language. After Chan and others 2022, who asked which data make a model learn from its context.
"""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

from collections.abc import Sequence
from itertools import permutations
from random import Random

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from lab import vocabulary
from lab.pretrain import CONTEXT, Lessons

KINDS = {
    "animal": ("dog", "horse", "cat"),
    "fruit": ("apple", "grape", "peach"),
    "vehicle": ("bus", "train", "truck"),
}
WORDS = tuple(word for words in KINDS.values() for word in words)
LABELS = tuple("ABCDEF")
SHOWN = {
    "ko": dict(
        zip(
            (*WORDS, *LABELS),
            ("개", "말", "고양이", "사과", "포도", "복숭아", "버스", "기차", "트럭", *"가나다라마바"),
            strict=True,
        )
    ),
    "en": {sign: sign for sign in (*WORDS, *LABELS)},
}
PAIRS = CONTEXT // 2  # words with labels in a prompt

Convention = tuple[str, str, str]
"""The labels of the kinds, in their order."""


def conventions() -> tuple[list[Convention], list[Convention]]:
    """Return the conventions for training, and those never trained on."""
    every = Random(0).sample(list(permutations(LABELS, len(KINDS))), 120)
    return every[:90], every[90:]


def tokenizer() -> PreTrainedTokenizerFast:
    """Return the tokenizer that knows the words and labels."""
    return vocabulary.words([*WORDS, *LABELS])


def label(word: str, convention: Convention) -> str:
    """Return what a convention calls a word.

    Raises:
        ValueError: If the word is of no kind.
    """
    for kind, name in zip(KINDS.values(), convention, strict=True):
        if word in kind:
            return name
    raise ValueError(f"{word!r} is of no kind; choose one of {', '.join(WORDS)}")


def prompt(examples: Sequence[str], asked: str, convention: Convention) -> str:
    """Return the text that shows examples of a convention, and asks for the label of a word.

    Raises:
        ValueError: If there are more examples than the context holds, or a word is of no kind.
    """
    if len(examples) >= PAIRS:
        raise ValueError(f"{len(examples)} examples and a question; the context holds at most {PAIRS - 1} examples")
    label(asked, convention)  # that the word asked for is one
    return " ".join([*(f"{word} {label(word, convention)}" for word in examples), asked])


def draw(seed: int, count: int, among: Sequence[Convention]) -> tuple[Tensor, Tensor]:
    """Draw prompts: words evenly, with repetition, each prompt with a convention of its own.

    Returns:
        Numbers of tokens, (count, 2 * PAIRS), and which word stands at each pair, (count, PAIRS), from 0.
    """
    generator, words = torch.Generator().manual_seed(seed), tokenizer()
    names = torch.tensor([words.convert_tokens_to_ids(list(each)) for each in among])  # (conventions, kinds)
    word = torch.randint(len(WORDS), (count, PAIRS), generator=generator)
    chosen = names[torch.randint(len(among), (count,), generator=generator)]  # (count, kinds)
    numbers = torch.tensor(words.convert_tokens_to_ids(list(WORDS)))[word]
    return torch.stack([numbers, chosen.gather(1, word // 3)], dim=2).flatten(1), word


def course(seed: int, steps: int, batch: int, among: Sequence[Convention]) -> Lessons:
    """Return lessons in which the labels are asked for, and the words, which are drawn at random, are not."""
    rows, _ = draw(seed, steps * batch, among)
    asked = rows.clone()
    asked[:, ::2] = -100
    return Lessons(rows.view(steps, batch, -1), asked.view(steps, batch, -1))
