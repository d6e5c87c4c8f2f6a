"""The data behind a chart: what its tooltips tell, after its transforms, in the language of the page."""

from __future__ import annotations

import csv
import io

import altair as alt

from further import chart, rows
from further.bilingual import both

SHIP, PEAR = both("ship", "배"), both("pear", "배나무")
VALUES = [{"kind": kind, "x": x, "y": y} for kind, x, y in ((SHIP, 0, 0.25), (SHIP, 1, -0.5), (PEAR, 0, 1e-7))]
DATA = alt.Data(values=VALUES)
X, Y = alt.X("x:Q", title=both("step", "걸음")), alt.Y("y:Q", title=both("share", "비율"))
TIPS = [alt.Tooltip("x:Q", title=both("step", "걸음")), alt.Tooltip("y:Q", title=both("share", "비율"), format=".0%")]
BASE = alt.Chart(DATA).encode(X, Y, tooltip=TIPS)


def table(view, lang="en"):
    return rows.table(chart.lay_out(view.to_dict(), lang, "wide")[0], lang)


def test_rows_are_told_as_tooltips_write_them_and_as_plain_numbers():
    found = table(BASE.mark_point().encode(color=alt.Color("kind:N", title=both("kind", "종류"))), "ko")
    assert found.heads == ["종류", "걸음", "비율"]
    assert found.shown == [["배", "0", "25%"], ["배", "1", "−50%"], ["배나무", "0", "0%"]]
    assert found.plain == [["배", "0", "0.25"], ["배", "1", "-0.5"], ["배나무", "0", "1e-7"]]


def test_without_tooltips_the_channels_tell():
    found = table(alt.Chart(DATA).mark_bar().encode(X, alt.Y("kind:N", title=None)))
    assert found.heads == ["item", "step"]
    assert found.plain == [["ship", "0"], ["ship", "1"], ["pear", "0"]]


def test_what_a_line_and_its_points_and_its_band_say_is_said_once():
    view = BASE.mark_area() + BASE.mark_line(point=True) + BASE.mark_text().encode(text="y:Q")
    assert len(table(view).shown) == 3


def test_equal_points_of_one_mark_stay_two_rows():
    twice = alt.Data(values=[VALUES[0], VALUES[0]])
    assert len(table(alt.Chart(twice).mark_point().encode(X, Y, tooltip=TIPS)).shown) == 2


def test_views_side_by_side_become_one_table_with_the_title_of_the_view():
    one = BASE.mark_point().properties(title=both("first", "처음"))
    two = BASE.mark_point().properties(title=both("second", "다음"))
    found = table(one | two, "ko")
    assert found.heads == ["그래프", "걸음", "비율"]
    assert [row[0] for row in found.plain] == ["처음"] * 3 + ["다음"] * 3


def test_transforms_and_aggregates_are_told_as_they_are_drawn():
    view = BASE.mark_bar().transform_calculate(z="datum.y * 2")
    view = view.encode(alt.X("kind:N", title=both("kind", "종류")), alt.Y("mean(z):Q", title=both("mean", "평균")))
    found = table(view.encode(tooltip=[alt.Tooltip("mean(z):Q", title=both("mean", "평균"), format=".2f")]))
    assert sorted(found.shown) == [["pear", "0.00"], ["ship", "−0.25"]]


def test_what_a_control_leaves_out_is_in_the_table_all_the_same():
    most = alt.param(name="most", value=0, bind=alt.binding_range(min=0, max=1, name=both("most", "최대")))
    view = BASE.mark_point().transform_filter(alt.datum.x <= most).add_params(most)
    assert len(table(view).shown) == 3
    assert len(table(BASE.mark_point().transform_filter(alt.datum.x <= 0)).shown) == 2


def test_a_chart_of_no_data_has_no_rows():
    assert table(alt.Chart(alt.Data(values=[{}])).mark_rule().encode(x=alt.datum(1))).shown == []


def test_the_page_has_the_first_rows_and_the_file_has_all():
    many = rows.Table(["name", "n"], [[f"a{i}", f"{i}%"] for i in range(100)], [[f"a{i}", f"{i}"] for i in range(100)])
    brief = many.brief()
    assert (len(brief["rows"]), brief["all"], brief["numbers"]) == (rows.SHOWN, 100, [False, True])
    assert brief["rows"][1] == ["a1", "1%"]
    text = many.file().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[2] == ["a1", "1"]
    assert len(text.splitlines()) == 101


def test_a_text_with_commas_and_line_feeds_stays_one_cell():
    odd = rows.Table(["a"], [['x, "y"\nz']], [['x, "y"\nz']])
    assert list(csv.reader(io.StringIO(odd.file().decode("utf-8-sig"))))[1] == ['x, "y"\nz']
