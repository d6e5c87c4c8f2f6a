# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # A form that was never seen
# Word2Vec has no vector for a word that its training text did not hold. fastText builds one from pieces of the word.
# Which pieces suit Korean? A fifth of all verb forms is kept out of the text; then each of them has to find, among the
# forms that were in it, one of its own verb. To be seen: fastText's default pieces suit letters, not syllables.

# %% [markdown] lang="ko"
# # 한 번도 보지 못한 꼴
# Word2Vec에는 학습한 글에 없던 낱말의 벡터가 없습니다. fastText는 낱말의 조각으로 벡터를 만듭니다. 한국어에는 어떤
# 조각이 맞는지 묻습니다. 동사의 꼴 가운데 5분의 1을 글에서 빼 두고, 빼 둔 꼴마다 글에 있던 꼴 중 같은 동사의 것을 찾게
# 합니다. fastText의 기본 조각은 알파벳에는 맞지만 음절로 쓰는 한글에는 맞지 않습니다.

# %% [markdown] lang="en"
# ## What two forms of a verb share
# fastText puts < and > around a word and takes its *n-grams*: by default all runs of three to six characters. 먹었다
# (ate) and 먹으면 (if ... eats) have the stem 먹 in common, one syllable, which no run of three can show. Spelt in
# jamo, the letters of a syllable, words are three times as long. Counted over all forms: how often do two forms of one
# verb share any piece?

# %% [markdown] lang="ko"
# ## 같은 동사의 두 꼴이 나누어 갖는 조각
# fastText는 낱말 앞뒤에 <와 >를 붙이고 n-gram을 모읍니다. 기본값은 세 글자에서 여섯 글자까지입니다. ‘먹었다’와
# ‘먹으면’은 한 음절짜리 어간 ‘먹’이 같지만 세 글자짜리 조각에는 그 사실이 드러나지 않습니다. 음절을 자모(jamo)로 풀어
# 쓰면 낱말이 세 배로 길어집니다. 같은 동사의 두 꼴이 조각을 하나라도 나누어 갖는지 모든 꼴에서 셉니다.

# %% forms
from itertools import combinations

from further import both, claim, figure, table, value
from lab.clauses import ENDINGS, VERBS, clauses, form
from lab.korean import analyse, jamo, pieces

KOREAN = {form(verb, ending): verb for verb in range(len(VERBS)) for ending in range(len(ENDINGS))}  # form: its verb
ENGLISH = {word: verb for verb in range(len(VERBS)) for word in VERBS[verb].forms}

CUTS = {  # ways to cut a word into pieces
    "default": lambda word: pieces(word, 3, 6),
    "short": lambda word: pieces(word, 1, 2),
    "medium": lambda word: pieces(word, 1, 3),
    "jamo": lambda word: pieces(jamo(word), 3, 6),
    "morphemes": lambda word: [part for _, parts in analyse(word) for part in parts],
}

# %% pieces
CUT, OF, SHARED = (
    both("pieces", "조각"),
    both("of 먹었다, ate", "‘먹었다’의 조각"),
    both("also in 먹으면, if ... eats", "‘먹으면’에도 있는 것"),
)
NAMES = {
    "default": both("3 to 6 syllables (the default)", "음절 3~6개 (기본값)"),
    "short": both("1 or 2 syllables", "음절 1~2개"),
    "jamo": both("3 to 6 jamo", "자모 3~6개"),
    "morphemes": both("morphemes", "형태소"),
}


# %% pieces-table
def shown(parts):
    """Write the first pieces of a list; say so if there are more."""
    return both(" ".join(parts[:12]) + (" ..." if len(parts) > 12 else "") if parts else "–")


rows = [(name, CUTS[cut]("먹었다"), CUTS[cut]("먹으면")) for cut, name in NAMES.items()]
table("pieces", [{CUT: name, OF: shown(a), SHARED: shown([part for part in a if part in b])} for name, a, b in rows])


