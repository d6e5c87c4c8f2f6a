"""The navigation of a book with too many entries to list on every page."""

from __future__ import annotations

import re

from further import nearby


def listed(mini, path):
    """The pages that the navigation of a page leads to, as their paths from that page."""
    nav = re.search(r'<nav class="md-nav md-nav--primary.*?</nav>\s*</div>', mini.read(path), re.DOTALL)[0]
    return [href for href in re.findall(r'href="([^"#]+)"', nav) if "://" not in href]


def test_a_page_of_a_big_book_lists_what_is_near_it_and_leads_to_it(mini, monkeypatch):
    mini.build()
    whole = {path: set(listed(mini, path)) for path in ("index.html", "topic/index.html")}
    assert "notebooks/tiny/" in whole["index.html"]
    monkeypatch.setattr(nearby, "LIMIT", 1)
    mini.build()
    home, topic = (set(listed(mini, path)) for path in whole)
    assert home == {href for href in whole["index.html"] if not href.startswith(("notebooks/", "topic/"))}
    assert {"../notebooks/tiny/", "../notebooks/second/", "../verdicts/", "../bibliography/"} <= topic
    assert topic == whole["topic/index.html"]  # all notebooks are about this one question
    assert not any("notebooks/" in href for href in listed(mini, "verdicts/index.html"))
