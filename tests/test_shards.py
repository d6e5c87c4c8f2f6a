"""Several machines run a share each, and their stores are merged: the same as one that runs everything."""

from __future__ import annotations

import json
import shutil

import faults
import pytest
from click.testing import CliRunner
from test_keeping import BASE, UPPER

from further import merging
from further.book import Book
from further.cli import main
from further.needs import closure
from further.run import Runner
from further.shards import share
from further.store import Store

NEEDS = {"a": (), "b": ("a",), "c": ("a",), "d": (), "e": (), "f": ("d",)}


def shares(names, seconds, shards, needs=NEEDS):
    known = dict.fromkeys(needs) | seconds
    return [share(list(names), needs, known, which, shards) for which in range(1, shards + 1)]


def sets(*arguments):
    return [set(own) for own in shares(*arguments)]


def test_what_builds_on_one_thing_stays_together_where_running_that_twice_would_not_pay():
    assert sets(NEEDS, {"a": 10, "b": 1, "c": 1, "d": 2, "e": 8, "f": 2}, 2) == [{"a", "b", "c"}, {"d", "e", "f"}]


def test_what_several_shards_build_on_is_run_by_each_of_them():
    seconds = {"a": 1, "b": 50, "c": 50, "d": 1, "e": 1, "f": 1}
    assert sets(NEEDS, seconds, 2) == [{"a", "b", "d", "f"}, {"a", "c", "e"}]


def test_every_shard_can_run_alone_and_together_they_run_everything():
    for shards in range(1, 9):
        for seconds in ({}, {"a": 5, "e": 0.0}):
            found = shares(NEEDS, seconds, shards)
            assert sorted(set().union(*found)) == sorted(NEEDS)
            assert all(set(closure(own, NEEDS)) == set(own) for own in found)
            assert all(own.index(need) < own.index(name) for own in found for name in own for need in NEEDS[name])
            assert found == shares(list(NEEDS)[::-1], seconds, shards)


def test_without_times_shares_are_even():
    needs = {f"e{number}": () for number in range(10)}
    assert [len(own) for own in shares(needs, {}, 5, needs)] == [2] * 5


def test_only_what_is_named_is_shared_out():
    assert sets(["f", "e"], {}, 2) == [{"d", "f"}, {"e"}]


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "1/0", "one/2"])
def test_a_share_that_is_none_is_refused(mini, monkeypatch, shard):
    monkeypatch.chdir(mini.root)
    done = CliRunner().invoke(main, ["run", "--shard", shard])
    assert done.exit_code == 1
    assert "a share, such as 2/5 for the second of five" in done.output


def copied(book, folder):
    shutil.copytree(book.root, folder)
    return type(book)(folder)


def further(book, monkeypatch, *words):
    monkeypatch.chdir(book.root)
    done = CliRunner().invoke(main, list(map(str, words)))
    assert done.exit_code == 0, done.output
    return done.output


def ran(caplog):
    return {line.split()[1] for line in caplog.messages if " ran in " in line}


