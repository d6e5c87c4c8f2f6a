# ---
# timeout: 900
# ---

# %% [markdown] lang="en"
# # Two holes at once
# *Mina lives in ____ ____ today.* The names are New York, San Francisco, Los Angeles and Las Vegas. A masked language
# model learns what fits each hole; it is never asked what fits both together. To be seen: filled at once, the halves
# are right one by one and wrong together; filled in turn, or written from the left, they match.

# %% [markdown] lang="ko"
# # 한꺼번에 빈칸 둘
# ‘미나 는 오늘 ____ ____ 에 산다.’ 들어갈 이름은 서울 특별시, 부산 광역시, 세종 특별자치시, 제주 특별자치도입니다.
# 마스크 언어 모델은 빈칸마다 어울리는 말을 배울 뿐, 둘이 함께 어울리는지는 배우지 않습니다. 한꺼번에 채우면 하나씩은
# 맞고 합치면 틀리며, 차례로 채우거나 왼쪽부터 쓰면 짝이 맞는 것을 볼 수 있습니다.

# %% train
import torch

from lab import cities, vocabulary
from lab.pretrain import build, lessons, training

PLACES = {"ko": cities.KOREAN, "en": cities.ENGLISH}
SEEDS = range(5)
STEPS, HALFWAY = 200, 100


def corpus(lang, seed, count):
    """Return sentences as numbers, (count, T)."""
    tokenizer = vocabulary.words(PLACES[lang].lexicon)
    return tokenizer, vocabulary.numbers(tokenizer, PLACES[lang].make(seed, count))


def learn(kind, lang, seed, watch=lambda model: None):
    """Return a trained model, and what ``watch`` said of it halfway."""
    tokenizer, rows = corpus(lang, seed, 2000)
    model = build(kind, tokenizer, seed)
    course = lessons(tokenizer, rows, seed, STEPS, batch=72, mlm=kind == "bert")
    seen = [watch(model) for step in training(model, course) if step == HALFWAY]
    return model, seen[0]


# %% fill
from lab.predict import dig, fill_at_once, fill_in_turn, go_on, scores


def fillings(way, model, lang, seed, rows):
    """Fill both holes of each sentence, (N, T), and return the two halves, (N, 2)."""
    tokenizer, generator = vocabulary.words(PLACES[lang].lexicon), torch.Generator().manual_seed(seed)
    first, second = (place + 1 for place in PLACES[lang].halves)  # a mark comes first
    if way == "left":  # a GPT sees what stands before, and writes
        return go_on(model, rows[:, :first], 2, generator)[:, first:]
    fill = {"once": fill_at_once, "turn": fill_in_turn}[way]
    return fill(model, tokenizer, dig(tokenizer, rows, first, second), generator)[:, [first, second]]


# %% match
def pairs(lang):
    """Return the halves that belong together, as numbers, (4, 2)."""
    tokenizer = vocabulary.words(PLACES[lang].lexicon)
    return torch.tensor([tokenizer.convert_tokens_to_ids(list(city)) for city in PLACES[lang].cities])


def matching(lang, halves):
    """Return how often two halves belong together."""
    return float((halves[:, None] == pairs(lang)).all(2).any(1).float().mean())


def expected(model, lang, rows):
    """Return how often they would, if each were drawn from its own chances and no more: a sum of products."""
    tokenizer, places = vocabulary.words(PLACES[lang].lexicon), [place + 1 for place in PLACES[lang].halves]
    chances = scores(model, dig(tokenizer, rows, *places))[:, places].softmax(-1)  # (N, 2, V)
    first, second = pairs(lang).T
    return float((chances[:, 0, first] * chances[:, 1, second]).sum(1).mean())


# %% measure
import numpy as np


