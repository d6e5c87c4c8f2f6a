# ---
# timeout: 900
# ---

# %% [markdown] lang="en"
# # Where does a homonym sit?
# A word with two senses gets one vector. Where does it lie while the share of one sense goes from none to all?
# Skip-gram, CBOW, fastText and GloVe read the same sentences, made by a grammar so that the share is known. To be
# seen: the vector slides from one sense to the other with the share, and at half it belongs to neither.

# %% [markdown] lang="ko"
# # 동음이의어의 벡터는 어디에 놓이는가
# 뜻이 둘인 낱말도 벡터는 하나입니다. 한쪽 뜻의 비율을 0에서 1까지 늘리면 그 벡터가 어디로 옮겨 가는지 묻습니다.
# 비율을 정확히 알 수 있도록 문법으로 만든 문장을 Skip-gram, CBOW, fastText, GloVe가 똑같이 읽습니다. 벡터는 비율을
# 따라 한 뜻에서 다른 뜻으로 미끄러지며, 반반이면 어느 쪽에도 속하지 못합니다.

# %% [markdown] lang="en"
# ## Sentences with a known share
# English has *bank* (river, money), Korean has 배 (ship, pear). Each sense has a twin, a word with that sense alone
# in the same sentences: *shore* and *lender*, 선박 and 포도. The twins are what the position is measured against.
# Korean words carry their particle: as objects, the three stand as 배를, 선박을 and 포도를 throughout.

# %% [markdown] lang="ko"
# ## 비율을 아는 문장
# 한국어에는 ‘배’(타는 배, 먹는 배), 영어에는 bank(강둑, 은행)가 있습니다. 뜻마다 그 뜻 하나만 지닌 짝을 같은 문장에
# 넣어 둡니다. ‘배’의 짝은 ‘선박’과 ‘포도’, bank의 짝은 shore와 lender이며 위치는 이 짝을 기준으로 잽니다. 한국어
# 낱말에는 조사가 붙어 있어, 목적어인 이 셋은 언제나 ‘배를’, ‘선박을’, ‘포도를’로 나옵니다.

# %% corpus
from lab.homonyms import ENGLISH, KOREAN

CORPORA = {"en": ENGLISH, "ko": KOREAN}
SHARES = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)  # of the first sense: river for bank, ship for 배
SEEDS = range(5)
SIZE = {"sentences": 2000, "twins": 300}  # sentences with the homonym, and with each twin

for homonym in CORPORA.values():
    for tokens in homonym.corpus(share=0.5, seed=0, **SIZE)[:3]:
        print(" ".join(tokens))

# %% [markdown] lang="en"
# ## Four methods, one interface
# Sentences go in, a vector of 32 numbers for each word comes out. The vocabulary has a few dozen words and the
# sentences are short, so few dimensions and few passes suffice.

# %% [markdown] lang="ko"
# ## 네 가지 방법, 하나의 인터페이스
# 문장을 넣으면 낱말마다 숫자 32개로 된 벡터가 나옵니다. 어휘(vocabulary)가 수십 개에 그치고 문장도 짧으므로 차원과
# 학습 횟수는 적어도 됩니다.

# %% train
from gensim.models import FastText, Word2Vec

from lab import glove

SAME = {"vector_size": 32, "window": 4, "negative": 5, "min_count": 1, "workers": 1}
SAME["sample"] = 0  # drop no word: in so small a vocabulary every one is frequent
SUBWORDS = {"min_n": 1, "max_n": 3, "bucket": 2_000}  # pieces of one to three letters or syllables

TRAIN = {
    "skip-gram": lambda text, seed: Word2Vec(text, sg=1, epochs=10, seed=seed, **SAME).wv,
    # one update for each word, where skip-gram makes one for each pair: CBOW needs more and longer steps
    "cbow": lambda text, seed: Word2Vec(text, sg=0, epochs=20, alpha=0.05, seed=seed, **SAME).wv,
    "fasttext": lambda text, seed: FastText(text, sg=1, epochs=10, seed=seed, **SUBWORDS, **SAME).wv,
    "glove": lambda text, seed: glove.vectors(text, d=32, window=4, seed=seed),
}

