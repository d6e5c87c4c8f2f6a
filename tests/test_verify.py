"""``further run --verify`` finds what an experiment would give differently another time."""

from __future__ import annotations

import pytest

from further.verify import differences

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
