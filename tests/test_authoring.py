"""The verbs: what each gives to the site, what each refuses, and that a snippet runs with plain ``python``."""

from __future__ import annotations

import os
import subprocess
import sys

import altair as alt
import numpy as np
import pytest
from conftest import MINI

from further import authoring, both, claim, figure, table, value

SAID = both("It grows.", "늘어납니다.")
CHART = alt.Chart(alt.Data(values=[{"x": 1}])).mark_bar().encode(x="x:Q")
NAN = float("nan")


@pytest.fixture
def given(monkeypatch):
    """What the verbs give, instead of its print; every test may use every name."""
    found = []
    monkeypatch.setattr(authoring, "_names", set())
    monkeypatch.setattr(authoring, "_give", lambda finding, text: found.append((finding, text)))
    return found


@pytest.mark.parametrize(
    ("x", "values", "text"),
    [
        (12, {"any": 12}, "12"),
        (0.123456, {"any": 0.123456}, "0.1235"),
        (True, {"any": True}, "True"),
        ("word", {"any": "word"}, "word"),
        (both("ship", "배"), {"any": both("ship", "배")}, "ship"),
        (both(1.5, 2), {"en": 1.5, "ko": 2}, "1.5"),
        ([1, 2, 6], {"any": [1, 2, 6]}, "3 (mean of 3, 1 to 6)"),
        (range(3), {"any": [0, 1, 2]}, "1 (mean of 3, 0 to 2)"),
        (np.float32(0.5), {"any": 0.5}, "0.5"),
        (np.arange(3), {"any": [0, 1, 2]}, "1 (mean of 3, 0 to 2)"),
        (both([1.0, 2.0], (3.0,)), {"en": [1.0, 2.0], "ko": [3.0]}, "1.5 (mean of 2, 1 to 2)"),
    ],
)
def test_value_gives_plain_numbers_and_texts(given, x, values, text):
    value("it", x)
    assert given == [({"kind": "value", "name": "it", "values": values}, f"[value] it = {text}")]


@pytest.mark.parametrize(
    ("holds", "found", "text"),
    [
        (True, {"exact": True, "held": 1, "seeds": 1, "margins": [], "wide": True}, "holds (1/1)"),
        (np.bool_(False), {"exact": True, "held": 0, "seeds": 1, "margins": [], "wide": True}, "FAILS (0/1)"),
        ([True] * 5, {"exact": False, "held": 5, "seeds": 5, "margins": [], "wide": True}, "holds (5/5)"),
        (
            np.array([True] * 4 + [False]),
            {"exact": False, "held": 4, "seeds": 5, "margins": [], "wide": True},
            "FAILS (4/5)",
        ),
        (
            dict.fromkeys(range(5), 0.5),
            {"exact": False, "held": 5, "seeds": 5, "margins": [0.5] * 5, "wide": True},
            "holds (5/5, worst margin 0.5)",
        ),
        (
            [0.5, 0.5, 0.5, 0.5, -0.1],
            {"exact": False, "held": 4, "seeds": 5, "margins": [0.5, 0.5, 0.5, 0.5, -0.1], "wide": True},
            "FAILS (4/5, worst margin -0.1)",
        ),
        (
            [0.0, 1.0, 1.0, 1.0, 1.0],
            {"exact": False, "held": 4, "seeds": 5, "margins": [0.0, 1.0, 1.0, 1.0, 1.0], "wide": True},
            "FAILS (4/5, worst margin 0)",
        ),
        (
            [0.01, 0.01, 0.01, 0.01, 9.0],
            {"exact": False, "held": 5, "seeds": 5, "margins": [0.01, 0.01, 0.01, 0.01, 9.0], "wide": False},
            "FAILS (5/5, worst margin 0.01)",
        ),
    ],
    ids=["exact", "exact-false", "bools", "a-bool-fails", "margins", "a-margin-fails", "no-margin", "wide-spread"],
)
def test_claim_counts_the_seeds_in_which_it_holds(given, holds, found, text):
    claim("grows", holds, SAID)
    expected = {"kind": "claim", "name": "grows", "statement": SAID, **found}
    assert given == [(expected, f"[claim] grows {text}: It grows.")]


def test_figure_gives_one_specification_for_both_languages(given):
    figure("bars", CHART, alt=both("bars", "막대"))
    ((finding, text),) = given
    assert finding["specs"]["any"]["encoding"]["x"] == {"field": "x", "type": "quantitative"}
    del finding["specs"]
    assert finding == {"kind": "figure", "name": "bars", "alt": both("bars", "막대")}
    assert text == "[figure] bars: bars"


def test_figure_gives_a_chart_for_each_language_if_there_are_two(given):
    figure("bars", both(CHART, CHART.mark_line()), alt=both("bars", "막대"))
    assert {lang: spec["mark"]["type"] for lang, spec in given[0][0]["specs"].items()} == {"en": "bar", "ko": "line"}


def test_table_gives_heads_formats_and_rows(given):
    word, share = both("word", "낱말"), both("share", "비율")
    rows = [{word: both("ship", "배"), share: 0.25}, {word: "—", share: np.array([0.5, 1.0])}]
    table("rows", rows, {share: ".0%"})
    assert given == [
        (
            {
                "kind": "table",
                "name": "rows",
                "columns": [{"head": word, "format": ""}, {"head": share, "format": ".0%"}],
                "rows": [[both("ship", "배"), 0.25], ["—", [0.5, 1.0]]],
            },
            "[table] rows\n  ship | 0.25\n  — | [0.5, 1.0]",
        )
    ]


