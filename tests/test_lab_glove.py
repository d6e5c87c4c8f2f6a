"""GloVe in the lab is the GloVe of the paper."""

import math

import numpy as np
import pytest

from lab import glove

SENTENCES = [["a", "b", "c"], ["b", "a"]]


@pytest.fixture
def tiny():
    """Parameters of 4 words and 2 dimensions, and a table of counts with an empty cell."""
    rng = np.random.default_rng(0)
    parameters = glove.Parameters(
        rng.normal(size=(4, 2)), rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=4)
    )
    counts = rng.uniform(1, 200, size=(4, 4))
    counts[1, 2] = 0
    return parameters, counts


def logs(counts):
    return np.log(np.maximum(counts, 1e-9))


def test_a_neighbour_counts_one_over_its_distance_to_both_sides():
    vocabulary, counts = glove.count(SENTENCES, window=2)
    assert vocabulary == ["a", "b", "c"]
    assert counts.tolist() == [[0, 2, 0.5], [2, 0, 1], [0.5, 1, 0]]


def test_a_neighbour_beyond_the_window_does_not_count():
    assert glove.count(SENTENCES, window=1)[1][0, 2] == 0


def test_weights_rise_with_the_count_and_stop_at_one():
    weights = glove.weight(np.array([0, 50, 100, 400]), x_max=100, alpha=0.75)
    assert weights == pytest.approx([0, 0.5**0.75, 1, 1])


def test_the_loss_is_equation_8_summed_cell_by_cell(tiny):
    (words, contexts, word_bias, context_bias), counts = tiny
    total = 0.0
    for i in range(4):
        for j in range(4):
            if counts[i, j] > 0:
                error = sum(words[i, k] * contexts[j, k] for k in range(2)) + word_bias[i] + context_bias[j]
                total += min((counts[i, j] / 100) ** 0.75, 1) * (error - math.log(counts[i, j])) ** 2
    assert glove.loss(tiny[0], logs(counts), glove.weight(counts)) == pytest.approx(total)


def test_the_gradient_is_the_slope_of_the_loss(tiny):
    parameters, counts = tiny
    arguments = logs(counts), glove.weight(counts)
    for part, slope in zip(parameters, glove.gradient(parameters, *arguments), strict=True):
        for at in np.ndindex(part.shape):
            kept, ends = part[at], []
            for shift in (-1e-5, 1e-5):
                part[at] = kept + shift
                ends.append(glove.loss(parameters, *arguments))
            part[at] = kept
            assert slope[at] == pytest.approx((ends[1] - ends[0]) / 2e-5, rel=1e-4, abs=1e-4)


def test_what_stands_in_a_cell_of_weight_zero_changes_nothing(tiny):
    parameters, counts = tiny
    weights = glove.weight(counts)
    assert glove.loss(parameters, np.where(counts > 0, logs(counts), 7.0), weights) == pytest.approx(
        glove.loss(parameters, logs(counts), weights)
    )


def test_training_fits_a_table_that_the_model_can_express():
    rng = np.random.default_rng(1)
    table = rng.normal(size=(6, 2)) @ rng.normal(size=(2, 6))
    ones = np.ones_like(table)
    start, end = (glove.loss(glove.fit(table, ones, 2, seed=0, steps=steps), table, ones) for steps in (0, 2000))
    assert end < 1e-4 < start


def test_words_in_the_same_places_get_similar_vectors():
    sentences = [[subject, verb] for subject, verb in [("cat", "purrs"), ("tom", "purrs"), ("car", "honks")]] * 30
    v = glove.vectors(sentences, d=4, window=2, seed=0)
    assert np.dot(v["cat"], v["tom"]) > np.dot(v["cat"], v["car"])
    assert np.stack(list(v.values())).mean(axis=0) == pytest.approx(np.zeros(4), abs=1e-12)
