"""What a run read: traced by Python's audit hooks inside the kernel, not declared by its author.

Traced are the files and folder listings inside the repository, the local modules that were imported, the settings
that were asked for, and the distributions with their versions. https://docs.python.org/3/library/audit_events.html

Not traced is what Python is not asked for: files that a library opens in C++ or Rust (say `reading(path)`), whether a
file is there (`Path.exists`), and environment variables (ask by `setting`). What must not be at all, `refusals` says.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from further import refusals, surroundings

MIME = "application/vnd.further.trace+json"
SKIPPED = (".cache", ".git", ".venv", "site", "__pycache__")
"""Folders of the repository whose files are no inputs: what the build itself makes, and the environment."""

_IMPORTLIB = ("<frozen importlib._bootstrap", str(Path(importlib.__file__).parent))
"""Where the search for modules and distributions lives. It lists every folder of the path; that is no input."""

_state: dict[str, Any] = {}


def start(root: str, own: Iterable[str] = ()) -> None:
    """Begin tracing; call before the experiment's first cell.

    Args:
        root: The repository's folder.
        own: Files that are no inputs whoever reads them: the program that runs the experiment.
    """
    own = {_absolute(path) for path in own}
    _state.update(root=Path(root).resolve(), read=set(), listed=set(), own=own, before=set(sys.modules))
    _state["started"] = set()
    refusals.watch_back_door(_state["started"])
    sys.addaudithook(_hook)


def _hook(event: str, args: tuple[Any, ...]) -> None:
    refusals.refuse(event, args, _own, _state["started"])
    if event == "open" and isinstance(args[0], str | bytes | os.PathLike):
        mode, flags = args[1], args[2]
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & 3)
        if writes and _own(args[0]):
            raise PermissionError(f"open {args[0]!r}: {refusals.WRITING}")
        if not writes:
            _state["read"].add(_absolute(args[0]))
    elif event == "sqlite3.connect":
        _state["read"].add(_absolute(args[0]))
    elif event in ("os.listdir", "os.scandir") and not sys._getframe(1).f_code.co_filename.startswith(_IMPORTLIB):
        _state["listed"].add(_absolute(args[0] if isinstance(args[0], str | bytes | os.PathLike) else "."))


def _own(path: Any) -> bool:
    """Whether ``path`` is one that an experiment may not write to."""
    return isinstance(path, str | bytes | os.PathLike) and not refusals.writable(_absolute(path), str(_state["root"]))


def _absolute(path: str | bytes | os.PathLike) -> str:
    """Return ``path`` from the root. As text, without touching the disk: this runs at every open."""
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


def report() -> dict[str, Any]:
    """Return what was read since `start`.

    Returns:
        ``files`` and ``listings`` (paths relative to the repository), ``settings`` (names), ``started``
        (programs, which are not traced) and ``distributions`` (name to version).
    """
    root: Path = _state["root"]
    modules = {name: module for name, module in sys.modules.items() if module is not None}
    sources = {_absolute(file) for module in modules.values() if (file := getattr(module, "__file__", None))}
    read = {_source(path) for path in _state["read"] - _state["own"]} | sources
    loaded = {name.partition(".")[0] for name in modules if name not in _state["before"]}
    return {
        "files": sorted(filter(None, (inside(root, path) for path in read))),
        "listings": sorted(filter(None, (inside(root, path) for path in _state["listed"]))),
        "settings": sorted(surroundings.asked),
        "started": sorted(_state["started"]),
        "distributions": versions(_owners(loaded)),
    }


def _source(path: str) -> str:
    """Return the module that ``path`` is the compiled form of, if it is one: it may be gone from sys.modules."""
    try:
        return importlib.util.source_from_cache(path) if path.endswith(".pyc") else path
    except ValueError:
        return path


def inside(root: Path, path: str) -> str:
    """Return ``path`` relative to ``root``, or ``""`` if it is not one of the repository's own files."""
    relative = os.path.relpath(path, root)
    parts = Path(relative).parts
    environment = path.startswith(sys.prefix + os.sep)
    return "" if environment or parts[:1] == ("..",) or set(parts) & set(SKIPPED) else Path(relative).as_posix()


def fingerprint(root: Path, report: dict[str, Any]) -> dict[str, Any]:
    """Return what the inputs of ``report`` are now, so that two moments can be compared.

    Returns:
        ``files`` and ``listings`` with their SHA-256 (``"absent"`` where there is nothing), ``distributions`` with
        their versions, ``settings`` with their values if there are any, and ``python``.
    """
    settings = {name: os.environ.get(name, "absent") for name in report.get("settings", ())}
    return {
        **({"settings": settings} if settings else {}),
        "files": {path: _digest(root / path) for path in report["files"]},
        "listings": {path: _digest_listing(root / path) for path in report["listings"]},
        "distributions": versions(report["distributions"]),
        "python": ".".join(map(str, sys.version_info[:3])),
    }


def versions(names: Any) -> dict[str, str]:
    """Return the installed version of each distribution, ``"absent"`` where it is not installed."""
    found = {}
    for name in sorted(names):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def _owners(modules: set[str]) -> set[str]:
    """Return the distributions that own the top-level ``modules``; our own package is traced as files instead."""
    owners = distributions()
    found = {name for module in modules - sys.stdlib_module_names for name in owners.get(module, ())}
    return found - {"further-questions"}


@cache
def distributions() -> Mapping[str, list[str]]:
    """Return the distributions that own each top-level module.

    It takes a fifth of a second: a process that forks experiments asks before it does.
    """
    return importlib.metadata.packages_distributions()


def digest(payload: bytes) -> str:
    """Return the SHA-256 of ``payload`` in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()


def _digest(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return "absent"


def _digest_listing(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.iterdir() if entry.name not in SKIPPED)
    except OSError:
        return "absent"
    return digest(json.dumps(names).encode())
