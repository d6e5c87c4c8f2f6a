# ---
# timeout: 600
# ---

# %% [markdown] lang="en"
# # How many words back does a small language model look?
# An LSTM learns to predict the next word of English news. Then it is shown only the last 1, 2, 5, … 50 words before
# the one it has to predict. To be seen: after a few words more of them change nothing; and looking the past up,
# instead of carrying it, brings some of it back.

# %% [markdown] lang="ko"
# # 작은 언어 모델은 몇 낱말 앞까지 보는가
# LSTM이 영어 뉴스의 다음 낱말을 맞히는 법을 배웁니다. 그런 다음 맞힐 낱말 바로 앞의 1, 2, 5, …, 50 낱말만 보여 줍니다.
# 몇 낱말을 넘으면 더 보여 주어도 달라지지 않으며, 과거를 나르는 대신 찾아보면 일부가 되살아납니다.

# %% [markdown] lang="en"
# ## News
# 250 news mails to learn from and 50 to test on, 1000 words known; the rest counts as one unknown word, which is not
# asked for.

# %% [markdown] lang="ko"
# ## 뉴스
# 뉴스 250편으로 배우고 50편으로 시험합니다. 낱말은 1000개만 알고 나머지는 모르는 낱말 하나로 치며, 이 낱말은 묻지
# 않습니다.

# %% text
from collections import Counter

import torch

from lab import lee

VOCABULARY = 1000
documents = lee.background()
known = Counter(word for document in documents[:250] for word in document).most_common(VOCABULARY - 1)
number = {word: n for n, (word, _) in enumerate(known, 1)}  # 0 is the unknown word
numbers = [[number.get(word, 0) for word in document] for document in documents]
stream, test = torch.tensor([n for document in numbers[:250] for n in document]), numbers[250:]

# %% train
from lab.cells import LSTM
from lab.models import Model
from lab.readers import Forward
from lab.runs import Runs
from lab.training import train

SEEDS = range(5)
EMBEDDING, UNITS = 32, 48
LENGTH = 30  # words of a training passage
STEPS, RATE = 250, 6e-3


def passages(runs, size):
    """Draw passages of the news, and the word that follows each word, (seeds, size, LENGTH) both."""
    at = runs.integers(0, len(stream) - LENGTH, size)
    words = stream[at[..., None] + torch.arange(LENGTH + 1)]
    return (words[:, :, :-1],), words[:, :, 1:]


runs = Runs(SEEDS)
model = Model(runs, VOCABULARY, EMBEDDING, Forward(LSTM(runs, EMBEDDING, UNITS)), VOCABULARY, every=True)
train(model, passages, runs, STEPS, rate=RATE)

# %% visible
VISIBLE = (1, 2, 3, 5, 10, 20, 50)
windows = torch.tensor([d[at : at + 51] for d in test for at in range(0, len(d) - 50, 20) if d[at + 50]])


@torch.no_grad()
def perplexity(visible):
    """Return the perplexity of the last word of each window when ``visible`` words before it are shown, (seeds,)."""
    shown, asked = windows[:, 50 - visible : 50], windows[:, 50]
    chances = model(shown.expand(len(SEEDS), -1, -1))[:, :, -1].log_softmax(-1)  # (seeds, windows, VOCABULARY)
    return chances[:, torch.arange(len(asked)), asked].mean(1).neg().exp().numpy()


seen = {visible: perplexity(visible) for visible in VISIBLE}

# %% claims
from further import both, claim, figure, value

value("windows", len(windows))
for visible in VISIBLE:
    value(f"perplexity-{visible}", seen[visible])
claim(
    "second-word",
    seen[1] / seen[2] - 1.05,
    both(
        "Seeing the last two words predicts the next one better than seeing the last one.",
        "마지막 두 낱말을 보면 마지막 한 낱말만 볼 때보다 다음 낱말을 잘 맞힙니다.",
    ),
)
claim(
    "not-farther",
    0.03 - abs(seen[50] / seen[5] - 1),
    both(
        "Seeing fifty words predicts it no better than seeing five.",
        "50 낱말을 보아도 5 낱말을 볼 때보다 더 잘 맞히지 못합니다.",
    ),
)

# %% [markdown] lang="en"
# ## Looking it up instead
# A cache (Grave, Joulin and Usunier 2017) keeps every state of the document with the word that followed it. States
# like the present one vote for their words. The network stays as it is; only access is added.

# %% [markdown] lang="ko"
# ## 나르지 않고 찾아보기
# 캐시(Grave, Joulin, Usunier 2017)는 문서의 상태를 모두 그다음에 온 낱말과 함께 간직합니다. 지금 상태와 비슷한 상태가
# 자기 낱말에 표를 던집니다. 신경망은 그대로 두고 접근만 더하는 방법입니다.

