"""The prompts and the two small languages of the lab are what they say, and refuse bad input."""

import pytest
import torch

from lab import bilingual, conventions, pieces, vocabulary
from lab.predict import scores
from lab.pretrain import build

# Two languages


def test_a_fact_is_said_in_the_order_and_with_the_particles_of_each_language():
    fact = bilingual.Fact("teacher", "sees", "dog")
    assert bilingual.say(fact, "en") == "the teacher sees the dog"
    assert bilingual.say(fact, "ko") == "선생님 이 개 를 본다"
    assert bilingual.say(bilingual.Fact("dog", "sees", "king"), "ko") == "개 가 왕 을 본다"
    with pytest.raises(ValueError, match="no language 'fr'; choose one of en, ko"):
        bilingual.say(fact, "fr")


def test_mixed_lines_are_as_many_as_asked_for_and_never_say_what_is_kept_for_the_test():
    lines = bilingual.text(seed=0, lines=400, mixed=0.1)
    _, never = bilingual.split()
    kept = {bilingual.say(fact, "ko") for fact in never} | {bilingual.say(fact, "en") for fact in never}

    parts = [line.replace(" ko: ", " . ").replace(" en: ", " . ").split(" . ") for line in lines]
    mixed = [line for line, (one, other) in zip(lines, parts, strict=True) if ("the" in one) != ("the" in other)]
    assert len(mixed) == 40
    assert not any(sentence in line for line in mixed for sentence in kept)
    assert any(sentence in line for line in lines for sentence in kept)
    assert {len(line.split()) for line in lines} == {2 * bilingual.LENGTH + 1}


def test_nothing_is_mixed_where_nothing_is_asked_for_and_shares_are_shares():
    lines = bilingual.text(seed=0, lines=200, mixed=0.0)
    assert all(("the" in line) != any("가" <= letter <= "힣" for letter in line) for line in lines)
    with pytest.raises(ValueError, match="give shares of 0 to 1 in all"):
        bilingual.text(seed=0, lines=10, mixed=0.95)


# Conventions


def test_conventions_for_training_and_testing_have_none_in_common_and_are_all_that_there_are():
    trained, never = conventions.conventions()
    assert (len(trained), len(never), len({*trained, *never})) == (90, 30, 120)
    assert all(len(set(each)) == 3 for each in never)


def test_a_prompt_shows_examples_and_asks():
    convention = ("C", "A", "F")
    assert conventions.prompt(["dog", "peach"], "cat", convention) == "dog C peach A cat"
    with pytest.raises(ValueError, match="8 examples and a question; the context holds at most 7 examples"):
        conventions.prompt(["dog"] * 8, "cat", convention)
    with pytest.raises(ValueError, match="'tiger' is of no kind; choose one of dog, horse"):
        conventions.prompt(["dog"], "tiger", convention)


def test_drawn_prompts_give_each_kind_the_label_of_one_convention_of_those_allowed():
    trained, _ = conventions.conventions()
    rows, word = conventions.draw(0, 50, trained)
    tokens = conventions.tokenizer()
    for row, kinds in zip(rows, word // 3, strict=True):
        labels = tokens.convert_ids_to_tokens(row[1::2].tolist())
        seen = dict(zip(kinds.tolist(), labels, strict=True))
        assert [seen[kind] for kind in kinds.tolist()] == labels
        assert any(all(each[kind] == label for kind, label in seen.items()) for each in trained)


def test_only_labels_are_asked_for():
    lessons = conventions.course(0, 2, 3, conventions.conventions()[0])
    assert lessons.inputs.shape == (2, 3, 2 * conventions.PAIRS)
    assert (lessons.labels[..., ::2] == -100).all()
    assert torch.equal(lessons.labels[..., 1::2], lessons.inputs[..., 1::2])


# A model refuses


def test_a_prompt_longer_than_the_context_and_a_word_outside_the_vocabulary_are_refused():
    tokens = conventions.tokenizer()
    model = build("gpt", tokens, 0, width=8)
    with pytest.raises(ValueError, match="a text of 22 tokens, and the model has 16 positions; shorten the text"):
        scores(model, vocabulary.numbers(tokens, ["dog C " * 10]))
    with pytest.raises(ValueError, match="'tiger' in 'tiger C' is not among the"):
        vocabulary.numbers(tokens, ["tiger C"])


def test_texts_are_cut_into_rows_of_pieces_and_too_little_text_is_refused():
    tokens = pieces.learn(["the cat and the dog and the cat"] * 4, 30)
    rows = pieces.cut(tokens, ["the cat and the dog"] * 4, length=3)
    assert rows.shape[1] == 3
    assert tokens.decode(rows.flatten()).replace(" ", "").startswith("▁the▁cat▁and▁the▁dog"[:4])
    with pytest.raises(ValueError, match="do not fill a row of 100; give more text"):
        pieces.cut(tokens, ["the cat"], length=100)
