"""Sentences about hot and cold, big and small: how much company two opposites share is set, the rest is chance.

A sentence describes a thing and says how it is: "the boiled soup was very hot". The describing word fits one side only
(boiled, frozen) or both (salted). Each side has two words for it, a plain one and a synonym. Opposites share things
and adverbs always, describing words as often as asked.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Side(NamedTuple):
    """One side of a pair: the plain word, a synonym, and describing words that fit this side only."""

    word: str
    synonym: str
    own: tuple[str, ...]


class Pair(NamedTuple):
    """Two opposites, the things they are said of, and describing words that fit both."""

    sides: tuple[Side, Side]
    things: tuple[str, ...]
    common: tuple[str, ...]


class Opposites(NamedTuple):
    """A grammar of one language; ``frame`` has the slots describing, thing, adverb and word."""

    frame: str
    adverbs: tuple[str, ...]
    pairs: tuple[Pair, ...]

    def corpus(self, share: float, seed: int, sentences: int = 2000) -> list[list[str]]:
        """Draw sentences; ``share`` of them, on average, have a describing word that fits both opposites."""
        rng = Random(seed)
        text = []
        for _ in range(sentences):
            pair = rng.choice(self.pairs)
            side = rng.choice(pair.sides)
            describing = rng.choice(pair.common if rng.random() < share else side.own)
            word = side.synonym if rng.random() < 1 / 3 else side.word  # synonyms are half as frequent
            slots = {"describing": describing, "thing": rng.choice(pair.things), "adverb": rng.choice(self.adverbs)}
            text.append(self.frame.format(word=word, **slots).split())
        return text


def _opposites(frame: str, adverbs: str, table: str) -> Opposites:
    """Read a table: word synonym own own | word synonym own own | things | describing words that fit both."""
    pairs = []
    for line in table.strip().splitlines():
        one, other, things, common = (tuple(part.split()) for part in line.split("|"))
        pairs.append(Pair((Side(one[0], one[1], one[2:]), Side(other[0], other[1], other[2:])), things, common))
    return Opposites(frame, tuple(adverbs.split()), tuple(pairs))


ENGLISH = _opposites(
    "the {describing} {thing} was {adverb} {word}",
    "very quite rather really",
    """
    hot scalding boiled steaming | cold icy frozen chilled | soup water tea bath | salted filtered leftover
    big huge royal sprawling | small tiny cramped narrow | house garden room farm | wooden rented square
    fast swift sporty racing | slow sluggish creaking overloaded | train car ship bus | red electric foreign
    expensive costly designer jewelled | cheap affordable secondhand plastic | watch coat bag ring | leather grey plain
    bright radiant sunlit floodlit | dark gloomy moonless shuttered | street hall sky alley | long northern quiet
    """,
)
KOREAN = _opposites(
    "{describing} {thing} {adverb} {word}",
    "매우 아주 꽤 몹시",
    """
    뜨겁다 뜨끈하다 끓인 데운 | 차갑다 싸늘하다 얼린 식은 | 국이 물이 커피가 수프가 | 맑은 진한 짭짤한
    크다 커다랗다 널찍한 으리으리한 | 작다 자그맣다 비좁은 옹색한 | 집이 마당이 방이 밭이 | 낡은 빌린 네모난
    빠르다 날쌔다 날렵한 가벼운 | 느리다 굼뜨다 삐걱대는 무거운 | 기차가 자동차가 버스가 자전거가 | 빨간 새로운 외국산
    비싸다 값비싸다 명품 보석 | 싸다 저렴하다 중고 플라스틱 | 시계가 외투가 가방이 반지가 | 가죽 회색 수수한
    밝다 환하다 햇살드는 불켜진 | 어둡다 캄캄하다 달없는 불꺼진 | 거리가 복도가 하늘이 골목이 | 긴 북쪽 조용한
    """,
)