# %% cache
from lab.models import look_up

WEIGHT, SHARPNESS = 0.15, 0.3  # share of the cache in the prediction, and how choosy it is; not tuned
passage = torch.tensor([d[:101] for d in test if len(d) > 100])  # (documents, 101)


@torch.no_grad()
def with_cache():
    """Return the chance of each word from the 51st on, without and with the cache, (seeds, documents, 50) both."""
    words, following = (part.expand(len(SEEDS), -1, -1) for part in (passage[:, :-1], passage[:, 1:]))
    states = model.reader.states(look_up(model.table, words))  # (seeds, documents, 100, UNITS)
    plain = model(words).softmax(-1).gather(-1, following[..., None])[..., 0]
    alike = SHARPNESS * states @ states.mT  # how like each other the states of two places are
    before = torch.ones(100, 100).tril(-1).bool()
    votes = alike.masked_fill(~before, -torch.inf)[:, :, 1:].softmax(-1)  # the first place has no past
    same = following[:, :, 1:, None] == following[:, :, None]  # was that place followed by the word that is asked for?
    cached = (votes * same).sum(-1)
    return plain[:, :, 50:], (1 - WEIGHT) * plain[:, :, 50:] + WEIGHT * cached[:, :, 49:]


# %% cache-effect
plain, mixed = with_cache()
asked = passage[:, 51:]  # (documents, 50)
repeated = torch.stack([(passage[:, : 51 + k] == asked[:, k : k + 1]).any(1) for k in range(50)], dim=1) & (asked > 0)
new = ~repeated & (asked > 0)


def effect(which):
    """Return the perplexity with the cache over that without, on some of the words, (seeds,)."""
    return (plain[:, which].log().mean(1) - mixed[:, which].log().mean(1)).exp().numpy()


for name, which in {"all": asked > 0, "repeated": repeated, "new": new}.items():
    value(f"cache-{name}", effect(which))
value("repeated-share", float(repeated.sum() / (asked > 0).sum()))

# %% claims-cache
claim(
    "cache-helps",
    0.95 - effect(asked > 0),
    both(
        "Looking the past of the document up lowers the perplexity of the same network.",
        "문서의 과거를 찾아보면 같은 신경망의 펄플렉서티가 낮아집니다.",
    ),
)
claim(
    "cache-repeats",
    0.8 - effect(repeated),
    both(
        "The gain is on words that the document has had already.",
        "이득은 문서에 이미 나온 낱말에서 생깁니다.",
    ),
)
claim(
    "cache-costs",
    effect(new) - 1.1,
    both(
        "New words pay for it: they become less likely.",
        "그 값은 새 낱말이 치릅니다. 새 낱말의 확률은 낮아집니다.",
    ),
)

# %% figure
import numpy as np

from lab.charts import Axis, lines, over_seeds

words = both("words shown before the one to predict", "맞힐 낱말 앞에 보여 준 낱말 수")

figure(
    "visible",
    lines(
        list(over_seeds("lstm", VISIBLE, np.stack([seen[visible] for visible in VISIBLE], axis=1))),
        {"lstm": both("LSTM")},
        Axis(words, (1, 50), VISIBLE, log=True),
        Axis(both("perplexity", "펄플렉서티"), (200, 340), (200, 250, 300), tip=".0f"),
        height=260,
        point=True,
    ),
    alt=both(
        "Perplexity against the number of words shown, on a logarithmic axis. It falls from one word to two and is "
        "level from there to fifty.",
        "보여 준 낱말 수(로그 축)에 따른 펄플렉서티. 한 낱말에서 두 낱말로 갈 때 떨어지고, 그다음부터 50 낱말까지 "
        "평평하다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The network is tiny and has read its news two or three times; a large LSTM language model uses about 200 words, the
# order of no more than the last 50 (Khandelwal and others 2018). So this is not how far an LSTM can look, but how far
# this one has learnt to look, with so little training. The cache helps with words that come again, not with grammar or
# with meaning.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 아주 작은 신경망이 뉴스를 두세 번 읽었을 뿐입니다. 큰 LSTM 언어 모델은 낱말 200개쯤을 쓰며 그 가운데 순서까지 쓰는
# 것은 많아야 마지막 50개입니다(Khandelwal 외 2018). 그러니 이 실험은 LSTM이 볼 수 있는 거리가 아니라, 이 작은 신경망이
# 이만큼의 학습으로 어디까지 보게 되었는지를 보인 것입니다. 캐시는 되풀이되는 낱말에 도움이 될 뿐 문법이나 뜻에는
# 도움이 되지 않습니다.
