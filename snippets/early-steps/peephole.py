# %% [markdown] lang="en"
# # What does a peephole add, and to which gate?
# The gates of an LSTM see the input and the hidden state. With peepholes (Gers and Schmidhuber 2000) they see the cell
# too: the input and the forget gate the old one, the output gate the new one. To be seen: a gate then feels a cell
# that shows nothing; and an early symbol is remembered no better.

# %% [markdown] lang="ko"
# # 핍홀은 어느 게이트에 무엇을 더하는가
# LSTM의 게이트는 입력과 은닉 상태를 봅니다. 핍홀 연결(peephole)을 두면 셀도 봅니다(Gers, Schmidhuber 2000). 입력
# 게이트와 망각 게이트(forget gate)는 이전 셀을, 출력 게이트는 새 셀을 봅니다. 그러면 게이트는 내보이지 않는 셀도
# 압니다. 그러나 앞에 나온 기호를 더 잘 기억하지는 않습니다.

# %% [markdown] lang="en"
# ## The published equations
# As Greff and others (2017) write the LSTM with peepholes, unit by unit with plain numbers; the cell used below must
# give the same. With its peepholes at 0 it must give what PyTorch's LSTM gives.

# %% [markdown] lang="ko"
# ## 논문의 식
# Greff 외(2017)가 적은 핍홀 LSTM의 식을 유닛마다 보통의 수로 계산합니다. 아래에서 쓸 셀은 이와 같은 값을 내야 합니다.
# 핍홀을 0으로 두면 PyTorch의 LSTM과 같은 값을 내야 합니다.

# %% equations
from math import exp, tanh


def sigmoid(total):
    return 1 / (1 + exp(-total))


def step(x, h, c, W, U, b, p):
    """Return the new h and c: W[gate][unit] and U[gate][unit] are lists, b[gate][unit] and p[gate][unit] numbers."""

    def total(gate, k):
        inputs = sum(w * number for w, number in zip(W[gate][k], x, strict=True))
        return inputs + sum(u * number for u, number in zip(U[gate][k], h, strict=True)) + b[gate][k]

    units = range(len(c))
    i = [sigmoid(total("i", k) + p["i"][k] * c[k]) for k in units]  # sees the old cell
    f = [sigmoid(total("f", k) + p["f"][k] * c[k]) for k in units]  # sees the old cell
    new = [f[k] * c[k] + i[k] * tanh(total("g", k)) for k in units]
    o = [sigmoid(total("o", k) + p["o"][k] * new[k]) for k in units]  # sees the new cell
    return [o[k] * tanh(new[k]) for k in units], new


# %% compare
import torch

from lab.cells import Peephole, unroll
from lab.runs import Runs

SEEDS = range(6)
INPUTS, UNITS, STEPS = 3, 5, 20
GATES = ("i", "f", "g", "o")

runs = Runs(SEEDS)
cell = Peephole(runs, INPUTS, UNITS).double()
x = runs.normal(1, STEPS, INPUTS).double()  # (seeds, 1, steps, inputs)


def by_gate(weights, seed):
    """Return a seed's weights, (rows, 4 units), as lists by gate: one list of ``rows`` numbers for each unit."""
    blocks = weights[seed].detach().T.reshape(4, UNITS, -1).tolist()
    return dict(zip(GATES, blocks, strict=True))


def by_equations(seed):
    """Return the hidden states that the equations give, (steps, units)."""
    h, c = [0.0] * UNITS, [0.0] * UNITS
    W, U = by_gate(cell.W, seed), by_gate(cell.U, seed)
    b = {gate: [number for (number,) in units] for gate, units in by_gate(cell.b, seed).items()}
    p = dict(zip("ifo", cell.p[seed, :, 0].tolist(), strict=True))
    states = []
    for now in x[seed, 0].tolist():
        h, c = step(now, h, c, W, U, b, p)
        states.append(h)
    return states


written_out = torch.tensor([by_equations(seed) for seed in SEEDS], dtype=torch.float64)
off_equations = (unroll(cell, x)[0][:, 0] - written_out).abs().amax(dim=(1, 2))  # (seeds,)

# %% compare-lstm


@torch.no_grad()
def off_pytorch(seed):
    """Return the largest difference from PyTorch's own LSTM once the peepholes are 0."""
    theirs = torch.nn.LSTM(INPUTS, UNITS, batch_first=True).double()
    theirs.weight_ih_l0.copy_(cell.W[seed].T)
    theirs.weight_hh_l0.copy_(cell.U[seed].T)
    theirs.bias_ih_l0.copy_(cell.b[seed, 0])
    theirs.bias_hh_l0.zero_()
    return float((theirs(x[seed])[0] - unroll(cell, x)[0][seed]).abs().max())


with torch.no_grad():
    cell.p.zero_()
off_lstm = [off_pytorch(seed) for seed in SEEDS]

# %% same
from further import both, claim, table, value

value("equations-difference", off_equations)  # largest of any unit and step
value("lstm-difference", off_lstm)
claim(
    "equations",
    bool(off_equations.max() < 1e-12 and max(off_lstm) < 1e-12),
    both(
        "The cell used here gives what the published equations give, and without its peepholes what PyTorch's LSTM "
        "gives.",
        "여기서 쓰는 셀은 논문의 식과 같은 값을 내고, 핍홀이 없으면 PyTorch의 LSTM과 같은 값을 냅니다.",
    ),
)

# %% [markdown] lang="en"
# ## Does the forget gate feel the cell?
# Without peepholes a gate learns of the cell only through h, and so only if the output gate lets it out. How much does
# the next forget gate change with the cell, as the output gate closes?

