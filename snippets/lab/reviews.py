"""Short film reviews, half of them English and half Korean, whose deciding words are known because they were put there.

Every text has `LENGTH` words, without punctuation; a Korean word is what stands between spaces. The grammars are two
originals, not translations of each other; one vocabulary holds the words of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lab.runs import Runs

LENGTH = 14

PATTERNS = {  # capitals are filled in; an evaluation, E, may have an ending
    "most": (
        "the PART was E and the PART was E and the PART was E",
        "WHEN NIGHT we found the PART E the PART E and the PART E",
        "E PART E PART and E PART that was what we saw WHEN NIGHT",
        "어제 PLACE WITH 본 이 영화는 NOM E고 NOM 아주 E고 NOM 정말 E다",
        "NOM E고 NOM E고 NOM E다고 어제 PLACE WITH 커피를 마시며 한참 동안 이야기했다",
        "어제 WITH PLACE 보았는데 솔직히 NOM 생각보다 E고 NOM 꽤 E고 NOM 무척 E다",
    ),
    "last": (
        "the trailer was E but the film we saw WHEN NIGHT was truly E",
        "critics called it E but to us it was E from the first scene",
        "for an hour I thought it was E but then the film became E",
        "예고편은 분명히 꽤 E다 하지만 어제 PLACE WITH 본 영화는 처음부터 끝까지 정말 E다",
        "평론가는 이 영화가 처음부터 무척 E다고 썼다 하지만 어제 PLACE WITH 보니 참 E다",
        "처음 한 시간은 E다 하지만 그 뒤로는 아주 E다고 극장을 나오며 WITH 거듭 말했다",
    ),
}
FILLINGS = {
    "PART": ["acting", "music", "ending", "dialogue", "camerawork", "plot", "directing", "editing"],
    "WHEN": ["last", "this"],
    "NIGHT": ["night", "weekend", "morning", "week"],
    "NOM": ["연기가", "음악이", "결말이", "대사가", "화면이", "줄거리가", "연출이", "편집이"],
    "PLACE": ["극장에서", "집에서", "부산에서", "학교에서"],
    "WITH": ["친구와", "동생과", "가족과", "동료와"],
}
POSITIVE = ["brilliant", "wonderful", "superb", "moving", "fresh", "perfect", "great", "lovely"]
NEGATIVE = ["dull", "predictable", "clumsy", "disappointing", "tedious", "sloppy", "awful", "weak"]
GOOD = ["훌륭했", "인상적이었", "뛰어났", "감동적이었", "신선했", "완벽했", "멋졌", "좋았"]
BAD = ["지루했", "뻔했", "어설펐", "실망스러웠", "답답했", "엉성했", "형편없었", "아쉬웠"]
EVALUATIONS = {"E": (POSITIVE, NEGATIVE)} | {
    f"E{ending}": tuple([stem + ending for stem in stems] for stems in (GOOD, BAD)) for ending in ("고", "다", "다고")
}
TURNS = ("but", "하지만")  # the words after which the second evaluation of a review decides

SLOTS: dict[str, list[str]] = FILLINGS | {slot: good + bad for slot, (good, bad) in EVALUATIONS.items()}
for pattern in [pattern for patterns in PATTERNS.values() for pattern in patterns]:
    for word in pattern.split():
        SLOTS.setdefault(word, [word])
WORDS = sorted({word for words in SLOTS.values() for word in words})
NUMBER = {word: number for number, word in enumerate(WORDS)}
SENSE = torch.tensor(
    [
        any(w in good for good, _ in EVALUATIONS.values()) - any(w in bad for _, bad in EVALUATIONS.values())
        for w in WORDS
    ]
)
"""1 for a positive word, -1 for a negative one, 0 for all others, (V,)."""
TURN = torch.tensor([word in TURNS for word in WORDS])
"""Whether a word is *but* or 하지만, (V,)."""
_NAMES = list(SLOTS)
_PATTERNS = {rule: torch.tensor([[_NAMES.index(w) for w in p.split()] for p in ps]) for rule, ps in PATTERNS.items()}
_COUNT = torch.tensor([len(words) for words in SLOTS.values()])
_TABLE = torch.tensor([[NUMBER[words[i % len(words)]] for i in range(16)] for words in SLOTS.values()])
_EVALUATED = torch.tensor([name in EVALUATIONS for name in _NAMES])
_PART = torch.tensor([name in ("PART", "NOM") for name in _NAMES])


@dataclass(frozen=True)
class Reviews:
    """Draws reviews for `lab.training.train`.

    Attributes:
        rule: What decides whether a review is positive (1) or negative (0). ``"most"``: what at least two of its three
            evaluations say, so that order does not matter. ``"last"``: the second of its two evaluations, after *but*.
    """

    rule: str = "most"

    def __post_init__(self) -> None:
        if self.rule not in PATTERNS:
            raise ValueError(f"no rule {self.rule!r}; there are {', '.join(PATTERNS)}")

    def __call__(self, runs: Runs, size: int) -> tuple[tuple[Tensor], Tensor]:
        """Return texts as numbers of words, (R, B, LENGTH), and which of them are positive, (R, B)."""
        patterns = _PATTERNS[self.rule]
        slots = patterns[runs.integers(0, len(patterns), size)]  # (R, B, T)
        evaluated, parts = _EVALUATED[slots], _PART[slots]
        positive = runs.integers(0, 2, size)
        dissent = runs.integers(*((-3, 3) if self.rule == "most" else (-1, 1)), size)  # its place; below 0: none
        turned = evaluated.cumsum(2) - 1 == dissent[..., None]
        negative = (positive[..., None] == 0) ^ turned
        pick = (runs.uniform(0, 1, size, LENGTH) * torch.where(evaluated, 8, _COUNT[slots])).long()
        pick = pick + 8 * (evaluated & negative)
        order = runs.uniform(0, 1, size, 8).argsort(-1)  # no review speaks of the same part twice
        pick = torch.where(parts, order.gather(2, (parts.cumsum(2) - 1).clamp(min=0)), pick)
        return (_TABLE[slots, pick],), positive


def number(text: str) -> Tensor:
    """Return a text as numbers of words, (1, 1, T).

    Raises:
        ValueError: If the text has no word, or one that the reviews do not have.
    """
    words = text.split()
    if not words:
        raise ValueError("the text is empty; give at least one word of the reviews")
    if unknown := [word for word in words if word not in NUMBER]:
        raise ValueError(f"the reviews have no word {', '.join(unknown)}; `lab.reviews.WORDS` lists what there is")
    return torch.tensor([[[NUMBER[word] for word in words]]])


def spell(numbers: Sequence[int] | Tensor) -> list[str]:
    """Return the words of one text, (T,)."""
    return [WORDS[int(number)] for number in numbers]
