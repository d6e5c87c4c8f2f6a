# %% [markdown] lang="en"
# # Does a large weight mean a similar word?
# A classifier of film reviews with attention right on its word vectors. Praise and blame are opposites, and their
# vectors come to point apart. Do their weights differ as well? To be seen: both are large; a weight says that a word
# matters for the task, and opposites both do.

# %% [markdown] lang="ko"
# # 가중치가 크면 비슷한 낱말인가
# 어텐션(attention)을 낱말 벡터 바로 위에 둔 영화평 분류기입니다. 칭찬과 비판은 뜻이 반대이고 벡터도 서로 갈라집니다.
# 가중치도 다를까요? 둘 다 큽니다. 가중치는 낱말이 과제에 중요하다는 뜻이고, 반대말은 둘 다 중요합니다.

# %% train
import torch
from torch.nn.functional import normalize

from lab.attending import Attending, Words
from lab.reviews import SENSE, WORDS, Reviews
from lab.runs import Runs
from lab.training import train

SEEDS, INPUTS = range(5), 32
runs, task = Runs(SEEDS), Reviews("most")
model = Attending(runs, len(WORDS), INPUTS, Words(INPUTS))
train(model, task, runs, steps=500, batch=32, rate=5e-3, limit=5, enough=0.005)

# %% measure
positive, negative, other = (sense == SENSE for sense in (1, -1, 0))


@torch.no_grad()
def compare():
    """Return cosines inside and across the two kinds, and the score of each kind before the softmax, by seed."""
    vectors = model.table  # (seeds, words of the vocabulary, i)
    directions = normalize(vectors, dim=-1)
    scores = (torch.tanh(vectors @ model.W + model.b) @ model.v).squeeze(2)  # what the softmax is taken of
    praise, blame = directions[:, positive], directions[:, negative]
    n = praise.shape[1]
    inside = ((praise @ praise.mT).flatten(1).sum(1) - n) / (n * (n - 1))  # pairs of two different words
    across = (praise @ blame.mT).flatten(1).mean(1)
    return inside, across, scores[:, positive].mean(1), scores[:, negative].mean(1), scores[:, other].mean(1)


inside, across, praise, blame, rest = compare()

# %% findings
from further import both, claim, value

value("cosine-inside", inside)
value("cosine-across", across)
value("times-praise", (praise - rest).exp())  # how many times the mean weight of other words
value("times-blame", (blame - rest).exp())
claim(
    "opposites-weigh",
    torch.minimum(torch.minimum(praise, blame) - rest - 1, inside - across - 0.1),
    both(
        "Praise and blame both weigh far more than all other words, while their vectors point apart.",
        "칭찬하는 낱말과 비판하는 낱말은 둘 다 다른 낱말보다 가중치가 훨씬 크지만, 벡터는 서로 갈라집니다.",
    ),
)
