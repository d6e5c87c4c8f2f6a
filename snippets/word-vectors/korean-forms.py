# %% [markdown] lang="en"
# # How many forms does a Korean verb have?
# Korean writes particles and endings onto the word, so a verb has many forms (26 here), and what stands between two
# spaces, the *eojeol*, is seldom seen twice. Does one text show the words that the next one needs? Asked of the same
# clauses in Korean and in English, then of a real text. To be seen: split at spaces Korean meets far more unknown
# words, split into morphemes it does not.

# %% [markdown] lang="ko"
# # 한국어 동사는 꼴이 몇 개인가
# 한국어는 조사와 어미를 낱말에 붙여 쓰므로 동사 하나에 꼴이 여럿이고(여기서는 26개), 띄어쓰기 단위인 어절(eojeol)은
# 똑같은 것이 다시 나오는 일이 드뭅니다. 지금까지 읽은 글에 다음 글의 낱말이 다 들어 있는지 묻습니다. 한국어와 영어로
# 같은 말을 하는 문장에서 먼저 세고, 이어서 실제 글에서 셉니다. 띄어쓰기로 나누면 처음 보는 낱말이 훨씬 많고,
# 형태소(morpheme)로 나누면 그렇지 않습니다.

# %% [markdown] lang="en"
# ## One verb, 26 forms
# 40 stems, eight of them irregular, times 26 endings. Kiwi joins them, so that 돕 (help) with 었다 (past) is 도왔다. It
# also takes words apart again. How often does it find the stem: in the verb alone, and with the object before it?

# %% [markdown] lang="ko"
# ## 동사 하나에 꼴이 26개
# 어간 40개에 어미 26개를 붙입니다. 어간 가운데 여덟 개는 불규칙 활용을 합니다. ‘돕’에 ‘었다’가 붙어 ‘도왔다’가 되는
# 일은 형태소 분석기(morphological analyser) Kiwi가 맡습니다. 거꾸로 꼴을 다시 나누는 일도 합니다. 동사만 있을 때와
# 앞에 목적어가 있을 때, 어간을 얼마나 자주 찾아내는지 잽니다.

# %% forms
from further import both, claim, figure, table, value
from lab.clauses import ENDINGS, VERBS, form

PAIRS = [(verb, ending) for verb in range(len(VERBS)) for ending in range(len(ENDINGS))]
forms = {form(verb, ending) for verb, ending in PAIRS}  # every one differs from every other
parts = {verb.stem for verb in VERBS} | {part for ending in ENDINGS for part, _ in ending.morphemes}

value("forms", len(forms))
value("parts", len(parts))  # stems and the morphemes that endings are made of
value("english-forms", len({word for verb in VERBS for word in verb.forms}))

# %% some-forms
HELP = next(i for i, verb in enumerate(VERBS) if verb.stem == "돕")
SOME = [0, 1, 5, 18, 19, 22, 25]  # seven of the 26 endings
WHO, WHAT = "she", "neighbours"


def row(ending):
    """Show one form: as it is written, by morphemes, and what English says."""
    morphemes = " + ".join(["돕", *(part for part, _ in ENDINGS[ending].morphemes)])
    plain, s, past, ing = VERBS[HELP].forms
    english = ENDINGS[ending].frame.format(who=WHO, what=WHAT, plain=plain, s=s, past=past, ing=ing)
    heads = both("one word in Korean", "한국어는 한 낱말"), both("its morphemes", "형태소"), both("in English", "영어")
    return dict(zip(heads, map(both, (form(HELP, ending), morphemes, english)), strict=True))


table("some-forms", [row(ending) for ending in SOME])

# %% analyser
from lab.korean import analyse, join


def finds_stem(verb, text):
    """Whether the last eojeol of a text has the stem among its morphemes."""
    return VERBS[verb].stem in analyse(text)[-1][1]


alone = [finds_stem(verb, form(verb, ending)) for verb, ending in PAIRS]
phrases = [
    finds_stem(verb, join((thing, "NNG"), ("을", "JKO")) + " " + form(verb, ending))
    for verb, ending in PAIRS
    for thing in VERBS[verb].objects
]

