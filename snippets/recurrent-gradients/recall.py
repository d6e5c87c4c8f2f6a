# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Which networks learn to recall the first symbol?
# One of four symbols comes first, then distractors, and at the end it is asked which symbol it was. The network must
# bridge the whole sequence, and must learn to. To be seen: with the same structure and the same training, the start
# value of one bias decides.

# %% [markdown] lang="ko"
# # 어떤 신경망이 첫 기호를 떠올리는 법을 배우는가
# 네 기호 가운데 하나가 맨 앞에 나오고 방해 기호가 이어진 뒤, 끝에서 그 기호가 무엇이었는지 묻습니다. 신경망은 입력
# 전체를 건너 기억해야 하고 그 방법을 스스로 배워야 합니다. 구조와 학습이 같아도 편향(bias) 하나의 초깃값이 성패를
# 가릅니다.

# %% [markdown] lang="en"
# ## One task, one loop, one size
# Every network has at most 5000 parameters and 400 steps of the same training loop, with clipping. A network stops
# early when all its seeds have solved the task, so those that fail have had the most training.

# %% [markdown] lang="ko"
# ## 과제 하나, 학습 루프 하나, 크기 하나
# 어느 신경망이든 매개변수 5000개를 넘지 않고, 기울기 클리핑(gradient clipping)을 하는 같은 학습 루프를 최대 400단계
# 돕니다. 모든 시드(seed)가 과제를 풀면 일찍 멈추므로, 실패한 쪽이 학습을 가장 오래 한 것입니다.

# %% set-ups
import torch

from lab import remedies
from lab.cells import GRU, LSTM, RNN

INPUTS = 16  # numbers in an embedding
AS_BUILT = {
    "rnn": lambda runs, n: RNN(runs, INPUTS, n),
    "gru": lambda runs, n: GRU(runs, INPUTS, n),
    "lstm": lambda runs, n: LSTM(runs, INPUTS, n),
}
START = {
    "bias-1": lambda runs, n: remedies.forget_bias(LSTM(runs, INPUTS, n), 1),
    "bias-3": lambda runs, n: remedies.forget_bias(LSTM(runs, INPUTS, n), 3),
    "chrono-lstm": lambda runs, n: remedies.chrono(runs, LSTM(runs, INPUTS, n), FAR),
    "chrono-gru": lambda runs, n: remedies.chrono(runs, GRU(runs, INPUTS, n), FAR),
    "orthogonal": lambda runs, n: remedies.orthogonal(runs, RNN(runs, INPUTS, n)),
    "identity": lambda runs, n: remedies.identity(RNN(runs, INPUTS, n, torch.relu)),
}
WIRING = {
    "norm": lambda runs, n: RNN(runs, INPUTS, n, norm=True),
    "skip": lambda runs, n: RNN(runs, INPUTS, n, skip=8),
}

# %% train
from lab.models import Model
from lab.readers import Forward
from lab.runs import Runs, count, widest
from lab.tasks import Recall
from lab.training import accuracy, train

SEEDS = range(5)
NEAR, FAR = 10, 30  # steps from the symbol to the question
BUDGET, STEPS, RATE = 5000, 400, 2e-3  # at a rate of 3e-3 the ReLU network sometimes dies


def learn(cell, task, test):
    """Train the widest network of the budget; return its size, accuracies and the step that solved it, by seed."""

    def make(runs, n):
        return Model(runs, task.tokens, INPUTS, Forward(cell(runs, n)), task.clues)

    runs = Runs(SEEDS)
    model = make(runs, widest(make, BUDGET))
    trained = train(model, task, runs, STEPS, rate=RATE)
    return count(model), accuracy(model, test, runs).numpy(), trained.solved.numpy()


# %% results
SETUPS = AS_BUILT | START | WIRING
TASKS = {"near": Recall(NEAR + 1, NEAR), "far": Recall(FAR + 1, FAR)}  # length, lag
results = {(name, lag): learn(SETUPS[name], task, task) for name in SETUPS for lag, task in TASKS.items()}

# %% mixed
mixed = Recall(FAR + 1, FAR, mixed=True)  # the symbol stands anywhere; the test is as before
results["gru-mixed", "far"] = learn(AS_BUILT["gru"], mixed, TASKS["far"])

# %% values
from further import both, claim, figure, table, value

right = {key: accuracies for key, (_, accuracies, _) in results.items()}
for (name, lag), accuracies in right.items():
    value(f"{name}-{lag}", accuracies)
value("smallest", min(size for size, _, _ in results.values()))
value("largest", max(size for size, _, _ in results.values()))

# %% claims
import numpy as np

claim(
    "as-built-fail",
    0.5 - np.max([right[name, "far"] for name in AS_BUILT], axis=0),
    both(
        "As built, neither the plain RNN nor the GRU nor the LSTM learns to recall over thirty steps.",
        "기본값으로는 RNN도 GRU도 LSTM도 30 시점을 건너 떠올리는 법을 배우지 못합니다.",
    ),
)
claim(
    "remedies-learn",
    np.min([right[name, "far"] for name in ("bias-3", *list(START)[2:], "skip")], axis=0) - 0.6,
    both(
        "With a forget bias of 3, with chrono, orthogonal or identity start values, or with a skip connection, "
        "networks of the same size learn it.",
        "같은 크기의 신경망이라도 망각 편향을 3으로 잡거나, chrono, 직교, 항등 초기화를 하거나, 건너뛰기 연결을 두면 "
        "배웁니다.",
    ),
)