# %% [markdown] lang="en"
# ## The sweep
# The position is 0 level with the twin of the second sense and 1 level with the twin of the first. Were the vector the
# average of the two twins, weighted by how often each sense occurs, the position would equal the share.

# %% [markdown] lang="ko"
# ## 비율을 바꾸며 위치 재기
# 둘째 뜻의 짝과 나란하면 위치가 0, 첫째 뜻의 짝과 나란하면 1입니다. 벡터가 두 짝을 뜻의 비율대로 섞은 평균과
# 똑같다면 위치와 비율은 같은 값이 됩니다.

# %% sweep
from itertools import product

import numpy as np

from lab.measure import cosine, mean_cosine, position, unit

vectors = {  # language, method, share: the vectors of each seed
    (lang, name, share): [TRAIN[name](CORPORA[lang].corpus(share, seed, **SIZE), seed) for seed in SEEDS]
    for lang, name, share in product(CORPORA, TRAIN, SHARES)
}

places = {}  # language, method: positions, (seeds, shares)
for lang, name in product(CORPORA, TRAIN):
    word, (first, second) = CORPORA[lang].word, CORPORA[lang].twins
    rows = [[position(v[word], start=v[second], end=v[first]) for v in vectors[lang, name, share]] for share in SHARES]
    places[lang, name] = np.array(rows).T

# %% positions
from further import both, claim, figure, value

for name, (title, share) in product(TRAIN, {"tenth": 0.1, "half": 0.5, "ninety": 0.9}.items()):
    value(f"{title}-{name}", both(*(places[lang, name][:, SHARES.index(share)].tolist() for lang in CORPORA)))

# %% [markdown] lang="en"
# ## What the sweep shows
# Each statement must hold for all five seeds, in the English and in the Korean corpus.

# %% [markdown] lang="ko"
# ## 비율을 바꾸어 본 결과
# 각 주장은 시드 다섯 개 모두에서, 한국어와 영어 말뭉치(corpus) 양쪽에서 성립해야 합니다.

# %% claim-follows
from collections.abc import Iterable, Iterator


def worst(margins: Iterable[np.ndarray]) -> np.ndarray:
    """Return the smallest margin of each seed, over corpora and methods."""
    return np.min(list(margins), axis=0)


claim(
    "follows",
    worst(np.diff(place[:, 1:-1]).min(axis=1) for place in places.values()),  # from 10 % to 90 %
    both(
        "From a tenth to nine tenths, with all four methods, a larger share of a sense brings the vector nearer to it.",
        "네 방법 모두에서 한쪽 뜻의 비율을 10분의 1에서 10분의 9까지 늘리면 벡터는 그때마다 그 뜻에 더 다가갑니다.",
    ),
)

# %% claim-between
claim(
    "between",
    worst(0.25 - np.abs(place[:, SHARES.index(0.5)] - 0.5) for place in places.values()),
    both(
        "With all four methods, at half share the vector is nearer the middle than either twin.",
        "네 방법 모두에서 두 뜻이 반반이면 벡터는 어느 짝보다 한가운데에 가깝습니다.",
    ),
)

# %% claim-average
FLAT, STRAIGHT = ("skip-gram", "fasttext"), ("cbow", "glove")
off = {key: np.abs(place - SHARES)[:, 1:-1].mean(axis=1) for key, place in places.items()}  # from the exact average

claim(
    "average",
    worst(off[lang, flat] - off[lang, straight] for lang, flat, straight in product(CORPORA, FLAT, STRAIGHT)),
    both(
        "On average over the shares, CBOW and GloVe stay nearer the exact average of the senses than skip-gram and "
        "fastText.",
        "여러 비율을 평균하면 CBOW와 GloVe는 Skip-gram과 fastText보다 두 뜻을 비율대로 섞은 벡터에 더 가깝습니다.",
    ),
)

# %% claim-rare-sense
flat_places = [places[key] for key in product(CORPORA, FLAT)]

claim(
    "rare-sense",
    worst(np.minimum(place[:, 1] - 0.1, 0.9 - place[:, -2]) for place in flat_places),
    both(
        "In skip-gram and fastText a sense with a tenth of the occurrences pulls the vector over more than a tenth of "
        "the way.",
        "Skip-gram과 fastText에서 열 번에 한 번 나오는 뜻은 벡터를 두 짝 사이의 10분의 1보다 더 멀리 끌어당깁니다.",
    ),
)

