# %% [markdown] lang="en"
# # A cliff, and a shorter step
# One neuron that feeds itself for fifty steps has a loss with a cliff (Pascanu, Mikolov and Bengio 2013). On the cliff
# the gradient explodes and one step of descent throws the weights far away. What does clipping change? To be seen: it
# keeps the direction and shortens the step; a gradient that is small already stays as it is.

# %% [markdown] lang="ko"
# # 절벽 앞에서 보폭 줄이기
# 뉴런 하나가 자기 출력을 50 시점(time step) 동안 되받으면 손실에 절벽이 생깁니다(Pascanu, Mikolov, Bengio 2013).
# 절벽에서는 기울기(gradient)가 폭발해 경사 하강 한 걸음에 가중치가 멀리 튕겨 나갑니다. 클리핑(clipping)은 방향을
# 그대로 두고 보폭만 줄이며, 이미 작은 기울기는 건드리지 않습니다.

# %% neuron
import numpy as np

STEPS = 50
TARGET = 0.7  # what the neuron should put out at the end


def loss_and_gradient(w, b):
    """Return the squared error after all steps, and its slopes by w and b, (2, ...)."""
    x, by_w, by_b = np.full_like(w, 0.5), np.zeros_like(w), np.zeros_like(w)
    for _ in range(STEPS):
        out = 1 / (1 + np.exp(-x))
        factor = w * out * (1 - out)  # what a step multiplies the gradient by
        x, by_w, by_b = w * out + b, factor * by_w + out, factor * by_b + 1
    out = 1 / (1 + np.exp(-x))
    error = out - TARGET
    return error**2, 2 * error * out * (1 - out) * np.stack([by_w, by_b])


# %% surface
W, B = (4.5, 6.5), (-3.6, -2.0)  # the part of the plane with the cliff
w, b = np.meshgrid(np.linspace(*W, 201), np.linspace(*B, 161))
length = np.hypot(*loss_and_gradient(w, b)[1])

# %% surface-values
from further import both, claim, figure, value

value("typical-gradient", np.median(length))
value("largest-gradient", length.max())
claim(
    "cliff",
    bool(length.max() > 1000 * np.median(length)),
    both(
        "On the cliff the gradient is more than a thousand times as long as it typically is.",
        "절벽에서는 기울기가 보통 자리보다 천 배 넘게 깁니다.",
    ),
)

# %% descend
SEEDS = range(6)
STARTS, UPDATES, RATE, LIMIT = 50, 300, 0.2, 1.0


def descend(seed, limit):
    """Walk downhill from fifty random places; return the places passed, (updates + 1, 2, starts)."""
    rng = np.random.default_rng(seed)
    at = np.stack([rng.uniform(*W, STARTS), rng.uniform(*B, STARTS)])
    path = [at]
    for _ in range(UPDATES):
        slope = loss_and_gradient(*at)[1]
        slope = slope * np.minimum(1, limit / np.maximum(np.hypot(*slope), 1e-12))  # the clipping
        at = at - RATE * slope
        path.append(at)
    return np.array(path)


free = [descend(seed, np.inf) for seed in SEEDS]
clipped = [descend(seed, LIMIT) for seed in SEEDS]

# %% arrivals


def arrived(path):
    """Return the share of starts that end with next to no loss."""
    return (loss_and_gradient(*path[-1])[0] < 1e-3).mean()


def longest_step(path):
    """Return the longest step of each start, as the mean over starts."""
    return np.hypot(*np.moveaxis(np.diff(path, axis=0), 1, 0)).max(axis=0).mean()


with_clipping, without = np.array([*map(arrived, clipped)]), np.array([*map(arrived, free)])
value("arrived-clipped", with_clipping)
value("arrived-free", without)
value("step-clipped", [*map(longest_step, clipped)])
value("step-free", [*map(longest_step, free)])
claim(
    "clipping-arrives",
    with_clipping - without - 0.3,
    both(
        "With clipping far more starts reach the bottom.",
        "클리핑을 하면 훨씬 많은 출발점에서 바닥에 이릅니다.",
    ),
)

# %% rows
import altair as alt