# %% analyser-claim
share_alone, share_phrase = sum(alone) / len(alone), sum(phrases) / len(phrases)
value("stem-found-alone", share_alone)
value("stem-found-phrase", share_phrase)
claim(
    "neighbours-help",
    share_phrase > share_alone,
    both(
        "The analyser finds the stem more often when the object stands before the verb.",
        "형태소 분석기는 동사 앞에 목적어가 있을 때 어간을 더 자주 찾아냅니다.",
    ),
)

# %% [markdown] lang="en"
# ## Real sentences, analysed
# A law, a poem and a story (the latter two in modern spelling), as the analyser takes them apart. It needs the
# sentence: 나는 is *I* with a particle here, and would be *flying* elsewhere.

# %% [markdown] lang="ko"
# ## 실제 문장 분석하기
# 법조문과 시와 소설에서 한 문장씩 골라(시와 소설은 현대 표기) 분석기로 나눕니다. 분석기는 문장 전체를 봅니다. 여기
# 나온 ‘나는’은 대명사 ‘나’에 조사가 붙은 것이지만, 다른 문장에서는 ‘날다’의 꼴일 수 있습니다.

# %% sentences
SENTENCES = {
    both("Constitution of Korea, article 1: all power comes from the people", "대한민국헌법 제1조 제2항"): (
        "모든 권력은 국민으로부터 나온다."
    ),
    both("Yun Dong-ju, 1941: even a wind that stirred the leaves made me suffer", "윤동주, 「서시」 (1941)"): (
        "잎새에 이는 바람에도 나는 괴로워했다."
    ),
    both("Lee Hyo-seok, 1936: the hillside was all buckwheat", "이효석, 「메밀꽃 필 무렵」 (1936)"): (
        "산허리는 온통 메밀밭이어서"
    ),
}


# %% taken-apart
def taken_apart(sentence):
    """Write a sentence with its morphemes: a space between eojeol, a plus between the morphemes of one."""
    return " ".join("+".join(morphemes) for _, morphemes in analyse(sentence))


SOURCE, WRITTEN, TAKEN_APART = both("source", "출처"), both("as written", "쓰인 대로"), both("by morphemes", "형태소로")
rows = [
    {SOURCE: source, WRITTEN: both(text), TAKEN_APART: both(taken_apart(text))} for source, text in SENTENCES.items()
]
table("sentences", rows)

# %% [markdown] lang="en"
# ## What the next clause needs
# A clause says who does what, in Korean (split at spaces, or into the analyser's morphemes) and in English. After a
# number of training clauses, how many new clauses contain something never seen? Counted by clause, since units differ
# in how many of them a clause has.

# %% [markdown] lang="ko"
# ## 다음 문장에 필요한 낱말
# 누가 무엇을 한다는 짧은 문장을 한국어(띄어쓰기 단위, 또는 분석기가 나눈 형태소)와 영어로 똑같이 만듭니다. 학습 문장을
# 어느 만큼 읽은 뒤, 새 문장 가운데 처음 보는 것이 든 문장의 비율을 잽니다. 단위마다 한 문장에 든 개수가 다르므로 문장
# 수로 셉니다.

# %% clauses
from lab.clauses import clauses

SEEDS = range(6)
SIZES = (100, 300, 1000, 3000, 10_000)  # training clauses
TEST = 2000  # new clauses

UNITS = {
    "eojeol": lambda clause: clause.eojeol,
    "morphemes": lambda clause: sum(clause.morphemes, ()),
    "english": lambda clause: clause.english,
}
example = next(clauses(1, seed=7))
for name, units in UNITS.items():
    print(f"{name:10}", *units(example))

# %% unknown
import numpy as np


def unknown(units, drawn):
    """Return the share of test clauses with an unseen unit, for each size of the training text, (sizes,)."""
    texts = [units(clause) for clause in drawn]
    seen = [{unit for text in texts[:size] for unit in text} for size in SIZES]
    return [np.mean([not known.issuperset(text) for text in texts[-TEST:]]) for known in seen]


drawn = [list(clauses(SIZES[-1] + TEST, seed)) for seed in SEEDS]
shares = {name: np.array([unknown(units, each) for each in drawn]) for name, units in UNITS.items()}  # (seeds, sizes)
for name in UNITS:
    value(f"unknown-{name}", shares[name][:, SIZES.index(1000)])
    value(f"types-{name}", len({unit for clause in drawn[0] for unit in UNITS[name](clause)}))