# %% position-rows
import altair as alt

WORDS = {"en": ("bank", "shore", "lender"), "ko": ("배", "선박", "포도")}  # the homonym and its twins, for charts
TIPS = [
    alt.Tooltip("share:Q", title=both("share", "비율"), format=".0%"),
    alt.Tooltip("mean:Q", title=both("position, mean of the seeds", "위치, 시드 평균"), format=".2f"),
    alt.Tooltip("low:Q", title=both("least", "최소"), format=".2f"),
    alt.Tooltip("high:Q", title=both("largest", "최대"), format=".2f"),
]


def over_seeds(place: np.ndarray) -> Iterator[dict[str, float]]:
    """Yield the least, mean and largest position at each share."""
    for share, column in zip(SHARES, place.T.round(3), strict=True):
        yield {"share": share, "low": column.min(), "mean": round(column.mean(), 3), "high": column.max()}


# %% position-panel
METHODS = {"skip-gram": "Skip-gram", "cbow": "CBOW", "fasttext": "fastText", "glove": "GloVe"}
DIAGONAL = alt.Chart(alt.Data(values=[{"none": 0, "all": 1}])).mark_rule(strokeDash=[4, 3])


def panel(lang: str, name: str) -> alt.LayerChart:
    """Draw one method: mean over seeds, band from the least to the largest, and the exact average as a diagonal."""
    word, one, two = WORDS[lang]
    y = [both(f"position of {word}", f"{word}의 위치"), both(f"0 = {two}, 1 = {one}")]  # two lines
    y = {"title": y if name == "skip-gram" else None, "scale": alt.Scale(domain=[-0.1, 1.1])}
    x = both("share of river", "타는 배의 비율")
    x = {"title": x, "axis": alt.Axis(format=".0%", values=[0, 0.5, 1])}
    rows = alt.Chart(alt.Data(values=list(over_seeds(places[lang, name])))).encode(alt.X("share:Q", **x), tooltip=TIPS)
    exact = DIAGONAL.encode(alt.X("none:Q", **x), alt.Y("none:Q", **y), x2="all:Q", y2="all:Q")
    band = rows.mark_area(opacity=0.25).encode(alt.Y("low:Q", **y), y2="high:Q")
    line = rows.mark_line(point=True).encode(alt.Y("mean:Q", **y))
    return alt.layer(exact, band, line).properties(title=both(METHODS[name]), width=115, height=220)


# %% position-chart
figure(
    "positions",
    both(*(alt.hconcat(*(panel(lang, name) for name in METHODS), spacing=12) for lang in CORPORA)),
    alt=both(
        "Four panels, one for each method: the position of bank between lender and shore against the share of the "
        "river sense. All four lines rise and pass one half at half share. CBOW and GloVe stay near the dashed "
        "diagonal, the exact average; skip-gram and fastText are flatter in the middle and jump at both ends.",
        "방법마다 하나씩 그래프가 네 개 있습니다. 가로축은 타는 배의 비율, 세로축은 ‘포도’와 ‘선박’ 사이 ‘배’의 "
        "위치입니다. 네 선 모두 오른쪽으로 갈수록 올라가고 반반일 때 가운데를 지납니다. CBOW와 GloVe는 정확한 "
        "평균을 나타내는 점선 대각선에 가깝고, Skip-gram과 fastText는 가운데가 완만하며 양 끝에서 뜁니다.",
    ),
)

# %% [markdown] lang="en"
# ## To which verbs is it similar?
# Skip-gram, half share: the cosine of the homonym with the verbs of each sense, beside that of its twins. The twins are
# rarer than the homonym, so a fairer comparison is there too: the same word, as frequent, in one sense only.

# %% [markdown] lang="ko"
# ## 어느 동사와 비슷한가
# Skip-gram에서 두 뜻이 반반일 때 동음이의어(homonym)와 각 뜻의 동사 사이 코사인을 짝의 코사인과 나란히 놓습니다.
# 짝은 동음이의어보다 드물게 나오므로 더 공정한 비교도 둡니다. 같은 낱말이 같은 횟수로, 한 가지 뜻으로만 나온
# 경우입니다.

