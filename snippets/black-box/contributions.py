# %% [markdown] lang="en"
# # What did V3 do in this very row?
# A coefficient says the same for every row. SHAP values and integrated gradients say for each row how much each
# variable moved its prediction. To be seen: on a table whose truth is known, what they say of V3 is nearly the truth.

# %% [markdown] lang="ko"
# # 이 행에서 V3은 무엇을 했는가
# 계수는 모든 행에 같은 말을 합니다. SHAP 값과 통합 기울기(integrated gradients)는 행마다 각 변수가 예측을 얼마나
# 옮겼는지 말합니다. 정답을 아는 표에서 V3에 대해 하는 말은 정답과 거의 같습니다.

# %% [markdown] lang="en"
# ## Two tools
# LightGBM computes SHAP values of its trees itself; a test of this repository compares them with Shapley's formula.
# For the network, captum follows the gradient on the straight way from a reference row, here V1 = … = V10 = 0.5, to
# the row.

# %% [markdown] lang="ko"
# ## 도구 두 가지
# LightGBM은 자기 트리의 SHAP 값을 스스로 계산하며, 이 저장소의 테스트가 그 값을 섀플리(Shapley)의 공식과 비교합니다.
# 신경망은 captum이 기준 행(여기서는 V1 = … = V10 = 0.5)에서 그 행까지 곧게 가면서 기울기를 모읍니다.

# %% quiet
import warnings

warnings.filterwarnings("ignore", message="IProgress")  # captum would show progress bars; none is wanted here

# %% explain
import numpy as np
import torch
from captum.attr import IntegratedGradients

from lab.opaque import boosting, contributions, network
from lab.slopes import as_torch
from lab.tables import NAMES, friedman, parts

SEEDS = range(5)
V3, V4 = NAMES.index("V3"), NAMES.index("V4")


def shap(model, x):
    """Return what each column adds to each row's prediction, (rows, 10), and the prediction of a row unknown."""
    found = contributions(model, x)
    return found[:, :-1], found[0, -1]


def integrated(model, x):
    """Return the same for a network, beside the prediction of the reference row."""
    net, reference = as_torch(model), torch.full((1, x.shape[1]), 0.5, dtype=torch.float64)
    found = IntegratedGradients(net).attribute(torch.tensor(x), reference, n_steps=50)
    return found.numpy(), net(reference).item()


# %% measure
def both_tools(seed):
    """Return, for trees and network, (tools, rows, 10) contributions, the largest error of their sum, and the table."""
    t = friedman(seed)
    models = boosting(seed).fit(t.x, t.y), network(seed).fit(t.x, t.y)
    found = [tool(model, t.x_new) for tool, model in zip((shap, integrated), models, strict=True)]
    sums = [added.sum(axis=1) + start for added, start in found]
    errors = [np.abs(total - model.predict(t.x_new)).max() for total, model in zip(sums, models, strict=True)]
    return np.array([added for added, _ in found]), errors, t.x_new


added, errors, rows = (np.array(part) for part in zip(*map(both_tools, SEEDS), strict=True))


def agreement(of, tool, k):
    """Return the correlation, over rows, of what a tool gives column k with ``of`` the rows, by seed."""
    return np.array([np.corrcoef(added[s, tool, :, k], of(rows[s]))[0, 1] for s in SEEDS])


# %% values
from further import both, claim, figure, value

parabola = [agreement(lambda x: parts(x)[:, 1], tool, V3) for tool in (0, 1)]
straight = [agreement(lambda x: x[:, V3], tool, V3) for tool in (0, 1)]
level = [agreement(lambda x: x[:, V4], tool, V4) for tool in (0, 1)]
for i, name in enumerate(("shap", "integrated")):
    value(f"{name}-v3", parabola[i])
    value(f"{name}-straight", np.abs(straight[i]))
    value(f"{name}-v4", level[i])
value("shap-error", errors[:, 0].max())
value("integrated-error", errors[:, 1].max())