# %% unknown-claims
at = SIZES.index(300)
claim(
    "spaces-fail",
    (shares["eojeol"] - shares["english"])[:, at],
    both(
        "After 300 clauses, a new Korean clause split at spaces holds an unseen word more often than the same clause "
        "in English.",
        "300문장을 읽은 뒤, 띄어쓰기로 나눈 한국어 새 문장에는 내용이 같은 영어보다 처음 보는 낱말이 더 자주 들어 "
        "있습니다.",
    ),
)
claim(
    "morphemes-keep-up",
    (shares["english"] - shares["morphemes"])[:, at],
    both(
        "After 300 clauses, a new Korean clause split into morphemes holds something unseen no more often than the "
        "English one.",
        "300문장을 읽은 뒤, 형태소로 나눈 한국어 새 문장에 처음 보는 것이 든 경우는 영어보다 많지 않습니다.",
    ),
)

# %% unknown-chart
import altair as alt

NAMES = {
    "eojeol": both("Korean, split at spaces", "한국어, 띄어쓰기 단위"),
    "morphemes": both("Korean,\nmorphemes", "한국어,\n형태소"),
    "english": both("English words", "영어 낱말"),
}


def over_seeds(name, xs, table):
    """Yield a point of a line: mean over the rows of a (seeds, xs) table, with the least and the largest."""
    for x, column in zip(xs, table.T, strict=True):
        low, mean, high = (round(float(each), 3) for each in (column.min(), column.mean(), column.max()))
        yield {"unit": name, "x": int(x), "low": low, "mean": mean, "high": high}


# %% lines
def lines(points, labels, x_title, y_title):
    """Draw a line for each unit, a band from the least to the largest seed, and labels at (x, y)."""
    xs = sorted({point["x"] for point in points})
    scale = alt.Scale(type="log", nice=False)
    x = alt.X("x:Q", title=x_title, scale=scale, axis=alt.Axis(values=xs, format=",d"))
    y = {"title": y_title, "axis": alt.Axis(format=".0%"), "scale": alt.Scale(domain=[0, 1])}
    unit = {"title": None, "legend": None, "sort": [text for text, _, _ in labels]}
    tips = [alt.Tooltip("unit:N", title=both("unit", "단위")), alt.Tooltip("x:Q", title=x_title, format=",d")]
    for field, title in {
        "mean": both("mean", "평균"),
        "low": both("least", "최소"),
        "high": both("largest", "최대"),
    }.items():
        tips.append(alt.Tooltip(f"{field}:Q", title=title, format=".1%"))
    base = alt.Chart(alt.Data(values=points)).encode(x, alt.Color("unit:N", **unit), tooltip=tips)
    band = base.mark_area(opacity=0.2).encode(alt.Y("low:Q", **y), y2="high:Q")
    line = base.mark_line(point=True).encode(alt.Y("mean:Q", **y), alt.StrokeDash("unit:N", **unit))
    places = alt.Data(values=[{"text": text, "x": at, "y": height} for text, at, height in labels])
    names = alt.Chart(places).mark_text(align="left", lineBreak="\n").encode(x, alt.Y("y:Q", **y), text="text:N")
    return alt.layer(band, line, names).properties(height=280)


# %% unknown-figure
points = [point for name in UNITS for point in over_seeds(NAMES[name], SIZES, shares[name])]
figure(
    "unknown",
    lines(
        points,
        [(NAMES["eojeol"], 320, 0.93), (NAMES["morphemes"], 103, 0.09), (NAMES["english"], 320, 0.28)],
        both("training clauses", "학습 문장 수"),
        both("share of new clauses with something new", "처음 보는 것이 든 새 문장의 비율"),
    ),
    alt=both(
        "Three falling lines: the share of new clauses with something unseen against the number of training clauses. "
        "Korean split at spaces stays near all of them at three hundred clauses and needs thousands; Korean morphemes "
        "and English words fall together, morphemes a little below.",
        "학습 문장 수에 따라 처음 보는 것이 든 새 문장의 비율을 나타낸 선 세 개가 모두 내려갑니다. 띄어쓰기 단위 "
        "한국어는 문장 300개에서도 거의 전부에 머물다가 수천 개를 읽어야 내려옵니다. 형태소로 나눈 한국어와 영어 "
        "낱말은 나란히 빠르게 내려가며 형태소가 조금 더 낮습니다.",
    ),
)

