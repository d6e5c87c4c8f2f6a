"""Two builds in one checkout: both are right, and an experiment runs once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import faults
import pytest
from faults import Work

from further.publishing import Workshop

pytestmark = pytest.mark.slow

SECOND = "snippets/topic/second.py"


@pytest.fixture
def changed(mini):
    """A book in which one experiment is stale, and takes two seconds."""
    mini.edit(SECOND, 'value("answer", 7)', 'import time\n\ntime.sleep(2)\nvalue("answer", 8)')
    return mini.root


def ran(*works):
    return "".join(work.said() for work in works).count("second ran in")


def test_two_builds_at_once_make_the_same_site_and_run_an_experiment_once(changed, tmp_path):
    alone = tmp_path / "alone"
    shutil.copytree(changed, alone)
    assert Work(faults.build, alone, root=alone, log=tmp_path / "alone.log").end() == 0
    works = [Work(faults.build, changed, root=changed, log=tmp_path / f"{name}.log") for name in "ab"]
    assert [work.end() for work in works] == [0, 0], [work.said() for work in works]
    assert ran(*works) == 1
    assert "".join(work.said() for work in works).count("second is being run by another build") == 1
    assert faults.tree(changed / "site") == faults.tree(alone / "site")
    assert faults.leftovers(changed) == []


def test_a_build_that_is_killed_lets_go_of_the_experiment_it_ran(changed, tmp_path):
    killed = Work(faults.build, changed, root=changed, log=tmp_path / "killed.log")
    faults.until(lambda: "[stale] second" in killed.said())
    other = Work(faults.build, changed, root=changed, log=tmp_path / "other.log")
    faults.until(lambda: "second is being run by another build" in other.said())
    assert killed.kill(0) == -9
    assert other.end() == 0, other.said()
    assert ran(killed, other) == 1
    Workshop(changed / "site").discard()  # what the next build does first
    assert faults.leftovers(changed) == []


def test_a_build_beside_a_server_leaves_both_right(changed, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "serve.log"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with log.open("w") as file:
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=changed, stdout=file, stderr=file, env=environment)
    try:
        build = Work(faults.build, changed, root=changed, log=tmp_path / "build.log")
        assert build.end() == 0, build.said()
        faults.until(lambda: "Serving on" in log.read_text())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/topic/", timeout=5) as answer:
            served = answer.read().decode()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    assert (build.said() + log.read_text()).count("second ran in") == 1
    built = (changed / "site/en/topic/index.html").read_text()
    assert all(">8</data>" in page for page in (served, built))
