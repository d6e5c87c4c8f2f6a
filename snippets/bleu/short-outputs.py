# %% [markdown] lang="en"
# # Does BLEU favour short outputs?
# Modified precision does: whatever is left out cannot be wrong. BLEU multiplies it with a brevity penalty. What do the
# two say when right sentences are broken off, and when a bad end is dropped? To be seen: precision rewards silence,
# BLEU does not.

# %% [markdown] lang="ko"
# # BLEU는 짧은 출력을 좋아하는가
# 보정된 정밀도(modified precision)는 좋아합니다. 말하지 않은 것은 틀릴 수 없기 때문입니다. BLEU는 여기에 길이
# 벌점(brevity penalty)을 곱합니다. 맞는 문장을 중간에 끊거나 엉망인 뒷부분을 버리면 둘이 뭐라고 하는지 묻습니다.
# 정밀도는 침묵에 상을 주고 BLEU는 주지 않습니다.

# %% [markdown] lang="en"
# ## Right, but broken off
# Outputs are the references themselves, cut after a share of their words. Every n-gram that is there is right.

# %% [markdown] lang="ko"
# ## 맞지만 끊긴 출력
# 출력은 참조 번역을 낱말의 일정 비율에서 끊은 것입니다. 남아 있는 n-gram은 모두 맞습니다.

# %% cut
from math import exp, prod

import numpy as np

from lab.degrade import some, truncated
from lab.scores import corpus

SHARES, SEEDS, COUNT = (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2), range(5), 200  # sentences for each seed


def measures(outputs: list[str], references: list[str]) -> tuple[float, float, float, float]:
    """Return geometric mean of the precisions, brevity penalty and BLEU, from sacrebleu, and the penalty's formula."""
    score = corpus(outputs, references)
    formula = min(1, exp(1 - score.ref_len / score.sys_len))
    return prod(score.precisions) ** (1 / 4), 100 * score.bp, score.score, 100 * formula


cut = {  # language: (seeds, shares, 4)
    lang: np.array(
        [
            [measures(truncated(texts, share), texts) for share in SHARES]
            for texts in (some(lang, COUNT, s) for s in SEEDS)
        ]
    )
    for lang in ("en", "ko")
}

# %% cut-claims
from further import both, claim, figure, value

HALF = SHARES.index(0.5)
value("bleu-half", both(*(cut[lang][:, HALF, 2].tolist() for lang in cut)))
value("bleu-ninety", both(*(cut[lang][:, SHARES.index(0.9), 2].tolist() for lang in cut)))
claim(
    "precision-blind",
    all(np.allclose(each[..., 0], 100, atol=1e-9) for each in cut.values()),
    both(
        "However much of a right output is cut off, its modified precision stays at a hundred percent.",
        "맞는 출력을 아무리 많이 잘라 내도 보정된 정밀도는 100%에 머무릅니다.",
    ),
)
claim(
    "penalty",
    all(np.allclose(each[..., 1], each[..., 3], atol=1e-9) for each in cut.values())
    and all(np.allclose(each[..., 2], each[..., 1], atol=1e-9) for each in cut.values()),
    both(
        "The brevity penalty alone takes it down: BLEU of the cut output is exp(1 − reference length / output length).",
        "점수를 깎는 것은 오직 길이 벌점이며, 끊긴 출력의 BLEU는 exp(1 − 참조 길이 / 출력 길이)입니다.",
    ),
)

# %% [markdown] lang="en"
# ## A bad end: say it or drop it?
# The last 30 percent of every sentence are random words. Part of them is dropped, from none to all. This is the case in
# which silence is tempting.

# %% [markdown] lang="ko"
# ## 엉망인 뒷부분, 말할 것인가 버릴 것인가
# 문장마다 마지막 30%가 아무 낱말입니다. 그 가운데 일부를 버리는데, 하나도 버리지 않는 데서 모두 버리는 데까지 갑니다.
# 침묵이 솔깃해지는 경우입니다.

# %% tail
from random import Random

from lab.degrade import garbled_tail

DROPPED = (0, 0.25, 0.5, 0.75, 1)  # share of the bad end


def dropped(lang: str, seed: int, share: float) -> tuple[float, ...]:
    """Return the measures when ``share`` of the bad end is left unsaid."""
    texts, rng = some(lang, COUNT, seed), Random(seed)
    ends = [garbled_tail(text, 0.3, lang, rng) for text in texts]
    outputs = [" ".join([*good, *bad[: round(len(bad) * (1 - share))]]) for good, bad in ends]
    return measures(outputs, texts)