# %% [markdown] lang="ko"
# ## 망각 게이트는 셀을 아는가
# 핍홀이 없으면 게이트는 은닉 상태를 거쳐서만 셀을 압니다. 그러니 출력 게이트가 내보내야 알 수 있습니다. 출력 게이트가
# 닫힐수록 다음 망각 게이트가 셀에 따라 얼마나 달라지는지 잽니다.

# %% feel
OUTPUT_BIASES = (0.0, -5.0, -20.0)  # from half open to shut


def feel(output_bias, peepholes):
    """Return how much the forget gate of the next step changes with its own cell, mean over units, (seeds,)."""
    runs = Runs(SEEDS)
    cell = Peephole(runs, INPUTS, UNITS).double()
    with torch.no_grad():
        cell.b[:, :, 3 * UNITS :] = output_bias
        cell.p.fill_(1.0 if peepholes else 0.0)
    c = torch.full((len(SEEDS), 1, UNITS), 0.5, dtype=torch.float64, requires_grad=True)
    h = torch.sigmoid(cell.b[:, :, 3 * UNITS :] + cell.p[:, 2] * c) * torch.tanh(c)  # what the output gate lets out
    total = (h @ cell.U + cell.b)[:, :, UNITS : 2 * UNITS] + cell.p[:, 1] * c
    (slope,) = torch.autograd.grad(torch.sigmoid(total).sum(), c)
    return slope.abs().mean((1, 2)).numpy()


felt = {(bias, peep): feel(bias, peep) for bias in OUTPUT_BIASES for peep in (False, True)}

# %% claim-feel
import numpy as np

claim(
    "shut-gate",
    np.minimum(np.log10(felt[-20.0, True] / felt[-20.0, False]) - 6, np.log10(felt[0.0, False]) + 3),
    both(
        "Behind a shut output gate the forget gate feels the cell through the peephole only; behind an open one it "
        "feels it anyway.",
        "출력 게이트가 닫히면 망각 게이트는 핍홀로만 셀을 압니다. 열려 있으면 핍홀이 없어도 압니다.",
    ),
)
HEADS = (
    both("bias of the output gate", "출력 게이트 편향"),
    both("no peephole", "핍홀 없음"),
    both("peephole", "핍홀 있음"),
)
rows = [(int(bias), float(felt[bias, False].mean()), float(felt[bias, True].mean())) for bias in OUTPUT_BIASES]
table("felt", [dict(zip(HEADS, row, strict=True)) for row in rows], dict.fromkeys(HEADS[1:], ".1e"))


# %% [markdown] lang="en"
# ## Does it lengthen memory?
# The first of 31 symbols is asked for at the end, as in the experiment on recall. LSTM with and without peepholes, as
# built and with a forget bias of 3, each of at most 3000 parameters.

# %% [markdown] lang="ko"
# ## 기억이 길어지는가
# 기호 31개 가운데 첫 기호를 끝에서 묻습니다. 핍홀이 있는 LSTM과 없는 LSTM을 기본값과 망각 편향 3으로 학습합니다.
# 매개변수는 모두 3000개를 넘지 않습니다.

# %% recall
from lab.cells import LSTM
from lab.models import Model
from lab.readers import Forward
from lab.remedies import forget_bias
from lab.runs import count, widest
from lab.tasks import Recall
from lab.training import accuracy, train

TASK = Recall(length=31, lag=30)
BUDGET, BATCHES, RATE = 3000, 300, 3e-3
CELLS = {
    "lstm": lambda runs, n: LSTM(runs, 16, n),
    "peephole": lambda runs, n: Peephole(runs, 16, n),
    "lstm-bias": lambda runs, n: forget_bias(LSTM(runs, 16, n), 3),
    "peephole-bias": lambda runs, n: forget_bias(Peephole(runs, 16, n), 3),
}


def recall(cell):
    """Return the number of parameters, and the right answers after training, (seeds,)."""

    def make(runs, n):
        return Model(runs, TASK.tokens, 16, Forward(cell(runs, n)), TASK.clues)

    runs = Runs(SEEDS)
    model = make(runs, widest(make, BUDGET))
    train(model, TASK, runs, BATCHES, rate=RATE)
    return count(model), accuracy(model, TASK, runs).numpy()


results = {name: recall(cell) for name, cell in CELLS.items()}
right = {name: shares for name, (_, shares) in results.items()}

# %% claim-recall
for name, (size, shares) in results.items():
    value(f"recall-{name}", shares)
    value(f"recall-{name}-parameters", size)
claim(
    "no-longer-memory",
    0.5 - right["peephole"],
    both(
        "With peepholes the LSTM as built does not learn to recall the first symbol either.",
        "기본값인 LSTM은 핍홀이 있어도 첫 기호를 떠올리는 법을 배우지 못합니다.",
    ),
)
claim(
    "bias-is-enough",
    np.minimum(right["lstm-bias"], right["peephole-bias"]) - 0.6,
    both(
        "With a forget bias of 3 it learns that, with peepholes and without.",
        "망각 편향을 3으로 잡으면 핍홀이 있든 없든 배웁니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# One task of memory. A large comparison (Greff and others 2017) found no task among three on which leaving the
# peepholes out hurt significantly. What they are good for is another task: telling time.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 기억 과제 하나일 뿐입니다. 대규모 비교(Greff 외 2017)에서도 세 과제 어디서나 핍홀을 빼도 유의하게 나빠지지 않았습니다.
# 핍홀이 쓸모 있는 과제는 따로 있습니다. 시간을 재는 일입니다.
