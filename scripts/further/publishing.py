"""A site takes the place of the one before in one move: the old one is there, whole, until the new one is.

Every build works in a folder of its own beside the site and holds a lock on it (see `further.locks`). What a killed
build left is removed by the next one; of two builds at once, each publishes a whole site, and the later one stays.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from further import locks
from further.errors import FurtherError

log = logging.getLogger("further.publishing")

HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux: https://man7.org/linux/man-pages/man2/renameat2.2.html"""


class Workshop:
    """Where one build makes a site, on the same disk as the published one, so that moving it is one rename.

    Attributes:
        published: Where the site goes.
        site: The folder to make it in.

    Raises:
        FurtherError: If nothing can be written beside the site.
    """

    def __init__(self, published: Path) -> None:
        self.published = published.resolve()  # the folder itself, where a link names it
        beside, prefix = self.published.parent, f".{self.published.name}.further-"
        try:
            beside.mkdir(parents=True, exist_ok=True)
            locks.tidy(sorted(beside.glob(prefix + "*")), self._recover)
            self.folder, self._lock = locks.own(lambda: Path(tempfile.mkdtemp(dir=beside, prefix=prefix)))
            self.site = self.folder / "new"
            self.site.mkdir()
        except OSError as error:
            expected = "a folder that can be written, with space left"
            raise FurtherError(str(beside), expected, str(error), "free space or mend the permissions") from error

    def _recover(self, left: Path) -> None:
        """Finish for a build that was killed: put back the old site if it was on its way out, remove the rest."""
        if (left / "old").exists() and not self.published.exists():
            (left / "old").rename(self.published)
            log.warning("a build was ended while it published; the site of before is back in %s", self.published)
        shutil.rmtree(left, ignore_errors=True)

    def publish(self) -> None:
        """Put the site in the place of the one before, and remove that and the workshop."""
        _flush(self.folder, _everything)
        try:
            exchange(self.site, self.published)
        except OSError:  # there is none yet, or the system cannot exchange two folders
            self._replace()
        with contextlib.suppress(OSError):
            _flush(self.published.parent, os.fsync)
        self.discard()

    def _replace(self) -> None:
        """Do it in two moves. A build that is killed between them is finished by the next one."""
        lock = locks.taken(self.published.parent, wait=True)
        if self.published.exists():
            self.published.rename(self.folder / "old")
        self.site.rename(self.published)
        if lock is not None:
            os.close(lock)

    def discard(self) -> None:
        """Remove the workshop, as far as that is possible."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places, in one step that nobody can see the middle of.

    Raises:
        OSError: If one of them is missing, or the system cannot do it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        raise OSError("this system cannot exchange two folders")
    if libc.renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), str(one))


def _flush(folder: Path, flush: Callable[[int], object]) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        flush(place)
    finally:
        os.close(place)


def _everything(place: int) -> None:
    """See that all files of a disk survive a power cut: a move that outlives what it moved is none."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "syncfs") or libc.syncfs(place):
        os.sync()


def write(path: Path, payload: bytes) -> None:
    """Write a file only if it says something new."""
    if not path.exists() or path.read_bytes() != payload:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
