# ---
# checkpoint: encoder
# timeout: 900
# ---

# %% [markdown] lang="en"
# # Two holes side by side in a real encoder
# Both tokens are hidden. Drawn at once, each from its own distribution, the two may not belong together; drawn one
# after the other, the second knows the first.

# %% [markdown] lang="ko"
# # 실제 인코더에서 나란한 빈칸 둘
# 토큰 두 개를 모두 가립니다. 저마다의 분포에서 한꺼번에 뽑으면 둘이 서로 어울리지 않을 수 있습니다. 하나씩 차례로
# 뽑으면 둘째는 첫째를 알고 정해집니다.

# %% draw
import torch

from further import both, figure, table, value
from lab.checkpoint import guesses, in_each, languages, load, with_holes

loaded = load("AutoModelForMaskedLM")
SENTENCES = {"en": "Last year she moved to ___ ___ with her family.", "ko": "지난해 가족과 함께 ___ ___ 로 이사했다."}
SEEDS, DRAWS = range(5), 20  # draws for each seed
known = languages(loaded, {lang: [each.replace("___", "")] for lang, each in SENTENCES.items()})
AT_ONCE, IN_TURN = both("both at once", "둘을 한꺼번에"), both("one after the other", "하나씩 차례로")


def draw(sentence, generator, in_turn):
    """Fill two holes, and return both tokens with the log-probability of the pair: p(first) p(second | first)."""
    tokens, (one, two, *_) = with_holes(loaded, sentence)
    p = guesses(loaded, tokens)
    first = torch.multinomial(p[one], 1, generator=generator)
    given = guesses(loaded, torch.where(torch.arange(len(tokens)) == one, first, tokens))[two]
    second = torch.multinomial(given if in_turn else p[two], 1, generator=generator)
    return first, second, (p[one, first].log() + given[second].log()).item()


def drawn(lang, in_turn):
    """Return the fillings, and for each seed the mean log-probability of its pairs."""
    words, means = [], []
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        found = [draw(SENTENCES[lang], generator, in_turn) for _ in range(DRAWS)]
        words += [loaded.tokenizer.decode([*first.tolist(), *second.tolist()]) for first, second, _ in found]
        means.append(sum(score for *_, score in found) / DRAWS)
    return words, means


results = {(lang, how): drawn(lang, how == IN_TURN) for lang in known for how in (AT_ONCE, IN_TURN)}

# %% rows
HEADS = (both("sentence", "문장"), both("drawn", "뽑는 방법"), both("some fillings", "뽑은 예"))
HEADS += (both("mean log-probability of a pair", "쌍의 평균 로그 확률"),)
rows = [
    dict(zip(HEADS, (both(SENTENCES[lang]), how, both(" · ".join(words[:6])), means), strict=True))
    for (lang, how), (words, means) in results.items()
]
table("fillings", rows, {HEADS[3]: ".2f"})
for lang in known:
    gain = [b - a for a, b in zip(results[lang, AT_ONCE][1], results[lang, IN_TURN][1], strict=True)]
    value(f"gain-{lang}", gain)

# %% figure
import altair as alt


def dots(lang):
    """Draw one dot a seed."""
    data = [{"how": how, "mean": round(x, 3)} for how in (AT_ONCE, IN_TURN) for x in results[lang, how][1]]
    x = alt.X(
        "mean:Q", title=both("mean log-probability of a pair", "쌍의 평균 로그 확률"), scale=alt.Scale(zero=False)
    )
    chart = alt.Chart(alt.Data(values=data), height=90).mark_point(filled=True)
    return chart.encode(x, alt.Y("how:N", title=None, sort=[AT_ONCE, IN_TURN]), alt.Color("how:N", legend=None))


figure(
    "pairs",
    in_each(known, dots),
    alt=both(
        "Mean log-probability of the pairs that were drawn, one dot a seed: both at once, and one after the other.",
        "뽑은 쌍의 평균 로그 확률을 시드마다 점 하나로 나타냈다. 둘을 한꺼번에 뽑은 것과 하나씩 뽑은 것이다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The pair is scored by the model itself, in the order from left to right; the other order may score otherwise, since
# an encoder's conditionals need not fit together. Tokens may be pieces of words.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 쌍의 점수는 모델 스스로 왼쪽부터 매긴 것입니다. 인코더의 조건부 확률은 서로 들어맞는다는 보장이 없어 순서를 바꾸면
# 점수가 달라질 수 있습니다. 토큰은 낱말의 조각일 수 있습니다.
