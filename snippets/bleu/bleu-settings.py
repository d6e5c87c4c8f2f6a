# %% [markdown] lang="en"
# # Can scores of two papers be compared?
# The same output gets another BLEU with other tokens or in lower case, and papers often do not say which they used. Two
# systems, one better than the other, are scored under several settings. To be seen: within a setting the better one
# wins; across settings the worse one can look better.

# %% [markdown] lang="ko"
# # 두 논문의 점수를 견줄 수 있는가
# 같은 출력도 토큰을 달리하거나 소문자로 바꾸면 BLEU가 달라지는데, 무엇을 썼는지 밝히지 않은 논문이 많습니다. 나은
# 시스템과 못한 시스템을 여러 설정으로 채점합니다. 한 설정 안에서는 나은 쪽이 이기지만 설정이 다르면 못한 쪽이 나아 보일
# 수 있습니다.

# %% [markdown] lang="en"
# ## Two systems, several settings
# One system gets 20 words in 100 wrong, the other 23, on the same real sentences. Every setting is an option of
# sacrebleu and stands in its signature; of `ko-mecab` the version of the dictionary does too.

# %% [markdown] lang="ko"
# ## 시스템 둘, 설정 여럿
# 같은 실제 문장에서 한 시스템은 백 낱말에 20개를, 다른 시스템은 23개를 틀립니다. 설정은 모두 sacrebleu의 선택 사항이고
# 시그니처(signature)에 적힙니다. `ko-mecab`은 사전의 버전까지 적힙니다.

# %% settings
from random import Random

from lab.degrade import replaced, some
from lab.scores import corpus, signature

SETTINGS = {
    "en": {
        "13a": {},
        "intl": {"name": "intl"},
        "none": {"name": "none"},
        "lc": {"lowercase": True},
        "char": {"name": "char"},
    },
    "ko": {"13a": {}, "none": {"name": "none"}, "ko-mecab": {"name": "ko-mecab"}, "char": {"name": "char"}},
}
COUNT, SEEDS, RATES = 100, range(5), {"better": 0.2, "worse": 0.23}


def scored(lang: str, seed: int, rate: float) -> list[float]:
    """Return BLEU of one output under every setting."""
    texts, rng = some(lang, COUNT, seed), Random(f"{seed} {rate}")
    outputs = [replaced(text, rate, lang, rng) for text in texts]
    return [corpus(outputs, texts, **options).score for options in SETTINGS[lang].values()]


# %% scores
import numpy as np

LANGS = tuple(SETTINGS)
scores = {  # language, system: (seeds, settings)
    (lang, name): np.array([scored(lang, seed, rate) for seed in SEEDS])
    for lang in LANGS
    for name, rate in RATES.items()
}
advised = {"en": "13a", "ko": "ko-mecab"}  # by sacrebleu, for the language


def column(lang: str, system: str, setting: str) -> np.ndarray:
    """Return the scores of a system under one setting, (seeds,)."""
    return scores[lang, system][:, list(SETTINGS[lang]).index(setting)]


# %% claims
from further import both, claim, figure, table, value

value("better-13a", both(*(column(lang, "better", "13a").tolist() for lang in LANGS)))
value("worse-char", both(*(column(lang, "worse", "char").tolist() for lang in LANGS)))
value("spread", both(*(np.ptp(scores[lang, "better"], axis=1).tolist() for lang in LANGS)))
WORDS = {"en": ("13a", "intl", "none", "lc"), "ko": ("13a", "none", "ko-mecab")}
among = {lang: np.ptp([column(lang, "better", name) for name in WORDS[lang]], axis=0) for lang in LANGS}
value("spread-words", both(*(among[lang].tolist() for lang in LANGS)))
claim(
    "within",
    np.min([(scores[lang, "better"] - scores[lang, "worse"]).min(axis=1) for lang in LANGS], axis=0),
    both(
        "Within every setting the better system scores higher.",
        "어느 설정이든 그 안에서는 나은 시스템의 점수가 더 높습니다.",
    ),
)
claim(
    "across",
    np.min([column(lang, "worse", "char") - column(lang, "better", "13a") for lang in LANGS], axis=0),
    both(
        "With characters as tokens the worse system scores above the better one with words.",
        "글자 토큰으로 채점한 못한 시스템의 점수는 낱말 토큰으로 채점한 나은 시스템의 점수보다 높습니다.",
    ),
)
claim(
    "across-words",
    np.min([among[lang] - 1 for lang in LANGS], axis=0),
    both(
        "Even among settings whose tokens are words or morphemes the same output moves by more than a point.",
        "토큰이 낱말이나 형태소인 설정들 사이에서도 같은 출력의 점수가 1점 넘게 움직입니다.",
    ),
)

