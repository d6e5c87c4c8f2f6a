# %% [markdown] lang="en"
# # Softmax is not linear: how much does that hide?
# No training, only numbers. To be seen: probabilities do not add up clue by clue, logits do.

# %% [markdown] lang="ko"
# # 소프트맥스는 비선형이다, 그래서 무엇이 가려지는가
# 학습 없이 수만 봅니다. 확률은 단서마다 더해지지 않지만 로짓(logit)은 더해집니다.

# %% [markdown] lang="en"
# ## Two clues for one word
# Which *spring* is meant? Each clue gives every sense a score; the model adds the scores and softmax makes
# probabilities of them. This model is as readable as can be, and yet its probabilities do not add.

# %% [markdown] lang="ko"
# ## 낱말 하나에 단서 둘
# 문장의 *배*는 어느 배일까요? 단서마다 뜻에 점수를 주고, 모델은 점수를 더하며, 소프트맥스가 그것을 확률로 바꿉니다.
# 더없이 잘 읽히는 모델인데도 확률은 더해지지 않습니다.

# %% clues
import numpy as np
from scipy.special import expit, logit, softmax

FIRST, SECOND = np.array([2.0, 1, 0]), np.array([0.0, 1, 3])  # scores of each sense, of two clues
one, two, joint = softmax(FIRST), softmax(SECOND), softmax(FIRST + SECOND)
log_odds = {
    name: scores[2] - scores[0] for name, scores in {"one": FIRST, "two": SECOND, "joint": FIRST + SECOND}.items()
}

# %% claims
from further import both, claim, figure, table, value

claim(
    "not-linear",
    bool(np.abs(joint - (one + two)).max() > 0.1 and np.abs(softmax(2 * FIRST) - 2 * one).max() > 0.1),
    both(
        "Softmax of a sum is not the sum of softmaxes, and of twice the scores it is not twice as much.",
        "합의 소프트맥스는 소프트맥스의 합이 아니고, 점수를 두 배 해도 값은 두 배가 되지 않습니다.",
    ),
)
claim(
    "log-odds-add",
    bool(
        np.isclose(np.log(joint[2] / joint[0]), np.log(one[2] / one[0]) + np.log(two[2] / two[0]))
        and np.isclose(np.log(joint[2] / joint[0]), log_odds["joint"])
    ),
    both(
        "The log-odds of two senses do add up, clue by clue.",
        "두 뜻의 로그 오즈(log-odds)는 단서마다 그대로 더해집니다.",
    ),
)
claim(
    "shift",
    bool(np.allclose(softmax(FIRST + 100), one)),
    both(
        "Adding the same to all scores changes nothing.",
        "모든 점수에 같은 수를 더하면 아무것도 바뀌지 않습니다.",
    ),
)

# %% push
START = (0.01, 0.1, 0.5, 0.9, 0.99)
gains = {p: float(expit(logit(p) + 1) - p) for p in START}  # the same +1 on the logit, from different starts
for p, gain in gains.items():
    value(f"gain-{round(100 * p)}", gain)
claim(
    "same-push",
    bool(gains[0.5] > 10 * gains[0.01] and gains[0.5] > 10 * gains[0.99]),
    both(
        "The same push on a logit moves a probability of 50 % over ten times as far as one of 1 % or 99 %.",
        "로짓을 똑같이 밀어도 50%이던 확률은 1%나 99%이던 확률보다 열 배 넘게 움직입니다.",
    ),
)

# %% table
SENSES = (both("season", "선박"), both("water", "과일"), both("coil", "신체"))
HEADS = {
    "sense": both("spring", "배"),
    "first": both("score 1", "점수 1"),
    "second": both("score 2", "점수 2"),
    "p1": both("prob. 1", "확률 1"),
    "p2": both("prob. 2", "확률 2"),
    "joint": both("both", "함께"),
    "sum": both("sum", "합"),
}
table(
    "clues",
    [
        dict(zip(HEADS.values(), (s, *(float(x) for x in numbers)), strict=True))
        for s, *numbers in zip(SENSES, FIRST, SECOND, one, two, joint, one + two, strict=True)
    ],
    formats={HEADS["first"]: ".0f", HEADS["second"]: ".0f"} | dict.fromkeys(list(HEADS.values())[3:], ".2f"),
)

# %% figure
import altair as alt

BIND = alt.binding_range(min=0.5, max=3, step=0.5, name=both("Push on the logit", "로짓을 미는 양"))
push = alt.param("push", value=1, bind=BIND)
starts = [{"p": round(float(p), 3)} for p in np.linspace(0.005, 0.995, 100)]
percent = {"axis": alt.Axis(format=".0%", tickCount=5), "scale": alt.Scale(domain=[0, 1])}
curve = (
    alt.Chart(alt.Data(values=starts), height=220)
    .transform_calculate(gain="1 / (1 + exp(-log(datum.p / (1 - datum.p)) - push)) - datum.p")
    .mark_line()
    .encode(
        alt.X("p:Q", title=both("probability before", "밀기 전 확률"), **percent),
        alt.Y("gain:Q", title=both("gain", "느는 양"), axis=alt.Axis(format="+.0%"), scale=alt.Scale(domain=[0, 0.7])),
        tooltip=[
            alt.Tooltip("p:Q", title=both("before", "전"), format=".0%"),
            alt.Tooltip("gain:Q", title=both("gain", "느는 양"), format="+.1%"),
        ],
    )
    .add_params(push)
)
figure(
    "gain",
    curve,
    alt=both(
        "How much a probability gains from a push of 1 on its logit, against the probability before. The curve starts "
        "near zero, is highest, about a quarter, just below one half, and returns to zero at one.",
        "로짓을 1만큼 밀 때 확률이 느는 양을 밀기 전 확률에 따라 나타냈다. 곡선은 0 가까이에서 시작해 2분의 1 조금 "
        "아래에서 4분의 1쯤으로 가장 높고 1에서 다시 0이 된다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# In a network the logits themselves are not sums of clues. There the black box is, and softmax only follows it.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 신경망에서는 로짓부터가 단서의 합이 아닙니다. 블랙박스는 거기에 있고, 소프트맥스는 그 뒤에 붙을 뿐입니다.
