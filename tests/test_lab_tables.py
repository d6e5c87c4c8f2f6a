from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients
from sklearn.inspection import partial_dependence

from lab.opaque import boosting, contributions, dependence, forest, four, linear, network, numbers_inside
from lab.slopes import as_torch, slopes
from lab.tables import NAMES, friedman, matrix, parts, truth

GOOD = {"V1": [0.1, 0.5, 0.9], "V2": [1, 2, 3]}


# --- tables ---


def test_columns_stand_in_the_order_asked_for():
    assert matrix(GOOD, ["V2", "V1"]).tolist() == [[1, 0.1], [2, 0.5], [3, 0.9]]
    assert matrix(GOOD | {"spare": [float("nan")] * 3}, ["V1"]).shape == (3, 1)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([5, 5, 5], "column 'V3' is 5 in all rows, so nothing can depend on it; leave it out"),
        ([1, float("nan"), float("nan")], r"column 'V3' has nan in row 1 \(2 in all\); fill or drop such rows"),
        ([1, float("inf"), 2], r"column 'V3' has inf in row 1 \(1 in all\); fill or drop such rows"),
        ([1, None, 2], r"column 'V3' has nan in row 1"),
        (["low", "high", "low"], "column 'V3' is not numeric .*; encode its words as numbers first"),
        ([1, 2], r"column 'V3' has shape \(2,\); as 'V1' it should have 3 rows"),
    ],
)
def test_a_bad_column_is_named(column, message):
    with pytest.raises(ValueError, match=message):
        matrix(GOOD | {"V3": column}, ["V1", "V2", "V3"])


def test_a_missing_column_is_named_beside_those_that_are_there():
    with pytest.raises(ValueError, match="no column 'V3' in the table, which has 'V1', 'V2'; add what is missing"):
        matrix(GOOD, ["V1", "V2", "V3"])


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="column 'V1' has shape"):
        matrix({"V1": []}, ["V1"])


def test_the_truth_is_friedmans_and_five_variables_do_nothing():
    t = friedman(0)
    assert t.x.shape == (1500, len(NAMES)) and t.x_new.shape == (500, 10)
    idle = t.x.copy()
    idle[:, 5:] = 0
    assert np.array_equal(truth(idle), truth(t.x))
    assert parts(np.full((1, 10), 0.5))[0] == pytest.approx([10 * np.sin(np.pi / 4), 0, 5, 2.5])
    assert np.std(t.y - truth(t.x)) == pytest.approx(1, abs=0.05)
    assert not np.array_equal(friedman(0).x, friedman(1).x)
    assert np.array_equal(friedman(0).y, friedman(0).y)


# --- models ---


@pytest.fixture(scope="module")
def fitted():
    t = friedman(0)
    return {name: model.fit(t.x[:400], t.y[:400]) for name, model in four(0).items()}, t


def test_numbers_inside_are_coefficients_leaves_or_weights(fitted):
    models, _ = fitted
    assert numbers_inside(models["linear"]) == 11
    assert numbers_inside(models["network"]) == 11 * 64 + 65 * 64 + 65
    assert numbers_inside(models["forest"]) > numbers_inside(models["boosting"]) > 1000


def test_the_same_seed_gives_the_same_model():
    t = friedman(0)
    for make in (lambda: forest(3, trees=5), lambda: boosting(3, n_estimators=5), lambda: network(3, (8,), epochs=2)):
        first, second = (make().fit(t.x[:200], t.y[:200]).predict(t.x_new) for _ in range(2))
        assert np.array_equal(first, second)


def test_dependence_is_scikit_learns_partial_dependence(fitted):
    models, t = fitted
    grid, rows = np.linspace(0, 1, 5), t.x_new[:40]
    for model in models.values():
        wanted = partial_dependence(model, rows, [2], custom_values={2: grid}, method="brute")["average"][0]
        assert dependence(model.predict, rows, 2, grid) == pytest.approx(wanted)


