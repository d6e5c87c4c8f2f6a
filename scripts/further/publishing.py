"""A site takes the place of the one before in one move: the old one is there, whole, until the new one is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def beside(published: Path) -> str:
    """Return a new folder on the same disk as the site, so that moving it is one rename."""
    published.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.mkdtemp(dir=published.parent, prefix=f".{published.name}-")


def publish(made: Path, published: Path) -> None:
    """Put ``made`` in the place of ``published``."""
    made.chmod(0o755)
    old = Path(beside(published))
    if published.exists():
        published.rename(old / "old")
    made.rename(published)
    discard(old)


def discard(folder: Path) -> None:
    """Remove a folder, as far as that is possible."""
    shutil.rmtree(folder, ignore_errors=True)


def write(path: Path, payload: bytes) -> None:
    """Write a file only if it says something new."""
    if not path.exists() or path.read_bytes() != payload:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
