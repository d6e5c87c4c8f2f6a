# %% [markdown] lang="en"
# # A homonym made from real news
# Half of the occurrences of two unrelated words become one invented word, so that real text holds a homonym whose
# senses are known. Does its vector lie between the two words? To be seen: it does, and the more frequent word has the
# larger say.

# %% [markdown] lang="ko"
# # 실제 뉴스로 만든 동음이의어
# 서로 관계없는 두 낱말이 나온 자리의 절반을 새로 만든 낱말 하나로 바꾸면, 뜻을 이미 아는 동음이의어(homonym)가 실제
# 글 속에 생깁니다. 그 벡터가 두 낱말 사이에 놓이는지 묻습니다. 벡터는 실제로 그 사이에 놓이며, 더 자주 나온 낱말 쪽에
# 치우칩니다.

# %% [markdown] lang="en"
# ## Joining two words
# The text is the Lee background corpus, 300 short news reports in English that come with gensim. The pairs differ in
# how unequal their counts are. *Airline* is a control: as rare as *cricket*, it is cut in two and joined with nothing.

# %% [markdown] lang="ko"
# ## 두 낱말 합치기
# 글은 gensim에 들어 있는 Lee 말뭉치(corpus)로, 짧은 영어 뉴스 300편입니다. 세 쌍은 두 낱말의 횟수가 얼마나 다른지에
# 차이가 있습니다. *airline*은 대조군입니다. *cricket*만큼 드문 낱말인데, 다른 낱말과 합치지 않고 둘로 나누기만 합니다.

# %% corpus
from collections import Counter
from pathlib import Path
from random import Random

from gensim.test.utils import datapath
from gensim.utils import simple_preprocess

REPORTS = Path(datapath("lee_background.cor")).read_text(encoding="utf-8").splitlines()
NEWS = [simple_preprocess(report) for report in REPORTS]  # lower-case words without numbers
PAIRS = {"qantas": "bush", "test": "israeli", "cricket": "palestinian", "airline": "airline"}
JOINED = {word: f"{rare}+{other}" for rare, other in PAIRS.items() for word in (rare, other)}


def join_words(seed: int) -> list[list[str]]:
    """Replace each word of a pair, half of the time, by their pseudo-word; the other half keeps its own vector."""
    rng = Random(seed)
    return [[JOINED[w] if w in JOINED and rng.random() < 0.5 else w for w in report] for report in NEWS]


# %% train
from gensim.models import KeyedVectors, Word2Vec

SEEDS = range(5)


def train(seed: int) -> KeyedVectors:
    """Train skip-gram on the news with the pseudo-words of one seed."""
    # so little text needs few dimensions, and 20 passes where five are usual
    return Word2Vec(join_words(seed), vector_size=50, sg=1, epochs=20, workers=1, seed=seed).wv


vectors = [train(seed) for seed in SEEDS]

# %% [markdown] lang="en"
# ## How similar is the pseudo-word to its parts?
# Four cosines: with each part, with the sum of both, and of the parts with each other. For the control, the cosine of
# its two halves.

# %% [markdown] lang="ko"
# ## 만든 낱말은 원래 낱말과 얼마나 비슷한가
# 원래 낱말 각각, 두 낱말의 합, 그리고 원래 낱말끼리의 코사인을 잽니다. 대조군에서는 나눈 두 쪽의 코사인을 잽니다.

# %% measure
import numpy as np

from further import both, claim, figure, table, value
from lab.measure import cosine, unit

counts = Counter(word for report in NEWS for word in report)


def compare(one: str, other: str) -> np.ndarray:
    """Return the cosines of the pseudo-word with each part and with their sum, and of the parts, (4, seeds)."""
    joined = JOINED[one]
    targets = [(v[joined], v[one], v[other]) for v in vectors]
    return np.array([[cosine(p, a), cosine(p, b), cosine(p, unit(a) + unit(b)), cosine(a, b)] for p, a, b in targets]).T


found = {one: compare(one, other) for one, other in PAIRS.items()}

# %% values
for one, other in PAIRS.items():
    value(f"count-{one}", counts[one])
    if one != other:
        value(f"count-{other}", counts[other])
        for name, column in zip((one, other, "sum", "parts"), found[one], strict=True):
            value(f"{one}-{other}-to-{name}" if name != "parts" else f"{one}-{other}-parts", column)
value("airline-halves", found["airline"][0])
value("reports", len(NEWS))
value("words", sum(counts.values()))

# %% claim-between
alike = [found["qantas"], found["test"]]  # neither part much rarer than the other

claim(
    "between",
    np.min([each[:2].min(axis=0) - each[3] for each in alike], axis=0),
    both(
        "In the two pairs of not too unequal parts, the pseudo-word is more similar to either part than these are to "
        "each other.",
        "횟수가 크게 다르지 않은 두 쌍에서, 만든 낱말과 원래 낱말 각각은 원래 낱말끼리보다 서로 더 비슷합니다.",
    ),
)
# %% claim-frequent
rare, frequent, *_ = found["cricket"]

