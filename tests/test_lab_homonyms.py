"""The grammars keep their promises: share, twins, clue sides, no word of two senses."""

from itertools import combinations

import pytest

from lab.homonyms import ENGLISH, KOREAN

LANGUAGES = pytest.mark.parametrize("homonym", [KOREAN, ENGLISH], ids=["korean", "english"])


def words(sense):
    return {word for slot in sense.words.values() for word in slot} | {sense.twin}


@LANGUAGES
def test_no_context_word_is_shared_between_senses(homonym):
    neutral = {word for slot in homonym.neutral.values() for word in slot} | {homonym.word}
    groups = [neutral, *map(words, homonym.senses.values())]
    assert all(one.isdisjoint(other) for one, other in combinations(groups, 2))


@LANGUAGES
def test_no_word_stands_twice_in_a_sense(homonym):
    for sense in homonym.senses.values():
        assert len(words(sense)) == 1 + sum(map(len, sense.words.values()))


@LANGUAGES
@pytest.mark.parametrize("share", [0, 0.1, 0.5, 1])
def test_the_first_sense_has_the_share_that_was_asked_for(homonym, share):
    first = words(next(iter(homonym.senses.values())))
    asked = [s for s in homonym.corpus(share, seed=3, sentences=200, twins=10) if homonym.word in s]
    assert len(asked) == 200
    assert sum(not first.isdisjoint(s) for s in asked) == 200 * share


@LANGUAGES
def test_twins_stand_among_words_of_their_own_sense_only(homonym):
    corpus = homonym.corpus(0.5, seed=0, sentences=100, twins=50)
    one, other = list(homonym.senses.values())[:2]
    assert sum(one.twin in s for s in corpus) == sum(other.twin in s for s in corpus) == 50
    assert all(words(other).isdisjoint(s) for s in corpus if one.twin in s)


@LANGUAGES
def test_a_seed_gives_the_same_sentences_every_time_and_another_seed_gives_others(homonym):
    assert homonym.corpus(0.3, seed=1, sentences=50) == homonym.corpus(0.3, seed=1, sentences=50)
    assert homonym.corpus(0.3, seed=1, sentences=50) != homonym.corpus(0.3, seed=2, sentences=50)
    assert homonym.occurrences(1, 50) == homonym.occurrences(1, 50) != homonym.occurrences(2, 50)


@LANGUAGES
def test_only_the_side_that_is_named_tells_the_sense(homonym):
    here = homonym.frame_again.index("*")
    for tokens, sense, side in homonym.occurrences(seed=0, sentences=300):
        assert tokens[here] == homonym.word
        own = words(homonym.senses[sense])
        others = [words(each) for name, each in homonym.senses.items() if name != sense]
        assert own.isdisjoint(tokens[:here]) == (side == "right")
        assert own.isdisjoint(tokens[here:]) == (side == "left")
        assert all(other.isdisjoint(tokens) for other in others)


@LANGUAGES
def test_clue_words_can_be_held_out(homonym):
    seen = {word for each in homonym.occurrences(0, 300, slice(2)) for word in each.tokens}
    unseen = {word for each in homonym.occurrences(0, 300, slice(2, None)) for word in each.tokens}
    clues = set().union(*map(words, homonym.senses.values()))
    assert clues & seen and clues & unseen
    assert clues.isdisjoint(seen & unseen)
