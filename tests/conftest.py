"""A small book in a folder of its own, for tests that need a whole one, and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
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


signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell's background job ignores it, and so would the servers that tests start, and stop by it."""

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 760}
LANGUAGES = {"ko": "/", "en": "/en/"}


def lives(process: int) -> bool:
    """Whether a process still runs; one that only waits to be asked how it ended does not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # which may be so between any two questions
        return False


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


def copied(folder: Path) -> Mini:
    shutil.copytree(MINI, folder, dirs_exist_ok=True)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "docs" / "theme", folder / "docs" / "theme")
    return Mini(folder)


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust what tests run, unless they say otherwise; the real site, which is built before, is built as was asked."""
    monkeypatch.delenv("FURTHER_UNTRUSTED", raising=False)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    """The mini book, run once a session. Do not change it."""
    mini = copied(tmp_path_factory.mktemp("ran"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FURTHER_UNTRUSTED", raising=False)  # as `trusting` has it
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
    return lambda: copied(tmp_path / "unrun")


@pytest.fixture(scope="session")
def browser():
    """One browser for every test of a process: Playwright cannot be started twice."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("FURTHER_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The real site, built strictly: what fails to build fails here."""
    folder = tmp_path_factory.mktemp("real") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def address(site):
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def opened(path, until="load", **options):
        while contexts:  # one page at a time: a site has a hundred
            contexts.pop().close()
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.asked, page.problems = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(address + path, wait_until=until)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def paths(site):
    """Every page of the Korean site, as a path."""
    found = (path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return sorted("" if path == "." else f"{path}/" for path in found if path != "en" and not path.startswith("en/"))


def is_notebook(path: str) -> bool:
    """Whether the page at ``path`` is an executed notebook."""
    return path.startswith("notebooks/")


def questions(paths: list[str]) -> list[str]:
    """Return the pages that answer a question, among ``paths``."""
    asked = re.findall(r"^ {8}- ([\w-]+)\.md$", (REPOSITORY / "mkdocs.yml").read_text(), re.MULTILINE)
    return [path for path in paths if path.strip("/") in asked]
