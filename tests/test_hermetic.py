"""The same bytes wherever the book is built: no network, no home, another umask, path, language and time zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import faults
import pytest
from conftest import REPOSITORY

pytestmark = pytest.mark.slow


def built(root, before=(), umask=-1, **environment):
    """Build the book at ``root`` in a process of its own; return the tree of its site."""
    variables = {"SOURCE_DATE_EPOCH": faults.EPOCH, "NO_MKDOCS_2_WARNING": "1", **environment}
    command = [*before, sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, **variables}, umask=umask, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return faults.tree(root / "site")


def apart():
    """Return the command that runs another one without any network, and obeying permissions, or skip."""
    if subprocess.run(["unshare", "-n", "setpriv", "--version"], capture_output=True, check=False).returncode:
        pytest.skip("a network namespace is not permitted here")
    return ["unshare", "-n", "setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def elsewhere(folder):
    """Return a path, and what is odd about the surroundings of one who builds there."""
    home = folder / "home"
    home.mkdir(mode=0o500)
    odd = {"HOME": str(home), "LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    return folder / "다른 곳 (other place)" / "책", home, odd


def test_another_place_person_language_and_zone_give_the_same_bytes_without_a_network(unrun, tmp_path):
    def cold(root, *arguments, **options):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        return built(root, *arguments, **options)

    book = unrun()
    plain = cold(book.root)
    root, home, odd = elsewhere(tmp_path)
    shutil.copytree(book.root, root)
    shutil.rmtree(root / "site")
    assert cold(root, apart(), umask=0o077, **odd) == plain
    assert cold(root, umask=0o002, LANG="ko_KR.UTF-8", TZ="Asia/Seoul") == plain
    assert list(home.iterdir()) == []


@pytest.mark.faults
def test_the_real_book_gives_the_same_bytes_there_from_stored_results(tmp_path):
    """Builds two copies of this repository. The engine is each copy's own."""
    from further.book import Book
    from further.run import Runner

    book = Book.load(REPOSITORY)
    runner = Runner(REPOSITORY, book.store, book.experiments)
    wanted = [each for each in book.experiments.values() if not each.checkpoint]
    if stale := [each.experiment.name for each in runner.statuses(wanted) if each.state != "fresh"]:
        pytest.skip(f"scripts/build has to come first, for {', '.join(stale[:3])}")
    root, home, odd = elsewhere(tmp_path)
    sites = []
    for copy, before, umask, environment in ((tmp_path / "plain", (), -1, {}), (root, apart(), 0o077, odd)):
        shutil.copytree(REPOSITORY, copy, symlinks=True, ignore=shutil.ignore_patterns(".venv", "site", "__pycache__"))
        engine = os.pathsep.join([str(copy / "scripts"), str(copy / "snippets")])
        sites.append(built(copy, before, umask, PYTHONPATH=engine, PYTHONDONTWRITEBYTECODE="1", **environment))
    plain, other = sites
    assert len(plain) > 300
    assert [path for path in plain.keys() | other.keys() if plain.get(path) != other.get(path)] == []
    assert list(home.iterdir()) == []
