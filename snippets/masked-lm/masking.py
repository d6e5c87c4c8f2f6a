# %% [markdown] lang="en"
# # How masks fall
# BERT chooses 15 % of the tokens, blindly. How often do two chosen tokens stand side by side, and what becomes of the
# chosen ones? A formula, a simulation, and the library's own tool.

# %% [markdown] lang="ko"
# # 마스크는 어떻게 놓이는가
# BERT는 토큰의 15%를 가리지 않고 고릅니다. 고른 토큰 둘이 나란히 놓이는 일이 얼마나 잦은지, 고른 토큰이 어떻게
# 되는지를 공식, 시뮬레이션, 라이브러리의 도구로 알아봅니다.

# %% formula
import math

import numpy as np

SHARE = 0.15  # BERT


def beside(n, p=SHARE):
    """Return the chance that of n tokens, each chosen with chance p, two chosen ones stand side by side."""
    last_free, last_chosen = 1 - p, p  # no two side by side so far
    for _ in range(n - 1):
        last_free, last_chosen = (last_free + last_chosen) * (1 - p), last_free * p
    return 1 - last_free - last_chosen


def beside_exactly(n, k):
    """Return the same chance if exactly k of the n are chosen."""
    return 1 - math.comb(n - k + 1, k) / math.comb(n, k)


# %% simulate
SEEDS, DRAWS = range(5), 4000
LENGTHS = (8, 16, 32, 64, 128, 256, 512)


def simulate(n, seed, p=SHARE):
    """Return how often it happens in texts of n tokens, and how many chosen ones inside have a chosen neighbour."""
    chosen = np.random.default_rng(seed).random((DRAWS, n)) < p
    neighbour = (chosen[:, :-2] | chosen[:, 2:])[chosen[:, 1:-1]]  # of those that have two neighbours
    return (chosen[:, 1:] & chosen[:, :-1]).any(1).mean(), neighbour.mean()


simulated = {n: np.array([simulate(n, seed) for seed in SEEDS]) for n in LENGTHS}  # (seeds, 2) each

# %% collator
from lab import sense, vocabulary

TOKENS, TEXTS = 128, 400  # the length of nine tenths of BERT's training
tokenizer = vocabulary.words(sense.ENGLISH.lexicon)
first = len(tokenizer.all_special_ids)  # marks come first and are never chosen

# %% collate
from transformers import DataCollatorForLanguageModeling


def collate(seed):
    """Let transformers hide tokens, and return shares: chosen; of these hidden, left; texts with two side by side."""
    rows = np.random.default_rng(seed).integers(first, len(tokenizer), (TEXTS, TOKENS))
    made = DataCollatorForLanguageModeling(tokenizer, seed=seed)(rows.tolist())
    inputs, chosen = made["input_ids"].numpy(), made["labels"].numpy() >= 0
    hidden, same = inputs[chosen] == tokenizer.mask_token_id, inputs[chosen] == rows[chosen]
    return chosen.mean(), hidden.mean(), same.mean(), (chosen[:, 1:] & chosen[:, :-1]).any(1).mean()


library = np.array([collate(seed) for seed in SEEDS])  # (seeds, 4)

# %% findings
from further import both, claim, figure, value

value("beside-128", beside(128))
value("beside-128-exactly", beside_exactly(128, 19))
value("beside-32", beside(32))
value("neighbour", 1 - (1 - SHARE) ** 2)
value("neighbour-simulated", simulated[128][:, 1])
value("beside-128-simulated", simulated[128][:, 0])
value("never-chosen", (1 - SHARE) ** 40)  # after BERT's forty passes, masked anew each time
for n, name in enumerate(("chosen", "hidden", "unchanged", "library-beside")):
    value(name, library[:, n])
