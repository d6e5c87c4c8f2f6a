# %% [markdown] lang="en"
# # Does BLEU see the meaning?
# Twenty sentences a language, each with two outputs: a correct one in other words, and one that a small edit has made
# wrong (*approved* to *rejected*, *guilty* to *not guilty*). Which gets the higher score? To be seen: the wrong one,
# every time, and not with BLEU alone.

# %% [markdown] lang="ko"
# # BLEU는 뜻을 보는가
# 언어마다 문장 스무 개에 출력을 둘씩 붙입니다. 하나는 다른 말로 옮긴 맞는 문장, 하나는 조금 고쳐 뜻이 틀린
# 문장입니다(‘승인했다’를 ‘부결했다’로, ‘퇴원할 수 있다’를 ‘퇴원할 수 없다’로). 어느 쪽 점수가 높은지 묻습니다. 매번
# 틀린 쪽이 높으며, BLEU만 그런 것도 아닙니다.

# %% triples
from pathlib import Path

import lab
from lab.scores import corpus, sentences

LINES = Path(lab.__file__).with_name("triples.txt").read_text(encoding="utf-8").splitlines()
rows = [line.split(" | ") for line in LINES if not line.startswith("#")]
triples = {lang: [row[2:] for row in rows if row[0] == lang] for lang in ("en", "ko")}
for reference, paraphrase, wrong in triples["en"][:2]:
    print(reference, paraphrase, wrong, sep="\n", end="\n\n")

# %% [markdown] lang="en"
# ## Scores
# Tokens are those of 13a for English; for Korean also the morphemes of ko-mecab, which sacrebleu advises. The edits are
# minimal and the paraphrases free: this shows what can happen, not how often it does in the output of a system.

# %% [markdown] lang="ko"
# ## 점수
# 토큰은 영어에서 13a, 한국어에서는 sacrebleu가 권하는 ko-mecab 형태소도 씁니다. 되도록 조금 고친 문장과 마음껏 바꿔 쓴
# 문장을 견주므로, 이런 일이 일어날 수 있음을 보일 뿐 실제 시스템의 출력에서 얼마나 잦은지는 보이지 않습니다.

# %% scores
METRICS = {"en": ("13a", "char", "chrf", "ter"), "ko": ("13a", "char", "ko-mecab", "chrf", "ter")}
scores = {}  # language, metric: scores of the paraphrases and of the wrong sentences
for lang, metrics in METRICS.items():
    reference, paraphrase, wrong = map(list, zip(*triples[lang], strict=True))
    for name in metrics:
        scores[lang, name] = [sentences(outputs, reference, name) for outputs in (paraphrase, wrong)]


def wins(lang: str, name: str) -> int:
    """Return how many wrong sentences score better than the correct paraphrase; of TER, less is better."""
    sign = -1 if name == "ter" else 1
    return sum(sign * bad > sign * good for good, bad in zip(*scores[lang, name], strict=True))


# %% values
from statistics import fmean

from further import both, claim, figure, table, value

MAIN = {"en": "13a", "ko": "ko-mecab"}
for i, kind in enumerate(("paraphrase", "wrong"), start=1):
    pairs = {lang: ([row[i] for row in triples[lang]], [row[0] for row in triples[lang]]) for lang in triples}
    value(f"corpus-{kind}", both(*(corpus(*pairs[lang], MAIN[lang]).score for lang in triples)))
