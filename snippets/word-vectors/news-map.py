# ---
# timeout: 600
# measured: [seconds]
# ---

# %% [markdown] lang="en"
# # Three hundred news reports in seconds
# Is Word2Vec still good for a quick look at a text? It reads 300 short news reports, six times, with nothing changed
# but the seed. To be seen: in seconds there is a map that makes sense and keeps its topics from run to run; but a
# word's list of neighbours changes, and *bank*, which has two senses here, has neighbours of both.

# %% [markdown] lang="ko"
# # 뉴스 300편을 몇 초 만에
# 글을 빨리 훑어보는 데 Word2Vec이 아직 쓸모가 있는지 묻습니다. 짧은 영어 뉴스 300편을 시드만 바꾸어 여섯 번 읽힙니다.
# 몇 초면 그럴듯한 지도가 나오고 주제는 실행할 때마다 그대로입니다. 그러나 이웃 목록은 매번 달라지고, 뜻이 둘인
# bank(은행, 서안 지구)의 이웃에는 양쪽이 섞입니다.

# %% [markdown] lang="en"
# ## Six runs over the same reports
# The Lee background corpus: news mails of the Australian Broadcasting Corporation, in English, of late 2001. Words
# that occur fewer than five times are left out, as is usual. Time is processor time of one core.

# %% [markdown] lang="ko"
# ## 같은 뉴스를 여섯 번 읽기
# Lee 말뭉치(corpus)는 호주 공영 방송(ABC)이 2001년 말에 전자 우편으로 보낸 영어 뉴스입니다. 흔히 하듯이 다섯 번보다
# 적게 나온 낱말은 뺍니다. 시간은 코어 하나의 처리 시간입니다.

# %% reports
from collections import Counter

from further import both, claim, figure, table, value
from lab.lee import background

reports = background()  # 300 lists of words
counts = Counter(word for report in reports for word in report)

value("tokens", sum(counts.values()))
value("types", len(counts))
value("once", sum(count == 1 for count in counts.values()) / len(counts))  # share of types that occur once

# %% train
from time import process_time

import numpy as np
from gensim.models import Word2Vec

from lab.measure import unit

SEEDS = range(6)
SETTINGS = {"sg": 1, "vector_size": 50, "window": 5, "negative": 5, "min_count": 5, "epochs": 20, "workers": 1}

runs, seconds = [], []
for seed in SEEDS:
    start = process_time()
    runs.append(Word2Vec(reports, seed=seed, **SETTINGS).wv)
    seconds.append(process_time() - start)

words = runs[0].index_to_key  # the same order in every run: by count
vectors = [unit(np.stack([run[word] for word in words])) for run in runs]  # six tables, (words, 50)
value("seconds", seconds)
value("vocabulary", len(words))

# %% same-seed
few = {**SETTINGS, "epochs": 1}  # one pass is enough to see whether chance has another source than the seed
once, again = (Word2Vec(reports, seed=0, **few).wv.vectors for _ in range(2))
claim(
    "same-seed",
    bool((once == again).all()),
    both(
        "With the same seed and one thread, two runs give exactly the same vectors.",
        "시드가 같고 스레드가 하나면 두 번 실행해도 벡터가 완전히 같습니다.",
    ),
)

# %% [markdown] lang="en"
# ## The neighbours of *bank*
# The reports write of the West Bank, a territory, and of banks such as the Reserve Bank of Australia. To which of the
# two a neighbour belongs is counted: in the reports of which does it occur more often?

# %% [markdown] lang="ko"
# ## bank의 이웃
# 이 뉴스에는 요르단강 서안 지구(West Bank)와 호주 중앙은행(Reserve Bank of Australia) 같은 은행이 모두 나옵니다. 이웃이
# 둘 가운데 어느 쪽인지는 세어서 정합니다. 어느 bank가 나오는 뉴스에 더 자주 나오는지 봅니다.


# %% neighbours
NEAREST = 10


