"""Clauses that Korean and English say alike from one draw of chance: who does what, in 26 ways.

A small grammar with a known truth: 40 verbs, each with three objects that no other verb has, and 26 endings. Korean
puts the ending on the stem (먹었다, 먹으면, 먹으려고 ...), English spends other words on it (ate, if ... eats, so that
... may eat): a verb has 26 forms in one language and three or four in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from lab.korean import analyse, join


class Verb(NamedTuple):
    """A verb in both languages; ``tag`` says whether its stem is irregular, ``forms`` are plain, -s, past, -ing."""

    stem: str
    tag: str
    objects: tuple[str, ...]
    forms: tuple[str, ...]
    things: tuple[str, ...]


class Ending(NamedTuple):
    """An ending as morphemes, (form, tag) each, and the English frame that says as much."""

    morphemes: tuple[tuple[str, str], ...]
    frame: str


class Clause(NamedTuple):
    """One clause in three units.

    Attributes:
        eojeol: Korean as it is written, split at spaces: subject, object or objects, verb.
        morphemes: Korean as the analyser takes it apart, by eojeol.
        english: English words.
        verb: Index of the verb in `VERBS`.
        ending: Index of the ending in `ENDINGS`.
    """

    eojeol: tuple[str, ...]
    morphemes: tuple[tuple[str, ...], ...]
    english: tuple[str, ...]
    verb: int
    ending: int


@cache
def form(verb: int, ending: int) -> str:
    """Return a verb with its ending as it is written: 도왔다 for 돕, 었, 다."""
    return join((VERBS[verb].stem, VERBS[verb].tag), *ENDINGS[ending].morphemes)


def clauses(count: int, seed: int, plain: bool = False) -> Iterator[Clause]:
    """Draw clauses; every choice has equal odds.

    Args:
        count: How many.
        seed: Seed of every choice.
        plain: Only the plain particles, 이/가 on the subject and 을/를 on the object; otherwise also 은/는, 도, 만.
    """
    rng = Random(seed)
    topics, targets = (TOPICS[:1], TARGETS[:1]) if plain else (TOPICS, TARGETS)
    for _ in range(count):
        verb, ending, thing = rng.randrange(len(VERBS)), rng.randrange(len(ENDINGS)), rng.randrange(3)
        yield clause(verb, ending, thing, rng.choice(SUBJECTS), rng.choice(topics), rng.choice(targets))


def clause(verb: int, ending: int, thing: int, subject: Sequence, topic: Sequence, target: Sequence) -> Clause:
    """Say one clause; the analyser reads object and verb together, so that 걸었다 is walked after 길을 (road)."""
    who = join((subject[0], "NNG"), (topic[0], topic[1]))
    what = join((VERBS[verb].objects[thing], "NNG"), (target[0], target[1]))
    read = analyse(who) + analyse(f"{what} {form(verb, ending)}")
    plain, s, past, ing = VERBS[verb].forms
    slots = {"who": f"{topic[2]} {subject[1]}", "what": f"{target[2]} {VERBS[verb].things[thing]}"}
    words = ENDINGS[ending].frame.format(plain=plain, s=s, past=past, ing=ing, **slots).split()
    return Clause(tuple(word for word, _ in read), tuple(parts for _, parts in read), tuple(words), verb, ending)


SUBJECTS = [("친구", "friend"), ("동생", "sister"), ("선생님", "teacher"), ("어머니", "mother")]
SUBJECTS += [("아버지", "father"), ("할머니", "grandmother"), ("이모", "aunt"), ("삼촌", "uncle")]
TOPICS = [("이", "JKS", "the"), ("은", "JX", "the"), ("도", "JX", "even the"), ("만", "JX", "only the")]
TARGETS = [("을", "JKO", ""), ("은", "JX", ""), ("도", "JX", "also"), ("만", "JX", "only")]


def _read(name: str) -> list[list[str]]:
    """Return the rows of a table of this folder: the part before each bar, then the next."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if not line.startswith("#")]


def _verb(stem: str, objects: str, forms: str, things: str) -> Verb:
    tag = "VV-I" if stem.endswith("*") else "VV"
    return Verb(stem.rstrip("*"), tag, tuple(objects.split()), tuple(forms.split()), tuple(things.split()))


def _ending(morphemes: str, frame: str) -> Ending:
    *before, last = morphemes.split()
    form, tag = last.split("/")
    return Ending((*((part, "EP") for part in before), (form, tag)), frame)


VERBS = [_verb(*row) for row in _read("verbs.txt")]
ENDINGS = [_ending(*row) for row in _read("endings.txt")]
