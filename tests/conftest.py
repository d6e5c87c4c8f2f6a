"""A small book in a folder of its own, for tests that need a whole one, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config.base import load_config

from further.book import Book
from further.run import Runner

REPOSITORY = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Mini:
    """The book in tests/mini, copied, with its experiments already run; change a file and see what happens."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace ``old``, which has to be there, by ``new`` in the file at ``path``."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def both(self, path: str, old: str, new: str) -> None:
        """Do the same edit on the page of both languages."""
        for lang in ("ko", "en"):
            self.edit(f"docs/{lang}/{path}", old, new)

    def build(self, *, strict: bool = True) -> None:
        """Do what ``mkdocs build --strict`` does."""
        build(load_config(str(self.root / "mkdocs.yml"), strict=strict))

    def book(self) -> Book:
        """Return the book with its results, running what is stale."""
        book = Book.load(self.root)
        book.results = Runner(self.root, book.store, book.experiments).ensure(book.experiments.values())
        return book

    def read(self, path: str) -> str:
        """Return a published file."""
        return (self.root / "site" / path).read_text(encoding="utf-8")


def _copy(folder: Path) -> Mini:
    shutil.copytree(MINI, folder, dirs_exist_ok=True)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "docs" / "theme", folder / "docs" / "theme")
    return Mini(folder)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    """The mini book, run once a session. Do not change it."""
    mini = _copy(tmp_path_factory.mktemp("ran"))
    mini.book()
    return mini


@pytest.fixture
def mini(ran: Mini, tmp_path: Path) -> Mini:
    """A mini book of the test's own, its results still fresh."""
    shutil.copytree(ran.root, tmp_path / "book")
    return Mini(tmp_path / "book")


@pytest.fixture
def unrun(tmp_path: Path) -> Callable[[], Mini]:
    """A maker of mini books that were never run."""
    return lambda: _copy(tmp_path / "unrun")


@pytest.fixture(scope="session")
def browser():
    """One browser for every test of a process: Playwright cannot be started twice."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("FURTHER_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
