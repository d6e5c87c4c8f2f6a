# ---
# timeout: 1200
# ---

# %% [markdown] lang="en"
# # The same text, more parameters
# GPT-2s of four widths read the same news for the same number of steps; then they predict news that they have not read.
# To be seen: with all of the text the large models predict far better. With an eighth of it, read over and over, the
# largest predicts other news worse.

# %% [markdown] lang="ko"
# # 같은 글, 더 많은 매개변수
# 폭이 네 가지인 GPT-2가 같은 영어 뉴스를 같은 단계만큼 읽고, 읽지 않은 뉴스를 예측합니다. 글 전체를 읽으면 큰 모델이
# 훨씬 잘 예측합니다. 글의 8분의 1만 거듭 읽으면 가장 큰 모델은 다른 뉴스를 오히려 더 못 예측합니다.

# %% text
from lab import lee, pieces

PIECES = 500  # of words: byte-pair encoding, learned from the training text
reports = [" ".join(words) for words in lee.background()]
read, unread = reports[:270], reports[270:]
tokenizer = pieces.learn(read, PIECES)
rows, asked = (pieces.cut(tokenizer, texts) for texts in (read, unread))  # (N, 16)

# %% train
import torch

from lab.predict import scores
from lab.pretrain import build, lessons, train

SEEDS = range(5)
WIDTHS = (8, 32, 64, 128)
STEPS, BATCH, RATE = 160, 48, 1e-2


def loss(model, rows):
    """Return the mean loss, in nats for each piece but the first of a row."""
    said = scores(model, rows)[:, :-1].log_softmax(-1)  # (N, CONTEXT - 1, PIECES)
    return -said.gather(-1, rows[:, 1:, None]).mean().item()


def learn(width, seed, text):
    """Return how many parameters a model has, and its loss on news that it has not read."""
    model = build("gpt", tokenizer, seed, width)
    train(model, lessons(tokenizer, text, seed, STEPS, BATCH, mlm=False), RATE)
    return model.num_parameters(), loss(model, asked)


TEXTS = {"all": rows, "eighth": rows[: len(rows) // 8]}
found = {(text, width, seed): learn(width, seed, TEXTS[text]) for text in TEXTS for width in WIDTHS for seed in SEEDS}

# %% values
import numpy as np

from further import both, claim, figure, value

losses = {text: np.array([[found[text, width, seed][1] for width in WIDTHS] for seed in SEEDS]) for text in TEXTS}
sizes = [found["all", width, 0][0] for width in WIDTHS]  # losses are (seeds, widths)
counts = torch.bincount(rows.flatten(), minlength=PIECES) + 1.0
frequencies = -(counts / counts.sum()).log()[asked[:, 1:]].mean().item()
for n, width in enumerate(WIDTHS):
    value(f"parameters-{width}", sizes[n])
    for text in TEXTS:
        value(f"{text}-{width}", losses[text][:, n])
value("frequencies", frequencies)
value("pieces", rows.numel())

# %% claims
claim(
    "more-is-better",
    -np.diff(losses["all"][:, 1:], axis=1).max(axis=1) - 0.1,
    both(
        "With all of the text, doubling the width lowers the loss on unread news, and doubling it again lowers it "
        "again.",
        "글 전체를 읽으면, 폭을 두 배로 넓힐 때 읽지 않은 뉴스에 대한 손실이 줄고 다시 두 배로 넓히면 또 줄어듭니다.",
    ),
)
claim(
    "text-too",
    losses["eighth"][:, -1] - losses["eighth"][:, 1] - 0.05,
    both(
        "With an eighth of the text, the widest model predicts unread news worse than a model of a quarter of its "
        "width.",
        "글의 8분의 1만 읽으면, 가장 넓은 모델이 폭이 4분의 1인 모델보다 읽지 않은 뉴스를 더 못 맞힙니다.",
    ),
)

# %% chart
from lab.charts import Axis, lines, over_seeds

NAMES = {"all": both("all the text", "글 전체"), "eighth": both("an eighth", "8분의 1")}
figure(
    "sizes",
    lines(
        [row for text in TEXTS for row in over_seeds(text, sizes, losses[text])],
        NAMES,
        Axis(both("parameters", "매개변수"), (4e3, 3e5), (1e4, 1e5), "~s", log=True, tip=",d"),
        Axis(both("loss in nats", "손실(nat)"), (4, 6.5), (4, 4.5, 5, 5.5, 6, 6.5), ".1f", tip=".2f"),
        point=True,
    ),
    alt=both(
        "Loss on unread news against the number of parameters, on a logarithmic axis. With all the text the loss "
        "falls with every size. With an eighth of the text it is higher for the large models.",
        "매개변수의 수(로그 축)에 따른, 읽지 않은 뉴스에 대한 손실. 글 전체를 읽으면 큰 모델로 가며 가파르게 줄어든다. "
        "8분의 1만 읽으면 가장 큰 모델에서 오히려 늘어난다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Four sizes and one small text make no law, and none is fitted; the laws that were published rest on many more sizes
# and on texts that no model read twice. All widths had the same number of steps and the same rate, which need not suit
# them equally. And a lower loss is not yet a new ability.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 크기 네 가지와 작은 글 하나로는 법칙이라고 할 수 없어 곡선을 맞추지 않았습니다. 발표된 법칙은 훨씬 많은 크기와, 한
# 번만 읽고도 남는 양의 글에서 나왔습니다. 단계 수와 학습률(learning rate)은 모든 폭에서 같았고, 누구에게나 똑같이
# 알맞지는 않을 수 있습니다. 또한 손실이 줄었다고 새로운 능력이 생긴 것은 아닙니다.
