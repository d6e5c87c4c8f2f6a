"""Running: what makes an experiment stale, what is kept, and how failures are told. Kernels are real."""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from further.book import Book
from further.errors import FurtherError
from further.run import Runner


def state(mini, name="tiny"):
    book = Book.load(mini.root)
    return Runner(mini.root, book.store, book.experiments).status(book.experiments[name])


def run(mini, *names):
    book = Book.load(mini.root)
    return Runner(mini.root, book.store, book.experiments).ensure(
        [book.experiments[name] for name in names or book.experiments]
    )


def test_a_result_is_fresh_after_a_run_even_in_another_folder(mini):
    assert state(mini).state == "fresh"


def test_a_result_has_findings_with_their_cells_and_how_it_ran(mini):
    result = state(mini).result
    cells = {name: finding.cell for name, finding in result.findings.items()}
    assert cells == {
        "mean": "measure", "count": "measure", "minus": "measure", "small": "measure", "word": "measure",
        "bars": "show", "rows": "show", "grows": "show", "equal": "show",
    }  # fmt: skip
    assert result.outputs["measure"][-1]["text"] == "measured 5\n"
    assert result.run["seeds"] == [0, 1, 2, 3, 4]
    assert result.run["seconds"] > 0
    assert "altair" in result.run["distributions"]


def test_editing_prose_leaves_a_result_fresh(mini):
    mini.edit("snippets/topic/tiny.py", "# It asks **nothing**.", "# It asks **little**.")
    mini.edit("snippets/topic/tiny.py", "# # 작은 실험", "# # 아주 작은 실험")
    assert state(mini).state == "fresh"


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        ("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 13)', "cell measure changed"),
        ("snippets/topic/tiny.py", "# %% show", "# %% shown", "cell show is gone"),
        ("snippets/topic/data.txt", "data", "other", "file snippets/topic/data.txt changed"),
        ("snippets/topic/equipment/__init__.py", "1.0", "2.0", "file snippets/topic/equipment/__init__.py changed"),
    ],
)
def test_an_edited_input_is_told_and_only_its_dependents_are_stale(mini, path, old, new, why):
    mini.edit(path, old, new)
    assert state(mini).state == "stale"
    assert why in state(mini).why
    assert state(mini, "second").state == "fresh"


def test_what_an_experiment_did_not_read_does_not_matter(mini):
    (mini.root / "snippets/topic/unread.txt").write_text("new")
    (mini.root / "docs/ko/other.txt").write_text("new")
    assert state(mini).state == "fresh"


def test_going_back_to_an_earlier_state_runs_nothing(mini):
    mini.edit("snippets/topic/second.py", "7", "8")
    run(mini, "second")
    mini.edit("snippets/topic/second.py", "8", "7")
    assert state(mini, "second").state == "fresh"


def test_another_version_of_an_imported_distribution_is_an_input(mini, monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(tmp_path)
    assert state(mini).state == "fresh"
    (tmp_path / "altair-0.0.dist-info").mkdir()  # as pip does it while a server runs
    (tmp_path / "altair-0.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: altair\nVersion: 0.0\n")
    assert any(line.startswith("version of altair changed") for line in state(mini).why)
    assert state(mini, "second").state == "fresh"


def test_a_new_file_in_a_listed_folder_is_an_input(mini):
    mini.edit(
        "snippets/topic/second.py", 'value("answer", 7)', 'import os\n\nvalue("answer", len(os.listdir("equipment")))'
    )
    run(mini, "second")
    (mini.root / "snippets/topic/equipment/more.txt").write_text("more")
    assert state(mini, "second").why == ["folder listing snippets/topic/equipment changed"]


def test_a_damaged_result_is_run_again_with_a_warning(mini, caplog):
    for file in (mini.root / ".cache/further/results").iterdir():
        file.write_bytes(file.read_bytes()[:-20])
    with caplog.at_level(logging.WARNING, "further"):
        assert run(mini, "second")["second"].findings["answer"].number("ko") == 7
    assert "is damaged; it will be made again" in caplog.text
    assert state(mini, "second").state == "fresh"


FAILURES = {
    "raises": ("1 / 0", "second, cell only (topic/second.py, line 15)", "ZeroDivisionError: division by zero"),
    "is too slow": ("import time; time.sleep(60)", "second, cell only", "still running in cell only; it was ended"),
    "dies": ("import os; os._exit(1)", "second, cell only", "it was killed or left"),
    "gives one name twice": ('value("answer", 8)', "second, cell only", "the name 'answer' is given twice"),
    "gives NaN": ('value("nan", float("nan"))', "second, cell only", "nan is not a number that a page can show"),
    "gives infinity": ('value("inf", float("inf"))', "second, cell only", "inf is not a number that a page can show"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_experiment_is_told_by_cell_and_the_others_are_kept(mini, failure):
    code, where, found = FAILURES[failure]
    mini.edit("snippets/topic/second.py", 'value("answer", 7)', f'value("answer", 7)\n{code}')
    text = (mini.root / "snippets/topic/second.py").read_text()
    (mini.root / "snippets/topic/second.py").write_text(f"# ---\n# timeout: 2\n# ---\n\n{text}")
    mini.edit("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 13)')
    with pytest.raises(FurtherError) as told:
        run(mini)
    assert where in told.value.where
    assert found in told.value.found
    assert state(mini).state == "fresh"  # the other experiment's result is stored all the same


def test_an_experiment_whose_input_changes_while_it_runs_is_run_again(mini):
    mini.edit(
        "snippets/topic/second.py", 'value("answer", 7)', 'import os\n\nvalue("answer", len(open("data.txt").read()))'
    )
    mini.edit("snippets/topic/second.py", "import os\n", 'import os\n\nos.utime("data.txt", (2**32, 2**32))\n')
    with pytest.raises(FurtherError) as told:
        run(mini, "second")
    assert (told.value.expected, told.value.found) == ("inputs that rest while it runs", "snippets/topic/data.txt")


def test_experiments_run_single_threaded_with_fixed_hashes_and_no_settings_of_the_user(mini):
    names = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONHASHSEED", "HF_HUB_OFFLINE"]
    mini.edit(
        "snippets/topic/second.py",
        'value("answer", 7)',
        f"import os\n\nvalue('answer', ' '.join(os.environ[n] for n in {names}))",
    )
    assert run(mini, "second")["second"].findings["answer"].number("ko") == "1 1 0 1"


def test_it_runs_from_inside_an_event_loop_too(mini):
    mini.edit("snippets/topic/second.py", "7", "8")

    async def inside():
        return run(mini, "second")

    with ThreadPoolExecutor(1) as apart:  # a browser of another test may have a loop in this thread
        result = apart.submit(asyncio.run, inside()).result()
    assert result["second"].findings["answer"].number("ko") == 8


def test_what_is_remembered_is_bounded_and_newest_first(mini):
    for number in range(3):
        mini.edit("snippets/topic/second.py", f'value("answer", {7 + number})', f'value("answer", {8 + number})')
        run(mini, "second")
    book = Book.load(mini.root)
    runs = json.loads(book.store.get("runs/second"))
    assert len(runs) == 4
    assert runs[0]["cells"] == book.experiments["second"].cell_keys
