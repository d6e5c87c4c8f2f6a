"""Running an experiment's cells: what is recorded, how errors are told, and that a warm parent changes nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import textwrap

import pytest

from further import processes
from further.errors import FurtherError
from further.experiment import Cell, Experiment
from further.kernel import Kernels
from further.run import complete


def experiment(folder, *cells, name="one", **options):
    """Return an experiment of ``cells``, whose names are a, b, c …"""
    place = folder / "snippets" / "topic"
    place.mkdir(parents=True, exist_ok=True)
    (folder / "scripts").mkdir(exist_ok=True)
    named = [Cell("code", "abcdef"[i], "", textwrap.dedent(code).strip(), 10 * i) for i, code in enumerate(cells)]
    return Experiment(place / f"{name}.py", options.pop("timeout", 60.0), tuple(named), **options)


def execute(folder, *experiments, warm=True):
    async def all_of_them():
        with Kernels(folder, experiments if warm else ()) as kernels:
            return await asyncio.gather(*(kernels.execute(each) for each in experiments))

    return complete(all_of_them())


def outputs(folder, *cells):
    ((result, _, _),) = execute(folder, experiment(folder, *cells))
    return result.outputs


def printed(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_prints_displays_and_the_last_expression_are_recorded_in_order(tmp_path):
    code = """
        from IPython.display import display
        print("one")
        print("two")
        display({"text/plain": "three", "image/png": b"\\0"}, raw=True)
        print("four")
        [5]
    """
    assert outputs(tmp_path, code, "6;\n", "7;", "None") == {
        "a": [
            printed("one\ntwo\n"),
            {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "three", "image/png": "AA=="}},
            printed("four\n"),
            {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "[5]"}},
        ],
        "b": [], "c": [], "d": [],
    }  # fmt: skip


def test_what_children_and_libraries_print_is_recorded_where_it_was_printed(tmp_path):
    code = """
        import os, subprocess
        print("first")
        subprocess.run(["echo", "second"])
        os.write(1, b"third\\n");
    """
    assert outputs(tmp_path, code) == {"a": [printed("first\nsecond\nthird\n")]}


def test_a_display_can_be_updated_and_cleared(tmp_path):
    code = """
        from IPython.display import clear_output, display
        print("gone")
        clear_output()
        shown = display({"text/plain": "old"}, raw=True, display_id=True)
    """
    assert outputs(tmp_path, code, 'shown.update({"text/plain": "new"}, raw=True)') == {
        "a": [{"output_type": "display_data", "metadata": {}, "data": {"text/plain": "new"}}],
        "b": [],
    }


def test_standard_error_is_logged_by_cell_and_no_part_of_the_result(tmp_path, caplog):
    with caplog.at_level(logging.INFO, "further"):
        assert outputs(tmp_path, "1;", "import warnings; warnings.warn('careful')") == {"a": [], "b": []}
    assert "experiment one, cell b: " in caplog.text
    assert "careful" in caplog.text


ERRORS = {
    "raises": (["1;", "x = 0\n1 / 0"], "cell b (topic/one.py, line 12)", "ZeroDivisionError: division by zero"),
    "raises in a function of an earlier cell": (
        ["def f():\n    1 / 0", "x = 0\nf()"], "cell b (topic/one.py, line 2)", "ZeroDivisionError: division by zero",
    ),
    "is no Python": (["1;", "x =\n"], "cell b (topic/one.py, line 11)", "SyntaxError: invalid syntax"),
    "leaves": (["import sys\nsys.exit(3)"], "cell a (topic/one.py, line 2)", "SystemExit: 3"),
    "leaves politely": (["exit()"], "cell a (topic/one.py, line 1)", "SystemExit: exit() was called"),
    "is killed": (
        ["import os, sys\nprint('last words', file=sys.stderr)\nos.kill(os.getpid(), 9)"],
        "cell a", "(signal: Killed; out of memory? os._exit?) last words",
    ),
    "asks": (["input()"], "cell a", "EOFError"),
}  # fmt: skip


@pytest.mark.parametrize("what", ERRORS)
def test_an_error_names_cell_and_line(tmp_path, what):
    cells, where, found = ERRORS[what]
    with pytest.raises(FurtherError) as told:
        execute(tmp_path, experiment(tmp_path, *cells))
    assert where in told.value.where
    assert found in told.value.found


def test_experiments_do_not_see_each_other(tmp_path):
    code = (
        "import json, os, random\nassert not hasattr(json, 'mark')\njson.mark = 1\nprint(os.getpid(), random.random())"
    )
    made = execute(tmp_path, *(experiment(tmp_path, code, name=name) for name in ("one", "two", "three")))
    assert len({result.outputs["a"][0]["text"] for result, _, _ in made}) == 3


COMMON = "import altair\nimport numpy as np\nimport helper\n"


def test_a_warm_parent_changes_neither_what_is_found_nor_what_was_read(tmp_path):
    """``one`` is forked from a parent with altair and numpy, or from one without them; ``two`` is there to share."""
    code = (
        COMMON + "import yaml, pathlib\npathlib.Path('data.txt').read_text()\nnp.random.default_rng(0).normal(size=9)"
    )
    one, two = experiment(tmp_path, code), experiment(tmp_path, COMMON + "import scipy.stats", name="two")
    (one.path.parent / "helper.py").write_text("import pygments.lexers\n")
    (one.path.parent / "data.txt").write_text("data")
    warm, _ = execute(tmp_path, one, two)
    cold, _ = execute(tmp_path, one, two, warm=False)
    assert warm[0].outputs == cold[0].outputs
    assert warm[1] == cold[1]
    assert warm[1]["files"] == ["snippets/topic/data.txt", "snippets/topic/helper.py"]
    assert {"altair", "numpy", "PyYAML"} <= set(warm[1]["distributions"])
    assert "scipy" not in warm[1]["distributions"]
    assert not {"ipython", "psutil"} & set(warm[1]["distributions"])


def test_numpys_own_generator_is_as_unforeseeable_as_in_a_new_process(tmp_path):
    code = "import numpy as np\nnp.random.random()"
    made = execute(tmp_path, *(experiment(tmp_path, code, name=name) for name in ("one", "two")))
    assert made[0][0].outputs != made[1][0].outputs


def test_a_module_that_starts_threads_is_imported_by_each_experiment_itself(tmp_path, monkeypatch):
    from further import warm

    threads = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "threaded.py").write_text(threads)
    monkeypatch.setattr(warm, "_local", lambda *_: None)
    monkeypatch.setattr(warm, "_installed", lambda top: top == "threaded")
    code = "import sys\nearly = 'threaded' in sys.modules\nimport threaded\nprint(early)"
    made = execute(tmp_path, *(experiment(tmp_path, code, name=name) for name in ("one", "two")))
    assert [result.outputs["a"] for result, _, _ in made] == [[printed("False\n")]] * 2


def test_a_parent_that_was_killed_is_replaced(tmp_path):
    one, two = (experiment(tmp_path, "1", name=name) for name in ("one", "two"))

    async def both():
        with Kernels(tmp_path, [one, two]) as kernels:
            await kernels.execute(one)
            kernels.processes.parent.kill()
            kernels.processes.parent.wait()
            return await kernels.execute(two)

    assert complete(both())[0].outputs["a"][0]["data"] == {"text/plain": "1"}


def test_where_nothing_can_be_forked_each_experiment_is_a_program_of_its_own(tmp_path, monkeypatch):
    code = COMMON + "print('seen')\nSEEDS = range(3)\nnp.arange(2)"
    one = experiment(tmp_path, code)
    (one.path.parent / "helper.py").write_text("")
    ((forked, *read),) = execute(tmp_path, one)
    monkeypatch.setattr(processes, "FORKS", False)
    ((alone, *read_alone),) = execute(tmp_path, one)
    assert alone.outputs == forked.outputs
    assert read_alone == read
    assert alone.run["seeds"] == [0, 1, 2]
    for cells, found in ((["import time; time.sleep(60)"], "still running in cell a"), (["1 / 0"], "ZeroDivision")):
        with pytest.raises(FurtherError, match=found):
            execute(tmp_path, experiment(tmp_path, *cells, timeout=1.0))
    with pytest.raises(FurtherError, match=r"0\.01"):  # ended before it began, so it has said nothing
        execute(tmp_path, experiment(tmp_path, "1", timeout=0.01))


def test_what_a_result_says_of_its_run_is_plain_json(tmp_path):
    code = "import numpy as np\nSEEDS = np.arange(2)"
    ((result, _, _),) = execute(tmp_path, experiment(tmp_path, code))
    run = json.loads(result.to_bytes())["run"]
    assert run["seeds"] == [0, 1]
    assert list(run["cells"]) == ["a"]
    assert run["seconds"] >= run["cells"]["a"] > 0
