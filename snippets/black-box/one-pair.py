# %% [markdown] lang="en"
# # How much of the black box is needed?
# LightGBM may be told which columns it may combine in a tree. To be seen: ten separate curves lose much, ten columns of
# which one pair may act together lose nothing; and the pair can be found from the data.

# %% [markdown] lang="ko"
# # 블랙박스는 얼마나 필요한가
# LightGBM에는 트리 하나에서 어떤 열끼리 함께 써도 되는지 정해 줄 수 있습니다. 따로 노는 곡선 열 개로는 많이 잃지만, 한
# 쌍만 함께 작용하게 두면 아무것도 잃지 않습니다. 그 쌍은 자료에서 찾을 수 있습니다.

# %% [markdown] lang="en"
# ## Curves, then a pair
# First an additive model: every tree looks at one column, so the model is a sum of ten curves. What it leaves over is
# given to small trees that see two columns at a time; the pair that explains most of it may then act together.

# %% [markdown] lang="ko"
# ## 곡선 다음에 한 쌍
# 먼저 가법 모델(additive model)입니다. 트리마다 열을 하나만 보므로 모델은 곡선 열 개의 합입니다. 거기서 남은 것을 한
# 번에 두 열만 보는 작은 트리에 주고, 남은 것을 가장 많이 설명하는 쌍이 함께 작용하게 합니다.

# %% pair
from itertools import combinations

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from lab.opaque import boosting, network
from lab.tables import friedman

SEEDS, EACH = range(5), [[k] for k in range(10)]


def best_pair(model, t):
    """Return the two columns that explain most of what a model leaves over."""
    left = t.y - model.predict(t.x)

    def explained(pair):
        tree = DecisionTreeRegressor(max_leaf_nodes=8, min_samples_leaf=20, random_state=0)
        return tree.fit(t.x[:, pair], left).score(t.x[:, pair], left)

    return max(map(list, combinations(range(10), 2)), key=explained)


# %% fit
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler


def fitted(seed):
    """Return the models by name, fitted, the pair that was found, and the table."""
    t = friedman(seed)
    additive = boosting(seed, interaction_constraints=EACH).fit(t.x, t.y)
    pair = best_pair(additive, t)
    alone = [[k] for k in range(10) if k not in pair]
    models = {
        "line": make_pipeline(StandardScaler(), LinearRegression()),
        "squares": make_pipeline(StandardScaler(), PolynomialFeatures(2), LinearRegression()),  # 66 numbers
        "pair": boosting(seed, interaction_constraints=[pair, *alone]),
        "full": boosting(seed),
        "network": network(seed),
    }
    return {"additive": additive} | {name: model.fit(t.x, t.y) for name, model in models.items()}, pair, t


runs = [fitted(seed) for seed in SEEDS]
NAMES_OF = list(runs[0][0])
r2 = {name: np.array([models[name].score(t.x_new, t.y_new) for models, _, t in runs]) for name in NAMES_OF}

# %% curves
from lab.opaque import dependence

GRID = np.linspace(0, 1, 31)


def curves(model, rows):
    """Return the curve of each column around its own mean, (10, 31): all there is in an additive model."""
    means = np.array([dependence(model.predict, rows, k, GRID) for k in range(10)])
    return means - means.mean(axis=1, keepdims=True)


def rebuilt(model, rows, x):
    """Return predictions made of the ten curves alone, (rows of x,)."""
    start = model.predict(rows).mean()
    return start + sum(dependence(model.predict, rows, k, x[:, k]) - start for k in range(10))


drawn = np.array([curves(models["additive"], t.x[:10]) for models, _, t in runs])  # (seeds, 10, 31)
models, _, t = runs[0]
error = np.abs(rebuilt(models["additive"], t.x[:10], t.x_new[:50]) - models["additive"].predict(t.x_new[:50])).max()

# %% values
from further import both, claim, figure, value

for name, scores in r2.items():
    value(f"{name}-r2", scores)
value("pairs-found", sum(pair == [0, 1] for _, pair, _ in runs))

# %% claims
claim(
    "sum-of-curves",
    bool(error < 1e-8),
    both(
        "The additive model is nothing but its ten curves: added up they give its predictions.",
        "가법 모델은 곡선 열 개가 전부입니다. 곡선을 더하면 그대로 예측이 됩니다.",
    ),
)
claim(
    "curves-lose",
    r2["full"] - r2["additive"] - 0.04,
    both(
        "With curves alone LightGBM predicts clearly worse than when it may combine everything.",
        "곡선만으로는 LightGBM이 모든 열을 섞어 쓸 때보다 뚜렷이 못 맞힙니다.",
    ),
)
claim(
    "pair-found",
    [pair == [0, 1] for _, pair, _ in runs],
    both(
        "What the curves leave over points to V1 and V2 out of forty-five pairs.",
        "곡선이 남긴 것은 마흔다섯 쌍 가운데 V1과 V2를 가리킵니다.",
    ),
)
claim(
    "pair-suffices",
    r2["pair"] - np.maximum(r2["full"], r2["network"]) + 0.02,
    both(
        "With this one pair it predicts about as well as the full LightGBM and the network.",
        "이 한 쌍만 더하면 전체 LightGBM이나 신경망과 거의 같은 정도로 예측합니다.",
    ),
)
claim(
    "squares-help",
    r2["squares"] - r2["line"] - 0.1,
    both(
        "Linear regression that is given squares and products predicts far better than without.",
        "선형 회귀도 제곱과 곱을 넣어 주면 없을 때보다 훨씬 잘 예측합니다.",
    ),
)

