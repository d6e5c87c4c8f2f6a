"""Cards behind numbers and claims: what their files hold, and that a reader can open and close them in a browser."""

from __future__ import annotations

import json

import pytest
from conftest import DESKTOP, LANGUAGES, PHONE, questions

from further import evidence


def test_a_card_says_experiment_cell_seeds_time_and_versions(ran):
    book = ran.book()
    card = json.loads(evidence.files(book, "en")["evidence/tiny.json"])
    assert card["title"] == "A tiny experiment"
    assert card["cells"]["mean"] == "measure"
    assert card["cells"]["grows"] == "show"
    assert "seeds 0, 1, 2, 3, 4" in card["ran"]
    assert "Python 3." in card["ran"]
    assert json.loads(evidence.files(book, "ko")["evidence/tiny.json"])["title"] == "작은 실험"


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_and_a_claim_open_a_card_that_leads_to_their_cell(open_page, address, paths, lang, viewport):
    path = questions(paths)[0]
    page = open_page(LANGUAGES[lang] + path, until="networkidle", viewport=viewport)
    assert not [url for url in page.asked if "evidence" in url]
    for asker in (page.locator("data.fq-value").first, page.locator(".fq-held > a").first):
        asker.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        asker.click()
        page.wait_for_selector(".fq-evidence:popover-open")
        box = page.locator(".fq-evidence").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]
        experiment, item = asker.get_attribute("data-from").split(".")
        assert f"{experiment}.{item}" in page.locator(".fq-evidence").inner_text()
        link = page.locator(".fq-evidence a").get_attribute("href")
        assert link.startswith(f"{address}{LANGUAGES[lang]}notebooks/{experiment}/#")
        page.keyboard.press("Escape")
        page.wait_for_selector(".fq-evidence", state="hidden")
    assert page.url == address + LANGUAGES[lang] + path
    page.locator("data.fq-value").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".fq-evidence:popover-open")
    page.locator(".fq-evidence a").click()
    page.wait_for_url("**/notebooks/**")
    assert page.evaluate("document.getElementById(location.hash.slice(1)) !== null")
    assert page.problems == []


@pytest.mark.slow
def test_without_scripts_a_claim_leads_to_its_cell(open_page, paths):
    page = open_page(f"/{questions(paths)[0]}", java_script_enabled=False)
    page.locator(".fq-held > a").first.click()
    assert "/notebooks/" in page.url