@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
@pytest.mark.parametrize("layers", [(), (8,), (8, 4)])
def test_a_network_is_the_same_function_in_pytorch(activation, layers):
    t = friedman(0)
    model = network(0, layers, epochs=3, activation=activation).fit(t.x[:300], t.y[:300])
    assert as_torch(model)(torch.tensor(t.x_new)).detach().numpy() == pytest.approx(model.predict(t.x_new))


def test_an_activation_that_is_not_known_is_named():
    t = friedman(0)
    model = network(0, (4,), epochs=1, activation="logistic").fit(t.x[:100], t.y[:100])
    with pytest.raises(ValueError, match="activation 'logistic'; expected one of relu, tanh, identity"):
        as_torch(model)


def test_slopes_are_differences():
    t = friedman(0)
    model = network(0, (8,), epochs=5, activation="tanh").fit(t.x[:300], t.y[:300])
    x, step = t.x_new[:20], 1e-5
    for k in (0, 2):
        aside = x + step * np.eye(10)[k]
        assert slopes(model, x)[:, k] == pytest.approx((model.predict(aside) - model.predict(x)) / step, abs=1e-2)


def test_slopes_of_a_network_without_layers_are_those_of_a_line():
    t = friedman(0)
    steep = slopes(network(0, (), alpha=0, epochs=100).fit(t.x, t.y), t.x_new)
    line = linear().fit(t.x, t.y)
    assert np.ptp(steep, axis=0).max() < 1e-9
    assert steep[0] == pytest.approx(line[-1].coef_ / line[0].scale_, abs=0.2)


# --- attributions ---


def shapley(value, players):
    """Return each player's Shapley value (Shapley 1953): the mean over all orders of what the player adds."""
    weights = {size: factorial(size) * factorial(players - size - 1) / factorial(players) for size in range(players)}
    return [
        sum(
            weights[size] * (value({*others, k}) - value(set(others)))
            for size in range(players)
            for others in combinations(sorted({*range(players)} - {k}), size)
        )
        for k in range(players)
    ]


def expected(node, x, known):
    """Return what a tree expects if only the ``known`` columns of ``x`` are known: else both sides, by their rows."""
    if "leaf_value" in node:
        return node["leaf_value"]
    left, right = node["left_child"], node["right_child"]
    if node["split_feature"] in known:
        return expected(left if x[node["split_feature"]] <= node["threshold"] else right, x, known)
    rows = [side.get("internal_count", side.get("leaf_count")) for side in (left, right)]
    return (rows[0] * expected(left, x, known) + rows[1] * expected(right, x, known)) / sum(rows)


def test_the_reference_gives_the_players_of_a_known_game_their_due():
    assert shapley(lambda team: 10 * (0 in team) + 6 * ({0, 1} <= team), 3) == pytest.approx([13, 3, 0])
    orders = list(permutations(range(3)))
    first = sum(10 + 6 * (order.index(0) > order.index(1)) for order in orders) / len(orders)
    assert first == pytest.approx(13)


def test_lightgbms_own_shap_values_are_shapleys():
    t = friedman(0)
    model = boosting(0, n_estimators=12, num_leaves=8).fit(t.x[:300, :5], t.y[:300])
    trees = [tree["tree_structure"] for tree in model.booster_.dump_model()["tree_info"]]
    for x in t.x_new[:6, :5]:
        found = contributions(model, x[None])[0]
        wanted = shapley(lambda known, x=x: sum(expected(tree, x, known) for tree in trees), 5)
        assert found[:-1] == pytest.approx(wanted, abs=1e-9)
        assert found.sum() == pytest.approx(model.predict(x[None])[0])


def test_integrated_gradients_of_a_line_are_coefficient_times_distance():
    t = friedman(0)
    model = network(0, (), epochs=20).fit(t.x, t.y)
    x, start = torch.tensor(t.x_new[:5]), torch.full((1, 10), 0.5, dtype=torch.float64)
    found = IntegratedGradients(as_torch(model)).attribute(x, start).numpy()
    assert found == pytest.approx(slopes(model, t.x_new[:5]) * (t.x_new[:5] - 0.5))