def measure(lang, seed):
    """Return shares for one seed: matching at once, in turn, from the left; legal; expected; at once, halfway."""
    rows = corpus(lang, 1000 + seed, 1000)[1]

    def at_once(model):
        return fillings("once", model, lang, seed, rows)

    bert, halfway = learn("bert", lang, seed, lambda model: matching(lang, at_once(model)))
    gpt, _ = learn("gpt", lang, seed)
    legal = (at_once(bert)[:, None] == pairs(lang)).any(1).float().mean()
    done = [matching(lang, fillings(way, bert, lang, seed, rows)) for way in ("once", "turn")]
    done += [matching(lang, fillings("left", gpt, lang, seed, rows)), float(legal), expected(bert, lang, rows), halfway]
    return done, (bert, gpt)


runs = {lang: [measure(lang, seed) for seed in SEEDS] for lang in PLACES}
NAMES = ("once", "turn", "left", "legal", "expected", "halfway")
shares = {(lang, n): np.array([run[0][i] for run in runs[lang]]) for lang in PLACES for i, n in enumerate(NAMES)}

# %% findings
from further import both, claim, figure, value

for name in NAMES:
    value(name, both(shares["en", name].tolist(), shares["ko", name].tolist()))


def least(of):
    """Return the smaller margin of the two languages, (seeds,)."""
    return np.min([of(lang) for lang in PLACES], axis=0)


claim(
    "once-fails",
    least(lambda lang: 0.4 - shares[lang, "once"]),
    both(
        "Filled at once, the two halves mostly do not belong together.",
        "빈칸 둘을 한꺼번에 채우면 두 조각은 대개 짝이 맞지 않습니다.",
    ),
)
claim(
    "each-right",
    least(lambda lang: shares[lang, "legal"] - 0.85),
    both("One by one, each half is almost always a possible one.", "하나씩 보면 조각은 거의 언제나 가능한 말입니다."),
)
claim(
    "product",
    least(lambda lang: 0.06 - np.abs(shares[lang, "once"] - shares[lang, "expected"])),
    both(
        "How often they match is nearly what independence says: the sum of products of the chances.",
        "짝이 맞는 비율은 독립일 때의 값, 곧 확률의 곱을 더한 값과 거의 같습니다.",
    ),
)
claim(
    "not-with-time",
    least(lambda lang: 0.1 - (shares[lang, "once"] - shares[lang, "halfway"])),
    both(
        "Twice the training does not mend it.",
        "학습을 두 배로 해도 나아지지 않습니다.",
    ),
)
claim(
    "turn-mends",
    least(lambda lang: shares[lang, "turn"] - 0.85),
    both(
        "The same model matches the halves when it fills one hole and then the other.",
        "같은 모델도 빈칸을 하나씩 차례로 채우면 짝을 맞춥니다.",
    ),
)
claim(
    "left-matches",
    least(lambda lang: shares[lang, "left"] - 0.85),
    both(
        "A GPT-2 that writes from the left matches them too.",
        "왼쪽부터 쓰는 GPT-2도 짝을 맞춥니다.",
    ),
)

# %% draws
DRAWS = 40
PROMPT = {"en": "mina lives in new york today", "ko": "미나 는 오늘 서울 특별시 에 산다"}  # its name is dug out
WAYS = {
    "once": both("both at once", "한꺼번에"),
    "turn": both("one by one", "차례로"),
    "left": both("left to right", "왼쪽부터"),
}


MATCH = both("yes", "예"), both("no", "아니요")  # whether two halves belong together


def drawn(lang):
    """Fill the holes of one sentence again and again, with the first seed's models: one row a draw and way."""
    tokenizer, (bert, gpt) = vocabulary.words(PLACES[lang].lexicon), runs[lang][0][1]
    known = {half for city in PLACES[lang].cities for half in city}
    rows = vocabulary.numbers(tokenizer, [PROMPT[lang]]).expand(4 * DRAWS, -1)
    for way in WAYS:
        halves = fillings(way, gpt if way == "left" else bert, lang, 7, rows)
        words = [tokenizer.convert_ids_to_tokens(pair.tolist()) for pair in halves]
        fits = [pair for pair in words if set(pair) <= known][:DRAWS]  # a few stray words are left out
        for n, (first, second) in enumerate(fits, 1):
            good = (first, second) in PLACES[lang].cities
            name = both(f"{first} {second} {'✓' if good else '✗'}")
            row = {"way": way, "n": n, "first": both(first), "second": both(second), "name": name}
            yield row | {"match": MATCH[0] if good else MATCH[1]}


