"""What experiments cost, and which of them a cold build waits for."""

from __future__ import annotations

from click.testing import CliRunner

from further import times
from further.cli import main

SECONDS = {"model": 10.0, "lens": 5.0, "probe": 1.0, "alone": 12.0}
NEEDS = {"model": (), "lens": ("model",), "probe": ("model",), "alone": ()}


def test_the_way_of_an_experiment_counts_what_builds_on_it():
    assert times.ways(SECONDS, NEEDS) == {"model": 15.0, "lens": 5.0, "probe": 1.0, "alone": 12.0}


def test_the_critical_path_is_the_longest_chain():
    assert times.critical(SECONDS, NEEDS) == ["model", "lens"]
    assert times.critical({"alone": 12.0}, NEEDS) == ["alone"]
    assert times.critical({}, NEEDS) == []


def test_what_is_needed_but_was_never_run_is_left_out():
    assert times.ways({"lens": 5.0}, NEEDS) == {"lens": 5.0}


def test_the_command_lists_costs_longest_first_with_cells_and_a_total(ran, monkeypatch):
    monkeypatch.chdir(ran.root)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    lines = CliRunner().invoke(main, ["list", "--times"]).output.splitlines()
    assert lines[0].split() == ["way", "whole", "start-up", "slowest", "cells"]
    ways = [float(line[1:7]) for line in lines[1:-2]]
    assert ways == sorted(ways, reverse=True)
    assert any("topic/second  only 0." in line for line in lines)
    assert lines[-2].startswith("* critical path: ")
    assert "with 2 side by side at least" in lines[-1]
