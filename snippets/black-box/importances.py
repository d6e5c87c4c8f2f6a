# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Which variables does a model say are important, and does it tell the truth?
# The truth is known: V1 to V5 matter, V6 to V10 do nothing. To be seen: what comes with the model counts its own
# construction; what asks its predictions finds the truth.

# %% [markdown] lang="ko"
# # 모델이 중요하다고 하는 변수, 정말 중요한가
# 정답을 압니다. V1부터 V5까지는 작용하고 V6부터 V10까지는 아무 일도 하지 않습니다. 모델에 딸려 나오는 값은 모델을
# 어떻게 지었는지를 세고, 예측에 묻는 방법은 정답을 찾습니다.

# %% [markdown] lang="en"
# ## Five ways of asking trees
# LightGBM counts splits, or adds up their gain; a forest adds up the impurity that its splits remove. Permutation
# importance and SHAP values ask the predictions.

# %% [markdown] lang="ko"
# ## 트리에 묻는 다섯 가지 방법
# LightGBM은 분할(split) 수를 세거나 분할로 얻은 이득(gain)을 더합니다. 랜덤 포레스트는 분할로 줄어든 불순도(impurity)를
# 더합니다. 순열 중요도와 SHAP 값은 예측에 묻습니다.

# %% measures
import numpy as np
from sklearn.inspection import permutation_importance

from lab.opaque import boosting, contributions, forest
from lab.tables import MATTER, NAMES, friedman

SEEDS = range(5)


def shuffled(model, x, y):
    """Return by how much R² falls when a column is shuffled, (columns,)."""
    return permutation_importance(model, x, y, n_repeats=3, random_state=0).importances_mean


MEASURES = {
    "split": lambda trees, wood, t: trees.booster_.feature_importance("split"),
    "gain": lambda trees, wood, t: trees.booster_.feature_importance("gain"),
    "impurity": lambda trees, wood, t: wood.feature_importances_,
    "permutation": lambda trees, wood, t: shuffled(trees, t.x_new, t.y_new).clip(0),
    "shap": lambda trees, wood, t: np.abs(contributions(trees, t.x_new)[:, :-1]).mean(axis=0),
}

# %% measure


def shares(seed):
    """Return what each measure gives each variable, as a share of the whole, (measures, 10)."""
    t = friedman(seed)
    trees, wood = boosting(seed).fit(t.x, t.y), forest(seed).fit(t.x, t.y)
    found = np.array([measure(trees, wood, t) for measure in MEASURES.values()], dtype=float)
    return found / found.sum(axis=1, keepdims=True)


share = np.array([shares(seed) for seed in SEEDS])  # (seeds, measures, 10)
idle = {name: share[:, i, MATTER:].sum(axis=1) for i, name in enumerate(MEASURES)}  # to V6 … V10 together

# %% [markdown] lang="en"
# ## Nothing to learn
# Now the answers are shuffled, so that no variable matters, and V6 to V10 are rounded to 0 or 1. An importance that is
# a share of something adds up to one all the same.

# %% [markdown] lang="ko"
# ## 배울 것이 없을 때
# 이번에는 답을 뒤섞어 어느 변수도 작용하지 않게 하고, V6부터 V10까지는 0이나 1로 반올림합니다. 무언가의 몫으로 나타낸
# 중요도는 이때도 더하면 1이 됩니다.

# %% nothing


def nothing(seed):
    """Fit a forest to shuffled answers; return its R² on new rows, impurity shares and permutation importances."""
    t, rng = friedman(seed), np.random.default_rng(seed)
    x, x_new = (np.c_[part[:, :MATTER], part[:, MATTER:].round()] for part in (t.x, t.x_new))
    wood = forest(seed).fit(x, rng.permutation(t.y))
    y_new = rng.permutation(t.y_new)
    return wood.score(x_new, y_new), wood.feature_importances_, shuffled(wood, x_new, y_new)


chance, impurity, permuted = (np.array(part) for part in zip(*map(nothing, SEEDS), strict=True))

# %% claims
from further import both, claim, figure, value

for name, found in idle.items():
    value(f"{name}-idle", found)
