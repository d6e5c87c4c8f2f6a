"""Of several builds at once, one runs an experiment; the others wait for it, and then find its result."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from further import locks
from further.errors import FurtherError

log = logging.getLogger("further.run")

PAUSE = 0.1
"""Seconds between two looks at a lock that another build holds."""


@asynccontextmanager
async def turn(folder: Path, name: str) -> AsyncIterator[None]:
    """Hold experiment ``name`` against other builds. A build that is killed lets go of it.

    Args:
        folder: The store's; its locks are files of nothing in ``locks``.
        name: The experiment's name.

    Raises:
        FurtherError: If nothing can be written there.
    """
    path, told = folder / "locks" / name, False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while (lock := locks.taken(path, make=True)) is None and locks.known(path):
            if not told:
                log.info("%s is being run by another build; waiting for it", name)
                told = True
            await asyncio.sleep(PAUSE)
    except OSError as error:
        expected = "a folder that can be written, with space left"
        raise FurtherError(f"cache {path}", expected, str(error), "free space or mend the permissions") from error
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)
