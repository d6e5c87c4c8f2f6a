# %% [markdown] lang="en"
# # Do weights rank words as other measures do?
# Three measures rank the words of a review: the attention weight, the gradient, and what deleting the word does to the
# answer. Kendall's tau compares them, 1 for the same order and 0 for none in common. Two models read the same reviews;
# in one a bidirectional LSTM mixes the words before there is attention, in the other nothing does. To be seen: the
# weights agree better with the rest where words are not mixed, and the other two measures do not agree well either.

# %% [markdown] lang="ko"
# # 가중치는 다른 척도와 같은 순서로 낱말을 줄 세우는가
# 세 가지 척도로 영화평의 낱말을 줄 세웁니다. 어텐션(attention) 가중치, 기울기(gradient), 그리고 낱말을 지웠을 때
# 답이 움직이는 정도입니다. 켄달의 타우(Kendall's tau)는 순서가 같으면 1, 관계가 없으면 0입니다. 두 모델이 같은 종류의
# 영화평을 읽는데, 하나는 어텐션 앞에서 양방향(bidirectional) LSTM이 낱말을 섞고 하나는 아무것도 섞지 않습니다. 섞지
# 않는 쪽에서 가중치가 나머지와 더 잘 맞으며, 나머지 두 척도도 서로 잘 맞지는 않습니다.

# %% train
from lab.attending import Attending, Words
from lab.attention_tests import gradient, leave_one_out, tau
from lab.cells import LSTM
from lab.readers import BothWays
from lab.reviews import WORDS, Reviews
from lab.runs import Runs
from lab.training import accuracy, train

SEEDS, INPUTS, UNITS = range(5), 32, 32
READERS = {
    "mixed": lambda runs: BothWays(LSTM(runs, INPUTS, UNITS), LSTM(runs, INPUTS, UNITS)),
    "words": lambda runs: Words(INPUTS),  # the state of a word is its embedding
}


def learn(reader):
    """Return a trained model, reviews for it to be tested on, and the share of reviews that it gets right."""
    runs, task = Runs(SEEDS), Reviews("most")
    model = Attending(runs, len(WORDS), INPUTS, reader(runs))
    train(model, task, runs, steps=500, batch=32, rate=5e-3, limit=5, enough=0.005)
    return model, task(runs, 200)[0], accuracy(model, task, runs, 500)


models = {name: learn(reader) for name, reader in READERS.items()}

# %% measures
correlations = {}
for name, (model, inputs, _) in models.items():
    weights = model.look(*inputs)[1].detach()  # (seeds, texts, words)
    slope, deleted = gradient(model, inputs), leave_one_out(model, inputs)
    correlations[name] = {
        "weight-gradient": tau(weights, slope),
        "weight-deleted": tau(weights, deleted),
        "gradient-deleted": tau(slope, deleted),
    }

# %% values
from further import both, claim, figure, value

for name, (*_, right) in models.items():
    value(f"{name}-accuracy", right)
    for pair, found in correlations[name].items():
        value(f"{name}-{pair}", found)

# %% claims
mixed, words = correlations["mixed"], correlations["words"]
claim(
    "mixing-loosens",
    words["weight-deleted"] - mixed["weight-deleted"],
    both(
        "Weights rank words more as deleting does where nothing has mixed the words before.",
        "앞에서 낱말을 섞지 않은 모델에서 가중치의 순서가 낱말을 지워 얻은 순서와 더 잘 맞습니다.",
    ),
)
claim(
    "yardsticks-disagree",
    0.75 - mixed["gradient-deleted"],
    both(
        "Behind the LSTM gradient and deletion, the two yardsticks, are far from agreeing with each other.",
        "LSTM 뒤에서는 잣대로 삼은 기울기와 지우기도 서로 맞지 않는 데가 많습니다.",
    ),
)

# %% figure
import altair as alt

PAIRS = {
    "weight-gradient": both("weight and gradient", "가중치와 기울기"),
    "weight-deleted": both("weight and deletion", "가중치와 지우기"),
    "gradient-deleted": both("gradient and deletion", "기울기와 지우기"),
}
NAMES = {"mixed": both("behind an LSTM", "LSTM 뒤"), "words": both("on the words", "낱말 바로 위")}
rows = [
    {"pair": pair, "model": NAMES[name], "tau": round(float(x), 3), "seed": seed}
    for name, found in correlations.items()
    for key, pair in PAIRS.items()
    for seed, x in enumerate(found[key])
]
model = {"title": None, "scale": alt.Scale(domain=list(NAMES.values()))}
figure(
    "tau",
    alt.Chart(alt.Data(values=rows))
    .mark_point(filled=True, size=70, opacity=0.8)
    .encode(
        alt.X(
            "tau:Q",
            title=both("Kendall’s tau, one mark a seed", "켄달의 타우, 표시 하나가 시드 하나"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        alt.Y("pair:N", title=None, sort=list(PAIRS.values()), axis=alt.Axis(labelLimit=150)),
        alt.Color("model:N", legend=alt.Legend(columns=1), **model),
        alt.Shape("model:N", legend=alt.Legend(columns=1), **model),
        tooltip=[alt.Tooltip("seed:Q", title=both("seed", "시드")), alt.Tooltip("tau:Q", title=both("tau", "타우"))],
    )
    .properties(height=150),
    alt=both(
        "Kendall's tau for three pairs of measures in two models. With attention on the words themselves weight and "
        "deletion agree better than behind an LSTM; gradient and deletion are far from one behind the LSTM.",
        "두 모델에서 세 쌍의 척도 사이의 켄달의 타우. 어텐션이 낱말 바로 위에 있으면 LSTM 뒤에 있을 때보다 가중치와 "
        "지우기가 더 잘 맞는다. LSTM 뒤에서는 기울기와 지우기도 1과는 거리가 멀다.",
    ),
)
