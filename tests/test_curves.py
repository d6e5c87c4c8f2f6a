"""The curves in SPEED.md are those of the table beside them."""

import re
import sys

import pytest
from conftest import REPOSITORY

sys.path.append(str(REPOSITORY / "scripts" / "benches"))

import curves

TABLE = re.search(r"^\| questions \|(?:.*\n)+?(?=\n)", (REPOSITORY / "SPEED.md").read_text(), re.MULTILINE)[0]


def lines(svg):
    """Return the paths of the curves; where texts stand depends on the fonts of the machine."""
    return re.findall(r'aria-roledescription="line mark" d="([^"]*)"|d="([^"]*)" [^>]*"line mark"', svg)


def test_the_curves_are_those_of_the_table():
    kept = (REPOSITORY / "scripts" / "benches" / "growth.svg").read_text()
    assert len(lines(kept)) == len(curves.NAMES) + 1
    assert lines(curves.draw(TABLE)) == lines(kept)
    cost = re.search(r"\| warm build s \| [\d.]+ \| ([\d.]+) \|", TABLE)[1]
    assert lines(curves.draw(TABLE.replace(f"| {cost} |", "| 9.9 |"))) != lines(kept)


def test_a_row_that_is_missing_is_named():
    with pytest.raises(ValueError, match="no row warm build s; give what"):
        curves.draw(re.sub(r"\| warm build s .*\n", "", TABLE))
