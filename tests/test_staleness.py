"""Which language's page is older, by git; said to author and reader until a translator confirms."""

from __future__ import annotations

import logging
import subprocess

import pytest
from click.testing import CliRunner
from conftest import Mini

from further import cli, history, staleness
from further.errors import FurtherError
from further.page import Page

pytestmark = pytest.mark.slow

KO, EN = "docs/ko/topic.md", "docs/en/topic.md"
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")


def git(folder, *arguments, day=1):
    environment = {"PATH": "/usr/bin:/bin", "GIT_COMMITTER_DATE": f"2026-05-{day:02}T12:00:00Z"}
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, env=environment, capture_output=True)


@pytest.fixture
def kept(mini):
    """The mini book, both languages committed on the first of May."""
    git(mini.root, "init", "-q", "-b", "main")
    git(mini.root, "add", "docs", "snippets")
    git(mini.root, "commit", "-qm", "All")
    return mini


def change(mini: Mini, path: str, old: str, new: str, day: int) -> None:
    mini.edit(path, old, new)
    git(mini.root, "commit", "-qam", "Change", day=day)


def found(mini: Mini):
    return [(each.page.file, each.newer.file, *each.dates()) for each in staleness.find(mini.book())]


def test_pages_that_changed_together_are_as_old_as_each_other(kept):
    assert found(kept) == []
    kept.edit(KO, "# 얼마나", "# 대체 얼마나")
    change(kept, EN, "How small", "How very small", day=2)
    assert found(kept) == []


def test_a_page_is_older_when_the_other_language_changed_later(kept):
    change(kept, KO, "# 얼마나 작을까요?", "# 얼마나 더 작을까요?", day=3)
    assert found(kept) == [(EN, KO, "2026-05-01", "2026-05-03")]
    change(kept, EN, "How small", "How very small", day=4)
    assert found(kept) == [(KO, EN, "2026-05-03", "2026-05-04")]


def test_two_changes_of_one_day_are_told_with_the_time(kept):
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=1)
    assert found(kept) == []  # in the same second
    kept.edit(KO, "# 대체 얼마나", "# 과연 얼마나")
    environment = {"PATH": "/usr/bin:/bin", "GIT_COMMITTER_DATE": "2026-05-01T12:00:09Z"}
    subprocess.run([*GIT, "commit", "-qam", "Again"], cwd=kept.root, check=True, env=environment)
    assert found(kept) == [(EN, KO, "2026-05-01 12:00:00 UTC", "2026-05-01 12:00:09 UTC")]


def test_front_matter_is_no_text(kept):
    change(kept, KO, "description: 작은 질문", "description: 작은 물음", day=3)
    assert found(kept) == []


def test_what_is_not_committed_yet_has_changed_just_now(kept):
    kept.edit(KO, "# 얼마나", "# 대체 얼마나")
    (stale,) = staleness.find(kept.book())
    assert stale.dates() == ("2026-05-01", "")
    assert str(stale.notice()) == (
        "docs/en/topic.md (en)\n"
        "  expected: what changed in docs/ko/topic.md (not committed yet)\n"
        "  found:    nothing new in this page since 2026-05-01\n"
        "  to mend:  bring it over, or confirm that nothing is missing here: further review docs/en/topic.md"
    )


def test_a_merge_counts_only_for_what_it_settles_itself(kept):
    git(kept.root, "checkout", "-qb", "other")
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=2)
    git(kept.root, "checkout", "-q", "main")
    change(kept, EN, "How small", "How very small", day=3)
    git(kept.root, "merge", "-q", "--no-ff", "other", "-m", "Merge", day=9)
    assert found(kept) == [(KO, EN, "2026-05-02", "2026-05-03")]


@pytest.mark.parametrize("case", ["no repository", "shallow"])
def test_nothing_is_said_where_git_cannot_know(kept, tmp_path, case):
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=2)
    change(kept, EN, "How small", "How very small", day=3)
    if case == "shallow":
        git(tmp_path, "clone", "-q", "--depth", "1", kept.root.as_uri(), "clone")
        root = tmp_path / "clone"
        assert len(history.commit(root)) == 40
    else:
        root = tmp_path / "copy"
        git(tmp_path, "clone", "-q", kept.root.as_uri(), "copy")
        subprocess.run(["rm", "-rf", root / ".git"], check=True)
        assert history.commit(root) == ""
    assert history.changes(root, "docs/ko", bytes) == {}


def test_a_book_in_a_folder_of_a_repository_is_found_too(kept):
    outer = kept.root.parent / "outer"
    outer.mkdir()
    kept.root.rename(outer / "book")
    (outer / "book" / ".git").rename(outer / ".git")
    git(outer, "add", "-A", "book/docs")
    git(outer, "commit", "-qm", "Move", day=2)
    book = Mini(outer / "book")
    change(book, KO, "# 얼마나", "# 대체 얼마나", day=3)
    assert found(book) == [(EN, KO, "2026-05-02", "2026-05-03")]


