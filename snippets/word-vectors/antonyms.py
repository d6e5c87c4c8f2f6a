# %% [markdown] lang="en"
# # Opposites are neighbours
# Word2Vec calls words similar that keep the same company, and *hot* and *cold* do: soup, water, very, quite. How close
# do opposites come, the more company they share, beside synonyms and unrelated words? And what is left of who did what
# to whom when word vectors are averaged? To be seen: vectors cannot tell an opposite from a synonym once the company is
# the same, and an average does not know the order of words.

# %% [markdown] lang="ko"
# # 반대말은 이웃이다
# Word2Vec은 같은 말과 어울리는 낱말을 비슷하다고 합니다. ‘뜨겁다’와 ‘차갑다’도 ‘국’, ‘물’, ‘매우’, ‘아주’ 같은 말과
# 어울립니다. 어울리는 말이 많이 겹칠수록 반대말이 얼마나 가까워지는지를 유의어, 관계없는 낱말과 견줍니다. 또 낱말
# 벡터를 평균하면 누가 누구에게 무엇을 했는지가 남는지도 봅니다. 어울리는 말이 같으면 벡터는 반대말과 유의어를
# 가려내지 못하고, 평균에는 어순이 남지 않습니다.

# %% [markdown] lang="en"
# ## Sentences with shared company
# *The boiled soup was very hot.* Opposites always share the thing and the adverb. The describing word fits one side
# only (boiled, frozen) or both (salted); how often it fits both is what changes. A third of the time the adjective is
# a synonym (scalding, icy).

# %% [markdown] lang="ko"
# ## 어울리는 말이 겹치는 문장
# ‘끓인 국이 매우 뜨겁다’와 같은 문장입니다. 반대말끼리는 주어와 부사가 언제나 겹칩니다. 꾸미는 말은 한쪽에만
# 맞거나(‘끓인’, ‘얼린’) 양쪽에 다 맞으며(‘짭짤한’), 양쪽에 다 맞는 말의 비율을 바꾸어 갑니다. 세 번에 한 번은 형용사
# 자리에 유의어(‘뜨끈하다’, ‘싸늘하다’)를 씁니다.

# %% train
import numpy as np
from gensim.models import Word2Vec

from lab.opposites import ENGLISH, KOREAN

CORPORA = {"en": ENGLISH, "ko": KOREAN}
SHARES = (0, 0.25, 0.5, 0.75, 1)  # of sentences whose describing word fits both opposites
SEEDS = range(5)
SETTINGS = {"sg": 1, "vector_size": 32, "window": 5, "min_count": 1, "sample": 0, "epochs": 10, "workers": 1}

models = {
    (lang, share): [Word2Vec(corpus.corpus(share, seed), seed=seed, **SETTINGS).wv for seed in SEEDS]
    for lang, corpus in CORPORA.items()
    for share in SHARES
}
print(" ".join(ENGLISH.corpus(share=1, seed=0)[0]), "/", " ".join(KOREAN.corpus(share=1, seed=0)[0]))

# %% kinds
from itertools import combinations

from lab.measure import cosine


def kinds(corpus):
    """Sort pairs of words: the two opposites, each word with its synonym, and the words of different pairs."""
    for pair in corpus.pairs:
        one, other = pair.sides
        yield "opposite", one.word, other.word
        yield from (("synonym", side.word, side.synonym) for side in pair.sides)
    for a, b in combinations(corpus.pairs, 2):
        yield from (("unrelated", x.word, y.word) for x in a.sides for y in b.sides)


# %% cosines
def cosines(lang, share):
    """Return the mean cosine of each kind of pair, {kind: (seeds,)}."""
    found = {"opposite": [], "synonym": [], "unrelated": []}
    for kind, a, b in kinds(CORPORA[lang]):
        found[kind].append([cosine(vectors[a], vectors[b]) for vectors in models[lang, share]])
    return {kind: np.mean(rows, axis=0) for kind, rows in found.items()}


similar = {lang: {share: cosines(lang, share) for share in SHARES} for lang in CORPORA}

# %% findings
from further import both, claim, figure, table, value


def margins(measure):
    """Evaluate a measure for the English and the Korean corpus, and keep the smaller for each seed."""
    return np.min([measure(similar[lang]) for lang in CORPORA], axis=0)


for kind in ("opposite", "synonym", "unrelated"):
    for name, share in {"none": 0, "half": 0.5, "all": 1}.items():
        value(f"{kind}-{name}", both(*(similar[lang][share][kind].tolist() for lang in ("en", "ko"))))

