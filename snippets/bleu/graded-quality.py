# %% [markdown] lang="en"
# # One sentence or a whole corpus?
# When quality is known, how well does BLEU follow it? Real sentences are damaged to a known degree, and two systems
# that differ by five wrong words in a hundred are compared on test sets of growing size. To be seen: on one sentence
# BLEU is little better than a coin, on a few hundred it is sure.

# %% [markdown] lang="ko"
# # 문장 하나인가, 말뭉치 전체인가
# 품질을 알고 있을 때 BLEU는 그것을 얼마나 잘 따르는지 묻습니다. 실제 문장을 정해진 만큼 망가뜨리고, 백 낱말에 다섯
# 낱말만큼 차이 나는 두 시스템을 점점 큰 시험 집합에서 견줍니다. 한 문장에서는 동전 던지기보다 조금 나을 뿐이고, 수백
# 문장이면 틀리지 않습니다.

# %% [markdown] lang="en"
# ## Graded damage
# Every word is replaced by a random one with odds of none to one half. Quality is what was left alone: known, but of
# one kind only, and nobody was asked.

# %% [markdown] lang="ko"
# ## 정해진 만큼의 훼손
# 낱말마다 0부터 2분의 1까지의 확률로 아무 낱말과 바꿉니다. 품질은 그대로 둔 만큼입니다. 크기를 알지만 한 가지 종류의
# 잘못뿐이며 사람에게 묻지는 않았습니다.

# %% grades
from random import Random

import numpy as np

from lab.degrade import replaced, some
from lab.scores import corpus, sentences

COUNT, SEEDS, RATES, LANGS = 100, range(5), (0, 0.1, 0.2, 0.3, 0.4, 0.5), ("en", "ko")


def graded(lang: str, seed: int, rate: float) -> tuple[list[float], float]:
    """Return BLEU of each sentence, and of all as one corpus."""
    texts, rng = some(lang, COUNT, seed), Random(seed)
    outputs = [replaced(text, rate, lang, rng) for text in texts]
    return sentences(outputs, texts), corpus(outputs, texts).score


grades = {lang: [[graded(lang, seed, rate) for rate in RATES] for seed in SEEDS] for lang in LANGS}
single = {
    lang: np.array([[each for each, _ in row] for row in grades[lang]]) for lang in LANGS
}  # (seeds, rates, COUNT)
whole = {lang: np.array([[score for _, score in row] for row in grades[lang]]) for lang in LANGS}  # (seeds, rates)

# %% grade-claims
from scipy.stats import kendalltau

from further import both, claim, figure, value

taus = {
    lang: [kendalltau(np.repeat(-np.array(RATES), COUNT), row.ravel()).statistic for row in single[lang]]
    for lang in LANGS
}
value("tau", both(taus["en"], taus["ko"]))
claim(
    "corpus-follows",
    np.min([-np.diff(whole[lang], axis=1).max(axis=1) - 3 for lang in LANGS], axis=0),
    both(
        "The BLEU of the corpus falls with every step of damage.",
        "말뭉치의 BLEU는 훼손이 한 단계 커질 때마다 내려갑니다.",
    ),
)


def overlap(lang: str) -> np.ndarray:
    """Return how often a sentence of the more damaged of two neighbouring grades scores at least as high, (seeds,)."""
    worse, better = single[lang][:, 2:], single[lang][:, 1:-1]
    return (worse[:, :, :, None] >= better[:, :, None, :]).mean(axis=(1, 2, 3))


value("overlap", both(*((100 * overlap(lang)).tolist() for lang in LANGS)))
claim(
    "sentences-overlap",
    np.min([overlap(lang) - 0.15 for lang in LANGS], axis=0),
    both(
        "Single sentences of neighbouring grades overlap: often the more damaged one scores as high or higher.",
        "이웃한 단계의 문장 점수는 겹칩니다. 더 망가진 문장의 점수가 같거나 더 높은 일이 흔합니다.",
    ),
)

# %% [markdown] lang="en"
# ## How many sentences does a comparison need?
# One system gets 20 words in 100 wrong, the other 25. Test sets are drawn from the same 200 sentences; BLEU of a set is
# computed by sacrebleu from the counts of its sentences, as for any corpus.

# %% [markdown] lang="ko"
# ## 비교에는 문장이 몇 개 필요한가
# 한 시스템은 백 낱말에 20개를, 다른 시스템은 25개를 틀립니다. 같은 문장 200개에서 시험 집합을 뽑습니다. 집합의 BLEU는
# 여느 말뭉치처럼 문장마다 센 개수를 더해 sacrebleu가 계산합니다.

# %% counts
from lab.scores import metric


def counts(outputs: list[str], references: list[str]) -> np.ndarray:
    """Return, for each sentence, what BLEU adds up: two lengths, four matches and four totals, (sentences, 10)."""
    one = metric("13a", effective_order=True)
    scores = [one.sentence_score(output, [reference]) for output, reference in zip(outputs, references, strict=True)]
    return np.array([[s.sys_len, s.ref_len, *s.counts, *s.totals] for s in scores])


