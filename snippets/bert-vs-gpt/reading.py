# %% [markdown] lang="en"
# # Who can read what stands to the right?
# A small BERT and a small GPT-2 of equal size have read the same sentences. What do they know of an ambiguous word,
# when the clue stands to its left, and when it stands to its right? To be seen: the state of GPT-2 at the word knows
# nothing of what comes after it; asked at the end of the sentence, it knows as much as BERT.

# %% [markdown] lang="ko"
# # 오른쪽에 있는 것은 누가 읽을까
# 크기가 같은 작은 BERT와 작은 GPT-2가 같은 문장을 읽었습니다. 뜻이 여럿인 낱말의 단서가 왼쪽에 있을 때와 오른쪽에 있을
# 때 두 모델은 무엇을 알까요? GPT-2는 그 낱말의 자리에서는 뒤에 올 것을 전혀 모르지만, 문장 끝에서 물으면 BERT만큼
# 압니다.

# %% models
from further import kept
from lab import sense, vocabulary
from lab.packing import unpack

GRAMMARS = {"ko": sense.KOREAN, "en": sense.ENGLISH}
WORDS = {lang: vocabulary.words(grammar.lexicon) for lang, grammar in GRAMMARS.items()}
bert = {
    "ko": unpack("bert", WORDS["ko"], kept("sense-models", "bert-ko")),
    "en": unpack("bert", WORDS["en"], kept("sense-models", "bert-en")),
}
gpt = {
    "ko": unpack("gpt", WORDS["ko"], kept("sense-models", "gpt-ko")),
    "en": unpack("gpt", WORDS["en"], kept("sense-models", "gpt-en")),
}
SEEDS = range(len(bert["en"]))

# %% [markdown] lang="en"
# ## What a state knows
# The models stay as they are. A linear map is fitted from the states at one place of 1500 sentences to their senses and
# tried on 1500 others, all with the ambiguous word in them. The end of a sentence is its last mark.

# %% [markdown] lang="ko"
# ## 상태가 아는 것
# 모델은 그대로 둡니다. 뜻이 여럿인 낱말이 든 문장 1500개에서 한 자리의 상태를 뜻으로 잇는 선형 사상을 구하고, 다른 문장
# 1500개에서 시험합니다. 문장 끝은 마지막 기호의 자리입니다.

# %% probe
import torch


@torch.no_grad()
def known(model, lang, seed, at_end):
    """Return how often a linear map tells the sense from the state at the word or at the end: clue left, clue right."""
    grammar, side = GRAMMARS[lang], {}
    asked = grammar.make(2000 + seed, 3000, nouns=[grammar.homonym])
    rows = vocabulary.numbers(WORDS[lang], [each.text for each in asked])  # (3000, T)
    states = model.base_model(input_ids=rows).last_hidden_state  # (3000, T, width)
    x = states[:, -1 if at_end else grammar.noun + 1].double()  # the noun, after the first mark
    sense_of = torch.tensor([grammar.senses.index(each.sense) for each in asked])
    y = torch.eye(len(grammar.senses), dtype=torch.double)[sense_of]
    x = torch.cat([x, torch.ones(3000, 1)], dim=1)
    ridge = x[:1500].T @ x[:1500] + 0.1 * torch.eye(x.shape[1])  # a little rounding, so that it can be solved
    right = (x[1500:] @ torch.linalg.solve(ridge, x[:1500].T @ y[:1500])).argmax(1) == sense_of[1500:]
    for which in ("left", "right"):
        here = torch.tensor([each.side == which for each in asked[1500:]])
        side[which] = right[here].double().mean().item()
    return side


READERS = {"bert": (bert, False), "gpt": (gpt, False), "gpt-end": (gpt, True)}
probed = {
    (name, lang): [known(models[lang][seed], lang, seed, at_end) for seed in SEEDS]
    for name, (models, at_end) in READERS.items()
    for lang in GRAMMARS
}

# %% [markdown] lang="en"
# ## Three ways to fill a hole
# The noun is missing and only what stands to its right tells it. BERT fills the hole, GPT-2 goes on from the left, or
# GPT-2 ranks the completed sentences.

# %% [markdown] lang="ko"
# ## 빈칸을 채우는 세 방법
# 명사가 빠져 있고 오른쪽에 있는 것으로만 알 수 있습니다. BERT가 빈칸을 채우거나, GPT-2가 왼쪽에서부터 이어 쓰거나,
# GPT-2가 완성된 문장에 순위를 매깁니다.

# %% holes
from lab.predict import dig, log_chance, scores


def filled(lang, seed):
    """Return how often each way finds a noun of the right sense, where the clue stands to the right."""
    grammar, tokenizer = GRAMMARS[lang], WORDS[lang]
    asked = [each for each in grammar.make(3000 + seed, 400) if each.side == "right"]
    rows = vocabulary.numbers(tokenizer, [each.text for each in asked])
    senses = {noun: meaning for meaning, nouns in grammar.nouns.items() for noun in nouns}  # without the homonym
    ids, place = tokenizer.convert_tokens_to_ids(list(senses)), grammar.noun + 1
    whole = [rows.clone().index_fill_(1, torch.tensor([place]), number) for number in ids]
    said = {
        "fill": scores(bert[lang][seed], dig(tokenizer, rows, place))[:, place, ids],  # (sentences, nouns)
        "go-on": scores(gpt[lang][seed], rows[:, :place])[:, -1, ids],
        "rank": torch.stack([log_chance(gpt[lang][seed], each) for each in whole], dim=1),
    }
    best = {way: [list(senses.values())[n] for n in table.argmax(1)] for way, table in said.items()}
    return {
        way: sum(b == each.sense for b, each in zip(bs, asked, strict=True)) / len(asked) for way, bs in best.items()
    }


