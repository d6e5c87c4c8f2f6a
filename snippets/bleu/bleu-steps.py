# %% [markdown] lang="en"
# # How BLEU comes about, on one pair of sentences
# An output and a reference go in, one number comes out. Which steps lie between, and what does each contribute? To be
# seen: every n-gram that counts, the one that is cut off, and the factor for being short. All numbers are sacrebleu's.

# %% [markdown] lang="ko"
# # 한 문장으로 보는 BLEU 계산
# 번역 시스템의 출력과 사람의 참조 번역을 넣으면 숫자 하나가 나옵니다. 그 사이에 어떤 단계가 있고 각 단계가 무엇을
# 보태는지 묻습니다. 세는 n-gram, 세다가 잘리는 n-gram, 짧아서 곱해지는 계수가 보입니다. 숫자는 모두 sacrebleu가 낸
# 것입니다.

# %% pair
from sacrebleu.metrics import BLEU

PAIRS = {  # output, reference
    "en": (
        "The committee approved the budget on Monday after the long debate.",
        "The committee approved the new city budget on Monday after a long debate.",
    ),
    "ko": (
        "새 위원회는 오랜 토론 끝에 새 예산안을 승인했다.",
        "위원회는 월요일에 오랜 토론 끝에 새 예산안을 어렵게 승인했다.",
    ),
}
metric = BLEU(effective_order=True)  # what sacrebleu advises for single sentences; no difference here
scores = {lang: metric.sentence_score(output, [reference]) for lang, (output, reference) in PAIRS.items()}
for score in scores.values():
    print(score)

# %% [markdown] lang="en"
# ## Count n-grams, and cut
# An n-gram is n tokens in a row. Each one of the output is looked up in the reference, for n = 1 to 4. It counts at
# most as often as the reference has it: that is clipping, and what is left over the number of n-grams is *modified
# precision*. Our own count is here to show which n-grams these are; it has to agree with sacrebleu's.

# %% [markdown] lang="ko"
# ## n-gram을 세고 자르기
# n-gram은 이어진 토큰 n개입니다. 출력의 n-gram을 n = 1부터 4까지 참조 번역에서 찾습니다. 같은 n-gram은 참조 번역에
# 나온 횟수까지만 셉니다. 이것이 클리핑(clipping)이고, 그렇게 센 수를 출력의 n-gram 수로 나눈 것이 보정된
# 정밀도(modified precision)입니다. 아래에서 직접 세는 까닭은 어느 n-gram인지 보이기 위해서이며, 센 수는 sacrebleu와
# 같아야 합니다.

# %% count
from collections import Counter


def ngrams(tokens: list[str], n: int) -> list[tuple[str, ...]]:
    """Return all n-grams in the order in which they stand."""
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def lookup(output: list[str], reference: list[str], n: int) -> list[str]:
    """Say of each n-gram of the output whether it is counted, clipped or missing."""
    left = Counter(ngrams(reference, n))
    found = []
    for gram in ngrams(output, n):
        found.append("counted" if left[gram] > 0 else "clipped" if gram in left else "missing")
        left[gram] -= 1
    return found


# %% tokens
tokens = {lang: [metric.tokenizer(text).split() for text in pair] for lang, pair in PAIRS.items()}
marks = {lang: [lookup(output, reference, n) for n in (1, 2, 3, 4)] for lang, (output, reference) in tokens.items()}
ours = {lang: [found.count("counted") for found in marks[lang]] for lang in PAIRS}  # matches for n = 1 to 4
print(tokens["en"][0], ours["en"], sep="\n")

# %% [markdown] lang="en"
# ## From precisions to one number
# The four precisions are multiplied and the fourth root taken: the geometric mean. An output with fewer tokens than the
# reference is then multiplied by the brevity penalty, exp(1 − reference length / output length).

# %% [markdown] lang="ko"
# ## 정밀도에서 숫자 하나로
# 정밀도 넷을 곱해 네제곱근을 구합니다. 기하 평균입니다. 출력의 토큰이 참조 번역보다 적으면 여기에
# 길이 벌점(brevity penalty), exp(1 − 참조 길이 / 출력 길이)를 곱합니다.

# %% combine
from math import exp, prod


def combined(score) -> tuple[float, float]:
    """Return geometric mean and brevity penalty from the numbers in sacrebleu's result."""
    mean = prod(score.precisions) ** (1 / 4)
    penalty = 1.0 if score.sys_len >= score.ref_len else exp(1 - score.ref_len / score.sys_len)
    return mean, penalty


for score in scores.values():
    mean, penalty = combined(score)
    print(f"{mean:.2f} x {penalty:.3f} = {mean * penalty:.2f}, sacrebleu {score.score:.2f}")

# %% values
from further import both, claim, figure, table, value

en, ko = scores["en"], scores["ko"]
value("bleu", both(en.score, ko.score))
value("penalty", both(en.bp, ko.bp))
value("mean", both(combined(en)[0], combined(ko)[0]))
value("output-length", both(en.sys_len, ko.sys_len))
value("reference-length", both(en.ref_len, ko.ref_len))
value("clipped", both(*([x for found in marks[lang] for x in found].count("clipped") for lang in PAIRS)))

