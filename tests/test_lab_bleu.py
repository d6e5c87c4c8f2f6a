from collections import Counter
from itertools import product
from pathlib import Path
from random import Random

import pytest
import sacrebleu

import lab
from lab.degrade import garbled_tail, real, replaced, shuffled, some, truncated, vocabulary
from lab.scores import corpus, metric, sentences, signature
from lab.wordings import ENTRIES, ORDERS, SLOTS, any_sentence, falsified, meaning, reworded, sentence, wording

LANGS = ("en", "ko")
OUTPUTS, REFERENCES = ["a b c d e", "a b"], ["a b c d f", "a b"]


# --- scores ---


@pytest.mark.parametrize("name", ["13a", "char", "none", "ko-mecab"])
def test_a_tokenizer_is_bleu_of_sacrebleu_with_it(name):
    assert corpus(OUTPUTS, REFERENCES, name).score == sacrebleu.corpus_bleu(OUTPUTS, [REFERENCES], tokenize=name).score


def test_a_single_sentence_is_scored_as_sacrebleu_advises():
    wanted = [sacrebleu.sentence_bleu(a, [b]).score for a, b in zip(OUTPUTS, REFERENCES, strict=True)]
    assert sentences(OUTPUTS, REFERENCES) == wanted


def test_other_metrics_have_short_names():
    assert corpus(OUTPUTS, REFERENCES, "chrf").score == sacrebleu.corpus_chrf(OUTPUTS, [REFERENCES]).score
    assert (
        corpus(OUTPUTS, REFERENCES, "chrf++").score == sacrebleu.corpus_chrf(OUTPUTS, [REFERENCES], word_order=2).score
    )
    assert corpus(OUTPUTS, REFERENCES, "ter").score == sacrebleu.corpus_ter(OUTPUTS, [REFERENCES]).score


def test_the_signature_names_what_was_chosen():
    assert signature() == f"nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{sacrebleu.__version__}"
    assert "|tok:ko-mecab-0.996/ko-0.9.2-KO|" in signature("ko-mecab")
    assert "|tok:kiwi-" in signature("kiwi")
    assert "|case:lc|" in signature(lowercase=True)
    assert "|smooth:floor[0.10]|" in signature(smooth_method="floor")


def test_kiwi_splits_into_morphemes_in_their_basic_form():
    assert metric("kiwi").tokenizer("이웃을 도왔다.") == "이웃 을 돕 었 다 ."


def test_an_option_makes_another_metric():
    assert metric("13a") is metric("13a") is not metric("13a", lowercase=True)


# --- damage ---


@pytest.mark.parametrize("lang", LANGS)
def test_real_sentences_are_whole_and_plenty(lang):
    assert len(set(real(lang))) > 200
    assert all(8 <= len(text.split()) <= 30 and text.endswith(".") for text in real(lang))
    assert not any(text.startswith(("제", "①", "②")) and "조" in text[:5] for text in real(lang))
    assert some(lang, 50, seed=1) == some(lang, 50, seed=1) != some(lang, 50, seed=2)


@pytest.mark.parametrize("lang", LANGS)
def test_the_rate_is_the_share_of_words_that_change(lang):
    texts = some(lang, 200, seed=0)
    for rate in (0, 0.3, 1):
        rng = Random(0)
        pairs = [(text.split(), replaced(text, rate, lang, rng).split()) for text in texts]
        assert all(len(a) == len(b) for a, b in pairs)
        changed = [x != y for a, b in pairs for x, y in zip(a, b, strict=True)]
        assert abs(sum(changed) / len(changed) - rate) < 0.03
    assert set(replaced(texts[0], 1, lang, Random(0)).removesuffix(".").split()) <= set(vocabulary(lang))


def test_a_garbled_tail_keeps_the_rest():
    text = real("en")[0]
    good, bad = garbled_tail(text, 0.3, "en", Random(0))
    assert good == text.split()[: len(good)]
    assert len(good) + len(bad) == len(text.split())


def test_shuffling_keeps_the_words_and_whole_blocks_keep_their_order():
    text = "a b c d e f g."
    for block in (1, 2, 3, 7):
        mixed = shuffled(text, block, Random(1))
        assert Counter(mixed.removesuffix(".").split()) == Counter("abcdefg")
        assert all(pair in mixed for pair in {2: ["a b", "c d", "e f"], 3: ["a b c", "d e f"]}.get(block, []))
    assert shuffled(text, 7, Random(1)) == text


def test_truncation_keeps_at_least_one_word():
    assert truncated(["a b c d", "a"], 0.5) == ["a b", "a"]
    assert truncated(["a b c d"], 0.01) == ["a"]


# --- wordings ---


def test_both_languages_have_as_many_meanings_and_no_wording_twice():
    for slot in SLOTS:
        assert len(ENTRIES["en"][slot]) == len(ENTRIES["ko"][slot]) >= 4
        for lang in LANGS:
            every = [words for entry in ENTRIES[lang][slot] for words in entry]
            assert len(every) == len(set(every))
            assert all(len(entry) >= 2 for entry in ENTRIES[lang][slot])
    assert all(sorted(order) == sorted(SLOTS) for lang in LANGS for order in ORDERS[lang])


@pytest.mark.parametrize(("lang", "touched"), list(product(LANGS, (1, 3, 6))))
def test_rewording_and_falsifying_change_the_same_slots(lang, touched):
    rng = Random(0)
    for _ in range(20):
        what = meaning(lang, rng)
        words, slots = wording(lang, what, rng), rng.sample(SLOTS, touched)
        said = {slot: ENTRIES[lang][slot][what[slot]][words[slot]] for slot in SLOTS}
        right, wrong = (make(lang, what, words, slots, rng) for make in (reworded, falsified))
        for slot in SLOTS:
            kept = slot not in slots
            known = ENTRIES[lang][slot][what[slot]]
            for text in (right, wrong):
                text = text[0].lower() + text[1:]
                assert not kept or said[slot] in text
            if not kept:
                assert any(other in right[0].lower() + right[1:] for other in known if other != said[slot])
        assert len({sentence(lang, what, words), right, wrong}) == 3


def test_a_seed_gives_the_same_sentences():
    def draw(seed):
        rng = Random(seed)
        return [any_sentence("ko", meaning("ko", rng), rng) for _ in range(5)]

    assert draw(1) == draw(1) != draw(2)


# --- triples ---


def test_triples_come_in_twenties_with_three_different_sentences_each():
    lines = Path(lab.__file__).with_name("triples.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if not line.startswith("#")]
    assert Counter(row[0] for row in rows) == {"en": 20, "ko": 20}
    assert {row[1] for row in rows} == {"opposite", "negation", "roles", "number"}
    assert all(len(row) == 5 and len(set(row[2:])) == 3 for row in rows)
    assert all(text.endswith(".") and text == text.strip() for row in rows for text in row[2:])