CELLS = 50, 40
across, up = np.meshgrid(np.linspace(*W, CELLS[0] + 1)[:-1], np.linspace(*B, CELLS[1] + 1)[:-1])
dw, db = (W[1] - W[0]) / CELLS[0], (B[1] - B[0]) / CELLS[1]
heights = np.sqrt(loss_and_gradient(across + dw / 2, up + db / 2)[0])  # the error: easier to see than its square
surface = {"w": across.ravel().round(3).tolist(), "b": up.ravel().round(3).tolist()}
surface["error"] = heights.ravel().round(2).tolist()

jump = np.hypot(*np.moveaxis(np.diff(free[0], axis=0), 1, 0)).max(axis=0) > 1
shown = int(np.flatnonzero(jump & (loss_and_gradient(*clipped[0][-1])[0] < 1e-3))[0])  # jumps if free, else arrives
NAMES = both("free", "그대로"), both("clipped", "클리핑")


def walk(name, path):
    """Return the places of one start as rows, until they leave the picture."""
    places = path[:, :, shown].round(3)
    inside = ((places > [W[0], B[0]]) & (places < [W[1], B[1]])).all(axis=1)
    last = UPDATES if inside.all() else int(np.argmin(inside)) + 1
    return [{"of": name, "update": k, "w": p[0], "b": p[1]} for k, p in enumerate(places[:last].tolist())]


# %% figure
x = {"title": both("weight w", "가중치 w"), "scale": alt.Scale(domain=W, nice=False)}
y = {"title": both("bias b", "편향 b"), "scale": alt.Scale(domain=B, nice=False)}
ground = alt.Chart(alt.Data(values=[surface])).transform_flatten(["w", "b", "error"])
ground = ground.transform_calculate(right=f"datum.w + {dw}", top=f"datum.b + {db}").mark_rect(stroke=None)
ground = ground.encode(
    alt.X("w:Q", **x),
    alt.Y("b:Q", **y),
    x2="right:Q",
    y2="top:Q",
    opacity=alt.Opacity("error:Q", title=both("error", "오차"), scale=alt.Scale(range=[0, 0.5])),
)
paths = alt.Chart(alt.Data(values=walk(NAMES[0], free[0]) + walk(NAMES[1], clipped[0])))
paths = paths.mark_line(point=alt.OverlayMarkDef(size=25), strokeWidth=1.5, clip=True).encode(
    alt.X("w:Q", **x),
    alt.Y("b:Q", **y),
    alt.Color("of:N", title=None, scale=alt.Scale(domain=["", *NAMES]), legend=alt.Legend(values=list(NAMES))),
    order="update:Q",
    tooltip=alt.Tooltip("update:Q", title=both("step", "걸음")),
)
figure(
    "descent",
    alt.layer(ground, paths).properties(height=340),
    alt=both(
        "The plane of weight and bias, darker where the error is larger: a dark field below and a light valley above "
        "meet in a cliff that falls to the right. Two paths start at one place in the dark and climb to the edge "
        "together. There the free one leaps out of the picture; the clipped one turns back in short steps and walks "
        "on along the edge of the valley.",
        "가중치와 편향의 평면에서 오차가 클수록 어둡다. 아래의 어두운 벌판과 위의 밝은 골짜기가 오른쪽으로 낮아지는 "
        "절벽에서 맞닿는다. 어두운 곳의 한 점에서 떠난 두 경로가 나란히 가장자리까지 오른다. 거기서 클리핑하지 않은 "
        "경로는 그림 밖으로 튕겨 나가고, 클리핑한 경로는 짧은 걸음으로 되돌아서며 골짜기 가장자리를 따라 걷는다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# One neuron and two weights make the cliff easy to see; that large networks have such walls is argued in the paper,
# not shown here. Clipping does nothing against vanishing: at most places of the plane the gradient is far shorter than
# the limit and passes unchanged. And an optimiser that divides by the size of past gradients, such as Adam, bounds its
# steps already.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 뉴런 하나와 가중치 두 개라서 절벽이 잘 보입니다. 큰 신경망에도 이런 벽이 있다는 것은 논문의 논증이고 여기서 보인 것은
# 아닙니다. 클리핑은 소실에는 아무 효과가 없습니다. 평면의 대부분에서 기울기는 한계보다 훨씬 짧아 그대로 지나갑니다.
# 또한 Adam처럼 지난 기울기의 크기로 나누는 최적화 방법은 이미 보폭이 묶여 있습니다.
