# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Do an adversary's weights help anyone else?
# Wiegreffe and Pinter train a whole second model to answer as the first does with quite different weights, and then
# hand the weights of both to a third model, which sees one word at a time and learns anew. Weights that tell something
# of the words should help it. To be seen: the second model can be had; its weights are of less use than the first's.

# %% [markdown] lang="ko"
# # 적대적 가중치는 다른 모델에도 쓸모가 있는가
# Wiegreffe와 Pinter는 첫 모델과 똑같이 답하면서 가중치는 전혀 다른 둘째 모델을 통째로 학습합니다. 그런 다음 두 모델의
# 가중치를 셋째 모델에 건네주는데, 셋째 모델은 낱말을 하나씩만 보고 처음부터 배웁니다. 가중치가 낱말에 관해 무언가 알려
# 준다면 도움이 되어야 합니다. 둘째 모델은 만들 수 있지만 그 가중치는 첫 모델의 가중치보다 쓸모가 적습니다.

# %% base
import torch

from lab.attending import Attending, Each, uniform
from lab.cells import LSTM
from lab.readers import BothWays
from lab.reviews import SENSE, WORDS, Reviews
from lab.runs import Runs
from lab.training import accuracy, clip, train

SEEDS, INPUTS, UNITS = range(5), 32, 32
SETTING = {"steps": 500, "batch": 32, "rate": 5e-3, "limit": 5, "enough": 0.005}


def build(runs):
    """Return an untrained classifier with attention behind a bidirectional LSTM."""
    reader = BothWays(LSTM(runs, INPUTS, UNITS), LSTM(runs, INPUTS, UNITS))
    return Attending(runs, len(WORDS), INPUTS, reader)


runs, task = Runs(SEEDS), Reviews("most")
base = build(runs)
train(base, task, runs, **SETTING)
base.requires_grad_(False)

# %% adversary
from lab.attention_tests import jsd, tvd

STEPS, PUSH, CAP = 400, 0.1, 5  # of training; weight of the divergence; beyond CAP it earns nothing more

second = build(runs)
optimiser = torch.optim.Adam(second.parameters(), lr=5e-3)
for _ in range(STEPS):
    (tokens,), _ = task(runs, 32)
    states, weights = base.look(tokens)
    others, other = second.look(tokens)  # other weights, from a model of its own
    moved = tvd(second.answer(others, other).softmax(-1), base.answer(states, weights).softmax(-1))
    logs = [part.clamp(min=1e-9).log() for part in (other, weights)]
    divergence = (other * (logs[0] - logs[1])).sum(-1)  # Kullback-Leibler, in nats
    loss = moved - PUSH * divergence.clamp(max=CAP)  # (seeds, texts)
    optimiser.zero_grad()
    loss.mean(1).sum().backward()
    clip(list(second.parameters()), 5)
    optimiser.step()
second.requires_grad_(False)

# %% [markdown] lang="en"
# ## The diagnostic
# The third model has one layer for each word by itself, and weights that it cannot change: the same for all words, its
# own (learned, for comparison), those of the first model, or those of the second.

# %% [markdown] lang="ko"
# ## 진단
# 셋째 모델은 낱말마다 따로 층 하나를 거치고, 가중치를 바꾸지 못합니다. 가중치는 모두 같은 것, 견주어 보기 위한 스스로
# 배운 것, 첫 모델의 것, 둘째 모델의 것입니다.

# %% diagnose
GUIDES = {
    "uniform": uniform,
    "own": None,
    "base": lambda tokens: base.look(tokens)[1],
    "adversary": lambda tokens: second.look(tokens)[1],
}


def diagnose(imposed):
    """Train the word-by-word model with given weights; return the share of fresh reviews that it gets right."""
    runs = Runs(SEEDS)
    model = Attending(runs, len(WORDS), INPUTS, Each(runs, INPUTS, INPUTS), imposed=imposed)
    train(model, task, runs, **SETTING | {"steps": 300})
    return accuracy(model, task, runs, 500)


guided = {name: diagnose(imposed) for name, imposed in GUIDES.items()}

# %% values
from further import both, claim, figure, value

