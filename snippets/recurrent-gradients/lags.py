# %% [markdown] lang="en"
# # What is left of the gradient after sixty steps?
# Backpropagation through time multiplies one factor a step. How long is the gradient that reaches an input 0, 1, 2, …
# 60 steps back, in a plain RNN, a GRU and an LSTM, and under each remedy? To be seen: a gate alone does not help; most
# remedies bring the factor of a step nearer to 1 or take fewer of them. Nothing is trained here.

# %% [markdown] lang="ko"
# # 60 시점 뒤에 기울기는 얼마나 남는가
# 시간을 통한 역전파(BPTT)는 시점(time step)마다 수 하나를 곱합니다. 0, 1, 2, …, 60 시점 전의 입력에 닿는 기울기
# (gradient)가 얼마나 긴지 기본 RNN, GRU, LSTM과 여러 처방에서 잽니다. 게이트만으로는 달라지지 않으며, 처방은 대부분
# 한 시점의 배율을 1에 가깝게 만들거나 곱하는 횟수를 줄입니다. 여기서는 아무것도 학습하지 않습니다.

# %% [markdown] lang="en"
# ## Networks of one size
# All have at most 5000 parameters; each is as wide as that allows. As built means with PyTorch's own start values.

# %% [markdown] lang="ko"
# ## 크기가 같은 신경망
# 모두 매개변수가 5000개를 넘지 않는 범위에서 가장 넓게 만듭니다. 기본값은 PyTorch의 초기화를 그대로 쓴다는 뜻입니다.

# %% as-built
from lab import remedies
from lab.cells import GRU, LSTM, RNN
from lab.readers import Attend, BothWays, Dilated, Forward
from lab.transformer import Transformer

INPUTS = 16  # numbers that come in at each step
AS_BUILT = {
    "rnn": lambda runs, n: Forward(RNN(runs, INPUTS, n)),
    "gru": lambda runs, n: Forward(GRU(runs, INPUTS, n)),
    "lstm": lambda runs, n: Forward(LSTM(runs, INPUTS, n)),
}

# %% start-values
import torch

START = {
    "bias-1": lambda runs, n: Forward(remedies.forget_bias(LSTM(runs, INPUTS, n), 1)),
    "bias-3": lambda runs, n: Forward(remedies.forget_bias(LSTM(runs, INPUTS, n), 3)),
    "chrono-lstm": lambda runs, n: Forward(remedies.chrono(runs, LSTM(runs, INPUTS, n), LONGEST)),
    "chrono-gru": lambda runs, n: Forward(remedies.chrono(runs, GRU(runs, INPUTS, n), LONGEST)),
    "orthogonal": lambda runs, n: Forward(remedies.orthogonal(runs, RNN(runs, INPUTS, n))),
    "identity": lambda runs, n: Forward(remedies.identity(RNN(runs, INPUTS, n, torch.relu))),
}

# %% wiring
WIRING = {
    "norm": lambda runs, n: Forward(RNN(runs, INPUTS, n, norm=True)),  # layer normalisation
    "skip": lambda runs, n: Forward(RNN(runs, INPUTS, n, skip=8)),  # a second connection, eight steps long
    "dilated": lambda runs, n: Dilated(
        [RNN(runs, INPUTS if layer == 0 else n, n) for layer in range(5)]
    ),  # 1, 2, 4, 8, 16
}

# %% access
ACCESS = {
    "both-ways": lambda runs, n: BothWays(LSTM(runs, INPUTS, n), LSTM(runs, INPUTS, n)),
    "attention": lambda runs, n: Attend(runs, LSTM(runs, INPUTS, n)),
    "transformer": lambda runs, n: Transformer(runs, INPUTS, 2 * n),
}

# %% measure
from lab.gradients import by_lag
from lab.runs import Runs, count, widest

SEEDS = range(10)
LONGEST = 60  # steps
BUDGET = 5000  # parameters


