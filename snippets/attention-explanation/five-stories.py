# %% [markdown] lang="en"
# # Five models, five stories
# In these reviews only the word after *but* decides: “critics called it dull but to us it was great from the first
# scene”. Five models that differ in their seed alone hardly ever answer wrongly. Where do their weights lie, and
# what do two other measures say of the same models? To be seen: the weights tell another story each time, mostly of
# words that decide nothing; deleting words tells one story.

# %% [markdown] lang="ko"
# # 모델 다섯, 이야기 다섯
# 이 영화평에서는 ‘하지만’ 뒤의 평가만 답을 정합니다. ‘예고편은 지루했다 하지만 영화는 멋졌다’와 같은 식입니다. 시드만
# 다른 모델 다섯이 모두 거의 틀리지 않고 답합니다. 가중치는 어디에 놓일까요, 같은 모델을 두고 다른 두 척도는 무엇이라고
# 할까요? 가중치는 매번 다른 이야기를 하고 대개 답을 정하지 않는 낱말을 가리키지만, 낱말을 지워 보면 이야기는
# 하나입니다.

# %% train
import torch

from lab.attending import Attending
from lab.cells import LSTM
from lab.readers import BothWays
from lab.reviews import SENSE, TURN, WORDS, Reviews
from lab.runs import Runs
from lab.training import accuracy, train

SEEDS, INPUTS, UNITS, TEXTS = range(5), 32, 32, 100

runs, task = Runs(SEEDS), Reviews("last")
reader = BothWays(LSTM(runs, INPUTS, UNITS), LSTM(runs, INPUTS, UNITS))
model = Attending(runs, len(WORDS), INPUTS, reader)
train(model, task, runs, steps=500, batch=32, rate=5e-3, limit=5, enough=0.005)
right = accuracy(model, task, runs, 500)
(drawn,), _ = task(Runs([100]), TEXTS)
tokens = drawn.expand(len(SEEDS), -1, -1)  # the same reviews for all five models

# %% [markdown] lang="en"
# ## Three measures of the same words
# Integrated gradients come from captum. They add up the gradient on a straight path from a baseline to the text; the
# baseline here is the mean of all embeddings in every place.

# %% [markdown] lang="ko"
# ## 같은 낱말을 재는 세 가지 척도
# 적분 기울기(integrated gradients)는 captum으로 구합니다. 기준점에서 글까지 곧은 길을 따라 기울기를 더하는 방법이고,
# 기준점으로는 모든 자리에 전체 임베딩(embedding)의 평균을 놓았습니다.

# %% quiet
import warnings

warnings.filterwarnings("ignore", message="IProgress not found")  # of captum's progress bar, which is not shown

# %% captum
from captum.attr import IntegratedGradients


def positive(x):
    """Return how far *positive* leads; x is (texts, seeds, words, i)."""
    states = model.reader.states(x.transpose(0, 1))
    scores = model.answer(states, model.weigh(states))  # (seeds, texts, 2)
    return (scores[..., 1] - scores[..., 0]).sum(0)  # seeds share nothing


x = model.embed(tokens).detach().transpose(0, 1)
middle = model.table.detach().mean(1)[None, :, None].expand_as(x)
parts, missing = IntegratedGradients(positive).attribute(
    x,
    middle,  # the baseline
    n_steps=64,
    internal_batch_size=400,
    return_convergence_delta=True,
)

# %% accounts
integrated = parts.sum(-1).abs().transpose(0, 1)  # (seeds, texts, words)
whole = parts.sum((1, 2, 3))  # (texts,): should be the score of the text less that of the baseline
unaccounted = (missing / (whole - missing)).abs().median()  # what is missing, as a share of that

# %% measures
from lab.attention_tests import jsd, leave_one_out

weights = model.look(tokens)[1].detach()
measured = {"weight": weights, "deleted": leave_one_out(model, (tokens,)), "integrated": integrated}
shares = {name: found / found.sum(2, keepdim=True) for name, found in measured.items()}  # of all that a text gets

# %% places
evaluated = SENSE[tokens] != 0
last = evaluated & (evaluated.cumsum(2) == 2)
GROUPS = {"last": last, "turn": TURN[tokens], "first": evaluated & ~last, "rest": ~evaluated & ~TURN[tokens]}
found = {
    (name, group): (share * place).sum(2).mean(1)  # mean over texts, (seeds,)
    for name, share in shares.items()
    for group, place in GROUPS.items()
}
tops = {name: share.argmax(2) for name, share in shares.items()}  # (seeds, texts)


def agreement(top):
    """Return, for each seed, how often its top word is that of another seed's model."""
    same = (top[:, None] == top[None]).float().mean(2)  # (seeds, seeds)
    return (same.sum(1) - 1) / (len(SEEDS) - 1)


