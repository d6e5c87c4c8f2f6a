# %% [markdown] lang="en"
# # Why a language model cannot simply read both ways
# A language model predicts the next symbol. What happens if a bidirectional network is trained for that? To be seen:
# it copies the answer from the side that has read it already and reaches a perplexity that no honest model can have;
# where the text ends, and writing begins, nothing is left of that.

# %% [markdown] lang="ko"
# # 언어 모델이 양방향으로 읽을 수 없는 까닭
# 언어 모델(language model)은 다음 기호를 맞힙니다. 양방향(bidirectional) 신경망에 이 일을 시키면 어떻게 되는지 봅니다.
# 신경망은 답을 이미 읽은 쪽에서 베껴 정직한 모델로는 불가능한 펄플렉서티(perplexity)에 이르지만, 정작 다음을 써야 하는
# 글 끝에서는 남는 것이 없습니다.

# %% [markdown] lang="en"
# ## A text that is half predictable
# After each of eight symbols come one of two, at random. Whoever knows only what was read so far cannot have a
# perplexity below 2.

# %% [markdown] lang="ko"
# ## 절반만 예측할 수 있는 글
# 여덟 기호마다 다음에 올 수 있는 기호는 둘이고 그 가운데 하나가 무작위로 옵니다. 지금까지 읽은 것만 아는 모델의
# 펄플렉서티는 2보다 작을 수 없습니다.

# %% models
from lab.cells import GRU
from lab.models import Model
from lab.readers import BothWays, Forward
from lab.runs import Runs, count, widest
from lab.tasks import Walk
from lab.training import train

SEEDS = range(5)
TEXT = Walk(length=20)
INPUTS, BUDGET, STEPS = 8, 2000, 200
READERS = {
    "forward": lambda runs, n: Forward(GRU(runs, INPUTS, n)),
    "both-ways": lambda runs, n: BothWays(GRU(runs, INPUTS, n), GRU(runs, INPUTS, n)),
}


def make(reader):
    """Return a builder of language models: every position predicts the next symbol."""
    return lambda runs, n: Model(runs, TEXT.tokens, INPUTS, reader(runs, n), TEXT.tokens, every=True)


# %% learn
import torch


@torch.no_grad()
def perplexity(model, runs):
    """Return the perplexity inside new texts and at their end, where nothing follows that could be read, by seed."""
    (text,), following = TEXT(runs, 500)
    chances = model(text).log_softmax(-1).gather(-1, following[..., None])[..., 0]  # (seeds, texts, places)
    return chances[:, :, :-1].mean((1, 2)).neg().exp().numpy(), chances[:, :, -1].mean(1).neg().exp().numpy()


inside, at_end, sizes = {}, {}, {}
for name, reader in READERS.items():
    runs = Runs(SEEDS)
    model = make(reader)(runs, widest(make(reader), BUDGET))
    train(model, TEXT, runs, STEPS, rate=1e-2)
    inside[name], at_end[name] = perplexity(model, runs)
    sizes[name] = count(model)

# %% values
from further import both, claim, table, value

for name in READERS:
    value(f"{name}-inside", inside[name])
    value(f"{name}-at-end", at_end[name])
    value(f"{name}-parameters", sizes[name])

# %% claims
import numpy as np

claim(
    "leak",
    1.5 - inside["both-ways"],
    both(
        "Inside a text the network that reads both ways has a perplexity below what the text allows: it has read the "
        "answer.",
        "글 안에서 양방향 신경망의 펄플렉서티는 이 글에서 나올 수 있는 가장 낮은 값보다도 낮습니다. 답을 이미 읽었기 "
        "때문입니다.",
    ),
)
claim(
    "honest",
    0.2 - np.maximum(np.abs(inside["forward"] - 2), np.abs(at_end["forward"] - 2)),
    both(
        "The forward model comes close to the best perplexity that the text allows, inside and at the end.",
        "앞에서부터 읽는 모델의 펄플렉서티는 글 안에서든 글 끝에서든 이 글에서 나올 수 있는 가장 낮은 값에 가깝습니다.",
    ),
)
claim(
    "no-gain-at-end",
    at_end["both-ways"] - at_end["forward"],
    both(
        "At the end of the text, where the next symbol is still to be written, reading both ways predicts it no "
        "better.",
        "다음 기호를 아직 쓰지 않은 글 끝에서는 양방향으로 읽어도 더 잘 맞히지 못합니다.",
    ),
)

# %% table
HEADS = both("model", "모델"), both("inside a text", "글 안"), both("at its end", "글 끝")
NAMES = {"forward": both("forward", "순방향"), "both-ways": both("both ways", "양방향")}
rows = [(NAMES[name], float(inside[name].mean()), float(at_end[name].mean())) for name in READERS]
table("perplexities", [dict(zip(HEADS, row, strict=True)) for row in rows], dict.fromkeys(HEADS[1:], ".2f"))

# %% [markdown] lang="en"
# ## What this does not show
# Reading both ways is no fault where the whole text is there: to label words, or to read the source of a translation.
# Models that learn from text and still use both sides avoid the leak: ELMo keeps two separate language models, BERT
# hides the words it asks for. And one may read the words *so far* both ways before each prediction, at the price of
# reading them again every time.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 글 전체가 주어진 일, 곧 낱말에 이름표를 붙이거나 번역할 원문을 읽는 일이라면 양방향으로 읽어도 됩니다. 글에서
# 배우면서 양쪽을 다 쓰는 모델은 답이 새는 길을 막습니다. ELMo는 언어 모델 둘을 따로 두고, BERT는 물어볼 낱말을
# 가립니다. 또한 *지금까지* 읽은 낱말을 예측할 때마다 양방향으로 다시 읽는 방법도 있지만 매번 처음부터 읽는 값을
# 치릅니다.
