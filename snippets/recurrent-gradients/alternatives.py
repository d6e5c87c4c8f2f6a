# %% [markdown] lang="en"
# # Does another algorithm give another gradient?
# Backpropagation through time is one way to compute the gradient. Real-time recurrent learning goes forward instead;
# SnAp-1 (a relative of e-prop) and UORO approximate it. Does the gradient then vanish less? To be seen: the exact
# alternative gives the same numbers, so it vanishes alike; the approximations save work or memory, and lengthen
# nothing.

# %% [markdown] lang="ko"
# # 알고리즘을 바꾸면 기울기가 달라지는가
# 시간을 통한 역전파(BPTT)는 기울기(gradient)를 계산하는 한 가지 방법입니다. 실시간 순환 학습(RTRL)은 반대로 앞으로
# 나아가며 계산하고, e-prop의 친척인 SnAp-1과 UORO는 근삿값을 냅니다. 그러면 기울기가 덜 소실되는지 묻습니다. 정확한
# 대안은 같은 수를 내므로 똑같이 소실되며, 근사는 계산이나 메모리를 아낄 뿐 기울기를 늘이지 않습니다.

# %% networks
import torch

from further import both, claim, figure, table, value
from lab import online
from lab.cells import RNN
from lab.runs import Runs

SEEDS = range(6)
INPUTS, UNITS, LENGTH = 3, 12, 40  # small: RTRL keeps a number for every unit and every weight

runs = Runs(SEEDS)
cell = RNN(runs, INPUTS, UNITS).double()
x = runs.normal(1, LENGTH, INPUTS).double()  # one sequence a seed
v = torch.nn.functional.normalize(runs.normal(UNITS).double(), dim=-1)  # the direction of h that is differentiated

# %% [markdown] lang="en"
# ## Back, forward, the same
# Back: keep all steps, then multiply from the end. Forward: carry along how every unit depends on every weight.

# %% [markdown] lang="ko"
# ## 뒤로 가나 앞으로 가나 같은 값
# 뒤로 갈 때는 모든 시점(time step)을 간직했다가 끝에서부터 곱합니다. 앞으로 갈 때는 유닛마다 가중치 하나하나에
# 얼마나 좌우되는지를 시점마다 갱신합니다.

# %% compare
gradient = online.bptt(cell, x, v)  # (seeds, weights of a unit, units)
same = torch.maximum(
    (gradient - online.autograd(cell, x, v)).abs().amax(dim=(1, 2)),
    (gradient - online.rtrl(cell, x, v)).abs().amax(dim=(1, 2)),
)

value("rtrl-difference", same.max())  # largest difference of any entry, of any seed
value("largest-entry", gradient.abs().amax(dim=(1, 2)))
claim(
    "rtrl-same",
    bool(same.max() < 1e-12),
    both(
        "Real-time recurrent learning gives the gradient of backpropagation through time, to rounding.",
        "실시간 순환 학습은 시간을 통한 역전파와 반올림 오차까지 같은 기울기를 냅니다.",
    ),
)

# %% by-lag
LAGS = range(0, LENGTH, 3)


def share(method):
    """Return how long the part of the gradient is that comes from one step, by its lag, (seeds, lags)."""
    parts = [method(cell, x, v, only=LENGTH - 1 - lag).flatten(1).norm(dim=1) for lag in LAGS]
    return torch.stack(parts, dim=1).detach().numpy()


parts = {name: share(getattr(online, name)) for name in ("bptt", "rtrl", "snap1")}

# %% claim-vanish
import numpy as np

claim(
    "rtrl-vanishes",
    np.log10(parts["rtrl"][:, 0] / parts["rtrl"][:, -1]) - 6,
    both(
        "The gradient of real-time recurrent learning vanishes with the lag like any other.",
        "실시간 순환 학습으로 구한 기울기도 시차가 커지면 똑같이 소실됩니다.",
    ),
)
claim(
    "snap1-vanishes",
    np.log10(parts["snap1"][:, 0] / parts["snap1"][:, -1]) - 6,
    both(
        "So does that of SnAp-1, which follows each unit's path through itself alone.",
        "각 유닛이 자기 자신을 거치는 길만 따라가는 SnAp-1도 마찬가지입니다.",
    ),
)

# %% lags-figure
from lab.charts import Axis, lines, over_seeds

LABELS = {"bptt": both("BPTT = RTRL"), "snap1": both("SnAp-1")}  # the lines of both exact methods are one
lag_axis = Axis(both("lag in steps", "시차 (시점 수)"), (0, LENGTH), range(0, LENGTH + 1, 10))
part_axis = Axis(
    both("part of the gradient from one step", "한 시점에서 오는 기울기의 길이"),
    (1e-26, 1e2),
    [10.0**k for k in range(-24, 2, 6)],
    "~e",
    log=True,
    tip=".1e",
)
rows = [row for name in LABELS for row in over_seeds(name, LAGS, parts[name], log=True)]

