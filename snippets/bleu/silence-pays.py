# %% [markdown] lang="en"
# # Where silence still pays
# The brevity penalty compares lengths of the whole corpus, not of sentences. So a system that says too much elsewhere
# has words to spare. What happens to BLEU when it says nothing at all where it is at its worst? To be seen: with the
# right length silence costs, with too much it pays, until the spare words are used up.

# %% [markdown] lang="ko"
# # 침묵이 득이 되는 곳
# 길이 벌점(brevity penalty)은 문장이 아니라 말뭉치 전체의 길이를 견줍니다. 그래서 다른 데서 말이 많은 시스템에는 쓰고
# 남은 낱말이 있습니다. 그런 시스템이 가장 못하는 문장에서 아예 입을 다물면 BLEU가 어떻게 되는지 묻습니다. 길이가 맞는
# 시스템은 침묵하면 손해를 보고, 말이 많은 시스템은 남은 낱말을 다 쓸 때까지 득을 봅니다.

# %% [markdown] lang="en"
# ## Two systems that fail at the same sentences
# Four fifths of the sentences are easy: one word in ten is wrong. In the hard fifth four words in five are wrong. The
# wordy system adds random words to the easy sentences, as many as make a fifth of their length.

# %% [markdown] lang="ko"
# ## 같은 문장에서 막히는 두 시스템
# 문장의 5분의 4는 쉬워서 열 낱말에 하나가 틀립니다. 나머지 5분의 1은 어려워서 다섯 낱말에 넷이 틀립니다. 말 많은
# 시스템은 쉬운 문장마다 그 길이의 5분의 1만큼 아무 낱말이나 덧붙입니다.

# %% systems
from random import Random

from lab.degrade import replaced, some, vocabulary

COUNT, HARD, SEEDS = 200, 40, range(5)  # sentences, hard ones among them
SILENT = (0, 0.25, 0.5, 0.75, 1)  # share of the hard sentences


def system(lang: str, seed: int, extra: float) -> tuple[list[str], list[str]]:
    """Return outputs and references, the hard sentences first; ``extra`` is what it says too much, as a share."""
    references, rng = some(lang, COUNT, seed), Random(seed)
    outputs = [replaced(text, 0.8, lang, rng) for text in references[:HARD]]
    for text in references[HARD:]:
        more = rng.choices(vocabulary(lang), k=round(extra * len(text.split())))
        outputs.append(" ".join([replaced(text, 0.1, lang, rng), *more]))
    return outputs, references


# %% silence
import numpy as np

from lab.scores import corpus, sentences

EXTRA = {"exact": 0, "wordy": 0.2}


def silenced(lang: str, seed: int, extra: float, share: float) -> tuple[float, float]:
    """Return BLEU and the brevity penalty when a share of the hard sentences gets an empty output."""
    outputs, references = system(lang, seed, extra)
    mute = round(HARD * share)
    score = corpus([""] * mute + outputs[mute:], references)
    return score.score, score.bp


found = {  # language, system: (seeds, shares, 2)
    (lang, name): np.array([[silenced(lang, seed, extra, share) for share in SILENT] for seed in SEEDS])
    for lang in ("en", "ko")
    for name, extra in EXTRA.items()
}

# %% claims
from further import both, claim, figure, value

LANGS = ("en", "ko")
for name in EXTRA:
    value(f"{name}-all-said", both(*(found[lang, name][:, 0, 0].tolist() for lang in LANGS)))
    value(f"{name}-silent", both(*(found[lang, name][:, -1, 0].tolist() for lang in LANGS)))
    value(f"{name}-penalty", both(*(found[lang, name][:, -1, 1].tolist() for lang in LANGS)))


def change(name: str) -> np.ndarray:
    """Return by how much BLEU rises when all hard sentences fall silent, (languages, seeds)."""
    return np.array([found[lang, name][:, -1, 0] - found[lang, name][:, 0, 0] for lang in LANGS])


