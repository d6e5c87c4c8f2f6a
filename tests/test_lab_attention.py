"""Attention's lab: texts keep their promises, the tests measure what they say, and bad input is refused."""

import math

import pytest
import torch

from lab.attending import Attending, Each, Stack, Words, uniform
from lab.attention_tests import MOST, adversary, check, gradient, jsd, leave_one_out, permuted, tau, tvd
from lab.belongings import NAMES, THINGS, Asking, Belongings
from lab.cells import LSTM
from lab.readers import BothWays
from lab.reviews import LENGTH, PATTERNS, SENSE, TURN, TURNS, WORDS, Reviews, number, spell
from lab.runs import Runs
from lab.training import accuracy, train

pytestmark = pytest.mark.slow

REVIEW = "the acting was dull and the music was lovely and the ending was great"


@pytest.fixture
def runs():
    return Runs([0, 1])


def classifier(runs, reader=None, **more):
    return Attending(runs, len(WORDS), 8, reader or BothWays(LSTM(runs, 8, 6), LSTM(runs, 8, 6)), **more)


def texts(runs, rule="most", size=6):
    return Reviews(rule)(runs, size)[0]


# Reviews


def test_every_pattern_has_the_same_length():
    assert {len(pattern.split()) for patterns in PATTERNS.values() for pattern in patterns} == {LENGTH}


def test_most_of_three_evaluations_decide(runs):
    (tokens,), positive = Reviews("most")(runs, 300)
    senses = SENSE[tokens]
    assert (senses != 0).sum(2).eq(3).all()
    assert ((senses.sum(2) > 0) == positive.bool()).all()
    assert senses.sum(2).abs().eq(1).any() and senses.sum(2).abs().eq(3).any()


def test_the_last_of_two_evaluations_decides(runs):
    (tokens,), positive = Reviews("last")(runs, 300)
    for review, answer in zip(tokens.flatten(0, 1), positive.flatten(), strict=True):
        _, last = (int(sense) for sense in SENSE[review] if sense)
        assert (last > 0) == bool(answer)
        assert sum(word in TURNS for word in spell(review)) == int(TURN[review].sum()) == 1
    assert SENSE[tokens].sum(2).eq(0).any()  # the first one disagrees now and then


def test_a_review_is_of_one_language_and_both_languages_are_drawn(runs):
    (tokens,), _ = Reviews()(runs, 50)
    korean = [[any("가" <= c <= "힣" for c in word) for word in spell(text)] for text in tokens.flatten(0, 1)]
    assert {all(words) for words in korean} == {any(words) for words in korean} == {True, False}


def test_a_text_survives_being_numbered_and_spelled():
    assert " ".join(spell(number(REVIEW)[0, 0])) == REVIEW


@pytest.mark.parametrize(("text", "message"), [("  ", "empty"), ("the acting was overblown", "no word overblown")])
def test_texts_without_known_words_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        number(text)


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="no rule 'first'; there are most, last"):
        Reviews("first")


# Belongings


def test_the_answer_is_the_thing_of_the_name_that_is_asked_for(runs):
    (names, things, asked), answer = Belongings(5)(runs, 100)
    assert (names == asked[..., None]).sum(2).eq(1).all()
    assert (things[names == asked[..., None]] == answer.flatten()).all()
    assert all(row.unique().numel() == 5 for table in (names, things) for row in table.flatten(0, 1))


def test_both_languages_have_the_same_number_of_names_and_things():
    assert all(len(set(words["en"])) == len(set(words["ko"])) for words in (NAMES, THINGS))


@pytest.mark.parametrize("pairs", [0, 11])
def test_lists_that_cannot_be_made_are_refused(pairs):
    with pytest.raises(ValueError, match="cannot be made"):
        Belongings(pairs)


# Models


def test_weights_are_distributions_and_an_answer_is_linear_in_them(runs):
    model = classifier(runs)
    states, weights = model.look(*texts(runs))
    check(weights)
    half = model.answer(states, (weights + uniform(weights)) / 2)
    torch.testing.assert_close(half, (model.answer(states, weights) + model.answer(states, uniform(weights))) / 2)


def test_a_model_with_imposed_weights_has_none_of_its_own(runs):
    model = classifier(runs, imposed=uniform)
    assert not hasattr(model, "v")
    assert model.look(*texts(runs))[1].eq(1 / LENGTH).all()


def test_weights_are_left_out_in_training_only(runs):
    model, inputs = classifier(runs, drop=0.5), texts(runs)
    assert not torch.equal(model(*inputs), model(*inputs))
    model.eval()
    assert torch.equal(model(*inputs), model(*inputs))


