# %% [markdown] lang="en"
# # A vector for every occurrence
# ELMo (Peters et al. 2018) reads a sentence with two LSTM language models, one from the left and one from the right,
# and takes their states as the vector of a word *there*. Does that tell the senses of a homonym apart, and does it
# need both directions? To be seen: each direction knows the clues it has already read, and only both together know
# all.

# %% [markdown] lang="ko"
# # 나올 때마다 달라지는 벡터
# ELMo(Peters 외 2018)는 문장을 왼쪽부터 읽는 LSTM 언어 모델과 오른쪽부터 읽는 LSTM 언어 모델을 두고, 그 상태를 *그
# 자리에 있는* 낱말의 벡터로 씁니다. 이 벡터가 동음이의어(homonym)의 뜻을 가려내는지, 두 방향이 모두 필요한지
# 묻습니다. 방향마다 이미 읽은 단서만 알고 있으므로, 둘을 합쳐야 어느 단서든 알 수 있습니다.

# %% [markdown] lang="en"
# ## Clues on the left, on the right, or on both sides
# Three senses of *bank* (river, money, a row of lamps) and of 배 (ship, pear, belly). A coin decides which side of the
# sentence tells the sense; the words on the other side fit any.

# %% [markdown] lang="ko"
# ## 단서는 왼쪽, 오른쪽, 또는 양쪽
# ‘배’(타는 배, 먹는 배, 몸의 배)와 bank(강둑, 은행, 한 줄로 늘어선 조명)의 세 가지 뜻입니다. 문장의 어느 쪽에 뜻을
# 알려 주는 낱말이 올지는 동전을 던져 정하고, 다른 쪽은 어느 뜻에나 어울리는 낱말로 채웁니다.

# %% corpus
from lab.homonyms import ENGLISH, KOREAN, Occurrence

CORPORA = {"en": ENGLISH, "ko": KOREAN}
SEEDS = range(5)

for homonym in CORPORA.values():
    for tokens, sense, side in homonym.occurrences(seed=0, sentences=4):
        print(" ".join(tokens), f"({sense}, told on: {side})")

# %% [markdown] lang="en"
# ## Two language models
# The states at a word have read everything up to it, from the left or from the right. The models learn to predict the
# next word and the previous one; nobody tells them about senses. ELMo has two layers and builds its input from letters;
# one layer and an ordinary embedding do here.

# %% [markdown] lang="ko"
# ## 두 언어 모델
# 어떤 낱말에서의 상태에는 왼쪽부터 또는 오른쪽부터 그 낱말까지 읽은 내용이 담깁니다. 두 언어 모델(language model)은
# 다음 낱말과 앞 낱말을 맞히도록 학습할 뿐이고 뜻은 아무도 알려 주지 않습니다. ELMo는 층이 둘이고 글자에서 입력을
# 만들지만 여기서는 층 하나와 보통의 임베딩(embedding)으로 충분합니다.

# %% model
import torch
from torch import Tensor, nn
from torch.nn import functional as F


class TwoReaders(nn.Module):
    """A forward and a backward LSTM language model that share embedding and output layer, as in ELMo."""

    def __init__(self, words: int, embedding: int = 16, hidden: int = 32) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, embedding)
        self.forwards = nn.LSTM(embedding, hidden, batch_first=True)
        self.backwards = nn.LSTM(embedding, hidden, batch_first=True)
        self.output = nn.Linear(hidden, words)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return embeddings and both readers' states at every word of ``ids``, (batch, time)."""
        x = self.embedding(ids)  # (batch, time, 16)
        return x, self.forwards(x)[0], self.backwards(x.flip(1))[0].flip(1)  # states: (batch, time, 32)


# %% loss
def loss(model: TwoReaders, ids: Tensor) -> Tensor:
    """Score the prediction of each next word by one reader and of each previous word by the other."""
    _, left, right = model(ids)
    after = model.output(left[:, :-1]).transpose(1, 2)  # (batch, words, time - 1)
    before = model.output(right[:, 1:]).transpose(1, 2)
    return F.cross_entropy(after, ids[:, 1:]) + F.cross_entropy(before, ids[:, :-1])


# %% train
torch.set_num_threads(1)


def train(ids: Tensor, words: int, seed: int, steps: int = 500) -> TwoReaders:
    """Train on batches of 64 sentences; after 500 steps the loss has all but levelled out."""
    torch.manual_seed(seed)
    model = TwoReaders(words)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(model, ids[torch.randint(len(ids), (64,))]).backward()
        optimizer.step()
    return model


