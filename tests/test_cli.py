"""The command line: what it prints, and that it runs no more than it must."""

from __future__ import annotations

import json
import re
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
    assert further("check").stdout == "No problem found.\n"
    mini.edit("docs/ko/topic.md", "## 실험 { #experiment }", "## 실험")
    mini.edit("docs/en/topic.md", "second.answer", "second.question")
    done = further("check")
    assert done.exit_code == 1
    assert (
        done.stdout
        == """\
docs/en/topic.md
  line 15
    expected: something that experiment second gives
    found:    second.question
    to mend:  there are second.answer

docs/ko/topic.md
  line 16
    expected: a heading with an ASCII id: ## … { #id }
    found:    실험
    to mend:  the same id in both languages
  line 16 · docs/ko/topic.md (ko), line 16 and docs/en/topic.md (en), line 13
    expected: the same headings (level and id) in the same order
    found:    ## # (ko), ## #experiment (en)

3 problems in 2 files.
"""
    )


def test_check_says_what_it_could_not_look_at(mini, further):
    mini.edit("snippets/topic/second.py", "7", "8")
    done = further("check")
    assert done.stdout == "No problem found.\n"
    assert "Not looked at: not fresh, so that their numbers and claims are not looked at: second.\n" in done.stderr


def test_check_tells_what_it_can_of_files_that_it_cannot_read(mini, further):
    mini.edit("snippets/topic/second.py", "# %% only", "# %% Only")
    mini.edit("snippets/topic/moving.py", "# %% draw", "#%% draw")
    (mini.root / "docs" / "ko" / "index.md").write_bytes("질문".encode("cp949"))
    mini.edit("docs/en/topic.md", "# How small is it?", "{{odd\n{{more odd\n\n# How small is it?")
    mini.edit("docs/en/topic.md", "tiny.measure", "tiny.measures")
    found = json.loads(further("check", "--format", "json").stdout)
    assert [(each["file"], each["line"]) for each in found] == [
        ("docs/en/topic.md", 1),
        ("docs/en/topic.md", 2),
        ("docs/en/topic.md", 21),
        ("docs/ko/index.md", 0),
        ("docs/ko/topic.md", 21),
        ("snippets/topic/moving.py", 7),
        ("snippets/topic/second.py", 7),
    ]


def test_check_annotates_the_lines_of_a_pull_request(mini, further):
    mini.edit("docs/ko/topic.md", "tiny.measure", "tiny.50%")
    lines = further("check", "--format", "github").stdout.splitlines()
    place = "file=docs/ko/topic.md,line=21,title=a cell of experiment tiny"
    assert lines[0] == (
        f"::error {place}::found: tiny.50%25%0Ato mend: there are tiny.measure, tiny.show"
        "%0A(docs/ko/topic.md (ko), line 21)"
    )


def test_check_mends_what_a_machine_can_and_says_what(mini, further):
    mini.edit("docs/ko/topic.md", "## 실험 { #experiment }", "## 실험 { .wide }")
    mini.edit("docs/ko/topic.md", "## 노트 { #notes }", "## 노트 { #note }\n\n[여기](#note)")
    page = mini.root / "docs" / "en" / "topic.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n").rstrip() + b" \t")
    done = further("check", "--fix")
    rules = "lines that end with a line feed alone, and no byte order mark; no blanks at the ends of lines"
    assert (
        done.output
        == f"""\
mended docs/en/topic.md: {rules}; one line feed at the end
mended docs/ko/topic.md, line 10: #notes in place of #note
mended docs/ko/topic.md, line 18: #experiment
mended docs/ko/topic.md: links to #note lead to #notes
Not looked at: style of the snippets: there is no pyproject.toml that says what it should be.
No problem found.
"""
    )
    assert done.exit_code == 0
    assert further("check", "--fix").output.count("mended") == 0
    assert "## 실험 { #experiment .wide }\n" in (mini.root / "docs/ko/topic.md").read_text()


def test_check_lets_ruff_look_at_the_snippets_and_mend_them(mini, further):
    (mini.root / "pyproject.toml").write_text('[tool.ruff.lint]\nselect = ["F", "I"]\n')
    assert further("check", "--fix").exit_code == 0
    mini.edit("snippets/topic/second.py", "from further import value", "from further import   value\nimport os\nvalue(")
    told = further("check").output
    assert "style without invalid-syntax" in told
    mini.edit("snippets/topic/second.py", "\nvalue(\n", "\n\nunknown\n")
    told = further("check").output
    assert (
        "expected: style without F401\n    found:    `os` imported but unused\n    to mend:  further check --fix"
        in told
    )
    assert "expected: the format that ruff gives" in told
    assert "mended snippets/topic/second.py: formatted by ruff" in (left := further("check", "--fix").output)
    assert re.findall(r"style without (\w+)", left) == ["F821"]


def test_an_unknown_name_is_answered_with_the_nearest(further):
    assert "did you mean second" in further("why", "secnd").output


def test_outside_a_book_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "with mkdocs.yml above it" in CliRunner().invoke(main, ["list"]).output


def test_checking_loads_neither_torch_nor_the_notebook_machinery():
    heavy = "{'torch', 'nbclient', 'nbformat', 'jupytext', 'jupyter_client', 'altair', 'vl_convert', 'mkdocs', 'numpy'}"
    code = f"import sys, further.cli, further.review; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
