# %% [markdown] lang="en"
# # Choose a prompt
# The small GPT-2 of the experiment on learning from the prompt, as it is: what does it say to prompts that the reader
# puts together? To choose are a convention that it was never trained on, a word to ask for, and an example of each
# kind, or none. The word asked for is never among them. To be seen: what counts is an example of the word's own kind.

# %% [markdown] lang="ko"
# # 프롬프트 고르기
# 프롬프트에서 배우는 실험에서 학습한 작은 GPT-2를 그대로 가져와, 읽는 사람이 짜 맞춘 프롬프트(prompt)에 어떻게 답하는지
# 봅니다. 학습한 적이 없는 약속, 물을 낱말, 종류마다 보여 줄 예를 고르며 예를 빼도 됩니다. 물을 낱말은 예에 나오지
# 않습니다. 답을 좌우하는 것은 물은 낱말과 같은 종류의 예입니다.

# %% models
from further import kept
from lab import conventions
from lab.packing import unpack

tokenizer = conventions.tokenizer()
many = unpack("gpt", tokenizer, kept("in-context", "many"))  # one for each seed
_, never_met = conventions.conventions()

# %% ask
from itertools import product

import numpy as np

from lab import vocabulary
from lab.predict import scores

NONE = ""
EXAMPLES = {"animal": (NONE, "dog", "horse"), "fruit": (NONE, "peach", "grape"), "vehicle": (NONE, "train", "truck")}
ASKED = ("cat", "apple", "bus")  # the third word of each kind


def chances(examples, asked, convention):
    """Return how likely the models find each label after a prompt, (seeds, labels)."""
    rows = vocabulary.numbers(tokenizer, [conventions.prompt(examples, asked, convention)])[
        :, 1:-1
    ]  # without the frame
    labels = tokenizer.convert_tokens_to_ids(list(conventions.LABELS))
    return np.array([scores(model, rows)[0, -1].softmax(0)[labels].tolist() for model in many])


def written(lang, examples, asked, convention):
    """Return a prompt as a page shows it."""
    shown = conventions.SHOWN[lang]
    pairs = [f"{shown[word]} {shown[conventions.label(word, convention)]}" for word in examples]
    parts = [*pairs, f"{shown[asked]} ?"]
    return "\n".join(" · ".join(parts[n : n + 3]) for n in range(0, len(parts), 3))  # three pairs fit a phone


def taken(which):
    """Return the examples that are chosen, given as the place of each kind's choice in its menu, (3,)."""
    choices = (words[n] for words, n in zip(EXAMPLES.values(), which, strict=True))
    return [word for word in choices if word != NONE]


offered = never_met[:2]
ROWS = list(product(range(3), repeat=len(EXAMPLES)))  # every choice of examples
said = {
    (c, which, w): chances(taken(which), asked, convention)
    for c, convention in enumerate(offered)
    for which in ROWS
    for w, asked in enumerate(ASKED)
}

# %% menus
import altair as alt

from further import both, claim, figure
from lab.conventions import LABELS, SHOWN, label

KIND_NAMES = {"en": ("animal", "fruit", "vehicle"), "ko": ("동물", "과일", "탈것")}
NOTHING = {"en": "none", "ko": "없음"}


def in_both(make):
    """Return a text in both languages, from what makes it in one."""
    return both(make("en"), make("ko"))


def example_menu(k, kind):
    """Return the menu for the example of one kind."""
    labels = [in_both(lambda lang, word=word: SHOWN[lang].get(word, NOTHING[lang])) for word in EXAMPLES[kind]]
    name = in_both(lambda lang: {"en": f"example: {kind} ", "ko": f"{KIND_NAMES['ko'][k]}의 예 "}[lang])
    return alt.param(name=kind, value=1, bind=alt.binding_select(options=[0, 1, 2], labels=labels, name=name))


def convention_name(lang, convention):
    """Return what a menu calls a convention."""
    return ", ".join(f"{k} {SHOWN[lang][name]}" for k, name in zip(KIND_NAMES[lang], convention, strict=True))


menu = {
    "convention": alt.param(
        name="convention",
        value=0,
        bind=alt.binding_select(
            options=list(range(len(offered))),
            labels=[in_both(lambda lang, each=each: convention_name(lang, each)) for each in offered],
            name=both("convention ", "약속 "),
        ),
    ),
    "asked": alt.param(
        name="asked",
        value=0,
        bind=alt.binding_select(
            options=list(range(len(ASKED))),
            labels=[in_both(lambda lang, each=each: SHOWN[lang][each]) for each in ASKED],
            name=both("word asked for ", "물을 낱말 "),
        ),
    ),
}
menu |= {kind: example_menu(k, kind) for k, kind in enumerate(EXAMPLES)}

# %% claims
EACH, NO = (1, 1, 1), (0, 0, 0)


def gain(less):
    """Return by how much an example of each kind makes the right label likelier than ``less`` does, (seeds,)."""
    gains = []
    for c, w in product(range(len(offered)), range(len(ASKED))):
        n = LABELS.index(label(ASKED[w], offered[c]))
        gains.append(said[c, EACH, w][:, n] - said[c, less(w), w][:, n])
    return np.mean(gains, axis=0)