# %% cosines


def verb_cosines(lang: str, word: str, share: float) -> np.ndarray:
    """Return the mean cosines of a word with the verbs of the first and of the second sense, (seeds, 2)."""
    verbs = [sense.words["verb"] for sense in CORPORA[lang].senses.values()][:2]
    return np.array([[mean_cosine(v, word, each) for each in verbs] for v in vectors[lang, "skip-gram", share]])


cosines = {}
for lang, homonym in CORPORA.items():
    cosines[lang, "mixed"] = verb_cosines(lang, homonym.word, share=0.5)
    cosines[lang, "only-first"] = verb_cosines(lang, homonym.word, share=1)
    cosines[lang, "only-second"] = verb_cosines(lang, homonym.word, share=0)
    cosines[lang, "twin-first"], cosines[lang, "twin-second"] = (verb_cosines(lang, t, 0.5) for t in homonym.twins)

# %% cosine-values
ROWS = ("mixed", "only-first", "only-second", "twin-first", "twin-second")
for row, (i, sense) in product(ROWS, enumerate(("first", "second"))):
    value(f"{row}-{sense}-verbs", both(*(cosines[lang, row][:, i].tolist() for lang in CORPORA)))

# %% claim-undecided


def preference(lang: str, row: str) -> np.ndarray:
    """Return by how much a word prefers the verbs of the first sense, (seeds,)."""
    return cosines[lang, row] @ [1, -1]


claim(
    "undecided",
    worst(
        sign * preference(lang, row) - np.abs(preference(lang, "mixed"))
        for lang, (row, sign) in product(CORPORA, {"only-first": 1, "only-second": -1}.items())
    ),
    both(
        "Half and half, the skip-gram vector tells the verbs of its two senses apart less than in one sense only.",
        "두 뜻이 반반이면 Skip-gram 벡터는 한 가지 뜻으로만 쓸 때보다 두 뜻의 동사를 덜 구별합니다.",
    ),
)

# %% claim-weaker
claim(
    "weaker",
    worst(
        cosines[lang, f"{kind}-{sense}"][:, i] - cosines[lang, "mixed"][:, i]
        for lang, kind, (i, sense) in product(CORPORA, ("only", "twin"), enumerate(("first", "second")))
    ),
    both(
        "Half and half, the skip-gram vector of the homonym is less similar to the verbs of either sense than that of "
        "the twin is, and than it is itself in one sense only.",
        "두 뜻이 반반일 때 Skip-gram의 동음이의어와 각 뜻의 동사는 짝과 그 동사만큼 비슷하지 않으며, 한 가지 "
        "뜻으로만 쓸 때만큼 비슷하지도 않습니다.",
    ),
)

# %% cosine-rows
SENSES = (both("river", "타는 배"), both("money", "먹는 배"))
LABELS = {
    "en": ("bank, half and half", "bank, river only", "bank, money only", "shore", "lender"),
    "ko": ("배, 반반", "배, 타는 배만", "배, 먹는 배만", "선박", "포도"),
}


def dots(lang: str) -> Iterator[dict[str, object]]:
    """Yield one dot for every word, sense of the verbs, and seed."""
    for label, row in zip(LABELS[lang], ROWS, strict=True):
        for sense, column in zip(SENSES, cosines[lang, row].T.round(3), strict=True):
            yield from ({"word": both(label), "verbs": sense, "cosine": x} for x in column.tolist())


# %% cosine-chart


def draw_cosines(lang: str) -> alt.Chart:
    """Draw the dots, a row for each word."""
    kind = {"title": both("verbs of the sense", "어느 뜻의 동사"), "scale": alt.Scale(domain=list(SENSES))}
    return (
        alt.Chart(alt.Data(values=list(dots(lang))), height=210)
        .mark_point(filled=True, size=90, opacity=0.6)
        .encode(
            alt.X("cosine:Q", title=both("cosine, mean over the verbs of a sense", "코사인, 한 뜻의 동사 평균")),
            alt.Y("word:N", title=None, sort=[both(label) for label in LABELS[lang]]),
            alt.Color("verbs:N", **kind),
            alt.Shape("verbs:N", **kind),
            tooltip=alt.Tooltip("cosine:Q", title=both("cosine", "코사인"), format=".2f"),
        )
    )


