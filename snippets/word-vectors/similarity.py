# ---
# timeout: 600
# measured: [lstm-cost, lstm-costs-more]
# ---

# %% [markdown] lang="en"
# # Which documents are alike?
# Similarity search is where static vectors are said to live on. People compared fifty news documents, every pair of
# them; here averaged Word2Vec vectors do the same, beside counting shared words (tf-idf without stop words). To be
# seen: counting agrees better with people, vectors see likeness where no word is shared, and the two together do
# best.

# %% [markdown] lang="ko"
# # 어느 문서끼리 비슷한가
# 유사도 검색은 정적 벡터(static vector)가 아직 살아 있다고들 하는 자리입니다. 뉴스 50편을 두 편씩 모두 짝지어
# 사람들이 비슷한 정도를 매긴 자료가 있습니다. Word2Vec 벡터의 평균으로 같은 일을 해 보고, 공통 낱말을 세기만 한
# 결과(불용어를 뺀 tf-idf)와 견줍니다. 사람의 평가에는 낱말을 센 쪽이 더 가깝고, 벡터는 공통 낱말이 없는 문서 사이의
# 비슷함도 알아보며, 둘을 합치면 가장 낫습니다.

# %% [markdown] lang="en"
# ## What people said
# Lee, Pincombe and Welsh (2005) had every pair of 50 documents rated on five points; gensim ships the mean ratings, and
# 300 documents of the same kind to learn from. The measure is theirs too: the correlation of a model's similarities
# with the ratings over all 1,225 pairs.

# %% [markdown] lang="ko"
# ## 사람이 매긴 점수
# Lee, Pincombe, Welsh(2005)는 문서 50편의 모든 쌍에 5점 척도로 점수를 매기게 했습니다. 그 평균과, 같은 종류의 문서
# 300편이 gensim에 들어 있어 이것으로 학습합니다. 척도도 그 논문을 따라, 쌍 1,225개에서 모델의 유사도와 사람이 매긴
# 점수의 상관계수를 구합니다.

# %% documents
import numpy as np
from gensim.parsing.preprocessing import STOPWORDS

from further import both, claim, figure, table, value
from lab.lee import background, pairs, rated

reports = background()  # 300 documents to learn from
documents, ratings = rated()  # 50 documents as words; (50, 50), 0.2 highly unrelated to 1 highly related

words = sorted({word for document in documents for word in document} - STOPWORDS)  # without the, of, and ...
count = np.array([[document.count(word) for word in words] for document in documents])  # (50, words)
within = [set(report) for report in reports]
idf = np.log([(1 + len(reports)) / (1 + sum(word in report for report in within)) for word in words])
weight = np.log1p(count) * idf  # (50, words): more for what the document repeats, less for what every report says

# %% overlap
from lab.measure import unit


def cosines(table):
    """Return the cosine of each row with each other, (n, n)."""
    return unit(table) @ unit(table).T


overlap = cosines(weight)  # 0 for two documents that share no word
shared = pairs((count > 0).astype(int) @ (count > 0).T)  # number of words that both documents of a pair have
value("silent", np.mean(shared == 0))

# %% [markdown] lang="en"
# ## Averages of word vectors
# Skip-gram reads the 300 reports. A document is the mean of its words' vectors: plainly, over all its words; or with
# the weights that counting uses, after the corpus mean is taken off, which all vectors have in common.

# %% [markdown] lang="ko"
# ## 낱말 벡터의 평균
# Skip-gram이 뉴스 300편을 읽습니다. 문서의 벡터는 낱말 벡터의 평균입니다. 한 가지는 모든 낱말을 그대로 평균하고, 다른
# 한 가지는 모든 벡터에 공통된 말뭉치 평균을 뺀 다음 낱말을 셀 때와 같은 가중치를 줍니다.

# %% vectors
from time import process_time

from gensim.models import Word2Vec

SEEDS = range(5)
SETTINGS = {"sg": 1, "vector_size": 50, "window": 5, "negative": 5, "min_count": 5, "epochs": 20, "workers": 1}


