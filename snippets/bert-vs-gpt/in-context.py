# ---
# timeout: 1200
# ---

# %% [markdown] lang="en"
# # Learning from the prompt, with frozen weights
# A prompt shows words with labels and asks for the label of one more: *dog C peach A cat …*. What the labels mean is
# different in every prompt. To be seen: with its weights frozen a small GPT-2 gets better with every example, also
# under conventions that it never met; a GPT-2 trained on a single convention does not.

# %% [markdown] lang="ko"
# # 가중치는 그대로, 프롬프트에서 배우기
# 프롬프트(prompt)는 낱말과 이름표를 몇 쌍 보여 준 뒤 낱말 하나의 이름표를 묻습니다. ‘개 다 복숭아 가 고양이 …’처럼 쓰며
# 이름표의 뜻은 프롬프트마다 다릅니다. 작은 GPT-2는 가중치(weight)를 그대로 둔 채 예가 늘수록 더 잘 맞히고, 본 적이 없는
# 약속에서도 그렇습니다. 약속 하나로만 학습한 GPT-2는 그렇지 않습니다.

# %% [markdown] lang="en"
# ## Training
# Of 120 conventions 90 are trained on; all tests are on the other 30. The loss is that of a language model, at the
# places of the labels. The control is trained in the same way on one convention only.

# %% [markdown] lang="ko"
# ## 학습
# 약속 120가지 가운데 90가지로 학습하고 시험은 모두 나머지 30가지로 합니다. 손실은 이름표 자리에서 구한 언어 모델의
# 손실입니다. 비교할 모델은 약속 하나로만 똑같이 학습합니다.

# %% train
from lab import conventions
from lab.pretrain import build, train

SEEDS = range(5)
STEPS, BATCH, WIDTH, LAYERS = 550, 64, 48, 3
trained_on, never_met = conventions.conventions()
tokenizer = conventions.tokenizer()


def learn(seed, steps, among):
    """Return a GPT-2 that has read prompts with the conventions ``among``."""
    return train(build("gpt", tokenizer, seed, WIDTH, LAYERS), conventions.course(seed, steps, BATCH, among))


