"""The same bytes wherever the book is built: no network, no home, another umask, path, language and time zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import faults
import pytest

pytestmark = pytest.mark.slow


def built(root, before=(), umask=-1, **environment):
    """Build the book at ``root`` from an empty cache in a process of its own; return the tree of its site."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
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


def test_another_place_person_language_and_zone_give_the_same_bytes_without_a_network(unrun, tmp_path):
    book = unrun()
    plain = built(book.root)
    root = tmp_path / "다른 곳 (other place)" / "책"
    shutil.copytree(book.root, root)
    shutil.rmtree(root / "site")
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    odd = {"HOME": str(home), "LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    assert built(root, apart(), umask=0o077, **odd) == plain
    assert built(root, umask=0o002, LANG="ko_KR.UTF-8", TZ="Asia/Seoul") == plain
    assert list(home.iterdir()) == []