claim(
    "formula",
    [0.04 - max(abs(simulated[n][seed, 0] - beside(n)) for n in LENGTHS) for seed in SEEDS],
    both(
        "The formula and the simulation agree at every length.",
        "공식과 시뮬레이션은 모든 길이에서 일치합니다.",
    ),
)
claim(
    "usual",
    bool(beside(128) > 0.9 and beside_exactly(128, 19) > 0.9),
    both(
        "In a text of 128 tokens, two chosen tokens side by side are the rule.",
        "토큰 128개짜리 글에서는 고른 토큰 둘이 나란히 놓이는 것이 보통입니다.",
    ),
)
claim(
    "library",
    0.08 - np.abs(library - [SHARE, 0.8, 0.1 + 0.1 / len(tokenizer), beside(TOKENS)]).max(axis=1),
    both(
        "The library's own tool chooses 15 %, hides 80 % of these and leaves 10 %, and its masks fall as the formula "
        "says.",
        "라이브러리의 도구는 15%를 골라 그 80%를 가리고 10%를 그대로 두며, 마스크는 공식대로 놓입니다.",
    ),
)

# %% curves
import altair as alt

RATES = range(5, 55, 5)
X = {"title": both("tokens in the text", "글의 토큰 수"), "scale": alt.Scale(type="log", domain=[8, 512], nice=False)}
X["axis"] = alt.Axis(values=list(LENGTHS), grid=False)
Y = {"title": both("chance", "확률"), "axis": alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])}
Y["scale"] = alt.Scale(domain=[0, 1])
label = both("chosen, %", "고르는 비율(%)")
rate = alt.param("rate", value=15, bind=alt.binding_range(min=5, max=50, step=5, name=label))
grid = sorted({round(8 * 2 ** (k / 3)) for k in range(19)})
formulas = [{"p": p, "n": n, "y": round(beside(n, p / 100), 4)} for p in RATES for n in grid]
dots = [{"p": p, "n": n, "y": round(float(simulate(n, seed=0, p=p / 100)[0]), 4)} for p in RATES for n in LENGTHS[:-1]]
tips = [
    alt.Tooltip("p:Q", title=label),
    alt.Tooltip("n:Q", title=X["title"]),
    alt.Tooltip("y:Q", title=Y["title"], format=".1%"),
]
base = alt.Chart(alt.Data(values=formulas)).encode(alt.X("n:Q", **X), alt.Y("y:Q", **Y), alt.Detail("p:N"))
others = base.mark_line(strokeWidth=0.8, opacity=0.35)
chosen_line = base.mark_line(strokeWidth=2.5).transform_filter("datum.p == rate").encode(tooltip=tips)
points = alt.Chart(alt.Data(values=dots)).mark_point(filled=True, size=60, opacity=1)
points = points.transform_filter("datum.p == rate").encode(alt.X("n:Q", **X), alt.Y("y:Q", **Y), tooltip=tips)

# %% figure
figure(
    "beside",
    alt.layer(others, chosen_line, points).add_params(rate).properties(height=280),
    alt=both(
        "The chance that at least two chosen tokens stand side by side, against the length of the text, for shares "
        "from 5 to 50 percent. At 15 percent it rises from about 0.13 at 8 tokens to about 0.92 at 128; the dots of "
        "the simulation lie on the line.",
        "글의 길이에 따라 고른 토큰 둘이 나란히 놓일 확률을 비율 5~50%마다 그린 선. 15%일 때 토큰 8개에서 0.13쯤, "
        "128개에서 0.92쯤이며, 시뮬레이션의 점은 선 위에 있다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The original code of BERT chooses a fixed number in each text, which makes pairs a little more frequent. Chosen once
# and kept, the same tokens are asked for in every pass; the figure for tokens that never come up is for masks that are
# drawn anew each time, as in RoBERTa.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# BERT의 원래 코드는 글마다 정해진 수를 골라 나란히 놓이는 일이 조금 더 잦습니다. 한 번 골라 두고 쓰면 매번 같은
# 토큰을 묻게 됩니다. 한 번도 묻지 않는 토큰의 비율은 RoBERTa처럼 볼 때마다 새로 고를 때의 값입니다.