def test_readers_without_mixing_keep_words_apart(runs):
    for reader in (Words(8), Each(runs, 8, 5), Stack([Each(runs, 8, 5), Each(runs, 5, 4)])):
        x = runs.normal(3, 7, 8)
        assert torch.equal(reader.states(x)[:, :, 2:3], reader.states(x[:, :, 2:3]))


def test_attention_learns_to_look_up_what_nothing_else_can():
    runs, task = Runs([0]), Belongings(4)
    model = Asking(runs, 16, Words(16))
    train(model, task, runs, 300, batch=64, rate=1e-2, limit=5)
    blind = Asking(runs, 16, Words(16), imposed=uniform)
    train(blind, task, runs, 100, batch=64, rate=1e-2, limit=5)
    assert accuracy(model, task, runs) > 0.95
    assert accuracy(blind, task, runs) < 0.5


def test_an_empty_text_is_refused_by_the_model(runs):
    with pytest.raises(ValueError, match="text is empty"):
        classifier(runs)(torch.zeros(2, 1, 0, dtype=torch.long))


# Tests of attention


def test_distances_of_distributions():
    a, b, c = torch.tensor([[1.0, 0, 0], [0, 0.5, 0.5], [0.5, 0.5, 0]])
    assert tvd(a, a) == jsd(a, a) == 0
    assert tvd(a, b) == 1
    assert jsd(a, b).item() == pytest.approx(MOST) == pytest.approx(math.log(2))
    assert tvd(a, c).item() == pytest.approx(0.5)


def test_tau_is_one_for_the_same_order_and_minus_one_for_the_opposite():
    a = torch.tensor([[[0.1, 0.2, 0.3, 0.4]], [[0.4, 0.3, 0.2, 0.1]]])
    assert tau(a, a * 7).tolist() == pytest.approx([1, 1])
    assert tau(a, -a).tolist() == pytest.approx([-1, -1])


def test_permuting_keeps_the_weights_and_their_sum(runs):
    weights = classifier(runs).look(*texts(runs))[1]
    mixed = permuted(weights, times=3)
    torch.testing.assert_close(mixed.sort(-1).values, weights.sort(-1).values.expand_as(mixed))
    assert not torch.equal(mixed[0], weights)


def test_leaving_out_is_reading_the_text_without_the_word(runs):
    model, (tokens,) = classifier(runs), texts(runs)
    moved = leave_one_out(model, (tokens,))
    shorter = torch.cat([tokens[:, :, :3], tokens[:, :, 4:]], dim=2)
    expected = tvd(model(shorter).softmax(-1), model(tokens).softmax(-1))
    torch.testing.assert_close(moved[:, :, 3], expected)


def test_the_gradient_holds_the_weights_fixed(runs):
    model, inputs = classifier(runs, Words(8), answers=2), texts(runs)
    weights = model.look(*inputs)[1]
    direction = (model.table[:, None] @ (model.out[:, None, :, :1] - model.out[:, None, :, 1:])).squeeze()  # (R, V)
    pull = torch.stack([row[text] for row, text in zip(direction, inputs[0], strict=True)]) * weights
    found = gradient(model, inputs)
    torch.testing.assert_close(found / found.amax(2, keepdim=True), (pull / pull.abs().amax(2, keepdim=True)).abs())


def test_the_adversary_keeps_the_answer_and_leaves_the_weights(runs):
    model, inputs = classifier(runs), texts(runs)
    weights, apart = adversary(model, inputs, within=0.02, steps=60)
    states, own = model.look(*inputs)
    check(weights)
    torch.testing.assert_close(jsd(weights, own), apart, atol=1e-5, rtol=0)
    assert tvd(model.answer(states, weights).softmax(-1), model.answer(states, own).softmax(-1)).max() <= 0.0201
    assert apart.mean() > 0.1


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[0.5, 0.4]], "adds up to 0.9; expected 1"),
        ([[0.5, 0.5], [2.0, 1.0]], "adds up to 3; expected 1"),
        ([[0.5, float("nan")]], "is NaN"),
        ([[1.5, -0.5]], "is -0.5; expected none below 0"),
        ([[]], "text is empty"),
    ],
)
def test_rows_that_are_no_attention_are_refused(weights, message):
    for test in (check, lambda row: jsd(row, row), lambda row: permuted(row[None], 2)):
        with pytest.raises(ValueError, match=message):
            test(torch.tensor(weights))


def test_a_text_of_one_word_has_nothing_to_permute_or_leave_out(runs):
    model, inputs = classifier(runs), (number("dull").expand(2, -1, -1),)
    weights = model.look(*inputs)[1].detach()
    for test in (
        lambda: permuted(weights, 2),
        lambda: leave_one_out(model, inputs),
        lambda: adversary(model, inputs),
        lambda: tau(weights, weights),
    ):
        with pytest.raises(ValueError, match=r"a text of 1 word\(s\) has nothing to permute or leave out"):
            test()
