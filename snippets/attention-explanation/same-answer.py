# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Does the answer need these weights?
# A bidirectional LSTM with attention learns to tell positive from negative film reviews, half English and half Korean.
# Then its weights are tested as Jain and Wallace do (shuffle them; look for others that leave the answer alone), and as
# Wiegreffe and Pinter do first (never let it learn any). To be seen: the answer hardly depends on the weights.

# %% [markdown] lang="ko"
# # 답에 이 가중치가 필요한가
# 어텐션(attention)을 둔 양방향(bidirectional) LSTM이 영화평의 긍정과 부정을 배웁니다. 영화평은 절반이 영어, 절반이
# 한국어입니다. 그런 다음 Jain과 Wallace처럼 가중치를 뒤섞고, 답을 그대로 두는 전혀 다른 가중치를 찾고, Wiegreffe와
# Pinter의 첫 시험처럼 가중치를 아예 배우지 못하게도 합니다. 답은 가중치에 거의 좌우되지 않습니다.

# %% imports
import torch

from lab.attending import Attending, uniform
from lab.cells import LSTM
from lab.readers import BothWays
from lab.reviews import WORDS, Reviews
from lab.runs import Runs
from lab.training import accuracy, train

# %% train
SEEDS, SIZE = range(5), 32  # numbers in an embedding, units of each LSTM


def learn(rule, imposed=None):
    """Train a classifier for each seed, side by side."""
    runs, task = Runs(SEEDS), Reviews(rule)
    reader = BothWays(LSTM(runs, SIZE, SIZE), LSTM(runs, SIZE, SIZE))
    model = Attending(runs, len(WORDS), SIZE, reader, imposed=imposed)
    train(model, task, runs, 500, batch=32, rate=5e-3, limit=5, enough=0.005)
    return model, runs, task, accuracy(model, task, runs, 500)


learned = {rule: learn(rule) for rule in ("most", "last")}
frozen = {rule: learn(rule, imposed=uniform)[-1] for rule in learned}

# %% [markdown] lang="en"
# ## Other weights, the same states
# The model stays as it is, and so do its states; only the weights are exchanged. Distances of weights are
# Jensen-Shannon divergences, from 0 (the same) to ln 2 (nothing in common).

# %% [markdown] lang="ko"
# ## 상태는 그대로, 가중치만 다르게
# 모델도 상태도 그대로 두고 가중치만 바꿉니다. 가중치 사이의 거리는 젠슨-섀넌 발산(Jensen-Shannon divergence)으로, 0이면
# 같고 ln 2이면 겹치는 데가 없습니다.

# %% tests
from lab.attention_tests import MOST, adversary, permuted

TEXTS, WITHIN = 200, 0.01  # fresh reviews; how far the probabilities may move


@torch.no_grad()
def flips(model, inputs, weights):
    """Return the share of answers that change when the weights of a review change places, by seed."""
    states, own = model.look(*inputs)
    answer = model.answer(states, own).argmax(-1)
    changed = [model.answer(states, each).argmax(-1) != answer for each in weights]
    return torch.stack(changed).float().mean((0, 2))


shuffled, apart, found = {}, {}, {}
for rule, (model, runs, task, _) in learned.items():
    inputs, _ = task(runs, TEXTS)
    shuffled[rule] = flips(model, inputs, permuted(model.look(*inputs)[1], times=100))
    _, far = adversary(model, inputs, within=WITHIN)  # (seeds, texts)
    apart[rule] = far.median(1).values / MOST
    found[rule] = (far > MOST / 2).float().mean(1)

# %% values
from further import both, claim, figure, value

for rule in learned:
    value(f"learned-{rule}", learned[rule][-1])
    value(f"frozen-{rule}", frozen[rule])
    value(f"shuffled-{rule}", shuffled[rule])
    value(f"apart-{rule}", apart[rule])
    value(f"found-{rule}", found[rule])