def bleu(rows: np.ndarray) -> float:
    """Return BLEU of the corpus whose sentences have these counts."""
    total = rows.sum(axis=0).tolist()
    options = {"smooth_method": "exp", "effective_order": True}
    return metric().compute_bleu(total[2:6], total[6:], total[0], total[1], **options).score


# %% sizes
SIZES, DRAWS, POOL = (1, 3, 10, 30, 100), 300, 200


def wins(lang: str, seed: int) -> list[float]:
    """Return, for each size, the share of test sets on which the better system scores higher (a tie counts half)."""
    texts, rng = some(lang, POOL, seed), Random(seed)
    good, bad = (counts([replaced(t, rate, lang, rng) for t in texts], texts) for rate in (0.2, 0.25))
    found = []
    for size in SIZES:
        sets = [rng.sample(range(POOL), size) for _ in range(DRAWS)]
        found.append(np.mean([(np.sign(bleu(good[s]) - bleu(bad[s])) + 1) / 2 for s in sets]))
    return found


sure = {lang: np.array([wins(lang, seed) for seed in SEEDS]) for lang in LANGS}

# %% size-claims
for size in (SIZES[0], SIZES[-1]):
    value(f"right-{size}", both(*((100 * sure[lang][:, SIZES.index(size)]).tolist() for lang in LANGS)))
claim(
    "size-matters",
    np.min([sure[lang][:, -1] - sure[lang][:, 0] - 0.1 for lang in LANGS], axis=0),
    both(
        "A test set of a hundred sentences tells the better of two near systems more surely than one sentence does.",
        "문장 백 개짜리 시험 집합은 비슷한 두 시스템 가운데 나은 쪽을 문장 하나보다 확실하게 가려냅니다.",
    ),
)
claim(
    "coin",
    np.min([0.8 - sure[lang][:, 0] for lang in LANGS], axis=0),
    both(
        "On one sentence the better of the two wins less than four times in five.",
        "한 문장에서는 나은 쪽이 이기는 일이 다섯 번에 네 번도 되지 않습니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# Quality here is the number of words left alone. Where it is something else, BLEU follows less: see the experiment on
# kinds of change. What people think of real outputs is a matter of published studies.

# %% [markdown] lang="ko"
# ## 그림
# 여기서 품질은 그대로 둔 낱말의 수입니다. 품질이 다른 것일 때는 BLEU가 덜 따르며, 변화의 종류를 묻는 실험에서 봅니다.
# 실제 출력을 사람이 어떻게 보는지는 발표된 연구가 말해 줍니다.

# %% chart
import altair as alt


def band(rows, x: dict, y: dict) -> alt.LayerChart:
    """Draw a line within a band; a row has x, the line's y, and the lower and upper edge of the band."""
    points = [dict(zip(("x", "y", "low", "high"), map(float, np.round(row, 3)), strict=True)) for row in rows]
    base = alt.Chart(alt.Data(values=points), width=245, height=220).encode(alt.X("x:Q", **x))
    tips = [alt.Tooltip("x:Q", title=x["title"]), alt.Tooltip("y:Q", title=y["title"])]
    area = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", **y), y2="high:Q")
    return alt.layer(area, base.mark_line(point=True).encode(alt.Y("y:Q", **y), tooltip=tips))


RATE = {"title": both("words replaced", "바꾼 낱말"), "axis": alt.Axis(format=".0%", values=list(RATES))}
BLEU = {"title": both("BLEU"), "scale": alt.Scale(domain=[0, 100])}
SIZE = {"title": both("sentences in the test set", "시험 집합의 문장 수"), "scale": alt.Scale(type="log")}
SIZE["axis"] = alt.Axis(values=list(SIZES))
ODDS = {"title": both("better system wins", "나은 쪽이 이긴 비율"), "scale": alt.Scale(domain=[0.5, 1])}
ODDS["axis"] = alt.Axis(format=".0%")


def draw(lang: str) -> alt.HConcatChart:
    """Draw BLEU against damage (band: the middle 80 of 100 sentences), and the odds against size (band: seeds)."""
    low, high = np.percentile(single[lang], [10, 90], axis=(0, 2))
    left = zip(RATES, whole[lang].mean(axis=0), low, high, strict=True)
    right = zip(SIZES, sure[lang].mean(axis=0), sure[lang].min(axis=0), sure[lang].max(axis=0), strict=True)
    return band(left, RATE, BLEU) | band(right, SIZE, ODDS)


# %% figure
figure(
    "quality",
    both(*map(draw, LANGS)),
    alt=both(
        "Two panels. Left, corpus BLEU falls evenly with the share of replaced words while single sentences fill a "
        "wide band. Right, the odds that the better of two near systems scores higher rise from not much over one "
        "half with one sentence to nearly all with a hundred.",
        "그래프가 둘이다. 왼쪽에서 말뭉치 BLEU는 바꾼 낱말이 늘수록 고르게 내려가지만 문장 하나하나의 점수는 넓게 "
        "퍼져 있다. 오른쪽에서 비슷한 두 시스템 가운데 나은 쪽이 이길 확률은 한 문장일 때 절반을 조금 넘고 백 "
        "문장이면 거의 언제나이다.",
    ),
)
