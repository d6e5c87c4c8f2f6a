"""The real site in a real browser: both languages, desktop and phone, light and dark."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading

import pytest
from conftest import REPOSITORY

pytestmark = pytest.mark.slow

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 760}
LANGUAGES = {"ko": "/", "en": "/en/"}


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


def questions(paths):
    return [path for path in paths if path and not path.startswith("notebooks/")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_asks_another_host_or_throws(open_page, address, paths, lang):
    for path in paths:
        page = open_page(LANGUAGES[lang] + path, until="networkidle")
        assert [url for url in page.asked if not url.startswith((address, "data:"))] == []
        assert page.problems == []
        assert page.evaluate("document.documentElement.lang") == lang


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_scrolls_sideways(open_page, paths, lang, viewport):
    for path in paths:
        page = open_page(LANGUAGES[lang] + path, viewport=viewport)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path


SMALLEST = """() => Math.min(...[...document.querySelectorAll('.fq-chart svg text')]
    .filter(text => text.checkVisibility() && text.textContent.trim())
    .map(text => [parseFloat(getComputedStyle(text).fontSize), text.getScreenCTM()])
    .map(([size, shown]) => size * Math.hypot(shown.a, shown.b)))"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_in_figures_is_never_under_12_pixels(open_page, paths, lang, viewport):
    for path in questions(paths):
        page = open_page(LANGUAGES[lang] + path, viewport=viewport)
        assert page.locator(".fq-figure").count() > 0
        assert page.evaluate(SMALLEST) >= 11.9, path


CUT = """() => [...document.querySelectorAll('.fq-chart svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).filter(text => {
        const t = text.getBoundingClientRect();
        return t.left < box.left - 2 || t.right > box.right + 2 || t.top < box.top - 2 || t.bottom > box.bottom + 2;
    }).map(text => svg.closest('figure').id + ': ' + text.textContent);
})"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_figure_is_cut_off(open_page, paths, lang, viewport):
    for path in questions(paths):
        assert open_page(LANGUAGES[lang] + path, viewport=viewport).evaluate(CUT) == []


def test_every_figure_is_named_for_those_who_do_not_see_it(open_page, paths):
    for lang, root in LANGUAGES.items():
        for path in questions(paths):
            names = open_page(root + path).locator(".fq-drawing").evaluate_all("all => all.map(each => each.ariaLabel)")
            assert all(len(name) > 20 for name in names)
            hangul = [any("가" <= letter <= "힣" for letter in name) for name in names]
            assert all(hangul) if lang == "ko" else names


def test_figures_follow_light_and_dark(open_page, paths):
    def ink(scheme):
        page = open_page(f"/{questions(paths)[0]}", color_scheme=scheme)
        return page.locator(".fq-chart--wide svg text").first.evaluate("each => getComputedStyle(each).fill")

    assert ink("light") != ink("dark")


@pytest.mark.parametrize("start", LANGUAGES)
def test_the_language_switch_stays_on_the_page_and_at_the_heading(open_page, address, paths, start):
    other = {"ko": "en", "en": "ko"}[start]
    path = questions(paths)[0]
    page = open_page(LANGUAGES[start] + path, until="networkidle")
    heading = page.locator("article h2").nth(2)
    heading.evaluate("each => each.scrollIntoView()")
    page.wait_for_timeout(300)
    page.locator(f"a[hreflang={other}]:visible").first.click()
    page.wait_for_function(f"document.documentElement.lang === '{other}'")
    assert page.url == f"{address}{LANGUAGES[other]}{path}#{heading.get_attribute('id')}"


def test_the_language_switch_works_without_scripts(open_page, address, paths):
    for path in paths:
        page = open_page(f"/{path}", java_script_enabled=False)
        link = page.locator("a[hreflang=en]:visible").first.evaluate("each => each.href")
        assert link.removesuffix("index.html") == f"{address}/en/{path}"


def test_a_page_shows_everything_without_scripts(open_page, paths):
    for path in questions(paths):
        page = open_page(f"/{path}", java_script_enabled=False)
        assert page.locator(".fq-chart--wide svg").first.is_visible()
        assert page.locator(".fq-answer").inner_text().strip()


def test_every_link_of_a_table_of_contents_leads_to_a_heading(open_page, paths):
    for root in LANGUAGES.values():
        for path in paths:
            page = open_page(root + path)
            links = page.locator(".md-nav--secondary a.md-nav__link[href^='#']").evaluate_all(
                "all => all.map(a => a.hash)"
            )
            missing = [
                link for link in links if not page.evaluate("id => document.getElementById(id) !== null", link[1:])
            ]
            assert missing == [], path


@pytest.mark.parametrize(("lang", "words"), [("ko", "동음이의어"), ("en", "homonym")])
def test_search_finds_the_page_in_its_own_language(open_page, lang, words):
    page = open_page(LANGUAGES[lang], until="networkidle")
    page.locator("input.md-search__input").fill(words)
    page.locator("input.md-search__input").press(
        "End"
    )  # Material listens to keys, which a Korean input method sends too
    hit = page.locator(".md-search-result__link").first
    hit.wait_for()
    assert ("/en/" in hit.get_attribute("href")) == (lang == "en")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_comes_alive_in_its_place_and_every_control_moves_it(open_page, paths, lang, viewport):
    controls = 0
    for path in questions(paths):
        page = open_page(LANGUAGES[lang] + path, viewport=viewport)
        page.on(
            "console", lambda told, page=page: told.type in ("error", "warning") and page.problems.append(told.text)
        )
        assert not [url for url in page.asked if "vendor" in url or "/charts/" in url]
        figures = page.locator("[data-live]")
        assert figures.count() > 0
        for figure in figures.all():
            name, box = figure.get_attribute("id"), figure.evaluate(BOX)
            before = sorted(figure.locator(".fq-chart text").evaluate_all(PLACES))
            figure.locator(".fq-explore").click()
            figure.locator(".fq-live svg").wait_for()
            assert figure.evaluate(BOX) == box, name
            after = sorted(figure.locator(".fq-chart text").evaluate_all(PLACES))
            assert [text[0] for text in after] == [text[0] for text in before], name
            assert [text[1:] for text in after] == [pytest.approx(text[1:], abs=1) for text in before], name
            for control in figure.locator("select[data-signal], input[type=range][data-signal]").all():
                controls += 1
                drawn = figure.locator(".fq-live").inner_html()
                if control.evaluate("each => each.tagName") == "SELECT":
                    control.select_option(index=control.evaluate("each => each.selectedIndex") + 1)
                else:
                    control.press("ArrowRight")
                page.wait_for_timeout(100)
                assert figure.locator(".fq-live").inner_html() != drawn, name
            figure.locator(".fq-explore").click()  # back to the drawing
            assert figure.locator(".fq-live").count() == 0
        assert page.problems == [], path
    assert controls >= 4


BOX = "each => [each.offsetLeft, each.offsetTop, each.offsetWidth, each.offsetHeight]"
PLACES = """all => all.filter(text => text.checkVisibility({visibilityProperty: true})).map(text => {
    const {x, y} = text.getBoundingClientRect();
    return [text.textContent, Math.round(x + scrollX), Math.round(y + scrollY)];
})"""
