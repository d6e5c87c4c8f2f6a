"""Telling how far the running experiments are: live bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

log = logging.getLogger("further.run")

watchers: list[Callable[[list[str]], None]] = []
"""Called with a line for each running experiment, whenever one starts, comes to another cell, or ends."""


class Progress:
    """One line for each running experiment: name, cell, elapsed and remaining time.

    Args:
        expected: Seconds of each experiment's last run by its name, None where it has not run yet.
        jobs: How many run side by side.
    """

    def __init__(self, expected: dict[str, float | None], jobs: int) -> None:
        self.expected, self.jobs = expected, jobs
        self.begun: dict[str, float] = {}
        self.running: dict[str, str] = {}
        self.done = 0
        self.bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("{task.fields[remaining]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self.live = self.bars.console.is_terminal
        self.tasks = {}

    def __enter__(self) -> Progress:
        if self.live:
            self.bars.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        if self.live:
            self.bars.stop()

    def started(self, name: str) -> None:
        """Experiment ``name`` starts to run."""
        self.begun[name] = time.monotonic()
        self._tell(name, "")
        if self.live:
            self.tasks[name] = self.bars.add_task(name, total=self.expected[name], remaining=self.remaining())

    def at(self, name: str, cell: str) -> None:
        """Experiment ``name`` has come to ``cell``."""
        self._tell(name, cell)
        if self.live:
            elapsed = time.monotonic() - self.begun[name]
            self.bars.update(
                self.tasks[name], description=f"{name} · {cell}", completed=elapsed, remaining=self.remaining()
            )

    def ended(self, name: str, failed: bool) -> None:
        """Experiment ``name`` ended."""
        self.done += 1
        self._tell(name, None)
        seconds = time.monotonic() - self.begun[name]
        self.expected[name] = 0.0
        if self.live:
            self.bars.remove_task(self.tasks[name])
        word = "failed" if failed else "ran"
        log.info("[%d/%d] %s %s in %.1f s%s", self.done, len(self.expected), name, word, seconds, self.remaining())

    def _tell(self, name: str, cell: str | None) -> None:
        """Tell the watchers what runs; without a cell, ``name`` has ended."""
        self.running.pop(name, None)
        if cell is not None:
            self.running[name] = f"{name} · {cell}" if cell else name
        lines = [f"[{self.done + 1}/{len(self.expected)}] {line}{self.remaining()}" for line in self.running.values()]
        for watcher in watchers:
            watcher(lines)

    def passed(self, name: str) -> None:
        """Experiment ``name`` need not, or cannot, run after all."""
        self.done += 1
        self.expected[name] = 0.0

    def remaining(self) -> str:
        """Return how long the rest will take, from the times of earlier runs; empty where they are not known."""
        if any(seconds is None for seconds in self.expected.values()):
            return ""
        now = time.monotonic()
        left = [
            max(0.0, seconds - (now - self.begun[name] if name in self.begun else 0.0))
            for name, seconds in self.expected.items()
        ]
        seconds = max(max(left, default=0.0), sum(left) / self.jobs)
        return f", about {seconds:.0f} s remaining" if seconds >= 1 else ""
