"""Both languages at once: the same bytes, errors and warnings as one after the other."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from further import languages

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="languages are built one after the other here")


@pytest.fixture
def side_by_side(monkeypatch):
    """Say whether the next build is to fork; builds find threads of the test run, with which they would not."""
    return lambda whether: monkeypatch.setattr(languages, "_possible", lambda: whether)


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_both_ways_give_the_same_bytes(mini, side_by_side, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = []
    for whether in (False, True):
        side_by_side(whether)
        mini.build()
        made.append(files(mini.root / "site"))
    alone, beside = made
    assert sorted(alone) == sorted(beside)
    assert [path for path in alone if alone[path] != beside[path]] == []
    assert "en/topic/index.html" in beside


def test_a_warning_of_the_other_language_is_logged_here_and_fails_a_strict_build(mini, side_by_side, caplog):
    side_by_side(True)
    mini.build()
    before = files(mini.root / "site")
    mini.edit("docs/en/index.md", "/// questions", "[There](nowhere.md)\n\n/// questions")
    with pytest.raises(Abort, match="1 warning"):
        mini.build()
    assert [each.getMessage() for each in caplog.records if "nowhere.md" in each.getMessage()]
    assert files(mini.root / "site") == before


def test_without_strict_the_warning_is_logged_and_the_site_published(mini, side_by_side, caplog):
    side_by_side(True)
    mini.edit("docs/en/index.md", "/// questions", "[There](nowhere.md)\n\n/// questions")
    mini.build(strict=False)
    told = [each for each in caplog.records if "nowhere.md" in each.getMessage()]
    assert [each.levelno for each in told] == [logging.WARNING]
    assert "nowhere.md" in mini.read("en/index.html")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_error_in_either_language_says_the_same_both_ways_and_publishes_nothing(mini, side_by_side, caplog, lang):
    mini.edit(f"docs/{lang}/topic.md", "{ #experiment }", "{ #experiment title='{{tiny.count}}' }")
    told = []
    for whether in (False, True):
        side_by_side(whether)
        caplog.clear()
        with pytest.raises(Abort) as failed:
            mini.build()
        told.append((str(failed.value), [each.getMessage() for each in caplog.records if each.levelno >= 40]))
        assert not (mini.root / "site").exists()
        assert list(mini.root.glob(".site.further-*")) == []
    assert told[0] == told[1]
    assert f"docs/{lang}/topic.md" in str(told[1])


def test_a_child_that_is_killed_fails_the_build(mini, side_by_side, monkeypatch):
    side_by_side(True)
    monkeypatch.setattr(languages, "other", lambda *_: os.kill(os.getpid(), 9))
    with pytest.raises(Abort, match="its process ended with -9"):
        mini.build()
    assert not (mini.root / "site").exists()
