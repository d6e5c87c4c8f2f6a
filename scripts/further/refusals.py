"""What an experiment may not do, because its result would then depend on what no build can see again.

It reaches no network and writes nothing into the repository: that raises a PermissionError where it is tried. It starts
no other program or process, whose reads nobody would trace: that is noted, and its result is refused. This is no
sandbox; it keeps honest authors honest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty")
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree")
WRITING = "an experiment writes nothing into the repository; keep(…) stores arrays, tempfile makes folders"

LOCAL = 1
"""AF_UNIX, by which a process may speak with itself."""

HARMLESS = ("uname", "lscpu", "fc-list")
"""Programs that only tell what machine this is: `platform` and joblib ask them; matplotlib, which captum imports, asks
the last one for fonts, in a home that has no list of them yet."""

RUNNING = "FURTHER_KEEP"
"""The variable that an experiment's own process has, and the processes that make it ready have not."""


def refuse(event: str, args: tuple[Any, ...], own: Callable[[Any], bool], started: set[str]) -> None:
    """Look at an audit event.

    Args:
        event: Its name: https://docs.python.org/3/library/audit_events.html
        args: What it carries.
        own: Whether a path is the repository's.
        started: Where programs are noted.

    Raises:
        PermissionError: If the event reaches the network or changes the repository.
    """
    if event in NETWORK and getattr(args[0], "family", None) != LOCAL:
        raise PermissionError(f"{event}: an experiment reaches no network; put the data into the repository")
    if event in CHANGES and any(own(path) for path in args[:2]):
        raise PermissionError(f"{event} {args[0]!r}: {WRITING}")
    if event in PROGRAMS and RUNNING in os.environ:
        program = os.fsdecode(args[0]) if args and isinstance(args[0], str | bytes | os.PathLike) else ""
        if os.path.basename(program) not in HARMLESS:  # noqa: PTH119
            started.add(f"{event} {program}".strip())


def watch_back_door(started: set[str]) -> None:
    """Note the one way to start a program that no audit event tells of: multiprocessing's own."""
    import _posixsubprocess

    real = _posixsubprocess.fork_exec

    def fork_exec(*args: Any) -> Any:
        if RUNNING in os.environ:
            started.add("multiprocessing")
        return real(*args)

    _posixsubprocess.fork_exec = fork_exec


def writable(path: str, root: str) -> bool:
    """Whether an experiment may write to ``path``, which is absolute."""
    scratch = os.environ.get("TMPDIR", "/tmp")  # tempfile would write a file to find out
    free = (sys.prefix, *([scratch] if scratch.startswith(root + os.sep) else []))
    inside = path.startswith(root + os.sep)
    return not inside or path.startswith(tuple(each + os.sep for each in free)) or "__pycache__" in path
