# %% [markdown] lang="en"
# # Masks that cut words in two
# BERT hides pieces of words, blindly. If the other pieces of the same word stand there still, how much is left to
# guess? Counted on real text: the share of pieces that belong to words of several pieces, and how often such a piece
# follows from the other pieces of its word alone, the sentence unread.

# %% [markdown] lang="ko"
# # 낱말을 토막 내는 마스크
# BERT는 낱말이 아니라 조각을 가리지 않고 고릅니다. 같은 낱말의 다른 조각이 그대로 보이면 맞힐 것이 얼마나 남는지 실제
# 글에서 셉니다. 여러 조각으로 된 낱말에 든 조각의 비율과, 문장을 읽지 않고 같은 낱말의 나머지 조각만 보고 맞힐 수
# 있는 비율입니다.

# %% texts
import re
from pathlib import Path

import lab
from lab import lee

constitution = (Path(lab.__file__).parent / "constitution.txt").read_text(encoding="utf-8")
TEXTS = {
    "en": [" ".join(document) for document in lee.background()],  # 300 news mails
    "ko": [" ".join(re.findall("[가-힣]+", line)) for line in constitution.splitlines()],  # eojeol
}
SIZES = {"en": (1000, 2000, 4000), "ko": (500, 1000, 2000)}  # the Korean text is much shorter

# %% wordpiece
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.trainers import WordPieceTrainer


def pieces(lang, size):
    """Return every word of the text as BERT's tokenizer, trained on it, cuts it: one tuple of pieces a word."""
    tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.train_from_iterator(
        TEXTS[lang], WordPieceTrainer(vocab_size=size, special_tokens=["[UNK]"], show_progress=False)
    )
    words = [word for text in TEXTS[lang] for word in text.split()]
    cut = {word: tuple(tokenizer.encode(word).tokens) for word in sorted(set(words))}
    return [cut[word] for word in words]


# %% count
from collections import Counter, defaultdict


def count(words):
    """Return the share of pieces in words of several, and how often the rest of the word gives one away."""
    guesses, split, whole = defaultdict(Counter), 0, 0
    for word in words:
        whole += len(word) == 1
        split += len(word) if len(word) > 1 else 0
        for n, piece in enumerate(word):
            if len(word) > 1:
                guesses[word[:n], word[n + 1 :]][piece] += 1  # the rest of the word, with its gap
    best = sum(counter.most_common(1)[0][1] for counter in guesses.values())
    return round(split / (split + whole), 2), round(best / split, 2)  # the trainer breaks ties by chance


def commonest(words):
    """Return how often the commonest piece of all would be right: guessing without looking."""
    counter = Counter(piece for word in words for piece in word)
    return round(counter.most_common(1)[0][1] / counter.total(), 2)


found = {(lang, size): count(pieces(lang, size)) for lang, sizes in SIZES.items() for size in sizes}
blind = {lang: commonest(pieces(lang, SIZES[lang][1])) for lang in SIZES}

# %% findings
from further import both, claim, figure, value

for n, name in enumerate(("small", "middle", "large")):
    split, given = ([found[lang, SIZES[lang][n]][part] for lang in ("en", "ko")] for part in (0, 1))
    value(f"split-{name}", both(*split))
    value(f"given-{name}", both(*given))
    value(f"size-{name}", both(*(SIZES[lang][n] for lang in ("en", "ko"))))
value("blind", both(blind["en"], blind["ko"]))
claim(
    "given-away",
    all(given > 0.6 for _, given in found.values()),
    both(
        "In words of several pieces, most pieces follow from the rest of the word, with the sentence unread.",
        "여러 조각으로 된 낱말에서는 문장을 읽지 않아도 나머지 조각만으로 조각 대부분을 맞힐 수 있습니다.",
    ),
)

# %% bars
import altair as alt

PARTS = {
    "split": both("in split words", "여러 조각 낱말"),
    "given": both("given away", "나머지로 맞힘"),
}


def bars(lang):
    """Draw both shares by size of the vocabulary."""
    values = [
        {"size": both(f"{size:,}"), "part": name, "share": found[lang, size][n]}
        for size in SIZES[lang]
        for n, name in enumerate(PARTS.values())
    ]
    sizes = [both(f"{size:,}") for size in SIZES[lang]]
    share = alt.X("share:Q", title=both("share of pieces", "조각의 비율"), scale=alt.Scale(domain=[0, 1]))
    part = alt.Color("part:N", title=None, scale=alt.Scale(domain=list(PARTS.values())))
    return (
        alt.Chart(alt.Data(values=values), height=alt.Step(18))
        .mark_bar()
        .encode(
            share.axis(alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])),
            alt.Y("size:N", title=both("vocabulary", "어휘 크기"), sort=sizes),
            part,
            alt.YOffset("part:N", title=None, sort=list(PARTS.values())),
            tooltip=[
                alt.Tooltip("size:N", title=both("vocabulary", "어휘 크기")),
                alt.Tooltip("part:N", title=both("share", "비율")),
                alt.Tooltip("share:Q", title=both("of pieces", "조각 가운데"), format=".0%"),
            ],
        )
    )


# %% figure
figure(
    "give-aways",
    both(bars("en"), bars("ko")),
    alt=both(
        "Two bars for each of three vocabulary sizes. The share of pieces in words of several falls from two thirds to "
        "under a third as the vocabulary grows; of these, seven to eight in ten follow from the rest of the word.",
        "어휘 크기 세 가지마다 막대 둘. 여러 조각으로 된 낱말에 든 조각의 비율은 어휘가 커지면 거의 전부에서 "
        "절반 아래로 줄고, 그런 조각은 열에 예닐곱 이상을 나머지만 보고 맞힐 수 있다.",
    ),
)

# %% [markdown] lang="en"
# ## What this does not show
# The guesses are counted on the same text, so this is what a reader who knows all its words by heart could do. A large
# vocabulary cuts fewer words; BERT's has 30,000 pieces. The other pieces of a word are not always visible: a word of
# two loses its other piece in 15 % of the cases.

# %% [markdown] lang="ko"
# ## 이 실험이 보여 주지 않는 것
# 같은 글에서 세었으므로 그 글의 낱말을 모두 외운 사람이 맞힐 수 있는 비율입니다. 어휘가 크면 나뉘는 낱말이 줄고,
# BERT의 어휘는 조각 3만 개입니다. 나머지 조각이 늘 보이는 것도 아니어서, 두 조각짜리 낱말에서 다른 조각까지 가려지는
# 일이 15%입니다.
