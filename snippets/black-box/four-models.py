# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # One table, V1 to V10: what can four models say about V3?
# A table is drawn whose truth is known: V3 acts as a parabola, V1 and V2 act together, V6 to V10 do nothing. To be
# seen: the model that can be read says that V3 does nothing; the three that cannot be read, when asked, say what it
# does.

# %% [markdown] lang="ko"
# # V1부터 V10까지 표 하나, 네 모델은 V3에 대해 무엇을 말하는가
# 정답을 아는 표를 만듭니다. V3은 포물선으로 작용하고 V1과 V2는 함께 작용하며 V6부터 V10까지는 아무 일도 하지 않습니다.
# 읽을 수 있는 모델은 V3이 아무 일도 하지 않는다고 하고, 읽을 수 없는 세 모델은 물어보면 V3이 무엇을 하는지 답합니다.

# %% [markdown] lang="en"
# ## The table and the models
# The function is Friedman's (1991), which happens to have ten variables, five of them idle. All models see the same
# 1500 rows and are judged on 500 others.

# %% [markdown] lang="ko"
# ## 표와 모델
# 함수는 프리드먼(Friedman, 1991)의 것으로, 마침 변수가 열 개이고 그중 다섯 개는 쓰이지 않습니다. 모든 모델이 같은
# 1500행을 배우고 다른 500행으로 평가받습니다.

# %% truth
import numpy as np


def answer(v, noise):
    """Return the answer of each row; v is (rows, 10), even between 0 and 1, noise is (rows,) with deviation 1."""
    v1, v2, v3, v4, v5 = v[:, :5].T  # V6 to V10 do nothing
    return 10 * np.sin(np.pi * v1 * v2) + 20 * (v3 - 0.5) ** 2 + 10 * v4 + 5 * v5 + noise


# %% fit
from lab.opaque import four, numbers_inside
from lab.tables import MATTER, NAMES, friedman, truth

SEEDS = range(5)
MODELS = ("linear", "forest", "boosting", "network")
V3, V4 = NAMES.index("V3"), NAMES.index("V4")

tables = [friedman(seed) for seed in SEEDS]
assert np.allclose(truth(tables[0].x), answer(tables[0].x, 0))
fitted = [{name: model.fit(t.x, t.y) for name, model in four(s).items()} for s, t in zip(SEEDS, tables, strict=True)]
r2 = np.array(
    [[models[name].score(t.x_new, t.y_new) for name in MODELS] for models, t in zip(fitted, tables, strict=True)]
)

# %% [markdown] lang="en"
# ## Two ways of asking
# Permutation importance shuffles one column of the new rows and looks how much R² falls. Partial dependence sets one
# column to a value in all rows and takes the mean of the predictions. Both need predictions only, so every model can be
# asked in the same way.

# %% [markdown] lang="ko"
# ## 묻는 방법 두 가지
# 순열 중요도(permutation importance)는 새 행에서 한 열을 뒤섞고 R²이 얼마나 떨어지는지 봅니다. 부분 의존(partial
# dependence)은 모든 행에서 한 열을 같은 값으로 두고 예측의 평균을 냅니다. 둘 다 예측만 있으면 되므로 어느 모델에나
# 똑같이 물을 수 있습니다.

# %% ask
from sklearn.inspection import permutation_importance

from lab.opaque import dependence

GRID = np.linspace(0, 1, 11)


def importance(model, t):
    """Return by how much R² on new rows falls when a column is shuffled, (10,): mean of three shuffles."""
    return permutation_importance(model, t.x_new, t.y_new, n_repeats=3, random_state=0).importances_mean


def curves_of(predict, rows):
    """Return the mean prediction as each column runs from 0 to 1, around the mean of the curve, (10, 11)."""
    means = np.array([dependence(predict, rows, k, GRID) for k in range(10)])
    return means - means.mean(axis=1, keepdims=True)


# %% answers
pairs = list(zip(fitted, tables, strict=True))
drops = np.array([[importance(models[name], t) for name in MODELS] for models, t in pairs])  # (seeds, models, 10)
curves = np.array([[curves_of(models[n].predict, t.x_new[:60]) for n in MODELS] for models, t in pairs])
true = curves_of(truth, np.random.default_rng(0).random((5000, 10)))  # (10, 11)

# %% values
from further import both, claim, figure, table, value

