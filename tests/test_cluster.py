"""A build on a Dask cluster: a real scheduler and real workers, which share nothing with it but what it sends."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from cluster import Cluster
from conftest import lives
from distributed.protocol import pickle

import further
from further import executor, fitness
from further.book import Book
from further.errors import FurtherError
from further.run import Runner
from further.verify import compared

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Mismatched versions found")]

OURS = ("further.cluster", "further.crew", "further.outpost")
"""Modules that need Dask."""

TITLE = '# %% [markdown] lang="en"\n# # A title\n\n# %% [markdown] lang="ko"\n# # 제목\n\n'
BASE = """# %% make
import numpy as np

from further import keep, setting, value

keep("model", {"weights": np.arange(6.0)})
value("seen", setting("BOOK_SEEN", "nothing"))
"""
UPPER = """# %% use
from further import kept, value

value("total", float(kept("base", "model")["weights"].sum()))
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler without workers."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def pair(cluster):
    """Two workers, processes by address; one is left after the last test."""
    return dict(cluster.worker(BOOK_SEEN="by the worker alone") for _ in range(2))


@pytest.fixture(autouse=True)
def on_cluster(cluster, monkeypatch):
    monkeypatch.setenv(executor.VARIABLE, cluster.address)


@pytest.fixture
def book(unrun):
    """The mini book, not run, with an experiment that builds on another, asking for the cluster."""
    mini = unrun()
    add(mini, "base", BASE)
    add(mini, "upper", UPPER)
    return mini


def add(mini, name, code):
    (mini.root / f"snippets/topic/{name}.py").write_text(TITLE + code)


def run(mini, *names):
    book = Book.load(mini.root)
    runner = Runner(mini.root, book.store, book.experiments)
    return runner.ensure([book.experiments[name] for name in names or book.experiments])


def messages(caplog):
    return [record.getMessage() for record in caplog.records]


def test_no_scheduler_is_one_error_that_says_what_to_do(book, monkeypatch):
    monkeypatch.setenv(executor.VARIABLE, "tcp://127.0.0.1:1")
    monkeypatch.setattr("further.crew.CONNECTING", 0.5)
    with pytest.raises(FurtherError, match=r"the cluster at tcp://127.0.0.1:1(.|\n)*a scheduler that answers"):
        run(book, "second")


def test_without_dask_the_error_says_how_to_install_it(book, monkeypatch):
    monkeypatch.setenv(executor.VARIABLE, "tcp://127.0.0.1:1")
    for name in [name for name in sys.modules if name.partition(".")[0] == "distributed" or name in OURS]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FurtherError, match=r"dask\.distributed(.|\n)*pip install -e '\.\[cluster\]'"):
        run(book, "second")


def test_no_worker_is_one_error_that_says_what_to_do(book, monkeypatch):
    monkeypatch.setattr("further.crew.PATIENCE", 0.5)
    with pytest.raises(FurtherError, match="none for 0 s") as error:
        run(book, "second")
    assert "dask worker tcp://" in str(error.value)


def test_a_worker_with_other_versions_is_named_and_gets_nothing(book, cluster, request, tmp_path, caplog):
    (book.root / "requirements.txt").write_text("numpy==2\n")
    odd = tmp_path / "odd"
    shutil.copytree(Path(further.__file__).parent, odd / "further")
    (odd / "further" / "authoring.py").open("a").write("# another engine\n")
    (odd / "numpy-0.1.dist-info").mkdir()
    (odd / "numpy-0.1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 0.1\n")
    other, process = cluster.worker(PYTHONPATH=str(odd))
    request.addfinalizer(process.kill)
    with pytest.raises(FurtherError, match="a worker with the versions of here") as error:
        run(book, "second")
    engine, numpy = (fitness.found(["numpy"])[name] for name in (fitness.ENGINE, "numpy"))
    assert re.search(rf"{other}: {re.escape(fitness.ENGINE)} {engine} here, \w{{12}} there, ", str(error.value))
    assert f"numpy {numpy} here, 0.1 there" in str(error.value)
    fit = request.getfixturevalue("pair")
    with caplog.at_level("DEBUG", logger="further"):
        run(book)
    assert f"worker {other} gets no experiments: " in caplog.text
    assert "2 at a time" in caplog.text
    used = {line.split()[-1] for line in messages(caplog) if " runs on " in line}
    assert used and used <= set(fit)


def test_a_cluster_gives_what_this_machine_gives_and_the_next_build_runs_nothing(book, pair, monkeypatch, caplog):
    monkeypatch.setenv("BOOK_SEEN", "by both")
    with caplog.at_level("INFO", logger="further"):
        there = run(book)
    assert "2 at a time" in caplog.text
    assert there["base"].findings["seen"].number("en") == "by both"
    assert there["upper"].findings["total"].number("en") == 15.0
    monkeypatch.delenv(executor.VARIABLE)
    monkeypatch.setattr(Runner, "_run_all", None)
    assert run(book) == there
    monkeypatch.undo()
    monkeypatch.delenv(executor.VARIABLE, raising=False)
    monkeypatch.setenv("BOOK_SEEN", "by both")
    shutil.rmtree(book.root / ".cache")
    here = run(book)
    assert [str(each) for name in here for each in compared(here[name], there[name])] == []


def test_what_runs_is_what_was_read_when_the_build_began(book, pair):
    known = Book.load(book.root)
    book.edit("snippets/topic/second.py", 'value("answer", 7)', 'value("answer", 8')
    found = Runner(book.root, known.store, known.experiments).ensure([known.experiments["second"]])
    assert found["second"].findings["answer"].number("en") == 7


