# %% [markdown] lang="en"
# # One output, many numbers called BLEU
# Textbooks and libraries give different numbers for the same sentence. Where do they part? One output with a matching
# 4-gram and one without go through the variants in use: tokens, smoothing, longest n-gram, exponents, no brevity
# penalty. To be seen: without a 4-gram the name BLEU says next to nothing.

# %% [markdown] lang="ko"
# # 이름은 하나, 값은 여러 가지인 BLEU
# 교재와 라이브러리는 같은 문장에 다른 BLEU를 매깁니다. 어디서 갈리는지 묻습니다. 4-gram이 하나라도 맞는 출력과 하나도
# 맞지 않는 출력을 널리 쓰이는 변형에 넣습니다. 토큰, 평활(smoothing), 가장 긴 n-gram, 지수, 길이 벌점이 다릅니다.
# 4-gram이 맞지 않으면 BLEU라는 이름만으로는 값을 거의 알 수 없다는 점이 보입니다.

# %% pairs
REFERENCE = {
    "en": "The committee approved the new city budget on Monday after a long debate.",
    "ko": "위원회는 월요일에 오랜 토론 끝에 새 예산안을 어렵게 승인했다.",
}
OUTPUTS = {  # with a 4-gram of the reference, and without one
    "en": (
        "The committee approved the budget on Monday after the long debate.",
        "On Monday the committee passed the city budget.",
    ),
    "ko": (
        "새 위원회는 오랜 토론 끝에 새 예산안을 승인했다.",
        "월요일에 위원회는 긴 토론 끝에 예산안을 통과시켰다.",
    ),
}

# %% [markdown] lang="en"
# ## Variants within sacrebleu
# Each is one option away from what sacrebleu does by default with a corpus, here a corpus of one sentence. The
# *signature* names the options. (`sentence_bleu` sets one more, effective order: it leaves out n-grams longer than the
# output, which makes no difference to these two.)

# %% [markdown] lang="ko"
# ## sacrebleu 안의 변형
# 저마다 sacrebleu의 기본값에서 선택 사항 하나만 다릅니다. 여기서는 문장 하나짜리 말뭉치로 계산합니다. 무엇을 골랐는지는
# 시그니처(signature)에 적힙니다. `sentence_bleu`는 출력보다 긴 n-gram을 빼는 선택(effective order)도 켜지만 이 두
# 출력에는 영향이 없습니다.

# %% options
from further import both
from lab.scores import metric, signature

VARIANTS = {
    both("default (13a, exp)", "기본값 (13a, exp)"): {},
    both("lower case", "소문자로"): {"lowercase": True},
    both("no tokens but words", "띄어쓰기 그대로"): {"name": "none"},
    both("characters", "글자"): {"name": "char"},
    both("no smoothing", "평활 없음"): {"smooth_method": "none"},
    both("floor smoothing", "floor 평활"): {"smooth_method": "floor"},
    both("add-k smoothing", "add-k 평활"): {"smooth_method": "add-k"},
    both("up to 2-grams", "2-gram까지"): {"max_ngram_order": 2},
    both("up to 1-grams", "1-gram까지"): {"max_ngram_order": 1},
}

# %% [markdown] lang="en"
# ## Variants that go by the same name elsewhere
# The textbook *Dive into Deep Learning* weighs the n-grams by exponents of 1/2, 1/4, ... instead of four times 1/4, and
# stops at 2-grams in its example (d2l.ai, chapter on sequence-to-sequence learning). Some code leaves out the brevity
# penalty. Both are computed here from the counts in sacrebleu's result.

# %% [markdown] lang="ko"
# ## 다른 곳에서 BLEU라 부르는 것
# 교재 ‘Dive into Deep Learning’은 지수를 1/4 네 개가 아니라 1/2, 1/4, …로 주고, 예제에서는 2-gram까지만
# 셉니다(d2l.ai, 시퀀스 투 시퀀스 장). 길이 벌점을 빼는 코드도 있습니다. 둘 다 sacrebleu의 결과에 든 개수로 계산합니다.

# %% formulas
from math import prod


def d2l(score, longest: int = 2) -> float:
    """Return the textbook's number: precisions to the power of 1/2, 1/4, ... and no smoothing."""
    powers = [(score.counts[i] / score.totals[i]) ** 0.5 ** (i + 1) for i in range(longest)]
    return 100 * score.bp * prod(powers)


FORMULAS = {
    both("textbook (d2l.ai)", "교재(d2l.ai)"): d2l,
    both("no brevity penalty", "길이 벌점 없음"): lambda score: score.score / score.bp,
}

# %% scores


def variants(lang: str, output: str) -> dict[str, float]:
    """Return every variant's number, in percent."""
    one = {name: metric(**options).corpus_score([output], [[REFERENCE[lang]]]) for name, options in VARIANTS.items()}
    default = one[next(iter(VARIANTS))]
    return {name: score.score for name, score in one.items()} | {name: f(default) for name, f in FORMULAS.items()}