# %% [markdown] lang="en"
# ## A real text: the Constitution of Korea
# A fifth of its sentences is held back, by another draw for each seed. Of the eojeol in them, how many were never seen?
# And how many have a morpheme that was never seen?

# %% [markdown] lang="ko"
# ## 실제 글, 대한민국헌법
# 시드마다 달리 뽑은 5분의 1의 문장을 따로 떼어 둡니다. 그 안의 어절 가운데 처음 보는 어절과, 처음 보는 형태소가 든
# 어절의 비율을 셉니다.

# %% law
from random import Random

from lab.korean import constitution

law = [analyse(sentence) for sentence in constitution()]  # sentences of (eojeol, its morphemes)
READ = (35, 70, 140, len(law) - len(law) // 5)  # sentences read: half as many at each step down


def held_back(seed):
    """Return, for each size, three shares: eojeol unseen, with an unseen morpheme, and unseen yet of seen morphemes."""
    test, train = np.split(np.array(Random(seed).sample(range(len(law)), len(law))), [len(law) // 5])
    asked = [word for i in test for word in law[i]]
    for size in READ:
        words = {word for i in train[:size] for word in law[i]}
        eojeol, morphemes = {word for word, _ in words}, {part for _, parts in words for part in parts}
        new = np.array([word not in eojeol for word, _ in asked])
        strange = np.array([not morphemes.issuperset(parts) for _, parts in asked])
        yield new.mean(), strange.mean(), (new & ~strange).sum() / new.sum()


found = np.array([list(held_back(seed)) for seed in SEEDS])  # (seeds, sizes, 3)

# %% law-findings
value("law-sentences", READ[-1])
value("law-eojeol", found[:, -1, 0])
value("law-morphemes", found[:, -1, 1])
value("law-recovered", found[:, -1, 2])
claim(
    "law-recovered-grows",
    np.diff(found[:, :, 2], axis=1).min(axis=1),
    both(
        "The more of the Constitution is read, the more of its unseen eojeol consist of morphemes already seen.",
        "헌법을 더 많이 읽을수록 처음 보는 어절 가운데 이미 본 형태소로만 이루어진 것이 많아집니다.",
    ),
)
claim(
    "law-recovered-most",
    found[:, -1, 2] - 0.5,
    both(
        "Once four fifths are read, most unseen eojeol consist of morphemes already seen.",
        "5분의 4를 읽고 나면 처음 보는 어절의 절반 이상이 이미 본 형태소로만 이루어져 있습니다.",
    ),
)

# %% law-figure
NEW, STRANGE = both("never seen", "처음 보는 어절"), both("with an unseen morpheme", "처음 보는 형태소가 든 어절")
points = [point for i, name in enumerate((NEW, STRANGE)) for point in over_seeds(name, READ, found[:, :, i])]
figure(
    "law",
    lines(
        points,
        [(NEW, 95, 0.54), (STRANGE, 37, 0.12)],
        both("sentences of the Constitution read", "읽은 헌법 문장 수"),
        both("share of eojeol in new sentences", "새 문장의 어절 가운데 비율"),
    ),
    alt=both(
        "Two falling lines for the Constitution of Korea. The eojeol never seen fall slowly, from more than half of "
        "those in new sentences to about a third. Those with a morpheme never seen are fewer and fall faster.",
        "대한민국헌법에서 센 선 두 개가 내려갑니다. 처음 보는 어절은 새 문장 어절의 절반 넘는 데서 3분의 1쯤까지 "
        "천천히 줄고, 처음 보는 형태소가 든 어절은 그보다 적으며 더 빠르게 줍니다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# That an unknown word is counted does not say how much harm it does. The grammar gives every form equal odds; real
# verbs have favourite forms, so real text repeats more. The Constitution is one text, short and repetitive. And the
# analyser brings a dictionary of its own, learnt from far more Korean than is read here.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 처음 보는 낱말의 수를 셌을 뿐 그것이 얼마나 해로운지는 재지 않았습니다. 문법은 모든 꼴을 같은 확률로 만들지만 실제
# 동사에는 자주 쓰는 꼴이 있어 실제 글에서는 같은 꼴이 더 자주 되풀이됩니다. 헌법은 짧고 같은 말이 잦은 글 하나입니다.
# 또한 형태소 분석기는 여기서 읽은 것보다 훨씬 많은 한국어에서 배운 사전을 이미 갖고 있습니다.
