# ---
# timeout: 1200
# ---

# %% [markdown] lang="en"
# # How much mixed text does translation without a lesson need?
# A small GPT-2 reads two small languages. Nobody labels a translation; only a few lines happen to hold a sentence in
# both. What can it do with *the cat sees the dog ko:* when that sentence never stood on a mixed line? To be seen: with
# none of these lines it cannot translate at all; with a few it writes fluent Korean about something else; with more it
# translates.

# %% [markdown] lang="ko"
# # 배우지 않은 번역에는 섞인 글이 얼마나 필요할까
# 작은 GPT-2가 작은 언어 두 가지를 읽습니다. 번역이라고 알려 주는 사람은 없고, 같은 문장이 두 언어로 적힌 줄이 조금 섞여
# 있을 뿐입니다. 섞인 줄에 나온 적이 없는 문장 뒤에 *ko:* 라고 쓰면 모델은 어떻게 할까요? 그런 줄이 하나도 없으면 전혀
# 번역하지 못하고, 조금 있으면 매끄러운 한국어로 엉뚱한 말을 하며, 더 있으면 번역합니다.

# %% [markdown] lang="en"
# ## The text
# Most lines are two sentences of one language. One line in ten says a sentence twice, with the mark of its own language
# between, so that the marks are known even where nothing is mixed. Three sentences in ten are kept for the test: they
# stand in the text in either language, but never on a mixed line.

# %% [markdown] lang="ko"
# ## 글
# 대부분의 줄은 한 언어로 된 두 문장입니다. 열 줄에 한 줄은 그 언어의 표시를 사이에 두고 같은 문장을 두 번 적어, 섞인
# 줄이 없어도 표시를 알 수 있게 합니다. 문장 열 개에 세 개는 시험용입니다. 이 문장은 글에 언어마다 따로 나오지만 섞인
# 줄에는 나오지 않습니다.

# %% text
from lab import bilingual, vocabulary

LINES = 12_000
SHARES = (0, 0.01, 0.05, 0.1)  # of lines with a sentence in both languages
_, never = bilingual.split()  # facts that no mixed line says
tokenizer = vocabulary.words(bilingual.text(0, 2000, mixed=0.5))

for line in bilingual.text(seed=1, lines=6, mixed=0.3, repeated=0.2):
    print(line)

# %% [markdown] lang="en"
# ## Training and asking
# The loss is that of every language model, the next word. Nothing in it knows of translation. The answer is the five
# words that the model finds likeliest, one after the other.

# %% [markdown] lang="ko"
# ## 학습과 물음
# 손실은 여느 언어 모델처럼 다음 낱말에 대한 것이고, 번역은 어디에도 나오지 않습니다. 답은 모델이 가장 그럴듯하다고 보는
# 낱말 다섯 개를 차례로 이은 것입니다.

# %% train
import torch

from lab.predict import scores
from lab.pretrain import build, lessons, train

SEEDS = range(5)
STEPS, BATCH = 500, 48


def learn(share, seed):
    """Return a GPT-2 that has read text with this share of mixed lines."""
    lines = bilingual.text(seed, LINES, share)
    rows = vocabulary.numbers(tokenizer, lines)[:, :-1]  # (LINES, 12), with the first mark and without the last
    course = lessons(tokenizer, rows, seed, STEPS, BATCH, mlm=False)
    return train(build("gpt", tokenizer, seed), course)


def answers(model):
    """Return what the model goes on with after each sentence of the test and the mark for Korean."""
    rows = vocabulary.numbers(tokenizer, [f"{bilingual.say(fact, 'en')} ko:" for fact in never])[:, :-1]
    for _ in range(bilingual.LENGTH):
        rows = torch.cat([rows, scores(model, rows)[:, -1:].argmax(-1)], dim=1)
    return [vocabulary.text(tokenizer, row[-bilingual.LENGTH :]) for row in rows]


said = {(share, seed): answers(learn(share, seed)) for share in SHARES for seed in SEEDS}

# %% measure
import numpy as np

right = [bilingual.say(fact, "ko") for fact in never]
grammatical = {bilingual.say(fact, "ko") for fact in bilingual.FACTS}
CONTENT = (0, 2, 4)  # places of the nouns and the verb among the five words


def content(answer, wanted):
    """Return the share of nouns and verb that are the right ones in the right place."""
    return np.mean([(answer.split()[n : n + 1] == wanted.split()[n : n + 1]) for n in CONTENT])