def neighbours(cosines):
    """Return each word's ten nearest, nearest first, as indices: (words, words) to (words, 10)."""
    cosines = cosines - 9 * np.eye(len(cosines), dtype=cosines.dtype)  # a word is no neighbour of its own
    ten = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
    return np.take_along_axis(ten, np.argsort(-np.take_along_axis(cosines, ten, axis=1), axis=1), axis=1)


# %% bank
similar = [each @ each.T for each in vectors]  # cosines, (words, words), for each run
lists = [neighbours(cosines) for cosines in similar]
bank = words.index("bank")

# %% bank-table
SEED, LIST = both("seed", "시드"), both("ten nearest to bank, nearest first", "bank와 가까운 순서로 열 개")
table("bank", [{SEED: seed, LIST: both(", ".join(words[i] for i in lists[seed][bank]))} for seed in SEEDS])

# %% two-banks
from itertools import pairwise

before = [[word for word, following in pairwise(report) if following == "bank"] for report in reports]
west = [set(report) for report, found in zip(reports, before, strict=True) if "west" in found]
money = [set(report) for report, found in zip(reports, before, strict=True) if set(found) - {"west"}]
value("bank-occurrences", counts["bank"])
value("bank-west", sum(found.count("west") for found in before))

TERRITORY, LENDER = both("the West Bank", "서안 지구"), both("banks", "은행")
NEITHER = both("neither", "둘 다 아님")


# %% side
def side(word):
    """Say in the reports of which bank a word occurs more often."""
    lead = sum(word in report for report in west) - sum(word in report for report in money)
    return TERRITORY if lead > 0 else LENDER if lead < 0 else NEITHER


# %% bank-claim
place = {word: i for i, word in enumerate(words)}
cosine = np.array([[each[place[word]] @ each[bank] for word in ("reserve", "west", "gaza")] for each in vectors])
eleventh = np.array([np.sort(each @ each[bank])[-NEAREST - 2] for each in vectors])  # the first that is not listed
claim(
    "bank-mixes",
    cosine.min(axis=1) - eleventh,
    both(
        "In every run, reserve, west and gaza are all among the ten nearest neighbours of bank.",
        "실행할 때마다 reserve, west, gaza가 모두 bank의 가장 가까운 이웃 열 개 안에 듭니다.",
    ),
)

# %% bank-counts
listed = Counter(words[i] for each in lists for i in each[bank])  # neighbour: runs that list it
always = [word for word, times in listed.items() if times == len(runs)]
value("bank-always", len(always))
value("bank-ever", len(listed))
value("bank-always-west", sum(side(word) == TERRITORY for word in always))

# %% bank-figure
import altair as alt

rows = [{"word": both(word), "runs": times, "side": side(word)} for word, times in listed.most_common()]
which = {"title": None, "scale": alt.Scale(domain=[TERRITORY, LENDER, NEITHER])}
in_runs = alt.X("runs:Q", title=both("runs that list it among the ten", "이웃 열 개에 든 횟수 (여섯 번 중)"))
chart = alt.Chart(alt.Data(values=rows)).mark_point(filled=True, size=90, opacity=1)
chart = chart.encode(
    in_runs.scale(domain=[0, 6.2]).axis(format="d", values=list(range(7))),
    alt.Y("word:N", title=None, sort=[row["word"] for row in rows], axis=alt.Axis(grid=True)),
    alt.Color("side:N", **which),
    alt.Shape("side:N", **which),
    tooltip=[
        alt.Tooltip("word:N", title=both("neighbour", "이웃")),
        alt.Tooltip("side:N", title=both("belongs to", "어느 쪽")),
        alt.Tooltip("runs:Q", title=both("runs", "횟수")),
    ],
)
figure(
    "bank-neighbours",
    chart.properties(height=alt.Step(19)),
    alt=both(
        f"The neighbours of bank, by the number of runs that list them. In every list: {', '.join(sorted(always))}; "
        "of these only reserve belongs to banks. Even more words are in some of the lists only.",
        f"bank의 이웃을 목록에 든 횟수로 나타냈습니다. 언제나 드는 것은 {', '.join(sorted(always))}이며 이 가운데 "
        "reserve만 은행 쪽입니다. 몇 번만 드는 낱말이 그보다 더 많습니다.",
    ),
)

