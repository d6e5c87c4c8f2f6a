"""A command with all its processes, watched: how long it took, what it computed, and the most memory it held."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import psutil

TICK, SHARE = 0.1, 0.03
"""Seconds between two looks at the least, and the share of the time that looking may take: it slows what is seen."""


class Cost(NamedTuple):
    """What a command cost.

    Attributes:
        wall: Seconds from its start to its end.
        cpu: Seconds of processor time of all its processes.
        peak: Bytes that they held at once at the most, pages that several hold counted once (PSS; Linux).
    """

    wall: float
    cpu: float
    peak: int


def run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run ``command`` in ``folder`` to its end, and end the servers that it leaves behind; exit if it fails."""
    before, begun = os.times(), time.perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    process = subprocess.Popen(command, cwd=folder, env=environment, **pipes)
    seen, over = Seen(process.pid), threading.Event()
    watcher = threading.Thread(target=seen.until, args=(over,))
    watcher.start()
    output, _ = process.communicate()
    wall = time.perf_counter() - begun
    over.set()
    watcher.join()
    seen.look()
    _end(process.pid)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed in {folder}:\n{output[-3000:]}")
    after = os.times()
    waited = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, max(waited, seen.seconds()), seen.peak)


class Seen:
    """What is seen of a process and of all that begin below it.

    Args:
        pid: The process; the head of a session.
    """

    def __init__(self, pid: int) -> None:
        self.pid, self.peak, self.used = pid, 0, dict[tuple[int, float], float]()

    def until(self, over: threading.Event) -> None:
        """Look again and again, until it is ``over``."""
        spent = 0.0
        while not over.wait(max(TICK, spent / SHARE)):
            begun = time.perf_counter()
            self.look()
            spent = time.perf_counter() - begun

    def look(self) -> None:
        """Note what each process has computed, by itself, and what all hold now."""
        held = 0
        for each in _processes(self.pid):
            with contextlib.suppress(psutil.Error):
                times = each.cpu_times()
                self.used[each.pid, each.create_time()] = times.user + times.system
                held += each.memory_full_info().pss
        self.peak = max(self.peak, held)

    def seconds(self) -> float:
        """Return what the processes had computed when each was last seen: of those too that nobody waited for."""
        return sum(self.used.values())


def _processes(pid: int) -> list[psutil.Process]:
    """Return a process with all below it, and those of its session that have lost their parent."""
    try:
        top = psutil.Process(pid)
        below = [top, *top.children(recursive=True)]
    except psutil.Error:
        below = []
    return list({each.pid: each for each in [*below, *_orphans(pid)]}.values())


def _orphans(session: int) -> list[psutil.Process]:
    found = []
    for each in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(each.pid) == session:
                found.append(each)
    return found


def _end(session: int) -> None:
    for each in _orphans(session):
        with contextlib.suppress(psutil.Error):
            each.kill()
