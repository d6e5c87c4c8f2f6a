"""Words in, numbers out: a tokenizer of whole words that is made on the spot, for transformers' models and tools.

Nothing is downloaded: `tokenizers` builds it from a list of words, and `PreTrainedTokenizerFast` gives it the
interface that transformers' own data collator expects. Every text is framed by two marks, as BERT's inputs are.
"""

from __future__ import annotations

import lab.quiet  # noqa: F401  isort: skip

from collections.abc import Iterable, Sequence

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.processors import TemplateProcessing
from torch import Tensor
from transformers import PreTrainedTokenizerFast

PAD, START, END, MASK = "[PAD]", "[CLS]", "[SEP]", "[MASK]"


def words(texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """Return a tokenizer that knows the words of ``texts``, between spaces, and the four marks, which come first."""
    known = sorted({word for text in texts for word in text.split()} - {PAD, START, END, MASK})
    numbers = {word: n for n, word in enumerate([PAD, START, END, MASK, *known])}
    bare = Tokenizer(WordLevel(numbers))
    bare.pre_tokenizer = WhitespaceSplit()
    frame = [(mark, numbers[mark]) for mark in (START, END)]
    bare.post_processor = TemplateProcessing(single=f"{START} $A {END}", special_tokens=frame)
    marks = {"pad_token": PAD, "bos_token": START, "cls_token": START, "eos_token": END, "sep_token": END}
    return PreTrainedTokenizerFast(tokenizer_object=bare, mask_token=MASK, **marks)


def numbers(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str]) -> Tensor:
    """Return the numbers of texts of equal length, with their frame, (N, T).

    Raises:
        ValueError: If there is no text, a word is not in the vocabulary, or the texts differ in length.
    """
    if not texts:
        raise ValueError("there is no text to encode; give at least one")
    vocabulary, (start, end) = tokenizer.get_vocab(), tokenizer("")["input_ids"]
    rows = []
    for text in texts:
        try:  # word by word, as the tokenizer does it, which takes ten times as long: it keeps where each word stood
            rows.append([start, *(vocabulary[word] for word in text.split()), end])
        except KeyError as strange:
            raise ValueError(
                f"{strange} in {text!r} is not among the {len(vocabulary)} words of the vocabulary; "
                "use its words, or make the vocabulary from texts that have this one"
            ) from None
    if len(lengths := {len(row) for row in rows}) > 1:
        raise ValueError(f"the texts have {sorted(lengths)} tokens with their frame; give texts of one length")
    return torch.tensor(rows)


def text(tokenizer: PreTrainedTokenizerFast, row: Sequence[int] | Tensor) -> str:
    """Return the words that a row of numbers, (T,), stands for, without the frame."""
    return " ".join(word for word in tokenizer.convert_ids_to_tokens([int(n) for n in row]) if word not in (START, END))