measures = {
    "exact": lambda texts: np.mean([a == b for a, b in zip(texts, right, strict=True)]),
    "content": lambda texts: np.mean([content(a, b) for a, b in zip(texts, right, strict=True)]),
    "fluent": lambda texts: np.mean([text in grammatical for text in texts]),
}
found = {
    name: np.array([[measure(said[share, seed]) for share in SHARES] for seed in SEEDS])
    for name, measure in measures.items()
}  # each (seeds, shares)

# %% values
from further import both, claim, figure, table, value

for name, numbers in found.items():
    for n, share in enumerate(SHARES):
        value(f"{name}-{round(share * 100)}", numbers[:, n])
for share in SHARES[1:]:
    value(f"lines-{round(share * 100)}", round(share * LINES))
value("lines", LINES)
value("asked", len(never))

# %% claims
claim(
    "nothing-without",
    0.05 - found["exact"][:, 0],
    both(
        "Without mixed lines, the model that knows both languages translates no sentence.",
        "섞인 줄이 없으면 두 언어를 다 아는 모델도 문장을 하나도 번역하지 못합니다.",
    ),
)
claim(
    "enough",
    found["exact"][:, -1] - 0.8,
    both(
        "With one mixed line in ten it translates nearly all of the sentences that never stood on one.",
        "열 줄에 한 줄이 섞인 줄이면 섞인 줄에 나온 적이 없는 문장도 거의 모두 번역합니다.",
    ),
)
claim(
    "fluent-first",
    found["fluent"][:, 1] - found["content"][:, 1] - 0.3,
    both(
        "With one mixed line in a hundred it writes grammatical Korean that mostly says something else.",
        "백 줄에 한 줄이 섞인 줄이면 문법에 맞는 한국어로 대개 엉뚱한 말을 합니다.",
    ),
)

# %% examples
HEADS = (
    both("mixed lines", "섞인 줄"),
    both("what it goes on with", "이어 쓴 말"),
    both("sentences translated", "번역한 문장"),
)
asked = never[0]
table(
    "answers",
    [
        dict(
            zip(HEADS, (both(f"{share:.0%}"), both(said[share, 0][0]), float(found["exact"][:, n].mean())), strict=True)
        )
        for n, share in enumerate(SHARES)
    ],
    {HEADS[2]: ".0%"},
)
value("question", f"{bilingual.say(asked, 'en')} ko:")
value("answer", bilingual.say(asked, "ko"))

# %% chart
from lab.charts import Axis, lines, over_seeds

NAMES = {
    "fluent": both("grammatical", "문법에 맞음"),
    "content": both("right words", "맞는 낱말"),
    "exact": both("translated", "번역함"),
}
figure(
    "dose",
    lines(
        [row for name in NAMES for row in over_seeds(name, SHARES, found[name])],
        NAMES,
        Axis(both("lines with both languages", "두 언어가 섞인 줄"), (0, 0.1), SHARES, ".0%"),
        Axis(both("share", "비율"), (0, 1), (0, 0.25, 0.5, 0.75, 1), ".0%"),
        point=True,
    ),
    alt=both(
        "Shares of grammatical Korean, of right words and of translated sentences against the share of mixed "
        "lines, from 0 to 10 percent. Grammatical Korean jumps up at one percent already. Right words and "
        "translated sentences rise later and reach the top at ten percent.",
        "섞인 줄의 비율(0~10%)에 따른 문법에 맞는 한국어, 맞는 낱말, 번역한 문장의 비율. 문법에 맞는 한국어는 "
        "1%에서 이미 뛰어오른다. 맞는 낱말과 번역한 문장은 더 늦게 올라 10%에서 꼭대기에 이른다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The languages have a dozen words with a meaning, which a few hundred lines cover many times, and all sentences have
# one plan; the shares that real languages need cannot be read off here. Nothing in this text stands alike in both
# languages, whereas real text has names, numbers and pictures. And a training with other aims than the next word,
# such as back-translation, can do more with no mixed lines at all.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 뜻이 있는 낱말이 열두 개뿐이라 수백 줄이면 여러 번씩 나오고 문장의 짜임도 하나입니다. 실제 언어에 섞인 글이 얼마나
# 필요한지는 여기서 알 수 없습니다. 이 글에는 두 언어에 똑같이 나오는 것이 없지만 실제 글에는 이름과 숫자, 그림이
# 있습니다. 또한 역번역(back-translation)처럼 다음 낱말 맞히기가 아닌 학습을 더하면 섞인 줄이 없어도 더 많은 일을 할 수
# 있습니다.