# %% bars
import altair as alt

TITLES = {
    "line": both("straight lines (11 numbers)", "직선(수 11개)"),
    "squares": both("with squares and products (66)", "제곱과 곱도(수 66개)"),
    "additive": both("ten curves", "곡선 10개"),
    "pair": both("eight curves, one surface", "곡선 8개, 곡면 1개"),
    "full": both("LightGBM, no limits", "LightGBM, 제한 없음"),
    "network": both("neural network", "신경망"),
}
KINDS = (both("readable", "읽힘"), both("opaque", "읽히지 않음"))
rows = [
    {"name": title, "kind": KINDS[name in ("full", "network")], "r2": round(float(score), 3)}
    for name, title in TITLES.items()
    for score in r2[name]
]
X = alt.X("r2:Q", title=both("R² on new rows", "새 행의 R²"), scale=alt.Scale(domain=[0.65, 1]))
colour, shape = (
    kind("kind:N", title=None, scale=alt.Scale(domain=list(KINDS)), legend=alt.Legend(columns=1))
    for kind in (alt.Color, alt.Shape)
)
dots = alt.Chart(alt.Data(values=rows), height=210).mark_point(filled=True, opacity=0.6)
dots = dots.encode(
    X,
    alt.Y("name:N", title=None, sort=list(TITLES.values())),
    colour,
    shape,
    tooltip=[alt.Tooltip("name:N", title=both("model", "모델")), alt.Tooltip("r2:Q", title=both("R²"))],
)

# %% figure
figure(
    "needed",
    dots,
    alt=both(
        "R² on new rows of six models, one dot a seed. Straight lines are lowest, ten curves and the polynomial in the "
        "middle; eight curves with one surface, the full LightGBM and the network are at the right, level.",
        "여섯 모델의 새 행에서의 R², 시드마다 점 하나. 직선이 가장 낮고 곡선 10개와 다항식이 중간이다. 곡선 8개에 "
        "곡면 1개를 더한 모델과 전체 LightGBM, 신경망은 오른쪽에 나란히 있다.",
    ),
)

# %% curve-panels
PANELS = {f"V{k + 1}": [k] for k in range(5)} | {"V6–V10": range(5, 10)}
X = alt.X("x:Q", title=None, axis=alt.Axis(values=[0, 0.5, 1]))
Y = alt.Y("y:Q", title=both("adds", "더하는 양"), scale=alt.Scale(domain=[-5, 5]), axis=alt.Axis(values=[-4, 0, 4]))
tips = [alt.Tooltip("x:Q", title=both("value", "값")), alt.Tooltip("y:Q", title=both("adds", "더하는 양"))]


def panel(name):
    """Draw the curves of one variable, or of the idle ones, one line a table."""
    points = [
        {"x": round(x, 3), "y": round(float(y), 2), "line": 10 * seed + k}
        for k in PANELS[name]
        for seed in SEEDS
        for x, y in zip(GRID[::2], drawn[seed, k, ::2], strict=True)
    ]
    lines = alt.Chart(alt.Data(values=points)).mark_line(strokeWidth=1.2, opacity=0.5)
    lines = lines.encode(X, Y, alt.Detail("line:N"), tooltip=tips)
    return lines.properties(width=132, height=110, title=both(name))


# %% curves-figure
figure(
    "curves",
    alt.concat(*map(panel, PANELS), columns=3),
    alt=both(
        "The ten curves of the additive model, one line for each of five tables. V4 rises most, V5 half as much, V1 "
        "and V2 rise and level off, V3 is a parabola; the five idle variables lie flat at zero.",
        "가법 모델의 곡선 열 개, 다섯 표마다 선 하나. V4가 가장 많이 오르고 V5는 그 절반쯤, V1과 V2는 오르다가 "
        "평평해지며, V3은 포물선이다. 아무 일도 하지 않는 다섯 변수는 0에 평평하게 놓인다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Here one pair is all the interaction there is. Where many variables act together, in images or sentences above all, no
# handful of curves will do.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기서는 함께 작용하는 쌍이 하나뿐입니다. 많은 변수가 함께 작용하는 곳, 특히 이미지나 문장에서는 곡선 몇 개로 되지
# 않습니다.