def left(make, n):
    """Return what is left of the gradient at each lag, (seeds, lags), for sixteen random sequences a seed."""
    runs = Runs(SEEDS)
    reader = make(runs, n)
    return by_lag(reader, runs.normal(16, LONGEST + 1, INPUTS), runs, LONGEST).numpy()


NETWORKS = AS_BUILT | START | WIRING | ACCESS
widths = {name: widest(make, BUDGET) for name, make in NETWORKS.items()}  # units
curves = {name: left(make, widths[name]) for name, make in NETWORKS.items()}
sizes = [count(make(Runs([0]), widths[name])) for name, make in NETWORKS.items()]  # parameters

# %% values
import numpy as np

from further import both, claim, figure, value

value("smallest", min(sizes))
value("largest", max(sizes))
left_at_end = {name: np.log10(curve[:, LONGEST]) for name, curve in curves.items()}  # powers of ten, (seeds,)
for name, powers in left_at_end.items():
    value(f"left-{name}", powers)
for name in (*AS_BUILT, *START, "norm"):
    value(f"factor-{name}", curves[name][:, LONGEST] ** (1 / LONGEST))  # of one step, the geometric mean

# %% [markdown] lang="en"
# ## What the curves show
# Margins are in powers of ten.

# %% [markdown] lang="ko"
# ## 곡선에서 읽을 것
# 여유는 10의 거듭제곱으로 셉니다.

# %% extremes


def least(names):
    """Return the smallest of some networks' powers of ten at the longest lag, (seeds,)."""
    return np.min([left_at_end[name] for name in names], axis=0)


def most(names):
    """Return the largest, (seeds,)."""
    return np.max([left_at_end[name] for name in names], axis=0)


# %% claim-gates
claim(
    "gates-vanish",
    -8 - most(AS_BUILT),
    both(
        "With ordinary start values the gradient vanishes in the LSTM and in the GRU as it does in the plain RNN.",
        "초깃값이 기본값이면 LSTM과 GRU에서도 기본 RNN에서처럼 기울기가 소실됩니다.",
    ),
)

# %% claim-remedies
claim(
    "remedies-keep",
    least([*START, *WIRING]) - most(AS_BUILT) - 3,
    both(
        "Every other start value, connection or normalisation tried here keeps at least a thousand times as much of "
        "it as the best network as built.",
        "여기서 시험한 다른 초기화와 연결과 정규화는 모두 기본값인 신경망 가운데 가장 나은 것보다도 기울기를 천 배 "
        "이상 남깁니다.",
    ),
)

