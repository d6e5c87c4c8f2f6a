# %% [markdown] lang="en"
# # Is the difference more than chance?
# Two systems of the same quality never get the same BLEU. How far does chance alone drive them apart, and does
# sacrebleu's paired bootstrap tell that from a real difference? To be seen: a point of BLEU on 150 sentences can be
# nothing at all, and the test says so.

# %% [markdown] lang="ko"
# # 우연보다 큰 차이인가
# 품질이 같은 두 시스템도 BLEU가 똑같이 나오지는 않습니다. 우연만으로 얼마나 벌어지는지, sacrebleu의 대응
# 부트스트랩(paired bootstrap)이 그것을 진짜 차이와 구별하는지 묻습니다. 150문장에서 BLEU 1점은 아무 뜻이 없을 수 있고
# 검정은 그렇다고 말해 줍니다.

# %% [markdown] lang="en"
# ## The test
# From the 150 sentences 150 are drawn with replacement, a thousand times, the same ones for both systems. The p-value
# says how often a difference as large as the one observed would come from chance. Koehn (2004) brought the method to
# translation; sacrebleu runs it.

# %% [markdown] lang="ko"
# ## 검정
# 문장 150개에서 150개를 복원 추출로 뽑는 일을 두 시스템에 똑같이 천 번 되풀이합니다. p값은 관찰한 만큼 큰 차이가 우연히
# 나올 비율을 말합니다. Koehn(2004)이 번역에 들여온 방법이며 sacrebleu가 실행합니다.

# %% test
from sacrebleu.metrics import BLEU
from sacrebleu.significance import PairedTest


def compare(one: list[str], other: list[str], references: list[str]) -> tuple[float, float]:
    """Return by how much BLEU of two systems differs, and the p-value."""
    systems = [("one", one), ("other", other)]
    _, results = PairedTest(systems, {"BLEU": BLEU()}, [references], test_type="bs", n_samples=1000)()
    first, second = results["BLEU"]
    return abs(first.score - second.score), second.p_value


# %% [markdown] lang="en"
# ## Equal, nearly equal, different
# Every system replaces words at random. In some pairs both replace 20 in 100, in others one of them 21 or 25.

# %% [markdown] lang="ko"
# ## 같은 시스템, 거의 같은 시스템, 다른 시스템
# 시스템은 모두 낱말을 무작위로 바꿉니다. 어떤 쌍은 둘 다 백 낱말에 20개를, 어떤 쌍은 하나가 21개나 25개를 바꿉니다.

# %% pairs
from random import Random

import numpy as np

from lab.degrade import replaced, some

COUNT, SEEDS, LANGS = 150, range(5), ("en", "ko")  # sentences
KINDS = {
    "same": (0.2, 3),
    "near": (0.21, 2),
    "apart": (0.25, 1),
}  # what the second system replaces; pairs for each seed


def pairs(lang: str, seed: int, rate: float, number: int) -> list[tuple[float, float]]:
    """Return difference and p-value of several pairs."""
    texts, rng = some(lang, COUNT, seed), Random(f"{seed} {rate}")
    found = []
    for _ in range(number):
        one, other = ([replaced(text, each, lang, rng) for text in texts] for each in (0.2, rate))
        found.append(compare(one, other, texts))
    return found


found = {
    (lang, kind): np.array([pairs(lang, seed, *options) for seed in SEEDS])
    for lang in LANGS
    for kind, options in KINDS.items()
}
# (seeds, pairs, difference or p)

# %% claims
from further import both, claim, figure, value

for kind in KINDS:
    value(f"difference-{kind}", both(*(found[lang, kind][..., 0].mean(axis=1).tolist() for lang in LANGS)))
    significant = {lang: (found[lang, kind][..., 1] < 0.05).mean(axis=1) for lang in LANGS}
    value(f"significant-{kind}", both(*((100 * significant[lang]).tolist() for lang in LANGS)))
value("largest-by-chance", both(*(found[lang, "same"][..., 0].max() for lang in LANGS)))


def together(kind: str) -> np.ndarray:
    """Return both languages' pairs, (seeds, pairs, 2)."""
    return np.concatenate([found[lang, kind] for lang in LANGS], axis=1)


