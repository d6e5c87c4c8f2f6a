"""A build renders what changed, and writes what it would write if it rendered everything."""

from __future__ import annotations

import json
import shutil
import zlib

import pytest
from mkdocs.structure.pages import Page
from test_serving import EDITS

pytestmark = pytest.mark.slow

OTHERS = {
    "a term": ([("docs/en/topic.md", "Inside code", "A gradient inside code")], None),
    "an author": ([("docs/references.bib", "Wallace", "Wallis")], None),
    "a link to a page that is gone": ([("docs/en/topic.md", "Inside code", "[Inside](gone.md) code")], None),
    "how addresses look": ([("mkdocs.yml", "site_name: ", "use_directory_urls: false\nsite_name: ")], None),
    "the site's name": ([("mkdocs.yml", "site_name: ", "site_name: Another ")], None),
}


def site(mini):
    root = mini.root / "site"
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def forget(mini):
    shutil.rmtree(mini.root / ".cache" / "further" / "pages")


@pytest.fixture
def rendered(monkeypatch):
    """The Korean pages that were rendered; the English ones are in another process."""
    pages, render = [], Page.render

    def noted(page, *arguments):
        pages.append(page.file.src_uri)
        render(page, *arguments)

    monkeypatch.setattr(Page, "render", noted)
    return pages


@pytest.mark.parametrize("case", [*EDITS, *OTHERS])
def test_what_is_written_is_what_a_render_of_everything_writes(mini, case):
    edits, _ = {**EDITS, **OTHERS}[case]
    mini.build(strict=False)
    before = site(mini)
    for edit in edits:
        mini.edit(*edit)
    mini.build(strict=False)
    after = site(mini)
    assert after != before
    forget(mini)
    mini.build(strict=False)
    assert site(mini) == after


def test_only_what_changed_is_rendered(mini, rendered):
    mini.build()
    every = set(rendered)
    assert {"index.md", "topic.md"} <= every
    rendered.clear()
    mini.build()
    assert rendered == []
    mini.edit("docs/ko/topic.md", "## 실험 {", "## 또 실험 {")
    mini.build(strict=False)
    assert set(rendered) == {"topic.md"}
    rendered.clear()
    mini.edit("docs/ko/topic.md", "## 또 실험 {", "## 실험 {")
    mini.build()
    assert rendered == []  # it is as it was


def test_what_is_said_of_a_page_is_said_in_every_build(mini, caplog):
    mini.edit("docs/ko/topic.md", "## 실험 {", "[어디](gone.md)\n\n## 실험 {")
    for _ in range(2):
        caplog.clear()
        mini.build(strict=False)
        assert "gone.md" in caplog.text


@pytest.mark.parametrize("payload", [b"no page", zlib.compress(json.dumps({"content": "stale"}).encode())])
def test_a_page_of_the_store_that_is_no_page_is_rendered_again(mini, rendered, payload):
    mini.build()
    before = site(mini)
    book = mini.book()
    for path in (mini.root / ".cache" / "further" / "pages").iterdir():
        book.store.put(f"pages/{path.name}", payload)
    rendered.clear()
    mini.build()
    assert rendered
    assert site(mini) == before
