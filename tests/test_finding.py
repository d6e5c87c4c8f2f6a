"""What is added for search: stems that no word begins with, other names, and nothing twice."""

from __future__ import annotations

import json

import pytest

from further import finding

GLOSSARY = """\
gradient:
  english: gradient
  korean: 기울기(gradient)
  avoid: [그래디언트]
  see: topic.md
  en: How much it changes.
  ko: 얼마나 바뀌는지 나타냅니다.
"""
SEPARATOR = r"[\s.,()]+"


@pytest.fixture
def extended(mini, tmp_path):
    """Write an index of these texts at ``topic/``; return what becomes of it."""
    (mini.root / "docs" / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    for lang, text in (("ko", "기울기"), ("en", "gradient")):
        page = mini.root / "docs" / lang / "topic.md"
        page.write_text(page.read_text() + f"\n{text}\n")

    def made(lang, *texts, location="topic/"):
        (tmp_path / "search").mkdir(exist_ok=True)
        docs = [{"location": f"{location}#{number}", "title": "", "text": text} for number, text in enumerate(texts)]
        config = {"separator": SEPARATOR, "fields": {"title": {"boost": 1000}}}
        (tmp_path / finding.INDEX).write_text(json.dumps({"config": config, "docs": docs}))
        finding.extend(tmp_path, mini.book(), lang)
        return json.loads((tmp_path / finding.ENTRIES).read_text())

    return made


def test_parts_of_compounds_and_other_names_are_added_where_no_word_begins_with_them(extended):
    entries = extended("ko", "<p>단어벡터를 배웁니다.</p>", "<p>기울기는 큽니다.</p>")
    first, second = (set(doc["also"].split()) for doc in entries["docs"])
    assert {"벡터"} <= first
    assert "단어" not in first  # 단어벡터를 begins with it
    assert {"그래디언트", "gradient"} <= second
    assert "기울기" not in second
    assert {"단어", "벡터", "기울기", "그래디언트"} <= set(entries["words"].split())


def test_an_english_index_gets_the_korean_names(extended):
    (doc,) = extended("en", "<p>Gradients and a gradient.</p>")["docs"]
    assert set(doc["also"].split()) == {"기울기", "그래디언트"}


def test_answers_come_before_notebooks(extended):
    assert "boost" not in extended("ko", "기울기")["docs"][0]
    assert extended("ko", "기울기", location="notebooks/tiny/")["docs"][0]["boost"] == finding.BESIDE


def test_the_index_that_every_page_fetches_holds_no_entries(extended, tmp_path):
    extended("ko", "기울기는")
    assert json.loads((tmp_path / finding.INDEX).read_text())["docs"] == []


def test_a_text_that_was_analysed_once_is_not_analysed_again(extended, monkeypatch):
    first = extended("ko", "단어벡터를 섞입니다.")
    monkeypatch.setattr(finding, "_kiwi", lambda known: pytest.fail("the analyser was loaded"))
    assert extended("ko", "단어벡터를 섞입니다.") == first


def test_a_text_of_which_only_a_number_changed_is_not_analysed_again(extended, monkeypatch):
    first = extended("ko", "단어벡터 12개를 3.5배로 섞입니다.")
    monkeypatch.setattr(finding, "_kiwi", lambda known: pytest.fail("the analyser was loaded"))
    again = extended("ko", "단어벡터 1,204개를 0.25배로 섞입니다.")
    assert again["docs"][0]["also"] == first["docs"][0]["also"]
    assert "1,204개" in again["docs"][0]["text"]


def test_lists_are_taken_apart_so_that_what_is_found_is_shown_without_all_the_rest(extended):
    text = "<p>One</p> <ul> <li><p>two</p></li> <li>three <ol><li>four</li></ol></li> </ul>"
    (doc,) = extended("en", text)["docs"]
    assert doc["text"] == "<p>One</p>  <div><p>two</p></div> <div>three <div>four</div></div> "