# %% claims
claim(
    "nearer-than-unrelated",
    margins(lambda found: np.min([found[share]["opposite"] - found[share]["unrelated"] for share in SHARES], axis=0)),
    both(
        "On average, opposites are more similar than unrelated words, however few describing words fit both.",
        "양쪽에 다 맞는 꾸미는 말이 아무리 적어도 반대말끼리는 관계없는 낱말끼리보다 평균적으로 더 비슷합니다.",
    ),
)
claim(
    "company-counts",
    margins(lambda found: found[1]["opposite"] - found[0]["opposite"]),
    both(
        "Opposites are more similar when every describing word fits both of them than when none does.",
        "꾸미는 말이 모두 양쪽에 맞을 때의 반대말은 하나도 맞지 않을 때보다 서로 더 비슷합니다.",
    ),
)
claim(
    "cannot-tell",
    margins(lambda found: 0.1 - np.abs(found[1]["synonym"] - found[1]["opposite"])),  # within 0.1 of each other
    both(
        "When opposites keep the same company, an opposite is about as similar as a synonym.",
        "어울리는 말이 모두 겹치면 반대말은 유의어만큼 비슷합니다.",
    ),
)

# %% neighbours
LOOK_UP = {"en": "hot", "ko": "뜨겁다"}


def nearest(lang, share, n=3):
    """Return the nearest adjectives in the run of seed 0."""
    vectors = models[lang, share][0]
    adjectives = [word for pair in CORPORA[lang].pairs for side in pair.sides for word in (side.word, side.synonym)]
    others = [word for word in adjectives if word != LOOK_UP[lang]]
    return ", ".join(sorted(others, key=lambda word: -cosine(vectors[LOOK_UP[lang]], vectors[word]))[:n])


COMPANY, NEAREST = (
    both("describing words that fit both", "양쪽에 다 맞는 꾸미는 말"),
    both("nearest adjectives to hot", "‘뜨겁다’와 가장 가까운 형용사"),
)
rows = [{COMPANY: share, NEAREST: both(nearest("en", share), nearest("ko", share))} for share in SHARES]
table("neighbours", rows, formats={COMPANY: ".0%"})

# %% chart
import altair as alt

KINDS = {
    "synonym": both("synonyms (hot, scalding)", "유의어 (뜨겁다, 뜨끈하다)"),
    "opposite": both("opposites (hot, cold)", "반대말 (뜨겁다, 차갑다)"),
    "unrelated": both("unrelated (hot, cheap)", "관계없는 낱말 (뜨겁다, 싸다)"),
}
LABELS = {  # where the names stand: just above or below their lines
    "en": {"synonym": (0.02, 1.06), "opposite": (0.05, 0.77), "unrelated": (0.05, 0.33)},
    "ko": {"synonym": (0.02, 1.06), "opposite": (0.12, 0.63), "unrelated": (0.05, 0.25)},
}


def panel(lang):
    """Draw the three kinds of pairs in one language: each seed a point, the mean a line."""
    x = alt.X("share:Q", title=both("describing words that fit both opposites", "양쪽에 다 맞는 꾸미는 말의 비율"))
    x = x.axis(format=".0%", values=list(SHARES))
    y = {"title": both("cosine", "코사인"), "scale": alt.Scale(domain=[0, 1.1])}
    which = {"legend": None, "sort": list(KINDS.values())}
    rows = [
        {"kind": KINDS[kind], "share": share, "cosine": round(float(each), 3)}
        for share, found in similar[lang].items()
        for kind, column in found.items()
        for each in column
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x, alt.Color("kind:N", **which))
    line = base.mark_line().encode(alt.Y("mean(cosine):Q", **y), alt.StrokeDash("kind:N", **which))
    dots = base.mark_point(filled=True, opacity=0.7).encode(alt.Y("cosine:Q", **y), tooltip=TIPS)
    places = [{"kind": KINDS[kind], "share": at, "cosine": height} for kind, (at, height) in LABELS[lang].items()]
    names = alt.Chart(alt.Data(values=places)).mark_text(align="left").encode(x, alt.Y("cosine:Q", **y), text="kind:N")
    return alt.layer(line, dots, names).properties(height=280)


