"""Keeping one experiment within its limits, and ending all of its processes: those too that it did not wait for.

Linux only: the guard is a process of its own between the parent and the experiment. As a "child subreaper" it
inherits every process that the experiment leaves behind. https://man7.org/linux/man-pages/man2/prctl.2.html
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

TICK = 0.25
"""Seconds between two looks at how much an experiment uses."""


def watch(pid: int, limits: dict[str, float], scratch: Path, channel: socket.socket) -> dict[str, Any]:
    """Wait until an experiment's process ends, breaks a limit, or the engine hangs up; then end all that is left.

    Args:
        pid: The process, a child of this one.
        limits: By name: ``seconds``, ``memory`` (bytes of the whole tree), ``disk`` (bytes in the scratch folder),
            ``printed`` (bytes on standard output and error together), ``processes``.
        scratch: The experiment's scratch folder.
        channel: The socket to the engine; it is closed when the engine no longer wants the experiment.

    Returns:
        ``limit`` (the name of the one that was broken, ``"left"`` if the engine hung up, or empty), ``signal`` and
        ``status`` of the process, and ``stderr``, the end of what it wrote there.
    """
    broken = _until(pid, limits, scratch, channel)
    status = _end(pid)
    if broken == "left":  # the engine may have been killed, and then nobody else tidies up
        shutil.rmtree(scratch, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status) if status is not None else 0
    return {"limit": broken, "status": max(code, 0), "signal": max(-code, 0), "stderr": _tail(scratch / "stderr")}


def _until(pid: int, limits: dict[str, float], scratch: Path, channel: socket.socket) -> str:
    """Wait until the process ends; return the name of the limit that it broke before, if it did."""
    deadline, poll, handle = time.monotonic() + limits["seconds"], select.poll(), os.pidfd_open(pid)
    poll.register(handle, select.POLLIN)
    poll.register(channel, select.POLLIN | select.POLLHUP)
    while True:
        events = dict(poll.poll(1000 * max(0.0, min(TICK, deadline - time.monotonic()))))
        if handle in events:
            return ""
        if channel.fileno() in events:
            return "left"
        if time.monotonic() >= deadline:
            return "seconds"
        for name, used in _used(scratch, limits["memory"]):
            if used > limits[name]:
                return name


def _used(scratch: Path, memory: float) -> Iterator[tuple[str, float]]:
    """Measure the experiment's processes and files, by the limits' names."""
    tree = psutil.Process().children(recursive=True)
    yield "processes", len(tree)
    sizes = [_of(each, lambda process: process.memory_info().rss) for each in tree]
    if sum(sizes) > memory:  # pages that several share are counted once; that takes longer
        sizes = [_of(each, lambda process: process.memory_full_info().pss) for each in tree]
    yield "memory", sum(sizes)
    yield "printed", sum(_size(scratch / name) for name in ("stdout", "stderr"))
    yield "disk", sum(_size(Path(folder) / name) for folder, _, names in os.walk(scratch) for name in names)


def _of(process: psutil.Process, measure: Callable[[psutil.Process], int]) -> int:
    try:
        return measure(process)
    except (psutil.Error, AttributeError):
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _end(pid: int) -> int | None:
    """End every process below this one, whatever it does against it; return the status of ``pid``."""
    status = None
    while True:
        for process in psutil.Process().children(recursive=True):
            _kill(process.pid)
        try:
            while True:
                ended, how = os.waitpid(-1, os.WNOHANG)
                status = how if ended == pid else status
                if not ended:
                    break
        except ChildProcessError:
            return status
        time.sleep(0.005)


def _kill(pid: int) -> None:
    """Kill a process together with its group, in one step: a fork cannot get away in between."""
    try:
        group = os.getpgid(pid)
        os.killpg(group, signal.SIGKILL) if group != os.getpgid(0) else os.kill(pid, signal.SIGKILL)
    except OSError:
        return


def _tail(path: Path) -> str:
    try:
        return path.read_bytes()[-500:].decode("utf-8", "replace")
    except OSError:
        return ""