# %% claim-both-ways
powers = np.log10(curves["both-ways"])  # of ten, (seeds, lags)
end, middle = powers[:, LONGEST], powers[:, LONGEST // 2]

claim(
    "both-ways-middle",
    np.minimum(end - middle - 4, 1 - np.abs(end)),  # the near end is at 0
    both(
        "Reading both ways brings the far end as near as the near one and leaves the middle far away.",
        "양방향으로 읽으면 먼 쪽 끝이 가까운 쪽 끝만큼 가까워지지만 가운데는 멀리 남습니다.",
    ),
)

# %% claim-attention
beyond_five = [np.log10(curves[name][:, 5:]) for name in ("attention", "transformer")]

claim(
    "attention-flat",
    1 - np.max([np.ptp(powers, axis=1) for powers in beyond_five], axis=0),
    both(
        "With attention, in the LSTM or in the Transformer, what reaches an input hardly depends on its lag.",
        "LSTM이든 트랜스포머든 어텐션이 있으면 입력에 닿는 기울기는 시차에 거의 좌우되지 않습니다.",
    ),
)

# %% names
NAMES = {
    both("as built", "기본값"): {"rnn": both("RNN"), "gru": both("GRU"), "lstm": both("LSTM")},
    both("start values", "초기화"): {
        "bias-1": both("forget bias 1", "망각 편향 1"),
        "bias-3": both("forget bias 3", "망각 편향 3"),
        "chrono-lstm": both("chrono LSTM"),
        "chrono-gru": both("chrono GRU"),
        "orthogonal": both("orthogonal", "직교"),
        "identity": both("identity", "항등"),
    },
    both("connections, norm", "연결과 정규화"): {
        "norm": both("layer norm", "층 정규화"),
        "skip": both("skip of 8", "건너뛰기 8"),
        "dilated": both("dilated", "팽창"),
    },
    both("access", "접근 방식"): {
        "both-ways": both("both ways", "양방향"),
        "attention": both("attention", "어텐션"),
        "transformer": both("Transformer", "트랜스포머"),
    },
}

# %% curves-controls
import altair as alt

SHORT = {name: label for labels in NAMES.values() for name, label in labels.items()}
one = alt.binding_select(
    options=[None, *SHORT], labels=[both("all", "모두"), *SHORT.values()], name=both("network", "신경망")
)
ONE = alt.selection_point("one", fields=["of"], bind=one)
KIND = alt.selection_point("kind", fields=["group"], bind="legend")  # every start value, say


def chosen(chart, full):
    """Let the lines that a reader has not chosen fade."""
    return chart.encode(opacity=alt.condition(ONE & KIND, alt.value(full), alt.value(full / 8)))


# %% curves-figure
from lab.charts import Axis, lines, over_seeds

EVEN = range(0, LONGEST + 1, 2)  # every second lag is enough to draw
LAGS = Axis(both("lag in steps", "시차 (시점 수)"), (0, LONGEST), range(0, LONGEST + 1, 10))
LENGTHS = both("length of the gradient (1 at lag 0)", "기울기의 길이 (시차 0에서 1)")

chart = lines(
    [row for name, curve in curves.items() for row in over_seeds(name, EVEN, curve[:, EVEN], log=True)],
    SHORT,
    x=LAGS,
    y=Axis(LENGTHS, (1e-17, 1e2), [10.0**k for k in (-16, -12, -8, -4, 0)], "~e", log=True, tip=".1e"),
    groups={name: group for group, labels in NAMES.items() for name in labels},
    height=460,
)
grid, spread, *ends = chart.layer
band, line = spread.layer
spread.layer = [chosen(band, 0.15), chosen(line, 1).add_params(ONE, KIND)]

figure(
    "curves",
    alt.layer(grid, spread, *(chosen(each, 1) for each in ends)).properties(height=460),
    alt=both(
        "Length of the gradient against the lag, one line a network, on a logarithmic axis. RNN, GRU and LSTM as "
        "built fall straight down by twelve powers of ten and more. Forget bias 1 and layer normalisation fall less "
        "steeply. The other start values and connections stay above about a thousandth. Both ways falls to the middle "
        "and rises to the far end. Attention and the Transformer drop once and are level.",
        "시차에 따른 기울기의 길이를 로그 축에 신경망마다 선 하나로 나타냈다. 기본값인 RNN, GRU, LSTM은 곧게 떨어져 "
        "10의 12제곱분의 1보다 작아진다. 망각 편향 1과 층 정규화는 더 완만하게 떨어진다. 다른 초기화와 연결은 "
        "1000분의 1쯤보다 위에 머문다. 양방향은 가운데까지 떨어졌다가 먼 쪽 끝에서 다시 올라온다. 어텐션과 "
        "트랜스포머는 한 번 내려간 뒤 평평하다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# A long gradient is not yet a useful one: whether a network then learns across the lag is another question. All is
# measured at the start, before training moves the weights, and on random input of one size; smaller input keeps tanh
# steeper and the gradient longer. The two gated networks with ordinary start values would also learn to open their
# gates, if only a gradient told them to.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 기울기가 길게 남는다고 해서 곧 쓸모 있는 기울기는 아닙니다. 그 시차를 건너 학습할 수 있는지는 다른 물음입니다.
# 여기서는 학습으로 가중치가 움직이기 전, 크기가 한 가지인 무작위 입력으로만 쟀습니다. 입력이 작으면 tanh의 경사가 1에
# 가까워 기울기가 더 길게 남습니다. 기본값으로 시작한 LSTM과 GRU도 게이트를 여는 법을 배울 수는 있지만, 그러려면 먼저
# 기울기가 닿아야 합니다.
