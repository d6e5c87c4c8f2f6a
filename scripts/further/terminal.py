"""What the commands on the terminal have in common: the book they are called in, and how they tell an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from further.errors import FurtherError


def told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command print the engine's errors without a traceback."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except FurtherError as error:
            raise click.ClickException(str(error)) from None

    return wrapped


def root() -> Path:
    """Return the nearest folder upwards that holds mkdocs.yml."""
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").exists():
            return folder
    raise FurtherError(
        str(here), "a folder inside the book (with mkdocs.yml above it)", "none", "cd into the repository"
    )