# %% figure
TIPS = [
    alt.Tooltip("kind:N", title=both("pair", "낱말 쌍")),
    alt.Tooltip("share:Q", title=both("fit both", "양쪽에 맞음"), format=".0%"),
    alt.Tooltip("cosine:Q", title=both("cosine", "코사인"), format=".2f"),
]
figure(
    "company",
    both(panel("en"), panel("ko")),
    alt=both(
        "Cosines against the share of describing words that fit both opposites. Synonyms stay near one throughout, "
        "unrelated words lie low throughout. Opposites start well above the unrelated words and climb until they meet "
        "the synonyms.",
        "양쪽에 다 맞는 꾸미는 말의 비율에 따라 코사인을 나타냈습니다. 유의어는 줄곧 1 가까이에, 관계없는 낱말은 "
        "줄곧 낮은 곳에 있습니다. 반대말은 관계없는 낱말보다 훨씬 높은 데서 시작해 유의어와 만날 때까지 "
        "올라갑니다.",
    ),
)

# %% [markdown] lang="en"
# ## An average has no order
# The vector of a sentence is often the mean of its words' vectors. Two sentences with the same words then have the same
# vector, whatever the vectors are; random ones do. In Korean the particles say who did it, and stay on the eojeol; cut
# off by an analyser they are words like any other.

# %% [markdown] lang="ko"
# ## 평균에는 순서가 없다
# 문장 벡터로는 낱말 벡터의 평균을 자주 씁니다. 그러면 낱말 벡터가 무엇이든 같은 낱말로 된 두 문장은 벡터가 같습니다.
# 그래서 아무 벡터나 뽑아 씁니다. 한국어에서는 누가 했는지를 조사가 알려 주며 조사는 어절에 붙어 있습니다. 분석기로 떼어
# 내면 조사도 여느 낱말과 다름없어집니다.

# %% order
from lab.korean import analyse

BOTH_WAYS = {  # who chases whom
    "english": [sentence.split() for sentence in ("the cat chased the mouse", "the mouse chased the cat")],
    "eojeol": [sentence.split() for sentence in ("고양이가 쥐를 쫓았다", "쥐가 고양이를 쫓았다")],
}
BOTH_WAYS["morphemes"] = [
    [part for _, parts in analyse(" ".join(eojeol)) for part in parts] for eojeol in BOTH_WAYS["eojeol"]
]


def apart(one, other, seed=0):
    """Return the largest difference between the mean vectors of two sentences, words having random vectors."""
    rng = np.random.default_rng(seed)
    vector = {word: rng.normal(size=50).astype(np.float32) for word in sorted({*one, *other})}  # about 1 in size
    return float(np.abs(np.mean([vector[w] for w in one], 0) - np.mean([vector[w] for w in other], 0)).max())


difference = {unit: apart(*sentences) for unit, sentences in BOTH_WAYS.items()}
print(difference)

# %% order-claims
ROUNDING = 1e-6  # single precision keeps about seven digits
claim(
    "no-order",
    difference["english"] < ROUNDING,
    both(
        "Averaged, “the cat chased the mouse” and “the mouse chased the cat” are one vector.",
        "영어 문장 ‘the cat chased the mouse’와 ‘the mouse chased the cat’은 낱말 벡터를 평균하면 똑같습니다.",
    ),
)
claim(
    "eojeol-keep-roles",
    difference["morphemes"] < ROUNDING < difference["eojeol"],
    both(
        "In Korean the same two sentences differ as averages of eojeol, and are one vector as averages of morphemes.",
        "‘고양이가 쥐를 쫓았다’와 ‘쥐가 고양이를 쫓았다’는 어절을 평균하면 다르고, 형태소를 평균하면 같은 벡터입니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# How much company opposites share in real text is not asked here; the grammar sets it. How far apart they start depends
# on how much is read: with more text they start further apart. Real synonyms share less company than these, which are
# interchangeable. And vectors can be taught to hold opposites apart when a dictionary of opposites is part of the
# training (Nguyen et al., 2016).

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 실제 글에서 반대말과 어울리는 말이 얼마나 겹치는지는 여기서 묻지 않았습니다. 문법으로 정한 값입니다. 처음에
# 얼마나 떨어져 있는지는 읽은 글의 양에 달려 있어 글이 많으면 더 멀리서 시작합니다. 실제 유의어는 언제나 바꾸어 쓸 수
# 있는 여기의 유의어만큼 어울리는 말이 겹치지 않습니다. 또한 반대말 사전을 학습에 함께 쓰면 반대말이 서로 떨어지도록
# 가르칠 수 있습니다(Nguyen 등, 2016).
