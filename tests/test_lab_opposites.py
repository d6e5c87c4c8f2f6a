from collections import Counter

import pytest

from lab.opposites import ENGLISH, KOREAN

LANGUAGES = pytest.mark.parametrize("corpus", [ENGLISH, KOREAN], ids=["english", "korean"])


@LANGUAGES
def test_no_word_has_two_places_in_the_grammar(corpus):
    words = Counter(corpus.adverbs)
    for pair in corpus.pairs:
        words.update([*pair.things, *pair.common])
        words.update(word for side in pair.sides for word in (side.word, side.synonym, *side.own))
    assert set(words.values()) == {1}


@LANGUAGES
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_the_share_is_that_of_describing_words_that_fit_both(corpus, share):
    common = {word for pair in corpus.pairs for word in pair.common}
    text = corpus.corpus(share, seed=0, sentences=1000)
    assert sum(not common.isdisjoint(sentence) for sentence in text) / 1000 == pytest.approx(share, abs=0.05)


def test_a_seed_gives_the_same_text():
    assert ENGLISH.corpus(0.5, seed=1) == ENGLISH.corpus(0.5, seed=1) != ENGLISH.corpus(0.5, seed=2)