holes = {lang: [filled(lang, seed) for seed in SEEDS] for lang in GRAMMARS}

# %% values
from further import both, claim, figure, value

for name in READERS:
    for side in ("left", "right"):
        by_lang = {lang: [each[side] for each in probed[name, lang]] for lang in GRAMMARS}
        value(f"{name}-{side}", both(by_lang["en"], by_lang["ko"]))
for way in ("fill", "go-on", "rank"):
    value(way, both([each[way] for each in holes["en"]], [each[way] for each in holes["ko"]]))

# %% claims
CHANCE = {lang: 1 / len(grammar.senses) for lang, grammar in GRAMMARS.items()}


def least(margin):
    """Return the smaller margin of the two languages, by seed."""
    return [min(margin(lang, seed) for lang in GRAMMARS) for seed in SEEDS]


claim(
    "bert-both-sides",
    least(lambda lang, seed: min(probed["bert", lang][seed].values()) - 0.9),
    both(
        "At the word, BERT knows the sense, on whichever side the clue stands.",
        "BERT는 낱말의 자리에서 단서가 어느 쪽에 있든 뜻을 압니다.",
    ),
)
claim(
    "gpt-not-right",
    least(lambda lang, seed: CHANCE[lang] + 0.1 - probed["gpt", lang][seed]["right"]),
    both(
        "At the word, GPT-2 knows no more than guessing when the clue is still to come.",
        "GPT-2는 단서가 아직 나오지 않았으면 낱말의 자리에서 찍는 것보다 더 알지 못합니다.",
    ),
)
claim(
    "gpt-at-end",
    least(lambda lang, seed: min(probed["gpt-end", lang][seed].values()) - 0.9),
    both(
        "At the end of the sentence, GPT-2 knows the sense as well.",
        "문장 끝에서는 GPT-2도 뜻을 압니다.",
    ),
)
claim(
    "ranking",
    least(
        lambda lang, seed: min(holes[lang][seed]["rank"], holes[lang][seed]["fill"]) - holes[lang][seed]["go-on"] - 0.3
    ),
    both(
        "Ranking whole sentences, GPT-2 finds the missing noun as BERT does; going on from the left, it does not.",
        "GPT-2는 문장 전체에 순위를 매기면 BERT처럼 빠진 명사를 찾지만, 왼쪽에서 이어 쓸 때는 찾지 못합니다.",
    ),
)

# %% chart
import altair as alt

NAMES = {
    "bert": both("BERT, at the word", "BERT, 낱말 자리"),
    "gpt": both("GPT-2, at the word", "GPT-2, 낱말 자리"),
    "gpt-end": both("GPT-2, at the end", "GPT-2, 문장 끝"),
}
SIDES = {"left": both("clue to the left", "단서가 왼쪽"), "right": both("clue to the right", "단서가 오른쪽")}


def chart(lang, side):
    """Draw a point for each seed, and the mean, of one language and side."""
    rows = [{"reader": NAMES[name], "known": round(each[side], 3)} for name in READERS for each in probed[name, lang]]
    title, axis = both("senses told right", "맞힌 뜻"), alt.Axis(format=".0%", values=[0, 0.5, 1])
    x = {"title": title, "axis": axis, "scale": alt.Scale(domain=[0, 1.02], nice=False)}
    y = alt.Y("reader:N", title=None, sort=list(NAMES.values()))
    tip = [
        alt.Tooltip("reader:N", title=both("state", "상태")),
        alt.Tooltip("known:Q", title=both("right", "맞힘"), format=".1%"),
    ]
    points = alt.Chart().mark_point(filled=True, opacity=0.6).encode(alt.X("known:Q", **x), y, tooltip=tip)
    mean = alt.Chart().mark_tick(thickness=3, height=18).encode(alt.X("mean(known):Q", **x), y)
    guess = alt.Chart().mark_rule(strokeDash=[4, 3]).encode(alt.XDatum(CHANCE[lang], **x))
    return alt.layer(guess, points, mean, data=alt.Data(values=rows), title=SIDES[side]).properties(
        height=100, width=180
    )


figure(
    "known",
    both(*(alt.hconcat(*(chart(lang, side) for side in SIDES)) for lang in ("en", "ko"))),
    alt=both(
        "How often the sense of the ambiguous word is told right, with the clue to the left and to the right of "
        "it. With the clue to the left all three states tell it. With the clue to the right BERT at the word and "
        "GPT-2 at the end of the sentence tell it, and GPT-2 at the word is at the line of guessing.",
        "뜻이 여럿인 낱말의 뜻을 맞힌 비율. 단서가 왼쪽에 있으면 세 상태 모두 맞힌다. 단서가 오른쪽에 있으면 "
        "BERT의 낱말 자리와 GPT-2의 문장 끝은 맞히고, GPT-2의 낱말 자리는 찍을 때의 선에 머문다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Each sentence has one clue and nothing else to understand. That a state cannot know what has not been read holds for
# models of every size; how much it costs on a real task is for other measurements to say. And GPT-2 was given its
# second chance for nothing: on long texts, a question at the end has to be answered from far away.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 문장마다 단서가 하나뿐이고 그 밖에는 이해할 것이 없습니다. 아직 읽지 않은 것을 상태가 알 수 없다는 점은 모델의
# 크기와 관계없지만, 실제 과제에서 얼마나 손해인지는 따로 재어 보아야 합니다. 또한 문장이 짧아서 GPT-2가 끝에서 답하기
# 쉬웠습니다. 긴 글이라면 끝에서 묻는 물음에 멀리 떨어진 것을 보고 답해야 합니다.