# %% [markdown] lang="en"
# ## Four vectors of the same word
# Static is the input embedding, the same everywhere. Forward is the state of the reader from the left, backward of
# the one from the right, both is the two side by side.

# %% [markdown] lang="ko"
# ## 같은 낱말의 네 가지 벡터
# 정적(static) 벡터는 입력 임베딩이며 어디서나 같습니다. 순방향은 왼쪽부터, 역방향은 오른쪽부터 읽은 상태이고,
# 양방향(bidirectional)은 그 둘을 나란히 이은 것입니다.

# %% vectors
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Reading:
    """Two trained readers, the number of each word, and the place of the homonym in a sentence."""

    model: TwoReaders
    ids: dict[str, int]
    here: int

    @torch.no_grad()
    def vectors(self, occurrences: list[Occurrence]) -> dict[str, np.ndarray]:
        """Return the homonym's four vectors in each sentence, (sentences, 16, 32, 32 and 64)."""
        ids = torch.tensor([[self.ids[word] for word in each.tokens] for each in occurrences])  # (sentences, time)
        static, left, right = (states[:, self.here].numpy() for states in self.model(ids))
        return {"static": static, "forward": left, "backward": right, "both": np.hstack([left, right])}


# %% read
from lab.homonyms import Homonym


def read(homonym: Homonym, seed: int) -> Reading:
    """Train two readers on 3000 sentences."""
    sentences = [each.tokens for each in homonym.occurrences(seed, sentences=3000)]
    ids = {word: i for i, word in enumerate(sorted(set().union(*sentences)))}
    model = train(torch.tensor([[ids[word] for word in tokens] for tokens in sentences]), len(ids), seed)
    return Reading(model, ids, here=homonym.frame_again.index("*"))


readings = {lang: [read(homonym, seed) for seed in SEEDS] for lang, homonym in CORPORA.items()}

# %% [markdown] lang="en"
# ## Which sense is it?
# Give each occurrence the sense of the most similar one among 1000 labelled occurrences, and count how often that is
# right. Guessing would be right one time in three.

# %% [markdown] lang="ko"
# ## 어느 뜻인가
# 뜻을 적어 둔 1000개 가운데 가장 비슷한 것의 뜻을 그대로 답하고, 맞은 비율을 셉니다. 찍으면 세 번에 한 번 맞습니다.

# %% nearest
from lab.measure import nearest_label

KINDS, SIDES = ("static", "forward", "backward", "both"), ("left", "right", "both")


def right_answers(reading: Reading, known: list[Occurrence], asked: list[Occurrence]) -> dict[str, np.ndarray]:
    """Say for each asked occurrence whether the nearest known one has its sense, (asked,), by kind of vector."""
    labels, truth = (np.array([each.sense for each in some]) for some in (known, asked))
    bank, new = reading.vectors(known), reading.vectors(asked)
    return {kind: nearest_label(bank[kind], labels, new[kind]) == truth for kind in KINDS}


# %% accuracy
from itertools import product

from further import both, claim, figure, value

known = {lang: [h.occurrences(seed, sentences=1000) for seed in SEEDS] for lang, h in CORPORA.items()}
tests = {lang: [h.occurrences(seed=1000 + seed, sentences=600) for seed in SEEDS] for lang, h in CORPORA.items()}
answers = {x: list(map(right_answers, readings[x], known[x], tests[x])) for x in CORPORA}


def accuracy(lang: str, kind: str, side: str = "any") -> np.ndarray:
    """Return the share of right answers where the clue is on one side, or anywhere, (seeds,)."""
    told = [np.array([side in (each.side, "any") for each in test]) for test in tests[lang]]
    return np.array([right[kind][where].mean() for right, where in zip(answers[lang], told, strict=True)])


for kind, side in product(KINDS, (*SIDES, "any")):
    value(f"{kind}-{side}", both(*(accuracy(lang, kind, side).tolist() for lang in CORPORA)))

# %% one-vector
static = [r.vectors(test)["static"] for lang in CORPORA for r, test in zip(readings[lang], tests[lang], strict=True)]

claim(
    "one-vector",
    all((each == each[0]).all() for each in static),
    both(
        "The static vector of the homonym is the same in every sentence, whatever the sense.",
        "동음이의어의 정적 벡터는 뜻과 관계없이 모든 문장에서 같습니다.",
    ),
)


# %% claim-directions
def worst(kind: str, side: str = "any", sign: int = 1) -> np.ndarray:
    """Return the smaller accuracy of the two languages (``sign`` -1: the larger), (seeds,)."""
    return sign * np.min([sign * accuracy(lang, kind, side) for lang in CORPORA], axis=0)


