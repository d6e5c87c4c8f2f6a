# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # Is it the recurrence or the bottleneck?
# Read a string of symbols, then write it down again. Plain Seq2Seq hands over one vector; with attention the writer
# looks back at every state; a Transformer has no recurrence at all. To be seen: Seq2Seq by itself gets worse with the
# length, and it is attention that mends that, with recurrence or without.

# %% [markdown] lang="ko"
# # 순환이 문제인가 병목이 문제인가
# 기호열을 읽고 그대로 다시 씁니다. 기본 시퀀스 투 시퀀스(Seq2Seq)는 벡터 하나만 건네고, 어텐션(attention)이 있으면
# 쓰는 쪽이 모든 상태를 돌아보며, 트랜스포머에는 순환이 아예 없습니다. Seq2Seq만으로는 길어질수록 나빠지며, 이를 고치는
# 것은 순환이 있든 없든 어텐션입니다.

# %% models
from lab.cells import GRU
from lab.models import Continue, Seq2Seq
from lab.transformer import Transformer

SYMBOLS = 11  # ten to copy and a sign for the start
INPUTS = 16  # numbers in an embedding


def seq2seq(attend):
    """Return a builder of a reading and a writing GRU."""

    def make(runs, n):
        return Seq2Seq(runs, SYMBOLS, INPUTS, GRU(runs, INPUTS, n), GRU(runs, INPUTS, n), attend)

    return make


MODELS = {
    "plain": seq2seq(attend=False),
    "attention": seq2seq(attend=True),
    "transformer": lambda runs, n: Continue(runs, SYMBOLS, INPUTS, Transformer(runs, INPUTS, 2 * n)),
}

# %% learn
from lab.models import write
from lab.runs import Runs, count, widest
from lab.tasks import Copy
from lab.training import train

SEEDS = range(5)
LENGTHS = (5, 10, 20)
BUDGET, STEPS, RATE = 12_000, 400, 5e-3  # parameters, steps of training at most


def learn(make, length):
    """Train one model on one length; return its size and how much it copies right when it writes alone, by seed."""
    runs, task = Runs(SEEDS), Copy(length)
    model = make(runs, widest(make, BUDGET))
    train(model, task, runs, STEPS, rate=RATE)
    (source, previous), answers = task(runs, 100)
    right = write(model, source, previous[:, :, :1], length) == answers  # (seeds, strings, symbols)
    return count(model), right.float().mean((1, 2)).numpy()


results = {(name, length): learn(make, length) for name, make in MODELS.items() for length in LENGTHS}

# %% values
import numpy as np

from further import both, claim, figure, value

right = {name: np.stack([results[name, length][1] for length in LENGTHS], axis=1) for name in MODELS}  # (seeds, 3)
for name in MODELS:
    value(f"{name}-parameters", results[name, 5][0])
    for i, length in enumerate(LENGTHS):
        value(f"{name}-{length}", right[name][:, i])

# %% claims
claim(
    "plain-worsens",
    right["plain"][:, 0] - right["plain"][:, -1] - 0.3,
    both(
        "Plain Seq2Seq copies short strings far better than long ones.",
        "기본 Seq2Seq는 짧은 기호열을 긴 것보다 훨씬 잘 옮깁니다.",
    ),
)
claim(
    "attention-mends",
    np.minimum(right["attention"], right["transformer"])[:, -1] - right["plain"][:, -1] - 0.4,
    both(
        "At the greatest length Seq2Seq with attention and the Transformer copy far better than plain Seq2Seq.",
        "가장 긴 기호열에서 어텐션을 둔 Seq2Seq와 트랜스포머는 기본 Seq2Seq보다 훨씬 잘 옮깁니다.",
    ),
)

# %% figure
from lab.charts import Axis, lines, over_seeds

NAMES = {
    "plain": both("Seq2Seq"),
    "attention": both("with attention", "어텐션 추가"),
    "transformer": both("Transformer", "트랜스포머"),
}
figure(
    "accuracy",
    lines(
        [row for name in NAMES for row in over_seeds(name, LENGTHS, right[name])],
        NAMES,
        Axis(both("symbols in a string", "기호열 길이"), (4, 20), LENGTHS),
        Axis(both("symbols copied right", "맞게 옮긴 기호"), (0, 1), (0, 0.25, 0.5, 0.75, 1), ".0%"),
        point=True,
    ),
    alt=both(
        "Share of symbols copied right against the length of the string. Plain Seq2Seq falls steeply from five to "
        "twenty symbols. With attention it falls a little. The Transformer stays at the top.",
        "기호열 길이에 따라 맞게 옮긴 기호의 비율. 기본 Seq2Seq는 5개에서 20개로 가며 가파르게 떨어진다. 어텐션을 "
        "두면 조금만 떨어지고 트랜스포머는 맨 위에 머문다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Copying is the task that attention is best at: every answer stands at one place. And the budget is small; with longer
# training plain Seq2Seq should copy longer strings, up to what one vector holds. Each length had its own training; how
# the models do on longer strings than they were trained for is not asked. The Transformer drops the recurrence, so it
# is no answer to how a recurrent network can be kept.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 베껴 쓰기는 답이 저마다 한 자리에 있어 어텐션이 가장 잘하는 과제입니다. 학습량도 적습니다. 더 오래 학습하면 기본
# Seq2Seq도 벡터 하나에 담기는 만큼은 더 긴 기호열을 옮길 것입니다. 길이마다 따로 학습했으므로 학습 때보다 긴 기호열은
# 묻지 않았습니다. 트랜스포머는 순환을 버린 것이므로, 순환 신경망의 구조를 유지하면서 무엇을 할 수 있느냐는 물음의 답은
# 아닙니다.
