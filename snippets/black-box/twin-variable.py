# %% [markdown] lang="en"
# # A variable gets a twin: who still knows what it does?
# A copy of V4 with a little noise joins the table. Nothing in the truth changes. To be seen: the readable model loses
# its answer to *what does V4 do* as well, for the question has lost its one answer.

# %% [markdown] lang="ko"
# # 쌍둥이가 생긴 변수, 무엇을 하는지 누가 아는가
# V4에 작은 잡음을 더한 복사본을 표에 넣습니다. 실제 함수는 그대로입니다. 읽을 수 있는 모델도 *V4가 무엇을 하는가*에
# 대한 답을 잃습니다. 물음 자체에 답이 하나가 아니게 되었기 때문입니다.

# %% [markdown] lang="en"
# ## The readable model
# Linear regression is fitted to 120 samples of 300 rows, drawn with replacement from the table: as many answers as one
# could have got. The true coefficient of V4 is 10.

# %% [markdown] lang="ko"
# ## 읽을 수 있는 모델
# 표에서 300행씩 120번 복원 추출해(부트스트랩, bootstrap) 선형 회귀를 적합합니다. 얻을 수 있었던 답이 그만큼 있는
# 셈입니다. V4의 실제 계수는 10입니다.

# %% twin
import numpy as np
from sklearn.linear_model import LinearRegression

from lab.tables import NAMES, friedman

SEEDS, SAMPLES, ROWS = range(5), 120, 300
V4, TWIN = NAMES.index("V4"), len(NAMES)  # the twin is the last column
NOISE = 0.02  # of a variable between 0 and 1


def with_twin(t, rng):
    """Return the table with a near-copy of V4 as an eleventh column."""
    x, x_new = (np.c_[part, part[:, V4] + rng.normal(0, NOISE, len(part))] for part in (t.x, t.x_new))
    return t._replace(x=x, x_new=x_new)


def resampled(t, rng):
    """Return the coefficients that linear regression gets from each sample, (samples, columns)."""
    draws = rng.integers(0, len(t.x), (SAMPLES, ROWS))
    return np.array([LinearRegression().fit(t.x[draw], t.y[draw]).coef_ for draw in draws])


# %% coefficients
tables = [friedman(seed) for seed in SEEDS]
twins = [with_twin(t, np.random.default_rng(seed)) for seed, t in enumerate(tables)]
alone = np.array([resampled(t, np.random.default_rng(seed))[:, V4] for seed, t in enumerate(tables)])
pair = np.array([resampled(t, np.random.default_rng(seed))[:, [V4, TWIN]] for seed, t in enumerate(twins)])
together = pair.sum(axis=2)  # (seeds, samples)

# %% [markdown] lang="en"
# ## The opaque models
# Forest, LightGBM and network learn with and without the twin, and are asked by permutation importance; at last V4 and
# its twin are shuffled together.

# %% [markdown] lang="ko"
# ## 읽을 수 없는 모델
# 랜덤 포레스트, LightGBM, 신경망이 쌍둥이 없이, 그리고 쌍둥이와 함께 배운 뒤 순열 중요도로 답합니다. 마지막에는 V4와
# 쌍둥이를 함께 섞습니다.

# %% permute
from lab.opaque import boosting, forest, network

MODELS = {"forest": lambda seed: forest(seed, trees=50, max_features=0.33), "boosting": boosting, "network": network}


def drop(model, t, columns, rng):
    """Return by how much R² on new rows falls when columns are shuffled together."""
    x = t.x_new.copy()
    x[:, columns] = rng.permutation(x[:, columns])
    return model.score(t.x_new, t.y_new) - model.score(x, t.y_new)


def asked(name, seed):
    """Return the importance of V4: alone, beside its twin, and of the two together."""
    lone = MODELS[name](seed).fit(tables[seed].x, tables[seed].y)
    beside = MODELS[name](seed).fit(twins[seed].x, twins[seed].y)
    draws = [np.random.default_rng(k) for k in range(3)]
    cases = (lone, tables[seed], [V4]), (beside, twins[seed], [V4]), (beside, twins[seed], [V4, TWIN])
    return [np.mean([drop(*case, rng) for rng in draws]) for case in cases]


drops = {name: np.array([asked(name, seed) for seed in SEEDS]) for name in MODELS}  # (seeds, 3)

# %% values
from further import both, claim, figure, value