claim(
    "one-direction",
    0.5 - np.maximum(worst("forward", "right", -1), worst("backward", "left", -1)),
    both(
        "A reader that has not met the clue yet is wrong more often than right.",
        "단서를 아직 읽지 않은 쪽은 맞히기보다 틀리는 일이 많습니다.",
    ),
)

# %% claim-both-directions
claim(
    "both-directions",
    worst("both") - 0.95,
    both(
        "Both readers together find the sense nearly always, whichever side tells it.",
        "두 방향을 합치면 단서가 어느 쪽에 있든 거의 언제나 뜻을 맞힙니다.",
    ),
)

# %% claim-both-needed
claim(
    "both-needed",
    np.min(
        [accuracy(x, "both") - np.maximum(accuracy(x, "forward"), accuracy(x, "backward")) for x in CORPORA], axis=0
    ),
    both(
        "Both directions together find the sense more often than the better one alone.",
        "두 방향을 합치면 더 나은 한 방향만 쓸 때보다 뜻을 더 자주 맞힙니다.",
    ),
)

# %% [markdown] lang="en"
# ## Clue words that never had a label
# Is it the sense that is recognised, or the clue word? Now each sense keeps lists of clue words: the labelled
# occurrences use only the first two words of every list, and the asked ones only the others. The language models have
# read them all, without labels.

# %% [markdown] lang="ko"
# ## 이름표가 붙은 적 없는 단서
# 알아본 것이 뜻인지 단서 낱말인지 확인합니다. 뜻마다 단서 낱말의 목록이 몇 개씩 있는데, 이번에는 뜻을 적어 둔 문장에
# 목록마다 처음 두 낱말만 쓰고 물어볼 문장에는 나머지만 씁니다. 언어 모델은 이 낱말을 모두 읽었지만 뜻은 배운 적이
# 없습니다.

# %% held-out
FIRST_TWO, OTHERS = slice(2), slice(2, None)
labelled = {lang: [h.occurrences(2000 + seed, 1000, FIRST_TWO) for seed in SEEDS] for lang, h in CORPORA.items()}
asked = {lang: [h.occurrences(3000 + seed, 600, OTHERS) for seed in SEEDS] for lang, h in CORPORA.items()}
strict = {x: list(map(right_answers, readings[x], labelled[x], asked[x])) for x in CORPORA}
held_out = {(lang, kind): np.array([each[kind].mean() for each in strict[lang]]) for lang in CORPORA for kind in KINDS}

for kind in KINDS:
    value(f"held-out-{kind}", both(*(held_out[lang, kind].tolist() for lang in CORPORA)))

# %% claim-held-out
claim(
    "held-out",
    np.min([held_out[lang, "both"] - held_out[lang, "static"] - 0.4 for lang in CORPORA], axis=0),
    both(
        "Contextual vectors tell the senses far better than static ones even by clue words that never had a label.",
        "문맥 벡터는 이름표가 붙은 적 없는 단서만으로도 정적 벡터보다 훨씬 잘 뜻을 가려냅니다.",
    ),
)

# %% [markdown] lang="en"
# ## Without any labels
# Divide the occurrences that have clues on both sides into three groups by k-means, and let each group stand for its
# most frequent sense. And how similar are the vectors, within a sense and between senses?

# %% [markdown] lang="ko"
# ## 이름표 없이 나누기
# 단서가 양쪽에 있는 문장의 벡터를 k-평균(k-means)으로 세 무리로 나누고, 무리마다 가장 많은 뜻을 그 무리의 뜻으로
# 봅니다. 같은 뜻끼리, 또 다른 뜻끼리 벡터가 얼마나 비슷한지도 잽니다.

# %% clusters
from scipy.cluster.vq import kmeans2

from lab.measure import unit


def clusters(reading: Reading, test: list[Occurrence], seed: int) -> tuple[float, float, float]:
    """Return the share in the right group, and the mean cosine within a sense and between senses."""
    told = [each for each in test if each.side == "both"]
    vectors, senses = reading.vectors(told)["both"], np.array([each.sense for each in told])
    groups = kmeans2(vectors, 3, minit="++", rng=np.random.default_rng(seed))[1]
    right = sum(np.unique(senses[groups == group], return_counts=True)[1].max() for group in np.unique(groups))
    cosines, same = unit(vectors) @ unit(vectors).T, senses[:, None] == senses
    return right / len(told), float(cosines[same].mean()), float(cosines[~same].mean())


