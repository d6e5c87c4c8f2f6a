"""Versions of installed distributions, each read once as long as nothing is installed: `importlib.metadata` takes 2 ms.

Apart from `further.trace`, which every experiment reads: what is changed there makes all of them stale.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Iterable
from functools import lru_cache


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the installed version of each distribution, ``"absent"`` where it is not installed."""
    places = tuple(_changed(path) for path in sys.path)
    return {name: _version(name, places) for name in sorted(names)}


@lru_cache(maxsize=1024)
def _version(name: str, places: tuple[int, ...]) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def _changed(path: str) -> int:
    """Return when a folder of the path last got or lost an entry, in nanoseconds."""
    try:
        return os.stat(path or ".").st_mtime_ns  # noqa: PTH116 - this runs often
    except OSError:
        return 0
