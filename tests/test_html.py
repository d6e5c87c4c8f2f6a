"""Findings as HTML: numbers as a page shows them, and every text from a run escaped."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from further import html
from further.bilingual import both
from further.picture import Picture
from further.result import Finding

HOSTILE = """<script>alert("1")</script> & 'x'"""
ESCAPED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;x&#x27;"


def table(*columns, formats=()):
    """A table finding: each column is its head and its cells."""
    heads = [{"head": head, "format": dict(formats).get(head, "")} for head, *_ in columns]
    rows = [list(row) for row in zip(*(cells for _, *cells in columns), strict=True)]
    return Finding("table", "rows", "show", {"columns": heads, "rows": rows})


def found(x, **by_lang):
    return Finding("value", "it", "measure", {"values": by_lang or {"any": x}})


@pytest.mark.parametrize("spec", ["19999999999999", ">1000", ".100f", "0٩٩٩d"])
def test_a_format_that_would_fill_the_memory_with_blanks_is_refused(spec):
    with pytest.raises(ValueError, match="a width and a precision below 100"):
        html.number(12, spec)


@pytest.mark.parametrize(
    ("x", "spec", "shown"),
    [
        (12, "", "12"),
        (-12, "", "−12"),
        (0.5, ".2f", "0.50"),
        (-0.5, ".1f", "−0.5"),
        (-0.25, ".0%", "−25%"),
        (0.256, ".1%", "25.6%"),
        (1234567, ",", "1,234,567"),
        (-1234.5, ",.1f", "−1,234.5"),
        (3, "+", "+3"),
        (1.2e-7, ".1e", "1.2 × 10<sup>−7</sup>"),
        (-1.2e-7, ".1e", "−1.2 × 10<sup>−7</sup>"),
        (1.5e10, ".3g", "1.5 × 10<sup>10</sup>"),
        (0.00001, "g", "1 × 10<sup>−5</sup>"),
        (10**400, ",", f"10{',000' * 133}"),
        ("a ship", "", "a ship"),
        ("1e5", "", "1e5"),
        ("-x", "", "-x"),
        (HOSTILE, "", ESCAPED),
    ],
)
def test_a_number_has_a_true_minus_and_its_power_of_ten(x, spec, shown):
    assert html.number(x, spec) == shown


@pytest.mark.parametrize(
    ("x", "spec", "why"),
    [
        (0.5, "", "a decimal number needs a format"),
        (0.5, "d", "Unknown format code 'd'"),
        (0.5, ".2z", "Invalid format specifier|Unknown format code"),
        ("ship", ".2f", "Unknown format code 'f'"),
        (1, ".2", "Precision not allowed"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(x, spec, why):
    with pytest.raises(ValueError, match=why):
        html.number(x, spec)


FORMATS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "+"]),
    st.sampled_from(["", ","]),
    st.sampled_from(["", ".0", ".1", ".3", ".9"]),
    st.sampled_from("feg%"),
)


@settings(deadline=None)
@given(st.floats(-1e20, 1e20) | st.integers(-(10**9), 10**9), FORMATS)
def test_what_is_shown_can_be_read_back_as_what_python_writes(x, spec):
    text = html.number(x, spec)
    assert "-" not in text
    power = re.sub(r" × 10<sup>(.*)</sup>", r"e\1", text)
    plain = power.replace("−", "-").replace(",", "")
    written = format(x, spec).replace(",", "")
    assert (float(plain.rstrip("%")), plain[-1] == "%") == (float(written.rstrip("%")), written[-1] == "%")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_escaped_and_nothing_else(text):
    shown = html.number(text, "")
    assert not set(shown) & set("<>\"'")
    assert unescape(shown) == re.sub(r"^-(?=[\d.])", "−", text)


def test_a_table_has_numbers_texts_and_means_with_their_range():
    rows = table(
        (both("word", "낱말"), both("ship", "배"), "—"),
        ("seeds", 5, 10),
        (both("share", "비율"), 0.25, [0.5, 1.0]),
        formats=[(both("share", "비율"), ".0%")],
    )
    assert html.grid(rows, "ko") == (
        '<div class="fq-scroll"><table><thead><tr><th>낱말</th><th class="fq-num">seeds</th>'
        '<th class="fq-num">비율</th></tr></thead><tbody>'
        '<tr><td>배</td><td class="fq-num">5</td><td class="fq-num">25%</td></tr>'
        '<tr><td>—</td><td class="fq-num">10</td>'
        '<td class="fq-num">75% <span class="fq-spread">50%–100%</span></td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("cell", "spec", "shown"),
    [
        ([0.5, 0.5], ".1f", "0.5"),
        ([0.501, 0.502], ".1f", "0.5"),
        ([-1.0, 1.0], ".1f", '0.0 <span class="fq-spread">−1.0–1.0</span>'),
        ([1, 2], ".1f", '1.5 <span class="fq-spread">1.0–2.0</span>'),
        ([both("ship", "배"), "pear"], "", "ship, pear"),
        (both("a", "가") + " 1", "", "a 1"),
        (HOSTILE, "", ESCAPED),
        ([HOSTILE], "", ESCAPED),
    ],
)
def test_a_cell_shows_the_range_of_its_mean_only_if_there_is_one(cell, spec, shown):
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html.grid(table(("x", cell), formats=[("x", spec)]), "en"))
    assert cells == [shown]


def test_a_column_is_numeric_if_every_cell_is():
    assert re.findall(r"<td[^>]*>", html.grid(table(("x", 1, 2)), "en")) == ['<td class="fq-num">'] * 2
    assert re.findall(r"<td[^>]*>", html.grid(table(("x", 1, "—")), "en")) == ["<td>", "<td>"]


def test_the_head_of_a_column_is_escaped():
    assert f"<th>{ESCAPED}</th>" in html.grid(table((HOSTILE, "x")), "en")


@pytest.mark.parametrize(
    ("data", "english", "korean"),
    [
        ({"exact": True, "held": 1, "seeds": 1}, "exact, no chance involved", "우연이 없는 계산"),
        ({"exact": False, "held": 5, "seeds": 6}, "5 of 6 seeds", "시드 6개 중 5개"),
    ],
)
def test_a_claim_says_how_it_was_confirmed(data, english, korean):
    finding = Finding("claim", "grows", "show", data)
    assert html.claim_note(finding, "en") == f"Code confirmed this sentence · {english}"
    assert html.claim_note(finding, "ko") == f"이 문장은 코드가 확인했습니다 · {korean}"


@pytest.mark.parametrize(
    ("finding", "spec", "told"),
    [
        (found(12), "", "a.it · measure"),
        (found("text"), "", "a.it · measure"),
        (found([1.0, 2.5]), ".1f", "a.it · measure · mean of 2 seeds, from 1.0 to 2.5"),
        (found([1.0, 2.5]), "", "a.it · measure · mean of 2 seeds, from 1 to 2.5"),
        (found([10000, 20000]), "", "a.it · measure · mean of 2 seeds, from 10000 to 20000"),
        (found(None, en=[1.0, 2.0], ko=3), ".0f", "a.it · measure · mean of 2 seeds, from 1 to 2"),
    ],
)
def test_a_value_tells_where_it_comes_from_and_how_far_it_spreads(finding, spec, told):
    assert html.birth("a.it", finding, "en", spec) == told


def test_a_figure_is_drawn_wide_and_narrow_under_one_alt_text_and_one_shows_without_styles():
    drawn = Picture({"wide": "<svg>w</svg>", "narrow": "<svg>n</svg>"}, "{}", "", [], False)
    assert html.drawing(drawn, both("two bars", "막대 두 개"), "ko") == (
        '<div class="fq-drawing" role="img" aria-label="막대 두 개">'
        '<div class="fq-chart fq-chart--wide"><svg>w</svg></div>'
        '<div class="fq-chart fq-chart--narrow" hidden><svg>n</svg></div></div>'
    )
    assert f'aria-label="{ESCAPED}"' in html.drawing(drawn, HOSTILE, "en")


def moved(legend=False, **control):
    """A figure with one control."""
    control = {"signal": "s", "name": "power", "value": None, **control}
    return html.controls(Picture({}, "", "", [control] if "input" in control else [], legend), "en", "fig")


def test_a_figure_that_nothing_moves_has_no_place_for_controls():
    assert moved() == ""
    assert "Press an entry of the legend" in moved(legend=True)


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        (
            {"input": "range", "min": 1, "max": 3, "step": 0.5, "value": 1.5},
            '<label>power <input type="range" min="1" max="3" step="0.5" value="1.5" data-signal="s" '
            'autocomplete="off" disabled><output>1.5</output></label>',
        ),
        (
            {"input": "checkbox", "value": True},
            '<label><input type="checkbox" checked data-signal="s" autocomplete="off" disabled>power</label>',
        ),
        (
            {"input": "select", "options": [None, "배"]},
            '<label>power <select data-signal="s" autocomplete="off" disabled>'
            '<option value="null" selected>all</option><option value="&quot;배&quot;">배</option></select></label>',
        ),
        (
            {"input": "radio", "options": [1, 2], "labels": ["one", HOSTILE], "value": 2},
            '<fieldset><legend>power</legend><label><input type="radio" name="fig-0" value="1" data-signal="s" '
            'autocomplete="off" disabled>one</label><label><input type="radio" name="fig-0" value="2" checked '
            f'data-signal="s" autocomplete="off" disabled>{ESCAPED}</label></fieldset>',
        ),
    ],
)
def test_a_control_is_a_labelled_field_that_waits_for_a_script(control, expected):
    shown = moved(**control)
    assert shown == (
        '<div class="fq-controls" data-search-exclude><p class="fq-hint">Change a value and the figure follows.</p>'
        f"{expected}</div>"
    )


def test_names_of_controls_and_files_are_escaped():
    assert ESCAPED in moved(input="checkbox", name=HOSTILE)
    assert "<script" not in html.data(f'"{HOSTILE}', HOSTILE, "ko")