def test_a_strict_build_warns_and_the_older_page_says_so_with_both_dates(kept, caplog):
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=3)
    caplog.set_level(logging.WARNING)
    logging.getLogger("further").addHandler(caplog.handler)
    try:
        kept.build()
    finally:
        logging.getLogger("further").removeHandler(caplog.handler)
    told = {record.getMessage() for record in caplog.records if record.name == "further.staleness"}
    assert told == {str(each.notice()) for each in staleness.find(kept.book())}
    english, korean = kept.read("en/topic/index.html"), kept.read("topic/index.html")
    said = "The Korean page last changed on 2026-05-03, this one on 2026-05-01. Something new may be missing here."
    link = '<a href="../../topic/index.html" hreflang="ko">Read it in Korean</a>'
    assert f'<p class="fq-stale" role="note">{said} {link}</p>' in english
    assert "fq-stale" not in korean


def test_the_older_page_of_the_korean_site_says_so_in_korean(kept):
    change(kept, EN, "How small", "How very small", day=3)
    kept.build()
    said = "이 글은 2026-05-01, 영어 글은 2026-05-03에 마지막으로 바뀌었습니다."
    assert said in kept.read("topic/index.html")
    assert 'href="../en/topic/index.html" hreflang="en">영어 글 읽기</a>' in kept.read("topic/index.html")


def test_a_translator_confirms_until_the_other_page_changes_again(kept, monkeypatch):
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=3)
    monkeypatch.chdir(kept.root)
    done = CliRunner().invoke(cli.main, ["review", EN])
    assert (done.exit_code, done.output) == (0, f"{EN}: confirmed\n")
    assert (kept.root / EN).read_text().startswith(f'---\nreviewed: "{digest(kept, "ko")}"\n---\n# How small')
    assert found(kept) == []
    git(kept.root, "commit", "-qam", "Confirm", day=4)
    assert found(kept) == []
    assert CliRunner().invoke(cli.main, ["review", EN]).output == f"{EN}: was confirmed before\n"
    change(kept, KO, "# 대체", "# 도대체", day=5)
    assert found(kept) == [(EN, KO, "2026-05-01", "2026-05-05")]


def digest(mini, lang):
    return staleness.digest(mini.book().pages[lang]["topic.md"])


def test_confirming_keeps_the_rest_of_the_front_matter(kept):
    text = (kept.root / KO).read_text(encoding="utf-8")
    staleness.confirm(kept.book(), KO)
    new = f'description: 작은 질문\nreviewed: "{digest(kept, "en")}"\n'
    assert (kept.root / KO).read_text(encoding="utf-8") == text.replace("description: 작은 질문\n", new)


def test_only_a_page_can_be_confirmed(kept):
    with pytest.raises(FurtherError) as caught:
        staleness.confirm(kept.book(), "docs/claims.yml")
    assert caught.value.expected == "a page in docs/ko or docs/en"


def test_check_lists_what_is_older_and_is_green(kept, monkeypatch):
    change(kept, KO, "# 얼마나", "# 대체 얼마나", day=3)
    monkeypatch.chdir(kept.root)
    done = CliRunner().invoke(cli.main, ["check"])
    assert done.exit_code == 0
    assert "To look at, but no problem: docs/en/topic.md" in done.output
    assert "further review docs/en/topic.md" in done.output
    github = CliRunner().invoke(cli.main, ["check", "--format", "github"])
    assert github.exit_code == 0
    told = "what changed in docs/ko/topic.md (2026-05-03)"
    assert f"::notice file=docs/en/topic.md,title={told}::" in github.output


WRONG = {
    "no end": ("---\nreviewed: x\n", 1, "front matter that ends with ---"),
    "no YAML": ("---\na: 1\nb: c: d\n---\n# T\n", 3, "YAML"),
    "no mapping": ("---\nhello\n---\n# T\n", 2, "keys with values in the front matter"),
    "a key twice": ("---\na: 1\na: 2\n---\n# T\n", 3, "every key once"),
    "a number": (
        "---\nreviewed: 123456789012\n---\n",
        2,
        "reviewed: and the content hash of the other language's page",
    ),
    "too short": (
        "---\nhide: 1\nreviewed: abc\n---\n",
        3,
        "reviewed: and the content hash of the other language's page",
    ),
    "a key of another template": ("---\nhide: 1\ntemplate: x.html\n---\n", 3, "one of title, short, description"),
    "nothing": ("---\nreviewed:\n---\n", 2, "reviewed: and the content hash of the other language's page"),
}


@pytest.mark.parametrize("case", WRONG)
def test_malformed_front_matter_is_told_with_its_line(case):
    text, line, expected = WRONG[case]
    (error,) = staleness.check(Page("topic.md", KO, "ko", text))
    assert error.where == f"{KO} (ko), line {line}"
    assert error.expected.startswith(expected)


@pytest.mark.parametrize("text", ["# T\n", "---\n---\n# T\n", '---\nreviewed: "0123456789ab"\n---\n# T\n'])
def test_front_matter_that_is_well_formed_is_accepted(text):
    assert list(staleness.check(Page("topic.md", KO, "ko", text))) == []


def test_a_page_says_when_its_experiments_ran_and_with_which_versions(mini):
    mini.build()
    book = mini.book()
    day, run = book.results["tiny"].run["finished"][:10], book.results["tiny"].run
    used = f"Python {run['python']}, altair {run['distributions']['altair']}"
    assert f"The experiments of this page last ran on {day} · {used}</p>" in mini.read("en/topic/index.html")
    assert f"이 글의 실험은 {day}에 마지막으로 실행했습니다 · {used}</p>" in mini.read("topic/index.html")
    assert f"last ran on {day} · {used}</p>" in mini.read("en/index.html")  # of the answer it shows
