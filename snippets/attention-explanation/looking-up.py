# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Where attention has to work, and where it only looks like it
# “Ann has the umbrella, Bob the key, …: what has Bob?” Attention over the pairs, asked by the name, should point at
# Bob's. Three networks learn it: one with nothing between words and attention; one in which two bidirectional LSTMs
# read the list together with the question first; and the same once more, with a share of the weights left out at random
# in training (attention dropout). To be seen: three fine pictures, and one of them does not matter for the answer.

# %% [markdown] lang="ko"
# # 어텐션이 일해야 하는 곳과 일하는 듯 보이기만 하는 곳
# ‘민지는 우산, 서준이는 열쇠, …. 서준이가 가진 것은?’ 이름으로 물으면 목록에 대한 어텐션(attention)은 서준이의 짝을
# 가리켜야 합니다. 세 신경망이 이것을 배웁니다. 하나는 낱말과 어텐션 사이에 아무것도 없고, 하나는 양방향(bidirectional)
# LSTM 두 층이 질문과 함께 목록을 먼저 읽고, 하나는 그와 똑같지만 학습할 때 가중치 일부를 무작위로 뺍니다(어텐션
# 드롭아웃, attention dropout). 셋 다 그림은 훌륭하지만, 그 가운데 하나는 답과 상관이 없습니다.

# %% imports
from lab.attending import Stack, Words, uniform
from lab.belongings import Asking, Belongings
from lab.cells import LSTM
from lab.readers import BothWays
from lab.runs import Runs
from lab.training import accuracy, train

# %% networks
SEEDS, SIZE, PAIRS = range(5), 32, 8  # SIZE: of embeddings, of LSTMs


def direct(runs, **more):
    """Nothing stands between the words and the attention."""
    return Asking(runs, SIZE, Words(SIZE), **more)


def both_ways(runs):
    return BothWays(LSTM(runs, 2 * SIZE, SIZE), LSTM(runs, 2 * SIZE, SIZE))


def reading(runs, **more):
    """Two such layers read every pair together with the question."""
    reader = Stack([both_ways(runs), both_ways(runs)])
    return Asking(runs, SIZE, reader, hears=True, **more)


# %% train
def learn(build, **more):
    """Return a trained model, its runs, and the share of fresh questions that it answers right."""
    runs, task = Runs(SEEDS), Belongings(PAIRS)
    model = build(runs, **more)
    train(model, task, runs, steps=500, batch=32, rate=1e-2, limit=5, enough=0.03)
    model.eval()  # from here on no weight is left out
    return model, runs, accuracy(model, task, runs, 500)


learned = {"direct": learn(direct), "reading": learn(reading), "dropout": learn(reading, drop=0.5)}
frozen = {"direct": learn(direct, imposed=uniform)[-1], "reading": learn(reading, imposed=uniform)[-1]}

# %% [markdown] lang="en"
# ## Picture, need, use
# The picture is the weight on the pair that was asked for. Whether attention is *needed* shows where a network must
# learn without it (equal weights from the beginning). Whether this network *uses* it shows where the trained network
# stays as it is and only its weights are replaced.

# %% [markdown] lang="ko"
# ## 그림, 필요, 쓰임
# 그림은 물어본 짝에 놓인 가중치입니다. 어텐션이 *필요한지*는 처음부터 모두 같은 가중치로 배우게 해 보면 알 수 있습니다.
# 이 신경망이 어텐션을 *쓰는지*는 학습된 신경망을 그대로 두고 가중치만 바꾸어 보면 알 수 있습니다.

# %% tests
import torch

from lab.attention_tests import MOST, adversary, leave_one_out, permuted, tau

results = {}
for name, (model, runs, _) in learned.items():
    inputs, answers = Belongings(PAIRS)(runs, 200)
    names, _, asked = inputs
    with torch.no_grad():
        states, weights = model.look(*inputs)
        given = model.answer(states, weights).argmax(-1)
        shuffled = [model.answer(states, each).argmax(-1) != given for each in permuted(weights, times=20)]
        equal = model.answer(states, uniform(weights)).argmax(-1) == answers
    results[name] = {
        "picture": (weights * (names == asked[..., None])).sum(2).mean(1),
        "equal": equal.float().mean(1),  # right with equal weights in the trained model
        "flips": torch.stack(shuffled).float().mean((0, 2)),
        "found": (adversary(model, inputs, steps=100)[1] > MOST / 2).float().mean(1),
        "tau": torch.tensor(tau(weights, leave_one_out(model, inputs).detach())),
    }

# %% values
from further import both, claim, figure, value

for name, found in results.items():
    value(f"{name}-right", learned[name][-1])
    for kind, share in found.items():
        value(f"{name}-{kind}", share)
for name, share in frozen.items():
    value(f"{name}-frozen", share)
value("chance", 1 / PAIRS)

