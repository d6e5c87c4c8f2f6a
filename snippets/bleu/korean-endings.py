# %% [markdown] lang="en"
# # Is a wrong ending as bad as a wrong word?
# Korean puts tense, politeness and mood on the verb as endings. One output has the right verb with a wrong ending,
# another the wrong verb with the right ending. Does the metric see that the first is nearer? To be seen: words between
# spaces see no difference, pieces of words see one.

# %% [markdown] lang="ko"
# # 틀린 어미는 틀린 낱말만큼 나쁜가
# 한국어는 시제, 높임, 서법을 어미로 용언에 붙입니다. 한 출력은 용언이 맞고 어미가 틀렸으며, 다른 출력은 어미가 맞고
# 용언이 틀렸습니다. 앞의 것이 더 가깝다는 사실을 지표가 보는지 묻습니다. 어절을 토큰으로 쓰면 차이를 보지 못하고,
# 어절을 쪼개면 봅니다.

# %% [markdown] lang="en"
# ## Sentences by a grammar
# Forty verbs with their objects, seven endings that close a sentence, and Kiwi, which joins them correctly. Only the
# last eojeol (the unit between spaces) differs from the reference. This question is about Korean, so both languages of
# this page read Korean sentences.

# %% [markdown] lang="ko"
# ## 문법으로 만든 문장
# 동사 마흔 개와 그 목적어, 문장을 맺는 어미 일곱 개를 Kiwi가 바르게 이어 붙입니다. 참조 번역과 다른 것은 마지막
# 어절뿐입니다.

# %% sentences
from random import Random

from lab.clauses import ENDINGS, SUBJECTS, VERBS, form
from lab.korean import join

TIMES, PLACES = ("어제", "지난주에", "아침에", "저녁에"), ("시장에서", "학교에서", "마당에서", "공원에서")
CLOSING = [i for i, ending in enumerate(ENDINGS) if ending.morphemes[-1][1] == "EF"][:7]  # statements
COUNT, SEEDS = 150, range(5)  # sentences for each seed


def triple(rng: Random) -> tuple[str, str, str]:
    """Return a reference, the same with a wrong ending, and the same with a wrong verb."""
    (verb, other), (ending, wrong) = rng.sample(range(len(VERBS)), 2), rng.sample(CLOSING, 2)
    who = join((rng.choice(SUBJECTS)[0], "NNG"), ("이", "JKS"))
    what = join((rng.choice(VERBS[verb].objects), "NNG"), ("을", "JKO"))
    start = f"{rng.choice(TIMES)} {who} {rng.choice(PLACES)} {what}"
    return tuple(f"{start} {form(*each)}." for each in ((verb, ending), (verb, wrong), (other, ending)))


print(*triple(Random(0)), sep="\n")

# %% scores
import numpy as np

from lab.scores import TITLES, TOKENIZERS, corpus

METRICS = (*TOKENIZERS, "chrf", "chrf++")


def scored(seed: int) -> list[tuple[float, float]]:
    """Return, for each metric, the score with wrong endings and with wrong verbs."""
    rng = Random(seed)
    references, endings, verbs = zip(*(triple(rng) for _ in range(COUNT)), strict=True)
    return [tuple(corpus(outputs, references, name).score for outputs in (endings, verbs)) for name in METRICS]


scores = np.array([scored(seed) for seed in SEEDS])  # (seeds, metrics, ending or verb)
gap = dict(zip(METRICS, (scores[:, :, 0] - scores[:, :, 1]).T, strict=True))  # metric: (seeds,)

# %% claims
from further import both, claim, figure, value

for name in ("13a", "ko-mecab", "kiwi", "chrf"):
    value(f"gap-{name}", gap[name].tolist())
value("both-13a", scores[:, METRICS.index("13a"), 0].tolist())
claim(
    "eojeol-blind",
    bool(np.all(gap["13a"] == 0)),
    both(
        "With words between spaces as tokens, a wrong ending costs exactly as much as a wrong verb.",
        "어절을 토큰으로 쓰면 틀린 어미와 틀린 동사의 값이 정확히 같습니다.",
    ),
)
claim(
    "morphemes-see",
    np.minimum(gap["ko-mecab"], gap["kiwi"]),
    both(
        "With morphemes as tokens the output with the right verb scores higher.",
        "형태소를 토큰으로 쓰면 동사가 맞는 출력의 점수가 더 높습니다.",
    ),
)
claim(
    "chrf-sees",
    gap["chrf"] - 1,
    both(
        "chrF gives the output with the right verb the higher score too.",
        "chrF도 동사가 맞는 출력에 더 높은 점수를 줍니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# That the right verb is nearer is our own judgement; the difference is a matter of a few points.

# %% [markdown] lang="ko"
# ## 그림
# 동사가 맞는 쪽이 더 가깝다는 것은 이 글의 판단이며, 차이는 몇 점에 지나지 않습니다.

# %% chart
import altair as alt

KINDS = (
    both("right verb, wrong ending", "동사는 맞고 어미가 틀림"),
    both("wrong verb, right ending", "동사가 틀리고 어미는 맞음"),
)
NAMES = {name: both(f"BLEU, {TITLES[name]}" if name in TOKENIZERS else TITLES[name]) for name in METRICS}
points = [
    {"metric": NAMES[name], "kind": kind, "score": round(score, 2)}
    for row in scores
    for name, pair in zip(METRICS, row, strict=True)
    for kind, score in zip(KINDS, pair, strict=True)
]
kind = {"title": None, "scale": alt.Scale(domain=list(KINDS)), "legend": alt.Legend(columns=1)}
chart = (
    alt.Chart(alt.Data(values=points), height=200)
    .mark_point(filled=True, size=80, opacity=0.6)
    .encode(
        alt.X("score:Q", title=both("score", "점수"), scale=alt.Scale(zero=False)),
        alt.Y("metric:N", title=None, sort=list(NAMES.values()), axis=alt.Axis(grid=True)),
        alt.Color("kind:N", **kind),
        alt.Shape("kind:N", **kind),
        tooltip=[alt.Tooltip("score:Q", title=both("score", "점수"), format=".1f")],
    )
)

# %% figure
figure(
    "ending",
    chart,
    alt=both(
        "Six metrics in rows, a dot for each seed. In the row of BLEU with 13a tokens both kinds of output coincide, "
        "with characters they nearly do. With morphemes and for chrF the right verb with a wrong ending lies a few "
        "points to the right.",
        "지표 여섯 개를 행으로, 시드마다 점 하나로 나타냈다. 13a 토큰을 쓴 BLEU에서는 두 출력의 점이 겹치고 글자 "
        "토큰에서는 거의 겹친다. 형태소 토큰과 chrF에서는 동사가 맞고 어미가 틀린 출력이 몇 점 오른쪽에 있다.",
    ),
)
