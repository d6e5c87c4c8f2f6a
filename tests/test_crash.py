"""A build that is killed loses nothing: the site is the old or the new one, the next build mends the rest."""

from __future__ import annotations

import random
import shutil
import time

import faults
import pytest
from faults import Work

from further.publishing import Workshop
from further.store import Store

SECOND = "snippets/topic/second.py"
FAULTS = [pytest.mark.slow, pytest.mark.faults]


def put(root, payload):
    Store(root).put("kind/key", payload)


def publish(root, text):
    workshop = Workshop(root / "site")
    (workshop.site / "index.html").write_text(text)
    (workshop.site / "other.html").write_text(text)
    workshop.publish()


def publish_without_exchange(root, text):
    from further import publishing

    def refuse(*_):
        raise OSError

    publishing.exchange = refuse
    publish(root, text)


def ends(work, *args, root, log):
    """Kill ``work`` before its first write, its second …, until it is through; yield after each."""
    number, code = 0, -9
    while code == -9:
        number += 1
        code = Work(work, root, *args, root=root, fail_at=number, log=log).end()
        yield number
    assert code == 0, log.read_text()


def test_an_entry_is_the_old_or_the_new_one_wherever_its_writer_is_killed(tmp_path):
    root = tmp_path / "store"
    store = Store(root)
    store.put("kind/other", b"other")
    seen = set()
    for _ in ends(put, b"new", root=root, log=tmp_path / "log"):
        seen.add(store.get("kind/key"))
        assert store.get("kind/other") == b"other"
        store.put("kind/key", b"old")
        store.tidy()
        assert sorted(path.name for path in (root / "kind").iterdir()) == ["key", "other"]
    assert seen == {None, b"old", b"new"}


@pytest.mark.parametrize("how", [publish, publish_without_exchange])
def test_a_site_is_the_old_or_the_new_one_wherever_its_publisher_is_killed(tmp_path, how):
    root, seen = tmp_path / "book", set()
    root.mkdir()
    for _ in ends(how, "new", root=root, log=tmp_path / "log"):
        site = {path.name: path.read_text() for path in (root / "site").glob("*")}
        assert len(set(site.values())) <= 1
        assert len(site) in (0, 2)
        seen.add(next(iter(site.values()), None))
        publish(root, "old")
        assert [path.name for path in root.iterdir()] == ["site"]
    assert seen == {None, "old", "new"}  # none: before the first one, and in the middle of two moves


def test_a_site_that_was_on_its_way_out_is_put_back_before_anything_else(tmp_path):
    (tmp_path / ".site.further-dead" / "old").mkdir(parents=True)
    (tmp_path / ".site.further-dead" / "old" / "index.html").write_text("old")
    workshop = Workshop(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert not (tmp_path / ".site.further-dead").exists()
    workshop.discard()


def test_what_a_living_build_has_is_left_alone_and_so_is_what_others_call_alike(tmp_path):
    (tmp_path / ".site-of-mine").mkdir()
    living = Workshop(tmp_path / "site")
    other = Workshop(tmp_path / "site")
    other.publish()
    (living.site / "index.html").write_text("new")
    living.publish()
    assert (tmp_path / "site" / "index.html").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site-of-mine", "site"]


def test_a_link_to_a_site_stays_a_link(tmp_path):
    (tmp_path / "elsewhere" / "site").mkdir(parents=True)
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere" / "site")
    publish(tmp_path, "new")
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "elsewhere" / "site" / "index.html").read_text() == "new"


@pytest.fixture(scope="module")
def before(ran, tmp_path_factory):
    """A book with an old site, changed since then; the trees of the old and the new site; how long a build takes."""
    folder = tmp_path_factory.mktemp("crash")
    root, pristine, log = folder / "book", folder / "pristine", folder / "log"
    shutil.copytree(ran.root, root)
    assert Work(faults.build, root, root=root, log=log).end() == 0, log.read_text()
    old = faults.tree(root / "site")
    for path, a, b in ((SECOND, 'value("answer", 7)', 'value("answer", 8)'), ("docs/en/topic.md", "Inside", "Within")):
        (root / path).write_text((root / path).read_text().replace(a, b))
    shutil.copytree(root, pristine)
    begun = time.monotonic()
    assert Work(faults.build, root, root=root, log=log).end() == 0, log.read_text()
    seconds = time.monotonic() - begun
    new = faults.tree(root / "site")
    assert old != new
    return root, pristine, log, old, new, seconds


def check(before, good):
    """What has to be true after a build was killed, and after the next one."""
    root, _, log, old, new, _ = before
    assert faults.tree(root / "site") in (old, new)
    after = faults.entries(root)
    assert set(good) <= set(after)
    assert [key for key in good if good[key] != after[key] and not key.startswith("runs/")] == []  # runs are added to
    assert Work(faults.build, root, root=root, log=log).end() == 0, log.read_text()
    assert faults.tree(root / "site") == new
    assert faults.leftovers(root) == []


@pytest.mark.parametrize("kills", [pytest.param(5, marks=pytest.mark.slow), pytest.param(200, marks=FAULTS)])
def test_a_build_killed_at_a_random_moment_loses_nothing(before, kills):
    root, pristine, log, _, _, seconds = before
    chance, killed = random.Random(0), 0
    while killed < kills:
        faults.put_back(pristine, root)
        good = faults.entries(root)
        code = Work(faults.build, root, root=root, log=log).kill(chance.uniform(0, seconds))
        check(before, good)
        killed += code == -9
        seconds *= 1 if code else 0.9  # it had ended before: builds are quicker than the first was
        assert seconds > 0.1, log.read_text()


@pytest.mark.parametrize("step", [pytest.param(40, marks=pytest.mark.slow), pytest.param(1, marks=FAULTS)])
def test_a_build_killed_before_any_write_of_the_store_or_the_swap_loses_nothing(before, step):
    root, pristine, log, *_ = before
    number, code = 1, -9
    while code == -9:
        faults.put_back(pristine, root)
        good = faults.entries(root)
        code = Work(faults.build, root, root=root, fail_at=number, log=log).end()
        check(before, good)
        number += step
    assert code == 0
    assert number > 40
