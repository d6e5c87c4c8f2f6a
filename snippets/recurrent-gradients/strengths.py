# %% [markdown] lang="en"
# # One knob between vanishing and exploding
# The forget gate multiplies the cell by sigmoid(bias) in each step; a linear RNN whose matrix is a rotation multiplies
# the gradient by its radius. What does turning that one number do over sixty steps? To be seen: a factor a little
# above 1 explodes as surely as one below it vanishes. Nothing is trained.

# %% [markdown] lang="ko"
# # 소실과 폭발 사이의 손잡이 하나
# 망각 게이트(forget gate)는 시점(time step)마다 셀에 sigmoid(편향)을 곱하고, 행렬이 회전인 선형 RNN은
# 기울기(gradient)에 반지름을 곱합니다. 이 수 하나를 바꾸면 60 시점 동안 어떤 차이가 나는지 봅니다. 배율이 1보다 조금만
# 작으면 소실되고 조금만 크면 폭발합니다. 아무것도 학습하지 않습니다.

# %% networks
from lab import remedies
from lab.cells import LSTM, RNN
from lab.readers import Forward

INPUTS = 16  # numbers that come in at each step
BIASES, RADII = (0, 1, 2, 3, 4), (0.8, 0.9, 1.0, 1.1, 1.2)


def biased(runs, n, bias):
    """Return an LSTM whose forget gate starts at sigmoid(bias)."""
    return Forward(remedies.forget_bias(LSTM(runs, INPUTS, n), bias))


def turned(runs, n, radius):
    """Return an RNN without squashing whose matrix is a rotation times ``radius``."""
    return Forward(remedies.orthogonal(runs, RNN(runs, INPUTS, n, activation=lambda total: total), radius))


# %% measure
import numpy as np

from lab.gradients import by_lag
from lab.runs import Runs, count, widest

SEEDS = range(10)
LONGEST = 60  # steps
BUDGET = 5000  # parameters


sizes = {}


def left(make, knob):
    """Return what is left of the gradient at each lag, (seeds, lags)."""
    runs = Runs(SEEDS)
    reader = make(runs, widest(lambda runs, n: make(runs, n, knob), BUDGET), knob)
    sizes[make] = count(reader)
    return by_lag(reader, runs.normal(16, LONGEST + 1, INPUTS), runs, LONGEST).numpy()


by_bias = {bias: left(biased, bias) for bias in BIASES}
by_radius = {radius: left(turned, radius) for radius in RADII}
last = {knob: np.log10(curve[:, LONGEST]) for knob, curve in by_bias.items()}  # powers of ten, (seeds,)
ends = {radius: np.log10(curve[:, LONGEST]) for radius, curve in by_radius.items()}

# %% claims
from further import both, claim, figure, value

value("lstm-parameters", sizes[biased])
value("rnn-parameters", sizes[turned])
for bias in BIASES:
    value(f"left-bias-{bias}", last[bias])
for radius in RADII:
    value(f"left-radius-{round(100 * radius)}", ends[radius])  # in the name, per cent
claim(
    "bias",
    np.min([last[bias + 1] - last[bias] for bias in range(3)], axis=0),
    both(
        "From 0 to 3, the larger the forget bias, the more of the gradient is left.",
        "망각 편향을 0에서 3까지 키울수록 기울기가 더 많이 남습니다.",
    ),
)
claim(
    "radius",
    np.minimum(ends[1.1], -ends[0.9]) - 2,
    both(
        "A radius a tenth above 1 lets the gradient explode and a tenth below lets it vanish, each more than a "
        "hundredfold over sixty steps.",
        "반지름이 1보다 10분의 1만 커도 기울기가 폭발하고 10분의 1만 작아도 소실됩니다. 60 시점이면 어느 쪽이든 백 "
        "배가 넘습니다.",
    ),
)

# %% panels
import altair as alt

from lab.charts import Axis, lines, over_seeds

FOURTH = range(0, LONGEST + 1, 4)  # every fourth lag is enough to draw


def panel(curves, name, title, low, high):
    """Draw one knob at five settings, from 10 to the power of ``low`` to 10 to the power of ``high``."""
    lengths = Axis(
        both("length of the gradient (1 at lag 0)", "기울기의 길이 (시차 0에서 1)"),
        (10.0**low, 10.0**high),
        [10.0**k for k in range(low, high, 4)],
        "~e",
        log=True,
        tip=".1e",
    )
    lags = Axis(both("lag in steps", "시차 (시점 수)"), (0, LONGEST), range(0, LONGEST + 1, 20))
    rows = [row for knob, curve in curves.items() for row in over_seeds(f"{knob}", FOURTH, curve[:, FOURTH], log=True)]
    labels = {f"{knob}": both(*(f"{word} {knob}" for word in name)) for knob in curves}
    return lines(rows, labels, lags, lengths, width=230).properties(title=title)


# %% figure
figure(
    "lengths",
    alt.hconcat(
        panel(by_bias, ("bias", "편향"), both("LSTM by forget bias", "LSTM, 망각 편향별"), -14, 2),
        panel(by_radius, ("radius", "반지름"), both("linear RNN by radius", "선형 RNN, 반지름별"), -8, 8),
    ).resolve_scale(color="independent"),
    alt=both(
        "Two panels of five lines each, gradient length against lag. LSTM: a forget bias of 0 falls steeply, 1 and 2 "
        "less and less, 3 and 4 are nearly level. Linear RNN: a radius of 0.8 and 0.9 falls, 1.0 is level, 1.1 and "
        "1.2 rise, all in straight lines.",
        "시차에 따른 기울기의 길이를 나타낸 그래프 두 개에 선이 다섯 개씩 있다. LSTM은 망각 편향이 0이면 가파르게, "
        "1과 2면 점점 완만하게 떨어지고 3과 4에서는 거의 평평하다. 선형 RNN은 반지름 0.8과 0.9에서 떨어지고 1.0에서 "
        "평평하며 1.1과 1.2에서 올라간다. 모두 직선이다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The radius is exact only in a linear network: tanh flattens, and a saturated unit passes hardly any gradient, so the
# factor is smaller than the radius, though it can still exceed 1. A forget gate at nearly 1 keeps everything, the
# useless too, until training teaches it what to drop.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 반지름의 법칙은 선형 신경망에서만 그대로 성립합니다. tanh가 있으면 값이 포화되고 포화된 유닛은 기울기를 거의 전하지
# 못해서 배율이 반지름보다 작아지지만, 그래도 1을 넘을 수는 있습니다. 거의 1인 망각 게이트는 쓸모없는 것까지 모두
# 간직하며, 무엇을 버릴지는 학습으로 배워야 합니다.