def plain(vectors):
    """Average the vectors of all words of each document that have one, (50, 50)."""
    return cosines(np.stack([np.mean([vectors[w] for w in text if w in vectors], axis=0) for text in documents]))


def weighted(vectors):
    """Average with the weights of counting, the corpus mean taken off, (50, 50)."""
    times = [vectors.get_vecattr(word, "count") for word in vectors.index_to_key]
    mean = np.average(vectors.vectors, axis=0, weights=times)
    table = np.stack([vectors[word] - mean if word in vectors else 0 * mean for word in words])  # (words, d)
    return cosines(weight @ table)


# %% train
runs, seconds = [], []
for seed in SEEDS:
    start = process_time()
    runs.append(Word2Vec(reports, seed=seed, **SETTINGS).wv)
    seconds.append(process_time() - start)


def standard(table):
    """Shift and scale so that the pairs have mean 0 and standard deviation 1."""
    return (table - pairs(table).mean()) / pairs(table).std()


models = {
    "overlap": [overlap] * len(SEEDS),  # no chance in it
    "plain": [plain(run) for run in runs],
    "weighted": [weighted(run) for run in runs],
    "together": [standard(weighted(run)) + standard(overlap) for run in runs],
}

# %% [markdown] lang="en"
# ## Against people
# Two questions: how well do similarities follow the ratings over all pairs? And if for each document the model names
# the one most like it, how did people rate that pair?

# %% [markdown] lang="ko"
# ## 사람의 평가와 견주기
# 두 가지를 봅니다. 모든 쌍에서 유사도가 사람의 점수를 얼마나 따라가는지, 그리고 문서마다 모델이 가장 비슷하다고 고른
# 문서에 사람이 몇 점을 주었는지입니다.

# %% scores
from scipy.stats import spearmanr


def follows(table):
    """Return the (Pearson) correlation of similarities with ratings."""
    return np.corrcoef(pairs(table), pairs(ratings))[0, 1]


def proposed(table):
    """Return the mean rating of the documents that a model finds most similar to each of the 50."""
    others = np.where(np.eye(len(table)), -np.inf, table)
    return ratings[np.arange(len(table)), others.argmax(axis=1)].mean()


correlation = {name: np.array([follows(table) for table in tables]) for name, tables in models.items()}
proposals = {name: np.array([proposed(table) for table in tables]) for name, tables in models.items()}
for name in models:
    value(f"correlation-{name}", correlation[name])
    value(f"proposed-{name}", proposals[name])
value("proposed-any", pairs(ratings).mean())
value("proposed-best", proposed(ratings))

# %% score-claims
claim(
    "counting-wins",
    np.minimum(correlation["overlap"] - correlation["weighted"], proposals["overlap"] - proposals["weighted"]),
    both(
        "Counting shared words agrees with people better than averaged vectors do, on all pairs and on the nearest.",
        "공통 낱말을 센 쪽이 벡터 평균보다 사람의 평가에 더 가깝습니다. 모든 쌍에서도, 고른 문서에서도 그렇습니다.",
    ),
)
claim(
    "weights-help",
    correlation["weighted"] - correlation["plain"],
    both(
        "Over all pairs, weighting words, with the common mean taken off, brings averaged vectors nearer to people.",
        "모든 쌍을 놓고 보면, 공통된 평균을 빼고 낱말에 가중치를 줄 때 벡터 평균이 사람의 평가에 더 가까워집니다.",
    ),
)
claim(
    "together-best",
    correlation["together"] - np.maximum(correlation["overlap"], correlation["weighted"]),
    both(
        "Over all pairs, counting and vectors together follow people's ratings better than either alone.",
        "모든 쌍을 놓고 보면, 낱말 세기와 벡터를 합친 쪽이 어느 한쪽만 쓸 때보다 사람의 점수를 더 잘 따라갑니다.",
    ),
)

# %% [markdown] lang="en"
# ## Pairs that share no word
# Counting gives them all 0, stop words aside. The weighted vectors put them in an order, and people's ratings tend to
# follow it. Only tend to: the table shows the ten pairs that vectors find most alike, and to people several of these
# are less alike than the average pair without a shared word.

