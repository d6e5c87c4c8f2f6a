"""`mkdocs serve` on a small book: it rebuilds when a file is saved, and keeps the last good pages when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytestmark = pytest.mark.slow

PATIENCE = 30  # seconds until a server that says nothing is given up


@pytest.fixture
def served(mini):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (mini.root / "serve.log").open("w+")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=mini.root, stdout=log, stderr=log)

    def page(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as response:
            return response.read().decode()

    page.address = f"http://127.0.0.1:{port}/"

    def log_until(text):
        deadline = time.monotonic() + PATIENCE
        while text not in (said := (mini.root / "serve.log").read_text()):
            assert time.monotonic() < deadline, said
            assert server.poll() is None, said
            time.sleep(0.1)
        return said

    log_until("Serving on")
    yield mini, page, log_until
    server.send_signal(signal.SIGINT)
    server.wait(10)
    log.close()


def test_a_saved_page_is_served_and_a_broken_one_leaves_the_last_good_page(served):
    mini, page, log_until = served
    assert "얼마나 작을까요?" in page("topic/")
    assert "How small is it?" in page("en/topic/")

    mini.edit("docs/en/topic.md", "Inside code", "Within code")
    log_until("Reloading browsers")
    assert "Within code" in page("en/topic/")

    mini.both("topic.md", "{{tiny.count", "{{tiny.counted")
    assert "did you mean tiny.count" in log_until("The last good pages are still served")
    assert "Within code" in page("en/topic/")

    os.truncate(mini.root / "serve.log", 0)
    mini.both("topic.md", "{{tiny.counted", "{{tiny.count")
    mini.edit("docs/en/topic.md", "Within code", "In code")
    log_until("Reloading browsers")
    assert "In code" in page("en/topic/")


def test_a_saved_snippet_runs_again_and_its_new_number_is_served(served):
    mini, page, log_until = served
    mini.edit("snippets/topic/second.py", 'value("answer", 7)', 'value("answer", 8765)')
    log_until("Reloading browsers")
    assert "[stale] second: cell only changed" in log_until("[fresh] tiny")
    assert "8765" in page("topic/")


@pytest.mark.slow
def test_an_open_page_shows_what_is_wrong_until_it_is_mended_and_then_the_new_text(served, browser):
    mini, page, _ = served
    context = browser.new_context()
    tabs = {lang: context.new_page() for lang in ("ko", "en")}
    for lang, tab in tabs.items():
        tab.goto(page.address + {"ko": "topic/", "en": "en/topic/"}[lang])
    mini.edit("snippets/topic/second.py", 'value("answer", 7)', 'raise ValueError("<img src=x onerror=alert(1)>")')
    for lang, words in {"ko": "저장한 내용에 잘못이 있어", "en": "What was saved has a mistake"}.items():
        banner = tabs[lang].get_by_role("status").filter(has_text=words)
        banner.wait_for()
        assert "experiment second, cell only" in banner.inner_text()
        assert "<img src=x onerror=alert(1)>" in banner.inner_text()
        assert banner.locator("img").count() == 0
        assert "7" in tabs[lang].locator("article").inner_text()
    mini.edit("snippets/topic/second.py", 'raise ValueError("<img src=x onerror=alert(1)>")', 'value("answer", 4321)')
    for tab in tabs.values():
        tab.get_by_text("4321").first.wait_for()
        assert tab.locator(".fq-live").is_hidden()
    context.close()
