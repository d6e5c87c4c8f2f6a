# %% [markdown] lang="en"
# # Why do single sentences score zero?
# BLEU multiplies four precisions, so one of them at zero makes the product zero. How often does that happen to a single
# sentence, and what do the remedies do? Real sentences with random words in the place of some. To be seen: the shorter
# the sentence the more zeros, and every smoothing gives another number.

# %% [markdown] lang="ko"
# # 한 문장의 BLEU는 왜 0이 되는가
# BLEU는 정밀도 네 개를 곱하므로 하나만 0이어도 0이 됩니다. 한 문장에서 그런 일이 얼마나 잦은지, 대책은 어떤 값을 내는지
# 묻습니다. 실제 문장의 일부 낱말을 아무 낱말로 바꿉니다. 문장이 짧을수록 0이 많고 평활(smoothing) 방법마다 다른
# 값이 나옵니다.

# %% [markdown] lang="en"
# ## Zeros by length
# Sentences are cut to a number of words and one word in five is replaced. BLEU is unsmoothed, as in the paper of 2002.

# %% [markdown] lang="ko"
# ## 길이와 0
# 문장을 일정한 낱말 수로 자르고 다섯 낱말에 하나를 바꿉니다. 2002년 논문처럼 평활하지 않은 BLEU입니다.

# %% lengths
from random import Random

import numpy as np

from lab.degrade import replaced, some
from lab.scores import corpus, sentences

COUNT, SEEDS, LENGTHS = 100, range(5), (4, 6, 8, 12, 16)  # sentences for each seed; words (eojeol, in Korean)
LANGS = ("en", "ko")


def zeros(lang: str, length: int, seed: int) -> float:
    """Return the share of sentences of this length, a fifth of their words wrong, whose BLEU is zero."""
    rng, long = Random(seed), [text for text in some(lang, 200, seed) if len(text.split()) >= 16][:COUNT]
    references = [" ".join(text.split()[:length]).removesuffix(".") + "." for text in long]
    outputs = [replaced(text, 0.2, lang, rng) for text in references]
    return np.mean([score == 0 for score in sentences(outputs, references, smooth_method="none")])


share = {lang: np.array([[zeros(lang, length, seed) for length in LENGTHS] for seed in SEEDS]) for lang in LANGS}

# %% length-claims
from further import both, claim, figure, value

for length in (LENGTHS[0], LENGTHS[-1]):
    value(f"zeros-{length}", both(*((100 * share[lang][:, LENGTHS.index(length)]).tolist() for lang in LANGS)))
claim(
    "short-sentences",
    np.min([share[lang][:, 0] - share[lang][:, -1] - 0.2 for lang in LANGS], axis=0),
    both(
        "With the same share of wrong words, sentences of four words get zero far more often than sentences of "
        "sixteen.",
        "틀린 낱말의 비율이 같아도 네 낱말 문장은 열여섯 낱말 문장보다 훨씬 자주 0점을 받습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What smoothing does
# Half of the words are wrong. The mean of sentence scores depends on what stands in for a zero; the score of the
# corpus, which adds the counts up before it multiplies, does not.

# %% [markdown] lang="ko"
# ## 평활이 하는 일
# 낱말의 절반이 틀렸습니다. 문장 점수의 평균은 0의 자리에 무엇을 넣는지에 달려 있습니다. 개수를 먼저 더하고 나서 곱하는
# 말뭉치 점수는 그렇지 않습니다.

# %% smoothing
METHODS = ("none", "floor", "exp", "add-k")


def smoothed(lang: str, seed: int) -> tuple[list[float], list[float], float]:
    """Return mean sentence BLEU and corpus BLEU by method, and the share of zeros without smoothing."""
    texts, rng = some(lang, COUNT, seed), Random(seed)
    outputs = [replaced(text, 0.5, lang, rng) for text in texts]
    single = {method: sentences(outputs, texts, smooth_method=method) for method in METHODS}
    whole = [corpus(outputs, texts, smooth_method=method).score for method in METHODS]
    return [np.mean(single[method]) for method in METHODS], whole, np.mean([score == 0 for score in single["none"]])


results = {lang: [smoothed(lang, seed) for seed in SEEDS] for lang in LANGS}
means = {lang: np.array([mean for mean, _, _ in results[lang]]) for lang in LANGS}  # (seeds, methods)
wholes = {lang: np.array([whole for _, whole, _ in results[lang]]) for lang in LANGS}

# %% smoothing-claims
value("zeros-half", both(*([100 * zero for _, _, zero in results[lang]] for lang in LANGS)))
for i, method in enumerate(METHODS):
    value(f"mean-{method}", both(*(means[lang][:, i].tolist() for lang in LANGS)))
value("corpus", both(*(wholes[lang][:, METHODS.index("exp")].tolist() for lang in LANGS)))
spread = {lang: np.ptp(means[lang], axis=1) - np.ptp(wholes[lang], axis=1) for lang in LANGS}
claim(
    "smoothing-matters",
    np.min([spread[lang] - 3 for lang in LANGS], axis=0),
    both(
        "The choice of smoothing moves the mean of sentence scores by more points than it moves the score of the "
        "corpus.",
        "평활 방법을 바꾸면 문장 점수의 평균이 말뭉치 점수보다 훨씬 크게 움직입니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# Random words make worse company than the errors of real systems, which often come in clusters; clusters leave more
# 4-grams whole. The two languages read different texts and are not compared with each other.

# %% [markdown] lang="ko"
# ## 그림
# 실제 시스템의 잘못은 흔히 한데 몰려 있어 아무 낱말을 흩어 놓은 것보다 4-gram을 덜 끊습니다. 두 언어는 서로 다른
# 글이므로 견주지 않습니다.

# %% chart
import altair as alt


def draw(lang: str) -> alt.LayerChart:
    """Draw the share of zeros against length: mean over seeds, and the range of the seeds as a band."""
    points = [
        {"n": n, "mean": round(c.mean(), 3), "low": round(c.min(), 3), "high": round(c.max(), 3)}
        for n, c in zip(LENGTHS, share[lang].T, strict=True)
    ]
    y = {"title": both("sentences with BLEU 0", "BLEU가 0인 문장"), "axis": alt.Axis(format=".0%")}
    base = alt.Chart(alt.Data(values=points), height=210).encode(
        alt.X(
            "n:Q",
            title=both("length of the sentence, words", "문장의 길이(어절)"),
            axis=alt.Axis(values=list(LENGTHS), labelOverlap=False),
        )
    )
    tips = [
        alt.Tooltip("n:Q", title=both("words", "어절")),
        alt.Tooltip("mean:Q", title=both("zeros", "0점"), format=".0%"),
    ]
    band = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", scale=alt.Scale(domainMin=0), **y), y2="high:Q")
    return alt.layer(band, base.mark_line(point=True).encode(alt.Y("mean:Q", **y), tooltip=tips))


# %% figure
figure(
    "zeros",
    both(*map(draw, LANGS)),
    alt=both(
        "Share of English sentences with unsmoothed BLEU 0 against their length, a fifth of the words wrong: about "
        "half at four words, few at sixteen.",
        "다섯 낱말에 하나가 틀린 한국어 문장 가운데 평활하지 않은 BLEU가 0인 비율. 네 어절에서는 절반쯤이고 열여섯 "
        "어절에서는 얼마 되지 않는다.",
    ),
)
