"""Results by content key: every entry carries its own checksum and is written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
from pathlib import Path

from further.errors import FurtherError

log = logging.getLogger("further.store")


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
            log.warning("cache entry %s cannot be read (%s); it will be made again", path, error)
            return None
        if checksum.decode("ascii", "replace") == _checksum(key, payload):
            return payload
        log.warning("cache entry %s is damaged; it will be made again", path)
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, payload: bytes) -> None:
        """Write ``payload`` under ``key``, atomically.

        Raises:
            FurtherError: If the folder cannot be written.
        """
        path = self.root / key
        temporary = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".tmp-", delete=False) as file:
                temporary = file.name
                file.write(_checksum(key, payload).encode() + b"\n" + payload)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except OSError as error:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
            expected = "a folder that can be written, with space left"
            raise FurtherError(f"cache {path}", expected, str(error), "free space or mend the permissions") from error


def _checksum(key: str, payload: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + payload).hexdigest()
