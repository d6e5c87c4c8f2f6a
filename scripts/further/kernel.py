"""Run one experiment in a kernel of its own, with nbclient, within its time limit."""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from further import trace
from further.authoring import MIME
from further.errors import FurtherError
from further.experiment import Experiment
from further.keeping import FOLDER, NEEDS, SUFFIX
from further.result import Finding, Result

log = logging.getLogger("further.kernel")

SINGLE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
SETUP = """\
import sys
sys.path[:0] = [{root!r} + "/scripts", {root!r} + "/snippets"]  # this checkout, whichever one is installed
from further import trace as _trace
_trace.start({root!r})"""
REPORT = (
    "from IPython.display import display as _show; "
    "_show({{{mime!r}: {{**_trace.report(), 'seeds': list(globals().get('SEEDS', []))}}}}, raw=True)"
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


async def execute(
    experiment: Experiment,
    root: Path,
    needs: Mapping[str, Mapping[str, bytes]] | None = None,
    on_cell: Callable[[str], None] | None = None,
) -> tuple[Result, dict[str, Any], dict[str, bytes]]:
    """Run ``experiment`` and return what it found and what it read.

    Args:
        experiment: The experiment.
        root: The repository's folder.
        needs: What the experiments that it builds on have kept, by experiment and name.
        on_cell: Called with a cell's name when it starts.

    Returns:
        The result, the trace's report, and what it kept, by name.

    Raises:
        FurtherError: If a cell raises, the time limit is passed, or the kernel dies; it names the cell.
    """
    names = list(experiment.code)
    sources = [
        SETUP.format(root=str(root)),
        *(cell.source for cell in experiment.code.values()),
        REPORT.format(mime=trace.MIME),
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    deadline = time.monotonic() + experiment.timeout
    running = {"cell": names[0]}

    def started(cell_index: int, **_: Any) -> None:
        if 0 < cell_index <= len(names):
            running["cell"] = names[cell_index - 1]
            if on_cell:
                on_cell(running["cell"])

    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="further-") as scratch, (Path(scratch) / "log").open("w+") as log:
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{scratch}/kernel")
        client = NotebookClient(
            notebook,
            km=manager,
            timeout_func=lambda cell: max(0.01, deadline - time.monotonic()),
            on_cell_start=started,
            resources={"metadata": {"path": str(experiment.path.parent)}},
            extra_arguments=["--HistoryManager.enabled=False"],
        )
        try:
            keeping = _shelves(Path(scratch), needs or {})
            await client.async_execute(env=_environment(scratch) | keeping, stdout=log, stderr=log)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            log.seek(0)
            raise _told(experiment, running["cell"], error, log.read()) from None
        finally:
            if client.kc:
                client.kc.stop_channels()
            await manager.shutdown_kernel(now=True)
        kept = {file.stem: file.read_bytes() for file in sorted(Path(keeping[FOLDER]).glob("*" + SUFFIX))}
    seconds = time.monotonic() - begun
    result, report = _collect(experiment, notebook, seconds)
    return replace(result, kept={name: trace.digest(payload) for name, payload in kept.items()}), report, kept


def _shelves(scratch: Path, needs: Mapping[str, Mapping[str, bytes]]) -> dict[str, str]:
    """Lay out what an experiment builds on, make a place for what it keeps, and return where, for its environment."""
    places = {FOLDER: scratch / "keep", NEEDS: scratch / "needs"}
    for place in places.values():
        place.mkdir()
    for name, payloads in needs.items():
        (places[NEEDS] / name).mkdir()
        for each, payload in payloads.items():
            (places[NEEDS] / name / (each + SUFFIX)).write_bytes(payload)
    return {variable: str(place) for variable, place in places.items()}


def _environment(scratch: str) -> dict[str, str]:
    """One thread, fixed hashes, no hub, and none of the user's own IPython settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "IPYTHON", "JUPYTER"))}
    fixed = {
        "PYTHONHASHSEED": os.environ.get("FURTHER_HASH_SEED", "0"),
        "FURTHER_ENGINE": "1",
        "HF_HUB_OFFLINE": "1",
        "IPYTHONDIR": scratch,
    }
    return kept | fixed | dict.fromkeys(SINGLE_THREAD, "1")


def _told(experiment: Experiment, cell: str, error: Exception, log: str) -> FurtherError:
    """Tell what stopped ``experiment`` in the terms of its author; ``log`` is what its process printed by itself."""
    line, place = experiment.code[cell].line, f"{experiment.topic}/{experiment.path.name}"
    if isinstance(error, CellTimeoutError):
        expected, found = f"to end within {experiment.timeout:g} s", f"still running in cell {cell}; it was ended"
        do = "make it cheaper, or raise timeout in the file's front cell"
    elif isinstance(error, DeadKernelError):
        expected, found = (
            "a process that lives until its last cell",
            f"it was killed or left (out of memory? os._exit?) {log[-500:]}".strip(),
        )
        do = f"run it alone: python snippets/{place}"
    else:
        text = ANSI.sub("", error.traceback)
        inner = re.findall(r"Cell In\[\d+\], line (\d+)", text)
        line += int(inner[-1]) if inner else 0
        expected, found = "a cell that runs to its end", f"{error.ename}: {ANSI.sub('', error.evalue)}"
        do = f"run it alone: python snippets/{place}"
    return FurtherError(f"experiment {experiment.name}, cell {cell} ({place}, line {line})", expected, found, do)


def _collect(experiment: Experiment, notebook: Any, seconds: float) -> tuple[Result, dict[str, Any]]:
    findings: dict[str, Finding] = {}
    outputs: dict[str, list[dict[str, Any]]] = {}
    for name, cell in zip(experiment.code, notebook.cells[1:-1], strict=True):
        outputs[name] = []
        for output in cell.outputs:
            if output.get("name") == "stderr":  # warnings of libraries, with paths of this machine
                log.info("experiment %s, cell %s: %s", experiment.name, name, output["text"].strip()[:500])
                continue
            found = output.get("data", {}).get(MIME)
            if found:
                data = {key: item for key, item in found.items() if key not in ("kind", "name")}
                findings[found["name"]] = Finding(found["kind"], found["name"], name, data)
            outputs[name].append({"finding": found["name"]} if found else _plain(output))
    report = next(
        output["data"][trace.MIME] for output in notebook.cells[-1].outputs if trace.MIME in output.get("data", {})
    )
    run = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "python": ".".join(map(str, sys.version_info[:3])),
        "distributions": report["distributions"],
        "seeds": report["seeds"],
    }
    return Result(experiment.name, findings, outputs, run), report


def _plain(output: Any) -> dict[str, Any]:
    """Return an ordinary notebook output without its counters, which say nothing."""
    return {key: item for key, item in output.items() if key != "execution_count"}