# %% strangers
def strangers(cut, forms):
    """Return the share of pairs of forms of one verb that have no piece in common."""
    sets = {word: set(CUTS[cut](word)) for word in forms}
    pairs = [(a, b) for a, b in combinations(forms, 2) if forms[a] == forms[b]]
    return sum(sets[a].isdisjoint(sets[b]) for a, b in pairs) / len(pairs)


korean, english = strangers("default", KOREAN), strangers("default", ENGLISH)
value("strangers-korean", korean)
value("strangers-english", english)
claim(
    "default-shares-nothing",
    korean > 0.5 > english,
    both(
        "With fastText's default, most pairs of forms of a Korean verb have no piece in common; in English most have.",
        "fastText의 기본값으로는 한국어 동사의 두 꼴에 대부분 공통 조각이 없고 영어 동사의 두 꼴에는 대부분 있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## Train without a fifth of the forms
# Clauses of subject, object and verb, in Korean and in English; those with a held-out form are left out. All models are
# skip-gram with the same settings. For morphemes, Word2Vec reads what the analyser makes of the clauses, and a form's
# vector is the mean over its morphemes.

# %% [markdown] lang="ko"
# ## 꼴의 5분의 1을 빼고 학습하기
# 주어, 목적어, 동사로 된 문장을 한국어와 영어로 만들고 빼 둔 꼴이 든 문장은 버립니다. 모델은 모두 Skip-gram이며 설정이
# 같습니다. 형태소의 경우 Word2Vec이 분석기가 나눈 문장을 읽고, 꼴의 벡터는 그 꼴에 든 형태소 벡터의 평균으로 합니다.

# %% held-out
from random import Random

SEEDS = range(5)
DRAWN = 3500  # clauses; about 2,800 are left, so that a form is seen three or four times


def held_out(forms, seed):
    """Hold a fifth of the forms back. Return the clauses without them, and the forms that were held back."""
    held = set(Random(seed).sample(sorted(forms), len(forms) // 5))
    drawn = clauses(DRAWN, seed, plain=True)
    return [clause for clause in drawn if held.isdisjoint(clause.eojeol + clause.english)], sorted(held)


texts, held = held_out(KOREAN, seed=0)
print(len(texts), "clauses,", len(held), "forms held back:", *held[:5])

# %% models
import numpy as np
from gensim.models import FastText, Word2Vec

SAME = {"vector_size": 32, "window": 3, "sg": 1, "negative": 5, "min_count": 1, "sample": 0, "epochs": 20, "workers": 1}


def fasttext(least, most, spell=str):
    """Return a way to train: texts in, a function from a word to its vector out."""

    def train(texts, seed):
        spelt = [[spell(word) for word in text] for text in texts]
        model = FastText(spelt, min_n=least, max_n=most, bucket=10_000, seed=seed, **SAME)
        return lambda word: model.wv[spell(word)]  # never a KeyError: every word has pieces

    return train


# %% morpheme-vectors
def morphemes(texts, seed):
    """Train on morphemes; the vector of a form is the mean over those of its morphemes that were seen."""
    vectors = Word2Vec(texts, seed=seed, **SAME).wv
    known = lambda word: [vectors[part] for part in CUTS["morphemes"](word) if part in vectors]  # noqa: E731
    return lambda word: np.mean(known(word) or [np.ones(SAME["vector_size"])], axis=0)


# %% no-vector
word2vec = Word2Vec([clause.eojeol for clause in texts], seed=0, **SAME).wv
try:
    print(word2vec[held[0]])
except KeyError as error:
    print("KeyError:", error)

anyway = fasttext(1, 2)([clause.eojeol for clause in texts], seed=0)
claim(
    "no-vector",
    not any(word in word2vec for word in held) and all(np.isfinite(anyway(word)).all() for word in held),
    both(
        "Word2Vec has no vector for any of the forms held back; fastText has one for each.",
        "빼 둔 꼴에 대해 Word2Vec에는 벡터가 하나도 없고 fastText에는 모두 있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## Whose form is nearest?
# For each form held back, the nearest of the trained forms: does it belong to the same verb? By chance one in forty
# would. Beside it stands what spelling alone gives: the trained form that shares most pieces, with nothing learnt. In
# the chart, morphemes are vectors of Word2Vec, all other pieces of fastText.

# %% [markdown] lang="ko"
# ## 가장 가까운 꼴은 어느 동사의 것인가
# 빼 둔 꼴마다 학습한 꼴 가운데 가장 가까운 것을 찾아 같은 동사의 꼴인지 봅니다. 아무렇게나 고르면 40번에 한 번쯤
# 맞습니다. 철자만으로 얻는 값도 나란히 둡니다. 아무것도 학습하지 않고 공통 조각이 가장 많은 꼴을 고른 경우입니다.
# 그림에서 형태소는 Word2Vec의 벡터이고 다른 조각은 모두 fastText의 것입니다.

# %% score
from lab.measure import nearest_label


def score(vector, forms, seen, held):
    """Return the share of held-out forms whose nearest seen form is of the same verb."""
    owner = np.array([forms[word] for word in seen])
    found = nearest_label(np.stack([vector(w) for w in seen]), owner, np.stack([vector(w) for w in held]))
    return np.mean(found == [forms[word] for word in held])


# %% spelling
def spelling(cut, forms, seen, held):
    """Do the same by shared pieces (Jaccard overlap), nothing learnt; ties count as the average over them."""
    pieces_of = {word: set(CUTS[cut](word)) for word in [*seen, *held]}
    row = {piece: i for i, piece in enumerate(sorted(set().union(*pieces_of.values())))}
    has = np.zeros((len(pieces_of), len(row)), dtype=np.float32)  # (words, pieces): 1 where a word has a piece
    for i, parts in enumerate(pieces_of.values()):
        has[i, [row[piece] for piece in parts]] = 1
    both_have = has[len(seen) :] @ has[: len(seen)].T  # (held, seen)
    overlap = both_have / (has[len(seen) :].sum(1, keepdims=True) + has[: len(seen)].sum(1) - both_have)
    best, owner = overlap == overlap.max(axis=1, keepdims=True), np.array([forms[word] for word in seen])
    return np.mean([np.mean(owner[ties] == forms[word]) for ties, word in zip(best, held, strict=True)])


# %% measure
TRAIN = {"default": fasttext(3, 6), "short": fasttext(1, 2), "medium": fasttext(1, 3), "jamo": fasttext(3, 6, jamo)}
TRAIN["morphemes"] = morphemes
learnt = {name: [] for name in [*TRAIN, "english-default", "english-short"]}
spelt = {name: [] for name in CUTS}

for seed in SEEDS:
    for forms, unit in ((KOREAN, "eojeol"), (ENGLISH, "english")):
        texts, held = held_out(forms, seed)
        seen = sorted({word for clause in texts for word in getattr(clause, unit)} & set(forms))
        for name in TRAIN if unit == "eojeol" else ("default", "short"):
            read = [sum(c.morphemes, ()) if name == "morphemes" else getattr(c, unit) for c in texts]
            result = score(TRAIN[name](read, seed), forms, seen, held)
            learnt[name if unit == "eojeol" else f"english-{name}"].append(result)
            if unit == "eojeol":
                spelt[name].append(spelling(name, forms, seen, held))

learnt, spelt = ({name: np.array(x) for name, x in each.items()} for each in (learnt, spelt))

# %% findings
for name, scores in learnt.items():
    value(f"found-{name}", scores)
for name, scores in spelt.items():
    value(f"spelling-{name}", scores)

# %% piece-claims
gain = learnt["short"] - learnt["default"]
claim(
    "short-pieces",
    gain,
    both(
        "Pieces of one or two syllables lead to the right verb more often than fastText's default.",
        "한두 음절짜리 조각을 쓰면 fastText의 기본값보다 맞는 동사를 더 자주 찾아냅니다.",
    ),
)
claim(
    "jamo-pieces",
    learnt["jamo"] - learnt["default"],
    both(
        "The default lengths lead to the right verb more often when words are spelt in jamo.",
        "조각 길이를 기본값으로 두어도 낱말을 자모로 풀어 쓰면 맞는 동사를 더 자주 찾아냅니다.",
    ),
)

# %% more-claims
claim(
    "learning",
    learnt["short"] - spelt["short"],
    both(
        "Trained on pieces of one or two syllables, fastText finds the right verb more often than counting shared "
        "pieces does.",
        "한두 음절짜리 조각을 학습하면 공통 조각을 세기만 할 때보다 맞는 동사를 더 자주 찾아냅니다.",
    ),
)
claim(
    "alphabet",
    gain - np.abs(learnt["english-short"] - learnt["english-default"]),
    both(
        "Whether pieces have one or two characters or the default three to six matters more in Korean than in English.",
        "조각을 한두 글자로 하느냐 기본값인 3~6글자로 하느냐는 영어보다 한국어에서 더 중요합니다.",
    ),
)

# %% found-chart
import altair as alt

BARS = {
    "default": both("3–6 syllables", "음절 3~6개"),
    "medium": both("1–3 syllables", "음절 1~3개"),
    "short": both("1–2 syllables", "음절 1~2개"),
    "jamo": both("3–6 jamo", "자모 3~6개"),
    "morphemes": both("morphemes", "형태소"),
}
TRAINED, UNTRAINED = both("trained", "학습한 벡터"), both("spelling alone", "철자만 비교")

# %% found-points
points = [
    {"how": BARS[name], "what": what, "share": round(float(share), 3)}
    for name in BARS
    for what, scores in ((TRAINED, learnt[name]), (UNTRAINED, spelt[name]))
    for share in scores
]
share = alt.X("share:Q", title=both("held-out forms that find their verb", "제 동사를 찾은 꼴의 비율"))
share = share.axis(format=".0%", values=[0, 0.5, 1]).scale(domain=[0, 1])
kind = {"title": None, "scale": alt.Scale(domain=[TRAINED, UNTRAINED])}
chart = (
    alt.Chart(alt.Data(values=points))
    .mark_point(filled=True, opacity=0.8)
    .encode(
        share,
        alt.Y("how:N", title=None, sort=list(BARS.values()), axis=alt.Axis(grid=True)),
        alt.Color("what:N", **kind),
        alt.Shape("what:N", **kind),
        tooltip=[
            alt.Tooltip("how:N", title=both("pieces", "조각")),
            alt.Tooltip("share:Q", title=both("find their verb", "제 동사를 찾음"), format=".0%"),
        ],
    )
)

# %% found-figure
figure(
    "found",
    chart.properties(height=220),
    alt=both(
        "For five ways to cut Korean words, the share of held-out forms whose nearest form is of the same verb. "
        "fastText's default, three to six syllables, does no better than counting shared pieces. Jamo do better, one "
        "to three syllables better still, one or two syllables best among them; morphemes are nearly always right.",
        "한국어 낱말을 자르는 다섯 가지 방법에서, 빼 둔 꼴과 가장 가까운 꼴이 같은 동사의 것인 비율을 "
        "나타냈습니다. fastText의 기본값인 음절 3~6개는 공통 조각을 세기만 한 것보다 나을 것이 없습니다. 자모가 "
        "그보다 낫고, 음절 1~3개가 더 낫고, 음절 1~2개가 fastText 가운데 가장 높습니다. 형태소는 거의 언제나 "
        "맞습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Every ending goes with every verb here, so an ending tells nothing and a stem everything; in real text endings differ
# between verbs too. Jamo have more pieces to learn than syllables and the text is short, so the order of the two is no
# general finding. For morphemes the result is half given: the analyser, not the training, finds the stem. And few
# English forms are held back, some thirty for each seed.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기서는 모든 어미가 모든 동사에 고루 붙으므로 어미는 아무것도 알려 주지 않고 어간이 모든 것을 알려 줍니다. 실제
# 글에서는 동사마다 자주 쓰는 어미도 다릅니다. 자모는 음절보다 배울 조각이 많고 이 글은 짧으므로 둘의 순서를 일반화할 수
# 없습니다. 형태소의 결과는 절반쯤 정해져 있습니다. 어간을 찾는 것은 학습이 아니라 분석기이기 때문입니다. 영어에서 빼 둔
# 꼴은 시드마다 서른 개 남짓뿐입니다.