coefficients = np.array([models["linear"][-1].coef_ for models in fitted])  # (seeds, 10), per standard deviation
sizes = {name: [numbers_inside(models[name]) for models in fitted] for name in MODELS}
idle = drops[:, :, MATTER:].max(axis=2)  # largest importance of V6 to V10, (seeds, models)
for i, name in enumerate(MODELS):
    value(f"{name}-r2", r2[:, i])
    value(f"{name}-size", int(np.median(sizes[name])))
    value(f"{name}-v3", drops[:, i, V3])
value("linear-coefficient-v3", coefficients[:, V3])
value("linear-coefficient-v4", coefficients[:, V4])

# %% claims
claim(
    "linear-blind",
    0.1 * np.abs(coefficients[:, V4]) - np.abs(coefficients[:, V3]),
    both(
        "Linear regression gives V3, which matters, a coefficient that is next to nothing beside that of V4.",
        "선형 회귀는 실제로 작용하는 V3에 V4에 견주어 없다시피 한 계수를 줍니다.",
    ),
)
claim(
    "opaque-predict-better",
    r2[:, 1:].min(axis=1) - r2[:, 0] - 0.05,
    both(
        "On this table forest, LightGBM and network all predict new rows better than linear regression.",
        "이 표에서는 랜덤 포레스트, LightGBM, 신경망 모두 새 행을 선형 회귀보다 잘 예측합니다.",
    ),
)
claim(
    "asked-they-say",
    (drops[:, 1:, V3] - 5 * idle[:, 1:]).min(axis=1),
    both(
        "Asked by shuffling, all three say that V3 matters more than five times as much as any variable that does "
        "nothing.",
        "열을 섞어 물으면 세 모델 모두, V3이 아무 일도 하지 않는 어느 변수보다 다섯 배 넘게 중요하다고 답합니다.",
    ),
)

# %% claim-shape
follows = np.array([[np.corrcoef(curves[s, i, V3], true[V3])[0, 1] for i in (1, 2, 3)] for s in SEEDS])
claim(
    "shape",
    follows.min(axis=1) - 0.9,
    both(
        "The curves that the three give for V3 have the shape of the true parabola.",
        "세 모델이 V3에 대해 그리는 곡선은 실제 포물선과 모양이 같습니다.",
    ),
)

# %% rows
TITLES = {
    "linear": both("Linear regression", "선형 회귀"),
    "forest": both("Random forest", "랜덤 포레스트"),
    "boosting": both("LightGBM"),
    "network": both("Neural network", "신경망"),
}


def shares(name, k):
    """Return the share of column k in a tree model's built-in importance, mean over seeds."""
    built_in = np.array([models[name].feature_importances_ for models in fitted], dtype=float)
    return (built_in / built_in.sum(axis=1, keepdims=True)).mean(axis=0)[k]


c3, c4 = coefficients.mean(axis=0)[[V3, V4]]
i3, s3 = shares("forest", V3), shares("boosting", V3)
OWN_WORD = {
    "linear": both(f"coefficient {c3:.2f} (V4: {c4:.2f})", f"계수 {c3:.2f}(V4 {c4:.2f})"),
    "forest": both(f"{i3:.0%} of impurity", f"불순도의 {i3:.0%}"),
    "boosting": both(f"{s3:.0%} of splits", f"분할의 {s3:.0%}"),
    "network": both("nothing: 64 weights leave V3", "없음(가중치 64개)"),
}

# %% table
HEADS = {
    "model": both("model", "모델"),
    "r2": both("R² on new rows", "새 행의 R²"),
    "size": both("numbers inside", "안에 든 수"),
    "own": both("by itself, of V3", "V3에 대해 스스로"),
    "asked": both("asked: R² lost", "물으면 R²"),
}


def row(i, name):
    cells = TITLES[name], f"{r2[:, i].mean():.2f}", f"{np.median(sizes[name]):,.0f}", OWN_WORD[name]
    return dict(zip(HEADS.values(), (*cells, f"{abs(drops[:, i, V3].mean()):.2f}"), strict=True))


table("models", [row(i, name) for i, name in enumerate(MODELS)])

# %% chart
import altair as alt

BIND = alt.binding_range(min=1, max=10, step=1, name=both("Variable V", "변수 V"))
asked = alt.param("asked", value=3, bind=BIND)
X = alt.X("x:Q", title=both("value", "값"), axis=alt.Axis(values=[0, 0.5, 1]), scale=alt.Scale(domain=[0, 1]))
LINES = {"truth": both("truth", "실제"), "model": both("model", "모델")}


