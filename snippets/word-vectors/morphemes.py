# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # How much text does each unit need?
# Word2Vec can learn whole eojeol; it only needs to see each of them often enough. How much more text is that than for
# morphemes, or for the words of English? The same clauses in all three units. To be seen: eojeol need several times
# as much, and Korean morphemes no more than English words.

# %% [markdown] lang="ko"
# # 단위마다 글이 얼마나 필요한가
# 어절도 충분히 자주 나오기만 하면 Word2Vec이 배울 수 있습니다. 형태소나 영어 낱말에 비해 글이 얼마나 더 있어야 하는지
# 묻습니다. 같은 문장을 세 가지 단위로 읽힙니다. 어절에는 몇 배의 글이 필요하고, 한국어 형태소에는 영어 낱말보다 더 많은
# 글이 필요하지 않습니다.

# %% [markdown] lang="en"
# ## Nouns that go with the same verb
# Each verb has three objects of its own: rice, bread and apples are eaten. In a model that has learnt this, they lie
# together. So for each object, is the nearest other object one of the same verb? A noun with another particle (빵을,
# 빵은) is the same noun and does not count. By chance, one in sixty would be right.

# %% [markdown] lang="ko"
# ## 같은 동사와 어울리는 명사
# 동사마다 저만의 목적어가 셋 있습니다. 먹는 것은 밥과 빵과 사과입니다. 이를 배운 모델에서는 셋이 한데 모입니다.
# 그래서 목적어마다 가장 가까운 다른 목적어가 같은 동사의 것인지 봅니다. ‘빵을’과 ‘빵은’처럼 조사만 다른 것은 같은
# 명사이므로 세지 않습니다. 아무렇게나 고르면 60번에 한 번 맞습니다.

# %% objects
from further import both, claim, figure, table, value
from lab.clauses import TARGETS, VERBS, clauses
from lab.korean import join

UNITS = {
    "eojeol": lambda clause: clause.eojeol,
    "morphemes": lambda clause: sum(clause.morphemes, ()),
    "english": lambda clause: clause.english,
}
NOUNS = [(thing, verb) for verb in range(len(VERBS)) for thing in range(3)]  # 120 objects, each with its verb
WORDS = {  # what to look up: (word, noun)
    "eojeol": [
        (join((VERBS[verb].objects[thing], "NNG"), particle[:2]), noun)
        for noun, (thing, verb) in enumerate(NOUNS)
        for particle in TARGETS  # 빵을, 빵은, 빵도, 빵만
    ],
    "morphemes": [(VERBS[verb].objects[thing], noun) for noun, (thing, verb) in enumerate(NOUNS)],
    "english": [(VERBS[verb].things[thing], noun) for noun, (thing, verb) in enumerate(NOUNS)],
}

# %% nearest
import numpy as np

from lab.measure import unit


def nearest_noun(vectors, words):
    """Return the words that were seen, as (word, noun), and for each the index of the nearest of another noun."""
    seen = [(word, noun) for word, noun in words if word in vectors]
    noun = np.array([noun for _, noun in seen])
    table = unit(np.stack([vectors[word] for word, _ in seen]))  # (words, d)
    return seen, np.where(noun[:, None] == noun, -np.inf, table @ table.T).argmax(axis=1)


# %% share
def score(vectors, words):
    """Return the share of words whose nearest noun goes with the same verb; words not seen fail."""
    seen, nearest = nearest_noun(vectors, words)
    verb = np.array([NOUNS[noun][1] for _, noun in seen])
    return np.sum(verb[nearest] == verb) / len(words)


# %% settings
from gensim.models import Word2Vec

SEEDS = range(5)
SIZES = (2000, 4000, 8000, 16_000)  # clauses
LEARNT = {"eojeol": 16_000, "morphemes": 8000, "english": 8000}  # by 8,000 the latter two get nearly all right
SAME = {"vector_size": 32, "window": 3, "sg": 1, "negative": 5, "min_count": 1, "sample": 0, "epochs": 10, "workers": 1}

# %% train
models = {}
for seed in SEEDS:
    drawn = list(clauses(SIZES[-1], seed))
    for name, units in UNITS.items():
        for size in (size for size in SIZES if size <= LEARNT[name]):
            models[name, size, seed] = Word2Vec([units(clause) for clause in drawn[:size]], seed=seed, **SAME).wv

# %% scores
scores = {
    (name, size): np.array([score(models[name, size, seed], WORDS[name]) for seed in SEEDS])
    for name in UNITS
    for size in SIZES
    if size <= LEARNT[name]
}
for (name, size), shares in scores.items():
    value(f"{name}-{size}", shares)


# %% over-sizes
def over(name):
    """Average over the sizes that all units have read, (seeds,)."""
    return np.mean([scores[name, size] for size in SIZES[:-1]], axis=0)


