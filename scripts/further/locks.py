"""Who is at work on a file or folder: locks that end with the process that held them, however it ended.

They are the kernel's own (flock), on the file or folder itself, so that nothing is left behind. A lock library would
lock files only, and here folders and files that are still being written are locked too. Where a file system knows no
locks, nobody gets one: everything works as before, and what a killed process left is not tidied up.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def taken(path: Path, *, make: bool = False, wait: bool = False) -> int | None:
    """Lock what is at ``path`` for this process.

    Args:
        path: A file or folder.
        make: Make the file if there is none.
        wait: Wait for whoever holds it.

    Returns:
        The lock, a file descriptor: close it to let go. None if another holds it, or there is nothing to lock.

    Raises:
        OSError: If ``make`` is set and the file can neither be made nor opened.
    """
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT if make else os.O_RDONLY, 0o666)
    except OSError:
        if make:
            raise
        return None
    return lock if _locked(lock, path, wait) else os.close(lock)


def _locked(lock: int, path: Path, wait: bool) -> bool:
    """Lock an open file, and see that it is still the one at ``path``: who held it may have removed it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return os.path.samestat(os.fstat(lock), path.stat())
    except OSError:
        return False


def known(path: Path) -> bool:
    """Whether the file system of ``path`` knows locks at all, which asking for a shared one of a new file tells."""
    with tempfile.TemporaryFile(dir=path.parent) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def own(make: Callable[[], Path]) -> tuple[Path, int | None]:
    """Make a file or folder and lock it before anybody takes it for one that was left behind.

    Returns:
        Its path, and its lock; None where the file system knows no locks.
    """
    while True:
        path = make()
        lock = taken(path)
        if lock is not None or path.exists():
            return path, lock


def tidy(paths: list[Path], remove: Callable[[Path], object]) -> None:
    """Remove those of ``paths`` that nobody holds: their makers were killed."""
    for path in paths:
        if (lock := taken(path)) is not None:
            remove(path)
            os.close(lock)
