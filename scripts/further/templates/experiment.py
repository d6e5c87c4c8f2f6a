# %% [markdown] lang="en"
# # TODO(new): the idea of this experiment in a few words
# TODO(new): what is asked, what is varied, and what is to be seen. As it stands, this is an example that runs: texts
# are drawn from a thousand words, of which the n-th commonest comes up in proportion to 1/n (Zipf's law), and the
# different words in them are counted.

# %% [markdown] lang="ko"
# # TODO(new): 이 실험의 생각을 몇 낱말로
# TODO(new): 무엇을 묻고, 무엇을 바꾸고, 무엇을 보아야 하는지. 지금은 그대로 실행되는 예입니다. n번째로 흔한 낱말이
# 1/n에 비례해 나오는(지프의 법칙, Zipf's law) 낱말 천 개에서 글을 뽑아 서로 다른 낱말을 셉니다.

# %% draw
import numpy as np

SEEDS = range(5)
LENGTHS = [100, 200, 400, 800, 1600]  # words of a text
CHANCES = 1 / np.arange(1, 1001)
CHANCES /= CHANCES.sum()  # (words,)


def different(seed):
    """Return how many different words there are in the first 100, 200, … words of one text, (lengths,)."""
    text = np.random.default_rng(seed).choice(len(CHANCES), size=LENGTHS[-1], p=CHANCES)
    return [len(set(text[:length].tolist())) for length in LENGTHS]


counts = np.array([different(seed) for seed in SEEDS])  # (seeds, lengths)

# %% findings
from further import both, claim, figure, table, value

READ, DIFFERENT = both("words read", "읽은 낱말 수"), both("different words", "서로 다른 낱말 수")

value("most", counts[:, -1])
table("rows", [{READ: n, DIFFERENT: counts[:, i]} for i, n in enumerate(LENGTHS)], {READ: ",d", DIFFERENT: ".0f"})
claim(
    "slower",
    (2 * counts[:, :-1] - counts[:, 1:]).min(axis=1),  # words short of twice as many, at the least
    both(
        "A text of twice the length holds less than twice as many different words.",
        "글이 두 배로 길어져도 서로 다른 낱말은 두 배보다 적게 늘어납니다.",
    ),
)

# %% picture
import altair as alt

points = [
    {"read": n, "mean": float(column.mean()), "low": int(column.min()), "high": int(column.max())}
    for n, column in zip(LENGTHS, counts.T, strict=True)
]
tips = [
    alt.Tooltip("read:Q", title=READ, format=",d"),
    alt.Tooltip("mean:Q", title=both("mean", "평균"), format=".0f"),
    alt.Tooltip("low:Q", title=both("least", "최소"), format=".0f"),
    alt.Tooltip("high:Q", title=both("largest", "최대"), format=".0f"),
]
base = alt.Chart(alt.Data(values=points)).encode(alt.X("read:Q", title=READ), tooltip=tips)
band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q", title=DIFFERENT), alt.Y2("high:Q"))
line = base.mark_line(point=True).encode(alt.Y("mean:Q", title=DIFFERENT))
figure(
    "growth",
    alt.layer(band, line).properties(height=260),
    alt=both(
        "Different words against words read: a line that rises ever more slowly, with a narrow band.",
        "읽은 낱말 수에 따른 서로 다른 낱말 수. 점점 느리게 오르는 선 하나와 좁은 띠.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# TODO(new): where the experiment ends, and what must not be read out of it.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# TODO(new): 이 실험이 어디까지이고, 무엇까지 읽어 내면 안 되는지.