# %% claims
claim(
    "adds-up",
    bool(errors[:, 0].max() < 1e-9),
    both(
        "LightGBM's SHAP values of a row add up to its prediction, together with the mean prediction.",
        "LightGBM의 SHAP 값은 한 행 안에서 평균 예측과 함께 더하면 그 행의 예측이 됩니다.",
    ),
)
claim(
    "v3-found",
    np.minimum(*parabola) - 0.9,
    both(
        "Row by row, what both tools say of V3 follows the true parabola closely.",
        "두 도구가 행마다 V3에 대해 하는 말은 실제 포물선과 거의 일치합니다.",
    ),
)
claim(
    "no-coefficient",
    0.4 - np.abs(straight).max(axis=0),
    both(
        "Its correlation with the value of V3 itself is weak at best, so no coefficient could say it.",
        "V3의 값 자체와의 상관은 기껏해야 약해서, 계수 하나로는 할 수 없는 말입니다.",
    ),
)

# %% figure
import altair as alt

SHOWN, SEED = 200, 0
TITLES = {
    "trees": both("LightGBM, SHAP values", "LightGBM, SHAP 값"),
    "network": both("Network, integrated gradients", "신경망, 통합 기울기"),
}
X = alt.X("x:Q", title=both("V3 in the row", "행의 V3"), scale=alt.Scale(domain=[0, 1]))
X.axis = alt.Axis(values=[0, 0.5, 1])
grid = np.linspace(0, 1, 31)


def panel(tool, name):
    """Draw what a tool says of V3, one dot a row, and the true parabola, both around their mean over rows."""
    x, y = rows[SEED][:, V3], added[SEED, tool, :, V3]
    dots = [{"x": round(a, 3), "y": round(b - y.mean(), 3)} for a, b in zip(x[:SHOWN], y[:SHOWN], strict=True)]
    line = [{"x": round(a, 3), "y": round(20 * (a - 0.5) ** 2 - 5 / 3, 3)} for a in grid]
    scale = alt.Y("y:Q", title=both("moves the answer by", "답을 옮기는 양"), scale=alt.Scale(domain=[-3, 5]))
    tips = [alt.Tooltip("x:Q", title=both("V3")), alt.Tooltip("y:Q", title=both("moves by", "옮기는 양"))]
    cloud = alt.Chart(alt.Data(values=dots)).mark_circle(size=22, opacity=0.6).encode(X, scale, tooltip=tips)
    curve = alt.Chart(alt.Data(values=line)).mark_line(strokeDash=[5, 4], strokeWidth=1.6).encode(X, scale)
    return alt.layer(cloud, curve.encode(color=alt.value("gray"))).properties(width=250, height=210, title=TITLES[name])


figure(
    "v3",
    alt.hconcat(*[panel(i, name) for i, name in enumerate(TITLES)]),
    alt=both(
        "By how much V3 moves the prediction of each of 200 rows, against the value of V3, for LightGBM and for the "
        "network. In both panels the dots lie along the dashed true parabola.",
        "200행 각각에서 V3이 예측을 얼마나 옮기는지를 V3의 값에 따라 LightGBM과 신경망에 대해 나타냈다. 두 칸 모두 "
        "점이 점선으로 그린 실제 포물선을 따라 놓인다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# V3 acts alone, which is the easy case: where variables act together, as V1 and V2 do, a tool has to divide what they
# do together, and SHAP values and integrated gradients divide it in different ways. And a contribution to the
# prediction is about the model; it says nothing of causes in the world.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# V3은 혼자 작용하므로 쉬운 경우입니다. V1과 V2처럼 함께 작용하면 함께 한 일을 나누어야 하고, SHAP 값과 통합 기울기는
# 서로 다르게 나눕니다. 그리고 예측에 보탠 양은 모델에 대한 이야기일 뿐, 세상의 원인에 대해서는 아무 말도 하지 않습니다.
