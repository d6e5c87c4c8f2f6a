"""Both languages at once: the same bytes, errors and warnings as one after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import lives

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="languages are built one after the other here"),
]

BUILD = """
import os
from mkdocs.__main__ import cli
from further import languages
languages._possible = lambda: {beside}
{more}
cli(["build", *{options}])
"""


def build(mini, *, beside: bool, options=("--strict",), more: str = "") -> tuple[int, str]:
    """Build in a process of its own, which can fork; return its exit code and what it said."""
    code = BUILD.format(beside=beside, options=list(options), more=more)
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=mini.root, env=env, capture_output=True, text=True, timeout=300, check=False)
    said = re.sub(r"^INFO .*\n", "", done.stderr + done.stdout, flags=re.MULTILINE)
    return done.returncode, said


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_both_ways_give_the_same_bytes(mini):
    made = []
    for beside in (False, True):
        assert build(mini, beside=beside) == (0, "")
        made.append(files(mini.root / "site"))
    alone, beside = made
    assert sorted(alone) == sorted(beside)
    assert [path for path in alone if alone[path] != beside[path]] == []
    assert "en/topic/index.html" in beside


def test_a_warning_of_the_other_language_fails_a_strict_build_both_ways(mini):
    mini.edit("docs/en/index.md", "/// questions", "[There](nowhere.md)\n\n/// questions")
    for beside in (False, True):
        code, said = build(mini, beside=beside)
        assert code == 1
        assert said.count("nowhere.md") == 1
        assert "Aborted with 1 warnings in strict mode!" in said
        assert not (mini.root / "site").exists()


def test_without_strict_the_warning_is_told_and_the_site_published(mini):
    mini.edit("docs/en/index.md", "/// questions", "[There](nowhere.md)\n\n/// questions")
    code, said = build(mini, beside=True, options=())
    assert (code, said.count("nowhere.md"), said.startswith("WARNING")) == (0, 1, True)
    assert "nowhere.md" in mini.read("en/index.html")


BROKEN = """
from further.errors import FurtherError
from further.foot import Foot
whole = Foot.of_page
def of_page(self, path):
    if self.lang == "{lang}" and path == "topic.md":
        raise FurtherError("docs/{lang}/topic.md", "this", "that")
    return whole(self, path)
Foot.of_page = of_page
"""


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_error_while_rendering_is_told_alike_both_ways_and_nothing_is_published(mini, lang):
    alone, beside = (build(mini, beside=each, more=BROKEN.format(lang=lang)) for each in (False, True))
    assert alone == beside
    assert alone[0] == 1
    assert f"docs/{lang}/topic.md" in alone[1]
    assert not (mini.root / "site").exists()
    assert list(mini.root.glob(".site.further-*")) == []


def test_a_child_that_is_killed_fails_the_build(mini):
    code, said = build(mini, beside=True, more="languages.other = lambda *_: os.kill(os.getpid(), 9)")
    assert code == 1
    assert "its process ended with -9" in said
    assert not (mini.root / "site").exists()


def test_a_build_that_is_killed_takes_its_child_along_and_the_next_one_tidies_up(mini):
    killed = """
import signal, time
began = languages._build_in_child
def slow(first, config, pipe):
    first.__class__.on_nav = lambda *_, **__: time.sleep(600)
    began(first, config, pipe)
languages._build_in_child = slow
languages.Beside.finish = lambda self: (print(self.child, flush=True), os.kill(os.getpid(), signal.SIGKILL))
"""
    code, said = build(mini, beside=True, more=killed)
    assert code == -9
    child = int(said.split()[-1])
    for _ in range(100):
        if not lives(child):
            break
        time.sleep(0.05)
    else:
        raise AssertionError(f"process {child} lives on")
    assert build(mini, beside=True) == (0, "")
    assert list(mini.root.glob(".site.further-*")) == []