# %% claims-of-data
claim(
    "eojeol-need-more",
    scores["morphemes", 4000] - scores["eojeol", 16_000],
    both(
        "With four times the text, 16,000 clauses against 4,000, eojeol still find fewer of the nouns that belong "
        "together than morphemes do.",
        "4,000문장과 16,000문장으로 글이 네 배여도 어절은 함께 어울리는 명사를 형태소만큼 찾아내지 못합니다.",
    ),
)
claim(
    "eojeol-learn-too",
    scores["eojeol", 16_000] - scores["eojeol", 8000],
    both(
        "With 16,000 clauses, eojeol find more of the nouns that belong together than with 8,000.",
        "어절도 16,000문장을 읽으면 8,000문장을 읽었을 때보다 함께 어울리는 명사를 더 많이 찾아냅니다.",
    ),
)
claim(
    "korean-as-english",
    over("morphemes") - over("english"),
    both(
        "On average over the amounts of text, Korean morphemes do no worse than English words.",
        "글의 양을 바꾸어 가며 평균하면 한국어 형태소의 결과는 영어 낱말보다 나쁘지 않습니다.",
    ),
)

# %% neighbours
UNIT, WORD, FOUND = both("unit", "단위"), both("word", "낱말"), both("nearest other noun", "가장 가까운 다른 명사")
NAMES = {
    "eojeol": both("Korean, split at spaces", "한국어, 띄어쓰기 단위"),
    "morphemes": both("Korean, morphemes", "한국어, 형태소"),
    "english": both("English words", "영어 낱말"),
}
LOOK_UP = {
    "eojeol": ("빵을", "책을", "버스를"),
    "morphemes": ("빵", "책", "버스"),
    "english": ("bread", "books", "buses"),
}


# %% neighbours-table
def rows(name):
    """Look words up in the model of 4,000 clauses, seed 0."""
    seen, nearest = nearest_noun(models[name, 4000, 0], WORDS[name])
    place = {word: i for i, (word, _) in enumerate(seen)}
    for word in LOOK_UP[name]:
        yield {UNIT: NAMES[name], WORD: both(word), FOUND: both(seen[nearest[place[word]]][0])}


table("neighbours", [row for name in UNITS for row in rows(name)])

# %% chart
import altair as alt

LABELS = [("eojeol", 2130, 0.065), ("morphemes", 2050, 0.97), ("english", 2800, 0.36)]  # where the names stand
points = [
    {"unit": NAMES[name], "size": size, "share": round(float(share), 3)}
    for (name, size), shares in scores.items()
    for share in shares
]
ticks = alt.Axis(values=list(SIZES), format=",d")
x = alt.X(
    "size:Q", title=both("clauses read", "읽은 문장 수"), axis=ticks, scale=alt.Scale(type="log", base=2, nice=False)
)
y = {"title": both("nearest noun goes with the same verb", "가장 가까운 명사가 같은 동사와 어울리는 비율")}
y |= {"axis": alt.Axis(format=".0%"), "scale": alt.Scale(domain=[0, 1])}
which = {"legend": None, "sort": list(NAMES.values())}
tips = [alt.Tooltip("unit:N", title=UNIT), alt.Tooltip("size:Q", title=both("clauses", "문장"), format=",d")]
tips += [alt.Tooltip("share:Q", title=both("same verb", "같은 동사"), format=".1%")]

base = alt.Chart(alt.Data(values=points)).encode(x, alt.Color("unit:N", **which))
line = base.mark_line().encode(alt.Y("mean(share):Q", **y), alt.StrokeDash("unit:N", **which))
dots = base.mark_point(filled=True, opacity=0.7).encode(alt.Y("share:Q", **y), tooltip=tips)  # one for each seed
two_lines = NAMES["morphemes"].replace(", ", ",\n")  # no room beside the line for one
places = [{"text": two_lines if name == "morphemes" else NAMES[name], "size": at, "share": h} for name, at, h in LABELS]
names = alt.Chart(alt.Data(values=places)).mark_text(align="left", lineBreak="\n")

# %% learning
figure(
    "learning",
    alt.layer(line, dots, names.encode(x, alt.Y("share:Q", **y), text="text:N")).properties(height=280),
    alt=both(
        "The share of nouns whose nearest noun goes with the same verb, against the number of clauses read. Korean "
        "morphemes and English words climb together to nearly all within a few thousand clauses. Korean split at "
        "spaces stays near nothing until 8,000 and has not caught up at 16,000.",
        "읽은 문장 수에 따라 가장 가까운 명사가 같은 동사와 어울리는 비율을 나타냈습니다. 한국어 형태소와 영어 "
        "낱말은 문장 몇천 개 만에 나란히 거의 전부에 이릅니다. 띄어쓰기 단위 한국어는 8,000개까지 바닥에 머물고 "
        "16,000개에서도 따라잡지 못합니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# How many times as much text it takes depends on the grammar: four particles and 26 endings, all equally likely.
# Nouns of real Korean take more particles, but use few of them often. That a noun goes with one verb only is this
# grammar's simplicity too. And an analyser errs: it takes 손님 (guest) for 손 (hand) and a suffix. So the guest has no
# vector, and nearest to 소식 (news), which is awaited as guests are, stands a hand.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 글이 몇 배 필요한지는 문법에 달려 있습니다. 여기서는 조사 네 개와 어미 26개가 모두 같은 확률로 나옵니다. 실제
# 한국어의 명사에는 더 많은 조사가 붙지만 자주 쓰는 것은 그중 몇 개입니다. 명사가 동사 하나하고만 어울리는 것도 이
# 문법이 단순하기 때문입니다. 분석기도 틀립니다. ‘손님’을 ‘손’과 ‘님’으로 나누므로 ‘손님’에는 벡터가 없고, 손님처럼
# 기다리는 대상인 ‘소식’과는 ‘손’이 가장 가깝습니다.
