# %% [markdown] lang="en"
# # Who can write?
# The same two models, of equal size and with the same reading behind them, now write sentences of the small grammar.
# A checker says which are well-formed. To be seen: GPT-2 writes by doing what it was trained to do; BERT has to be
# coaxed, is told the length, and still makes more mistakes.

# %% [markdown] lang="ko"
# # 글은 누가 쓸까
# 크기가 같고 같은 글을 읽은 두 모델이 이번에는 작은 문법의 문장을 씁니다. 문법에 맞는 문장인지는 검사기로 가립니다.
# GPT-2는 학습할 때 하던 일을 그대로 하면 글이 됩니다. BERT는 길이를 알려 주고 구슬려야 하는데도 더 많이 틀립니다.

# %% models
from further import kept
from lab import sense, vocabulary
from lab.packing import unpack

GRAMMARS = {"ko": sense.KOREAN, "en": sense.ENGLISH}
WORDS = {lang: vocabulary.words(grammar.lexicon) for lang, grammar in GRAMMARS.items()}
models = {
    ("bert", "ko"): unpack("bert", WORDS["ko"], kept("sense-models", "bert-ko")),
    ("bert", "en"): unpack("bert", WORDS["en"], kept("sense-models", "bert-en")),
    ("gpt", "ko"): unpack("gpt", WORDS["ko"], kept("sense-models", "gpt-ko")),
    ("gpt", "en"): unpack("gpt", WORDS["en"], kept("sense-models", "gpt-en")),
}
SEEDS = range(len(models["gpt", "en"]))

# %% [markdown] lang="en"
# ## Three ways to write
# Every word is drawn from the chances that the model gives. GPT-2 goes on from the first mark. BERT starts from holes
# only, and fills them all at once, or one after the other from the left.

# %% [markdown] lang="ko"
# ## 쓰는 방법 세 가지
# 낱말은 모두 모델이 주는 확률에 따라 뽑습니다. GPT-2는 첫 기호에서 이어 씁니다. BERT는 빈칸만 있는 문장에서 시작해
# 한꺼번에 채우거나 왼쪽부터 하나씩 채웁니다.

# %% write
import torch

from lab.predict import fill_at_once, fill_in_turn, go_on

COUNT = 500  # sentences of each model


def write(way, lang, seed):
    """Return the sentences that one model writes."""
    tokenizer, generator = WORDS[lang], torch.Generator().manual_seed(seed)
    length = len(GRAMMARS[lang].template.split())
    holes = vocabulary.numbers(tokenizer, [" ".join([vocabulary.MASK] * length)] * COUNT)  # (COUNT, length + 2)
    if way == "gpt":
        rows = go_on(models["gpt", lang][seed], holes[:, :1], length + 1, generator)  # it has to end by itself
        return [vocabulary.text(tokenizer, row) if row[-1] == holes[0, -1] else "" for row in rows]
    fill = fill_at_once if way == "at-once" else fill_in_turn
    return [vocabulary.text(tokenizer, row) for row in fill(models["bert", lang][seed], tokenizer, holes, generator)]


WAYS = ("gpt", "in-turn", "at-once")
written = {(way, lang): [write(way, lang, seed) for seed in SEEDS] for way in WAYS for lang in GRAMMARS}

# %% check
legal = {lang: grammar.legal() for lang, grammar in GRAMMARS.items()}
formed = {
    key: [sum(text in legal[key[1]] for text in texts) / COUNT for texts in every] for key, every in written.items()
}
read = {(lang, seed): {each.text for each in GRAMMARS[lang].make(seed, 3000)} for lang in GRAMMARS for seed in SEEDS}
new = {
    lang: [
        sum(text in legal[lang] and text not in read[lang, seed] for text in written["gpt", lang][seed])
        / sum(text in legal[lang] for text in written["gpt", lang][seed])
        for seed in SEEDS
    ]
    for lang in GRAMMARS
}

# %% values
from further import both, claim, figure, table, value

for way in WAYS:
    value(way, both(formed[way, "en"], formed[way, "ko"]))
value("new", both(new["en"], new["ko"]))
unread = {lang: [len(legal[lang] - read[lang, seed]) / len(legal[lang]) for seed in SEEDS] for lang in GRAMMARS}
value("unread", both(unread["en"], unread["ko"]))
value("length", both(*(len(GRAMMARS[lang].template.split()) for lang in ("en", "ko"))))