value("alone-sd", alone.std(axis=1))
value("twin-sd", pair[:, :, 0].std(axis=1))
value("together-sd", together.std(axis=1))
value("together-mean", together.mean(axis=1))
value("wrong-sign", (pair[:, :, 0] < 0).mean(axis=1))
for name, found in drops.items():
    for i, case in enumerate(("alone", "twin", "both")):
        value(f"{name}-{case}", found[:, i])

# %% claims
claim(
    "coefficient-scatters",
    pair[:, :, 0].std(axis=1) / alone.std(axis=1) - 5,
    both(
        "With a twin in the table the coefficient of V4 scatters more than five times as widely as without.",
        "표에 쌍둥이가 있으면 V4의 계수는 없을 때보다 다섯 배 넘게 흩어집니다.",
    ),
)
claim(
    "sum-stays",
    1.2 * alone.std(axis=1) - together.std(axis=1),
    both(
        "The sum of the two coefficients scatters hardly more than that of V4 alone did.",
        "두 계수의 합은 V4 혼자일 때의 계수보다 거의 더 흩어지지 않습니다.",
    ),
)
claim(
    "importance-falls",
    np.min([0.8 * found[:, 0] - found[:, 1] for found in drops.values()], axis=0),
    both(
        "In forest, LightGBM and network alike, permutation importance of V4 falls when it gets a twin.",
        "랜덤 포레스트, LightGBM, 신경망 어디서나 V4의 순열 중요도는 쌍둥이가 생기면 떨어집니다.",
    ),
)
claim(
    "together-restored",
    np.min([found[:, 2] - 0.8 * found[:, 0] for found in drops.values()], axis=0),
    both(
        "Shuffled together, the two are about as important as V4 alone was.",
        "둘을 함께 섞으면 V4 혼자일 때와 거의 같은 만큼 중요합니다.",
    ),
)

# %% figure
import altair as alt

SEED = 0
WHAT = {
    both("V4, without a twin", "V4, 쌍둥이 없음"): alone[SEED],
    both("V4, with a twin", "V4, 쌍둥이 있음"): pair[SEED, :, 0],
    both("its twin", "쌍둥이"): pair[SEED, :, 1],
    both("V4 and twin, summed", "V4와 쌍둥이의 합"): together[SEED],
}
dots = [
    {"what": what, "c": round(float(c), 2), "up": round(float(up), 2)}
    for what, found in WHAT.items()
    for c, up in zip(found, np.random.default_rng(0).random(SAMPLES), strict=True)
]
X = alt.X("c:Q", title=both("coefficient in one sample (truth: 10)", "한 표본에서의 계수(실제 10)"))
strips = alt.Chart(alt.Data(values=dots)).mark_circle(size=14, opacity=0.45)
strips = strips.encode(
    X,
    alt.Y("what:N", title=None, sort=list(WHAT), axis=alt.Axis(labelLimit=150)),
    alt.YOffset("up:Q"),
    alt.Color("what:N", title=None, legend=None, scale=alt.Scale(domain=list(WHAT))),
    tooltip=[alt.Tooltip("c:Q", title=both("coefficient", "계수"))],
)
zero = alt.Chart(alt.Data(values=[{"c": 0}])).mark_rule(strokeDash=[4, 3]).encode(X)
figure(
    "coefficients",
    alt.layer(zero, strips).properties(height=230),
    alt=both(
        "Coefficients of linear regression in 120 samples. V4 without a twin: all close to 10. With a twin, those of "
        "V4 and of the twin are spread widely, some below zero. Their sum is close to 10 again.",
        "표본 120개에서 얻은 선형 회귀의 계수. 쌍둥이가 없으면 V4의 계수는 모두 10 가까이에 있다. 쌍둥이가 있으면 V4와 "
        "쌍둥이의 계수가 넓게 흩어지고 일부는 0보다 작다. 둘의 합은 다시 10 가까이에 있다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# A copy with so little noise is an extreme case. How the importance is divided between the two is a matter of chance
# and of the model; that neither gets all of it is not. SHAP values divide it too.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 잡음이 이렇게 작은 복사본은 극단적인 경우입니다. 중요도가 둘 사이에 어떻게 나뉘는지는 우연과 모델에 달렸지만, 어느
# 쪽도 전부를 갖지 못한다는 점은 그렇지 않습니다. SHAP 값도 나뉩니다.