# %% [markdown] lang="en"
# ## How much of a list is the model?
# For every word, how many of its ten nearest neighbours in one run are among the ten in another? This is the measure of
# Wendlandt et al. (2018). Then the remedy: neighbours by the mean cosine over three runs, against the other three.

# %% [markdown] lang="ko"
# ## 목록 가운데 어디까지가 모델인가
# 낱말마다 한 실행의 이웃 열 개 가운데 다른 실행의 이웃 열 개에도 드는 것이 몇인지 셉니다. Wendlandt 등(2018)이 쓴
# 척도입니다. 이어서 대책도 시험합니다. 세 번 실행한 코사인의 평균으로 이웃을 정하고 나머지 세 번과 견줍니다.

# %% overlap
from itertools import combinations

BANDS = {"5–9": (5, 9), "10–19": (10, 19), "20–99": (20, 99), "100+": (100, 10_000)}  # occurrences in the reports
count = np.array([counts[word] for word in words])


def kept(one, other):
    """Return the share of a word's neighbours in one list that the other list has too, for each word, (words,)."""
    return np.array([len(set(a) & set(b)) for a, b in zip(one, other, strict=True)]) / NEAREST


# %% overlap-by-band
overlap = {(a, b): kept(lists[a], lists[b]) for a, b in combinations(SEEDS, 2)}
of_seed = [[each for pair, each in overlap.items() if seed in pair] for seed in SEEDS]  # against the other five
stable = {
    band: np.array([np.mean([each[(low <= count) & (count <= high)].mean() for each in mine]) for mine in of_seed])
    for band, (low, high) in BANDS.items()
}


# %% average
def by_mean(seeds):
    """Return the neighbours by the mean of the cosines over some runs, (words, 10)."""
    return neighbours(sum(similar[seed] for seed in seeds) / len(seeds))


halves = [(half, tuple(set(SEEDS) - set(half))) for half in combinations(SEEDS, 3) if 0 in half]  # ten ways
averaged = {half: kept(by_mean(half), by_mean(rest)) for half, rest in halves}

# %% stability
for band, name in zip(BANDS, ("rare", "uncommon", "common", "frequent"), strict=True):
    value(f"kept-{name}", stable[band])
single = np.array([np.mean(mine) for mine in of_seed])
value("kept-single", single)
value("kept-averaged", [each.mean() for each in averaged.values()])
# %% stability-claims
claim(
    "unstable",
    0.75 - np.max(list(stable.values()), axis=0),
    both(
        "In every band of frequency, on average, more than a quarter of the neighbours change with the seed.",
        "낱말이 나온 횟수의 모든 구간에서, 시드를 바꾸면 이웃이 평균 4분의 1 넘게 바뀝니다.",
    ),
)
claim(
    "averaging-helps",
    min(each.mean() for each in averaged.values()) - single,  # the worst way to halve them, against each run
    both(
        "However the six runs are halved, lists averaged over either half agree more than any run's lists agree with "
        "those of the other runs, on average.",
        "여섯 번을 셋씩 어떻게 나누어도, 세 번씩 평균한 두 목록 사이가 한 번 실행한 목록과 나머지 다섯 목록 사이보다 "
        "평균적으로 더 비슷합니다.",
    ),
)

