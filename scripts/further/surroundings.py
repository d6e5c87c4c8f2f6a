"""The verbs for inputs that cannot be seen by themselves: ``setting`` (an environment variable), ``reading`` (a file).

What Python opens is traced without a word. An environment variable is not, and neither is a file that a library
opens in C++ or Rust (a tokenizer of ``tokenizers``, a model of ``lightgbm``): these verbs make them inputs.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["reading", "setting"]

PREFIX = "BOOK_"
"""How the names of environment variables begin that an experiment may ask for."""

asked: set[str] = set()
"""Names of the variables that this process has asked for."""


def setting(name: str, default: str) -> str:
    """Return an environment variable, and make it an input: the experiment is stale when it changes.

    Args:
        name: Its name, which begins with ``BOOK_``. It is written into the cache with its value, so no secret.
        default: What is returned where it is not set.

    Raises:
        ValueError: If the name begins otherwise.
    """
    if not re.fullmatch(PREFIX + r"[A-Z0-9_]+", name):
        raise ValueError(f"setting {name!r}: a name of capitals, digits and _ that begins with {PREFIX}")
    asked.add(name)
    return os.environ.get(name, default)


def reading(path: str | os.PathLike[str]) -> str:
    """Say that something that is no Python reads a file, or all files of a folder; return the path as a text.

    ``Tokenizer.from_file(reading("tokenizer.json"))`` makes the file an input.

    Raises:
        OSError: If it cannot be read.
    """
    paths = sorted(Path(path).rglob("*")) if Path(path).is_dir() else [Path(path)]
    for each in paths:
        if not each.is_dir():
            each.open("rb").close()  # which is traced
    return str(path)
