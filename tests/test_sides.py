"""Sidenotes: on a wide screen, what is cited stands beside the text that cites it."""

from __future__ import annotations

import itertools

import pytest

pytestmark = pytest.mark.slow

WIDE, PATH = {"width": 1680, "height": 1000}, "/en/attention-explanation/"
PLACES = """() => [...document.querySelectorAll(".fq-side")].filter(each => !each.hidden).map(each => {
    const box = each.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
})"""
REFS = """() => [...new Set([...document.querySelectorAll(".fq-cited a.footnote-ref")]
    .map(each => decodeURIComponent(each.hash.slice(1))))]"""
EDGES = """() => [".fq-page", ".md-sidebar--secondary .md-nav"].map(each => {
    const {left, right} = document.querySelector(each).getBoundingClientRect();
    return [left, right];
})"""
SHIFTS = """
    window.moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { moved += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
"""


def sides(page):
    return page.locator(".fq-side")


def test_every_work_stands_once_beside_the_text_between_it_and_the_contents(open_page):
    page = open_page(PATH, viewport=WIDE)
    page.wait_for_selector(".fq-side")
    works = page.evaluate(REFS)
    assert sides(page).count() == len(works)
    places, ((_, text), (contents, _)) = page.evaluate(PLACES), page.evaluate(EDGES)
    assert places
    assert all(text < left and right < contents for left, _, right, _ in places)
    assert all(above[3] < below[1] for above, below in itertools.pairwise(places))  # none on another
    first = page.locator(".fq-cited a.footnote-ref").first.bounding_box()
    assert abs(first["y"] - sides(page).first.bounding_box()["y"]) < first["height"]
    entry = page.locator(f"[id='{works[0]}'] cite").text_content()
    assert sides(page).first.locator("cite").text_content() == entry
    assert page.problems == []


def test_notes_move_nothing_and_hold_nothing_to_press(open_page):
    page = open_page("/en/", viewport=WIDE)
    page.context.add_init_script(SHIFTS)
    page.goto(page.url.removesuffix("/en/") + PATH)
    page.wait_for_selector(".fq-side")
    page.wait_for_timeout(300)
    assert page.evaluate("moved") < 0.02
    assert page.locator(".fq-side :is(a, button, [tabindex])").count() == 0
    assert {each.get_attribute("aria-hidden") for each in sides(page).all()} == {"true"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_narrow_screens_paper_and_pages_without_room_have_the_list_alone(open_page):
    page = open_page(PATH, viewport={"width": 1440, "height": 900})
    page.wait_for_load_state("networkidle")
    assert sides(page).count() == 0
    assert not [path for path in page.asked if "sides.js" in path]
    page.set_viewport_size(WIDE)
    page.wait_for_selector(".fq-side")
    page.emulate_media(media="print")
    assert not sides(page).first.is_visible()
    page.emulate_media(media="screen")
    page.locator(".fq-beside-button").click()
    page.wait_for_selector(".fq-beside__other")
    assert sides(page).count() == 0
