"""`further diff`: what a change does to the answers, from results that the store remembers."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from click.testing import CliRunner

from further import difference_text
from further.cli import main


@pytest.fixture
def changed(mini, monkeypatch):
    """A small book in a git repository of its own; returns what git and the command line do in it."""
    monkeypatch.chdir(mini.root)

    def git(*words):
        own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *own, *words], cwd=mini.root, check=True, capture_output=True)

    (mini.root / ".gitignore").write_text(".cache/\nsite/\n__pycache__/\n")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "The first")
    mini.git, mini.further = git, lambda *words: CliRunner().invoke(main, words)
    return mini


def test_nothing_changed_says_so(changed):
    assert changed.further("diff", "HEAD").output == "### Since HEAD\n\nNo answer changes.\n"


def test_a_changed_snippet_changes_numbers_claims_tables_and_figures(changed):
    changed.edit("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 1300)')
    changed.edit("snippets/topic/tiny.py", "[x + 0.5 for x in ones]", "[x + 0.25 for x in ones]")
    changed.edit("snippets/topic/tiny.py", "0.25}], {both", "0.5}], {both")
    changed.edit("snippets/topic/tiny.py", '"x": 2.0', '"x": 3.0')
    changed.edit("docs/claims.yml", "verdict: holds", "verdict: limits")
    changed.edit("docs/en/topic.md", "Inside code", "Within code")
    before = changed.further("diff", "HEAD").output
    assert "Not known after, and left out: tiny.\n" in before
    assert "Changed numbers" not in before
    done = changed.further("diff", "HEAD", "--run", "--html", "out.html")
    assert (
        done.stdout
        == """\
### Since HEAD

**Changed pages** (1)

- changed: docs/en/topic.md (How small is it?)

**Changed numbers** (1)

- tiny.count: **12** → **1300** in docs/en/topic.md, docs/ko/topic.md

**Changed verdicts** (1)

- topic.small: **holds** → **limits** (작다)

**Changed claims** (1)

- tiny.grows: holds in 5 of 5, worst margin 1.5 → holds in 5 of 5, worst margin 1.25; “It grows.”

**Changed tables** (1)

- tiny.rows: ship / share: 25% → 50%

**Changed figures** (1)

- tiny.bars: changed
"""
    )
    page = (changed.root / "out.html").read_text()
    assert len(set(re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page))) == 4  # two languages, two sides
    assert "<td>12</td><td>1300</td>" in page
    assert not re.search(r"<(script|link|iframe)\b|https?:", page)


def test_results_of_then_are_found_after_the_work_went_on(changed):
    changed.edit("snippets/topic/second.py", "7", "8")
    changed.git("commit", "-qam", "The second")
    assert "Not known after" in changed.further("diff", "HEAD~1").output
    changed.further("run")
    changed.edit("snippets/topic/second.py", "8", "9")
    changed.further("run")
    assert "second.answer: **7** → **9** in" in changed.further("diff", "HEAD~1").output
    assert "second.answer: **8** → **9** in" in changed.further("diff", "HEAD").output


def test_a_result_with_other_versions_than_the_revision_pins_is_not_its(changed):
    (changed.root / "requirements.txt").write_text("altair==0.0.1\n")
    changed.git("add", "-A")
    changed.git("commit", "-qm", "Pin")
    assert "Not known before, and left out: moving, tiny.\n" in changed.further("diff", "HEAD").output
    assert "left out" not in changed.further("diff", "HEAD~1").output


def test_new_and_removed_questions_and_experiments_are_told(changed):
    changed.further("new", "colours/first")
    changed.further("run")
    found = json.loads(changed.further("diff", "HEAD", "--format", "json").stdout)
    assert [(each["path"], each["change"]) for each in found["pages"]] == [
        ("docs/ko/colours.md", "new"),
        ("docs/en/colours.md", "new"),
    ]
    assert {each["name"] for each in found["numbers"]} == {"first.most", "first.most.min", "first.most.max"}
    assert all(each["before"] is None for each in found["numbers"])
    assert [(each["name"], each["before"]) for each in found["claims"]] == [("first.slower", None)]
    changed.git("add", "-A")
    changed.git("commit", "-qm", "Colours")
    for path in ("snippets/colours/first.py", "docs/ko/colours.md", "docs/en/colours.md"):
        (changed.root / path).unlink()
    told = changed.further("diff", "HEAD").output
    assert "- removed: docs/ko/colours.md" in told
    assert "- first.growth: removed" in told


def test_nothing_of_the_repository_is_touched(changed):
    state = ["git", "status", "--porcelain"], ["git", "worktree", "list"], ["git", "stash", "list"]
    before = [subprocess.run(each, cwd=changed.root, capture_output=True, check=True).stdout for each in state]
    changed.further("diff", "HEAD")
    assert before == [subprocess.run(each, cwd=changed.root, capture_output=True, check=True).stdout for each in state]


@pytest.mark.parametrize("revision", ["nowhere", "--help=x", "HEAD:docs", ""])
def test_what_is_no_revision_is_refused(changed, revision):
    done = changed.further("diff", "--", revision)
    assert done.exit_code == 1
    assert "expected: a revision that git knows" in done.output


HOSTILE = "<img src=x onerror=alert(1)> @team #12 [a](//b.example) `c` | **d** www.e.example\nf"


def test_hostile_texts_are_shown_as_they_are(changed):
    (changed.root / "docs/claims.yml").write_text(
        json.dumps({"topic": {"small": {"note": HOSTILE, "verdict": "wrong"}}}), encoding="utf-8"
    )
    done = changed.further("diff", "HEAD", "--html", "out.html")
    line = next(line for line in done.output.splitlines() if line.startswith("- topic.small"))
    assert "<img" not in line
    assert re.search(r"(?<!\\)[`|\[\]]|@team|#12|://|www\.", line) is None
    assert line.endswith("f)")
    page = (changed.root / "out.html").read_text()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("@a", "@\u200ba"),
        ("#1", "\\#\u200b1"),
        ("http://a", "http:\u200b//a"),
        ("GH-1", "GH\u200b-1"),
        ("a\n# b\x1b", r"a \# b "),
    ],
)
def test_markdown_is_escaped(text, shown):
    assert difference_text.escaped(text) == shown


def test_a_large_change_fits_a_comment_and_changes_come_before_what_is_new():
    new = [{"name": f"a.n{i}", "before": None, "after": "1" * 400, "pages": ["docs/ko/a.md"]} for i in range(300)]
    moved = {"name": "z.moved", "before": "1", "after": "2", "pages": ["docs/ko/z.md"]}
    kinds = {key: [] for key in ("pages", "verdicts", "claims", "tables", "figures")}
    text = difference_text.as_markdown({"since": "x", **kinds, "numbers": [*new, moved], "unknown": {}})
    assert len(text) < 60_000
    assert text.splitlines()[4] == "- z.moved: **1** → **2** in docs/ko/z.md"
    assert text.endswith("- and 201 more\n")
