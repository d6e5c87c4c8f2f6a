"""A damaged store, a full disk, a folder that cannot be written: told once, mended or refused, never a wrong number."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import faults
import pytest
from faults import Work


def truncate(file, _):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip_a_bit(file, _):
    payload = bytearray(file.read_bytes())
    payload[len(payload) * 2 // 3] ^= 1
    file.write_bytes(payload)


def empty(file, _):
    file.write_bytes(b"")


def make_unreadable(file, _):
    """Put a folder in its place, which not even root can read as a file."""
    file.unlink()
    file.mkdir()
    (file / "inside").write_text("")


def swap(file, others):
    other = next(other for other in others if other != file)
    ours, theirs = file.read_bytes(), other.read_bytes()
    file.write_bytes(theirs)
    other.write_bytes(ours)


DAMAGES = (truncate, flip_a_bit, empty, make_unreadable, swap)


@pytest.fixture(scope="module")
def built(ran, tmp_path_factory):
    """A built book: where it is, a copy of it, its site's tree."""
    folder = tmp_path_factory.mktemp("damage")
    root, pristine = folder / "book", folder / "pristine"
    shutil.copytree(ran.root, root)
    assert Work(faults.build, root, root=root, log=folder / "log").end() == 0, (folder / "log").read_text()
    shutil.copytree(root, pristine)
    return root, pristine, faults.tree(root / "site")


def files(root):
    return sorted(path for path in (root / ".cache").rglob("*") if path.is_file() and path.parent.name != "locks")


def damage_and_build(built, hits):
    """Damage files of the store, given by number, and build; return the site's tree, the files, and what was said."""
    root, pristine, _ = built
    faults.put_back(pristine, root)
    everything = files(root)
    for number, damage in hits.items():
        damage(everything[number], sorted(files(root), key=lambda file: file.parent != everything[number].parent))
    work = Work(faults.build, root, root=root, log=root.parent / "log")
    assert work.end() == 0, work.said()
    return faults.tree(root / "site"), [str(everything[number]) for number in hits], work.said()


@pytest.mark.slow
def test_a_store_damaged_everywhere_gives_the_same_site_and_one_warning_for_each_file_that_was_asked_for(built):
    every = [each for each in DAMAGES if each is not swap]
    hits = {number: every[number % len(every)] for number in range(len(files(built[1])))}
    site, hit, said = damage_and_build(built, hits)
    assert site == built[2]
    assert {said.count(file) for file in hit} <= {0, 1}
    assert said.count("it will be made again") > len(hit) / 2


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_each_damaged_file_gives_one_warning_and_the_same_site(built, damage):
    for number in range(len(files(built[1]))):
        site, [file], said = damage_and_build(built, {number: damage})
        assert site == built[2]
        assert said.count("it will be made again") == (2 if damage is swap else 1), said
        assert said.count(file) == 1, said


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_entry_is_a_miss_and_is_told_once(tmp_path, caplog, damage):
    from further.store import Store

    store = Store(tmp_path)
    for key in ("kind/a", "kind/b"):
        store.put(key, key.encode() * 100)
    damage(tmp_path / "kind/a", [tmp_path / "kind/b"])
    assert [store.get("kind/a"), store.get("kind/a")] == [None, None]
    assert caplog.text.count("it will be made again") == 1
    store.put("kind/a", b"new")
    assert store.get("kind/a") == b"new"


def small_disk(where, size):
    """Mount a small disk in memory; skip the test where that is not allowed."""
    where.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", where], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no disk of its own to fill up: {done.stderr.decode().strip()}")


@pytest.fixture
def disk(tmp_path, built):
    """A book on a small disk of its own, with a site from before."""
    small_disk(tmp_path / "disk", "40m")
    root = tmp_path / "disk" / "book"
    shutil.copytree(built[1], root)
    yield root
    subprocess.run(["umount", "--lazy", tmp_path / "disk"], check=True)


def fill(disk, left):
    """Fill the disk up to ``left`` bytes."""
    with (disk.parent / "ballast").open("wb") as file:
        room = shutil.disk_usage(disk).free - left
        file.write(b"\0" * room)


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 200_000, 3_000_000], ids=["nothing", "a little", "half a site"])
def test_a_full_disk_is_one_error_and_leaves_the_old_site(disk, left, tmp_path):
    old = faults.tree(disk / "site")
    (disk / "docs/en/topic.md").write_text((disk / "docs/en/topic.md").read_text().replace("Inside", "Within"))
    fill(disk, left)
    work = Work(faults.build, disk, root=disk, log=tmp_path / "log")
    assert work.end() == 1, work.said()
    assert "No space left on device" in work.said()
    assert work.said().count("free space or mend the permissions") == 1, work.said()
    assert "Traceback" not in work.said()
    assert faults.tree(disk / "site") == old
    (disk.parent / "ballast").unlink()
    assert Work(faults.build, disk, root=disk, log=tmp_path / "log").end() == 0
    assert faults.leftovers(disk) == []


NOBODY = 65534
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"]
"""Runs a command as a root who has to obey the permissions of files."""


@pytest.fixture
def locked(built, tmp_path):
    """A book that belongs to another user, and a way to build it."""
    if os.getuid() or subprocess.run([*UNPRIVILEGED, "true"], capture_output=True, check=False).returncode:
        pytest.skip("files of another user take root, and setpriv")
    root = tmp_path / "book"
    shutil.copytree(built[1], root)
    give(NOBODY, root, *root.rglob("*"))

    def build():
        environment = {**os.environ, "SOURCE_DATE_EPOCH": faults.EPOCH, "NO_MKDOCS_2_WARNING": "1"}
        command = [*UNPRIVILEGED, sys.executable, "-m", "mkdocs", "build", "--strict"]
        return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)

    return root, build


def give(user, *paths):
    for path in paths:
        os.chown(path, user, user)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["cache", "site"])
def test_a_folder_that_cannot_be_written_is_one_error_and_leaves_the_old_site(locked, what):
    root, build = locked
    old = faults.tree(root / "site")
    if what == "cache":
        give(0, root, root / "site", *(root / "site").rglob("*"))
        second = root / "snippets/topic/second.py"
        second.chmod(0o666)
        second.write_text(second.read_text().replace("7", "8"))
    done = build()
    assert done.returncode == 1, done.stderr
    assert "Permission denied" in done.stderr
    assert done.stderr.count("free space or mend the permissions") == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert faults.tree(root / "site") == old
    assert faults.leftovers(root) == []


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_enough_where_everything_is_fresh(locked):
    root, build = locked
    old = faults.tree(root / "site")
    give(0, root, root / "site", *(root / "site").rglob("*"))
    done = build()
    assert done.returncode == 0, done.stderr
    assert faults.tree(root / "site") == old


@pytest.mark.slow
def test_an_entry_that_may_not_be_read_is_made_again(locked):
    root, build = locked
    old = faults.tree(root / "site")
    give(0, root, *root.rglob("*"))
    entry = next((root / ".cache/further/charts").iterdir())
    give(NOBODY, entry)
    entry.chmod(0)
    done = build()
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot be read (Permission denied); it will be made again") == 1
    assert faults.tree(root / "site") == old