claim(
    "one-example-each",
    gain(lambda w: NO) - 0.2,
    both(
        "One example of each kind makes the right label far likelier than no example.",
        "종류마다 예를 하나씩 보여 주면 맞는 이름표의 확률이 예가 없을 때보다 훨씬 높아집니다.",
    ),
)
claim(
    "own-kind",
    gain(lambda w: tuple(int(k != w) for k in range(3))) - 0.2,
    both(
        "Without the example of the word's own kind, the right label is far less likely.",
        "물은 낱말과 같은 종류의 예를 빼면 맞는 이름표의 확률이 훨씬 낮아집니다.",
    ),
)

# %% explore
asked_for = "datum.c == convention && datum.w == asked"
chosen = f"{asked_for} && datum.e == animal + 3 * fruit + 9 * vehicle"


def code(which):
    """Return one number for a choice of examples."""
    return which[0] + 3 * which[1] + 9 * which[2]


bars = [  # one row for each prompt, with a column of six numbers for each thing to draw
    {"c": c, "e": code(which), "w": w, "l": list(range(len(LABELS)))}
    | {"text": in_both(lambda lang, k=(c, which, w): written(lang, taken(k[1]), ASKED[k[2]], offered[k[0]]))}
    | {"right": [name == label(ASKED[w], offered[c]) for name in LABELS]}
    | {key: of(0).round(3).tolist() for key, of in {"p": table.mean, "low": table.min, "high": table.max}.items()}
    for (c, which, w), table in said.items()
]
spelled = ", ".join(f"'{in_both(lambda lang, each=each: SHOWN[lang][each])}'" for each in LABELS)

title = both("probability of the next word", "다음 낱말이 될 확률")
KEY = both("after the examples", "예를 본 뒤"), both("without examples", "예가 없을 때")
key = {"title": None, "scale": alt.Scale(domain=list(KEY)), "legend": alt.Legend(orient="bottom")}
y = alt.Y("label:N", title=None, axis=alt.Axis(ticks=False, domain=False))
x = {"scale": alt.Scale(domain=[0, 1]), "axis": alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])}
tips = [
    alt.Tooltip("prompt:N", title=both("prompt", "프롬프트")),
    alt.Tooltip("label:N", title=both("label", "이름표")),
    alt.Tooltip("p:Q", title=both("mean", "평균"), format=".1%"),
    alt.Tooltip("low:Q", title=both("least", "최소"), format=".1%"),
    alt.Tooltip("high:Q", title=both("largest", "최대"), format=".1%"),
]
look = alt.condition("datum.right", alt.value(0.85), alt.value(0.3))
every = alt.Chart(alt.Data(values=bars))
plain = every.transform_filter("datum.e == 0").transform_filter(asked_for)  # the table of the data keeps the first
base, before = (
    some.transform_flatten(["l", "right", "p", "low", "high"]).transform_calculate(
        label=f"[{spelled}][datum.l]", when=f"'{name}'", prompt=r"replace(datum.text, '\n', ' · ')"
    )
    for some, name in zip((every.transform_filter(chosen), plain), KEY, strict=True)
)
bar = base.mark_bar(size=16).encode(
    alt.X("p:Q", title=title, **x), y, alt.Color("when:N", **key), opacity=look, tooltip=tips
)
spread = base.mark_rule(strokeWidth=1.5).encode(alt.X("low:Q", title=title, **x), y, x2="high:Q")
before = before.mark_tick(thickness=2.5, height=16).encode(
    alt.X("p:Q", title=title, **x), y, alt.Color("when:N", **key), tooltip=tips
)
text = (
    every.transform_filter(chosen)
    .mark_text(align="left", baseline="bottom", fontSize=15, fontWeight=600, lineBreak="\n", lineHeight=19)
    .encode(alt.XValue(0), alt.YValue(-50), text="text:N")
)
figure(
    "prompt",
    alt.layer(bar, spread, before, text).add_params(*menu.values()).properties(height=170),
    alt=both(
        "Bars of the probability that the frozen models give each of six labels after a prompt with three "
        "examples, one of each kind. By far the longest is that of the label that the animal among the examples "
        "had; the word asked for is another animal. Strokes show what the models say without any example: a "
        "little for each label.",
        "예 세 개를 종류마다 하나씩 보여 준 프롬프트 뒤에 모델이 여섯 이름표에 주는 확률의 막대. 예에 나온 동물의 "
        "이름표가 다른 것보다 훨씬 길며, 물은 낱말은 다른 동물이다. 예가 없을 때의 확률은 짧은 선으로 나타냈으며 "
        "이름표마다 조금씩이다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Two conventions, three words and at most one example of each kind are shown here; how the models do on average, and
# with more examples, is measured in the experiment that trained them.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 여기 나오는 것은 약속 두 가지, 낱말 세 개, 종류마다 많아야 하나인 예뿐입니다. 평균이 어떤지, 예가 더 많으면
# 어떤지는 모델을 학습한 실험에서 쟀습니다.