figure(
    "lags",
    lines(rows, LABELS, lag_axis, part_axis),
    alt=both(
        "The part of the gradient that comes from one step, against that step's lag, on a logarithmic axis. Two "
        "straight lines fall: the one of BPTT and RTRL by eleven powers of ten over forty steps, that of SnAp-1 by "
        "twice as many.",
        "한 시점에서 오는 기울기의 길이를 그 시차에 따라 로그 축에 나타냈다. 곧은 선 두 개가 떨어진다. BPTT와 RTRL이 "
        "겹친 선은 40 시점 동안 10의 11제곱분의 1로, SnAp-1의 선은 그 두 배로 떨어진다.",
    ),
)

# %% [markdown] lang="en"
# ## Cheaper, in the right direction
# Against RTRL the approximations save memory and work, against BPTT memory on long sequences. Do they point the same
# way? The cosine with the exact gradient says: 1 is the same direction. UORO draws random signs, so the mean of
# several estimates is better than one.

# %% [markdown] lang="ko"
# ## 더 싸고 방향은 비슷한 근사
# 근사는 RTRL에 견주면 메모리와 계산을, BPTT에 견주면 입력이 길 때 메모리를 아낍니다. 방향도 같은지는 정확한 기울기와의
# 코사인으로 알 수 있으며 1이면 같은 방향입니다. UORO는 무작위 부호를 뽑으므로 추정을 여러 번 평균하면 나아집니다.

# %% direction
from torch.nn.functional import cosine_similarity

ESTIMATES = (1, 10, 100, 1000)
signs = 2.0 * runs.integers(0, 2, max(ESTIMATES), LENGTH, UNITS).double() - 1


def direction(estimate):
    """Return the cosine of an estimate with the exact gradient, (seeds,)."""
    return cosine_similarity(estimate.flatten(1), gradient.flatten(1)).detach().numpy()


cosine_snap1 = direction(online.snap1(cell, x, v))
cosine_uoro = {n: direction(online.uoro(cell, x, v, signs[:, :n])) for n in ESTIMATES}

value("cosine-snap1", cosine_snap1)
for n, cosines in cosine_uoro.items():
    value(f"cosine-uoro-{n}", cosines)

# %% claim-direction
claim(
    "snap1-direction",
    cosine_snap1 - 0.5,
    both(
        "SnAp-1 points roughly where the exact gradient points.",
        "SnAp-1은 정확한 기울기와 대체로 같은 방향을 가리킵니다.",
    ),
)
claim(
    "uoro-noisy",
    cosine_uoro[1000] - cosine_uoro[10] - 0.1,
    both(
        "UORO is right on average and noisy one at a time: only the mean of many estimates points there.",
        "UORO는 평균이 맞을 뿐 하나하나는 잡음이 커서, 많은 추정을 평균해야 그 방향을 가리킵니다.",
    ),
)

# %% cost
n, i, steps = 100, 100, 1000  # units, inputs and steps of a network of ordinary size
weights = n * (i + n + 1)
KEPT, WORK = both("numbers kept", "간직하는 수"), both("multiplications a step", "시점마다 곱셈")
HEADS = (both("method", "방법"), both("exact", "정확함"), KEPT, WORK)
YES, NO = both("yes", "예"), both("no", "아니요")
COSTS = [
    (both("BPTT"), YES, steps * n, n * n + weights),  # the states of all steps
    (both("RTRL"), YES, n * weights, n * n * weights),  # how each unit depends on each weight
    (both("SnAp-1"), NO, weights, 2 * weights),
    (both("UORO"), NO, n + weights, n * n + 3 * weights),
]
table("costs", [dict(zip(HEADS, row, strict=True)) for row in COSTS], {KEPT: ",d", WORK: ",d"})

# %% [markdown] lang="en"
# ## What this does not show
# Nothing is learnt here. An inexact gradient may be enough to learn from, and for a network that must learn while it
# runs, without an end to go back from, it must go forward, or cut the way back short. The table counts for 1000 steps:
# what BPTT keeps grows with the sequence, the others stay as they are.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기서는 아무것도 학습하지 않습니다. 정확하지 않은 기울기로도 배울 수는 있고, 끝이 없어 되돌아갈 곳이 없는 채
# 돌아가며 배워야 하는 신경망이라면 앞으로 나아가거나 되돌아갈 길을 짧게 잘라야 합니다. 표는 1000 시점일 때의 수입니다.
# BPTT가 간직할 것은 입력 길이에 따라 늘고 나머지는 그대로입니다.