# %% claims
claim(
    "same-counts",
    all(ours[lang] == scores[lang].counts for lang in PAIRS),
    both(
        "Counting by hand, with clipping, gives the matches that sacrebleu reports.",
        "클리핑을 적용해 직접 센 n-gram 일치 수는 sacrebleu가 알려 주는 수와 같습니다.",
    ),
)
claim(
    "product",
    all(abs(prod(combined(score)) - score.score) < 1e-9 for score in scores.values()),
    both(
        "BLEU is the geometric mean of the four modified precisions, times the brevity penalty.",
        "BLEU는 보정된 정밀도 네 개의 기하 평균에 길이 벌점을 곱한 값입니다.",
    ),
)

# %% table
STEPS = {both(f"{n}-gram precision", f"{n}-gram 정밀도"): n - 1 for n in (1, 2, 3, 4)}
RESULTS = {
    both("geometric mean", "기하 평균"): lambda score: f"{combined(score)[0]:.2f}",
    both("brevity penalty", "길이 벌점"): lambda score: f"{score.bp:.3f}",
    both("BLEU"): lambda score: f"{score.score:.2f}",
}


def precision(i: int):
    """Return how to write one precision: matches / n-grams = percent."""
    return lambda score: f"{score.counts[i]} / {score.totals[i]} = {score.precisions[i]:.1f} %"


lines = {step: precision(i) for step, i in STEPS.items()} | RESULTS
table("steps", [{both("step", "단계"): step, both("sacrebleu"): both(say(en), say(ko))} for step, say in lines.items()])

# %% [markdown] lang="en"
# ## The n-grams in the text
# From top to bottom the tokens of the output; every bar spans one n-gram. One sentence shows the steps, not whether the
# metric is any good; for a corpus the counts of all sentences are added up before anything is divided.

# %% [markdown] lang="ko"
# ## 글 안에서 본 n-gram
# 위에서 아래로 출력의 토큰을 놓았고, 막대 하나가 n-gram 하나입니다. 한 문장은 계산의 단계를 보일 뿐 지표가 쓸 만한지는
# 보이지 않습니다. 말뭉치라면 모든 문장의 개수를 더한 다음에 나눕니다.

# %% chart
import altair as alt

KINDS = {
    "counted": both("counted", "센 것"),
    "clipped": both("clipped", "잘린 것"),
    "missing": both("not in the reference", "참조 번역에 없는 것"),
}


def bars(lang: str):
    """Yield a bar for each n-gram: its column is n, and overlapping ones stand in lanes beside each other."""
    for n, found in enumerate(marks[lang], start=1):
        for i, kind in enumerate(found):
            yield {"n": n + (i % n - (n - 1) / 2) / 6, "from": i - 0.38, "to": i + n - 1 + 0.38, "kind": KINDS[kind]}


def draw(lang: str) -> alt.LayerChart:
    """Draw tokens and bars."""
    output, kinds = tokens[lang][0], list(KINDS.values())
    down = {"axis": None, "scale": alt.Scale(domain=[len(output) - 0.5, -0.5])}
    across = {
        "title": both("n, tokens in a row", "n, 이어진 토큰 수"),
        "axis": alt.Axis(values=[1, 2, 3, 4]),
        "scale": alt.Scale(domain=[-1, 4.5]),
    }
    same = {"title": None, "sort": kinds}
    words = alt.Data(values=[{"at": i, "token": both(token)} for i, token in enumerate(output)])
    return alt.layer(
        alt.Chart(words)
        .mark_text(align="right")
        .encode(alt.X(datum=0.4, **across), alt.Y("at:Q", **down), text="token:N"),
        alt.Chart(alt.Data(values=list(bars(lang))))
        .mark_rule(strokeCap="butt")
        .encode(
            alt.X("n:Q", **across),
            alt.Y("from:Q", **down),
            alt.Color("kind:N", scale=alt.Scale(domain=kinds), **same),
            alt.StrokeWidth("kind:N", scale=alt.Scale(domain=kinds, range=[8, 3, 1]), **same),
            y2="to:Q",
        ),
    ).properties(height=24 * len(output))


# %% figure
figure(
    "ngrams",
    both(*map(draw, PAIRS)),
    alt=both(
        "The tokens of the English output from top to bottom, with a bar for each 1-, 2-, 3- and 4-gram. Most single "
        "tokens count; one the is clipped. The longer the n-grams, the fewer count: only two 4-grams do.",
        "한국어 출력의 토큰을 위에서 아래로 놓고 1-gram부터 4-gram까지 막대로 나타냈다. 토큰 하나하나는 대부분 세지만 "
        "두 번 나온 ‘새’ 가운데 하나는 잘린다. n-gram이 길수록 세는 것이 줄어 4-gram은 두 개뿐이다.",
    ),
)