def test_a_file_that_git_ignores_is_sent_when_it_is_asked_for(book, pair, caplog):
    (book.root / ".gitignore").write_text("data.txt\n.cache\n")
    subprocess.run(["git", "init", "-q", book.root], check=True)
    with caplog.at_level("INFO", logger="further"):
        assert run(book, "tiny")["tiny"].findings["count"].number("en") == 12
    assert "tiny asks for snippets/topic/data.txt; sent now" in caplog.text


@pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
def test_a_strangers_experiment_is_shut_in_there_too(book, pair, monkeypatch):
    monkeypatch.setenv("FURTHER_UNTRUSTED", "1")
    look = "from pathlib import Path\nfrom further import value\nvalue('seen', Path('/etc/passwd').exists())\n"
    add(book, "looking", f"# %% look\n{look}")
    assert run(book, "looking")["looking"].findings["seen"].number("en") is False


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("open('nowhere.txt')", "No such file or directory: 'nowhere.txt'"),
    ],
)
def test_a_failure_is_told_as_here_and_says_on_which_worker(book, pair, code, told):
    add(book, "failing", f"# %% only\n{code}\n")
    with pytest.raises(FurtherError, match=r"experiment failing, cell only \(topic/failing.py, line 8\)") as error:
        run(book, "failing")
    assert told in str(error.value)
    assert re.search(r"\(on (\S+)\)", str(error.value))[1] in pair


ENDLESS = """# %% wait
import os
import time
from pathlib import Path

from further import value

mark = Path({mark!r})
if not mark.exists():
    new = mark.with_suffix(".new")  # whoever sees the mark may end this process at once
    new.write_text(str(os.getpid()))
    new.rename(mark)
    time.sleep(100)
value("done", 1)
"""


def ends(mark):
    """Wait until the process that wrote ``mark`` is gone."""
    process = int(mark.read_text())
    deadline = time.monotonic() + 30
    while lives(process):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_build_that_is_called_off_ends_what_it_was_running(book, pair, tmp_path):
    mark = tmp_path / "mark"
    add(book, "endless", ENDLESS.format(mark=str(mark)))
    experiment = Book.load(book.root).experiments["endless"]

    async def begin_and_call_off():
        with executor.executor(book.root, [experiment]) as there:
            running = asyncio.create_task(there.execute(experiment))
            while not mark.exists():
                await asyncio.sleep(0.05)
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    asyncio.run(begin_and_call_off())
    ends(mark)


def test_a_worker_that_is_killed_costs_what_it_was_running_and_nothing_else(book, pair, tmp_path, caplog):
    mark = tmp_path / "mark"
    add(book, "endless", ENDLESS.format(mark=str(mark)))

    def kill():
        while not mark.exists() or not (told := [line for line in messages(caplog) if "endless runs on" in line]):
            time.sleep(0.05)
        pair[told[0].split()[-1]].kill()

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    with caplog.at_level("DEBUG", logger="further"):
        results = run(book)
    killer.join()
    assert results["endless"].findings["done"].number("en") == 1
    (again,) = [line for line in messages(caplog) if "begins again" in line]
    lost = re.search(r"(\S+) was lost", again)[1]
    assert pair[lost].wait() == -signal.SIGKILL
    ends(mark)
    ran = [line for line in messages(caplog) if " runs on " in line]
    assert sorted(line.split()[0] for line in ran) == sorted([*results, "endless"])


def test_versions_are_told_where_the_engine_is_not_installed(tmp_path):
    importlib.import_module("further.crew")  # which has the code sent, not its name
    (tmp_path / "sent").write_bytes(pickle.dumps(fitness.found))
    program = """
import sys
from distributed.protocol import pickle
sys.meta_path[:] = [each for each in sys.meta_path if "editable" not in repr(each)]
sys.path[:] = [each for each in sys.path if not each.endswith(("scripts", "snippets"))]
print(pickle.loads(open("sent", "rb").read())(["numpy", "no-such-thing"]))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = fitness.found(["numpy"])
    assert done.stdout == f"{here | {fitness.ENGINE: 'absent', 'no-such-thing': 'absent'}}\n"


@contextlib.contextmanager
def lost(worker, mark, then=lambda: None):
    """Kill a worker when ``mark`` is there, then do something else."""

    def kill():
        while not mark.exists():
            time.sleep(0.05)
        worker.kill()
        then()

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    yield
    thread.join()


@pytest.mark.parametrize("allowed", [0, 3])
def test_the_only_worker_is_lost(book, tmp_path, monkeypatch, caplog, allowed):
    """The build waits for another; or names the experiment, if Dask has given it up."""
    mark = tmp_path / "mark"
    add(book, "endless", ENDLESS.format(mark=str(mark)))
    small = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=str(allowed))
    monkeypatch.setenv(executor.VARIABLE, small.address)
    monkeypatch.setattr("further.cluster.LOOK", 0.5)
    _, worker = small.worker()
    try:
        with caplog.at_level("INFO", logger="further"), lost(worker, mark, small.worker if allowed else lambda: None):
            if allowed:
                assert run(book, "endless")["endless"].findings["done"].number("en") == 1
                assert "endless waits for another worker" in caplog.text
            else:
                with pytest.raises(FurtherError, match=r"experiment endless(.|\n)*a worker that lives(.|\n)*were lost"):
                    run(book, "endless")
        ends(mark)
    finally:
        small.close()
