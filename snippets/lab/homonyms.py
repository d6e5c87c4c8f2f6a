"""Corpora with one homonym, made by a grammar, so that the share of each sense is known exactly.

Sentences are lists of tokens; Korean ones are split at spaces, so particles stay on their nouns. No content word
belongs to two senses: besides the homonym, senses share only what a frame spells out (the, again, 다시).
"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

Words = dict[str, tuple[str, ...]]  # the words that may fill a slot, by the slot's name


class Sense(NamedTuple):
    """One sense: a word that has it alone (the *twin* of the homonym), and the words that go with it."""

    twin: str
    words: Words


class Occurrence(NamedTuple):
    """A sentence, the sense its homonym has there, and the side that gives it away: left, right or both."""

    tokens: list[str]
    sense: str
    side: str


@dataclass(frozen=True)
class Homonym:
    """A word of several senses and the sentences it stands in."""

    word: str  # the homonym as a token
    frame: tuple[str, ...]  # a sentence of `corpus`: slots by name, * for the homonym, other words as they are
    frame_again: tuple[str, ...]  # a sentence of `occurrences`
    neutral: Words  # words that fit every sense
    senses: dict[str, Sense]  # by name; `corpus` has the first two only

    @property
    def twins(self) -> tuple[str, str]:
        """The twins of the first two senses."""
        first, second = list(self.senses.values())[:2]
        return first.twin, second.twin

    def corpus(self, share: float, seed: int, sentences: int = 3000, twins: int = 500) -> list[list[str]]:
        """Return shuffled sentences in which the homonym has its first sense ``share`` of the time.

        Args:
            share: Share of the first sense, 0 to 1, among the sentences with the homonym; exact but for rounding.
            seed: Seed of every choice.
            sentences: Number of sentences with the homonym.
            twins: Number of sentences with each twin, in the same frame.
        """
        rng, (first, second) = Random(seed), list(self.senses.values())[:2]
        ones = round(share * sentences)
        plan = [(first, self.word)] * ones + [(second, self.word)] * (sentences - ones)
        plan += [(sense, sense.twin) for sense in (first, second) for _ in range(twins)]
        rng.shuffle(plan)
        return [_fill(self.frame, word, sense.words, rng) for sense, word in plan]

    def occurrences(self, seed: int, sentences: int = 3000, words: slice = slice(None)) -> list[Occurrence]:
        """Return sentences with the homonym in any of its senses, told by the words left of it, right of it or both.

        Args:
            seed: Seed of every choice.
            sentences: Their number.
            words: The part of each sense's word lists to draw from, such as ``slice(2)`` for the first two.
        """
        rng, here = Random(seed), self.frame_again.index("*")
        sides = {"left": self.frame_again[:here], "right": self.frame_again[here:], "both": self.frame_again}
        made = []
        for _ in range(sentences):
            sense, side = rng.choice(list(self.senses)), rng.choice(list(sides))
            told = {slot: rows[words] for slot, rows in self.senses[sense].words.items() if slot in sides[side]}
            made.append(Occurrence(_fill(self.frame_again, self.word, self.neutral | told, rng), sense, side))
        return made


def _fill(frame: tuple[str, ...], word: str, words: Words, rng: Random) -> list[str]:
    return [word if part == "*" else rng.choice(words.get(part, (part,))) for part in frame]


def _words(**slots: str) -> Words:
    return {slot: tuple(words.split()) for slot, words in slots.items()}


def _sense(twin: str, **slots: str) -> Sense:
    return Sense(twin, _words(**slots))


KOREAN = Homonym(
    word="배를",
    frame=("subject", "place", "adjective", "*", "verb"),
    frame_again=("subject", "place", "*", "다시", "verb"),
    neutral=_words(subject="그가 친구가 누군가", place="거기서 여기서 어디선가", verb="봤다 떠올렸다 생각했다"),
    senses={
        "ship": _sense(
            "선박을",
            subject="선장이 선원이 항해사가 어부가 해적이",
            place="항구에서 바다에서 부두에서 선착장에서",
            adjective="거대한 낡은 튼튼한 빠른",
            verb="몰았다 수리했다 띄웠다 조종했다 정박시켰다",
        ),
        "pear": _sense(
            "포도를",
            subject="농부가 아이가 할머니가 상인이 요리사가",
            place="과수원에서 시장에서 부엌에서 식탁에서",
            adjective="달콤한 싱싱한 시원한 새콤한",
            verb="먹었다 씻었다 골랐다 담았다 맛봤다",
        ),
        "belly": _sense(
            "복부를",
            subject="환자가 의사가 간호사가 한의사가 임산부가",
            place="병원에서 침대에서 진료실에서 응급실에서",
            verb="문질렀다 눌렀다 만졌다 진찰했다 감쌌다",
        ),
    },
)

ENGLISH = Homonym(
    word="bank",
    frame=("subject", "verb", "the", "adjective", "*", "place"),
    frame_again=("subject", "verb", "the", "*", "again", "place"),
    neutral=_words(subject="someone he she", verb="saw mentioned remembered", place="today yesterday later"),
    senses={
        "river": _sense(
            "shore",
            subject="angler otter rower beaver",
            verb="climbed reached followed patrolled",
            adjective="muddy grassy steep sandy",
            place="upstream downstream waterside",
        ),
        "money": _sense(
            "lender",
            subject="teller robber investor auditor",
            verb="robbed sued audited trusted",
            adjective="private central foreign wealthy",
            place="downtown online abroad",
        ),
        "lamps": _sense(
            "panel",
            subject="electrician technician stagehand operator",
            verb="rewired dimmed unplugged switched",
            place="backstage overhead aboard",
        ),
    },
)
