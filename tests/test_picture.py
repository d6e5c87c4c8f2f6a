"""A figure in one language: made once, checked, and compiled for the reader's browser."""

from __future__ import annotations

import copy
import json

import altair as alt
import pytest
from conftest import REPOSITORY

from further import chart, live, picture, wording
from further.bilingual import both
from further.errors import FurtherError
from further.result import Finding

RUNTIME = json.loads((REPOSITORY / picture.RUNTIME).read_text())


@pytest.fixture(scope="module")
def book(ran):
    return ran.book()


def made(book, view, lang="en"):
    spec = view.to_dict() if hasattr(view, "to_dict") else view
    finding = Finding("figure", "bars", "show", {"specs": {"any": spec}, "alt": both("bars", "막대")})
    return picture.made(book, "tiny", finding, lang)


def bars(book):
    return book.results["tiny"].findings["bars"]


def paths(book, lang="en"):
    return picture.made(book, "moving", book.results["moving"].findings["paths"], lang)


def test_a_figure_is_made_once_and_kept(book):
    first = picture.made(book, "tiny", bars(book), "en")
    kept = {path.name: path.stat().st_mtime_ns for path in (book.store.root / "charts").iterdir()}
    assert picture.made(book, "tiny", bars(book), "en") == first
    assert {path.name: path.stat().st_mtime_ns for path in (book.store.root / "charts").iterdir()} == kept


def test_texts_of_a_drawing_are_escaped(book):
    hostile = "<script>x</script>"
    spec = {"data": {"values": [{"n": hostile}]}, "mark": "text", "encoding": {"text": {"field": "n"}}}
    assert "&lt;script&gt;" in made(book, spec).drawings["wide"]
    assert "<script" not in made(book, spec).drawings["wide"]


def refused(book, view, lang="en"):
    with pytest.raises(FurtherError) as caught:
        made(book, view, lang)
    assert caught.value.where == f"experiment tiny, cell show, figure bars ({lang})"
    return caught.value


def test_a_text_in_the_wrong_language_is_refused_with_its_place(book):
    assert refused(book, {**bars(book).spec("ko"), "title": "two bars"}, "ko").found == "'two bars'"


BASE = alt.Chart(alt.Data(values=[{"x": 1, "y": 2}])).mark_point()
X, Y = alt.X("x:Q", title=both("width", "너비")), alt.Y("y:Q", title=both("height", "높이"))


def test_a_drawing_that_is_too_large_is_refused_with_its_size(book):
    values = alt.Data(values=[{"x": i % 97, "y": i % 89 + i / 1e4} for i in range(6000)])
    error = refused(book, alt.Chart(values).mark_point().encode(X, Y), "ko")
    assert error.expected == "a drawing of at most 200 KB in the wide column"
    assert int(error.found.removesuffix(" KB")) > 200
    assert "thin out" in error.do


def test_a_transform_that_the_browser_does_not_have_is_refused(book):
    fit = alt.Chart(alt.Data(values=[{"x": i, "y": i} for i in range(9)])).mark_line().encode(X, Y)
    assert refused(book, fit.transform_regression("x", "y")).found == "regression"


def test_a_control_that_the_page_cannot_draw_is_refused(book):
    size = alt.param(name="size", value="1", bind=alt.binding(input="color", name=both("size", "크기")))
    assert refused(book, BASE.encode(X, Y).add_params(size)).found == "size: color"


CONTROLS = {
    "all said": (alt.binding_range(min=0, max=1, name=both("size", "크기")), [], []),
    "no name": (alt.binding_range(min=0, max=1), [], ["size"]),
    "name in English": (alt.binding_range(min=0, max=1, name="how large"), [], ["how large"]),
    "name in Korean": (alt.binding_range(min=0, max=1, name="크기"), ["크기"], []),
    "options": (alt.binding_select(options=["small", both("large", "큰")], name=both("size", "크기")), [], ["small"]),
    "labels": (
        alt.binding_radio(options=["s", "l"], labels=[both("small", "작은"), "큰"], name=both("size", "크기")),
        ["큰"],
        [],
    ),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_words_of_controls_that_are_not_in_the_language_of_the_page_are_found(name):
    bind, english, korean = CONTROLS[name]
    spec = BASE.encode(X, Y).add_params(alt.param(name="size", value=1, bind=bind)).to_dict()
    assert {lang: wording.labels(spec, "", lang) for lang in ("en", "ko")} == {"en": english, "ko": korean}


# --- what the browser runs ---


def test_controls_are_told_to_the_page_and_taken_from_what_vega_runs(book):
    korean = paths(book, "ko")
    told = {control["signal"]: (control["name"], control["input"], control["value"]) for control in korean.controls}
    assert told == {"which_kind": ("종류", "select", None), "power": ("차수", "range", 1)}
    assert korean.legend
    assert '"bind"' not in korean.live


def test_what_the_browser_runs_is_in_one_language_and_needs_no_vega_lite(book):
    for lang in ("ko", "en"):
        runs = json.loads(paths(book, lang).live)
        assert not set(paths(book, lang).live) & set("\u2983\u2999\u2984")
        assert {"marks", "scales"} <= set(runs["shared"]) | set(runs["wide"])
        assert set(live.transforms(runs)) <= set(RUNTIME["transforms"])
    assert "거리" in paths(book, "ko").live


def test_what_both_layouts_share_is_said_once(book):
    runs = json.loads(paths(book).live)
    assert "data" in runs["shared"]
    assert runs["wide"]["width"] != runs["narrow"]["width"]
    assert not set(runs["shared"]) & (set(runs["wide"]) | set(runs["narrow"]))


def test_every_text_comes_with_the_width_that_it_was_laid_out_with(book):
    runs = json.loads(paths(book).live)
    widths = {text: width for font in runs["widths"].values() for text, width in font.items()}
    assert {"ship", "pear", "step", "how far", "120"} <= set(widths)
    assert widths["how far"] > widths["step"] > 10
    assert set(runs["widths"]) <= {
        f"{size * chart.SLACK:g} {weight}" for size in (12, 12.5) for weight in ("normal", 600)
    }


def test_compiling_leaves_the_chart_as_it_was(book):
    spec = bars(book).spec("ko")
    before = copy.deepcopy(spec)
    assert made(book, spec, "ko") == made(book, spec, "ko")
    assert spec == before


def test_files_are_named_after_what_is_in_them(book):
    names = {lang: list(paths(book, lang).files("moving-paths")) for lang in ("ko", "en")}
    assert [name.split(".")[::2] for name in names["ko"]] == [["moving-paths", "json"], ["moving-paths", "csv"]]
    assert not set(names["ko"]) & set(names["en"])
    assert list(paths(book).files("moving-paths")) == names["en"]
