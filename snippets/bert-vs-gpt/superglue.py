# %% [markdown] lang="en"
# # GPT-3 against BERT, task by task
# Nothing is trained here: these are published results on SuperGLUE, eight tasks of understanding. BERT-Large was
# fine-tuned on all examples of each task; GPT-3 saw 32 of them in its prompt and no weight of it was changed. To be
# seen: on average GPT-3 is a little ahead; by task it wins some and loses some.

# %% [markdown] lang="ko"
# # GPT-3과 BERT를 과제별로
# 여기서는 아무것도 학습하지 않습니다. 이해력 과제 여덟 가지를 모은 SuperGLUE의 발표된 결과입니다. BERT-Large는 과제마다
# 모든 예제로 미세 조정(fine-tuning)했고, GPT-3은 프롬프트에서 예제 32개를 보았을 뿐 가중치를 하나도 바꾸지 않았습니다.
# 평균은 GPT-3이 조금 앞서지만 과제별로는 이기기도 하고 지기도 합니다.

# %% results
# Brown and others 2020, "Language Models are Few-Shot Learners", table 3.8, test sets:
# GPT-3 with 32 examples, BERT-Large fine-tuned, the best fine-tuned model of that time. Percent right; F1 for two.
RESULTS = {
    "BoolQ": (76.4, 77.4, 91.0),
    "CB": (75.6, 83.6, 96.9),
    "COPA": (92.0, 70.6, 94.8),
    "RTE": (69.0, 71.7, 92.5),
    "WiC": (49.4, 69.6, 76.1),
    "WSC": (80.1, 64.6, 93.8),
    "MultiRC (F1)": (75.4, 70.0, 88.2),
    "ReCoRD (F1)": (91.1, 72.0, 93.3),
}
AVERAGE = (71.8, 69.0, 89.0)
PARAMETERS = {"BERT-Large": 340e6, "GPT-3": 175e9}

# %% values
from further import both, claim, figure, table, value

for name, average in zip(("gpt", "bert", "best"), AVERAGE, strict=True):
    value(f"{name}-average", average)
won = [task for task, (gpt, bert, _) in RESULTS.items() if gpt > bert]
value("won", len(won))
value("count", len(RESULTS))
value("times-larger", round(PARAMETERS["GPT-3"] / PARAMETERS["BERT-Large"]))

# %% claims
claim(
    "wins-and-loses",
    len(won) == len(RESULTS) - len(won) and AVERAGE[0] > AVERAGE[1],
    both(
        "In the published results GPT-3 with 32 examples is ahead of fine-tuned BERT-Large on average, wins half "
        "of the eight tasks and loses the other half.",
        "발표된 결과에서 예제 32개를 본 GPT-3은 미세 조정한 BERT-Large를 평균에서 앞서지만, 여덟 과제 가운데 "
        "절반은 이기고 절반은 집니다.",
    ),
)
claim(
    "best-is-tuned",
    all(best > gpt for gpt, _, best in RESULTS.values()),
    both(
        "On every task the best fine-tuned model of the time is ahead of GPT-3.",
        "모든 과제에서 그 무렵 가장 좋은 미세 조정 모델이 GPT-3보다 앞섭니다.",
    ),
)

# %% what
WHAT = {
    "BoolQ": both("yes or no about a text", "글에 대한 예/아니요 물음"),
    "CB": both("does the text commit itself?", "글이 그렇다고 하는가"),
    "COPA": both("cause or effect", "원인과 결과 고르기"),
    "RTE": both("does it follow?", "앞 문장에서 따라 나오는가"),
    "WiC": both("same sense of a word in two sentences?", "두 문장에서 낱말의 뜻이 같은가"),
    "WSC": both("what does the pronoun mean?", "대명사가 가리키는 것"),
    "MultiRC (F1)": both("questions about a paragraph", "단락에 대한 물음"),
    "ReCoRD (F1)": both("the missing name in a news summary", "뉴스 요약에서 빠진 이름"),
}
HEADS = (
    both("task", "과제"),
    both("what is asked", "묻는 것"),
    both("GPT-3"),
    both("BERT-Large"),
    both("difference", "차이"),
)
by_gap = sorted(RESULTS, key=lambda task: RESULTS[task][1] - RESULTS[task][0])
rows = [(both(task), WHAT[task], *RESULTS[task][:2], RESULTS[task][0] - RESULTS[task][1]) for task in by_gap]
table(
    "results",
    [dict(zip(HEADS, row, strict=True)) for row in rows],
    {HEADS[2]: ".1f", HEADS[3]: ".1f", HEADS[4]: "+.1f"},
)

# %% chart
import altair as alt

NAMES = both("GPT-3"), both("BERT-Large")
points = [
    {"task": both(task), "model": name, "score": score}
    for task in by_gap
    for name, score in zip(NAMES, RESULTS[task], strict=False)
]
spans = [{"task": both(task), "gpt": RESULTS[task][0], "bert": RESULTS[task][1]} for task in by_gap]
y = alt.Y("task:N", title=None, sort=[both(task) for task in by_gap])
title = both("percent right, or F1", "맞힌 %, 또는 F1")
x = {"title": title, "scale": alt.Scale(domain=[40, 100], nice=False)}
bar = alt.Chart(alt.Data(values=spans)).mark_rule(strokeWidth=1.5, opacity=0.5)
bar = bar.encode(alt.X("gpt:Q", **x), y, x2="bert:Q")
model = {"title": None, "scale": alt.Scale(domain=list(NAMES))}
point = alt.Chart(alt.Data(values=points)).mark_point(filled=True, size=90, opacity=1)
point = point.encode(
    alt.X("score:Q", **x),
    y,
    alt.Color("model:N", **model),
    alt.Shape("model:N", **model),
    tooltip=[alt.Tooltip("model:N", title=both("model", "모델")), alt.Tooltip("score:Q", title=title, format=".1f")],
)
figure(
    "tasks",
    alt.layer(bar, point).properties(height=260),
    alt=both(
        "Results of GPT-3 with 32 examples and of fine-tuned BERT-Large on the eight tasks of SuperGLUE, from the "
        "task that GPT-3 wins by most to the one that it loses by most. It leads in COPA, ReCoRD, WSC and "
        "MultiRC, and is behind in BoolQ, RTE, CB and, by most, WiC.",
        "SuperGLUE 여덟 과제에서 예제 32개를 본 GPT-3과 미세 조정한 BERT-Large의 결과를 GPT-3이 가장 크게 이긴 "
        "과제부터 가장 크게 진 과제까지 늘어놓은 것. COPA, ReCoRD, WSC, MultiRC에서는 앞서고 BoolQ, RTE, CB에서는 "
        "뒤지며 WiC에서 가장 크게 뒤진다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# Two things differ at once, the model and the way of use, and the models differ in size five hundredfold. Which of it
# makes the difference on a task, these numbers cannot tell. The labels of the test sets are held back, and no spread
# over repeated runs was published with them.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 모델과 쓰는 방식이 한꺼번에 다르고 모델의 크기는 오백 배 차이가 납니다. 무엇이 차이를 만들었는지 이 숫자로는 가릴 수
# 없습니다. 시험 집합의 정답은 공개되지 않았고, 되풀이했을 때 결과가 얼마나 흩어지는지도 발표되지 않았습니다.
