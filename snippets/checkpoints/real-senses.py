# ---
# checkpoint: any
# timeout: 900
# ---

# %% [markdown] lang="en"
# # Does a real model give *bank* one vector or several?
# The same word stands in sentences where it means a bank of money and a bank of a river. A model that reads the
# sentence should put the states at this word near each other when the sense is the same.

# %% [markdown] lang="ko"
# # 실제 모델은 배에 벡터를 하나만 줄까, 여럿 줄까
# 배가 타는 배, 먹는 배, 사람의 배로 쓰인 문장을 읽힙니다. 문장을 읽는 모델이라면 뜻이 같을 때 이 낱말 자리의 상태가
# 서로 가까워야 합니다.

# %% sentences
SENTENCES = {
    "en": {
        "money": [
            "She opened an account at the bank.",
            "The bank raised its interest rates.",
            "He owes the bank a lot.",
        ],
        "river": [
            "They fished from the bank of the river.",
            "The bank was muddy after the flood.",
            "Reeds grew on the bank.",
        ],
    },
    "ko": {
        "ship": ["항구에서 배를 타고 섬으로 갔다.", "선장이 배를 몰고 바다로 나갔다.", "태풍이 와서 배가 뜨지 못했다."],
        "pear": ["과수원에서 배를 따서 먹었다.", "가을이라 배가 달고 시원하다.", "사과와 배를 깎아 접시에 담았다."],
        "belly": ["많이 먹었더니 배가 부르다.", "찬 것을 마시고 배가 아팠다.", "아침을 굶어서 배가 고프다."],
    },
}
WORDS = {"en": "bank", "ko": "배"}

# %% states
import itertools

import torch

from further import both, figure, table, value
from lab.checkpoint import in_each, languages, load, word_state

loaded = load("AutoModel")
known = languages(loaded, {lang: [each for some in told.values() for each in some] for lang, told in SENTENCES.items()})
SAME, OTHER = both("same sense", "같은 뜻"), both("another sense", "다른 뜻")


def pairs(lang):
    """Yield the cosine of every two sentences' states at the word, and whether its sense is the same."""
    said = [(sense, each) for sense, sentences in SENTENCES[lang].items() for each in sentences]
    states = [word_state(loaded, each, WORDS[lang]) for _, each in said]  # (width,) each
    for (one, a), (other, b) in itertools.combinations(zip((sense for sense, _ in said), states, strict=True), 2):
        yield {"pair": SAME if one == other else OTHER, "cosine": round(torch.cosine_similarity(a, b, dim=0).item(), 4)}


cosines = {lang: list(pairs(lang)) for lang in known}
value("layers", int(getattr(loaded.model.config, "num_hidden_layers", 0)))
value("width", int(loaded.model.config.hidden_size))

# %% figure
import altair as alt

X = alt.X("cosine:Q", title=both("cosine of the two states", "두 상태의 코사인"), scale=alt.Scale(zero=False))
TIP = [alt.Tooltip("cosine:Q", title=both("cosine", "코사인"), format=".3f")]


def dots(lang):
    """Draw one dot for every two sentences."""
    return (
        alt.Chart(alt.Data(values=cosines[lang]), height=90)
        .mark_point(filled=True, opacity=0.6)
        .encode(X, alt.Y("pair:N", title=None, sort=[SAME, OTHER]), alt.Color("pair:N", legend=None), tooltip=TIP)
    )


figure(
    "cosines",
    in_each(known, dots),
    alt=both(
        "Cosines between the states at the ambiguous word, for pairs of sentences in which it has the same sense and "
        "in which it has another; one dot a pair.",
        "뜻이 여럿인 낱말 자리의 상태 사이의 코사인. 뜻이 같은 문장 쌍과 다른 문장 쌍을 쌍마다 점 하나로 나타냈다.",
    ),
)

# %% table
rows = []
NAMES = {"en": both("English, bank", "영어 bank"), "ko": both("Korean, 배", "한국어 배")}
for lang, language in NAMES.items():
    for kind in (SAME, OTHER) if lang in known else ():
        found = [pair["cosine"] for pair in cosines[lang] if pair["pair"] == kind]
        rows.append({both("word", "낱말"): language, both("pairs", "쌍"): kind, both("cosine", "코사인"): found})
table("means", rows, {both("cosine", "코사인"): ".3f"})

# %% [markdown] lang="en"
# ## What this does not show
# A handful of sentences, and the last layer only; in many models the states of all words lie in a narrow cone, so look
# at the difference between the rows and not at the height. A decoder sees the left side of the word alone. A language
# whose words the tokenizer does not know is left out; one that it knows and the model was not trained on is not.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 문장이 몇 개 되지 않고 마지막 층만 보았습니다. 모든 낱말의 상태가 좁은 원뿔 안에 모여 있는 모델이 많으므로 코사인의
# 높이보다 두 행의 차이를 보아야 합니다. 디코더는 낱말의 왼쪽만 봅니다. 토크나이저가 낱말을 모르는 언어는 뺐지만,
# 토크나이저는 알고 모델은 배운 적 없는 언어라면 모델은 그래도 수를 내놓습니다.