many = [learn(seed, STEPS, trained_on) for seed in SEEDS]
one = [learn(seed, STEPS // 5, trained_on[:1]) for seed in SEEDS]  # a single convention is soon learned

# %% [markdown] lang="en"
# ## How many examples?
# Every prompt is asked for the label of its first word, of its second, and so on: with no example, with one, …

# %% [markdown] lang="ko"
# ## 예는 몇 개가 필요할까
# 프롬프트마다 첫 낱말의 이름표, 둘째 낱말의 이름표를 차례로 묻습니다. 예가 없을 때, 하나일 때, 둘일 때의 물음입니다.

# %% shots
import numpy as np
import torch

from lab.predict import scores


def answers(model, rows):
    """Return which labels the model gives right, (prompts, pairs), of prompts, (prompts, 2 * pairs)."""
    return scores(model, rows)[:, ::2].argmax(-1) == rows[:, 1::2]


def situation(word):
    """Tell what the examples before each word show, (prompts, pairs): 2 the word, 1 only its kind, 0 neither."""
    pairs = word.shape[1]
    before = torch.ones(pairs, pairs).tril(-1).bool()
    same = ((word[:, :, None] == word[:, None]) & before).any(-1)
    kind = ((word[:, :, None] // 3 == word[:, None] // 3) & before).any(-1)
    return same.int() + kind.int()


frozen = [{name: each.clone() for name, each in model.state_dict().items()} for model in many]
rows, word = conventions.draw(99, 1000, never_met)
by_shots = {
    name: np.array([answers(model, rows).float().mean(0).tolist() for model in models])
    for name, models in {"many": many, "one": one}.items()
}  # each (seeds, examples)
shown = situation(word)
by_situation = {n: [answers(model, rows)[shown == n].float().mean().item() for model in many] for n in (0, 1, 2)}
own, _ = conventions.draw(98, 200, trained_on[:1])
untouched = all(
    torch.equal(each, model.state_dict()[name])
    for model, copy in zip(many, frozen, strict=True)
    for name, each in copy.items()
)

# %% values
from further import both, claim, figure, value

for name, table in by_shots.items():
    for n in (0, 1, 3, 7):
        value(f"{name}-{n}", table[:, n])
for n, name in enumerate(("nothing-shown", "kind-shown", "word-shown")):
    value(name, by_situation[n])
value("one-own", [answers(model, own).float().mean().item() for model in one])
value("parameters", many[0].num_parameters())

# %% claims
claim(
    "frozen",
    untouched,
    both("No weight changes while the examples are read.", "예를 읽는 동안 가중치는 하나도 바뀌지 않습니다."),
)
claim(
    "examples-help",
    by_shots["many"][:, -1] - by_shots["many"][:, 0] - 0.4,
    both(
        "With seven examples far more labels are right than with none, under conventions never trained on.",
        "학습하지 않은 약속에서도 예가 일곱 개면 하나도 없을 때보다 이름표를 훨씬 많이 맞힙니다.",
    ),
)
claim(
    "by-kind",
    np.array(by_situation[1]) - np.array(by_situation[0]) - 0.3,
    both(
        "A word that was not among the examples gets its label right far more often when its kind was shown.",
        "예에 없던 낱말도 같은 종류가 예에 나왔으면 이름표를 훨씬 자주 맞힙니다.",
    ),
)
claim(
    "one-convention",
    0.1 - np.abs(by_shots["one"] - by_shots["one"][:, :1]).max(axis=1),
    both(
        "The model trained on one convention gains next to nothing from examples of another.",
        "약속 하나로만 학습한 모델은 다른 약속의 예를 보여 주어도 거의 나아지지 않습니다.",
    ),
)

# %% chart
from lab.charts import Axis, lines, over_seeds

NAMES = {"many": both("many conventions", "약속 여럿"), "one": both("one convention", "약속 하나")}
counts = list(range(conventions.PAIRS))
figure(
    "shots",
    lines(
        [row for name in NAMES for row in over_seeds(name, counts, by_shots[name])],
        NAMES,
        Axis(both("examples in the prompt", "프롬프트의 예"), (0, 7), counts),
        Axis(both("labels right", "맞힌 이름표"), (0, 1), (0, 0.25, 0.5, 0.75, 1), ".0%"),
        point=True,
    ),
    alt=both(
        "Share of right labels against the number of examples, 0 to 7. Trained on many conventions, the model "
        "rises steeply with the first examples and on towards the top. Trained on one, it stays low whatever the "
        "examples.",
        "예의 개수(0~7)에 따른 맞힌 이름표의 비율. 약속 여럿으로 학습한 모델은 처음 몇 개에서 가파르게 오르고 그 "
        "뒤로도 오른다. 약속 하나로 학습한 모델은 예가 몇 개든 낮게 머문다.",
    ),
)

# %% keep
from further import keep
from lab.packing import pack

keep("many", pack(many))

# %% [markdown] lang="en"
# ## What this does not show
# The model was trained on prompts of just this form, so that reading the convention was the only way to do well. GPT-3
# met nothing so neat; lists, tables, glossaries and dialogues of the web play that part, it is thought. And what is
# learned here is to match kinds that were known before; nothing new about dogs or peaches is learned from a prompt.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 이 모델은 바로 이런 꼴의 프롬프트로 학습했으므로 약속을 읽어 내는 것만이 잘하는 길이었습니다. GPT-3이 읽은 글은 이렇게
# 반듯하지 않으며, 웹에 있는 목록, 표, 용어집, 대화가 그 구실을 했으리라고 짐작할 뿐입니다. 또한 여기서 배운 것은 이미
# 아는 종류를 약속에 맞추는 일입니다. 개나 복숭아에 대해 새로운 것을 프롬프트에서 배우지는 않습니다.