# %% stability-figure
ALONE, MEAN = both("single runs", "한 번 실행"), both("means of three runs", "세 번 평균")
BAND = {band: both(band) for band in BANDS}
rows = [
    {"band": BAND[band], "what": what, "share": round(float(each[(low <= count) & (count <= high)].mean()), 3)}
    for what, group in ((ALONE, overlap), (MEAN, averaged))
    for each in group.values()
    for band, (low, high) in BANDS.items()
]
which = {"title": None, "scale": alt.Scale(domain=[ALONE, MEAN])}
chart = alt.Chart(alt.Data(values=rows)).mark_point(filled=True, opacity=0.6)
chart = chart.encode(
    alt.X("band:N", title=both("how often the word occurs", "낱말이 나온 횟수"), sort=list(BAND.values())).axis(
        labelAngle=0
    ),
    alt.Y("share:Q", title=both("share of neighbours found again", "다시 나온 이웃의 비율"))
    .scale(domain=[0, 1])
    .axis(format=".0%"),
    alt.Color("what:N", **which),
    alt.Shape("what:N", **which),
    tooltip=[
        alt.Tooltip("band:N", title=both("occurrences", "횟수")),
        alt.Tooltip("share:Q", title=both("found again", "다시 나옴"), format=".0%"),
    ],
)
figure(
    "stability",
    chart.properties(height=260),
    alt=both(
        "Share of neighbours found again, for four bands of word frequency. Between single runs it is about a half to "
        "two thirds, least for the most frequent words; between means of three runs clearly more, in every band.",
        "낱말 빈도의 네 구간에서, 이웃 가운데 다시 나온 것의 비율을 나타냈습니다. 한 번씩 실행한 목록끼리는 "
        "절반에서 3분의 2쯤이 다시 나오고 가장 자주 나오는 낱말에서 가장 낮습니다. 세 번씩 평균한 목록끼리는 모든 "
        "구간에서 뚜렷이 더 많이 다시 나옵니다.",
    ),
)

# %% [markdown] lang="en"
# ## The map
# Words of four topics, and *bank* with the neighbours that all six runs list. The 50 dimensions are laid flat on the
# plane of their first two principal components (PCA). Small dots are the other five runs, turned to lie on the first
# as well as they can (vectors have no fixed direction: only distances mean something).

# %% [markdown] lang="ko"
# ## 지도
# 네 가지 주제의 낱말과, bank와 여섯 번 모두 그 이웃인 낱말을 그립니다. 50차원을 주성분 두 개의 평면에 폅니다(PCA).
# 작은 점은 나머지 다섯 번의 실행으로, 첫 실행과 가장 잘 겹치도록 돌려 놓은 것입니다. 벡터에는 정해진 방향이 없고
# 거리만 뜻이 있기 때문입니다.

# %% topics
TOPICS = {
    both("fires and weather", "산불과 날씨"): "fires firefighters homes winds",
    both("sport", "스포츠"): "cricket match innings tennis",
    both("Afghanistan", "아프가니스탄"): "taliban laden kandahar bora",
    both("economy", "경제"): "economy unemployment qantas unions",
}
BANK = both("bank and its lasting neighbours", "bank와 늘 이웃인 낱말")
topic = {word: name for name, members in TOPICS.items() for word in members.split()}
chosen = [place[word] for word in topic]
name = np.array(list(topic.values()))

# %% same-topic
same = []
for run in vectors:
    cosines = run[chosen] @ run[chosen].T - 9 * np.eye(len(chosen))
    same.append(float(np.mean(name[cosines.argmax(axis=1)] == name)))
claim(
    "topics-last",
    [share - 0.5 for share in same],
    both(
        "In every run, most words of the map have their nearest other word in their own topic.",
        "실행할 때마다 지도의 낱말은 대부분 가장 가까운 낱말이 같은 주제에 있습니다.",
    ),
)

# %% flatten
on_map = [*topic, "bank", *sorted(always)]
tables = [each[[place[word] for word in on_map]] for each in vectors]
tables = [each - each.mean(axis=0) for each in tables]  # (words, 50), centred
axes = np.linalg.svd(tables[0], full_matrices=False)[2][
    :2
]  # the first two principal components of the first run, (2, 50)


def turned(points):
    """Turn a run so that it lies on the first as well as it can (orthogonal Procrustes), (words, 50)."""
    u, _, vt = np.linalg.svd(points.T @ tables[0])
    return points @ (u @ vt)


flat = [turned(each) @ axes.T for each in tables]  # six maps, (words, 2)