# %% [markdown] lang="ko"
# ## 공통 낱말이 없는 쌍
# 불용어(stop word)를 빼고 세면 이런 쌍은 모두 0입니다. 가중치를 준 벡터로는 순서를 매길 수 있고, 사람의 점수도 대체로
# 그 순서를 따릅니다. 다만 언제나 그런 것은 아닙니다. 표에는 벡터가 가장 비슷하다고 본 열 쌍을 적었는데, 사람은 그
# 가운데 몇 쌍을 공통 낱말이 없는 쌍의 평균보다도 덜 비슷하다고 보았습니다.

# %% silent-pairs
silent = shared == 0  # counting gives them all 0
beyond = np.array([spearmanr(pairs(table)[silent], pairs(ratings)[silent])[0] for table in models["weighted"]])
value("silent-order", beyond)
claim(
    "beyond-shared-words",
    beyond,
    both(
        "Among pairs that share no word, averaged vectors still tend to rank higher what people find more alike.",
        "공통 낱말이 하나도 없는 쌍 사이에서도 벡터 평균은 사람이 더 비슷하다고 본 쌍을 대체로 더 높게 매깁니다.",
    ),
)

# %% silent-table
mean = np.mean(models["weighted"], axis=0)
one, other = np.triu_indices(len(documents), 1)
best = np.flatnonzero(silent)[np.argsort(-pairs(mean)[silent])][:10]  # the ten that vectors find most alike
FIRST, SECOND = (
    both("one document", "한 문서"),
    both("another that shares no word with it", "공통 낱말이 없는 다른 문서"),
)
usual = f"{pairs(ratings)[silent].mean():.2f}"  # mean rating of all pairs that share no word
COSINE, RATING = both("cosine", "코사인"), both(f"people (such pairs: mean {usual})", f"사람 (이런 쌍의 평균 {usual})")


def opening(document):
    """Return the first words of a document."""
    return both(" ".join(document[:9]) + " ...")


rows = [(opening(documents[one[i]]), opening(documents[other[i]]), pairs(mean)[i], pairs(ratings)[i]) for i in best]
heads = (FIRST, SECOND, COSINE, RATING)
table("no-shared-word", [dict(zip(heads, row, strict=True)) for row in rows], formats={COSINE: ".2f", RATING: ".2f"})

# %% chart
import altair as alt

NAMES = {
    "plain": both("vectors, plain", "벡터 단순 평균"),
    "weighted": both("vectors, weighted", "벡터 가중 평균"),
    "overlap": both("shared words", "공통 낱말 세기"),
    "together": both("together", "둘을 합침"),
}
MEASURES = {
    "correlation": (correlation, both("correlation with people", "사람 점수와의 상관계수")),
    "proposed": (proposals, both("people's rating of the nearest", "가장 가까운 문서에 사람이 준 점수")),
}


def panel(measure):
    """Draw one measure: a row for each model, a point for each seed."""
    scores, title = MEASURES[measure]
    rows = [{"model": NAMES[name], "x": round(float(x), 3)} for name in NAMES for x in scores[name]]
    y = alt.Y("model:N", title=None, sort=list(NAMES.values()), axis=alt.Axis(grid=True))
    tips = [alt.Tooltip("model:N", title=both("similarity", "유사도")), alt.Tooltip("x:Q", title=title, format=".2f")]
    chart = alt.Chart(alt.Data(values=rows)).mark_point(filled=True, size=70, opacity=0.7)
    x = alt.X("x:Q", title=title, scale=alt.Scale(domain=[0, 0.8]), axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8]))
    return chart.encode(x, y, tooltip=tips).properties(width=470, height=120)