value("nothing-r2", chance)
value("nothing-many-values", impurity[:, :MATTER].sum(axis=1))
value("nothing-permuted", np.abs(permuted).max(axis=1))
claim(
    "splits-mislead",
    idle["split"] - 0.25,
    both(
        "More than a quarter of LightGBM's splits are at variables that do nothing.",
        "LightGBM의 분할 가운데 4분의 1이 넘는 수가 아무 일도 하지 않는 변수에 있습니다.",
    ),
)
claim(
    "predictions-tell",
    0.06 - np.maximum(idle["permutation"], idle["shap"]),
    both(
        "Permutation importance and SHAP values give those variables hardly anything.",
        "순열 중요도와 SHAP 값은 그런 변수에 거의 아무것도 주지 않습니다.",
    ),
)
claim(
    "nothing-to-learn",
    -chance,
    both(
        "With shuffled answers the forest predicts new rows worse than their mean does.",
        "답을 뒤섞으면 랜덤 포레스트는 새 행을 평균보다도 못 맞힙니다.",
    ),
)
claim(
    "impurity-finds-something",
    impurity[:, :MATTER].sum(axis=1) - 0.75,
    both(
        "Even then its built-in importance gives more than three quarters to the variables that have many values.",
        "그런데도 내장 중요도는 값의 종류가 많은 변수에 4분의 3이 넘는 몫을 줍니다.",
    ),
)
claim(
    "permutation-finds-nothing",
    0.06 - np.abs(permuted).max(axis=1),
    both(
        "Permutation importance on new rows finds hardly anything in any variable.",
        "새 행에서 잰 순열 중요도는 어느 변수에서도 거의 아무것도 찾지 않습니다.",
    ),
)

# %% figure
import altair as alt

TITLES = {
    "split": both("LightGBM: splits", "LightGBM 분할 수"),
    "gain": both("LightGBM: gain", "LightGBM 이득"),
    "permutation": both("LightGBM: permutation", "LightGBM 순열 중요도"),
    "shap": both("LightGBM: SHAP values", "LightGBM SHAP 값"),
}
KINDS = (both("matters", "작용함"), both("does nothing", "아무 일도 하지 않음"))
ORDER = [both(name) for name in NAMES]


def panel(name):
    """Draw what one measure gives each variable: bars of the mean, and the range of the seeds."""
    found = share[:, list(MEASURES).index(name)]
    rows = [
        {
            "v": v,
            "kind": KINDS[k >= MATTER],
            "y": round(x.mean(), 3),
            "low": round(x.min(), 3),
            "high": round(x.max(), 3),
        }
        for k, (v, x) in enumerate(zip(ORDER, found.T, strict=True))
    ]
    y = {"title": both("share", "몫"), "scale": alt.Scale(domain=[0, 0.4]), "axis": alt.Axis(format=".0%", tickCount=4)}
    base = alt.Chart(alt.Data(values=rows)).encode(alt.X("v:N", title=None, sort=ORDER, axis=alt.Axis(labelAngle=-90)))
    tips = [
        alt.Tooltip("v:N", title=both("variable", "변수")),
        alt.Tooltip("y:Q", title=both("share", "몫"), format=".1%"),
    ]
    colour = alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(KINDS)))
    bars = base.mark_bar(opacity=0.8).encode(alt.Y("y:Q", **y), colour, tooltip=tips)
    spread = base.mark_rule().encode(alt.Y("low:Q", **y), y2="high:Q")
    return alt.layer(bars, spread).properties(width=225, height=130, title=TITLES[name])


figure(
    "shares",
    alt.concat(*map(panel, TITLES), columns=2),
    alt=both(
        "What four measures give V1 to V10, as shares. By the number of splits the five variables that do nothing "
        "are each only somewhat lower than those that matter; by gain, permutation importance and SHAP values they are "
        "close to zero.",
        "네 가지 방법이 V1부터 V10까지에 주는 몫. 분할 수로 보면 아무 일도 하지 않는 변수 다섯도 작용하는 변수보다 "
        "조금 낮을 뿐이고, 이득과 순열 중요도와 SHAP 값으로 보면 0에 가깝다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# All ten columns are independent here. What happens to permutation importance and to SHAP values when two columns go
# together is another experiment. Gain came off well on this table; on shuffled answers it is a share as well, and
# adds up to one.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기서는 열 개가 모두 서로 독립입니다. 두 열이 함께 움직일 때 순열 중요도와 SHAP 값이 어떻게 되는지는 다른 실험에서
# 봅니다. 이득은 이 표에서는 괜찮았지만, 뒤섞은 답에서는 이것도 몫이라서 더하면 1이 됩니다.