# %% claims
worst = {name: torch.stack(list(each.values())) for name, each in {"f": frozen, "s": shuffled, "a": found}.items()}
claim(
    "uniform-enough",
    worst["f"].amin(0) - 0.95,
    both(
        "A model that gives every word the same weight from the first step of training on answers as well.",
        "처음부터 모든 낱말에 같은 가중치만 쓰게 한 모델도 똑같이 잘 맞힙니다.",
    ),
)
claim(
    "shuffled-same",
    0.2 - worst["s"].amax(0),
    both(
        "Shuffling the learned weights among the words of a review leaves most answers as they were.",
        "배운 가중치를 영화평 안에서 뒤섞어도 답은 대부분 그대로입니다.",
    ),
)
claim(
    "far-weights",
    worst["a"].amin(0) - 0.8,
    both(
        "For by far most reviews there are weights far from the learned ones that leave the probability where it is.",
        "대부분의 영화평에서 배운 것과 전혀 다르면서 확률을 그대로 두는 가중치를 찾을 수 있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## One review, two sets of weights
# The model of the first seed reads one review of each language. Between the learned and the adversarial weights lies a
# mixture of both, and since the answer is linear in the weights up to the last softmax, the probability between the two
# ends cannot leave the range that they span.

# %% [markdown] lang="ko"
# ## 영화평 하나, 가중치 두 벌
# 첫 시드의 모델이 두 언어의 영화평을 하나씩 읽습니다. 배운 가중치와 적대적 가중치를 섞을 수 있는데, 마지막 소프트맥스
# 앞까지는 답이 가중치에 대해 선형이므로 섞은 가중치의 확률은 두 끝 사이를 벗어나지 않습니다.

# %% example
from lab.reviews import number

REVIEWS = {
    "en": "superb acting lovely music and predictable plot that was what we saw last night",
    "ko": "어제 극장에서 친구와 본 이 영화는 연기가 훌륭했고 음악이 아주 지루했고 결말이 정말 멋졌다",
}
model = learned["most"][0]


def example(text):
    """Return learned and adversarial weights, (words,), and with both the probability of *positive*, (2,)."""
    inputs = (number(text).expand(len(SEEDS), -1, -1),)
    other, _ = adversary(model, inputs, within=WITHIN)
    with torch.no_grad():
        states, own = model.look(*inputs)
        chances = [model.answer(states, weights).softmax(-1)[0, 0, 1] for weights in (own, other)]
    return own[0, 0], other[0, 0], torch.stack(chances)


examples = {lang: example(text) for lang, text in REVIEWS.items()}
value("example-learned", both(*(float(examples[lang][2][0]) for lang in REVIEWS)))
value("example-adversary", both(*(float(examples[lang][2][-1]) for lang in REVIEWS)))

# %% chart
import altair as alt

SHARE = alt.param(
    name="share",
    value=0,
    bind=alt.binding_range(min=0, max=1, step=0.05, name=both("learned → adversarial", "배운 가중치 → 적대적 가중치")),
)
KINDS = (both("learned (the slider mixes)", "배운 가중치(슬라이더로 섞임)"), both("adversarial", "적대적 가중치"))
COLOUR = alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(KINDS)), legend=alt.Legend(columns=1))
ACROSS = alt.Scale(domain=[-0.35, 1], nice=False)  # room for words at the left


def bars(rows, title, height):
    """Draw a row for each number: a bar where the slider is, a tick where the adversarial end is, and its name."""
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    names = {"own": both("learned", "배운 가중치"), "other": both("adversarial", "적대적 가중치")}
    tips = [alt.Tooltip("name:N", title=both("word, or answer", "낱말 또는 답"))]
    tips += [alt.Tooltip(f"{end}:Q", title=name, format=".3f") for end, name in names.items()]
    rest = alt.Axis(labels=False, ticks=False, domain=False)
    base = alt.Chart(alt.Data(values=rows)).encode(alt.Y("place:O", title=None, axis=rest), tooltip=tips)
    mixed = base.transform_calculate(mixed="(1 - share) * datum.start + share * datum.end", kind=f"'{KINDS[0]}'")
    now = mixed.transform_calculate(
        now="datum.score ? 1 / (1 + exp(-datum.mixed)) : datum.mixed"
    )  # scores mix linearly
    bar = now.mark_bar(height=13).encode(
        alt.X("now:Q", title=title, axis=axis, scale=ACROSS), COLOUR, x2=alt.X2Datum(0)
    )
    then = base.transform_calculate(kind=f"'{KINDS[1]}'").mark_tick(thickness=3, height=17)
    tick = then.encode(alt.X("other:Q", title=title, axis=axis, scale=ACROSS), COLOUR)
    text = base.mark_text(align="right", dx=-6).encode(alt.X(datum=0, title=title, scale=ACROSS), text="name:N")
    return alt.layer(bar, tick, text).properties(width=560, height=height)


def ends(own, other):
    """Return the numbers at both ends of the slider, for bars and for tooltips."""
    own, other = round(own, 3), round(other, 3)
    return {"own": own, "other": other, "start": own, "end": other}


# %% figure
def draw(lang):
    """Draw the probability above the words, with one slider for both."""
    own, other, chances = examples[lang]
    words = [
        {"place": i, "name": both(word), "score": False} | ends(float(own[i]), float(other[i]))
        for i, word in enumerate(REVIEWS[lang].split())
    ]
    answer = [{"place": 0, "name": both("positive", "긍정"), "score": True} | ends(*chances.tolist())]
    answer[0] |= dict(zip(("start", "end"), chances.logit().tolist(), strict=True))
    above = bars(answer, both("probability of the answer", "답의 확률"), 24)
    below = bars(words, both("attention weight", "어텐션 가중치"), 300)
    return alt.vconcat(above, below).add_params(SHARE)


figure(
    "weights",
    both(*map(draw, REVIEWS)),
    alt=both(
        "A film review of fourteen words with a bar for the weight of each. The learned weights lie on words of "
        "praise and beside them; marks show adversarial weights on quite different words. Above, the probability "
        "that the review is positive: bar and mark end at nearly the same place, close to one.",
        "열네 낱말 영화평과 낱말마다의 가중치 막대. 배운 가중치는 칭찬하는 낱말과 그 둘레에 놓이고, 적대적 가중치의 "
        "표시는 전혀 다른 낱말에 있다. 위에 있는 긍정일 확률은 막대와 표시가 모두 1에 가까운 거의 같은 자리에서 "
        "끝난다.",
    ),
)