# %% table
names = {
    "13a": both("13a, the default", "13a, 기본값"),
    "intl": both("intl"),
    "none": both("none, as spaced", "none, 어절 그대로"),
}
names |= {
    "lc": both("13a, lower case", "13a, 소문자로"),
    "char": both("char, characters", "char, 글자"),
    "ko-mecab": both("ko-mecab, morphemes", "ko-mecab, 형태소"),
}
table(
    "signatures",
    [
        {
            both("language", "언어"): {"en": both("English", "영어"), "ko": both("Korean", "한국어")}[lang],
            both("setting", "설정"): names[setting],
            both("BLEU of the better system", "나은 시스템의 BLEU"): column(lang, "better", setting).mean(),
            both("signature", "시그니처"): both(signature(**SETTINGS[lang][setting])),
        }
        for lang in LANGS
        for setting in SETTINGS[lang]
    ],
    formats={both("BLEU of the better system", "나은 시스템의 BLEU"): ".1f"},
)

# %% [markdown] lang="en"
# ## The figure
# How far settings move a score depends on text and errors. Tokenizers that fetch a model (spm, flores200) are not run
# here.

# %% [markdown] lang="ko"
# ## 그림
# 설정이 점수를 얼마나 움직이는지는 글과 잘못의 종류에 달려 있습니다. 모델을 내려받는 토크나이저(spm, flores200)는
# 실행하지 않았습니다.

# %% chart
import altair as alt

SYSTEMS = {"better": both("better system", "나은 시스템"), "worse": both("worse system", "못한 시스템")}


def draw(lang: str) -> alt.Chart:
    """Draw a row for each setting and a mark for each system and seed."""
    points = [
        {"setting": names[setting], "system": title, "score": round(score, 1)}
        for system, title in SYSTEMS.items()
        for setting in SETTINGS[lang]
        for score in column(lang, system, setting)
    ]
    kind = {"title": None, "scale": alt.Scale(domain=list(SYSTEMS.values())), "legend": alt.Legend(columns=1)}
    return (
        alt.Chart(alt.Data(values=points), height=36 * len(SETTINGS[lang]))
        .mark_point(filled=True, size=70, opacity=0.6)
        .encode(
            alt.X("score:Q", title=both("corpus BLEU", "말뭉치 BLEU"), scale=alt.Scale(zero=False)),
            alt.Y("setting:N", title=None, sort=[names[s] for s in SETTINGS[lang]], axis=alt.Axis(grid=True)),
            alt.Color("system:N", **kind),
            alt.Shape("system:N", **kind),
            tooltip=[alt.Tooltip("score:Q", title=both("BLEU"), format=".1f")],
        )
    )


# %% figure
figure(
    "settings",
    both(*map(draw, LANGS)),
    alt=both(
        "BLEU of two systems under five settings, English, a mark for each of five samples. The settings with words "
        "lie near each other, characters far to the right, so that there even the worse system is beyond the better "
        "one elsewhere.",
        "두 시스템의 BLEU를 네 가지 설정으로 채점했다. 한국어 표본 다섯 개마다 기호 하나이다. 글자 토큰은 멀리 "
        "오른쪽에 있어, 그 설정에서는 못한 시스템조차 다른 설정의 나은 시스템보다 점수가 높다.",
    ),
)
