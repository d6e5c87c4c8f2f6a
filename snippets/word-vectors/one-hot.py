# ---
# measured: [softmax-ratio, softmax-ratio-small, input-ratio, output-cost, grows, milliseconds]
# ---

# %% [markdown] lang="en"
# # What does a one-hot input cost?
# With 100,000 words, is every input a vector of one 1 and 99,999 zeros to be multiplied? And where does the size of the
# vocabulary really cost something? To be seen: the input is a row of a table, exactly; the cost is on the output side
# and in the size of the tables.

# %% [markdown] lang="ko"
# # 원-핫 입력에는 비용이 얼마나 드는가
# 낱말이 10만 개라면 1이 하나, 0이 9만 9,999개인 벡터를 낱말마다 곱해야 하는지 묻습니다. 어휘(vocabulary)의 크기가
# 정말로 부담이 되는 곳은 어디인지도 묻습니다. 입력은 표의 한 행을 읽는 일과 정확히 같고, 비용은 출력 쪽과 표의 크기에서
# 생깁니다.

# %% [markdown] lang="en"
# ## The same numbers
# A vector with a single 1, times a table, is one row of the table. Libraries therefore never build the zeros.

# %% [markdown] lang="ko"
# ## 결과는 같은 수
# 1이 하나뿐인 벡터에 표를 곱하면 표의 한 행이 나옵니다. 그래서 라이브러리는 0을 실제로 만들지 않습니다.

# %% look-up
import torch
from torch.nn import functional as F

torch.set_num_threads(1)
WORDS, SIZE, BATCH = 100_000, 100, 32  # vocabulary, numbers in a word vector, words at a time

random = torch.Generator().manual_seed(0)
table = torch.randn(WORDS, SIZE, generator=random)
words = torch.randint(WORDS, (BATCH,), generator=random)

one_hot = F.one_hot(words, WORDS).float()  # (BATCH, WORDS): one 1 and 99,999 zeros in each row
product = one_hot @ table  # (BATCH, SIZE)
look_up = table[words]  # (BATCH, SIZE)

# %% same
from further import both, claim, figure, value

claim(
    "same",
    torch.equal(product, look_up),
    both(
        "A one-hot vector times the table equals the row of the table, to the last bit.",
        "원-핫 벡터와 표의 곱은 표의 한 행과 마지막 비트까지 같습니다.",
    ),
)
value("vocabulary", WORDS)
value("one-hot-bytes", one_hot[0].nbytes)  # for one word, 4 bytes a number
value("index-bytes", words[0].nbytes)
value("table-megabytes", table.nbytes / 1e6)

# %% [markdown] lang="en"
# ## The output side
# To learn from a pair of words, the full softmax scores every word of the vocabulary. Negative sampling scores the
# right word and five drawn at random. Counted are the multiplications for one pair, going forward.

# %% [markdown] lang="ko"
# ## 출력 쪽의 비용
# 낱말 한 쌍을 배울 때 소프트맥스(softmax)는 어휘 전체에 점수를 매깁니다. 네거티브 샘플링(negative sampling)은 정답과
# 무작위로 뽑은 낱말 다섯 개에만 점수를 매깁니다. 순방향으로 한 쌍에 드는 곱셈의 횟수를 셉니다.

# %% multiplications
NEGATIVES = 5

value("softmax-multiplications", WORDS * SIZE)
value("sampling-multiplications", (1 + NEGATIVES) * SIZE)
value("fewer-multiplications", WORDS / (1 + NEGATIVES))