draws = {lang: list(drawn(lang)) for lang in PLACES}

# %% grid
import altair as alt


def grid(lang, way):
    """Draw how often each second half followed each first half, up to the draw chosen, and that draw in words."""
    firsts, seconds = ([both(city[n]) for city in PLACES[lang].cities] for n in (0, 1))
    rows = [row for row in draws[lang] if row["way"] == way]
    x = alt.X(
        "second:N", title=both("second half", "뒤"), scale=alt.Scale(domain=seconds), axis=alt.Axis(labelAngle=-40)
    )
    y = alt.Y("first:N", title=both("first half", "앞"), scale=alt.Scale(domain=firsts))
    match = alt.Color("match:N", title=None, legend=None, scale=alt.Scale(domain=list(MATCH)))
    tips = [
        alt.Tooltip("first:N", title=both("first half", "앞")),
        alt.Tooltip("second:N", title=both("second half", "뒤")),
    ]
    tips += [
        alt.Tooltip("match:N", title=both("belong together", "짝이 맞음")),
        alt.Tooltip("times:Q", title=both("times", "횟수")),
    ]
    base = alt.Chart(alt.Data(values=rows), title=alt.Title(WAYS[way], anchor="start"), width=165, height=160)
    counted = base.transform_filter("datum.n <= drawn").transform_aggregate(
        times="count()", groupby=["first", "second", "match"]
    )
    size = alt.Size("times:Q", legend=None, scale=alt.Scale(domain=[0, 15], range=[0, 500]))
    shape = alt.Shape("match:N", legend=None, scale=alt.Scale(domain=list(MATCH), range=["circle", "cross"]))
    dots = counted.mark_point(filled=True, opacity=0.8).encode(x, y, match, size, shape, tooltip=tips)
    last = base.transform_filter("datum.n == drawn").mark_text(align="left", x=2, y=-7, fontSize=13)
    return alt.layer(dots, last.encode(alt.Text("name:N")))


# %% figure
label = both("draw", "뽑은 횟수")
drawn_param = alt.param("drawn", value=DRAWS, bind=alt.binding_range(min=1, max=DRAWS, step=1, name=label))
figure(
    "draws",
    both(*(alt.hconcat(*(grid(x, way) for way in WAYS), spacing=14).add_params(drawn_param) for x in ("en", "ko"))),
    alt=both(
        "Three grids of first and second halves of place names, with forty drawings each. Both at once: marks all over "
        "the grid, most of them crosses, such as san york. One by one, and left to right: nearly all on the diagonal, "
        "where the halves belong together.",
        "지명의 앞뒤를 짝지은 격자 셋에 각각 마흔 번 뽑은 결과. 한꺼번에 채우면 부산 특별자치도 같은 엇갈린 짝(×)이 "
        "격자 전체에 흩어지고, 차례로 채우거나 왼쪽부터 쓰면 거의 모두 짝이 맞는 대각선에 놓인다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Four equally likely names and nothing around them to tell which: the hardest case. The more the sentence tells, the
# less is left to tear apart. That a hole is filled wrongly need not hurt who only uses the states of the model.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 이름 네 개의 확률이 같고 주변에 단서가 없는, 가장 어려운 경우입니다. 문장이 더 많이 알려 줄수록 어긋날 여지는
# 줄어듭니다. 빈칸을 잘못 채운다고 해서 모델의 상태만 쓰는 사람에게 꼭 해가 되는 것도 아닙니다.