# %% cosine-figure
figure(
    "cosines",
    both(*map(draw_cosines, CORPORA)),
    alt=both(
        "Cosines with the verbs of both senses, one dot a seed. For bank half and half the two sets of dots coincide "
        "at a low value. For bank in one sense only, and more so for shore and lender, the dots of their own sense lie "
        "to the right of the other's.",
        "각 뜻의 동사와의 코사인을 시드마다 점 하나로 나타냈습니다. 반반인 ‘배’는 두 무리의 점이 낮은 값에서 "
        "겹칩니다. 한 가지 뜻으로만 나온 ‘배’는 제 뜻의 점이 다른 뜻의 점보다 오른쪽에 있고, ‘선박’과 ‘포도’는 그 "
        "차이가 더 큽니다.",
    ),
)

# %% [markdown] lang="en"
# ## Two words as examples
# The first word goes with the first sense, the second with the second: *angler* and *robbed*, 선장이 and 먹었다.

# %% [markdown] lang="ko"
# ## 두 낱말의 예
# 하나는 첫째 뜻과, 하나는 둘째 뜻과 함께 쓰이는 낱말입니다. 한국어는 ‘선장이’와 ‘먹었다’, 영어는 angler와
# robbed입니다.

# %% examples
EXAMPLES = {"en": ("angler", "robbed"), "ko": ("선장이", "먹었다")}


def to_example(lang: str, i: int, share: float) -> list[float]:
    """Return the cosines of the homonym with one example, one for each seed."""
    return [cosine(v[CORPORA[lang].word], v[EXAMPLES[lang][i]]) for v in vectors[lang, "skip-gram", share]]


value("first-example-mixed", both(*(to_example(lang, 0, share=0.5) for lang in CORPORA)))
value("first-example-only", both(*(to_example(lang, 0, share=1) for lang in CORPORA)))
value("second-example-mixed", both(*(to_example(lang, 1, share=0.5) for lang in CORPORA)))
value("second-example-only", both(*(to_example(lang, 1, share=0) for lang in CORPORA)))

# %% [markdown] lang="en"
# ## Superposed, not erased
# What lies half way between two directions leans to both. If the vector is a mixture of its senses, it resembles the
# sum of the two twins more than either twin.

# %% [markdown] lang="ko"
# ## 지워지지 않고 겹쳐 있다
# 두 방향의 한가운데 놓인 벡터는 양쪽으로 모두 기울어 있습니다. 두 뜻이 섞인 벡터라면 짝 하나보다 두 짝의 합과 더
# 비슷해야 합니다.

# %% mixture
mixed = {}  # language, method: cosines at half share with the sum of the twins and with each twin, (seeds, 3)
for lang, name in product(CORPORA, TRAIN):
    word, (first, second) = CORPORA[lang].word, CORPORA[lang].twins
    mixed[lang, name] = np.array(
        [
            [cosine(v[word], target) for target in (unit(v[first]) + unit(v[second]), v[first], v[second])]
            for v in vectors[lang, name, 0.5]
        ]
    )

for name in TRAIN:
    value(f"to-sum-{name}", both(*(mixed[lang, name][:, 0].tolist() for lang in CORPORA)))
value("to-first-twin", both(*(mixed[lang, "skip-gram"][:, 1].tolist() for lang in CORPORA)))
value("to-second-twin", both(*(mixed[lang, "skip-gram"][:, 2].tolist() for lang in CORPORA)))

# %% claim-mixture
claim(
    "mixture",
    worst(each[:, 0] - each[:, 1:].max(axis=1) for (_, name), each in mixed.items() if name != "glove"),
    both(
        "In skip-gram, CBOW and fastText, half and half, the homonym resembles the sum of its twins more than either.",
        "두 뜻이 반반일 때 Skip-gram, CBOW, fastText의 동음이의어 벡터는 어느 한 짝보다 두 짝의 합과 더 비슷합니다.",
    ),
)

