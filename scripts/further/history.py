"""When a file's text last changed, as git knows it. It cannot know without a repository, or in a shallow clone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Text = Callable[[bytes], object]


@dataclass(frozen=True, order=True)
class Change:
    """When a text changed: seconds since 1970 of the commit; infinite if it is not committed."""

    seconds: float

    @property
    def committed(self) -> bool:
        """Whether git knows it."""
        return self.seconds != float("inf")

    def shown(self, *, exact: bool = False) -> str:
        """Return the date in UTC, with the time if it has to be ``exact``; nothing if it is not committed."""
        if not self.committed:
            return ""
        return datetime.fromtimestamp(self.seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC" if exact else "%Y-%m-%d")


def commit(root: Path) -> str:
    """Return the commit that ``root`` is at, 40 hex digits; nothing without git."""
    return (_git(root, "rev-parse", "--verify", "HEAD") or b"").decode().strip()


def changes(root: Path, folder: str, text: Text) -> dict[str, Change]:
    """Return when each file under ``folder`` last changed in what ``text`` makes of it.

    Args:
        root: The book's folder, which may be a folder of a repository.
        folder: A folder under it.
        text: What counts as the file's text, from its content.

    Returns:
        Changes by path under ``root``; none where git cannot know. A file whose text differs from the newest one that
        is committed has changed just now.
    """
    if (_git(root, "rev-parse", "--is-shallow-repository") or b"true").strip() != b"false":
        return {}
    log = _git(
        root, "log", "--format=%x01%ct", "--raw", "-c", "--no-abbrev", "--no-renames", "--relative", "--", folder
    )
    found: dict[str, Change] = {}
    with _Blobs(root) as blobs:
        newest: dict[str, str] = {}
        for seconds, path, blob, parents in _entries((log or b"").decode()):
            newest.setdefault(path, blob)
            if path not in found and text(blobs[blob]) not in [text(blobs[parent]) for parent in parents]:
                found[path] = Change(seconds)
        for path, blob in newest.items():
            file = root / path
            if file.exists() and text(file.read_bytes()) != text(blobs[blob]):
                found[path] = Change(float("inf"))
    return found


def _entries(log: str) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield time, path, blob and the parents' blobs of each change, newest first: git-diff(1), "Raw output format".

    A merge has as many colons as parents, and is listed only where it differs from all of them.
    """
    seconds = 0
    for line in log.splitlines():
        if line.startswith("\x01"):
            seconds = int(line[1:])
        elif line.startswith(":"):
            about, _, path = line.partition("\t")
            parents = len(about) - len(about.lstrip(":"))
            blobs = about.split()[parents + 1 :][: parents + 1]
            yield seconds, path, blobs[-1], blobs[:-1]


class _Blobs:
    """Contents of blobs by their name, from one ``git cat-file --batch``; nothing for one that is not there."""

    def __init__(self, root: Path) -> None:
        self.git = subprocess.Popen(
            ["git", "cat-file", "--batch"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *_: object) -> None:
        self.git.communicate()

    def __getitem__(self, blob: str) -> bytes:
        self.git.stdin.write(f"{blob}\n".encode())
        self.git.stdin.flush()
        head = self.git.stdout.readline().split()
        return self.git.stdout.read(int(head[2]) + 1)[:-1] if len(head) == 3 else b""


def _git(root: Path, *arguments: str) -> bytes | None:
    """Return what git prints, or None where it fails or is not there."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotePath=false", *arguments], cwd=root, capture_output=True, check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
