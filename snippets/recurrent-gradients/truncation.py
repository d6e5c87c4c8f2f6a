# %% [markdown] lang="en"
# # What does truncation cost?
# Truncated backpropagation goes back over the last k steps and stops. It bounds memory and work; what is the price? To
# be seen: a clue more than k steps back gets no credit at all, exactly 0. How much the network then remembers of
# it depends on the seed.

# %% [markdown] lang="ko"
# # 역전파를 자르면 무엇을 잃는가
# 절단(truncated) 역전파는 마지막 k 시점(time step)까지만 거슬러 올라가고 멈춥니다. 메모리와 계산이 줄어드는 대신
# 치르는 값을 묻습니다. k 시점보다 앞에 있는 단서에는 기울기(gradient)가 정확히 0입니다. 그때 신경망이 단서를
# 얼마나 기억하는지는 시드(seed)에 달려 있습니다.

# %% set-up
import torch

from lab import remedies
from lab.cells import GRU
from lab.models import Model
from lab.readers import Truncated
from lab.runs import Runs
from lab.tasks import Recall

SEEDS = range(6)
LAG = 30  # steps from the clue to the question
BACK = (1, 5, 10, 20, 30, 31)  # steps that the gradient goes back; 31 reaches the clue
INPUTS, UNITS = 16, 32
TASK = Recall(LAG + 1, LAG)


def build(runs, back):
    """Return a GRU with chrono start values, which can learn the task, with the gradient cut after ``back`` steps."""
    cell = remedies.chrono(runs, GRU(runs, INPUTS, UNITS), LAG)
    return Model(runs, TASK.tokens, INPUTS, Truncated(cell, back), TASK.clues)


# %% credit
from lab.training import losses


def credit(back):
    """Return how long the gradient is that reaches the clue before any training, (seeds,)."""
    runs = Runs(SEEDS)
    model = build(runs, back)
    (tokens,), answers = TASK(runs, 64)
    (slope,) = torch.autograd.grad(losses(model, (tokens,), answers).sum(), model.table)  # (seeds, tokens, INPUTS)
    return slope[:, : TASK.clues].norm(dim=(1, 2)).numpy()


credits = {back: credit(back) for back in BACK}

# %% learn
from lab.training import accuracy, train

STEPS, RATE = 300, 2e-3


def learn(back):
    """Return the share of right answers after training, (seeds,)."""
    runs = Runs(SEEDS)
    model = build(runs, back)
    train(model, TASK, runs, STEPS, rate=RATE)
    return accuracy(model, TASK, runs).numpy()


right = {back: learn(back) for back in BACK}

# %% values
from further import both, claim, figure, value

for back in BACK:
    value(f"right-{back}", right[back])
value("credit-whole", credits[LAG + 1])

# %% claims
claim(
    "no-credit",
    all((credits[back] == 0).all() for back in BACK[:-1]) and bool((credits[LAG + 1] > 0).all()),
    both(
        "The clue gets a gradient only if it is not farther back than the cut; before that, exactly none.",
        "단서가 자른 곳보다 멀지 않을 때만 기울기가 닿고, 그보다 멀면 정확히 0입니다.",
    ),
)
claim(
    "truncation-costs",
    right[LAG + 1] - right[5] - 0.1,
    both(
        "Cut after five steps, the network answers less well than with the whole way back, after the same training.",
        "5 시점에서 자르면 끝까지 거슬러 올라갈 때보다 같은 학습을 하고도 덜 맞힙니다.",
    ),
)

# %% figure
import altair as alt

rows = [{"back": back, "right": round(float(share), 3)} for back in BACK for share in right[back]]
x = alt.X("back:Q", title=both("steps that the gradient goes back", "기울기가 거슬러 올라가는 시점 수"))
x.scale, x.axis = alt.Scale(domain=[0, LAG + 2], nice=False), alt.Axis(values=[0, 5, 10, 20, 30])
y = alt.Y("right:Q", title=both("right answers", "정답 비율"), scale=alt.Scale(domain=[0, 1]))
y.axis = alt.Axis(format=".0%")
base = alt.Chart(alt.Data(values=rows)).encode(x)
dots = base.mark_point(filled=True, size=60, opacity=0.5).encode(
    y,
    tooltip=[
        alt.Tooltip("back:Q", title=both("steps back", "거슬러 간 시점 수")),
        alt.Tooltip("right:Q", title=both("right answers", "정답 비율"), format=".0%"),
    ],
)
middle = alt.Chart(alt.Data(values=[{"back": k, "right": round(float(right[k].mean()), 3)} for k in BACK]))
reach = alt.Chart(alt.Data(values=[{"back": LAG + 1, "right": 0.06, "text": both("the clue", "단서")}])).encode(x)

figure(
    "right",
    alt.layer(
        reach.mark_rule(strokeDash=[4, 3]),
        reach.mark_text(align="right", dx=-6).encode(y, text="text:N"),
        middle.mark_line().encode(x, y),
        dots,
    ).properties(height=280),
    alt=both(
        "Right answers against the number of steps that the gradient goes back, one dot a seed and a line through the "
        "means. From near chance, a quarter, at one step the line climbs with a wide spread; only where the gradient "
        "reaches the clue, at a dashed line, are all seeds right.",
        "기울기가 거슬러 올라가는 시점 수에 따른 정답 비율을 시드마다 점 하나로 찍고 평균을 선으로 이었다. 1 "
        "시점에서는 우연 수준인 4분의 1에 가깝고 시점이 늘수록 올라가지만 시드마다 크게 다르다. 기울기가 단서에 닿는 "
        "점선 위에서만 모든 시드가 다 맞힌다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Cut networks can be above chance although the clue gets no credit, probably because a cell that starts open carries
# it along untrained, the readout learns to find it, and the last k steps teach the gate to keep what is there. How
# well that works differs from seed to seed. In a long text the cuts move from place to place, so a clue is sometimes
# near enough; here it never is.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 단서에는 기울기가 닿지 않는데도 잘린 신경망이 우연보다 잘 맞히기도 합니다. 열린 채 시작한 셀이 학습 없이도 단서를
# 실어 나르고, 출력층이 그 흔적을 찾는 법을 배우며, 마지막 k 시점이 게이트에 지금 있는 것을 간직하라고 가르치기
# 때문으로 보입니다. 얼마나 잘되는지는 시드마다 크게 다릅니다. 긴 글에서는 자르는 자리가 옮겨 다녀 단서가 가끔
# 안쪽에 들어오지만 여기서는 한 번도 들어오지 않습니다.
