"""Results by content key: every entry carries its own checksum and is written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from further import locks
from further.errors import FurtherError

log = logging.getLogger("further.store")
T = TypeVar("T")

UNFINISHED = ".tmp-"
"""How the names of entries begin that are being written."""


class Store:
    """A folder of entries.

    An entry's file is the SHA-256 of (key, payload) in hexadecimal, a line feed, and the payload. The key is in the
    sum so that an entry that was moved to another key's place is found out too.

    Args:
        root: The folder; made when the first entry is written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str) -> bytes | None:
        """Return the payload under ``key``, or None if there is none; a damaged entry is dropped with a warning."""
        path = self.root / key
        try:
            checksum, _, payload = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            self._drop(path, f"cannot be read ({error.strerror})")
            return None
        if checksum.decode("ascii", "replace") == _checksum(key, payload):
            return payload
        self._drop(path, "is damaged")
        return None

    def read(self, key: str, reader: Callable[[bytes], T]) -> T | None:
        """Return what ``reader`` makes of the payload under ``key``; None if there is none, or it is no such thing.

        Args:
            key: The entry's key.
            reader: Raises ValueError, TypeError, KeyError or AttributeError on what it cannot read.
        """
        if (payload := self.get(key)) is None:
            return None
        try:
            return reader(payload)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self._drop(self.root / key, "is not what was expected there")
            return None

    def _drop(self, path: Path, why: str) -> None:
        log.warning("cache entry %s %s; it will be made again", path, why)
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def put(self, key: str, payload: bytes) -> None:
        """Write ``payload`` under ``key``, atomically.

        Raises:
            FurtherError: If the folder cannot be written.
        """
        path = self.root / key
        with _unfinished(path) as temporary:
            with temporary.open("wb") as file:
                file.write(_checksum(key, payload).encode() + b"\n" + payload)
                file.flush()
                os.fsync(file.fileno())
            if path.is_dir():
                self._drop(path, "is a folder")
            temporary.replace(path)

    def need_writing(self) -> None:
        """See that entries can be written, before hours are spent on what is to be in them.

        Raises:
            FurtherError: If the folder cannot be written.
        """
        with _unfinished(self.root / "runs" / "any"):
            pass

    def tidy(self) -> None:
        """Remove the unfinished entries of builds that were killed."""
        locks.tidy(sorted(self.root.glob(f"*/{UNFINISHED}*")), lambda path: path.unlink(missing_ok=True))


@contextlib.contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """Give an empty file beside ``path`` to write to; nothing of it is left unless it was moved away.

    Raises:
        FurtherError: If it cannot be written, or not be moved.
    """
    temporary, lock = None, None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, lock = locks.own(lambda: _empty(path.parent))
        yield temporary
    except OSError as error:
        expected = "a folder that can be written, with space left"
        raise FurtherError(f"cache {path}", expected, str(error), "free space or mend the permissions") from error
    finally:
        with contextlib.suppress(OSError):
            if temporary:
                temporary.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)


def _empty(folder: Path) -> Path:
    """Make an empty file of a new name, which others may read as far as this user's files may be read."""
    path = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    return path


def _checksum(key: str, payload: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + payload).hexdigest()
