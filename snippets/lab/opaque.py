"""The four models of the question, behind scikit-learn's interface, and what can be got out of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import lightgbm
import numpy as np
from sklearn.base import RegressorMixin
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

Array = np.ndarray

warnings.filterwarnings("ignore", category=ConvergenceWarning)  # the number of passes is chosen, not waited for


def linear() -> RegressorMixin:
    """Return linear regression on standardised columns: its coefficients are per standard deviation."""
    return make_pipeline(StandardScaler(), LinearRegression())


def forest(seed: int, trees: int = 100, **options: object) -> RandomForestRegressor:
    """Return a random forest (Breiman 2001) of scikit-learn's default size."""
    return RandomForestRegressor(trees, random_state=seed, n_jobs=1, **options)


def boosting(seed: int, **options: object) -> lightgbm.LGBMRegressor:
    """Return LightGBM with small steps: 300 trees of 31 leaves, unless ``options`` say otherwise."""
    settings = {"n_estimators": 300, "num_leaves": 31, "learning_rate": 0.05} | options
    return lightgbm.LGBMRegressor(
        **settings, random_state=seed, n_jobs=1, deterministic=True, force_row_wise=True, verbose=-1
    )


def network(
    seed: int, layers: tuple[int, ...] = (64, 64), epochs: int = 60, **options: object
) -> TransformedTargetRegressor:
    """Return a network on standardised columns and answers: ReLU, Adam, ``epochs`` passes, some weight decay.

    Without decay (``alpha``) it learns the noise of a table of this size and is less right on new rows.
    """
    settings = {"learning_rate_init": 2e-3, "alpha": 0.2, "batch_size": 50, "tol": 0, "n_iter_no_change": epochs}
    core = MLPRegressor(hidden_layer_sizes=layers, max_iter=epochs, random_state=seed, **settings | options)
    return TransformedTargetRegressor(make_pipeline(StandardScaler(), core), transformer=StandardScaler())


def four(seed: int) -> dict[str, RegressorMixin]:
    """Return the four models, not yet fitted."""
    return {"linear": linear(), "forest": forest(seed), "boosting": boosting(seed), "network": network(seed)}


def numbers_inside(model: RegressorMixin) -> int:
    """Count the numbers that a fitted model holds: coefficients and intercept, leaves of its trees, or weights."""
    if isinstance(model, RandomForestRegressor):
        return sum(int(tree.get_n_leaves()) for tree in model.estimators_)
    if isinstance(model, lightgbm.LGBMRegressor):
        return sum(tree["num_leaves"] for tree in model.booster_.dump_model()["tree_info"])
    if isinstance(model, Pipeline):
        return model[-1].coef_.size + 1
    core = model.regressor_[-1]
    return sum(part.size for part in (*core.coefs_, *core.intercepts_))


def contributions(model: lightgbm.LGBMRegressor, x: Array) -> Array:
    """Return LightGBM's own SHAP values, (rows, columns + 1), in units of the answer; the last column is the same
    for all rows (the mean prediction), and a row adds up to its prediction (Lundberg, Erion and Lee 2018).
    """
    return model.predict(x, pred_contrib=True)


def dependence(predict: Callable[[Array], Array], rows: Array, k: int, grid: Array) -> Array:
    """Return the mean prediction when column ``k`` is set to each value of ``grid`` in all rows, (values,).

    This is partial dependence (Friedman 2001), in one call of the model for all values.

    Args:
        predict: Gives the answers, (rows,), for rows (rows, columns).
        rows: Where the other columns come from, (rows, columns).
        k: Which column.
        grid: Values, (values,).
    """
    asked = np.tile(rows, (len(grid), 1))
    asked[:, k] = np.repeat(grid, len(rows))
    return predict(asked).reshape(len(grid), len(rows)).mean(axis=1)
