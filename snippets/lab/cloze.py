"""A test for both kinds of model: which noun belongs to the clue? (Sentences of `lab.sense`.)"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from transformers import PreTrainedModel

from lab import vocabulary
from lab.predict import dig, log_chance, scores
from lab.sense import Grammar


class Cloze(NamedTuple):
    """Sentences the models have not been trained on, with the noun asked for.

    Attributes:
        rows: Whole sentences, (N, T).
        place: Where the noun stands in a row.
        nouns: The candidates: all nouns but the homonym, as numbers of words.
        fits: Which candidates have the sense of the sentence, (N, candidates).
        left: Which sentences have their clue on the left, (N,).
    """

    rows: Tensor
    place: int
    nouns: list[int]
    fits: Tensor
    left: Tensor

    @classmethod
    def of(cls, grammar: Grammar, seed: int, count: int = 200) -> Cloze:
        """Draw new sentences."""
        tokenizer, asked = vocabulary.words(grammar.lexicon), grammar.make(1000 + seed, count)
        senses = {noun: sense for sense, some in grammar.nouns.items() for noun in some}
        return cls(
            vocabulary.numbers(tokenizer, [each.text for each in asked]),
            grammar.noun + 1,  # a mark comes first
            tokenizer.convert_tokens_to_ids(list(senses)),
            torch.tensor([[sense == each.sense for sense in senses.values()] for each in asked]),
            torch.tensor([each.side == "left" for each in asked]),
        )

    def right(self, kind: str, model: PreTrainedModel) -> tuple[float, float]:
        """Return how often the likeliest candidate fits, where the clue stands left of the noun, and right of it.

        A BERT fills the hole; of a GPT it is asked which of the completed sentences is the likeliest.
        """
        if kind == "bert":
            hole = dig(vocabulary.words(()), self.rows, self.place)  # the marks have the same numbers everywhere
            said = scores(model, hole)[:, self.place, self.nouns]  # (N, candidates)
        else:
            tried = [self.rows.index_fill(1, torch.tensor([self.place]), noun) for noun in self.nouns]
            said = torch.stack([log_chance(model, each) for each in tried], dim=1)
        hits = self.fits.gather(1, said.argmax(1, keepdim=True))[:, 0].float()
        return float(hits[self.left].mean()), float(hits[~self.left].mean())