# %% [markdown] lang="en"
# ## A map
# Skip-gram, half share, first seed. Across: from one twin to the other. Up: the direction in which the words differ
# most otherwise. A cluster holds the words of one slot of the sentence; one or two clusters a sense are named.

# %% [markdown] lang="ko"
# ## 지도로 보기
# Skip-gram, 반반, 첫 시드입니다. 가로는 한 짝에서 다른 짝으로 가는 방향이고 세로는 그 밖에 낱말이 가장 크게 갈리는
# 방향입니다. 문장에서 같은 자리에 오는 낱말끼리 무리를 이루며, 이름은 몇 무리에만 하나씩 적었습니다.

# %% map


def flatten(table: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """Lay vectors, (n, d), on a plane: along ``axis``, (d,), and along the direction of most spread beside it."""
    along = table @ axis
    beside = table - np.outer(along, axis)
    return np.stack([along, beside @ np.linalg.svd(beside - beside.mean(axis=0))[2][0]], axis=1)  # (n, 2)


def map_rows(lang: str) -> Iterator[dict[str, object]]:
    """Yield each word with its place and its sense (0, 1, or 2 for the homonym), some with their name."""
    homonym, v = CORPORA[lang], vectors[lang, "skip-gram", 0.5][0]
    groups, named = {homonym.word: 2}, {homonym.word, *homonym.twins}
    for i, sense in enumerate(list(homonym.senses.values())[:2]):
        groups |= {word: i for slot in sense.words.values() for word in slot} | {sense.twin: i}
        named |= {sense.words["subject"][0], sense.words["verb"][0]}
    first, second = (unit(v[word]) for word in homonym.twins)
    plane = flatten(unit(np.stack([v[word] for word in groups])), unit(first - second)).round(3).tolist()
    for (word, group), (x, y) in zip(groups.items(), plane, strict=True):
        yield {"word": both(word), "group": group, "x": x, "y": y, "name": both(word if word in named else " ")}


# %% map-chart


def draw_map(lang: str) -> alt.LayerChart:
    """Draw every word as a point in the colour and shape of its sense."""
    x = both("← lender · shore →", "← 포도 · 선박 →")
    rows = alt.Chart(alt.Data(values=list(map_rows(lang))), height=340).encode(
        alt.X("x:Q", title=x, axis=alt.Axis(labels=False, ticks=False), scale=alt.Scale(padding=40)),
        alt.Y("y:Q", title=None, axis=None),
        tooltip=alt.Tooltip("word:N", title=both("word", "낱말")),
    )
    kinds = alt.Color("group:N", title=None, legend=None), alt.Shape("group:N", title=None, legend=None)
    return rows.mark_point(filled=True, size=70).encode(*kinds) + rows.mark_text(dy=-13).encode(text="name:N")


# %% map-figure
figure(
    "map",
    both(*map(draw_map, CORPORA)),
    alt=both(
        "The words of the money sense lie in clusters on the left, those of the river sense on the right; bank lies "
        "alone in the middle.",
        "먹는 배와 함께 쓰이는 낱말은 왼쪽에, 타는 배와 함께 쓰이는 낱말은 오른쪽에 무리 지어 있고 ‘배’는 가운데에 "
        "홀로 놓여 있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What it does not show
# The grammar is rigid and its senses share no context word but *the*, so the *size* of the effect says nothing about
# natural text; what is seen is the mechanism. The position tells only how far along the line a vector lies: GloVe's lie
# well beside it, for 32 dimensions leave much to chance when there are so few words. Raw cosines with verbs depend on
# how long one trains; what counts is the difference to the word in one sense.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 문법이 단순하고 두 뜻이 문맥 낱말을 나누어 갖지 않으므로 효과의 *크기*를 자연어에 그대로 옮길 수는 없습니다. 여기서
# 볼 것은 원리입니다. 위치는 두 짝을 잇는 선을 따라 얼마나 갔는지만 알려 줍니다. 낱말이 이렇게 적으면 32차원에 우연이
# 많이 섞여서 GloVe 벡터는 그 선에서 꽤 벗어나 있습니다. 동사와의 코사인 값 자체는 얼마나 오래 학습했는지에 따라
# 달라지므로 한 가지 뜻으로만 쓴 낱말과의 차이를 보아야 합니다.
