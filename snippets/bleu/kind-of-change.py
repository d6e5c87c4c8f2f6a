# %% [markdown] lang="en"
# # Amount of change or kind of change?
# Two outputs differ from the reference in the same number of places: one says the same in other words, the other states
# something false there. A grammar that knows both makes pairs of this kind. To be seen: BLEU goes by the number of
# places, not by what happened to the facts.

# %% [markdown] lang="ko"
# # 얼마나 바뀌었는가, 어떻게 바뀌었는가
# 두 출력이 참조 번역과 같은 수의 자리에서 다릅니다. 하나는 같은 사실을 다른 말로 하고, 하나는 그 자리마다 틀린 사실을
# 말합니다. 둘 다 아는 문법으로 이런 쌍을 만듭니다. BLEU는 바뀐 자리의 수를 따를 뿐, 사실이 어떻게 되었는지는 따지지
# 않습니다.

# %% [markdown] lang="en"
# ## One reference, two outputs
# A sentence has six slots: who did what, how, where, when. In one to six of them the output has another correct
# wording, or another entry, so that as many facts are wrong. The order stays.

# %% [markdown] lang="ko"
# ## 참조 번역 하나, 출력 둘
# 문장에는 자리가 여섯 개 있습니다. 누가, 무엇을, 어떻게, 어디서, 언제, 무엇을 했는가입니다. 그중 한 자리부터 여섯
# 자리까지 출력에 다른 맞는 표현을 넣거나, 다른 내용을 넣어 그만큼의 사실을 틀리게 합니다. 어순은 그대로입니다.

# %% outputs
from random import Random

from lab.wordings import SLOTS, falsified, meaning, reworded, sentence, wording

COUNT, SEEDS, TOUCHED = 100, range(5), (1, 2, 3, 4, 5, 6)  # sentences, draws, slots that differ


def triple(lang: str, touched: int, rng: Random) -> tuple[str, str, str]:
    """Return a reference, a reworded output and a false one that differ from it in the same slots."""
    what = meaning(lang, rng)
    words, slots = wording(lang, what, rng), rng.sample(SLOTS, touched)
    outputs = (make(lang, what, words, slots, rng) for make in (reworded, falsified))
    return sentence(lang, what, words), *outputs


for lang in ("en", "ko"):
    print(*triple(lang, 2, Random(0)), sep="\n")

# %% scores
import numpy as np

from lab.scores import corpus

METRICS, LANGS = ("13a", "chrf"), ("en", "ko")


def scored(lang: str, seed: int, touched: int) -> list[tuple[float, float]]:
    """Return, for each metric, the scores of the reworded and of the false outputs."""
    rng = Random(100 * seed + touched)
    references, right, wrong = zip(*(triple(lang, touched, rng) for _ in range(COUNT)), strict=True)
    return [tuple(corpus(outputs, references, name).score for outputs in (right, wrong)) for name in METRICS]


found = {lang: np.array([[scored(lang, seed, n) for n in TOUCHED] for seed in SEEDS]) for lang in LANGS}
# (seeds, slots, metrics, right or wrong)

# %% claims
from further import both, claim, figure, value

for n, name in {1: "one", 3: "three"}.items():
    for i, kind in enumerate(("right", "wrong")):
        value(f"{name}-{kind}", both(*(found[lang][:, TOUCHED.index(n), 0, i].tolist() for lang in LANGS)))


def inverted(metric: int) -> np.ndarray:
    """Return by how much one false fact scores above three other wordings: the smaller margin of the languages."""
    return np.min([found[lang][:, 0, metric, 1] - found[lang][:, 2, metric, 0] for lang in LANGS], axis=0)


claim(
    "fewer-wins",
    inverted(0) - 10,
    both(
        "BLEU puts an output with one false fact far above a correct one that words three places differently.",
        "BLEU는 사실 하나가 틀린 출력을, 세 자리를 달리 표현한 맞는 출력보다 훨씬 위에 놓습니다.",
    ),
)
claim(
    "fewer-wins-chrf",
    inverted(1) - 5,
    both("chrF does the same.", "chrF도 마찬가지입니다."),
)


def slope_and_gap(lang: str) -> tuple[np.ndarray, np.ndarray]:
    """Return what the second place costs BLEU, and how far apart right and wrong lie on average."""
    means = found[lang][:, :, 0].mean(axis=2)  # (seeds, slots)
    return means[:, 0] - means[:, 1], np.abs(found[lang][:, :, 0, 0] - found[lang][:, :, 0, 1]).mean(axis=1)


claim(
    "amount",
    np.min([cost - gap for cost, gap in map(slope_and_gap, LANGS)], axis=0),
    both(
        "Whether the facts survive makes less difference to BLEU than one more place that differs.",
        "사실이 지켜졌는지는, 바뀐 자리가 하나 더 있는지보다 BLEU를 덜 움직입니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# Right and wrong are so by construction, and nobody was asked how bad the errors are. Real systems also make errors
# that change much text, and there BLEU does go down.

# %% [markdown] lang="ko"
# ## 그림
# 맞고 틀림은 문법이 정한 것이고, 잘못이 얼마나 나쁜지 사람에게 묻지 않았습니다. 실제 시스템은 글을 많이 바꾸는 잘못도
# 저지르며 그때는 BLEU도 내려갑니다.

# %% chart
import altair as alt

KINDS = (both("right, other words", "다른 말, 맞는 사실"), both("false facts", "틀린 사실"))


def draw(lang: str) -> alt.LayerChart:
    """Draw BLEU against the number of slots: mean over seeds, and the range of the seeds as a band."""
    points = [
        {"n": n, "kind": kind, "mean": round(c.mean(), 2), "low": round(c.min(), 2), "high": round(c.max(), 2)}
        for i, kind in enumerate(KINDS)
        for n, c in zip(TOUCHED, found[lang][:, :, 0, i].T, strict=True)
    ]
    kind = {"title": both("the places that differ", "바뀐 자리"), "scale": alt.Scale(domain=list(KINDS))}
    y = {"title": both("corpus BLEU", "말뭉치 BLEU"), "scale": alt.Scale(domain=[0, 100])}
    x = {"title": both("places of six that differ from the reference", "여섯 자리 가운데 참조 번역과 다른 자리 수")}
    base = alt.Chart(alt.Data(values=points), height=230).encode(
        alt.X("n:Q", axis=alt.Axis(values=list(TOUCHED), labelOverlap=False), **x), color=alt.Color("kind:N", **kind)
    )
    tips = [alt.Tooltip("n:Q", title=both("places", "자리")), alt.Tooltip("mean:Q", title=both("BLEU"), format=".1f")]
    band = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", **y), y2="high:Q")
    line = base.mark_line(point=True).encode(alt.Y("mean:Q", **y), alt.StrokeDash("kind:N", **kind), tooltip=tips)
    return alt.layer(band, line)


# %% figure
figure(
    "kinds",
    both(*map(draw, LANGS)),
    alt=both(
        "Corpus BLEU against the number of places that differ from the reference, English. The line of the right "
        "outputs and the line of the false ones fall together and nearly coincide.",
        "참조 번역과 다른 자리의 수에 따른 말뭉치 BLEU, 한국어. 맞는 출력의 선과 틀린 출력의 선이 함께 떨어지며 거의 "
        "겹친다.",
    ),
)
