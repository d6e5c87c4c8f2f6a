"""The command line: what it prints, and that it runs no more than it must."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from further.cli import main


@pytest.fixture
def further(mini, monkeypatch):
    monkeypatch.chdir(mini.root / "docs")  # any folder of the book will do
    return lambda *words: CliRunner().invoke(main, words)


def test_list_shows_state_seconds_and_title(further):
    lines = further("list").output.splitlines()
    assert [line.split("]")[0] for line in lines] == ["[fresh  "] * 3
    assert lines[2].endswith("topic/tiny  A tiny experiment")


def test_why_names_the_input_that_changed(mini, further):
    assert further("why", "tiny").output == "[fresh] tiny\n  nothing that it read has changed\n"
    mini.edit("snippets/topic/data.txt", "data", "other")
    assert further("why", "tiny").output == "[stale] tiny\n  file snippets/topic/data.txt changed\n"


def test_run_runs_what_is_named_and_lists_its_claims(mini, further):
    mini.edit("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 13)')
    done = further("run", "tiny")
    assert "tiny.grows: holds in 5 of 5, worst margin 1.5\ntiny.equal: holds in 1 of 1\n" in done.output
    assert further("list").output.count("[fresh") == 3


def test_run_ends_with_an_error_that_names_the_cell(mini, further):
    mini.edit("snippets/topic/second.py", 'value("answer", 7)', "1 / 0")
    done = further("run")
    assert done.exit_code == 1
    assert "experiment second, cell only (topic/second.py, line 10)" in done.output


def test_check_tells_every_problem_with_its_line_and_runs_nothing(mini, further):
    assert further("check").output == "No problem found.\n"
    mini.edit("docs/ko/topic.md", "## 실험 { #experiment }", "## 실험")
    mini.edit("docs/en/topic.md", "second.answer", "second.question")
    done = further("check")
    assert done.exit_code == 1
    assert "docs/ko/topic.md (ko), line 16" in done.output
    assert "docs/en/topic.md (en), line 15" in done.output


def test_check_says_what_it_could_not_look_at(mini, further):
    mini.edit("snippets/topic/second.py", "7", "8")
    assert further("check").output == "No problem found. Not looked at, because not fresh: second.\n"


def test_an_unknown_name_is_answered_with_the_nearest(further):
    assert "did you mean second" in further("why", "secnd").output


def test_outside_a_book_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "with mkdocs.yml above it" in CliRunner().invoke(main, ["list"]).output


def test_checking_loads_neither_torch_nor_the_notebook_machinery():
    heavy = "{'torch', 'nbclient', 'altair', 'vl_convert', 'gensim'}"
    code = f"import sys, further.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