# %% values
from further import both, claim, figure, value

value("accuracy", right)
for (name, group), share in found.items():
    value(f"{name}-{group}", share)
for name, top in tops.items():
    value(f"{name}-same-top", agreement(top))
pairs = [(i, j) for i in SEEDS for j in SEEDS if i < j]
value("apart", [float(jsd(weights[i], weights[j]).mean()) for i, j in pairs])
value("unaccounted", float(unaccounted))

# %% claims
claim(
    "weights-elsewhere",
    torch.where(right > 0.98, 0.5 - found["weight", "last"], -1.0),
    both(
        "The word that decides gets less than half of the weight, in models that hardly ever answer wrongly.",
        "거의 틀리지 않는 모델에서도 답을 정하는 낱말은 가중치의 절반을 받지 못합니다.",
    ),
)
claim(
    "weights-differ",
    0.5 - agreement(tops["weight"]),
    both(
        "Models that differ only in their seed put their largest weight on different words in most reviews.",
        "시드만 다른 모델이 대부분의 영화평에서 서로 다른 낱말에 가장 큰 가중치를 둡니다.",
    ),
)
claim(
    "deleting-agrees",
    torch.minimum(found["deleted", "last"] - 0.5, agreement(tops["deleted"]) - agreement(tops["weight"])),
    both(
        "Deleting words brings out the deciding word in the same models, and the models agree on it far more.",
        "같은 모델에서 낱말을 지워 보면 답을 정하는 낱말이 드러나며, 모델끼리도 훨씬 잘 맞습니다.",
    ),
)
claim(
    "integrated-nearer",
    found["integrated", "last"] - found["weight", "last"],
    both(
        "Integrated gradients give the deciding word a larger share than the weights do.",
        "적분 기울기도 답을 정하는 낱말에 가중치보다 큰 몫을 줍니다.",
    ),
)

# %% chart
import altair as alt

PLACES = {
    "last": both("deciding word", "답을 정하는 낱말"),
    "turn": both("but", "하지만"),
    "rest": both("all other words", "나머지 낱말"),
    "first": both("first evaluation", "앞의 평가"),
}
MEASURES = {
    "weight": both("attention", "어텐션"),
    "deleted": both("deletion", "지우기"),
    "integrated": both("integrated gradients", "적분 기울기"),
}
rows = [
    {"seed": i, "measure": MEASURES[name], "place": PLACES[group], "order": order, "share": round(float(share[i]), 3)}
    for name in MEASURES
    for order, group in enumerate(PLACES)
    for share in [found[name, group]]
    for i in SEEDS
]


def panel(measure):
    """Draw five stacked bars, one for each seed."""
    part = [row for row in rows if row["measure"] == measure]
    axis = alt.Axis(values=[0, 0.5, 1], format=".0%")
    return (
        alt.Chart(alt.Data(values=part), title=measure)
        .mark_bar()
        .encode(
            alt.X("share:Q", title=both("share of it", "차지하는 몫"), axis=axis, scale=alt.Scale(domain=[0, 1])),
            alt.Y("seed:O", title=both("model", "모델")),
            alt.Color("place:N", title=None, scale=alt.Scale(domain=list(PLACES.values()))),
            alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("place:N", title=both("words", "낱말")),
                alt.Tooltip("share:Q", title=both("share", "몫"), format=".0%"),
            ],
        )
        .properties(width=165, height=130)
    )


# %% figure
figure(
    "stories",
    alt.hconcat(*map(panel, MEASURES.values())),
    alt=both(
        "Five stacked bars for each of three measures. Attention: the deciding word has a small share that differs "
        "from model to model, and most lies on other words. Deletion: the deciding word has most of every bar. "
        "Integrated gradients: its share is larger than attention's.",
        "세 척도마다 쌓은 막대가 다섯 개씩 있다. 어텐션에서는 답을 정하는 낱말의 몫이 작고 모델마다 다르며 대부분은 "
        "다른 낱말에 있다. 지우기에서는 답을 정하는 낱말이 모든 막대의 대부분을 차지한다. 적분 기울기에서는 어텐션보다 "
        "몫이 크다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Deleting a word leaves a text of a kind that the model has never read, and the path of the integrated gradients leads
# over inputs that are no texts at all; captum reports how much of the score they leave unaccounted for. The reviews are
# made by a small grammar, so which word decides is known; in real text it is not.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 낱말을 지우면 모델이 읽어 본 적 없는 글이 되고, 적분 기울기의 길은 글이 아닌 입력을 지납니다. 점수를 얼마나 설명하지
# 못하고 남겼는지는 captum이 알려 줍니다. 작은 문법으로 만든 영화평이라 답을 정하는 낱말을 알지만, 실제 글에서는 알 수
# 없습니다.