# %% losses
def full_softmax(inputs: torch.Tensor, outputs: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Score every word; ``inputs`` (batch, size), ``outputs`` (words, size), ``right`` (batch,)."""
    return F.cross_entropy(inputs @ outputs.T, right)


def negative_sampling(inputs: torch.Tensor, outputs: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Score the right word and a few drawn at random, all alike (word2vec draws frequent words more often)."""
    wrong = torch.randint(len(outputs), (len(right), NEGATIVES))
    rows = F.embedding(torch.cat([right[:, None], wrong], dim=1), outputs, sparse=True)  # (batch, 6, size)
    scores = (rows @ inputs[:, :, None]).squeeze(2)  # (batch, 6)
    return -F.logsigmoid(scores[:, 0]).mean() - F.logsigmoid(-scores[:, 1:]).sum(dim=1).mean()


# %% [markdown] lang="en"
# ## Measured
# One batch of 32 pairs, forward and backward through the output side, on one thread. Seconds differ between machines,
# so only ratios are claimed, and with a wide margin.

# %% [markdown] lang="ko"
# ## 시간 재기
# 32쌍짜리 배치 하나로 출력 쪽의 순방향과 역방향을 스레드 하나에서 계산합니다. 걸리는 시간은 컴퓨터마다 다르므로 비율만,
# 그것도 여유를 넉넉히 두고 주장합니다.

# %% stopwatch
from collections.abc import Callable
from time import process_time


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Return the processor time of ``work``, a mean over ``times`` runs after one to warm up."""
    work()
    start = process_time()
    for _ in range(times):
        work()
    return (process_time() - start) / times * 1000


def step(loss: Callable, table: torch.Tensor, outputs: torch.Tensor, words: torch.Tensor, right: torch.Tensor) -> None:
    """Look the words up and go forward and backward once."""
    outputs.grad = None
    loss(F.embedding(words, table), outputs, right).backward()


# %% measure
VOCABULARIES = (1_000, 10_000, WORDS)


def measure(size: int, seed: int) -> dict[str, float]:
    """Time two inputs and two outputs for a vocabulary of ``size`` words."""
    torch.manual_seed(seed)
    table, outputs = torch.randn(size, SIZE), torch.randn(size, SIZE, requires_grad=True)
    words, right = torch.randint(size, (2, BATCH))
    one_hot = F.one_hot(words, size).float()
    return {
        "one-hot": milliseconds(lambda: one_hot @ table, times=5),
        "look-up": milliseconds(lambda: table[words], times=200),
        "softmax": milliseconds(lambda: step(full_softmax, table, outputs, words, right), times=3),
        "sampling": milliseconds(lambda: step(negative_sampling, table, outputs, words, right), times=20),
    }


SEEDS = range(5)
times = {size: [measure(size, seed) for seed in SEEDS] for size in VOCABULARIES}

# %% ratios
ratio = {size: [each["softmax"] / each["sampling"] for each in runs] for size, runs in times.items()}
small, middle, large = (ratio[size] for size in VOCABULARIES)

value("softmax-ratio", large)
value("softmax-ratio-small", small)
value("input-ratio", [each["one-hot"] / each["look-up"] for each in times[WORDS]])
claim(
    "output-cost",
    [high / 10 - 1 for high in large],
    both(
        "At 100,000 words, a step with the full softmax takes over ten times as long as one with negative sampling.",
        "낱말이 10만 개이면 전체 소프트맥스의 한 단계는 네거티브 샘플링보다 열 배 넘게 오래 걸립니다.",
    ),
)

# %% claim-grows
claim(
    "grows",
    [min(b / a, c / b) - 1 for a, b, c in zip(small, middle, large, strict=True)],
    both(
        "The larger the vocabulary, the more times longer the full softmax takes.",
        "어휘가 클수록 전체 소프트맥스가 오래 걸리는 배율도 커집니다.",
    ),
)

# %% chart-rows
import altair as alt

LINES = {
    "one-hot": both("one-hot × table", "원-핫 × 표"),
    "look-up": both("row look-up", "행 읽기"),
    "softmax": both("full softmax", "전체 소프트맥스"),
    "sampling": both("negative sampling", "네거티브 샘플링"),
}


def summary(size: int, name: str) -> dict[str, object]:
    """Return the least, mean and largest time of one line at one size."""
    taken = [each[name] for each in times[size]]
    low, mean, high = (round(x, 4) for x in (min(taken), sum(taken) / len(taken), max(taken)))
    return {"words": size, "line": LINES[name], "low": low, "mean": mean, "high": high}


# %% panel
X = alt.X(
    "words:Q",
    title=both("words in the vocabulary", "어휘의 낱말 수"),
    scale=alt.Scale(type="log"),
    axis=alt.Axis(values=list(VOCABULARIES), format=","),
)
Y = {"title": both("milliseconds a batch", "배치당 밀리초"), "scale": alt.Scale(type="log", domain=[0.001, 1000])}
TIP = alt.Tooltip("mean:Q", title=both("milliseconds, mean of 5", "밀리초, 5회 평균"), format=".3~g")


def panel(title: str, slow: str, fast: str) -> alt.LayerChart:
    """Draw two lines, from the least to the largest time, with their names at the end."""
    rows = [summary(size, name) for name in (slow, fast) for size in VOCABULARIES]
    base = alt.Chart(alt.Data(values=rows), title=title, width=250, height=260)
    base = base.encode(X, alt.Detail("line:N"), tooltip=TIP)
    line = base.mark_line(point=True).encode(alt.Y("mean:Q", **Y))
    spread = base.mark_area(opacity=0.25).encode(alt.Y("low:Q", **Y), y2="high:Q")
    name = base.transform_filter(alt.datum.words == WORDS).mark_text(align="right", dy=-14)
    return spread + line + name.encode(alt.Y("mean:Q", **Y), text="line:N")


# %% figure
figure(
    "milliseconds",
    panel(both("input side", "입력 쪽"), "one-hot", "look-up")
    | panel(both("output side", "출력 쪽"), "softmax", "sampling"),
    alt=both(
        "Milliseconds for a batch against the size of the vocabulary, on logarithmic scales, in two panels. Input "
        "side: the product with one-hot vectors climbs with the vocabulary, the row look-up stays level far below. "
        "Output side: the full softmax climbs, negative sampling stays nearly level.",
        "어휘 크기에 따라 배치 하나에 걸린 밀리초를 로그 눈금의 두 칸에 그렸습니다. 입력 쪽에서는 원-핫 벡터의 "
        "곱이 어휘를 따라 올라가고 행 읽기는 훨씬 아래에서 평평합니다. 출력 쪽에서는 전체 소프트맥스가 올라가고 "
        "네거티브 샘플링은 거의 평평합니다.",
    ),
)

# %% [markdown] lang="en"
# ## What it does not show
# Speed on another machine. Nor that the vocabulary is free: each of the two tables has a row of 100 numbers for every
# word, whether it is frequent or not, and forms of one word share nothing.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 다른 컴퓨터에서의 속도는 알 수 없습니다. 어휘가 커도 공짜라는 뜻도 아닙니다. 두 표 모두 자주 나오든 드물든 낱말마다
# 숫자 100개짜리 행을 두어야 하고, 같은 낱말의 활용형이라도 나누어 쓰는 것이 없습니다.