(tokens,), answers = task(runs, 500)
(states, weights), (others, other) = base.look(tokens), second.look(tokens)
chances = base.answer(states, weights).softmax(-1), second.answer(others, other).softmax(-1)
right = (chances[1].argmax(-1) == answers).float().mean(1)
apart = jsd(weights, other).mean(1)
said = SENSE[tokens] != 0
value("adversary-accuracy", right)
value("adversary-moved", tvd(*chances).mean(1))
value("adversary-apart", apart)
value("evaluations-base", (weights * said).sum(2).mean(1))
value("evaluations-adversary", (other * said).sum(2).mean(1))
for name, share in guided.items():
    value(f"guided-{name}", share)

# %% claims
claim(
    "adversary-exists",
    # a model that guesses is about 0.5 away from one that is sure; the greatest divergence is ln 2, 0.69 nats
    torch.minimum(0.35 - tvd(*chances).mean(1), apart - 0.5),
    both(
        "A second model can be trained that answers much as the first does, with quite different weights.",
        "가중치는 전혀 다르면서 답은 대체로 첫 모델처럼 하는 둘째 모델을 학습할 수 있습니다.",
    ),
)
claim(
    "adversary-less-use",
    guided["base"] - guided["adversary"],
    both(
        "To a model that sees one word at a time the adversary's weights are of less use than the first model's.",
        "낱말을 하나씩만 보는 모델에 건네면 적대적 모델의 가중치는 첫 모델의 가중치보다 쓸모가 적습니다.",
    ),
)
claim(
    "uniform-as-good",
    0.05 - (guided["base"] - guided["uniform"]),
    both(
        "Equal weights are no worse a guide than the first model's.",
        "모두 같은 가중치도 첫 모델의 가중치 못지않은 길잡이입니다.",
    ),
)

# %% figure
import altair as alt

NAMES = {
    "uniform": both("equal", "모두 같음"),
    "own": both("its own", "스스로 배움"),
    "base": both("first model", "첫 모델"),
    "adversary": both("adversary", "적대적 모델"),
}
rows = [
    {"guide": NAMES[name], "right": round(float(x), 3), "seed": seed}
    for name, share in guided.items()
    for seed, x in enumerate(share)
]
up = {
    "title": both("reviews right", "맞힌 영화평"),
    "scale": alt.Scale(domain=[0.4, 1]),
    "axis": alt.Axis(format=".0%"),
}
across = alt.Y("guide:N", title=None, sort=list(NAMES.values()))
base_chart = alt.Chart(alt.Data(values=rows))
tips = [
    alt.Tooltip("guide:N", title=both("weights", "가중치")),
    alt.Tooltip("right:Q", title=both("right", "맞힘"), format=".1%"),
]
marks = base_chart.mark_point(filled=True, size=80, opacity=0.7).encode(alt.X("right:Q", **up), across, tooltip=tips)
mean = base_chart.mark_tick(thickness=3, height=24).encode(alt.X("mean(right):Q", **up), across)
figure(
    "guides",
    alt.layer(mean, marks).properties(height=170),
    alt=both(
        "Reviews that a word-by-word model gets right with four kinds of imposed weights, a mark for each seed. Equal "
        "weights, its own and the first model's all lead to nearly a hundred percent; the adversary's to far less, "
        "with a wide spread.",
        "가중치 네 가지를 받은, 낱말을 하나씩 보는 모델이 맞힌 영화평의 비율. 시드마다 표시 하나. 모두 같은 가중치, "
        "스스로 배운 가중치, 첫 모델의 가중치로는 거의 100%이고, 적대적 모델의 가중치로는 훨씬 낮고 넓게 흩어진다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# That equal weights do as well means that the test finds the adversary out without proving the first model's weights
# useful. And weights can give the answer away by where they lie: a model that has read the whole review may look at one
# word for praise and at another for blame, and then its weights are a message and not a choice of words. That may be
# why some adversaries guide better than others.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 모두 같은 가중치로도 잘되므로, 이 시험은 적대적 모델을 가려낼 뿐 첫 모델의 가중치가 쓸모 있다는 증거는 아닙니다. 또
# 가중치는 놓인 자리로 답을 일러 줄 수 있습니다. 글을 다 읽은 모델이 칭찬이면 이 낱말, 비판이면 저 낱말을 보면 그
# 가중치는 낱말을 고른 것이 아니라 쪽지를 건넨 것입니다. 시드에 따라 길잡이 노릇이 다른 까닭이 그것일 수 있습니다.
