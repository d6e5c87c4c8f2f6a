"""Metrics of sacrebleu by short names, and one tokenizer more: morphemes as Kiwi finds them.

All counting and scoring is sacrebleu's (github.com/mjpost/sacrebleu); nothing here computes a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.metrics.base import Metric, Score

from lab.korean import kiwi

TOKENIZERS = ("13a", "char", "ko-mecab", "kiwi")
"""Of BLEU, as its signature names them; ``kiwi`` is ours, and ``none`` and ``intl`` are there too."""

TITLES = {"13a": "13a", "char": "char", "ko-mecab": "ko-mecab", "kiwi": "Kiwi", "chrf": "chrF", "chrf++": "chrF++"}


class KiwiTokenizer:
    """Morphemes with spaces between them, in their basic form: 도왔다. is 돕 었 다 ."""

    def __call__(self, line: str) -> str:
        """Split one segment."""
        return " ".join(_forms(line))

    def signature(self) -> str:
        """Return what stands after ``tok:`` in a signature."""
        return f"kiwi-{version('kiwipiepy')}"


@cache
def _forms(line: str) -> tuple[str, ...]:
    return tuple(token.form for token in kiwi().tokenize(line))


@cache
def metric(name: str = "13a", **options: object) -> Metric:
    """Return one of sacrebleu's metrics, the same object for the same arguments: dictionaries of morphemes are large.

    Args:
        name: A tokenizer for BLEU with it, or ``chrf``, ``chrf++``, ``ter`` (lower is better).
        options: Of the metric's class, such as ``smooth_method`` or ``effective_order``.
    """
    if name in ("chrf", "chrf++"):
        return CHRF(word_order=2 if name == "chrf++" else 0, **options)
    if name == "ter":
        return TER(**options)
    bleu = BLEU(tokenize="none" if name == "kiwi" else name, force=True, **options)
    if name == "kiwi":
        bleu.tokenizer = KiwiTokenizer()
        bleu.tokenizer_signature = bleu.tokenizer.signature()
    return bleu


def corpus(outputs: Sequence[str], references: Sequence[str], name: str = "13a", **options: object) -> Score:
    """Score a list of outputs, each against one reference, as one corpus."""
    return metric(name, **options).corpus_score(outputs, [references])


def signature(name: str = "13a", **options: object) -> str:
    """Return what sacrebleu wants to stand beside a number: every option, and its version."""
    corpus(["a"], ["a"], name, **options)  # it has to have seen how many references there are
    return str(metric(name, **options).get_signature())


def sentences(outputs: Sequence[str], references: Sequence[str], name: str = "13a", **options: object) -> list[float]:
    """Score each output against its reference as a corpus of one; BLEU with effective order, as sacrebleu advises."""
    if name not in ("chrf", "chrf++", "ter"):
        options = {"effective_order": True, **options}
    one = metric(name, **options)
    return [
        one.sentence_score(output, [reference]).score for output, reference in zip(outputs, references, strict=True)
    ]
