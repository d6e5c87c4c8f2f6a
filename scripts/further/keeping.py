"""The verbs by which one experiment builds on another: ``keep`` arrays with a result, get them with ``kept``.

A model that several experiments need is trained once, in an experiment of its own. What it keeps is stored with its
result; whoever builds on it runs after it, and runs again when, and only when, what was kept has changed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np  # a tenth of a second, which only those who keep something pay

__all__ = ["keep", "kept"]

SUFFIX = ".safetensors"
FOLDER, NEEDS = "FURTHER_KEEP", "FURTHER_NEEDS"
"""Where the engine wants what is kept, and where it has put what this experiment builds on."""

_names: set[str] = set()


def keep(name: str, arrays: Mapping[str, Any]) -> None:
    """Store arrays with this experiment's result, for other experiments.

    Args:
        name: Name of the whole, unique in the experiment (``[a-z0-9-]+``).
        arrays: NumPy arrays or torch tensors by name, for example a module's ``state_dict()``.

    Raises:
        ValueError: If the name is taken or malformed, there is nothing to keep, or an array is of no plain number
            type, or holds NaN or infinity.
    """
    from safetensors.numpy import save

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no name: lower-case ASCII letters, digits and single hyphens only")
    if name in _names:
        raise ValueError(f"{name!r} is kept twice in this experiment; each needs a name of its own")
    _names.add(name)
    plain = {key: _plain(f"keep {name!r}, array {key!r}", array) for key, array in arrays.items()}
    if not plain:
        raise ValueError(f"keep {name!r}: there is no array in it")
    payload = save(plain)
    if folder := os.environ.get(FOLDER):
        (Path(folder) / (name + SUFFIX)).write_bytes(payload)
    print(f"[kept] {name}: {len(plain)} arrays, {len(payload) / 1e6:.1f} MB")


def kept(experiment: str, name: str) -> dict[str, np.ndarray]:
    """Return what another experiment kept, running that experiment first if it is not fresh.

    Args:
        experiment: Name of the other experiment, written out as a text: the engine reads it from the code, to know
            what has to run first.
        name: The name under which it was kept.

    Returns:
        Arrays by name, with the shapes and types in which they were kept.

    Raises:
        ValueError: If nothing of that name was kept, or the engine could not see the name in the code.
        RuntimeError: If the other experiment had to run, and failed.
    """
    if needs := os.environ.get(NEEDS):
        return _read(Path(needs) / experiment, experiment, name)
    with tempfile.TemporaryDirectory(prefix="further-") as folder:  # a plain program: ask the engine
        command = [sys.executable, "-c", "from further.cli import main; main()", "run", experiment, "--kept", folder]
        start = getattr(sys.modules.get("__main__"), "__file__", None)
        where = Path(start).resolve().parent if start else Path.cwd()
        done = subprocess.run(command, capture_output=True, text=True, cwd=where, check=False)
        if done.returncode:
            raise RuntimeError(f"experiment {experiment}, on which this one builds, failed:\n{done.stderr.strip()}")
        return _read(Path(folder) / experiment, experiment, name)


def _read(folder: Path, experiment: str, name: str) -> dict[str, np.ndarray]:
    from safetensors.numpy import load

    if not folder.is_dir():
        raise ValueError(
            f"kept({experiment!r}, {name!r}): call it in one of this experiment's own cells, with the other "
            "experiment's name written out, so that the engine can see what has to run first"
        )
    file = folder / (name + SUFFIX)
    if not file.exists():
        there = ", ".join(sorted(path.stem for path in folder.glob("*" + SUFFIX))) or "nothing"
        raise ValueError(f"experiment {experiment} keeps no {name!r}; it keeps {there}")
    return load(file.read_bytes())


def _plain(where: str, array: Any) -> np.ndarray:
    import numpy as np

    array = np.ascontiguousarray(array.detach().cpu().numpy() if hasattr(array, "detach") else np.asarray(array))
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{where}: numbers or booleans, not {array.dtype}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{where}: it holds NaN or infinity; a model that diverged is nothing to build on")
    return array
