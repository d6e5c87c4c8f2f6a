"""The real site in a real browser: both languages, desktop and phone, light and dark."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from conftest import DESKTOP, LANGUAGES, PHONE, questions

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("start", LANGUAGES)
def test_both_languages_stand_side_by_side_section_by_section(open_page, paths, start):
    other = {"ko": "en", "en": "ko"}[start]
    for path in questions(paths):
        page = open_page(LANGUAGES[start] + path)
        headings = page.locator("article :is(h1, h2, h3, h4)[id]").evaluate_all("all => all.map(each => each.id)")
        page.locator(".fq-beside-button").click()
        page.wait_for_selector(".fq-beside__other h1")
        rows = page.locator(".fq-beside").evaluate_all(
            "all => all.map(row => [...row.children].map(each => [each.firstElementChild?.id, each.lang]))"
        )
        assert rows == [[[each, ""], [f"beside-{each}", other]] for each in headings], path
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids)), path
        assert page.problems == []
        for viewport in (DESKTOP, PHONE):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
            second = page.locator(".fq-beside").nth(1)
            tops = second.evaluate("row => [...row.children].map(each => each.getBoundingClientRect().top)")
            assert (tops[0] == tops[1]) == (viewport == DESKTOP)


def test_the_choice_of_two_languages_is_kept_and_can_be_taken_back(open_page, paths):
    first, second = questions(paths)[:2]
    page = open_page(f"/{first}", until="networkidle")
    before = page.locator(".fq-page").inner_text()
    page.locator(".fq-beside-button").click()
    page.wait_for_selector(".fq-beside__other h1")
    page.reload(wait_until="networkidle")
    page.wait_for_selector(".fq-beside__other h1")
    page.goto(page.url.replace(first, second), wait_until="networkidle")
    page.wait_for_selector(".fq-beside__other h1")
    page.go_back(wait_until="networkidle")
    page.locator(".fq-beside-button[aria-pressed=true]").click()
    page.wait_for_selector(".fq-beside", state="detached")
    assert page.locator(".fq-page").inner_text() == before
    page.reload(wait_until="networkidle")
    assert page.locator(".fq-beside").count() == 0


def test_there_is_nothing_to_show_beside_a_page_that_answers_no_question(open_page):
    assert open_page("/", until="networkidle").locator(".fq-beside-button").is_hidden()


def test_without_scripts_a_page_shows_everything_and_leads_to_the_other_language(open_page, address, paths):
    for path in paths:
        page = open_page(f"/{path}", java_script_enabled=False)
        link = page.locator("a[hreflang=en]:visible").first.evaluate("each => each.href")
        assert link.removesuffix("index.html") == f"{address}/en/{path}"
        if path in questions(paths):
            assert page.locator(".fq-chart--wide svg").first.is_visible()
            assert page.locator(".fq-answer").inner_text().strip()


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


def test_a_citation_shows_its_entry_on_hover_focus_and_touch(open_page, paths):
    shown = ".md-tooltip2--active"
    page = open_page(f"/en/{questions(paths)[0]}", until="networkidle")
    reference = page.locator("a.footnote-ref").first
    reference.scroll_into_view_if_needed()
    reference.hover()
    page.wait_for_selector(shown)
    key = unquote(reference.get_attribute("href").partition("#")[2])
    entry = page.evaluate("id => document.getElementById(id).innerText", key)
    assert page.locator(shown).inner_text()[:40] in entry
    page.mouse.move(2, 2)
    page.wait_for_selector(shown, state="detached")
    page.locator("a.footnote-ref").nth(1).focus()
    page.wait_for_selector(shown)

    page = open_page(f"/en/{questions(paths)[0]}", until="networkidle", viewport=PHONE, has_touch=True, is_mobile=True)
    reference = page.locator("a.footnote-ref").first
    reference.tap()
    page.wait_for_selector(shown)
    assert "#" not in page.url
    reference.tap()
    page.wait_for_url(f"**#{key}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_choice_of_a_verdict_shows_as_many_as_it_counts(open_page, lang, scripts):
    page = open_page(f"{LANGUAGES[lang]}verdicts/", java_script_enabled=scripts)
    counted = 0
    for label in page.locator(".fq-choice label").all():
        label.click()
        count = int(label.locator("b").inner_text())
        assert page.locator(".fq-verdict:visible").count() == count
        assert page.locator(".fq-verdicts h2:visible").count() <= count
        counted += count
    assert counted == 2 * page.locator(".fq-verdict").count()


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
                    control.press("ArrowLeft" if control.evaluate("each => each.value === each.max") else "ArrowRight")
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


def test_a_term_shows_its_line_on_hover_focus_and_touch_and_leads_to_the_glossary(open_page, paths):
    shown = ".md-tooltip2--active"
    page = open_page(f"/{questions(paths)[0]}", until="networkidle")
    term, other = page.locator("a.fq-term").nth(0), page.locator("a.fq-term").nth(1)
    line = term.get_attribute("title")
    term.hover()
    page.wait_for_selector(shown)
    assert page.locator(shown).inner_text().strip() == line
    page.mouse.move(2, 2)
    page.wait_for_selector(shown, state="detached")
    other.focus()
    page.wait_for_selector(shown)

    page = open_page(f"/{questions(paths)[0]}", until="networkidle", viewport=PHONE, has_touch=True, is_mobile=True)
    term = page.locator("a.fq-term").first
    term.tap()
    page.wait_for_selector(shown)
    assert "glossary" not in page.url
    term.tap()
    page.wait_for_url("**/glossary/#*")
    id_ = unquote(page.url.partition("#")[2])
    assert page.evaluate("id => document.getElementById(id).tagName", id_) == "H3"