value("least-gap", both(*(min(b - a for a, b in zip(*scores[lang, MAIN[lang]], strict=True)) for lang in triples)))
NAMES = {"13a": "BLEU, 13a", "char": "BLEU, char", "ko-mecab": "BLEU, ko-mecab", "chrf": "chrF", "ter": "TER"}
table(
    "metrics",
    [
        {
            both("language", "언어"): {"en": both("English", "영어"), "ko": both("Korean", "한국어")}[lang],
            both("metric", "지표"): both(NAMES[name]),
            both("paraphrase, mean", "바꿔 쓴 문장 평균"): fmean(scores[lang, name][0]),
            both("wrong, mean", "틀린 문장 평균"): fmean(scores[lang, name][1]),
            both("wrong scores better", "틀린 쪽이 나은 경우"): both(f"{wins(lang, name)} / 20"),
        }
        for lang, name in scores
    ],
    formats={both("paraphrase, mean", "바꿔 쓴 문장 평균"): ".1f", both("wrong, mean", "틀린 문장 평균"): ".1f"},
)

# %% claims
claim(
    "wrong-wins",
    all(wins(lang, name) == 20 for lang, name in scores if name not in ("chrf", "ter")),
    both(
        "In all twenty English and all twenty Korean sentences BLEU prefers the wrong meaning to the correct "
        "paraphrase, whatever the tokens.",
        "영어 스무 문장과 한국어 스무 문장 모두에서, 어떤 토큰을 쓰든 BLEU는 바꿔 쓴 맞는 문장보다 뜻이 틀린 문장에 "
        "높은 점수를 줍니다.",
    ),
)
claim(
    "not-bleu-alone",
    all(wins(lang, name) == 20 for lang, name in scores if name in ("chrf", "ter")),
    both(
        "chrF and TER, which compare strings too, prefer it just as often.",
        "글자열을 견주는 chrF와 TER도 똑같이 매번 틀린 쪽을 높게 칩니다.",
    ),
)

# %% [markdown] lang="en"
# ## A synonym costs what the opposite costs
# One word of a sentence becomes a synonym, its opposite or its negation; or two words become synonyms. For the count
# all of these are one thing: not the words of the reference.

# %% [markdown] lang="ko"
# ## 유의어와 반의어의 값은 같다
# 문장의 낱말 하나를 유의어, 반의어, 부정으로 바꾸거나 낱말 둘을 유의어로 바꿉니다. 세는 쪽에서는 모두 그저 참조 번역의
# 낱말이 아닌 것입니다.

# %% swaps
SWAPS = {  # a frame; its words in the reference, two synonyms, opposite and negation of the first word
    "en": [
        (
            "The committee {} the new budget after a long {}.",
            "approved debate",
            "endorsed discussion",
            "rejected",
            "did not approve",
        ),
        ("The company will {} two hundred {} next year.", "hire workers", "recruit employees", "dismiss", "not hire"),
        ("Prices are expected to {} {} this winter.", "rise sharply", "climb steeply", "fall", "not rise"),
        ("The new bridge is {} for heavy {}.", "safe trucks", "secure lorries", "dangerous", "not safe"),
    ],
    "ko": [
        ("위원회는 오랜 {1} 끝에 새 예산안을 {0}.", "승인했다 토론", "통과시켰다 논의", "부결했다", "승인하지 않았다"),
        ("회사는 내년에 {1} 이백 명을 {0}.", "채용한다 직원", "뽑는다 사원", "해고한다", "채용하지 않는다"),
        ("올겨울에는 물가가 {1} {0} 것으로 보인다.", "오를 크게", "뛸 많이", "내릴", "오르지 않을"),
        ("새로 놓은 이 {1} 무거운 트럭에도 {0}.", "안전하다 다리는", "튼튼하다 교량은", "위험하다", "안전하지 않다"),
    ],
}

# %% costs


def costs(lang: str) -> dict[str, list[float]]:
    """Return what each edit costs, in points of BLEU (13a), a number for each sentence."""
    edits = {"synonym": [], "opposite": [], "negation": [], "synonyms": []}
    for frame, words, synonyms, opposite, negation in SWAPS[lang]:
        (first, second), (other, another) = words.split(), synonyms.split()
        outputs = [(other, second), (opposite, second), (negation, second), (other, another)]
        scores = sentences([frame.format(*pair) for pair in outputs], [frame.format(first, second)] * 4)
        for kind, score in zip(edits, scores, strict=True):
            edits[kind].append(100 - score)
    return edits