# %% claims
claim(
    "three-pictures",
    torch.stack([found["picture"] for found in results.values()]).amin(0) - 0.75,
    both(
        "In all three networks by far most of the weight lies on the pair that was asked for.",
        "세 신경망 모두 가중치의 대부분이 물어본 짝에 놓입니다.",
    ),
)
claim(
    "needed",
    torch.minimum(0.4 - frozen["direct"], 0.4 - results["direct"]["equal"]),
    both(
        "With nothing between words and attention the question cannot be answered without it, learned anew or not.",
        "낱말과 어텐션 사이에 아무것도 없으면, 새로 배우든 아니든 어텐션 없이는 답하지 못합니다.",
    ),
)
claim(
    "unique",
    0.1 - results["direct"]["found"],
    both(
        "There hardly any distant weights can be found that leave the answer alone.",
        "거기서는 답을 그대로 두는 먼 가중치가 거의 없습니다.",
    ),
)
claim(
    "not-needed",
    frozen["reading"] - 0.9,
    both(
        "Where LSTMs read the list with the question, a network without learned attention answers as well.",
        "LSTM이 질문과 함께 목록을 읽으면, 어텐션을 배우지 않은 신경망도 답을 맞힙니다.",
    ),
)
claim(
    "not-used",
    torch.minimum(results["dropout"]["equal"] - 0.9, 0.1 - results["dropout"]["flips"]),
    both(
        "With dropout in training, equal or shuffled weights leave the answers of the trained network as they were.",
        "드롭아웃으로 학습하면, 학습된 신경망의 가중치를 모두 같게 하거나 뒤섞어도 답은 그대로입니다.",
    ),
)
claim(
    "faithful",
    results["direct"]["tau"] - torch.maximum(results["reading"]["tau"], results["dropout"]["tau"]) - 0.2,
    both(
        "With nothing in between, weights rank the pairs far more as deleting does than behind LSTMs.",
        "사이에 아무것도 없을 때는 LSTM을 거칠 때보다 가중치의 순서가 지우기의 순서와 훨씬 잘 맞습니다.",
    ),
)

# %% figure
import altair as alt

NETWORKS = {
    "direct": both("nothing between", "사이에 없음"),
    "reading": both("LSTMs read first", "LSTM이 먼저 읽음"),
    "dropout": both("… with dropout", "… 드롭아웃 추가"),
}
KINDS = {
    "picture": both("weight on the pair asked for", "물어본 짝에 놓인 가중치"),
    "equal": both("right with all weights equal", "가중치를 모두 같게 했을 때 맞힘"),
}
rows = [
    {"network": NETWORKS[name], "kind": KINDS[kind], "share": round(float(x), 3), "seed": seed}
    for name in NETWORKS
    for kind in KINDS
    for seed, x in enumerate(results[name][kind])
]
kind = {"title": None, "scale": alt.Scale(domain=list(KINDS.values())), "legend": alt.Legend(columns=1)}
up = {"title": both("share", "비율"), "scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format=".0%")}
chart = alt.Chart(alt.Data(values=rows)).encode(
    alt.Y("network:N", title=None, sort=list(NETWORKS.values()), axis=alt.Axis(labelLimit=130)),
    alt.YOffset("kind:N", scale=alt.Scale(domain=list(KINDS.values()), paddingInner=0.2)),
)
tips = [
    alt.Tooltip("kind:N", title=both("measure", "척도")),
    alt.Tooltip("mean(share):Q", title=both("mean", "평균"), format=".1%"),
]
bars = chart.mark_bar(opacity=0.5).encode(alt.X("mean(share):Q", **up), alt.Color("kind:N", **kind), tooltip=tips)
dots = chart.mark_point(filled=True, size=36, opacity=1).encode(alt.X("share:Q", **up), alt.Color("kind:N", **kind))
figure(
    "pictures",
    alt.layer(bars, dots).properties(height=200),
    alt=both(
        "Two bars for each of three networks. The weight on the pair asked for is near one in all. The share of right "
        "answers when all weights are made equal is low with nothing between words and attention, low with LSTMs that "
        "read first, and near one with LSTMs and dropout.",
        "신경망 셋마다 막대가 둘씩 있다. 물어본 짝에 놓인 가중치는 모두 1에 가깝다. 가중치를 모두 같게 했을 때 맞히는 "
        "비율은 사이에 아무것도 없을 때와 LSTM이 먼저 읽을 때는 낮고, 드롭아웃을 더하면 1에 가깝다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The task is made for attention, since every answer stands at one place. Dropout is not to blame for every picture that
# means nothing, nor does it always make one; it is one ordinary way to get there.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 답이 한 자리에만 있으므로 어텐션에 꼭 맞는 과제입니다. 뜻 없는 그림이 모두 드롭아웃 때문인 것도 아니고, 드롭아웃이 늘
# 그런 그림을 만드는 것도 아닙니다. 그렇게 되는 흔한 길 하나일 뿐입니다.
