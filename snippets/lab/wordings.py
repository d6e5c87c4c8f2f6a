"""A small grammar with a known truth: which sentences mean the same, and which do not.

A meaning picks one entry for each of six slots (who did what, how, where, when); an entry has two or three wordings,
and a sentence has three orders. So a meaning has hundreds of correct sentences, and an entry can be exchanged for
another one, which makes the sentence wrong in one fact. English and Korean are written each in their own words.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

SLOTS = ("who", "did", "what", "how", "where", "when")
ORDERS = {
    "en": (
        ("who", "did", "what", "how", "where", "when"),
        ("when", "who", "did", "what", "how", "where"),
        ("when", "who", "did", "what", "where", "how"),
    ),
    "ko": (
        ("when", "who", "where", "what", "how", "did"),
        ("who", "when", "where", "how", "what", "did"),
        ("where", "who", "when", "what", "how", "did"),
    ),
}

Meaning = dict[str, int]
"""For each slot, the number of the entry."""

Choice = dict[str, int]
"""For each slot, the number of the wording."""


def _read() -> dict[str, dict[str, list[list[str]]]]:
    entries = {lang: {slot: [] for slot in SLOTS} for lang in ORDERS}
    for line in Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lang, slot, wordings = line.split(" | ")
            entries[lang][slot].append(wordings.split(" / "))
    return entries


ENTRIES = _read()  # language, slot: entries, each a list of wordings


def meaning(lang: str, rng: Random) -> Meaning:
    """Draw a meaning."""
    return {slot: rng.randrange(len(ENTRIES[lang][slot])) for slot in SLOTS}


def wording(lang: str, what: Meaning, rng: Random) -> Choice:
    """Draw a wording for each slot of a meaning."""
    return {slot: rng.randrange(len(ENTRIES[lang][slot][what[slot]])) for slot in SLOTS}


def sentence(lang: str, what: Meaning, choice: Choice, order: int = 0) -> str:
    """Say a meaning in chosen words, in one of the three orders."""
    text = " ".join(ENTRIES[lang][slot][what[slot]][choice[slot]] for slot in ORDERS[lang][order]) + "."
    return text[0].upper() + text[1:]


def any_sentence(lang: str, what: Meaning, rng: Random) -> str:
    """Say a meaning in words and an order drawn at random: every one of them is correct."""
    return sentence(lang, what, wording(lang, what, rng), rng.randrange(len(ORDERS[lang])))


def reworded(lang: str, what: Meaning, choice: Choice, slots: list[str], rng: Random) -> str:
    """Say it again with other wordings in ``slots``; the meaning stays."""
    other = {
        slot: rng.choice([i for i in range(len(ENTRIES[lang][slot][what[slot]])) if i != choice[slot]])
        for slot in slots
    }
    return sentence(lang, what, {**choice, **other})


def falsified(lang: str, what: Meaning, choice: Choice, slots: list[str], rng: Random) -> str:
    """Say it with other entries in ``slots``: as many facts are wrong as there are slots."""
    other = {slot: rng.choice([i for i in range(len(ENTRIES[lang][slot])) if i != what[slot]]) for slot in slots}
    words = {slot: rng.randrange(len(ENTRIES[lang][slot][i])) for slot, i in other.items()}
    return sentence(lang, {**what, **other}, {**choice, **words})
