"""The real site for everybody: axe-core on every page, small windows, paper, and a folder without a server."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import LANGUAGES, PHONE, is_notebook, questions

pytestmark = pytest.mark.slow

SCHEMES = ("light", "dark")


def violations(page):
    page.wait_for_timeout(500)  # Material goes over blocks of code once more after it has loaded
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_the_answers(open_page, paths, lang, scheme):
    for path in [path for path in paths if not is_notebook(path)] + ["404.html"]:
        page = open_page(LANGUAGES[lang] + path, until="networkidle", color_scheme=scheme)
        assert violations(page) == [], path


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_the_notebooks(open_page, paths, lang, scheme):
    """Each notebook in one of the four settings: all are made alike, from the same templates."""
    setting = list(LANGUAGES).index(lang) * 2 + SCHEMES.index(scheme)
    for path in [path for path in paths if is_notebook(path)][setting::4]:
        page = open_page(LANGUAGES[lang] + path, until="networkidle", color_scheme=scheme)
        assert violations(page) == [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_scrolls_sideways_at_320_pixels(open_page, paths, lang):
    """Also what a window of 1280 pixels comes to at a zoom of 400 % (WCAG 1.4.10); 200 % is a window of 640."""
    for path in ["", "glossary/", *questions(paths)]:
        for width in (320, 640):
            page = open_page(LANGUAGES[lang] + path, viewport={"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_paper_everything_is_open_and_nothing_of_the_frame_is_there(open_page, paths, lang):
    for path in questions(paths):
        page = open_page(LANGUAGES[lang] + path)
        folded = page.locator("article details").count()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("article details[open]").count() == folded
        shown = page.locator(".fq-chart--wide svg").evaluate_all("all => all.every(each => each.checkVisibility())")
        assert shown, path
        for frame in (".md-header", ".md-sidebar", ".md-footer__inner", ".headerlink"):
            assert page.locator(f"{frame}:visible").count() == 0, (path, frame)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("article details[open]").count() == 0
        assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_site_works_from_a_folder_without_a_server(site, browser, paths, lang):
    other = {"ko": "en", "en": "ko"}[lang]
    context = browser.new_context(viewport=PHONE)
    for path in questions(paths):
        page = context.new_page()
        problems = []
        page.on("pageerror", lambda error, problems=problems: problems.append(str(error)))
        page.goto((site / LANGUAGES[lang].strip("/") / path / "index.html").as_uri())
        assert page.locator(".fq-answer").inner_text().strip()
        assert page.locator(".fq-chart--narrow svg").first.is_visible()
        page.locator(f"a[hreflang={other}]:visible").first.click()
        page.wait_for_function(f"document.documentElement.lang === '{other}'")
        assert page.url.startswith("file://")
        assert page.locator(".fq-answer").inner_text().strip()
        assert problems == [], path
        page.close()
    context.close()
