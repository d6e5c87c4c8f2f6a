"""What a parent imports ahead of experiments: only what they import themselves, in as few steps as can be."""

from __future__ import annotations

import textwrap

from further import warm
from further.experiment import Cell, Experiment


def experiment(folder, code, name="one", **files):
    place = folder / "snippets" / "topic"
    place.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (place / f"{path}.py").write_text(textwrap.dedent(text))
    return Experiment(place / f"{name}.py", 1.0, (Cell("code", "only", "", textwrap.dedent(code), 1),))


def imported(folder, code, **files):
    return list(warm.imported(experiment(folder, code, **files), folder))


def test_what_an_experiment_imports_at_its_top_level_is_found_in_order(tmp_path):
    code = """
        import json
        import numpy as np, torch.nn
        from scipy.stats import kendalltau
        from further import value
    """
    assert imported(tmp_path, code) == ["numpy", "torch.nn", "scipy.stats"]


def test_what_a_local_module_imports_counts_and_the_module_itself_does_not(tmp_path):
    code = "from helper import thing\nimport numpy"
    assert imported(tmp_path, code, helper="import torch\nimport other", other="import yaml") == [
        "torch", "yaml", "numpy",
    ]  # fmt: skip


def test_an_import_that_may_not_happen_is_left_to_the_experiment(tmp_path):
    code = """
        if True:
            import torch
        def later():
            import gensim
        try:
            import scipy
        except ImportError:
            pass
        import numpy
    """
    assert imported(tmp_path, code) == ["numpy"]


def test_nothing_is_imported_ahead_once_the_environment_has_been_touched(tmp_path):
    assert imported(tmp_path, "import numpy\nimport os\nos.environ['X'] = '1'\nimport torch") == ["numpy"]
    code = "from helper import x\nimport torch"
    assert imported(tmp_path, code, helper="import os, yaml\nx = os.environ.get('X')\nimport scipy") == ["yaml"]


def test_a_local_file_with_a_distributions_name_keeps_everything_in_the_experiments_own_process(tmp_path):
    assert imported(tmp_path, "import torch", yaml="") == []


def test_a_package_that_loads_on_demand_is_asked_for_what_will_be_needed(tmp_path):
    code = "from transformers import BertConfig\nfrom numpy import array"
    assert imported(tmp_path, code) == ["transformers", "transformers:BertConfig", "numpy"]


def test_code_that_is_no_python_imports_nothing(tmp_path):
    assert imported(tmp_path, "import numpy\n1 +") == []


def test_steps_are_shared_by_all_who_want_them_and_taken_by_nobody_else():
    wanted = {"a": ["numpy", "torch"], "b": ["torch", "numpy", "scipy"], "c": ["numpy"], "d": ["yaml"], "e": []}
    assert warm.plan(wanted) == {"a": [["numpy"], ["torch"]], "b": [["numpy"], ["torch"]], "c": [["numpy"]],
                                 "d": [], "e": []}  # fmt: skip


def test_what_all_want_together_is_one_step():
    assert warm.plan({"a": ["numpy", "torch"], "b": ["numpy", "torch"]}) == {
        each: [["numpy", "torch"]] for each in "ab"
    }
