"""What of a repository goes to another machine: its files as bytes, each under its SHA-256."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from further import trace


class Parcel:
    """The files of the repository at ``root``: what git lists, ignored files apart, or all where there is no git.

    What an experiment asks for beyond that can be added. What the build makes (`further.trace.SKIPPED`) is no part of
    it, nor is a link that leads out of the repository.

    Args:
        root: The repository's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.added = root.resolve(), set[str]()
        self._seen: dict[str, tuple[int, int, str]] = {}

    def manifest(self) -> dict[str, str]:
        """Return the SHA-256 of each file by its path; a file is read again only when it has changed."""
        found = ((path, self._digest(path)) for path in sorted({*_listed(self.root), *self.added}) if self.has(path))
        return {path: digest for path, digest in found if digest}

    def has(self, path: str) -> bool:
        """Whether ``path`` is a file of the repository that an experiment may read."""
        file = self.root / path
        return bool(trace.inside(self.root, str(file))) and file.is_file() and file.resolve().is_relative_to(self.root)

    def unsent(self, report: Mapping[str, list[str]], manifest: Mapping[str, str]) -> list[str]:
        """Return files that are here but not in ``manifest``: those that a run asked for, or saw in a folder's list."""
        seen = (self.root / folder / name for folder in report["listings"] for name in _names(self.root / folder))
        within = (file for path in seen for file in ([path] if path.is_file() else path.rglob("*")))
        paths = [*report["files"], *(file.relative_to(self.root).as_posix() for file in within)]
        return sorted({path for path in paths if path not in manifest and self.has(path)})

    def payloads(self, digests: Iterable[str], manifest: dict[str, str]) -> dict[str, bytes]:
        """Return the files of ``manifest`` with these digests, by digest; without those that have changed."""
        wanted = {digest: path for path, digest in manifest.items() if digest in set(digests)}
        found = {digest: _bytes(self.root / path) for digest, path in wanted.items()}
        return {digest: payload for digest, payload in found.items() if trace.digest(payload) == digest}

    def _digest(self, path: str) -> str:
        try:
            state = (self.root / path).stat()
            if self._seen.get(path, ())[:2] != (state.st_mtime_ns, state.st_size):
                digest = trace.digest((self.root / path).read_bytes())
                self._seen[path] = state.st_mtime_ns, state.st_size, digest
        except OSError:  # it has just been removed
            return ""
        return self._seen[path][2]


def _names(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name not in trace.SKIPPED] if folder.is_dir() else []  # noqa: PTH208


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _listed(root: Path) -> Iterator[str]:
    """Yield the paths of the repository's files."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        done = None
    if done and not done.returncode:
        yield from filter(None, os.fsdecode(done.stdout).split("\0"))
        return
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in trace.SKIPPED]
        yield from ((Path(folder) / name).relative_to(root).as_posix() for name in names)
