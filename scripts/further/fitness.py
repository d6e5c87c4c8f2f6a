"""What a worker of a cluster and the engine that sends it work must have in common, and where they differ.

`found` goes to the worker as code, not as a name, so that it answers where the engine is not installed. It uses the
standard library only.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import platform
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

PYTHON, ENGINE = "Python", "the engine (further)"
PASSED = ("BOOK_", "FURTHER_", "LANG", "LC_", "TZ", "SOURCE_DATE_EPOCH")
"""How the names of variables begin that a worker has from the engine, and not from its own environment."""

ALWAYS = ("cloudpickle", "dask", "distributed")


def asked(root: Path) -> list[str]:
    """Return the distributions whose versions count: those that the repository pins, and those that carry the work."""
    file = root / "requirements.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [*ALWAYS, *(match[0] for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line)))]


def found(names: Iterable[str]) -> dict[str, str]:
    """Return the version of Python, the engine's digest and the version of each distribution, or ``"absent"``."""
    versions = {PYTHON: platform.python_version(), ENGINE: "absent"}
    if (spec := importlib.util.find_spec("further")) and spec.origin:
        files = sorted(Path(spec.origin).parent.glob("*.py"))
        sums = "".join(file.name + hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
        versions[ENGINE] = hashlib.sha256(sums.encode()).hexdigest()[:12]
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "absent"
    return versions


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """Tell what a worker has otherwise than the engine, a text each."""
    names = [name for name in here if here[name] != there.get(name)]
    return [f"{name} {here[name]} here, {there.get(name)} there" for name in names]