grouped = {lang: np.array(list(map(clusters, readings[lang], tests[lang], SEEDS))) for lang in CORPORA}  # (seeds, 3)

# %% claim-clusters
for i, name in enumerate(("grouped", "cosine-within", "cosine-between")):
    value(name, both(*(grouped[lang][:, i].tolist() for lang in CORPORA)))
claim(
    "clusters",
    np.min([each[:, 0] - 0.9 for each in grouped.values()], axis=0),
    both(
        "Without labels, the contextual vectors of sentences with clues on both sides fall into groups that are the "
        "senses.",
        "이름표가 없어도, 단서가 양쪽에 있는 문장의 문맥 벡터는 뜻에 따라 무리를 이룹니다.",
    ),
)

# %% claim-apart
claim(
    "apart",
    np.min([each[:, 1] - each[:, 2] for each in grouped.values()], axis=0),
    both(
        "On average, occurrences in one sense are more similar to each other than to those in another sense.",
        "평균적으로, 같은 뜻으로 나온 자리끼리는 다른 뜻으로 나온 자리보다 서로 더 비슷합니다.",
    ),
)

# %% bar-rows
import altair as alt

NAMES = {
    "static": both("static", "정적"),
    "forward": both("forward", "순방향"),
    "backward": both("backward", "역방향"),
    "both": both("both directions", "양방향"),
}
CLUES = {
    "left": both("clue left", "단서 왼쪽"),
    "right": both("clue right", "단서 오른쪽"),
    "both": both("both", "양쪽"),
}


def bar_row(lang: str, side: str, kind: str) -> dict[str, object]:
    """Return the row of one bar, with the least and the largest seed."""
    shares = accuracy(lang, kind, side).round(3)
    row = {"clue": CLUES[side], "vector": NAMES[kind]}
    return row | {"mean": round(shares.mean(), 3), "low": shares.min(), "high": shares.max()}


