# %% [markdown] lang="en"
# # Is our GloVe right?
# The experiment about the homonym uses a GloVe of a hundred lines. In one case the best answer is known: when every
# cell of the table counts alike, GloVe has to reach what the singular value decomposition (SVD) gives. To be seen: it
# does.

# %% [markdown] lang="ko"
# # 직접 쓴 GloVe는 맞는가
# 동음이의어 실험에서는 백 줄 남짓으로 직접 쓴 GloVe를 사용합니다. 최적의 답을 미리 아는 경우가 하나 있습니다. 표의
# 모든 칸을 똑같이 중요하게 다루면 GloVe는 특잇값 분해(SVD)가 주는 답에 이르러야 합니다. 실제로 그렇게 되는지 봅니다.

# %% [markdown] lang="en"
# ## A table whose answer is known
# GloVe fits each logarithm of a count by a product of two vectors plus one offset for the row and one for the column.
# Here the logarithms are made that way, of three dimensions, so that three dimensions must fit them exactly, and fewer
# as well as the truncated SVD does once row and column means are taken off.

# %% [markdown] lang="ko"
# ## 답을 아는 표
# GloVe는 횟수의 로그를 두 벡터의 곱에 행의 값 하나와 열의 값 하나를 더해 맞춥니다. 여기서는 로그를 처음부터 그렇게
# 3차원으로 만듭니다. 따라서 3차원이면 정확히 맞아야 하고, 차원이 그보다 적으면 행과 열의 평균을 뺀 뒤 잘라 낸 SVD만큼
# 맞아야 합니다.

# %% table
import numpy as np

from lab import glove

WORDS, RANK = 12, 3
random = np.random.default_rng(0)
logs = random.normal(size=(WORDS, RANK)) @ random.normal(size=(RANK, WORDS))
logs += random.normal(size=(WORDS, 1)) + random.normal(size=(1, WORDS))  # (WORDS, WORDS): what GloVe is to fit
alike = np.ones_like(logs)  # every cell counts the same

# %% optimum
centred = logs - logs.mean(axis=0) - logs.mean(axis=1, keepdims=True) + logs.mean()
singular = np.linalg.svd(centred, compute_uv=False)  # (WORDS,), largest first
optimum = {d: float((singular[d:] ** 2).sum()) for d in (1, 2, 3)}  # squared error that d dimensions leave

# %% fit
SEEDS = range(5)
STEPS = 4000  # enough for the slowest start to arrive


def loss_after(steps: int, d: int, start: int) -> float:
    """Return GloVe's loss after so many steps from a random start."""
    return glove.loss(glove.fit(logs, alike, d, seed=start, steps=steps), logs, alike)


reached = {d: [loss_after(STEPS, d, start) for start in SEEDS] for d in optimum}

# %% claim-optimum
from further import both, claim, figure, value

for d in optimum:
    value(f"reached-{d}", reached[d])
    value(f"optimum-{d}", optimum[d])
claim(
    "optimum",
    [1e-3 - max(abs(reached[d][start] / optimum[d] - 1) for d in (1, 2)) for start in SEEDS],
    both(
        "With too few dimensions, GloVe reaches the error of the truncated SVD, to within a thousandth.",
        "차원이 모자라면 GloVe는 잘라 낸 SVD의 오차에 이르며 차이는 1000분의 1이 되지 않습니다.",
    ),
)

# %% claim-exact
claim(
    "exact",
    [1e-6 - loss for loss in reached[RANK]],
    both(
        "With as many dimensions as the table was made of, GloVe fits it all but exactly.",
        "표를 만든 차원만큼 주면 GloVe는 표를 거의 정확히 맞춥니다.",
    ),
)

# %% chart
import altair as alt

LABELS = {1: both("1 dimension", "1차원"), 2: both("2 dimensions", "2차원"), 3: both("3 dimensions", "3차원")}
FLOOR = 1e-4  # where the axis ends: three dimensions go on falling
rows = [
    {"steps": steps, "dimensions": LABELS[d], "loss": max(loss_after(steps, d, start=0), FLOOR)}
    for d in optimum
    for steps in (1, 3, 10, 30, 100, 300, 1000, 3000)
]
Y = {"title": both("loss", "손실"), "scale": alt.Scale(type="log", domain=[FLOOR, 1000])}
best = alt.Chart(alt.Data(values=[{"loss": optimum[d]} for d in (1, 2)])).mark_rule(strokeDash=[4, 3])
base = alt.Chart(alt.Data(values=rows), height=280).encode(
    alt.X("steps:Q", title=both("steps", "학습 단계"), scale=alt.Scale(type="log"), axis=alt.Axis(format=",")),
    alt.Y("loss:Q", **Y),
    tooltip=alt.Tooltip("loss:Q", title=both("loss", "손실"), format=".3~g"),
)

# %% figure
above = base.transform_filter("datum.steps == 3000 && datum.loss > 1").mark_text(align="right", dy=-11)
beside = base.transform_filter("datum.steps == 1000 && datum.loss < 1").mark_text(align="right", dx=-10, dy=10)
names = above.encode(text="dimensions:N") + beside.encode(text="dimensions:N")
lines = base.mark_line(point=True).encode(alt.Detail("dimensions:N"))

figure(
    "losses",
    best.encode(alt.Y("loss:Q", **Y)) + lines + names,
    alt=both(
        "Loss against training steps for one, two and three dimensions. The first two lines come to rest on dashed "
        "lines, the errors of the truncated SVD; the third falls off the bottom.",
        "1차원, 2차원, 3차원의 손실을 학습 단계에 따라 그렸습니다. 앞의 두 선은 잘라 낸 SVD의 오차인 점선에 이르러 "
        "멈추고, 셋째 선은 바닥 아래로 떨어집니다.",
    ),
)

# %% [markdown] lang="en"
# ## What it does not show
# That the vectors are good, or that GloVe is an SVD: the weights, which let frequent pairs count more and leave empty
# cells out, are exactly what an SVD cannot do. With them no answer is known beforehand.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 벡터가 좋다는 뜻도, GloVe가 곧 SVD라는 뜻도 아닙니다. 잦은 쌍을 더 중요하게 다루고 빈칸을 빼는 가중치(weight)가 바로
# SVD로는 할 수 없는 일이며, 가중치가 있으면 답을 미리 알 수 없습니다.