# %% map
NUDGE = {"strip": 0.045, "gaza": -0.005, "ramallah": -0.011}  # labels moved apart, in units of the map
group = [*topic.values(), *[BANK] * (1 + len(always))]
spots = [
    {"word": both(word), "topic": of, "x": round(float(x), 3), "y": round(float(y), 3), "run": run}
    for run, spot in enumerate(flat)
    for word, of, (x, y) in zip(on_map, group, spot, strict=True)
]
first, others = ([spot for spot in spots if (spot["run"] == 0) == wanted] for wanted in (True, False))
centre = first[on_map.index("bank")]
spokes = [{**spot, "x2": centre["x"], "y2": centre["y"]} for spot in first if spot["topic"] == BANK]
labels = [{**spot, "y": spot["y"] + NUDGE.get(word, 0)} for word, spot in zip(on_map, first, strict=True)]

# %% map-chart
plane = [alt.X("x:Q", title=None, axis=None), alt.Y("y:Q", title=None, axis=None)]
which = {"title": None, "scale": alt.Scale(domain=[*TOPICS, BANK]), "legend": alt.Legend(symbolOpacity=1)}
tips = [alt.Tooltip("word:N", title=both("word", "낱말")), alt.Tooltip("topic:N", title=both("topic", "주제"))]
colour, shape = alt.Color("topic:N", **which), alt.Shape("topic:N", **which)

rays = alt.Chart(alt.Data(values=spokes)).mark_rule(opacity=0.5).encode(*plane, x2="x2:Q", y2="y2:Q")
cloud = alt.Chart(alt.Data(values=others)).mark_point(filled=True, size=10, opacity=0.45)
cloud = cloud.encode(*plane, colour, tooltip=tips)
marks = alt.Chart(alt.Data(values=first)).mark_point(filled=True, size=55, opacity=1)
marks = marks.encode(*plane, colour, shape, tooltip=tips)
near_bank, apart = ([label for label in labels if (label["topic"] == BANK) == wanted] for wanted in (True, False))
names = [
    alt.Chart(alt.Data(values=apart)).mark_text(dy=-10, fontSize=12).encode(*plane, text="word:N"),
    alt.Chart(alt.Data(values=near_bank)).mark_text(dx=8, align="left", fontSize=12).encode(*plane, text="word:N"),
]

# %% map-figure
figure(
    "map",
    alt.layer(rays, cloud, marks, *names).properties(height=460),
    alt=both(
        "A map of words from the news. Fires and weather, sport, Afghanistan and economy lie together, each in a "
        "region of its own, in all six runs. Bank stands between the words of the West Bank on one side and reserve on "
        "the other.",
        "뉴스에 나온 낱말의 지도입니다. 산불과 날씨, 스포츠, 아프가니스탄, 경제가 여섯 번의 실행 모두에서 저마다 "
        "한데 모여 있습니다. bank는 서안 지구 쪽 낱말과 reserve 사이에 놓여 있습니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The seed is only one cause of change: adding or leaving out documents is another, and the smaller the text, the more
# it matters (Antoniak and Mimno, 2018). So does the number of passes. That the most frequent words keep least is a
# finding about this small text; Wendlandt et al. found frequent words steadier. A flat map shows two components of
# fifty: that two words lie together on it does not mean that they do in all fifty.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 시드는 목록을 바꾸는 원인 가운데 하나일 뿐입니다. 문서를 더하거나 빼도 바뀌며 글이 적을수록 더 많이
# 바뀝니다(Antoniak과 Mimno, 2018). 학습 횟수에 따라서도 달라집니다. 가장 자주 나오는 낱말의 이웃이 가장 적게 남은
# 것은 이 짧은 글에서 얻은 결과이며, Wendlandt 등은 자주 나오는 낱말이 더 안정적이라고 보고했습니다. 평평한 지도는
# 주성분 50개 가운데 두 개만 나타내므로, 지도에서 가깝다고 해서 50차원에서도 가깝다는 뜻은 아닙니다.
