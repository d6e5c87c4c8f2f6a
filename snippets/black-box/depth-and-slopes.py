# %% [markdown] lang="en"
# # What takes the coefficient away: depth or non-linearity?
# A network has a slope in every column at every row: the coefficient that it has *there*. To be seen: without
# non-linearity any depth is one matrix; one hidden layer with it is enough for the slope to differ from row to row.

# %% [markdown] lang="ko"
# # 계수를 없애는 것은 깊이인가, 비선형인가
# 신경망에는 행마다 열마다 기울기가 있습니다. *그 자리에서의* 계수입니다. 비선형이 없으면 아무리 깊어도 행렬 하나이고,
# 비선형이 있으면 은닉층(hidden layer) 하나로도 기울기가 행마다 달라집니다.

# %% [markdown] lang="en"
# ## Deep and linear
# Four hidden layers of 32 without an activation are trained, and then multiplied out.

# %% [markdown] lang="ko"
# ## 깊지만 선형
# 활성화 함수(activation function) 없이 32짜리 은닉층 네 개를 학습하고 곱해 버립니다.

# %% one-matrix
import numpy as np

from lab.opaque import network
from lab.slopes import slopes
from lab.tables import NAMES, friedman

SEEDS, WIDTH = range(5), 32
tables = [friedman(seed) for seed in SEEDS]


def multiplied(model):
    """Return the one matrix and the one bias that linear layers amount to, (10, 1) and (1,)."""
    core = model.regressor_[-1]
    matrix, bias = np.eye(10), np.zeros(10)
    for weight, shift in zip(core.coefs_, core.intercepts_, strict=True):
        matrix, bias = matrix @ weight, bias @ weight + shift
    return matrix, bias


t = tables[0]
deep = network(0, (WIDTH,) * 4, activation="identity").fit(t.x, t.y)
matrix, bias = multiplied(deep)
short = deep.transformer_.inverse_transform(deep.regressor_[0].transform(t.x_new) @ matrix + bias)[:, 0]
collapse = np.abs(short - deep.predict(t.x_new)).max()  # in units of the answer

# %% [markdown] lang="en"
# ## Non-linear, and deeper
# The same layers with tanh, and from none to eight of them. The truth has slopes too: that of V3 runs from −20 to 20,
# that of V4 is 10 everywhere.

# %% [markdown] lang="ko"
# ## 비선형, 그리고 더 깊게
# 같은 층에 tanh를 두고 0층부터 8층까지 봅니다. 실제 함수에도 기울기가 있습니다. V3의 기울기는 −20에서 20까지 변하고
# V4의 기울기는 어디서나 10입니다.

# %% depths
DEPTHS = (0, 1, 2, 4, 8)
V3, V4 = NAMES.index("V3"), NAMES.index("V4")


def steepness(seed, depth):
    """Return the R² on new rows of a network of this depth and its slope at each of them, (500, 10)."""
    t = tables[seed]
    model = network(seed, (WIDTH,) * depth, activation="tanh").fit(t.x, t.y)
    return model.score(t.x_new, t.y_new), slopes(model, t.x_new)


found = [[steepness(seed, depth) for depth in DEPTHS] for seed in SEEDS]
r2 = np.array([[score for score, _ in row] for row in found])  # (seeds, depths)
steep = np.array([[slope for _, slope in row] for row in found])  # (seeds, depths, rows, 10)
spread = steep[..., :5].std(axis=2) / np.abs(steep[..., :5]).mean(axis=2)  # of V1 to V5, in parts of their size
mean_spread = spread.mean(axis=2)  # (seeds, depths)
minority = np.minimum((steep > 0).mean(axis=2), (steep < 0).mean(axis=2))  # rows whose sign is the rarer one

# %% true-slopes
rows = np.concatenate([t.x_new for t in tables])
product, side = np.pi * rows[:, 0] * rows[:, 1], rows[:, :2]
true = np.stack([*(10 * np.pi * side[:, ::-1] * np.cos(product)[:, None]).T, 40 * (rows[:, V3] - 0.5)], axis=1)
true_spread = (true.std(axis=0) / np.abs(true).mean(axis=0)).sum() / 5  # V4 and V5 add nothing

# %% values
from further import both, claim, figure, value

value("collapse-error", float(collapse))
value("true-spread", float(true_spread))
for i, depth in enumerate(DEPTHS):
    value(f"r2-{depth}", r2[:, i])
    value(f"spread-{depth}", mean_spread[:, i])
    value(f"v3-minority-{depth}", minority[:, i, V3])
    value(f"v4-sd-{depth}", steep[:, i, :, V4].std(axis=1))

