"""Pictures for link previews: what they say, how big they are, that lines break, and the tags that name them."""

from __future__ import annotations

import re
import struct

import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from further import preview
from further.store import Store


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_a_picture_has_the_size_that_messengers_want_and_is_drawn_once(tmp_path, monkeypatch):
    store = Store(tmp_path)
    picture = preview.card(store, "더 깊은 질문", "왜 하나뿐일까요?", "벡터가 하나라서 그렇습니다.", "", "#173f6b")
    assert size(picture) == (1200, 630)
    monkeypatch.setattr(preview, "_fonts", None)  # drawing again would fail
    assert (
        preview.card(store, "더 깊은 질문", "왜 하나뿐일까요?", "벡터가 하나라서 그렇습니다.", "", "#173f6b") == picture
    )


def test_other_words_make_another_picture(tmp_path):
    one, other = (preview.card(Store(tmp_path), "s", title, "", "", "#173f6b") for title in ("가", "나"))
    assert one != other


@given(st.text("가나다 abc.,", max_size=200), st.integers(10, 60), st.integers(100, 1200))
def test_no_word_is_lost_when_lines_break(text, size, width):
    found = list(preview.lines(text, size, width))
    assert " ".join(found).split() == text.split()
    assert all(len(line.split()) == 1 or preview._width(line) * size <= width for line in found)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("하나입니다. 둘입니다.", "하나입니다."),
        ("About 0.5 of it. More.", "About 0.5 of it."),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_the_first_sentence_is_found(text, first):
    assert preview.first_sentence(text) == first


def test_markup_in_a_title_stays_a_letter(tmp_path):
    assert size(preview.card(Store(tmp_path), "<b>&", "a < b & c", "</svg>", "", "#173f6b")) == (1200, 630)


def test_accents_are_those_of_the_style_sheet():
    css = (REPOSITORY / "docs/theme/assets/further.css").read_text()
    found = {}
    for topics, number in re.findall(r"^(.*?) \{ --fq-accent: var\(--fq-s(\d)\);$", css, re.MULTILINE):
        found |= dict.fromkeys(re.findall(r'data-topic="([a-z-]+)"', topics), int(number))
    assert found == preview.ACCENTS


def test_every_page_names_its_picture(mini):
    mini.build()
    for path, locale, other in (("", "ko_KR", "en_US"), ("en/", "en_US", "ko_KR")):
        page = mini.read(f"{path}topic/index.html")
        tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', page))
        assert tags["og:image"].endswith(f"/{path}assets/previews/topic.png")
        assert re.match("https?://", tags["og:image"])
        assert (tags["og:locale"], tags["og:locale:alternate"]) == (locale, other)
        assert tags["twitter:card"] == "summary_large_image"
        assert tags["og:title"]
        assert size((mini.root / "site" / path / "assets/previews/topic.png").read_bytes()) == (1200, 630)
