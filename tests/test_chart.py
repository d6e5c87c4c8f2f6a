"""Charts as inline SVG: the same bytes, the page's colours, a column's width, and no text in the other language."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

import altair as alt
import pytest

from further import chart, wording
from further.bilingual import both

ROWS = [
    {"word": both("ship", "배"), "model": both("GloVe"), "x": 1.23456, "kind": both("seen", "본 것")},
    {"word": both("pear", "배나무"), "model": both("BERT"), "x": 2.0, "kind": both("new", "새것")},
]
X = alt.X("x:Q", title=both("count", "개수"))
Y = alt.Y("word:N", title=None)
COLOUR = alt.Color("model:N", title=both("model", "모형"))
BARS = alt.Chart(alt.Data(values=ROWS)).mark_bar().encode(x=X, y=Y)
KIND = alt.Column("kind:N", title=None)


def draw(view, lang="en", layout="wide", ident="it"):
    return chart.draw(view.to_dict(), lang, layout, ident)


def texts(svg):
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def width(svg):
    root = etree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    return float(root.get("width"))


def test_a_drawing_says_its_texts_in_the_language_of_the_page():
    assert [text for text in texts(draw(BARS)) if not text[0].isdigit()] == ["count", "pear", "ship"]
    assert [text for text in texts(draw(BARS, "ko")) if not text[0].isdigit()] == ["개수", "배", "배나무"]


def test_a_drawing_is_the_same_bytes_every_time_and_leaves_the_chart_as_it_was():
    spec = BARS.encode(color=COLOUR).to_dict()
    before = repr(spec)
    assert chart.draw(spec, "ko", "narrow", "it") == chart.draw(spec, "ko", "narrow", "it")
    assert repr(spec) == before


def test_colours_are_variables_of_the_page_with_a_fallback():
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', draw(BARS.encode(color=COLOUR))))
    assert {"var(--fq-1, #173f6b)", "var(--fq-2, #8a3a1a)", "var(--fq-soft, #5b626d)"} <= colours
    assert {colour for colour in colours if not colour.startswith("var(--fq-")} <= {"none", "transparent"}


def test_fonts_roles_and_classes_are_left_to_the_page():
    svg = draw(BARS.encode(color=COLOUR))
    assert re.findall(r' (?:font-family|class|role|aria-\w+)="', svg) == []


def test_ids_carry_the_name_of_the_figure():
    clipped = draw(BARS.mark_point(clip=True), ident="tiny-bars-wide")
    ids = re.findall(r' id="([^"]*)"', clipped)
    assert ids
    assert all(id_.startswith("tiny-bars-wide-") for id_ in ids)
    assert set(re.findall(r"url\(#([^)]*)\)", clipped)) <= set(ids)


def test_coordinates_are_rounded_but_no_number_that_is_shown():
    svg = draw(BARS + BARS.mark_text().encode(text=alt.Text("x:Q", format=".4f")))
    assert "1.2346" in texts(svg)
    assert re.findall(r'="[^"]*\d\.\d{3,}[^"]*"', svg) == []


def test_a_hostile_text_stays_a_text():
    name = '<script>alert("1")</script> class="x" & 1.23456'
    values = alt.Data(values=[{"name": name, "x": 1}])
    plot = alt.Chart(values).mark_text().encode(text="name:N")
    assert texts(draw(plot)) == [name]


WIDE = BARS.properties(width=400)
FITTED = {
    "single": BARS,
    "step": BARS.encode(x="word:N", y=X).properties(width=alt.Step(200)),
    "layers": BARS + BARS.mark_rule(),
    "side by side": WIDE | WIDE,
    "one too wide": BARS.properties(width=900) & WIDE,
}


@pytest.mark.parametrize("layout", chart.WIDTHS)
@pytest.mark.parametrize("name", FITTED)
def test_a_drawing_is_as_wide_as_its_column(name, layout):
    assert width(draw(FITTED[name], "ko", layout)) == pytest.approx(chart.WIDTHS[layout], abs=1)


@pytest.mark.parametrize("views", [BARS | BARS, BARS & BARS], ids=["side by side", "below one another"])
def test_views_without_a_width_fill_the_narrow_column(views):
    assert width(draw(views, "ko", "narrow")) == pytest.approx(chart.WIDTHS["narrow"], abs=1)


def test_a_drawing_made_for_less_than_the_column_is_not_stretched():
    small = BARS.properties(width=100)
    assert width(draw(small | small)) < 400


def test_views_side_by_side_stand_below_one_another_in_the_narrow_drawing():
    assert chart.prepare((WIDE | WIDE).to_dict(), "ko", "narrow")["columns"] == 1
    small, steps = BARS.properties(width=100), BARS.encode(x="word:N", y=X).properties(width=alt.Step(20))
    assert chart.prepare((small | small | small).to_dict(), "ko", "narrow")["columns"] == 2
    assert chart.prepare((steps | steps | steps).to_dict(), "ko", "narrow")["columns"] == 1


def test_the_style_of_the_house_holds_unless_the_chart_says_otherwise():
    config = chart.prepare(BARS.configure_axis(labelFontSize=9).to_dict(), "ko", "wide")["config"]
    assert (config["axis"]["labelFontSize"], config["axis"]["titleFontSize"]) == (9 * chart.SLACK, 12.5 * chart.SLACK)
    assert config["view"]["stroke"] is None


LABELS = {
    "all said in both": (BARS.encode(color=COLOUR), [], []),
    "names of both languages": (BARS.encode(y="model:N"), [], ["model"]),
    "axis title": (BARS.encode(x=alt.X("x:Q", title="개수")), ["개수"], []),
    "axis title in English": (BARS.encode(x=alt.X("x:Q", title="count")), [], ["count"]),
    "title that is the field's name": (BARS.encode(x="x:Q"), [], ["x"]),
    "title of an aggregate": (BARS.encode(x="mean(x):Q"), [], ["Mean of x"]),
    "title of the chart": (BARS.properties(title="배 둘"), ["배 둘"], []),
    "legend": (BARS.encode(color=alt.Color("model:N", title="모형")), ["모형"], []),
    "legend title that is the field's name": (BARS.encode(color="model:N"), [], ["model"]),
    "category": (BARS.encode(y=alt.Y("plain:N", title=None)), ["배"], ["pear"]),
    "header": (BARS.encode(column=alt.Column("plain:N", title=None)), ["배"], ["pear"]),
    "tooltip title": (BARS.encode(tooltip=alt.Tooltip("x:Q", title="개수")), ["개수"], []),
    "several tooltips": (BARS.encode(tooltip=[alt.Tooltip("x:Q", title="count"), "word:N"]), [], ["count", "word"]),
    "tooltip of a layer": (BARS + BARS.encode(tooltip="x:Q"), [], ["x"]),
    "half said": (BARS.encode(x=alt.X("x:Q", title=both("count", "개수") + " (words)")), [], ["개수 (words)"]),
    "said elsewhere": (BARS.encode(y="model:N", x=alt.X("x:Q", title=both("a model", "모형 model"))), [], ["model"]),
    "numbers": (BARS.mark_text().encode(text=alt.value("10k 1e-5 50%")), [], []),
}  # fmt: skip
PLAIN = alt.Data(values=[{**row, "plain": plain} for row, plain in zip(ROWS, ("배", "pear"), strict=True)])


@pytest.mark.parametrize("name", LABELS)
def test_labels_that_are_not_in_the_language_of_the_page_are_found(name):
    view, english, korean = LABELS[name]
    spec = view.properties(data=PLAIN).to_dict()
    found = {lang: wording.labels(spec, chart.draw(spec, lang, "wide", "it"), lang) for lang in ("en", "ko")}
    assert found == {"en": english, "ko": korean}


def test_a_label_that_the_drawing_cut_short_is_still_known():
    name = both("x" * 80, "GloVe로 배운 아주 긴 이름 " * 8)
    spec = alt.Chart(alt.Data(values=[{"name": name}])).mark_bar().encode(y=alt.Y("name:N", title=None)).to_dict()
    svg = chart.draw(spec, "ko", "narrow", "it")
    assert [text[-1] for text in texts(svg)] == ["…"]
    assert wording.labels(spec, svg, "ko") == []


@pytest.mark.parametrize(
    ("thing", "wrong"),
    [
        (both("ship", "배"), []),
        (both("GloVe"), []),
        (both("은행"), []),
        (both("10", "20"), []),
        (both("배 (ship)", "배"), []),
        (both("ship", "GloVe 배"), []),
        (both("ship", "a ship"), ["a ship"]),
        (both("배", "ship"), ["ship", "배"]),
        (f"{both('ship', '배')} and {both('나무', '나무 하나')}", ["나무"]),
        ({both("ship", "boat"): [both("배", "배 하나"), {"title": both("x", "엑스")}]}, ["boat", "배"]),
        ("ship 배", []),
        (None, []),
    ],
)
def test_texts_whose_two_languages_are_mixed_up_are_found(thing, wrong):
    assert wording.untranslated(thing) == wrong
