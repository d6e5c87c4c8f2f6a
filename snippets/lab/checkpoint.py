"""A real, pre-trained checkpoint: its tokenizer and model, its words' vectors, its guesses for a hidden word."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from further import both

VARIABLE = "FURTHER_CHECKPOINT"


class Loaded(NamedTuple):
    """A checkpoint in memory.

    Attributes:
        tokenizer: Its fast tokenizer.
        model: Its model, not training.
    """

    tokenizer: Any
    model: Any


def load(head: str) -> Loaded:
    """Load the checkpoint that ``further run --checkpoint`` names.

    Args:
        head: Which of transformers' classes: ``"AutoModel"``, ``"AutoModelForMaskedLM"``, ….

    Raises:
        ValueError: If no checkpoint was named, or its tokenizer does not tell where in the text a token stands.
    """
    import transformers

    if not (folder := os.environ.get(VARIABLE)):
        raise ValueError("this experiment runs on a real checkpoint: further run --checkpoint PATH_OR_NAME EXPERIMENT")
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    tokenizer = transformers.AutoTokenizer.from_pretrained(Path(folder), local_files_only=True)
    if not tokenizer.is_fast:
        raise ValueError(
            f"the checkpoint in {folder} has no fast tokenizer (tokenizer.json), which knows a token's place"
        )
    model = getattr(transformers, head).from_pretrained(Path(folder), local_files_only=True)
    return Loaded(tokenizer, model.eval())


def languages(loaded: Loaded, texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the languages that the tokenizer can read: most tokens of their texts are not the one for the unknown.

    Languages that are left out are printed, since a model gives numbers for unknown words all the same.

    Raises:
        ValueError: If it can read none of them.
    """
    unknown = {lang: _unknown(loaded, " ".join(some)) for lang, some in texts.items()}
    for lang, share in unknown.items():
        if share > 0.5:
            print(f"left out: {lang}, of which the tokenizer does not know {share:.0%} of the tokens")
    if not (known := [lang for lang, share in unknown.items() if share <= 0.5]):
        raise ValueError(f"the checkpoint's tokenizer knows no words of {', '.join(texts)}; name one that reads them")
    return known


def in_each(known: Sequence[str], draw: Callable[[str], Any]) -> Any:
    """Return what ``draw`` makes of each language, or of the one that is known, for both pages."""
    return both(draw("en"), draw("ko")) if len(known) > 1 else draw(known[0])


@torch.no_grad()
def word_state(loaded: Loaded, sentence: str, word: str) -> Tensor:
    """Return the last layer's state at ``word``, the mean over its tokens, (width,).

    Raises:
        ValueError: If the sentence does not have the word, the tokenizer does not know it, or the sentence is too long
            for the model.
    """
    start = sentence.find(word)
    if start < 0:
        raise ValueError(f"{word!r} is not in {sentence!r}")
    encoded = loaded.tokenizer(sentence, return_offsets_mapping=True, return_tensors="pt")
    places = encoded.pop("offset_mapping")[0].tolist()
    _see_length(loaded, encoded["input_ids"])
    inside = [n for n, (low, high) in enumerate(places) if low < start + len(word) and high > start and high > low]
    if all(token == loaded.tokenizer.unk_token_id for token in encoded["input_ids"][0, inside].tolist()):
        raise ValueError(f"the checkpoint's tokenizer does not know {word!r}; ask for a word that it knows")
    states = loaded.model(**_plain(encoded)).last_hidden_state[0]  # (tokens, width)
    return states[inside].mean(dim=0)


@torch.no_grad()
def guesses(loaded: Loaded, tokens: Tensor) -> Tensor:
    """Return the probability of every token at every place, (tokens, vocabulary).

    Args:
        loaded: A checkpoint with the head of a masked language model.
        tokens: Token ids, (tokens,).
    """
    _see_length(loaded, tokens[None])
    return loaded.model(input_ids=tokens[None]).logits[0].softmax(dim=-1)


def with_holes(loaded: Loaded, sentence: str, hole: str = "___") -> tuple[Tensor, list[int]]:
    """Put the tokenizer's mask for every ``hole`` in a sentence.

    Returns:
        Token ids, (tokens,), and the places of the masks.

    Raises:
        ValueError: If the sentence has no hole, or the tokenizer has no mask.
    """
    if loaded.tokenizer.mask_token is None:
        raise ValueError("this checkpoint's tokenizer has no mask; filling holes needs an encoder, such as BERT")
    tokens = loaded.tokenizer(sentence.replace(hole, loaded.tokenizer.mask_token), return_tensors="pt")["input_ids"][0]
    places = (tokens == loaded.tokenizer.mask_token_id).nonzero()[:, 0].tolist()
    if not places:
        raise ValueError(f"no hole in {sentence!r}: write {hole} where a word is to be filled in")
    return tokens, places


def _unknown(loaded: Loaded, text: str) -> float:
    tokens = loaded.tokenizer(text, add_special_tokens=False)["input_ids"]
    return sum(token == loaded.tokenizer.unk_token_id for token in tokens) / len(tokens)


def _plain(encoded: Any) -> dict[str, Tensor]:
    return {name: tensor for name, tensor in encoded.items() if name in ("input_ids", "attention_mask")}


def _see_length(loaded: Loaded, tokens: Tensor) -> None:
    limit = getattr(loaded.model.config, "max_position_embeddings", None)
    if limit and tokens.shape[1] > limit:
        raise ValueError(f"{tokens.shape[1]} tokens, and the checkpoint takes {limit}: shorten the sentence")
