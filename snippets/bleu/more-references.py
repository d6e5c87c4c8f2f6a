# %% [markdown] lang="en"
# # What is missing when the output is right?
# A sentence can be translated in many ways, and mostly one of them is the reference. How high does a perfect output
# score, and what do further references change? A grammar knows all correct wordings of a meaning, so that outputs and
# references are right by construction. To be seen: what is missing to a hundred measures the references.

# %% [markdown] lang="ko"
# # 출력이 맞는데 모자란 점수는 무엇인가
# 한 문장을 옮기는 길은 여럿인데 참조 번역은 대개 그중 하나뿐입니다. 완벽한 출력이 몇 점을 받는지, 참조 번역을 늘리면
# 무엇이 달라지는지 묻습니다. 한 뜻의 맞는 표현을 모두 아는 문법으로 출력과 참조 번역을 만들기 때문에 둘 다 틀릴 수
# 없습니다. 100점에 모자라는 만큼은 시스템이 아니라 참조 번역을 잰 것입니다.

# %% meanings
from random import Random

from lab.wordings import any_sentence, meaning

COUNT, MOST, SEEDS = 60, 16, range(5)  # meanings, references for each, draws of both


def draw_corpus(lang: str, seed: int) -> tuple[list[str], list[list[str]]]:
    """Return correct outputs and ``MOST`` lists of correct references, all independent of each other."""
    rng = Random(seed)
    meanings = [meaning(lang, rng) for _ in range(COUNT)]
    versions = [[any_sentence(lang, each, rng) for each in meanings] for _ in range(MOST + 1)]
    return versions[0], versions[1:]


for lang in ("en", "ko"):
    outputs, references = draw_corpus(lang, seed=0)
    print(outputs[0], *[each[0] for each in references[:2]], sep="\n")

# %% score
import numpy as np

from lab.scores import metric

NUMBERS, METRICS = (1, 2, 4, 8, 16), ("13a", "chrf")


def curve(lang: str, name: str, seed: int) -> list[float]:
    """Return the score of the outputs against the first 1, 2, 4, ... references."""
    outputs, references = draw_corpus(lang, seed)
    return [metric(name).corpus_score(outputs, references[:number]).score for number in NUMBERS]


scores = {
    (lang, name): np.array([curve(lang, name, seed) for seed in SEEDS]) for lang in ("en", "ko") for name in METRICS
}  # (seeds, numbers of references)

# %% values
from further import both, claim, figure, value

LANGS = ("en", "ko")
for i, number in enumerate(NUMBERS):
    value(f"bleu-{number}", both(*(scores[lang, "13a"][:, i].tolist() for lang in LANGS)))
value("chrf-1", both(*(scores[lang, "chrf"][:, 0].tolist() for lang in LANGS)))

# %% claims


def worst(margins) -> np.ndarray:
    """Return the smaller margin of the two languages, for each seed."""
    return np.min([margins(lang) for lang in LANGS], axis=0)


claim(
    "one-is-not-enough",
    worst(lambda lang: 50 - scores[lang, "13a"][:, 0]),
    both(
        "Against a single reference, outputs that are all correct get less than half of BLEU.",
        "참조 번역이 하나뿐이면 모두 맞는 출력도 BLEU의 절반을 받지 못합니다.",
    ),
)
claim(
    "more-is-more",
    worst(lambda lang: np.diff(scores[lang, "13a"], axis=1).min(axis=1) - 3),
    both(
        "Every doubling of the number of references raises BLEU of the same outputs.",
        "참조 번역의 수를 두 배로 늘릴 때마다 같은 출력의 BLEU가 오릅니다.",
    ),
)
claim(
    "chrf-too",
    worst(lambda lang: 75 - scores[lang, "chrf"][:, 0]),
    both(
        "chrF does not give the correct outputs full marks either.",
        "chrF도 맞는 출력에 만점을 주지 않습니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# The grammar knows fewer wordings than people do, so real references would be missed by more. A higher score is not yet
# a better metric: for good systems Freitag, Grangier and Caswell (2020) found that more references did not make BLEU
# agree more with people, while paraphrased ones did.

# %% [markdown] lang="ko"
# ## 그림
# 문법이 아는 표현은 사람이 아는 것보다 적으므로 실제 참조 번역은 이보다 더 빗나갑니다. 점수가 높아진다고 더 나은 지표가
# 되는 것은 아닙니다. Freitag, Grangier, Caswell(2020)에 따르면 좋은 시스템에서는 참조 번역을 늘려도 BLEU가 사람의
# 판단에 더 가까워지지 않았고, 바꿔 쓴 참조 번역은 도움이 되었습니다.

# %% chart
import altair as alt

TITLES = {"13a": both("BLEU"), "chrf": both("chrF")}


def draw(lang: str) -> alt.LayerChart:
    """Draw the scores against the number of references: mean over seeds, and the range of the seeds as a band."""
    points = [
        {
            "n": n,
            "metric": TITLES[name],
            "mean": round(c.mean(), 2),
            "low": round(c.min(), 2),
            "high": round(c.max(), 2),
        }
        for name in METRICS
        for n, c in zip(NUMBERS, scores[lang, name].T, strict=True)
    ]
    kind = {"title": None, "scale": alt.Scale(domain=list(TITLES.values()))}
    y = {"title": both("score of correct outputs", "맞는 출력의 점수"), "scale": alt.Scale(domain=[0, 100])}
    x = {
        "title": both("references", "참조 번역 수"),
        "scale": alt.Scale(type="log", base=2),
        "axis": alt.Axis(values=list(NUMBERS)),
    }
    base = alt.Chart(alt.Data(values=points), height=230).encode(alt.X("n:Q", **x), color=alt.Color("metric:N", **kind))
    tips = [
        alt.Tooltip("n:Q", title=both("references", "참조 번역")),
        alt.Tooltip("mean:Q", title=both("mean", "평균"), format=".1f"),
    ]
    band = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", **y), y2="high:Q")
    line = base.mark_line(point=True).encode(alt.Y("mean:Q", **y), alt.StrokeDash("metric:N", **kind), tooltip=tips)
    return alt.layer(band, line)


# %% figure
figure(
    "references",
    both(*map(draw, LANGS)),
    alt=both(
        "Scores of correct English outputs against the number of references, from one to sixteen. BLEU rises from "
        "about a quarter to beyond eighty; chrF starts higher and rises more slowly.",
        "맞는 한국어 출력의 점수를 참조 번역 수 1개부터 16개까지 나타냈다. BLEU는 10을 조금 넘는 곳에서 시작해 60 "
        "너머까지 오르고, chrF는 더 높은 데서 시작해 더 천천히 오른다.",
    ),
)
