"""``further run --verify`` finds what an experiment would give differently another time."""

from __future__ import annotations

import pytest

from further.result import Finding, Result
from further.verify import compared, differences

pytestmark = pytest.mark.slow

SECOND = "snippets/topic/second.py"
ONE = 'value("answer", 7)'


def verified(mini, code):
    from further.book import Book

    mini.edit(SECOND, ONE, code)
    book = Book.load(mini.root)
    return [(error.where, error.found) for error in differences(book, [book.experiments["second"]])]


def test_what_is_seeded_is_the_same_twice(mini):
    assert verified(mini, 'import random\n\nvalue("answer", random.Random(0).random())') == []


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ('import time\n\nvalue("answer", time.time())', "experiment second, finding answer"),
        ('import random\n\nvalue("answer", random.random())', "experiment second, finding answer"),
        ('value("answer", " ".join({"a", "b", "c", "d", "e", "f"}))', "experiment second, finding answer"),
        ('value("answer", 7)\nprint(object())', "experiment second, output of cell only"),
    ],
)
def test_clock_chance_the_order_of_a_set_and_an_address_are_found(mini, code, where):
    assert [place for place, _ in verified(mini, code)] == [where]


CLOCK = """import time

import altair as alt
from further import both, claim, figure

start = time.perf_counter()
took = [time.perf_counter() - start for _ in range(5)]
value("answer", took)
claim("positive", took, both("It takes time.", "시간이 걸립니다."))
figure("times", alt.Chart(alt.Data(values=[{"took": took[0]}])).mark_point().encode(x="took:Q"), alt=both("a", "가"))
value("count", len(took))"""


def test_times_that_are_declared_as_such_may_differ(mini):
    (mini.root / SECOND).write_text(
        "# ---\n# measured: [answer, positive, times]\n# ---\n\n" + (mini.root / SECOND).read_text()
    )
    assert verified(mini, CLOCK) == []


def test_times_that_are_not_declared_are_told_and_so_is_a_name_that_is_none(mini):
    (mini.root / SECOND).write_text("# ---\n# measured: [answer, sum]\n# ---\n\n" + (mini.root / SECOND).read_text())
    assert [place for place, _ in verified(mini, CLOCK)] == [
        "experiment second, front cell",
        "experiment second, finding positive",
        "experiment second, finding times",
    ]


def test_whether_a_claim_about_times_holds_may_not_differ():
    def result(held):
        data = {"exact": False, "held": held, "seeds": 5, "margins": [0.1 * held] * 5, "statement": "", "wide": True}
        return Result("x", {"faster": Finding("claim", "faster", "a", data)}, {}, {})

    assert len(list(compared(result(5), result(4), ["faster"]))) == 1
    assert list(compared(result(5), result(5), ["faster"])) == []