# %% bars
Y = {"title": both("right answers", "정답 비율"), "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format=".0%")}
COLOUR = alt.Color("vector:N", title=None, sort=list(NAMES.values()))
CHANCE = alt.Chart(alt.Data(values=[{"mean": 1 / 3}])).mark_rule(strokeDash=[4, 3]).encode(alt.Y("mean:Q", **Y))


def bars(lang: str) -> alt.LayerChart:
    """Draw a bar for each kind of vector, side by side for each side of the clue."""
    rows = [bar_row(lang, side, kind) for side, kind in product(SIDES, KINDS)]
    base = alt.Chart(alt.Data(values=rows), height=280).encode(
        alt.X("clue:N", title=None, sort=list(CLUES.values()), axis=alt.Axis(labelAngle=0)),
        alt.XOffset("vector:N", title=None, sort=list(NAMES.values())),
        tooltip=alt.Tooltip("mean:Q", title=both("right answers", "정답 비율"), format=".1%"),
    )
    spread = base.mark_rule(strokeWidth=2).encode(alt.Y("low:Q", **Y), y2="high:Q")
    return base.mark_bar().encode(alt.Y("mean:Q", **Y), COLOUR) + spread + CHANCE


# %% accuracy-figure
figure(
    "accuracy",
    both(*map(bars, CORPORA)),
    alt=both(
        "Right answers for four kinds of vector, with the clue left, right or on both sides; a dashed line marks one "
        "in three. Static stays on the line. Forward falls to it where the clue is on the right, backward where it is "
        "on the left. Both directions together are right everywhere.",
        "단서가 왼쪽, 오른쪽, 양쪽에 있을 때 네 가지 벡터의 정답 비율을 나타냈습니다. 점선은 3분의 1입니다. 정적 "
        "벡터는 늘 점선 근처에 머뭅니다. 순방향은 단서가 오른쪽에 있을 때, 역방향은 왼쪽에 있을 때 점선 근처로 "
        "떨어집니다. 양방향은 어디서나 맞힙니다.",
    ),
)

# %% [markdown] lang="en"
# ## Seen from above
# 120 occurrences of the first seed, in the two directions in which the vectors differ most. Points are moved a little
# at random, so that they do not hide one another. Point at one to read its sentence.

# %% [markdown] lang="ko"
# ## 한눈에 보기
# 첫 시드에서 120곳을 골라 벡터가 가장 크게 갈리는 두 방향으로 펼쳤습니다. 서로 가리지 않도록 점을 무작위로 조금씩
# 옮겼습니다. 점을 가리키면 문장이 나옵니다.

# %% map-rows
SENSES = {
    "en": {"river": both("river"), "money": both("money"), "lamps": both("row of lamps")},
    "ko": {"ship": both("타는 배"), "pear": both("먹는 배"), "belly": both("몸의 배")},
}
PANELS = ("static", "forward", "both")


def plane(vectors: np.ndarray) -> list[list[float]]:
    """Lay vectors, (n, d), on the two directions of most spread, in a square from -1 to 1, with a little jitter."""
    centred = vectors - vectors.mean(axis=0)
    flat = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T  # (n, 2)
    jitter = np.random.default_rng(0).normal(scale=0.06, size=flat.shape)
    return (flat / max(np.abs(flat).max(), 1e-3) + jitter).round(2).tolist()


# %% map-places
def map_rows(lang: str) -> list[dict[str, object]]:
    """Return one row for each occurrence: sense, sentence, and a place in every panel."""
    shown = tests[lang][0][:120]
    places = {kind: plane(vectors) for kind, vectors in readings[lang][0].vectors(shown).items()}
    rows = [
        {"sense": SENSES[lang][each.sense], "clue": CLUES[each.side], "text": both(" ".join(each.tokens))}
        for each in shown
    ]
    return [
        row | {f"{kind}-{axis}": places[kind][i][j] for kind in PANELS for j, axis in enumerate("xy")}
        for i, row in enumerate(rows)
    ]


# %% map-panel
side = alt.binding_select(
    options=[None, *CLUES.values()], labels=[both("all", "모두"), *CLUES.values()], name=both("sentences", "문장")
)
SIDE = alt.selection_point("side", fields=["clue"], bind=side)


def panel(lang: str, kind: str) -> alt.Chart:
    """Draw the occurrences by one kind of vector."""
    square = {"title": None, "axis": None, "scale": alt.Scale(domain=[-1.2, 1.2])}
    senses = {"title": None, "scale": alt.Scale(domain=list(SENSES[lang].values()))}
    points = alt.Chart(title=NAMES[kind], width=180, height=180).mark_point(filled=True, size=45, opacity=0.7)
    return points.encode(
        alt.X(f"{kind}-x:Q", **square),
        alt.Y(f"{kind}-y:Q", **square),
        alt.Color("sense:N", **senses),
        alt.Shape("sense:N", **senses),
        opacity=alt.condition(SIDE, alt.value(0.7), alt.value(0.06)),
        tooltip=[
            alt.Tooltip("text:N", title=both("sentence", "문장")),
            alt.Tooltip("clue:N", title=both("clue", "단서")),
        ],
    )


def maps(lang: str) -> alt.HConcatChart:
    """Draw the maps side by side; a reader can choose the sentences by the side of their clue."""
    first, *others = (panel(lang, kind) for kind in PANELS)
    return alt.hconcat(first.add_params(SIDE), *others, data=alt.Data(values=map_rows(lang)))


# %% map-figure
figure(
    "map",
    both(*map(maps, CORPORA)),
    alt=both(
        "Three maps of the same 120 occurrences of bank, marked by sense. Static: all lie on one point. Forward: the "
        "senses form groups, but one group is left in which all three are mixed. Both directions: every group has one "
        "sense, though some touch.",
        "‘배’가 나온 120곳을 뜻으로 구분한 지도 세 장입니다. 정적 벡터는 모두 한 점에 모입니다. 순방향은 뜻마다 "
        "무리를 이루지만 세 뜻이 섞인 무리가 하나 남습니다. 양방향은 무리마다 뜻이 하나뿐이며 맞닿은 무리가 몇 개 "
        "있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What it does not show
# Each clue word here has one sense and stands near; in natural text clues are far, vague and mixed, and no model is
# right every time. There is a vector for each *occurrence*, not for each sense: the senses are what the reader finds in
# the cloud. The 500 steps matter: stopped at 300, before the loss levels out, the clue words without label were
# recognised less surely.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기서는 단서마다 뜻이 하나이고 가까이에 있습니다. 자연어의 단서는 멀리 있거나 흐릿하거나 뒤섞여 있어 이렇게
# 완벽하게 맞히지 못합니다. 벡터는 뜻마다가 아니라 *나올 때마다* 하나씩 생기며, 뜻은 그 무리에서 읽는 사람이 찾아내는
# 것입니다. 500단계라는 학습량도 중요합니다. 손실이 아직 줄고 있던 300단계에서 멈추면 이름표가 없던 단서를 덜 확실하게
# 알아보았습니다.