def points(table):
    """Yield the points of ten curves, (seeds, 10, 11): mean, least and largest of the seeds."""
    for k in range(10):
        for x, y in zip(GRID, table[:, k].T, strict=True):
            numbers = {"y": y.mean()} | ({"low": y.min(), "high": y.max()} if len(table) > 1 else {})
            yield {"k": k + 1, "x": round(x, 1)} | {n: round(float(v), 2) for n, v in numbers.items()}


def notes(i):
    """Yield the name of each variable and the R² that a model loses without it."""
    for k, drop in enumerate(drops[:, i].mean(axis=0)):
        lost = f"−{drop:.2f}" if drop >= 0.005 else "0.00"
        yield {"k": k + 1, "name": both(f"V{k + 1}"), "drop": both(f"R² {lost}")}


# %% panels
def asked_for(rows=None):
    """Return a chart of the rows of the variable asked for; without rows, of those of the layer."""
    return (alt.Chart() if rows is None else alt.Chart(alt.Data(values=list(rows)))).transform_filter(
        "datum.k == asked"
    )


def line(chart, of, y):
    """Draw one line that the legend knows."""
    scale = {"domain": list(LINES.values())}
    dash = alt.StrokeDash("of:N", title=None, scale=alt.Scale(**scale, range=[[5, 4], [1, 0]]))
    tips = [
        alt.Tooltip("k:Q", title=both("Variable V", "변수 V")),
        alt.Tooltip("x:Q", title=both("value", "값")),
        alt.Tooltip("y:Q", title=both("effect", "영향")),
    ]
    drawn = chart.transform_calculate(of=f"'{LINES[of]}'").mark_line()
    return drawn.encode(
        X, alt.Y("y:Q", **y), dash, alt.Color("of:N", title=None, scale=alt.Scale(**scale)), tooltip=tips
    )


def panel(i, name):
    """Draw what one model says about the variable asked for, beside the truth."""
    y = {"title": both("effect", "영향"), "scale": alt.Scale(domain=[-7, 7]), "axis": alt.Axis(values=[-5, 0, 5])}
    band = asked_for().mark_area(opacity=0.25).encode(X, alt.Y("low:Q", **y), y2="high:Q")
    mine = alt.layer(band, line(asked_for(), "model", y), data=alt.Data(values=list(points(curves[:, i]))))
    real = line(asked_for(points(true[None])), "truth", y)
    words = asked_for(notes(i))
    word = words.mark_text(fontWeight="bold", fontSize=15).encode(text="name:N", x=alt.value(62), y=alt.value(8))
    lost = words.mark_text().encode(text="drop:N", x=alt.value(62), y=alt.value(181))
    return alt.layer(real, mine, word, lost).properties(width=124, height=190, title=TITLES[name])


# %% figure
chart = alt.hconcat(*[panel(i, name) for i, name in enumerate(MODELS)], spacing=10)
figure(
    "says",
    chart.add_params(asked),
    alt=both(
        "Four panels, one a model, for the variable V3: how the mean prediction changes as V3 runs from 0 to 1, and "
        "the true parabola dashed. Linear regression draws a flat line and loses no R² when V3 is shuffled. Random "
        "forest, LightGBM and neural network draw the parabola, the forest a flatter one, and lose R².",
        "모델마다 하나씩 네 칸에, V3이 0에서 1까지 변할 때 평균 예측이 어떻게 바뀌는지 그리고 실제 포물선을 점선으로 "
        "나타냈다. 선형 회귀는 평평한 선을 그리고 V3을 섞어도 R²을 잃지 않는다. 랜덤 포레스트, LightGBM, 신경망은 "
        "포물선을 그리는데 랜덤 포레스트의 것이 더 완만하며, 모두 R²을 잃는다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# One function, chosen because a straight line is blind to V3: the table was made to show that this can happen, not how
# often it does. The columns are independent; with columns that go together both ways of asking need care. And a curve
# of V1 alone is a mean: it hides that V1 acts together with V2.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 직선이 V3을 보지 못하도록 고른 함수 하나입니다. 이런 일이 있을 수 있음을 보이려고 만든 표이지, 얼마나 자주 있는지를
# 보이지는 않습니다. 열이 서로 독립인데, 함께 움직이는 열이라면 두 방법 모두 조심해서 써야 합니다. 그리고 V1만의 곡선은
# 평균이라서, V1이 V2와 함께 작용한다는 사실을 가립니다.