claim(
    "wordy-gains",
    change("wordy").min(axis=0) - 1,
    both(
        "A system that says too much elsewhere gains BLEU by giving no translation at all for a fifth of the "
        "sentences.",
        "다른 데서 말이 많은 시스템은 문장 5분의 1을 아예 번역하지 않음으로써 BLEU를 올립니다.",
    ),
)
claim(
    "exact-loses",
    (-change("exact")).min(axis=0),
    both(
        "A system of the right length loses BLEU by the same silence.",
        "길이가 맞는 시스템은 똑같이 침묵하면 BLEU를 잃습니다.",
    ),
)

# %% [markdown] lang="en"
# ## Sentence by sentence it does not pay
# An empty output scores 0 as a sentence. Averaging sentence scores closes the gap, and opens others: see the zeros of
# single sentences.

# %% [markdown] lang="ko"
# ## 문장별로 보면 득이 없다
# 빈 출력은 문장 점수가 0입니다. 문장 점수를 평균하면 이 빈틈은 막히지만 다른 문제가 생깁니다. 한 문장의 BLEU가 0이
# 되는 문제를 따로 봅니다.

# %% sentence-level


def mean_change(lang: str, seed: int) -> float:
    """Return by how much the mean of sentence BLEU changes when the wordy system falls silent."""
    outputs, references = system(lang, seed, EXTRA["wordy"])
    before = sentences(outputs[:HARD], references[:HARD])
    return -sum(before) / COUNT


averages = np.array([[mean_change(lang, seed) for seed in SEEDS] for lang in LANGS])
claim(
    "not-by-sentence",
    (-averages).min(axis=0),
    both(
        "The mean of the sentence scores falls when the same sentences fall silent.",
        "같은 문장에서 침묵할 때 문장 점수의 평균은 내려갑니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# The systems are made up. A metric that is asked for one number for each sentence would not be fooled, nor would a
# reader.

# %% [markdown] lang="ko"
# ## 그림
# 두 시스템은 지어낸 것입니다. 문장마다 점수를 매기는 지표라면 속지 않으며, 읽는 사람도 속지 않습니다.

# %% chart
import altair as alt

TITLES = {"exact": both("right length", "길이가 맞는 시스템"), "wordy": both("too many words", "말이 많은 시스템")}


def draw(lang: str) -> alt.LayerChart:
    """Draw BLEU of both systems: mean over seeds, and the range of the seeds as a band."""
    points = [
        {
            "share": share,
            "system": TITLES[name],
            "mean": round(c.mean(), 2),
            "low": round(c.min(), 2),
            "high": round(c.max(), 2),
        }
        for name in EXTRA
        for share, c in zip(SILENT, found[lang, name][..., 0].T, strict=True)
    ]
    kind = {"title": None, "scale": alt.Scale(domain=list(TITLES.values()))}
    y = {"title": both("corpus BLEU", "말뭉치 BLEU"), "scale": alt.Scale(zero=False, nice=True)}
    x = both("share of the hard sentences left untranslated", "번역하지 않은 어려운 문장의 비율")
    base = alt.Chart(alt.Data(values=points), height=230).encode(
        alt.X("share:Q", title=x, axis=alt.Axis(format=".0%", values=list(SILENT))), color=alt.Color("system:N", **kind)
    )
    tips = [
        alt.Tooltip("share:Q", title=both("silent", "침묵"), format=".0%"),
        alt.Tooltip("mean:Q", title=both("BLEU"), format=".1f"),
    ]
    band = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", **y), y2="high:Q")
    line = base.mark_line(point=True).encode(alt.Y("mean:Q", **y), alt.StrokeDash("system:N", **kind), tooltip=tips)
    return alt.layer(band, line)


# %% figure
figure(
    "silence",
    both(*map(draw, LANGS)),
    alt=both(
        "Corpus BLEU against the share of hard sentences left untranslated. For the system of the right length it "
        "falls from the start. For the wordy one it rises.",
        "번역하지 않은 어려운 문장의 비율에 따른 말뭉치 BLEU. 길이가 맞는 시스템은 처음부터 내려가고, 말이 많은 "
        "시스템은 올라간다.",
    ),
)