# %% claim-mixed
claim(
    "mixed-learns",
    right["gru-mixed", "far"] - 0.6,
    both(
        "The GRU as built learns to recall over thirty steps once training contains short distances too.",
        "기본값인 GRU도 학습 자료에 짧은 거리가 섞여 있으면 30 시점을 건너 떠올리는 법을 배웁니다.",
    ),
)

# %% rows
NAMES = {
    "rnn": both("RNN"),
    "gru": both("GRU"),
    "lstm": both("LSTM"),
    "bias-1": both("LSTM, forget bias 1", "LSTM, 망각 편향 1"),
    "bias-3": both("LSTM, forget bias 3", "LSTM, 망각 편향 3"),
    "chrono-lstm": both("LSTM, chrono"),
    "chrono-gru": both("GRU, chrono"),
    "orthogonal": both("RNN, orthogonal", "RNN, 직교"),
    "identity": both("ReLU RNN, identity", "ReLU RNN, 항등"),
    "norm": both("RNN, layer norm", "RNN, 층 정규화"),
    "skip": both("RNN, skip of 8", "RNN, 건너뛰기 8"),
    "gru-mixed": both("GRU, mixed lags", "GRU, 섞은 시차"),
}
LAGS = {"near": both("10 steps", "10 시점"), "far": both("30 steps", "30 시점")}


def dots():
    """Yield one dot for every set-up, lag and seed."""
    for (name, lag), (_, shares, solved) in results.items():
        for share, step in zip(shares.round(3).tolist(), solved.tolist(), strict=True):
            yield {"name": NAMES[name], "lag": LAGS[lag], "right": share, "step": step}


# %% table
COLUMNS = {
    "name": both("network", "신경망"),
    "size": both("parameters", "매개변수"),
    "near": both("right at 10 steps", "10 시점 정답"),
    "far": both("right at 30 steps", "30 시점 정답"),
    "steps": both("steps to solve it", "풀기까지 단계 수"),
}


def row(name):
    """Return one set-up's numbers, means over seeds, in words where there is none."""
    size, far, solved = results[name, "far"]
    near = f"{right[name, 'near'].mean():.0%}" if (name, "near") in right else "–"
    steps = f"{solved.mean():.0f}" if (solved < STEPS).all() else "–"
    cells = NAMES[name], size, near, f"{far.mean():.0%}", steps
    return dict(zip(COLUMNS.values(), cells, strict=True))


table("numbers", [row(name) for name in NAMES])

# %% figure
import altair as alt

order = list(NAMES.values())
x = alt.X("right:Q", title=both("right answers", "정답 비율"), scale=alt.Scale(domain=[0, 1]))
x.axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
points = alt.Chart(alt.Data(values=list(dots()))).encode(
    x,
    alt.Y("name:N", title=None, sort=order, scale=alt.Scale(domain=order)),
    alt.YOffset("lag:N", sort=list(LAGS.values())),
    alt.Color("lag:N", title=None, scale=alt.Scale(domain=list(LAGS.values()))),
    alt.Shape("lag:N", title=None, scale=alt.Scale(domain=list(LAGS.values()))),
    tooltip=[
        alt.Tooltip("right:Q", title=both("right answers", "정답 비율"), format=".0%"),
        alt.Tooltip("step:Q", title=both("steps until solved", "풀기까지 단계 수")),
    ],
)
chance = alt.Chart(alt.Data(values=[{"right": 0.25}])).mark_rule(strokeDash=[4, 3]).encode(x)

figure(
    "accuracy",
    alt.layer(chance, points.mark_point(filled=True, size=60, opacity=0.6)).properties(height=420),
    alt=both(
        "Right answers at the end of training, one dot a seed, for twelve set-ups at two lags. At ten steps nearly "
        "all are right. At thirty steps RNN, GRU and LSTM lie at the dashed line of chance, one in four, and so do, "
        "mostly, forget bias 1 and layer normalisation; the other start values, the skip connection and the GRU "
        "trained on mixed lags are at the right edge.",
        "학습이 끝난 뒤의 정답 비율을 설정 열두 가지와 시차 두 가지에 대해 시드마다 점 하나로 나타냈다. 10 시점에서는 "
        "거의 다 맞힌다. 30 시점에서는 RNN, GRU, LSTM이 우연 수준인 점선, 곧 4분의 1에 머물고 망각 편향 1과 층 "
        "정규화도 대체로 그렇다. 다른 초기화와 건너뛰기 연결, 섞은 시차로 학습한 GRU는 오른쪽 끝에 있다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The budget is 400 steps; that a network fails within it does not say that it never learns. The distractors carry no
# information, so there is nothing to forget; where forgetting matters, a gate that starts open would have more to
# learn. Forget bias 1, the usual advice, keeps 0.73 a step, which is enough for ten steps and not for thirty. Chance
# plays a part: layer normalisation fails with most seeds, not with all.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 학습은 400단계뿐입니다. 그 안에 배우지 못했다고 해서 영영 배우지 못한다는 뜻은 아닙니다. 방해 기호에는 아무 정보가
# 없으므로 잊을 것도 없습니다. 잊어야 풀리는 과제라면 열린 채 시작하는 게이트가 배울 것이 더 많을 것입니다. 흔히 권하는
# 망각 편향 1은 시점마다 0.73을 곱하는 셈이어서 10 시점에는 충분하지만 30 시점에는 모자랍니다. 우연도 작용합니다. 층
# 정규화는 대부분의 시드에서 실패하지만 모두 실패하지는 않습니다.
