"""The form of authors' files: what each rule changes, and what it leaves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from further import form

CASES = {
    "Windows line ends": (form.unix, "\ufeffa\r\nb\rc\n", "a\nb\nc\n"),
    "no line feed at the end": (form.ended, "a", "a\n"),
    "many at the end": (form.ended, "a\n\n\n", "a\n"),
    "an empty file": (form.ended, "", ""),
    "a tab at the beginning": (form.untabbed, "\ta\tb\n- c\n  \td\n", "    a\tb\n- c\n    d\n"),
    "a tab in code": (form.untabbed, "```\n\ta\n```\n\tb\n", "```\n\ta\n```\n    b\n"),
    "a blank at the end": (form.trimmed, "a \nb\t\n  \nc", "a\nb\n\nc"),
    "a line break of Markdown": (form.trimmed, "a   \nb  \n\n", "a  \nb\n\n"),
    "blanks in code": (form.trimmed, "```\na \n```\nb ", "```\na \n```\nb"),
    "front matter": (
        form.ordered,
        "---\nhide: [toc]\nother: 1\ndescription: |\n  two\n  lines\n---\nx: y\n",
        "---\ndescription: |\n  two\n  lines\nhide: [toc]\nother: 1\n---\nx: y\n",
    ),
    "front matter that begins with a comment": (form.ordered, "---\n# a\nhide: 1\ntitle: 2\n---\n", None),
    "no front matter": (form.ordered, "hide: 1\ntitle: 2\n", None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_changes_form_and_no_word(case):
    rule, text, mended = CASES[case]
    assert rule(text) == (text if mended is None else mended)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a", " ", "\t", "\n", "\r\n", "```", "---\n", "title: b\n", "hide: c\n"])).map("".join)
)
def test_what_is_mended_stays_mended_and_has_the_same_words(text):
    mended = text
    for rule in form.PAGE_RULES.values():
        mended = rule(mended)
    again = mended
    for rule in form.PAGE_RULES.values():
        again = rule(again)
    assert again == mended
    assert sorted(mended.split()) == sorted(text.split())


def test_a_file_that_breaks_a_rule_is_told_with_its_first_line(tmp_path):
    (tmp_path / "docs" / "ko").mkdir(parents=True)
    (tmp_path / "docs" / "ko" / "a.md").write_bytes(b"one\ntwo \nthree \n\tfour")
    assert [(each.where, each.expected, each.found) for each in form.check(tmp_path)] == [
        ("docs/ko/a.md, line 4", "indentation by spaces, not by tabs", "otherwise"),
        ("docs/ko/a.md, line 2", "no blanks at the ends of lines", "2 lines that are otherwise"),
        ("docs/ko/a.md, line 4", "one line feed at the end", "otherwise"),
    ]
