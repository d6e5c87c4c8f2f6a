"""Sentences with place names of two words, whose halves belong together: no first half takes two second halves.

English: *mina lives in san francisco today*. Korean: ‘미나 는 오늘 부산 광역시 에 산다’. The four names are equally
likely, and nothing else in the sentence tells which it is. (*san francisco* and *los angeles*, Yang and others 2019
have *new york*.)
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

Words = tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The words of a language, and how they make a sentence.

    Attributes:
        template: The sentence, with gaps for ``name``, ``verb``, ``when``, ``first`` and ``second``.
        cities: The two halves of each place name.
        names: People.
        verbs: Verbs that fit all.
        times: Adverbs that fit all.
    """

    template: str
    cities: tuple[tuple[str, str], ...]
    names: Words
    verbs: Words
    times: Words

    @property
    def halves(self) -> tuple[int, int]:
        """Places of the two halves among the words of a sentence, from 0."""
        gaps = self.template.split()
        return gaps.index("{first}"), gaps.index("{second}")

    @property
    def lexicon(self) -> Words:
        """Every word."""
        fixed = [word for word in self.template.split() if "{" not in word]
        halves = (half for city in self.cities for half in city)
        return tuple(dict.fromkeys([*fixed, *halves, *self.names, *self.verbs, *self.times]))

    def make(self, seed: int, count: int) -> list[str]:
        """Draw sentences, all words evenly."""
        random = Random(seed)
        return [self.fill(random, *random.choice(self.cities)) for _ in range(count)]

    def fill(self, random: Random, first: str, second: str) -> str:
        """Return a sentence about the place, the rest drawn."""
        parts = {"name": self.names, "verb": self.verbs, "when": self.times}
        drawn = {gap: random.choice(words) for gap, words in parts.items()}
        return self.template.format(**drawn, first=first, second=second)


KOREAN = Places(
    template="{name} 는 {when} {first} {second} 에 {verb}",
    cities=(("서울", "특별시"), ("부산", "광역시"), ("세종", "특별자치시"), ("제주", "특별자치도")),
    names=("미나", "지수", "민서", "도하", "현주", "소라", "지우", "태호"),
    verbs=("산다", "간다", "머문다"),
    times=("오늘", "지금", "다시"),
)
ENGLISH = Places(
    template="{name} {verb} in {first} {second} {when}",
    cities=(("new", "york"), ("san", "francisco"), ("los", "angeles"), ("las", "vegas")),
    names=("mina", "anna", "ben", "carl", "dora", "emma", "felix", "greta"),
    verbs=("lives", "works", "stays"),
    times=("today", "now", "again"),
)