lost = {lang: costs(lang) for lang in SWAPS}
for kind in lost["en"]:
    value(f"cost-{kind}", both(lost["en"][kind], lost["ko"][kind]))

# %% cost-claims
claim(
    "opposite",
    all(lost[lang]["synonym"] == lost[lang]["opposite"] for lang in lost),
    both(
        "With 13a tokens a synonym in one place costs exactly as much as the opposite.",
        "13a 토큰에서 한 낱말을 유의어로 바꾼 값과 반의어로 바꾼 값은 정확히 같습니다.",
    ),
)
claim(
    "negation",
    all(no < two for lang in lost for no, two in zip(lost[lang]["negation"], lost[lang]["synonyms"], strict=True)),
    both(
        "In all eight sentences a negation costs less than two synonyms.",
        "여덟 문장 모두에서 부정문으로 만든 값은 낱말 둘을 유의어로 바꾼 값보다 쌉니다.",
    ),
)

# %% [markdown] lang="en"
# ## The figure
# The sentences were written to break the metric: free paraphrases against minimal edits. How often a system makes such
# errors, and how much they weigh for people, is not shown.

# %% [markdown] lang="ko"
# ## 그림
# 지표가 틀리도록 쓴 문장입니다. 마음껏 바꿔 쓴 문장과 되도록 조금 고친 문장을 견주었습니다. 시스템이 이런 잘못을 얼마나
# 자주 저지르는지, 사람에게 얼마나 나쁜지는 보이지 않습니다.

# %% chart
import altair as alt

KINDS = (both("correct paraphrase", "바꿔 쓴 맞는 문장"), both("wrong meaning", "뜻이 틀린 문장"))


def dots(lang: str):
    """Yield two dots for each reference, shown by the words that the edit changed."""
    for number, ((reference, *_), *both_scores) in enumerate(
        zip(triples[lang], *scores[lang, MAIN[lang]], strict=True)
    ):
        for kind, score in zip(KINDS, both_scores, strict=True):
            yield {"row": number, "reference": both(reference), "kind": kind, "score": round(score, 1)}


def draw(lang: str) -> alt.LayerChart:
    """Draw a row for each reference: two dots and the line between them."""
    kind = {"title": None, "scale": alt.Scale(domain=list(KINDS))}
    rows = alt.Chart(alt.Data(values=list(dots(lang)))).encode(
        alt.X("score:Q", title=both("BLEU of the sentence", "문장의 BLEU"), scale=alt.Scale(domain=[0, 100])),
        alt.Y("row:O", title=both("twenty sentences", "문장 스무 개"), axis=alt.Axis(labels=False, ticks=False)),
    )
    tips = [
        alt.Tooltip("reference:N", title=both("reference", "참조 번역")),
        alt.Tooltip("score:Q", title=both("BLEU"), format=".1f"),
    ]
    lines = rows.mark_line(strokeWidth=1).encode(detail="row:O")
    points = rows.mark_point(filled=True, size=80).encode(
        alt.Color("kind:N", **kind), alt.Shape("kind:N", **kind), tooltip=tips
    )
    return alt.layer(lines, points).properties(height=340)


# %% figure
figure(
    "triples",
    both(*map(draw, triples)),
    alt=both(
        "Twenty rows with two dots each: sentence BLEU of a correct paraphrase, always under forty, and of a sentence "
        "with a wrong meaning, always to the right of it, mostly beyond fifty.",
        "문장 스무 개를 행으로 놓고 점을 둘씩 찍었다. 바꿔 쓴 맞는 문장의 BLEU는 늘 왼쪽 끝에 몰려 있고, 뜻이 틀린 "
        "문장의 BLEU는 행마다 그 오른쪽에 있으며 대부분 50을 넘는다.",
    ),
)