claim(
    "frequent",
    frequent - rare,
    both(
        "In the pair of very unequal parts, the pseudo-word is more similar to the more frequent one.",
        "횟수가 크게 다른 한 쌍에서, 만든 낱말은 더 자주 나온 쪽과 더 비슷합니다.",
    ),
)

# %% claim-not-rarity
claim(
    "not-rarity",
    found["airline"][0] - rare,
    both(
        "Rarity alone does not explain it: the halves of a word as rare are more similar to each other than the "
        "pseudo-word is to its rarer part.",
        "드물다는 것만으로는 설명되지 않습니다. 비슷하게 드문 낱말을 나눈 두 쪽은 만든 낱말과 드문 쪽 낱말보다 "
        "서로 더 비슷합니다.",
    ),
)

# %% chart-rows
import altair as alt

KINDS = (
    both("first part", "앞 낱말"),
    both("second part", "뒤 낱말"),
    both("their sum", "두 낱말의 합"),
    both("part to part", "원래 낱말끼리"),
)
HALVES = both("halves", "나눈 두 쪽")
LABELS = {one: both(f"{one} + {other}") for one, other in PAIRS.items()}
LABELS["airline"] = both("airline, cut in two", "둘로 나눈 airline")
TIMES = {one: f"{counts[one]} : {counts[other]}" if one != other else f"{counts[one]}" for one, other in PAIRS.items()}
NAMED = {one: f"{LABELS[one]} ({TIMES[one]})" for one in PAIRS}  # how often each part occurs

rows = [
    {"word": NAMED[one], "kind": kind, "cosine": round(float(x), 3)}
    for one in PAIRS
    for kind, column in zip(KINDS if one != "airline" else [HALVES], found[one], strict=False)
    for x in column
]

# %% chart
kind = {"title": None, "scale": alt.Scale(domain=[*KINDS, HALVES])}
x = alt.X("cosine:Q", title=both("cosine", "코사인"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=3))
y = alt.Y("word:N", title=None, sort=list(NAMED.values()), axis=alt.Axis(labels=False, ticks=False))
words = alt.Chart(alt.Data(values=rows), height=220).encode(y)
dots = words.mark_point(filled=True, size=80, opacity=0.7).encode(
    x,
    alt.Color("kind:N", **kind),
    alt.Shape("kind:N", **kind),
    tooltip=alt.Tooltip("cosine:Q", title=both("cosine", "코사인"), format=".2f"),
)
names = words.mark_text(align="left", dy=-17).encode(x=alt.datum(0.01), text="word:N")  # above its dots
names = names.transform_aggregate(groupby=["word"])


# %% figure
figure(
    "cosines",
    dots + names,
    alt=both(
        "Cosines for three pseudo-words and the control, one dot a seed. The parts of a pair are little alike, and "
        "each pseudo-word is closer to both of its parts than they are to each other. The pseudo-word of cricket and "
        "the far more frequent palestinian is close to palestinian. The halves of airline are close to each other.",
        "만든 낱말 세 개와 대조군의 코사인을 시드마다 점 하나로 나타냈습니다. 원래 낱말끼리는 별로 비슷하지 않으며 "
        "만든 낱말은 두 낱말 모두와 그보다 가깝습니다. cricket과 훨씬 자주 나온 palestinian을 합친 낱말은 "
        "palestinian에 가깝습니다. airline의 두 쪽은 서로 가깝습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What stands near it?
# The words that are among the ten nearest of a pseudo-word for at least three of the five seeds.

# %% [markdown] lang="ko"
# ## 이웃에는 어떤 낱말이 있는가
# 시드 다섯 개 가운데 세 개 이상에서 가장 가까운 열 낱말에 든 것만 적습니다.


# %% neighbours
def neighbours(word: str) -> str:
    """Return the words that are near ``word`` for most seeds, the most constant first."""
    near = Counter(other for v in vectors for other, _ in v.most_similar(word, topn=10))
    return ", ".join(other for other, times in near.most_common() if times >= 3)


HEADS = both("pseudo-word", "만든 낱말"), both("nearest words", "가까운 낱말")
table("neighbours", [{HEADS[0]: LABELS[one], HEADS[1]: both(neighbours(JOINED[one]))} for one in PAIRS])

# %% [markdown] lang="en"
# ## What it does not show
# The senses of a pseudo-word are further apart than most real ones, and three pairs are no survey. The corpus is small:
# a cosine of such vectors moves by a tenth from seed to seed, and even the two halves of one word do not reach 1. Where
# one part is twice as frequent, the pseudo-word is not always closer to the sum than to that part.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 만든 낱말의 두 뜻은 실제 동음이의어의 뜻보다 서로 멀고, 세 쌍만으로 일반적인 경향을 말할 수는 없습니다. 말뭉치가
# 작아서 시드가 바뀌면 코사인이 0.1쯤 움직이며, 한 낱말을 나눈 두 쪽조차 1에 이르지 못합니다. 한 낱말이 두 배쯤 자주
# 나온 쌍에서는 만든 낱말이 두 낱말의 합보다 그 낱말 하나와 더 가까울 때도 있습니다.
