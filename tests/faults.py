"""Work that meets with an accident: killed at a random moment or before its n-th write. Helpers for tests.

Work runs in a process forked from one that has imported everything: a build of the small book then takes a second.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from further.store import Store

EPOCH = "1700000000"
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(
    ["mkdocs.commands.build", "further.site", "further.kernel", "mkdocs_jupyter.plugin", "faults"]
)
WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree"}


def tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def entries(root: Path) -> dict[str, bytes]:
    """Return every good entry of the store of the book at ``root``."""
    store = Store(root / ".cache" / "further")
    keys = [
        f"{path.parent.name}/{path.name}" for path in sorted(store.root.glob("*/[!.]*")) if path.parent.name != "locks"
    ]
    return {key: payload for key in keys if (payload := store.get(key)) is not None}


def leftovers(root: Path) -> list[str]:
    """Return what killed builds have left in the book at ``root``."""
    return [path.name for pattern in (".site.further-*", ".cache/further/*/.tmp-*") for path in root.glob(pattern)]


def fail_at(root: Path, number: int) -> None:
    """Kill this process before its ``number``-th (from 1) change to a store or to what stands beside a site."""
    left = [number]
    real = os.fsync

    def count() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def concerns(path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        where = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
        if not where.startswith(str(root)):
            return False
        inner = Path(where).relative_to(root).parts
        return inner[:1] == (".cache",) or len(inner) <= 2

    def hook(event: str, args: tuple) -> None:
        if event == "ctypes.dlsym" and args[1] == "renameat2":
            count()
        elif event == "open":
            flags = args[2] if isinstance(args[2], int) else 0
            writes = isinstance(args[1], str) and set(args[1]) & set("wax+")
            if (writes or flags & 3) and concerns(args[0]):
                count()
        elif event in WRITES and args[-1] in (None, -1) and concerns(args[0]):  # no file of a folder that goes
            count()

    def fsync(handle: int) -> None:
        count()
        real(handle)

    os.fsync = fsync
    sys.addaudithook(hook)


def _work(work: Callable, args: tuple, root: Path, number: int, log: Path, environment: dict[str, str]) -> None:
    os.environ.update({"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **environment})
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    if number:
        fail_at(root, number)
    work(*args)


class Work:
    """``work(*args)`` in a process of its own.

    Args:
        work: A function that can be imported.
        args: Its arguments.
        root: The folder whose writes are counted.
        fail_at: Before which of them it is killed; 0 for none.
        log: Where what it says goes.
        environment: Variables.
    """

    def __init__(
        self, work: Callable, *args: object, root: Path, fail_at: int = 0, log: Path, **environment: str
    ) -> None:
        self.log = log
        log.write_text("")
        self.process = FORK.Process(target=_work, args=(work, args, root.resolve(), fail_at, log, environment))
        self.process.start()

    def end(self) -> int:
        """Wait for its end; return its exit code, that of a killed one being -9."""
        self.process.join(300)
        assert self.process.exitcode is not None, self.said()
        return self.process.exitcode

    def kill(self, after: float) -> int:
        """Kill it ``after`` so many seconds, if it is not done; return its exit code."""
        self.process.join(after)
        self.process.kill()
        return self.end()

    def said(self) -> str:
        """Return what it said."""
        return self.log.read_text(errors="replace")


def build(root: Path) -> None:
    """Do what ``mkdocs build --strict`` does. Exits with 1 if it fails."""
    from mkdocs.__main__ import cli

    os.chdir(root)
    cli(["build", "--strict"], standalone_mode=True)


def put_back(pristine: Path, root: Path) -> None:
    """Make the folder at ``root`` what ``pristine`` is."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(pristine, root, symlinks=True)


def until(happened: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
