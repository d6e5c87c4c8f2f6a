# %% [markdown] lang="en"
# # Does BLEU see the structure of a sentence?
# Order enters BLEU only through n-grams of at most four tokens. How much of it does that catch? The phrases of one
# output are put in every order there is. To be seen: where two phrases meet no n-gram matched anyway, so most orders
# are worth the same.

# %% [markdown] lang="ko"
# # BLEU는 문장 구조를 보는가
# BLEU가 순서를 보는 통로는 길어야 토큰 네 개인 n-gram뿐입니다. 그것으로 순서를 얼마나 잡아내는지 묻습니다. 출력 하나의
# 구를 가능한 모든 순서로 늘어놓습니다. 구와 구가 만나는 자리에는 어차피 맞는 n-gram이 없었으므로 대부분의 순서가 같은
# 점수를 받습니다.

# %% [markdown] lang="en"
# ## Six phrases in 720 orders
# The output says what the reference says, in six phrases. The first order is the sensible one.

# %% [markdown] lang="ko"
# ## 구 여섯 개, 순서 720가지
# 출력은 참조 번역과 같은 내용을 구 여섯 개로 말합니다. 첫 번째 순서가 말이 되는 순서입니다.

# %% permutations
from itertools import permutations

from lab.scores import sentences

REFERENCE = {
    "en": "the committee approved the new city budget on Monday after a long debate",
    "ko": "위원회는 오랜 토론 끝에 시의 새 예산안을 월요일에 승인했다",
}
PHRASES = {  # in the sensible order
    "en": ["the new city budget", "was passed by", "the committee", "on Monday", "following", "a long debate"],
    "ko": ["시의 새 예산안이", "위원회의", "오랜 토론 끝에", "표결로", "월요일에", "통과되었다"],
}
orders = {lang: [" ".join(order) for order in permutations(phrases)] for lang, phrases in PHRASES.items()}
scores = {lang: sentences(texts, [REFERENCE[lang]] * len(texts)) for lang, texts in orders.items()}

# %% permutation-values
from further import both, claim, table, value

sensible = {lang: each[0] for lang, each in scores.items()}
same = {lang: sum(abs(score - sensible[lang]) < 1e-9 for score in each) for lang, each in scores.items()}
higher = {lang: sum(score > sensible[lang] + 1e-9 for score in each) for lang, each in scores.items()}
best = {lang: max(zip(scores[lang], orders[lang], strict=True)) for lang in scores}

value("orders", len(orders["en"]))
for name, found in {"sensible": sensible, "same": same, "higher": higher}.items():
    value(name, both(found["en"], found["ko"]))
value("best", both(best["en"][0], best["ko"][0]))
table(
    "examples",
    [
        {both("order of the phrases", "구의 순서"): both(en, ko), both("BLEU"): both(f"{a:.1f}", f"{b:.1f}")}
        for (en, a), (ko, b) in [
            ((orders["en"][0], sensible["en"]), (orders["ko"][0], sensible["ko"])),
            ((orders["en"][-1], scores["en"][-1]), (orders["ko"][-1], scores["ko"][-1])),
            (best["en"][::-1], best["ko"][::-1]),
        ]
    ],
)

# %% permutation-claims
claim(
    "free",
    all(same[lang] >= 500 and same[lang] + higher[lang] == 720 for lang in scores),
    both(
        "Most of the 720 orders score exactly what the sensible one scores, and none scores less.",
        "720가지 순서 대부분의 점수가 말이 되는 순서와 정확히 같고, 그보다 낮은 순서는 하나도 없습니다.",
    ),
)
claim(
    "nonsense-wins",
    all(best[lang][0] > sensible[lang] + 10 for lang in scores),
    both(
        "The order with the highest score is not the sensible one.",
        "점수가 가장 높은 순서는 말이 되는 순서가 아닙니다.",
    ),
)

# %% [markdown] lang="en"
# What this does not show: how often outputs of a system are made of such phrases. The argument is that of
# Callison-Burch, Osborne and Koehn (2006). In Korean some of the 720 orders are fine, since phrases before the verb
# move freely; that BLEU tells none apart is the point.

# %% [markdown] lang="ko"
# 실제 시스템의 출력이 이런 구로 되어 있는 일이 얼마나 잦은지는 이 실험이 보이지 않습니다. 논증은 Callison-Burch,
# Osborne, Koehn(2006)의 것입니다. 한국어에서는 서술어 앞의 구가 자유롭게 움직이므로 720가지 가운데 말이 되는 것도
# 있습니다. BLEU가 그것을 가려내지 못한다는 점이 요지입니다.