claim(
    "chance",
    together("same")[..., 0].mean(axis=1) - 0.5,
    both(
        "On 150 sentences chance alone sets two systems of the same quality apart by more than half a point of BLEU.",
        "문장 150개에서는 우연만으로도 품질이 같은 두 시스템의 BLEU가 평균 0.5점 넘게 벌어집니다.",
    ),
)
claim(
    "test-withholds",
    0.5 - (together("same")[..., 1] < 0.05).mean(axis=1),
    both(
        "For most pairs of equal quality the paired bootstrap finds no significant difference.",
        "품질이 같은 쌍 대부분에서 대응 부트스트랩은 유의한 차이를 찾지 못합니다.",
    ),
)
claim(
    "test-finds",
    0.05 - together("apart")[..., 1].max(axis=1),
    both(
        "With five more wrong words in a hundred it finds one for every pair.",
        "백 낱말에 다섯 낱말이 더 틀리면 모든 쌍에서 차이를 찾습니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# Significant does not mean better for people: the test says that a difference would show on other sentences of the same
# kind, not that anybody would notice it. And one wrong word in a hundred is a real difference that 150 sentences often
# miss.

# %% [markdown] lang="ko"
# ## 그림
# 유의하다고 해서 사람에게 더 좋다는 뜻은 아닙니다. 같은 종류의 다른 문장에서도 차이가 나리라는 말이지 누가 알아차린다는
# 말이 아닙니다. 백 낱말에 한 낱말 차이는 실제로 있는 차이지만 문장 150개로는 자주 놓칩니다.

# %% chart
import altair as alt

TITLES = {
    "same": both("no difference", "차이 없음"),
    "near": both("1 word in 100", "백 낱말에 1개"),
    "apart": both("5 words in 100", "백 낱말에 5개"),
}


slider = alt.binding_range(min=0.005, max=0.3, step=0.005, name=both("significant below", "유의하다고 볼 p값"))
LEVEL = alt.param("level", value=0.05, bind=slider)


def draw(lang: str) -> alt.LayerChart:
    """Draw a mark for each pair, and the customary bound of 0.05, which a reader can move."""
    points = [
        {"kind": title, "difference": round(d, 2), "p": round(p, 4)}
        for kind, title in TITLES.items()
        for d, p in found[lang, kind].reshape(-1, 2).tolist()
    ]
    kind = {"title": both("real difference", "실제 차이"), "scale": alt.Scale(domain=list(TITLES.values()))}
    y = {
        "title": both("p-value", "p값"),
        "scale": alt.Scale(type="log"),
        "axis": alt.Axis(values=[0.001, 0.01, 0.05, 0.5], format="~g"),
    }
    x = both("difference in BLEU, points", "BLEU의 차이(점)")
    marks = (
        alt.Chart(alt.Data(values=points), height=240)
        .mark_point(filled=True, size=70, opacity=0.8)
        .encode(
            alt.X("difference:Q", title=x),
            alt.Y("p:Q", **y),
            alt.Color("kind:N", **kind),
            alt.Shape("kind:N", **kind),
            tooltip=[
                alt.Tooltip("difference:Q", title=both("points", "점"), format=".2f"),
                alt.Tooltip("p:Q", title=both("p-value", "p값"), format=".3f"),
            ],
        )
    )
    bound = alt.Chart(alt.Data(values=[{}])).transform_calculate(p="level").mark_rule(strokeDash=[4, 3])
    return alt.layer(bound.encode(alt.Y("p:Q", **y)), marks).add_params(LEVEL)


# %% figure
figure(
    "significance",
    both(*map(draw, LANGS)),
    alt=both(
        "Pairs of systems by their difference in BLEU and the p-value of the test. Pairs of equal quality differ by "
        "up to about three points and mostly lie above the line at 0.05. Pairs that really differ by five words in a "
        "hundred lie at the bottom right.",
        "시스템 쌍을 BLEU의 차이와 검정의 p값으로 나타냈다. 품질이 같은 쌍도 4점 넘게 벌어질 때가 있지만 대부분 0.05 "
        "선 위에 있다. 백 낱말에 다섯 낱말만큼 정말로 다른 쌍은 오른쪽 아래에 모여 있다.",
    ),
)
