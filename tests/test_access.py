"""The real site from a folder, without a server."""

from __future__ import annotations

import pytest
from conftest import LANGUAGES, PHONE, questions

pytestmark = pytest.mark.slow


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