tail = {lang: np.array([[dropped(lang, seed, share) for share in DROPPED] for seed in SEEDS]) for lang in ("en", "ko")}

# %% tail-claims
gain = {lang: each[:, -1] - each[:, 0] for lang, each in tail.items()}  # (seeds, 4): dropped all - said all
value("precision-gain", both(*(gain[lang][:, 0].tolist() for lang in gain)))
value("bleu-loss", both(*((-gain[lang][:, 2]).tolist() for lang in gain)))
claim(
    "precision-rewards",
    np.min([gain[lang][:, 0] - 20 for lang in gain], axis=0),
    both(
        "Leaving a bad end unsaid raises modified precision by more than twenty points.",
        "엉망인 뒷부분을 버리면 보정된 정밀도는 20점 넘게 오릅니다.",
    ),
)
claim(
    "bleu-does-not",
    np.min([-gain[lang][:, 2] for lang in gain], axis=0),
    both("BLEU falls when the bad end is left unsaid.", "엉망인 뒷부분을 버리면 BLEU는 내려갑니다."),
)
claim(
    "nearly-even",
    np.min([gain[lang][:, 0] / 2 + gain[lang][:, 2] for lang in gain], axis=0),
    both(
        "It falls by less than half of what precision gains: a bad end and a missing end are nearly the same to BLEU.",
        "내려가는 폭은 정밀도가 오르는 폭의 절반도 되지 않습니다. BLEU에게 엉망인 뒷부분과 없는 뒷부분은 거의 "
        "같습니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# One kind of bad end and one way to drop it. Where a system says too much elsewhere, silence does pay: that is asked in
# an experiment of its own.

# %% [markdown] lang="ko"
# ## 그림
# 한 종류의 엉망인 뒷부분과 한 가지 버리는 방법뿐입니다. 다른 데서 말이 많은 시스템이라면 침묵이 득이 되는데, 이는 따로
# 실험합니다.

# %% chart
import altair as alt

LINES = {0: both("precision", "정밀도"), 2: both("BLEU")}  # the geometric mean of the modified precisions


def panel(each: np.ndarray, shares: tuple[float, ...], title: str) -> alt.LayerChart:
    """Draw precision and BLEU, mean over seeds, against a share; the range of the seeds is narrower than the lines."""
    points = [
        {"share": share, "line": name, "score": round(each[:, i, column].mean(), 2)}
        for column, name in LINES.items()
        for i, share in enumerate(shares)
    ]
    line = {"title": None, "scale": alt.Scale(domain=list(LINES.values()))}
    return (
        alt.Chart(alt.Data(values=points), width=250, height=220)
        .mark_line(point=True)
        .encode(
            alt.X("share:Q", title=title, axis=alt.Axis(format=".0%")),
            alt.Y("score:Q", title=both("percent", "퍼센트"), scale=alt.Scale(domain=[0, 100])),
            alt.Color("line:N", **line),
            alt.StrokeDash("line:N", **line),
            tooltip=[
                alt.Tooltip("share:Q", title=both("share", "비율"), format=".0%"),
                alt.Tooltip("score:Q", title=both("percent", "퍼센트"), format=".1f"),
            ],
        )
    )


def draw(lang: str) -> alt.HConcatChart:
    """Draw both panels."""
    away = tuple(round(1 - share, 1) for share in SHARES)
    left = panel(cut[lang], away, both("right output, share cut off", "맞는 출력에서 잘라 낸 비율"))
    return left | panel(tail[lang], DROPPED, both("bad end, share dropped", "엉망인 뒷부분을 버린 비율"))


# %% figure
figure(
    "short",
    both(*map(draw, ("en", "ko"))),
    alt=both(
        "Two panels. Left, right outputs cut shorter and shorter: precision stays at a hundred while BLEU falls "
        "towards zero. Right, a bad end is dropped: precision climbs to a hundred, BLEU sinks slightly.",
        "그래프가 둘이다. 왼쪽은 맞는 출력을 점점 짧게 끊은 것으로, 정밀도는 100에 머물고 BLEU는 0 가까이까지 "
        "떨어진다. 오른쪽은 엉망인 뒷부분을 버린 것으로, 정밀도는 100까지 오르고 BLEU는 조금 내려간다.",
    ),
)
