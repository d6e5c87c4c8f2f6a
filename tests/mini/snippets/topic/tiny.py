# ---
# timeout: 30
# ---

# %% [markdown] lang="en"
# # A tiny experiment
# It asks **nothing**.

# %% [markdown] lang="ko"
# # 작은 실험
# **아무것도** 묻지 않습니다.

# %% measure
from pathlib import Path

from equipment import scale

from further import both, claim, figure, table, value

SEEDS = range(5)
data = (Path.cwd() / "data.txt").read_text()
ones = [scale(seed) for seed in SEEDS]
value("mean", ones)
value("count", 12)
value("minus", -0.5)
value("small", 1.2e-7)
value("word", both("a ship", "배"))
print("measured", len(ones))

# %% [markdown] lang="en"
# ## What it shows
# The rest.

# %% [markdown] lang="ko"
# ## 보이는 것
# 나머지입니다.

# %% show
import altair as alt

rows = [{"name": both("ship", "배"), "x": 1.0}, {"name": both("GloVe"), "x": 2.0}]
chart = (
    alt.Chart(alt.Data(values=rows))
    .mark_bar()
    .encode(x=alt.X("x:Q", title=both("count (words)", "개수(낱말)")), y=alt.Y("name:N", title=None))
)
figure("bars", chart, alt=both("two bars", "막대 두 개"))
table("rows", [{both("word", "낱말"): both("ship", "배"), both("share", "비율"): 0.25}], {both("share", "비율"): ".0%"})
claim("grows", [x + 0.5 for x in ones], both("It grows.", "늘어납니다."))
claim("equal", 1 + 1 == 2, both("It is equal.", "같습니다."))
