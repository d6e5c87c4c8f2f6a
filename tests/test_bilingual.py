"""Text in two languages is an ordinary string until a language is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from further.bilingual import Both, both, is_marked, say

SHIP = both("ship", "배")


@pytest.mark.parametrize(
    ("thing", "english", "korean"),
    [
        (SHIP, "ship", "배"),
        (both("GloVe"), "GloVe", "GloVe"),
        (both("", ""), "", ""),
        (f"{SHIP} 10", "ship 10", "배 10"),
        (f"{SHIP} ({both('pear', '배')})", "ship (pear)", "배 (배)"),
        ("1. " + SHIP, "1. ship", "1. 배"),
        (SHIP.replace("i", "o"), "shop", "배"),
        ([SHIP, 1], ["ship", 1], ["배", 1]),
        ((SHIP, [SHIP]), ["ship", ["ship"]], ["배", ["배"]]),
        ({SHIP: {"title": SHIP}}, {"ship": {"title": "ship"}}, {"배": {"title": "배"}}),
        (both(1, 2), 1, 2),
        ([both({"mark": "bar"}, {"mark": "line"})], [{"mark": "bar"}], [{"mark": "line"}]),
        ("ship", "ship", "ship"),
        (0.5, 0.5, 0.5),
        (None, None, None),
    ],
)
def test_say_gives_what_each_language_shows(thing, english, korean):
    assert (say(thing, "en"), say(thing, "ko")) == (english, korean)


def test_say_leaves_what_it_was_given_as_it_was():
    thing = {SHIP: [SHIP]}
    say(thing, "ko")
    assert thing == {SHIP: [SHIP]}


@pytest.mark.parametrize(("en", "ko"), [("ship", 1), (1, "배"), ("ship", ["배"])])
def test_both_refuses_a_text_beside_something_else(en, ko):
    with pytest.raises(ValueError, match="two texts or two other things"):
        both(en, ko)


@pytest.mark.parametrize(("en", "ko"), [(SHIP, "배"), ("ship", SHIP), (f"a {SHIP}", "배"), (SHIP[:3], "배")])
def test_both_inside_both_is_refused(en, ko):
    with pytest.raises(ValueError, match="build each language's text first"):
        both(en, ko)


def test_two_things_that_are_no_texts_are_kept_as_they_are_and_tell_how_they_were_made():
    chart = both({"mark": "bar"}, 2)
    assert isinstance(chart, Both)
    assert (chart.en, chart.ko, repr(chart)) == ({"mark": "bar"}, 2, "both({'mark': 'bar'}, 2)")


@pytest.mark.parametrize(("thing", "marked"), [(SHIP, True), (f"x {SHIP}", True), ("ship", False), (both(1, 2), False)])
def test_is_marked_knows_texts_in_both_languages(thing, marked):
    assert is_marked(thing) is marked


PLAIN = st.text().filter(lambda text: not set(text) & set("\u2983\u2999\u2984"))


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN, PLAIN)
def test_any_text_around_and_inside_survives(before, english, korean, after):
    text = before + both(english, korean) + after
    assert say(text, "en") == before + english + after
    assert say(text, "ko") == before + korean + after


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | PLAIN,
    lambda inner: st.lists(inner) | st.dictionaries(PLAIN, inner),
)


@settings(deadline=None)
@given(JSON)
def test_what_says_nothing_in_two_languages_is_said_as_it_is(thing):
    assert say(thing, "ko") == say(thing, "en") == thing
