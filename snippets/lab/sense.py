"""Short sentences with a word of several senses: the clue stands to the left of the noun, or to its right.

Korean: ‘미나 는 항구 에서 배 를 보았다’, where the place tells, or ‘미나 는 부산 에서 배 를 탔다’, where the verb does.
English: *at the river mina found the bank was old*, or *at the village mina found the bank was muddy*. The other side
fits every sense. Every noun of a sense fits every clue of that sense; the homonym belongs to all senses. Korean nouns
and names end in a vowel, so that the particle tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from random import Random
from typing import NamedTuple

Words = tuple[str, ...]


class Sentence(NamedTuple):
    """One sentence.

    Attributes:
        text: Words between spaces; the same number in every sentence of a language.
        sense: The sense of its noun.
        side: Where the clue stands, seen from the noun: ``left`` or ``right``.
    """

    text: str
    sense: str
    side: str


@dataclass(frozen=True)
class Grammar:
    """The words of a language, and how they make a sentence.

    Attributes:
        template: The sentence, with gaps for ``name``, ``before`` (the left clue), ``noun`` and ``after`` (the right).
        homonym: The word of all senses.
        names: People.
        nouns: Nouns of each sense, without the homonym.
        before: Clues to the left of the noun, by sense.
        after: Clues to its right, by sense.
        neutral: What stands before, and after, where the clue is on the other side.
    """

    template: str
    homonym: str
    names: Words
    nouns: Mapping[str, Words]
    before: Mapping[str, Words]
    after: Mapping[str, Words]
    neutral: tuple[Words, Words]

    @property
    def senses(self) -> Words:
        """The senses, in a fixed order."""
        return tuple(self.nouns)

    @property
    def noun(self) -> int:
        """Place of the noun among the words of a sentence, from 0."""
        return self.template.split().index("{noun}")

    @property
    def lexicon(self) -> Words:
        """Every word."""
        fixed = [word for word in self.template.split() if "{" not in word]
        by_sense = chain.from_iterable(chain(*table.values()) for table in (self.nouns, self.before, self.after))
        return tuple(dict.fromkeys([*fixed, self.homonym, *self.names, *by_sense, *chain(*self.neutral)]))

    def make(self, seed: int, count: int, nouns: Sequence[str] | None = None) -> list[Sentence]:
        """Draw sentences: sense, side, noun and all other words evenly.

        Args:
            seed: Where the drawing starts.
            count: How many.
            nouns: The nouns to use, instead of all that have the sense.
        """
        random, made = Random(seed), []
        for _ in range(count):
            sense, side = random.choice(self.senses), random.choice(("left", "right"))
            noun = random.choice(nouns or (self.homonym, *self.nouns[sense]))
            before = random.choice(self.before[sense] if side == "left" else self.neutral[0])
            after = random.choice(self.after[sense] if side == "right" else self.neutral[1])
            made.append(Sentence(self.fill(random.choice(self.names), before, noun, after), sense, side))
        return made

    def fill(self, name: str, before: str, noun: str, after: str) -> str:
        """Return one sentence."""
        return self.template.format(name=name, before=before, noun=noun, after=after)

    def legal(self) -> frozenset[str]:
        """Return every sentence that can be drawn: exactly one clue, and a noun that fits it."""
        return frozenset(
            self.fill(*parts)
            for sense in self.senses
            for before, after in (
                (self.before[sense], self.neutral[1]),
                (self.neutral[0], self.after[sense]),
            )
            for parts in product(self.names, before, (self.homonym, *self.nouns[sense]), after)
        )


KOREAN = Grammar(
    template="{name} 는 {before} 에서 {noun} 를 {after}",
    homonym="배",
    names=("미나", "지수", "민서", "도하", "현주", "소라", "지우", "태호"),
    nouns={"ship": ("요트", "카누"), "pear": ("사과", "포도"), "belly": ("허리", "어깨")},
    before={
        "ship": ("항구", "부두", "포구"),
        "pear": ("과수원", "농장", "청과상"),
        "belly": ("병원", "한의원", "보건소"),
    },
    after={
        "ship": ("탔다", "몰았다", "빌렸다"),
        "pear": ("먹었다", "땄다", "팔았다"),
        "belly": ("주물렀다", "다쳤다", "두드렸다"),
    },
    neutral=(("부산", "여수", "제주"), ("보았다", "살폈다", "찍었다")),
)
ENGLISH = Grammar(
    template="at the {before} {name} found the {noun} was {after}",
    homonym="bank",
    names=("mina", "anna", "ben", "carl", "dora", "emma", "felix", "greta"),
    nouns={"river": ("shore", "meadow"), "money": ("lender", "insurer")},
    before={"river": ("river", "lake", "canal"), "money": ("office", "exchange", "mint")},
    after={"river": ("muddy", "grassy", "flooded"), "money": ("bankrupt", "solvent", "insured")},
    neutral=(("village", "border", "crossing"), ("old", "famous", "quiet")),
)