# %% claims
claim(
    "one-matrix",
    bool(collapse < 1e-9),
    both(
        "Four linear hidden layers, multiplied out to one matrix, predict exactly the same.",
        "선형 은닉층 네 개는 행렬 하나로 곱해 두어도 똑같이 예측합니다.",
    ),
)
claim(
    "first-layer",
    (mean_spread[:, 1] - mean_spread[:, 0]) - 3 * np.abs(mean_spread[:, -1] - mean_spread[:, 1]),
    both(
        "The first non-linear layer changes how far slopes differ from row to row more than three times as much as "
        "seven more do.",
        "행마다 기울기가 다른 정도는 비선형 층 하나가 처음 들어올 때, 일곱 층을 더할 때보다 세 배 넘게 바뀝니다.",
    ),
)
claim(
    "v3-both-signs",
    minority[:, 1:, V3].min(axis=1) - 0.35,
    both(
        "From one hidden layer on, more than a third of the rows have the other sign of V3's slope.",
        "은닉층이 하나라도 있으면 V3의 기울기는 3분의 1이 넘는 행에서 부호가 반대입니다.",
    ),
)
claim(
    "v4-one-sign",
    0.03 - minority[:, :, V4].max(axis=1),
    both(
        "V4's slope keeps its sign in nearly every row at every depth.",
        "V4의 기울기는 어느 깊이에서든 거의 모든 행에서 부호가 같습니다.",
    ),
)
claim(
    "deeper-wobbles",
    steep[:, -1, :, V4].std(axis=1) - steep[:, 1, :, V4].std(axis=1),
    both(
        "With eight layers V4's slope, which is the same everywhere in truth, varies more than with one.",
        "실제로는 어디서나 같은 V4의 기울기가, 한 층일 때보다 여덟 층일 때 더 들쭉날쭉합니다.",
    ),
)

# %% figure
import altair as alt

SEED, SHOWN = 0, 100
TITLES = {
    V3: both("V3: slope at each row", "V3, 행마다의 기울기"),
    V4: both("V4: slope at each row", "V4, 행마다의 기울기"),
}


def panel(k):
    """Draw one dot for the slope at each row, for each depth."""
    jitter = np.random.default_rng(0).random(SHOWN).round(2)
    dots = [
        {"depth": depth, "slope": round(float(y), 1), "aside": float(x)}
        for i, depth in enumerate(DEPTHS)
        for x, y in zip(jitter, steep[SEED, i, :SHOWN, k], strict=True)
    ]
    y = alt.Y("slope:Q", title=both("slope", "기울기"), scale=alt.Scale(domain=[-20, 20]))
    x = alt.X("depth:O", title=both("hidden layers", "은닉층 수"), axis=alt.Axis(labelAngle=0))
    tips = [alt.Tooltip("slope:Q", title=both("slope", "기울기")), alt.Tooltip("depth:O", title=both("layers", "층"))]
    cloud = alt.Chart(alt.Data(values=dots)).mark_circle(size=12, opacity=0.45)
    return cloud.encode(x, y, alt.XOffset("aside:Q"), tooltip=tips).properties(width=240, height=230, title=TITLES[k])


figure(
    "slopes",
    alt.hconcat(panel(V3), panel(V4)),
    alt=both(
        "Slopes of networks with 0, 1, 2, 4 and 8 hidden layers at 100 rows. For V3 they are all one number near "
        "zero without a hidden layer, and spread from below −10 to above 10 with one or more. For V4 they stay "
        "around 10, more widely the deeper the network.",
        "은닉층이 0, 1, 2, 4, 8개인 신경망의 100행에서의 기울기. V3은 은닉층이 없으면 모두 0에 가까운 수 하나이고, "
        "하나라도 있으면 −10 아래에서 10 위까지 퍼진다. V4는 10 근처에 머물며 깊을수록 더 퍼진다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The table has 1500 rows and a smooth truth; more depth has nothing to find in it. In tasks that need many steps depth
# is used, and slopes tell less there. Width, decay and passes are the same for all depths, and none was tuned for
# depth.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 표는 1500행이고 실제 함수가 매끄러워, 깊이를 더해도 찾을 것이 없습니다. 여러 단계가 필요한 과제에서는 깊이가 쓰이고
# 기울기가 말해 주는 것도 줄어듭니다. 너비, 가중치 감쇠, 학습 횟수는 깊이마다 같고 깊이에 맞추어 조정하지 않았습니다.
