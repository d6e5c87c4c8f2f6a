# %% [markdown] lang="en"
# # Another experiment

# %% [markdown] lang="ko"
# # 또 다른 실험

# %% only
from further import value

value("answer", 7)
