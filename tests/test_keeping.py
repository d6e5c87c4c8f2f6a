"""One experiment that builds on what another kept: order, staleness, damage, and what a contributor is told."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from further import experiment, keeping
from further.book import Book
from further.errors import FurtherError
from further.run import Runner

TITLE = '# %% [markdown] lang="en"\n# # A title\n\n# %% [markdown] lang="ko"\n# # 제목\n\n'
BASE = (
    TITLE
    + """# %% make
import numpy as np

from further import keep, value

print("trained")  # a comment that may change
keep("model", {"weights": np.arange(6, dtype=np.float32).reshape(2, 3), "steps": np.array([3])})
value("seen", 1)
"""
)
UPPER = (
    TITLE
    + """# %% use
from further import kept, value

value("total", float(kept("base", "model")["weights"].sum()))
"""
)


@pytest.fixture
def tower(mini):
    """The mini book with two more experiments, of which one builds on the other."""
    (mini.root / "snippets/topic/base.py").write_text(BASE)
    (mini.root / "snippets/topic/upper.py").write_text(UPPER)
    return mini


def runner(tower):
    book = Book.load(tower.root)
    return Runner(tower.root, book.store, book.experiments), book.experiments


def ran(tower, caplog):
    """Ensure all, and return the names of what ran, in order."""
    caplog.clear()
    with caplog.at_level("INFO", logger="further"):
        runs, known = runner(tower)
        results = runs.ensure(known.values(), jobs=2)
    return [record.getMessage().split()[1] for record in caplog.records if " ran in " in record.getMessage()], results


def test_what_is_built_on_runs_first_and_its_arrays_arrive(tower, caplog):
    names, results = ran(tower, caplog)
    assert names == ["base", "upper"]
    assert results["upper"].findings["total"].number("en") == 15.0
    assert set(results["base"].kept) == {"model"}
    assert ran(tower, caplog)[0] == []


def test_wanting_only_the_upper_one_runs_the_lower_one_too(tower):
    runs, known = runner(tower)
    assert list(runs.ensure([known["upper"]])) == ["upper"]
    assert runs.status(known["base"]).state == "fresh"


def test_the_upper_one_is_stale_when_what_was_kept_has_changed(tower, caplog):
    ran(tower, caplog)
    tower.edit("snippets/topic/base.py", "np.arange(6,", "1 + np.arange(6,")
    runs, known = runner(tower)
    assert runs.status(known["upper"]).why == ["it builds on base, which is stale"]
    names, results = ran(tower, caplog)
    assert names == ["base", "upper"]
    assert results["upper"].findings["total"].number("en") == 21.0


def test_the_upper_one_rests_when_the_lower_one_keeps_the_same(tower, caplog):
    ran(tower, caplog)
    tower.edit("snippets/topic/base.py", "that may change", "that has changed")
    names, results = ran(tower, caplog)
    assert names == ["base"]
    assert results["upper"].findings["total"].number("en") == 15.0
    assert ran(tower, caplog)[0] == []


def test_going_back_runs_nothing(tower, caplog):
    ran(tower, caplog)
    tower.edit("snippets/topic/base.py", "np.arange(6,", "1 + np.arange(6,")
    ran(tower, caplog)
    tower.edit("snippets/topic/base.py", "1 + np.arange(6,", "np.arange(6,")
    assert ran(tower, caplog)[0] == []


def test_damage_of_what_was_kept_is_found_and_mended(tower, caplog):
    ran(tower, caplog)
    (shelf,) = (tower.root / ".cache/further/kept").iterdir()
    shelf.write_bytes(shelf.read_bytes()[:-1])
    assert ran(tower, caplog)[0] == ["base"]
    assert "is damaged" in caplog.text


def test_a_failure_below_is_told_once_and_the_upper_one_does_not_run(tower, caplog):
    tower.edit("snippets/topic/base.py", 'print("trained")', "raise RuntimeError('out of luck')")
    with pytest.raises(FurtherError, match="out of luck") as error:
        ran(tower, caplog)
    assert "experiment upper" not in str(error.value)
    assert "upper is not run: base failed" in caplog.text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kept("base", "model")', 'kept("base", "modle")', "experiment base keeps no 'modle'; it keeps model"),
        ('kept("base", "model")', '__import__("further").keeping.__dict__["ke" "pt"]("base", "x")', "written out"),
    ],
)
def test_asking_for_what_is_not_there_is_told_with_the_cell(tower, old, new, told):
    tower.edit("snippets/topic/upper.py", old, new)
    runs, known = runner(tower)
    with pytest.raises(FurtherError, match="experiment upper, cell use") as error:
        runs.ensure(known.values())
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (UPPER.replace('"base"', '"bass"'), "an experiment bass under snippets/"),
        (UPPER.replace('"base"', '"upper"'), "upper → upper"),
        (UPPER.replace('kept("base"', 'kept(str("base")'), "a name that is not a plain text"),
    ],
)
def test_what_cannot_be_built_on_is_told_before_anything_runs(tower, source, told):
    (tower.root / "snippets/topic/upper.py").write_text(source)
    with pytest.raises(FurtherError) as error:
        experiment.discover(tower.root / "snippets")
    assert told in str(error.value)


def test_a_ring_of_experiments_is_told(tower):
    tower.edit("snippets/topic/base.py", "print(", 'from further import kept; kept("upper", "x"); print(')
    with pytest.raises(FurtherError, match=r"(base → upper → base|upper → base → upper)"):
        experiment.discover(tower.root / "snippets")


def test_as_a_plain_program_it_asks_the_engine(tower):
    done = subprocess.run(
        [sys.executable, "snippets/topic/upper.py"], cwd=tower.root, capture_output=True, text=True, check=True
    )
    assert "[value] total = 15" in done.stdout


@pytest.mark.parametrize(
    ("name", "arrays", "told"),
    [
        ("A b", {"x": [1.0]}, "is no name"),
        ("empty", {}, "no array"),
        ("nan", {"x": [float("nan")]}, "NaN or infinity"),
        ("text", {"x": ["a"]}, "numbers or booleans"),
    ],
)
def test_what_cannot_be_kept_is_refused(name, arrays, told, monkeypatch):
    monkeypatch.setattr(keeping, "_names", set())
    with pytest.raises(ValueError, match=told):
        keeping.keep(name, arrays)


def test_a_name_is_kept_once(monkeypatch):
    monkeypatch.setattr(keeping, "_names", set())
    keeping.keep("once", {"x": np.zeros(2)})
    with pytest.raises(ValueError, match="twice"):
        keeping.keep("once", {"x": np.zeros(2)})