found = {lang: [variants(lang, output) for output in outputs] for lang, outputs in OUTPUTS.items()}

# %% table
from further import claim, figure, table, value

rows = [
    {
        both("variant", "변형"): name,
        both("4-grams match", "4-gram 일치"): both(*(f"{found[lang][0][name]:.1f}" for lang in ("en", "ko"))),
        both("no 4-gram matches", "4-gram 불일치"): both(*(f"{found[lang][1][name]:.1f}" for lang in ("en", "ko"))),
        both("signature", "시그니처"): both(signature(**VARIANTS[name]) if name in VARIANTS else "–"),
    }
    for name in (*VARIANTS, *FORMULAS)
]
table("variants", rows)

# %% claims
default, lower, words, characters, none, floor, add_k, *_ = VARIANTS
smoothed = (none, floor, default, add_k)
spread = {lang: [max(scores.values()) - min(scores.values()) for scores in found[lang]] for lang in found}
value("gap", both(*(spread[lang][1] for lang in found)))

claim(
    "no-four-gram",
    all(found[lang][1][none] == 0 < found[lang][1][default] for lang in found),
    both(
        "Without a matching 4-gram, unsmoothed BLEU is zero while sacrebleu's default is not.",
        "4-gram이 하나도 맞지 않으면 평활하지 않은 BLEU는 0이지만 sacrebleu의 기본값은 0이 아닙니다.",
    ),
)
claim(
    "smoothing",
    all(len({round(found[lang][1][name], 6) for name in smoothed}) == 4 for lang in found)
    and all(len({round(found[lang][0][name], 6) for name in smoothed[:3]}) == 1 for lang in found),
    both(
        "Exp and floor smoothing change nothing where every order matches, and give different numbers where one does "
        "not.",
        "exp와 floor 평활은 모든 길이의 n-gram이 맞을 때 아무것도 바꾸지 않고, 맞지 않는 것이 있으면 서로 다른 값을 "
        "냅니다.",
    ),
)
claim(
    "wide",
    all(gap > 20 for lang in found for gap in spread[lang]),
    both(
        "The largest and the smallest of these numbers for the same output lie more than twenty points apart.",
        "같은 출력에 매긴 값 가운데 가장 큰 것과 가장 작은 것은 20점 넘게 벌어집니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# Two sentences, so this shows where the variants part and not how far on a test set. Of a whole corpus every order
# matches somewhere, and smoothing hardly matters there.

# %% [markdown] lang="ko"
# ## 그림
# 두 문장이므로 변형이 어디서 갈리는지를 보일 뿐, 시험 집합에서 얼마나 갈리는지는 보이지 않습니다. 말뭉치 전체에서는
# 어느 길이의 n-gram이든 맞는 것이 있어 평활이 거의 영향을 주지 않습니다.

# %% chart
import altair as alt

KINDS = (both("4-grams match", "4-gram 일치"), both("no 4-gram matches", "4-gram 불일치"))


def draw(lang: str) -> alt.Chart:
    """Draw a row for each variant."""
    points = [
        {"variant": name, "output": kind, "score": round(score, 1)}
        for kind, scores in zip(KINDS, found[lang], strict=True)
        for name, score in scores.items()
    ]
    kind = {"title": None, "scale": alt.Scale(domain=list(KINDS)), "legend": alt.Legend(columns=1)}
    return (
        alt.Chart(alt.Data(values=points), height=280)
        .mark_point(filled=True, size=90)
        .encode(
            alt.X(
                "score:Q",
                title=both("number called BLEU, percent", "BLEU라 불리는 값(%)"),
                scale=alt.Scale(domain=[0, 100]),
            ),
            alt.Y("variant:N", title=None, sort=[*VARIANTS, *FORMULAS], axis=alt.Axis(grid=True)),
            alt.Color("output:N", **kind),
            alt.Shape("output:N", **kind),
            tooltip=[
                alt.Tooltip("variant:N", title=both("variant", "변형")),
                alt.Tooltip("score:Q", title=both("score", "점수"), format=".1f"),
            ],
        )
    )


figure(
    "spread",
    both(*map(draw, found)),
    alt=both(
        "Eleven variants in rows, two outputs as dots. For the output with a matching 4-gram most variants agree and "
        "only characters, add-k, shorter n-grams and the textbook's formula stand apart. For the output without one "
        "the dots spread from zero to more than forty.",
        "변형 열한 가지를 행으로, 출력 두 개를 점으로 나타냈다. 4-gram이 맞는 출력에서는 변형 대부분이 비슷하고 글자 "
        "토큰, add-k, 짧은 n-gram, 교재의 식만 벗어난다. 4-gram이 맞지 않는 출력에서는 점이 0에서 50 너머까지 "
        "흩어진다.",
    ),
)
