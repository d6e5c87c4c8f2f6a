"""Two small languages that say the same: *the cat sees the dog* and ‘고양이 가 개 를 본다’, alone and side by side.

The order of the words differs (the verb stands second, or last), and so does what marks subject and object. A line of
text has two sentences of one language, or a sentence with its translation after ``ko:`` or ``en:``, the way bilingual
pages, glossaries and subtitles put them.
"""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import NamedTuple

NOUNS = {
    "cat": "고양이",
    "dog": "개",
    "child": "아이",
    "king": "왕",
    "farmer": "농부",
    "doctor": "의사",
    "singer": "가수",
    "teacher": "선생님",
}
VERBS = {"sees": "본다", "calls": "부른다", "teaches": "가르친다", "follows": "따라간다"}
LENGTH = 5  # words of a sentence, in either language
LANGUAGES = ("en", "ko")


class Fact(NamedTuple):
    """Who does what to whom, in English words."""

    who: str
    verb: str
    whom: str


FACTS = [Fact(who, verb, whom) for who, whom in permutations(NOUNS, 2) for verb in VERBS]


def say(fact: Fact, lang: str) -> str:
    """Return the sentence for a fact.

    Raises:
        ValueError: If there is no such language.
    """
    if lang == "en":
        return f"the {fact.who} {fact.verb} the {fact.whom}"
    if lang == "ko":
        who, whom = NOUNS[fact.who], NOUNS[fact.whom]
        return f"{who} {_after(who, '이', '가')} {whom} {_after(whom, '을', '를')} {VERBS[fact.verb]}"
    raise ValueError(f"no language {lang!r}; choose one of {', '.join(LANGUAGES)}")


def _after(word: str, consonant: str, vowel: str) -> str:
    """Return the particle that fits the end of a Korean word."""
    return consonant if (ord(word[-1]) - ord("가")) % 28 else vowel


def split(share: float = 0.7) -> tuple[list[Fact], list[Fact]]:
    """Return the facts that may be said in both languages on a line, and those that never are."""
    facts = Random(0).sample(FACTS, len(FACTS))
    some = round(share * len(facts))
    return facts[:some], facts[some:]


def text(seed: int, lines: int, mixed: float, repeated: float = 0.1) -> list[str]:
    """Return lines of text, in random order.

    Args:
        seed: Where the drawing starts.
        lines: How many.
        mixed: Share of lines with a sentence and its translation, in either direction.
        repeated: Share of lines with a sentence and the same sentence again after the mark of its own language, so
            that the marks are known even where nothing is mixed.

    Raises:
        ValueError: If the shares are no shares.
    """
    if mixed < 0 or repeated < 0 or mixed + repeated > 1:
        raise ValueError(f"shares of {mixed} mixed and {repeated} repeated lines; give shares of 0 to 1 in all")
    random, (may, _) = Random(seed), split()
    made = []
    for n in range(lines):
        first, second = random.sample(LANGUAGES, 2)
        if n < round(mixed * lines):
            fact = random.choice(may)
            made.append(f"{say(fact, first)} {second}: {say(fact, second)}")
        elif n < round(mixed * lines) + round(repeated * lines):
            fact = random.choice(FACTS)
            made.append(f"{say(fact, first)} {first}: {say(fact, first)}")
        else:
            made.append(f"{say(random.choice(FACTS), first)} . {say(random.choice(FACTS), first)}")
    random.shuffle(made)
    return made