def least(better, worse, by=0.0):
    """Return by how much one way of writing is better than another, in the language where it is less, by seed."""
    return [min(formed[better, lang][seed] - formed[worse, lang][seed] for lang in GRAMMARS) - by for seed in SEEDS]


# %% claims
claim(
    "gpt-writes",
    [min(formed["gpt", lang][seed] for lang in GRAMMARS) - 0.8 for seed in SEEDS],
    both(
        "Most of the sentences that GPT-2 writes are well-formed, in both languages.",
        "두 언어 모두 GPT-2가 쓴 문장은 대부분 문법에 맞습니다.",
    ),
)
claim(
    "at-once-fails",
    least("gpt", "at-once", by=0.3),
    both(
        "BERT, filling all holes at once, writes far fewer well-formed sentences than GPT-2.",
        "빈칸을 한꺼번에 채우는 BERT는 문법에 맞는 문장을 GPT-2보다 훨씬 적게 씁니다.",
    ),
)
claim(
    "coaxed",
    least("in-turn", "at-once", by=0.1),
    both(
        "Filling one hole after the other, BERT writes far better than all at once.",
        "BERT도 빈칸을 하나씩 채우면 한꺼번에 채울 때보다 훨씬 잘 씁니다.",
    ),
)
claim(
    "still-behind",
    least("gpt", "in-turn"),
    both(
        "GPT-2 writes more well-formed sentences than BERT does even then.",
        "그래도 문법에 맞는 문장은 GPT-2가 더 많이 씁니다.",
    ),
)

# %% samples
NAMES = {
    "gpt": both("GPT-2, word by word", "GPT-2, 한 낱말씩"),
    "in-turn": both("BERT, hole by hole", "BERT, 한 칸씩"),
    "at-once": both("BERT, all at once", "BERT, 한꺼번에"),
}


def sample(way, good):
    """Return the first sentence of the first seed that is well-formed, or is not, in each language."""
    found = {
        lang: next(text for text in written[way, lang][0] if text and (text in legal[lang]) == good)
        for lang in GRAMMARS
    }
    return both(found["en"], found["ko"])


HEADS = both("how", "방법"), both("well-formed", "맞는 문장"), both("not well-formed", "틀린 문장")
table("samples", [dict(zip(HEADS, (NAMES[way], sample(way, True), sample(way, False)), strict=True)) for way in WAYS])

# %% chart
import altair as alt


def chart(lang):
    """Draw the share of well-formed sentences, a point for each seed and a bar for the mean."""
    rows = [{"way": NAMES[way], "share": round(share, 3)} for way in WAYS for share in formed[way, lang]]
    title = both("well-formed sentences", "문법에 맞는 문장")
    x = alt.X("mean(share):Q", title=title, axis=alt.Axis(format=".0%", tickCount=5)).scale(domain=[0, 1])
    y = alt.Y("way:N", title=None, sort=list(NAMES.values()))
    bar = alt.Chart().mark_bar(opacity=0.35).encode(x, y)
    tip = [alt.Tooltip("share:Q", title=title, format=".1%")]
    point = alt.Chart().mark_point(filled=True).encode(alt.X("share:Q", title=title), y, tooltip=tip)
    return alt.layer(bar, point, data=alt.Data(values=rows)).properties(height=130)


figure(
    "formed",
    both(chart("en"), chart("ko")),
    alt=both(
        "Share of well-formed sentences. GPT-2 writing word by word has the most, nearly all. BERT filling hole "
        "by hole has somewhat fewer, BERT filling all holes at once by far the fewest.",
        "문법에 맞는 문장의 비율. 한 낱말씩 쓰는 GPT-2가 거의 전부로 가장 높다. 한 칸씩 채우는 BERT가 그보다 조금 "
        "낮고, 한꺼번에 채우는 BERT가 훨씬 낮다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The sentences are short and the grammar is all that counts; nothing is said of long texts, of style or of sense. BERT
# was trained with a sixth of its words asked for and GPT-2 with all of them, so that part of the gap may be a matter of
# training. Models that learn to fill any number of holes write better than BERT does.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 문장이 짧고 문법만 따지므로 긴 글, 문체, 내용에 대해서는 알 수 없습니다. BERT는 낱말의 6분의 1쯤만, GPT-2는 모든
# 낱말을 물으며 학습했으므로 차이의 일부는 학습 탓일 수 있습니다. 빈칸이 몇 개든 채우도록 배운 모델은 BERT보다 글을 더
# 잘 씁니다.