@pytest.mark.parametrize("name", ["", "A", "a_b", "a b", "-a", "a-", "a--b", "a.b", "낱말", "a\n"])
def test_a_name_has_only_lower_case_letters_digits_and_single_hyphens(given, name):
    with pytest.raises(ValueError, match="is no name"):
        value(name, 1)


def test_a_name_is_given_once_whatever_the_kind(given):
    value("grows", 1)
    with pytest.raises(ValueError, match="the name 'grows' is given twice"):
        claim("grows", True, SAID)


REFUSED = {
    "nan": (lambda: value("it", NAN), "nan is not a number that a page can show"),
    "infinity": (lambda: value("it", [1.0, float("inf")]), "inf is not a number"),
    "nan in numpy": (lambda: value("it", np.array([NAN])), "nan is not a number"),
    "nan in one language": (lambda: value("it", both(1.0, NAN)), "nan is not a number"),
    "nothing": (lambda: value("it", None), "neither a number, nor a text, nor a sequence"),
    "no numbers": (lambda: value("it", []), "neither a number, nor a text, nor a sequence"),
    "numbers in numbers": (lambda: value("it", [[1, 2], [3]]), "neither a number, nor a text, nor a sequence"),
    "several texts": (lambda: value("it", ["a", "b"]), "texts belong in a table"),
    "no chart": (lambda: figure("it", 3, SAID), "3 is no Altair chart"),
    "chart of one language": (lambda: figure("it", both(CHART, 3), SAID), "is no Altair chart"),
    "chart with nan": (lambda: figure("it", alt.Chart(alt.Data(values=[{"x": NAN}])).mark_bar(), SAID), "JSON"),
    "no alt text": (lambda: figure("it", CHART, ""), "needs an alt text in both languages"),
    "alt text of one language": (lambda: figure("it", CHART, "bars"), "needs an alt text in both languages"),
    "empty alt text": (lambda: figure("it", CHART, both("bars", " ")), "needs an alt text in both languages"),
    "no rows": (lambda: table("it", []), "there must be a row"),
    "no columns": (lambda: table("it", [{}]), "there must be a row"),
    "ragged rows": (lambda: table("it", [{"a": 1}, {"b": 1}]), "the same columns"),
    "missing cell": (lambda: table("it", [{"a": 1, "b": 1}, {"a": 1}]), "the same columns"),
    "other order": (lambda: table("it", [{"a": 1, "b": 1}, {"b": 1, "a": 1}]), "the same columns"),
    "rows without heads": (lambda: table("it", [[1, 2]]), "a row is a mapping"),
    "heads that are numbers": (lambda: table("it", [{1: 2}]), "a row is a mapping"),
    "empty cell": (lambda: table("it", [{"a": None}]), "neither a number, nor a text"),
    "nan in a table": (lambda: table("it", [{"a": NAN}], {"a": ".1f"}), "nan is not a number"),
    "format without column": (lambda: table("it", [{"a": 1}], {"b": ".1f"}), r"not there: \['b'\]"),
    "format missing": (lambda: table("it", [{"a": 0.5}]), "column 'a': decimals and means need a format"),
    "format of a mean missing": (lambda: table("it", [{"a": [1, 2]}]), "decimals and means need a format"),
    "format that does not fit": (lambda: table("it", [{"a": 0.5}], {"a": "d"}), "Unknown format code 'd'"),
    "format that does not fit a mean": (lambda: table("it", [{"a": [1, 2]}], {"a": "d"}), "Unknown format code 'd'"),
    "four seeds": (lambda: claim("it", [True] * 4, SAID), "4 seeds; a claim needs at least 5"),
    "nan as a margin": (lambda: claim("it", [NAN] * 5, SAID), "nan is not a number"),
    "one margin": (lambda: claim("it", 0.5, SAID), "one bool, or one bool or number per seed, not 0.5"),
    "a text as a truth": (lambda: claim("it", "no", SAID), "one bool, or one bool or number per seed"),
    "texts as truths": (lambda: claim("it", ["no"] * 5, SAID), "one bool, or one bool or number per seed"),
    "statement of one language": (lambda: claim("it", True, "It grows."), "needs a statement in both languages"),
    "no statement": (lambda: claim("it", True, both("", "")), "needs a statement in both languages"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_page_could_show_is_refused(given, case):
    give, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        give()
    assert given == []


PRINTED = """\
[value] mean = 1.2 (mean of 5, 1 to 1.4)
[value] count = 12
[value] minus = -0.5
[value] small = 1.2e-07
[value] word = {ship}
measured 5
[figure] bars: {bars}
[table] rows
  {row} | 0.25
[claim] grows holds (5/5, worst margin 1.5): {grows}
[claim] equal holds (1/1): {equal}
"""
ENGLISH = {"ship": "a ship", "bars": "two bars", "row": "ship", "grows": "It grows.", "equal": "It is equal."}
KOREAN = {"ship": "배", "bars": "막대 두 개", "row": "배", "grows": "늘어납니다.", "equal": "같습니다."}


@pytest.mark.parametrize(("lang", "words"), [("", ENGLISH), ("ko", KOREAN)])
def test_a_snippet_run_with_python_prints_what_it_found(lang, words):
    folder = MINI / "snippets" / "topic"
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"} | (
        {"FURTHER_LANG": lang} if lang else {}
    )
    done = subprocess.run([sys.executable, "tiny.py"], cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", PRINTED.format(**words))