@pytest.mark.slow
def test_shares_that_are_merged_are_as_one_run(unrun, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", faults.EPOCH)
    one = unrun()
    (one.root / "snippets/topic/base.py").write_text(BASE)
    (one.root / "snippets/topic/upper.py").write_text(UPPER)
    hosts = [copied(one, tmp_path / f"host {which}") for which in (1, 2)]
    merged = copied(one, tmp_path / "merged")
    caplog.set_level("INFO", logger="further")
    for which, host in enumerate(hosts, 1):
        caplog.clear()
        further(host, monkeypatch, "run", "--shard", f"{which}/2")
        host.ran = ran(caplog)
    assert [host.ran & {"base", "upper"} for host in hosts] in ([{"base", "upper"}, set()], [set(), {"base", "upper"}])
    assert set.union(*(host.ran for host in hosts)) == {"base", "upper", "tiny", "second", "moving"}
    assert not set.intersection(*(host.ran for host in hosts))

    further(merged, monkeypatch, "cache", "merge", hosts[0].root, hosts[1].root / ".cache/further")
    caplog.clear()
    merged.build()
    assert ran(caplog) == set()
    one.build()
    assert ran(caplog) == {"base", "upper", "tiny", "second", "moving"}
    assert faults.tree(merged.root / "site") == faults.tree(one.root / "site")
    ours, theirs = faults.entries(merged.root), faults.entries(one.root)
    assert set(ours) == set(theirs)
    keys = [key for key in ours if key.startswith("kept/")]
    assert keys and [ours[key] for key in keys] == [theirs[key] for key in keys]


def stored(mini):
    return Store(mini.root / merging.PLACE)


def history(mini, name="tiny"):
    return [run["result"] for run in json.loads(stored(mini).get(f"runs/{name}"))]


def test_histories_are_united_newest_first_and_a_second_merge_takes_nothing(mini, tmp_path, monkeypatch):
    other = copied(mini, tmp_path / "other")
    later = dict(zip((mini, other), ("13", "14"), strict=True))
    for book, count in later.items():  # another result on either side, and one that both have
        book.edit("snippets/topic/tiny.py", 'value("count", 12)', f'value("count", {count})')
        book.book()
    (mine, first), (theirs, _) = history(mini), history(other)
    assert (
        further(mini, monkeypatch, "cache", "merge", other.root) == f"{other.root / merging.PLACE}: 1 results, 1 runs\n"
    )
    assert set(history(mini)[:2]) == {mine, theirs}
    assert history(mini)[2:] == [first]
    mini.edit("snippets/topic/tiny.py", 'value("count", 13)', 'value("count", 14)')
    book = Book.load(mini.root)
    assert Runner(mini.root, book.store, book.experiments).status(book.experiments["tiny"]).state == "fresh"
    assert further(mini, monkeypatch, "cache", "merge", other.root).endswith("nothing new\n")


def test_damaged_entries_are_skipped_and_left_and_the_others_are_taken(mini, tmp_path, monkeypatch, caplog):
    other = copied(mini, tmp_path / "other")
    shutil.rmtree(stored(other).root / "charts", ignore_errors=True)  # there are some if another test drew them
    result = stored(other).root / history(other)[0]
    result.write_bytes(result.read_bytes()[:-1])
    (stored(other).root / "kept").mkdir(exist_ok=True)
    stored(other).put(f"kept/{'0' * 64}", b"other bytes than it is called after")
    shutil.rmtree(mini.root / ".cache")
    told = further(mini, monkeypatch, "cache", "merge", other.root)
    assert told == f"{other.root / merging.PLACE}: 2 results, 2 runs; 2 damaged, skipped\n"
    assert "is damaged; it is skipped" in caplog.text
    assert "is not what its name says; it is skipped" in caplog.text
    assert result.exists()
    book = Book.load(mini.root)
    states = {each.experiment.name: each.state for each in Runner(mini.root, book.store, book.experiments).statuses(
        book.experiments.values())}  # fmt: skip
    assert states == {"tiny": "missing", "second": "fresh", "moving": "fresh"}


def test_what_is_here_stays_as_it_is(mini, tmp_path, monkeypatch):
    other = copied(mini, tmp_path / "other")
    stored(other).put(history(other)[0], stored(other).get(history(other)[0]).replace(b"measured", b"MEASURED"))
    before = faults.entries(mini.root)
    assert further(mini, monkeypatch, "cache", "merge", other.root).endswith("nothing new\n")
    assert faults.entries(mini.root) == before


def test_a_damaged_entry_here_is_mended_from_there(mini, tmp_path, monkeypatch):
    other = copied(mini, tmp_path / "other")
    before = faults.entries(mini.root)
    path = stored(mini).root / history(mini)[0]
    path.write_bytes(b"")
    further(mini, monkeypatch, "cache", "merge", other.root)
    assert faults.entries(mini.root) == before


def test_a_folder_without_a_store_is_one_error(mini, tmp_path, monkeypatch):
    monkeypatch.chdir(mini.root)
    done = CliRunner().invoke(main, ["cache", "merge", str(tmp_path)])
    assert done.exit_code == 1
    assert "expected: a store: .cache/further of a book" in done.output
