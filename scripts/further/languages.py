"""The other language's site, built into a folder of this one: side by side with it where the system can fork.

The child is forked when the book is loaded, run and checked, so it has it without reading anything again. It writes
into the other language's folder alone. What it logs comes through a pipe and is logged here, record by record, when
this language is done: in the order of builds one after the other, counted by a strict build like any other warning.
"""

from __future__ import annotations

import ctypes
import logging
import os
import pickle
import signal
import sys
import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import psutil
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from further import serving

if TYPE_CHECKING:
    from further.site import Further

log = logging.getLogger("mkdocs.further")

WITH_PARENT = 1
"""PR_SET_PDEATHSIG: a build that is killed takes its child along, and the lock that both hold. See `man 2 prctl`."""

ROOM = 2.0
"""How many times what this process holds has to be free for a second one beside it."""


class Alone:
    """Builds the other language when this one is done."""

    def __init__(self, first: Further, config: MkDocsConfig) -> None:
        self.first, self.config = first, config

    def finish(self) -> None:
        """Build it."""
        config = other(self.first, self.config)
        self.first.languages = [self.first, config.plugins["further"]]
        build(config)

    def stop(self) -> None:
        """There is nothing to stop."""


class Beside:
    """Builds the other language in a child process, from now on.

    Args:
        first: The plugin that has the book.
        config: Its configuration.
    """

    def __init__(self, first: Further, config: MkDocsConfig) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        read, write = os.pipe()
        self.child = os.fork()
        if not self.child:
            os.close(read)
            _build_in_child(first, config, write)
        os.close(write)
        self.told: list[bytes] = []
        self.reader = threading.Thread(target=self._read, args=(read,), daemon=True)  # a full pipe would stop the child
        self.reader.start()

    def _read(self, pipe: int) -> None:
        with open(pipe, "rb") as file:
            self.told.append(file.read())

    def finish(self) -> None:
        """Wait for it; log what it logged.

        Raises:
            Abort: If it failed; why, is logged.
        """
        self.reader.join()
        ended = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        self.child, told = 0, _received(b"".join(self.told))
        for record in (each for each in told if isinstance(each, dict)):
            logging.getLogger(record["name"]).handle(logging.makeLogRecord(record))
        if ended:
            why = next((each for each in told if isinstance(each, str)), f"Aborted: its process ended with {ended}.")
            raise Abort(why)

    def stop(self) -> None:
        """End it, because nothing will be published."""
        if self.child:
            os.kill(self.child, 9)
            os.waitpid(self.child, 0)
            self.child = 0


def begin(first: Further, config: MkDocsConfig) -> Alone | Beside | None:
    """Begin with the other language, if one is asked for: beside this one, or after it where that cannot be."""
    if first.nested or not first.config.other:
        return None
    if first.root / first.config.other == Path(config.config_file_path).resolve():
        return None
    return (Beside if _possible() else Alone)(first, config)


def other(first: Further, config: MkDocsConfig) -> MkDocsConfig:
    """Return the configuration of the other language's build, into a folder of this language's site."""
    found = load_config(str(first.root / first.config.other), strict=config.strict)
    folder = Path(found.site_dir).name
    found.site_dir = str(first.workshop.site / folder)
    found.site_url = config.site_url.rstrip("/") + f"/{folder}/" if config.site_url else None
    built = found.plugins["further"]
    built.book, built.workshop, built.folder = first.book, first.workshop, folder
    return found


def _possible() -> bool:
    """Whether a second process can work: with threads, Python's or a library's own, a child may wait for ever.

    ``mkdocs serve`` keeps objects of both languages.
    """
    if sys.platform != "linux" or serving.under_way():
        return False
    own, free = psutil.Process(), psutil.virtual_memory().available
    return own.num_threads() == 1 and len(os.sched_getaffinity(0)) > 1 and free > ROOM * own.memory_info().rss


class _Sender(logging.Handler):
    """Sends records, their texts made, through a pipe."""

    def __init__(self, pipe: BinaryIO) -> None:
        super().__init__()
        self.pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        """Send ``record``."""
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else record.exc_text
        said = {"msg": record.getMessage(), "args": None, "exc_info": None, "exc_text": trace}
        self.send({**vars(record), **said})

    def send(self, thing: dict[str, Any] | str) -> None:
        """Send what a record holds, or why the build failed."""
        pickle.dump(thing, self.pipe)
        self.pipe.flush()


def _received(told: bytes) -> list[dict[str, Any] | str]:
    """Return what was sent; the last thing may be cut off, if the child was killed."""
    pipe, found = BytesIO(told), []
    while pipe.tell() < len(told):
        try:
            found.append(pickle.load(pipe))
        except (EOFError, pickle.UnpicklingError):
            break
    return found


def _build_in_child(first: Further, config: MkDocsConfig, pipe: int) -> None:
    """Build the other language and end this process, whatever happens; nothing of the parent's is tidied up here."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        with os.fdopen(pipe, "wb") as file:
            sender = _Sender(file)
            for name in ("mkdocs", "further"):
                logging.getLogger(name).handlers = [sender]
            try:
                build(other(first, config))
                code = 0
            except Abort as error:
                sender.send(str(error))
            except BaseException as error:
                log.exception("This is a fault of the engine.")
                sender.send(f"Aborted: {error}")
    finally:
        os._exit(code)
