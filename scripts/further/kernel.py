"""Run experiments, each in a process of its own, within its limits, and tell in its author's terms what stopped it."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from further import handover, sandbox, trace, warm
from further.errors import FurtherError
from further.experiment import Experiment
from further.keeping import FOLDER, NEEDS, SUFFIX
from further.processes import Processes, Unreadable, environment
from further.result import Result

log = logging.getLogger("further.kernel")

GIB = 2**30
MEMORY, DISK, PRINTED, PROCESSES = 4.0, 4.0, 16, 128
"""Limits of one experiment: GiB of memory, GiB of files, MiB of printed text, processes."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Stopped(FurtherError):
    """An experiment that did not come to its end.

    Attributes:
        missing: Files of the repository that it asked for and that are not there, if it failed in a cell.
    """

    missing: tuple[str, ...] = ()


class Kernels:
    """Where experiments run. Use it as a context; it ends what it started.

    Args:
        root: The repository's folder.
        experiments: Those that are going to run: what several of them import is imported once.
        environ: The variables that they see and that set their limits.
    """

    def __init__(
        self, root: Path, experiments: Iterable[Experiment] = (), environ: Mapping[str, str] = os.environ
    ) -> None:
        self.root, self.environ, self.shut = root, environ, sandbox.wanted(environ)
        self.places = os.cpu_count() or 1
        if self.shut:
            sandbox.need()
        self.processes = Processes(root, {} if self.shut else warm.steps(experiments, root))

    def __enter__(self) -> Kernels:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        self.processes.__exit__(kind, error, where)

    async def execute(
        self,
        experiment: Experiment,
        needs: Mapping[str, Mapping[str, bytes]] | None = None,
        on_cell: Callable[[str], None] | None = None,
    ) -> tuple[Result, dict[str, Any], dict[str, bytes]]:
        """Run ``experiment`` and return what it found and what it read.

        Args:
            experiment: The experiment.
            needs: What the experiments that it builds on have kept, by experiment and name.
            on_cell: Called with a cell's name when it starts.

        Returns:
            The result, the trace's report, and what it kept, by name.

        Raises:
            FurtherError: If a cell raises, a limit is passed, or the process dies; it names the cell.
        """
        cell, told = next(iter(experiment.code)), {}
        with tempfile.TemporaryDirectory(prefix="further-", ignore_cleanup_errors=True) as scratch:
            job = _job(experiment, Path(scratch), needs or {}, self.environ)
            job = sandbox.shut_in(job, self.root) if self.shut else job
            try:
                async for message in self.processes.run(job):
                    kind, said = handover.heard(experiment, message)
                    told[kind] = said
                    if kind == "cell":
                        cell = said
                        (on_cell or str)(cell)
                if "done" not in told or told.get("ended", {}).get("limit"):
                    raise _stopped(experiment, cell, job["limits"], told)
                return _collect(experiment, told["done"], self.shut)
            except (Unreadable, handover.Refused) as error:
                expected = "what the verbs give, and no more"
                raise FurtherError(f"experiment {experiment.name}, cell {cell}", expected, str(error)) from None


def _job(
    experiment: Experiment, scratch: Path, needs: Mapping[str, Mapping[str, bytes]], environ: Mapping[str, str]
) -> dict[str, Any]:
    """Lay out what an experiment builds on, make a place for what it keeps, and say what is to be done."""
    places = {FOLDER: scratch / "keep", NEEDS: scratch / "needs", "TMPDIR": scratch, "IPYTHONDIR": scratch}
    for place in places.values():
        place.mkdir(exist_ok=True)
    for name, payloads in needs.items():
        (places[NEEDS] / name).mkdir()
        for each, payload in payloads.items():
            (places[NEEDS] / name / (each + SUFFIX)).write_bytes(payload)
    return {
        "name": experiment.name,
        "cells": {name: cell.source for name, cell in experiment.code.items()},
        "folder": str(experiment.path.parent),
        "scratch": str(scratch),
        "environment": environment(environ) | {variable: str(place) for variable, place in places.items()},
        "limits": _limits(experiment, environ),
        "command": [],
    }


def _limits(experiment: Experiment, environ: Mapping[str, str]) -> dict[str, float]:
    memory = experiment.memory or float(environ.get("FURTHER_MEMORY", MEMORY))
    sizes = {"memory": memory * GIB, "disk": DISK * GIB, "printed": PRINTED * 2**20}
    return {"seconds": experiment.timeout, **sizes, "processes": PROCESSES}


def _stopped(experiment: Experiment, cell: str, limits: Mapping[str, float], told: Mapping[str, Any]) -> Stopped:
    """Tell what stopped ``experiment`` in the terms of its author."""
    place, line = f"{experiment.topic}/{experiment.path.name}", experiment.code[cell].line
    ended, failed = told.get("ended", {}), told.get("failed")
    if ended.get("limit"):
        expected, do = _limit(ended["limit"], limits)
        found = (
            f"still running in cell {cell}; it was ended"
            if ended["limit"] == "seconds"
            else f"more in cell {cell}; it was ended"
        )
    elif failed:
        if failed["cell"] in experiment.code:
            line = experiment.code[failed["cell"]].line + failed["line"]
        expected, found = "a cell that runs to its end", f"{failed['error']}: {ANSI.sub('', failed['text'])}"
        do = f"run it alone: python snippets/{place}"
    else:
        how = f"signal: {signal.strsignal(ended['signal'])}" if ended.get("signal") else "it left by itself"
        expected = "a process that lives until its last cell"
        found = f"it was killed or left ({how}; out of memory? os._exit?) {ended.get('stderr', '')}".strip()
        do = f"run it alone: python snippets/{place}"
    stopped = Stopped(f"experiment {experiment.name}, cell {cell} ({place}, line {line})", expected, found, do)
    stopped.missing = tuple(failed["missing"]) if failed else ()
    return stopped


def _limit(name: str, limits: Mapping[str, float]) -> tuple[str, str]:
    """Return what was expected where a limit was broken, and what to do."""
    much = limits[name]
    return {
        "seconds": (f"to end within {much:g} s", "make it cheaper, or raise timeout in the file's front cell"),
        "memory": (
            f"at most {much / GIB:g} GiB of memory in all its processes",
            "make it smaller, or raise memory (in GiB) in the file's front cell",
        ),
        "disk": (f"at most {much / GIB:g} GiB of files", "write less"),
        "printed": (f"at most {much / 2**20:g} MiB of printed text", "print less"),
        "processes": (f"at most {much:g} processes at a time", "start fewer"),
    }[name]


def _collect(experiment: Experiment, done: Any, strange: bool) -> tuple[Result, dict[str, Any], dict[str, bytes]]:
    findings, outputs = handover.accept(experiment, done, strange)
    kept, report = handover.kept(done), done["report"]
    for name, text in done["warnings"].items():
        if text.strip():  # warnings of libraries, with paths of this machine
            log.info("experiment %s, cell %s: %s", experiment.name, name, text.strip()[:500])
    run = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": done["seconds"],
        "cells": done["cells"],
        "python": ".".join(map(str, sys.version_info[:3])),
        "distributions": report["distributions"],
        "seeds": report["seeds"],
    }
    digests = {name: trace.digest(payload) for name, payload in kept.items()}
    return Result(experiment.name, findings, outputs, run, digests), report, kept