# %% figure
figure(
    "people",
    alt.vconcat(*(panel(measure) for measure in MEASURES)),
    alt=both(
        "Four ways to compare documents, by their correlation with people's ratings and by how people rated the "
        "nearest document. In both, the plain mean of vectors is lowest and the weighted mean higher; counting shared "
        "words is clearly above them. Both together have the highest correlation.",
        "문서를 비교하는 네 방법을 사람 점수와의 상관계수, 가장 가까운 문서에 사람이 준 점수로 나타냈습니다. 둘 다 "
        "벡터 단순 평균이 가장 낮고 가중 평균이 그보다 높으며 공통 낱말 세기가 뚜렷이 더 높습니다. 상관계수는 둘을 "
        "합친 것이 가장 높습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What it costs
# A contextual model has to read in order. An LSTM language model with vectors as wide and the same vocabulary reads a
# part of the same text; both costs are processor time for each word and pass, on one core.

# %% [markdown] lang="ko"
# ## 비용
# 문맥을 반영하는 모델은 글을 차례대로 읽어야 합니다. 벡터의 크기와 어휘(vocabulary)가 같은 LSTM 언어 모델이 같은 글의
# 일부를 읽습니다. 두 비용 모두 코어 하나에서 낱말 하나를 한 번 읽는 데 드는 처리 시간입니다.

# %% lstm
import torch
from torch import nn

torch.set_num_threads(1)
BATCH, STEPS, TIMED = 32, 32, 5  # texts side by side, words of each at a time, batches that are timed
number = {word: i + 1 for i, word in enumerate(runs[0].index_to_key)}  # 0 for words too rare for a vector
text = torch.tensor([number.get(word, 0) for report in reports for word in report])
text = text[: BATCH * (len(text) // BATCH)].reshape(BATCH, -1)  # (32, words)


class Reader(nn.Module):
    """Predict the next word from all before it: embedding, LSTM, scores of all words."""

    def __init__(self, types: int, d: int):
        super().__init__()
        self.embed, self.lstm, self.score = nn.Embedding(types, d), nn.LSTM(d, d, batch_first=True), nn.Linear(d, types)

    def forward(self, words: torch.Tensor) -> torch.Tensor:
        """Return scores of the next word, (batch, steps, types)."""
        return self.score(self.lstm(self.embed(words))[0])


# %% lstm-seconds
def lstm_seconds(seed):
    """Return the seconds that training takes for each word."""
    torch.manual_seed(seed)
    model = Reader(len(number) + 1, SETTINGS["vector_size"])
    optimizer = torch.optim.Adam(model.parameters())

    def step(batch):
        words = text[:, batch * STEPS : (batch + 1) * STEPS + 1]
        loss = nn.functional.cross_entropy(model(words[:, :-1]).flatten(0, 1), words[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    step(0)  # warms up, untimed
    start = process_time()
    for batch in range(1, TIMED + 1):
        step(batch)
    return (process_time() - start) / (TIMED * BATCH * STEPS)


# %% cost
read = SETTINGS["epochs"] * sum(map(len, reports))  # words, over all passes
ratio = np.array([lstm_seconds(seed) * read / took for seed, took in zip(SEEDS, seconds, strict=True)])
value("lstm-cost", ratio)
claim(
    "lstm-costs-more",
    ratio - 3,
    both(
        "For each word read in training, the LSTM language model takes several times the processor time of skip-gram.",
        "학습하면서 낱말 하나를 읽을 때 LSTM 언어 모델은 Skip-gram의 몇 배나 되는 처리 시간을 씁니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Short news reports that name the same people and places suit counting; so Stone, Dennis and Kwantes (2011) found
# too. The vectors learnt from 300 reports only; what far more text would change is not measured. How well an LSTM
# would compare the documents is not asked, nor how many passes it needs. And its cost depends on the implementation,
# compiled loops for one and PyTorch for the other.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 같은 사람과 장소의 이름이 되풀이되는 짧은 뉴스에는 낱말 세기가 잘 맞습니다. Stone, Dennis, Kwantes(2011)도 그렇게
# 보고했습니다. 벡터는 뉴스 300편으로만 학습했고, 글이 훨씬 많으면 어떻게 달라지는지는 재지 않았습니다. LSTM이 문서를
# 얼마나 잘 비교하는지, 글을 몇 번 읽어야 하는지는 묻지 않았습니다. LSTM의 비용은 구현에도 달려 있습니다. 한쪽은
# 컴파일된 반복문이고 다른 쪽은 PyTorch입니다.
