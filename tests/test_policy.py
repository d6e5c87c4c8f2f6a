"""The Content-Security-Policy: nothing but the site's own runs, and everything of the site's own does."""

from __future__ import annotations

import functools
import http.server
import re
import threading

import pytest

from further import policy

SCRIPT = "<script>own()</script>"


def page(head="", article=""):
    return f'<html><head><meta charset="utf-8">{head}</head><body><article>{article}</article></body></html>'


def test_scripts_of_the_theme_are_known_by_their_hashes_and_others_are_not():
    alone = policy.of([page(SCRIPT)])
    assert len(re.findall("'sha256-", alone)) == 1
    assert policy.of([page(SCRIPT), page(SCRIPT, "<script>strange()</script>")]) == alone
    assert "'sha256-" not in policy.of(
        [page('<script src="x.js"></script><script type="application/json">{}</script>')]
    )
    assert "unsafe-eval" not in alone


def test_every_page_and_the_hosts_file_have_it_after_the_charset(tmp_path):
    (tmp_path / "en").mkdir()
    for path in ("index.html", "en/index.html"):
        (tmp_path / path).write_text(page(SCRIPT), encoding="utf-8")
    policy.write(tmp_path)
    rule = policy.of([page(SCRIPT)])
    for path in ("index.html", "en/index.html"):
        start = f'<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{rule}">'
        assert (tmp_path / path).read_text().startswith(start)
    assert f"  Content-Security-Policy: {rule}; frame-ancestors 'none'\n" in (tmp_path / "_headers").read_text()


@pytest.fixture(scope="module")
def served(ran, tmp_path_factory):
    """The small book, built, and served with the headers that its ``_headers`` asks for."""
    import shutil

    from conftest import Mini

    folder = tmp_path_factory.mktemp("policy") / "book"
    shutil.copytree(ran.root, folder)
    mini = Mini(folder)
    (folder / "docs/en/topic.md").write_text(
        (folder / "docs/en/topic.md").read_text() + "\n<script>document.title = 'strange'</script>\n"
    )
    mini.build()
    lines = mini.read("_headers").splitlines()[1:]

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            for line in lines:
                self.send_header(*line.strip().split(": ", 1))
            super().end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.slow
def test_pages_work_under_the_policy_and_a_strange_script_does_not(browser, served):
    context = browser.new_context()
    told = "stopped.push(`${event.violatedDirective} ${event.blockedURI}`)"
    context.add_init_script(f"stopped = []; addEventListener('securitypolicyviolation', (event) => {told})")
    tab = context.new_page()
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.goto(served + "/topic/")
    tab.set_default_timeout(10_000)
    tab.locator("article .fq-value").first.click()
    tab.locator(".fq-evidence").wait_for()
    tab.keyboard.press("Escape")
    figure = tab.locator("figure[data-live]").last
    figure.locator(".fq-explore").click()
    figure.locator(".fq-live svg").wait_for()
    figure.locator("input[type=range]").fill("3")
    tab.locator("input.md-search__input").fill("실험")
    tab.locator("input.md-search__input").press("End")  # Material searches on a key
    tab.locator(".md-search-result__link").first.wait_for()
    assert tab.evaluate("stopped") == []
    tab.goto(served + "/")
    tab.locator("article a[href$='topic/']").first.click()  # by script, from another page
    tab.wait_for_url("**/topic/")
    tab.wait_for_timeout(300)
    assert tab.evaluate("stopped") == []
    tab.goto(served + "/notebooks/tiny/")
    assert tab.evaluate("stopped") == []
    tab.goto(served + "/en/topic/")
    assert tab.evaluate("stopped") == ["script-src-elem inline"] * 2  # the header's policy, and the page's own
    assert tab.title() != "strange"
    assert problems == []
    context.close()
