# %% [markdown] lang="en"
# # A small BERT and a small GPT-2, trained once
# Both are transformers' own models, of one layer and the same width. They read the same sentences for the same number
# of steps, once in Korean and once in English, with five seeds each. Other experiments take them from here.

# %% [markdown] lang="ko"
# # 한 번만 학습하는 작은 BERT와 작은 GPT-2
# 둘 다 transformers에 들어 있는 모델이며 층은 하나, 폭은 같습니다. 같은 문장을 같은 단계만큼 읽고, 한국어와 영어로
# 시드 다섯 개씩 학습합니다. 다른 실험은 여기서 모델을 가져다 씁니다.

# %% corpora
from lab import sense, vocabulary

GRAMMARS = {"ko": sense.KOREAN, "en": sense.ENGLISH}
SEEDS = range(5)
SENTENCES, STEPS = 3000, 250  # steps of 128 sentences

for grammar in GRAMMARS.values():
    for sentence in grammar.make(seed=0, count=3):
        print(sentence.text, f"({sentence.sense}, told on the {sentence.side})")

# %% train
from lab.pretrain import build, lessons, train


def learn(kind, grammar, seed):
    """Return one trained model."""
    tokenizer = vocabulary.words(grammar.lexicon)
    rows = vocabulary.numbers(tokenizer, [each.text for each in grammar.make(seed, SENTENCES)])  # (SENTENCES, T)
    course = lessons(tokenizer, rows, seed, STEPS, mlm=kind == "bert")  # transformers' own 15 % and 80/10/10
    return train(build(kind, tokenizer, seed), course)


models = {
    (kind, lang): [learn(kind, GRAMMARS[lang], seed) for seed in SEEDS] for kind in ("bert", "gpt") for lang in GRAMMARS
}

# %% keep
from further import keep
from lab.packing import pack

for (kind, lang), trained in models.items():
    keep(f"{kind}-{lang}", pack(trained))

# %% right
import torch

from lab.predict import dig, log_chance, scores


def right(kind, model, grammar, seed):
    """Return how often the noun put into the hole has the sense that the clue asks for, left and right."""
    tokenizer = vocabulary.words(grammar.lexicon)
    asked = grammar.make(1000 + seed, 300)
    rows = vocabulary.numbers(tokenizer, [each.text for each in asked])
    nouns = {noun: sense for sense, some in grammar.nouns.items() for noun in some}  # without the homonym
    ids, place = tokenizer.convert_tokens_to_ids(list(nouns)), grammar.noun + 1  # after the first mark
    if kind == "bert":
        said = scores(model, dig(tokenizer, rows, place))[:, place, ids]  # (sentences, nouns)
    else:  # which completed sentence is likeliest?
        tried = [rows.clone().index_fill_(1, torch.tensor([place]), n) for n in ids]
        said = torch.stack([log_chance(model, each) for each in tried], dim=1)
    senses = list(nouns.values())
    hits = [senses[best] == each.sense for best, each in zip(said.argmax(1).tolist(), asked, strict=True)]
    sides = [[hit for hit, each in zip(hits, asked, strict=True) if each.side == side] for side in ("left", "right")]
    return [sum(side) / len(side) for side in sides]


found = {
    (kind, lang): [right(kind, model, GRAMMARS[lang], seed) for seed, model in zip(SEEDS, trained, strict=True)]
    for (kind, lang), trained in models.items()
}

# %% findings
from further import both, claim, value

for (kind, lang), shares in found.items():
    for side, share in zip(("left", "right"), zip(*shares, strict=True), strict=True):
        value(f"{kind}-{lang}-{side}", list(share))
value("bert-parameters", models["bert", "en"][0].num_parameters())
value("gpt-parameters", models["gpt", "en"][0].num_parameters())
claim(
    "learned",
    [min(min(shares[seed]) for shares in found.values()) - 0.9 for seed in SEEDS],
    both(
        "Both kinds of model find the noun that fits the clue, on whichever side the clue stands.",
        "두 모델 모두 단서가 어느 쪽에 있든 단서에 맞는 명사를 찾아냅니다.",
    ),
)
