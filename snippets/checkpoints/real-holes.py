# ---
# checkpoint: encoder
# timeout: 900
# ---

# %% [markdown] lang="en"
# # What does a real encoder put into a hole?
# One word of each sentence is hidden. The model's five most probable tokens follow, and then the price of the mask
# itself: how probable the model finds a word that it can see.

# %% [markdown] lang="ko"
# # 실제 인코더는 빈칸에 무엇을 채울까
# 문장마다 낱말 하나를 가립니다. 모델이 가장 그럴듯하다고 보는 토큰 다섯 개를 보고, 이어 마스크 자체의 값을 잽니다. 곧
# 눈앞에 보이는 낱말에 모델이 얼마의 확률을 주는지 봅니다.

# %% fill
from further import both, figure, table, value
from lab.checkpoint import guesses, in_each, languages, load, with_holes

loaded = load("AutoModelForMaskedLM")
SENTENCES = {
    "en": ["The capital of France is ___.", "She ate an apple and a ___.", "He opened an account at the ___."],
    "ko": ["대한민국의 수도는 ___이다.", "과수원에서 사과와 ___를 땄다.", "항구에서 ___를 타고 섬으로 갔다."],
}


known = languages(loaded, {lang: [each.replace("___", "") for each in some] for lang, some in SENTENCES.items()})


def best(sentence, count=5):
    """Return the most probable tokens for the hole, with their probabilities."""
    tokens, (place, *_) = with_holes(loaded, sentence)
    top = guesses(loaded, tokens)[place].topk(count)
    return [
        (loaded.tokenizer.decode([token]).strip(), p) for token, p in zip(top.indices, top.values.tolist(), strict=True)
    ]


HEADS = (both("sentence", "문장"), both("most probable", "가장 그럴듯한 토큰"), both("its probability", "그 확률"))
rows = []
for sentence in (each for lang in known for each in SENTENCES[lang]):
    found = best(sentence)
    rows.append(
        dict(zip(HEADS, (both(sentence), both(", ".join(token for token, _ in found)), found[0][1]), strict=True))
    )
table("fillings", rows, {HEADS[2]: ".3f"})

# %% own-word
import torch

PLAIN = {
    "en": "They fished from the bank of the river until dark.",
    "ko": "그들은 해가 질 때까지 강가에서 물고기를 잡았다.",
}
SEEN, HIDDEN = both("seen", "보일 때"), both("hidden", "가렸을 때")


def own(sentence):
    """Yield, for every token, the probability of itself when it is seen and when it is hidden."""
    tokens = loaded.tokenizer(sentence, return_tensors="pt")["input_ids"][0]
    seen = guesses(loaded, tokens)
    special = set(loaded.tokenizer.all_special_ids)
    for place, token in enumerate(tokens.tolist()):
        if token in special:
            continue
        holed = torch.where(torch.arange(len(tokens)) == place, loaded.tokenizer.mask_token_id, tokens)
        name = both(f"{place} {loaded.tokenizer.decode([token]).strip()}")
        yield {"token": name, "how": SEEN, "p": round(seen[place, token].item(), 4)}
        yield {"token": name, "how": HIDDEN, "p": round(guesses(loaded, holed)[place, token].item(), 4)}


probabilities = {lang: list(own(PLAIN[lang])) for lang in known}
for lang, found in probabilities.items():
    value(f"seen-{lang}", [each["p"] for each in found if each["how"] == SEEN])
    value(f"hidden-{lang}", [each["p"] for each in found if each["how"] == HIDDEN])

# %% figure
import altair as alt


def dots(lang):
    """Draw two dots for every token: seen and hidden."""
    names = list(dict.fromkeys(each["token"] for each in probabilities[lang]))
    return (
        alt.Chart(alt.Data(values=probabilities[lang]), height=20 * len(names))
        .mark_point(filled=True)
        .encode(
            alt.X(
                "p:Q", title=both("probability of the word itself", "자기 자신의 확률"), scale=alt.Scale(domain=[0, 1])
            ),
            alt.Y("token:N", title=None, sort=names),
            alt.Color("how:N", title=None, sort=[SEEN, HIDDEN]),
            alt.Shape("how:N", title=None, sort=[SEEN, HIDDEN]),
        )
    )


figure(
    "own-word",
    in_each(known, dots),
    alt=both(
        "For every token of one sentence, the probability that the model gives to the token itself: once when it is "
        "seen and once when it is hidden.",
        "한 문장의 토큰마다 모델이 그 토큰 자신에게 주는 확률. 보일 때와 가렸을 때를 점으로 나타냈다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Six sentences are no test of a model. Tokens may be pieces of words, and for a piece the rest of its word gives much
# away.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 문장 여섯 개로 모델을 평가할 수는 없습니다. 토큰은 낱말의 조각일 수 있고, 조각은 같은 낱말의 나머지가 많은 것을 알려
# 줍니다.
