"""Starting the processes of experiments, and hearing from them: from one warm parent, or each on its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from further.errors import FurtherError

WORKER = Path(__file__).with_name("worker.py")

FORKS = sys.platform == "linux"
"""Whether experiments are forked. Elsewhere it is not safe, or cannot be done, and each is a program of its own."""

MESSAGE = 256 * 2**20
"""Bytes of the longest message that an experiment may send: all that it has shown and kept."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
FIXED = {
    **dict.fromkeys(THREADS, "1"),
    "FURTHER_ENGINE": "1",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
"""What is set in the environment of every experiment: one thread, no hub, drawings as outputs."""


class Unreadable(Exception):
    """A message that is too long, or is not what a worker sends."""


class Processes:
    """Runs jobs (see `further.worker`), each in a process of its own. Use it as a context; it ends what it started.

    Args:
        root: The repository's folder.
        steps: By job, what is imported before it is forked (see `further.warm`).
    """

    def __init__(self, root: Path, steps: Mapping[str, list[list[str]]]) -> None:
        self.root, self.steps = root, steps
        self.parent: subprocess.Popen | None = None
        self.control: socket.socket | None = None
        self.folder = tempfile.TemporaryDirectory(prefix="further-", ignore_cleanup_errors=True)
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._hang_up()
        self.log.close()
        self.folder.cleanup()

    async def run(self, job: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Run ``job`` and yield its messages; the last one is ``{"ended": …}``. When left, it ends what still runs.

        Raises:
            Unreadable: If a message is not what a worker sends. What still runs is ended.
            FurtherError: If no process can be started.
        """
        messages = self._forked(job) if FORKS else self._alone(job)
        async with contextlib.aclosing(messages):
            async for message in messages:
                yield message

    async def _forked(self, job: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        here, there = socket.socketpair()
        with there:
            self._ask(self.steps.get(job["name"], []), there)
        reader, writer = await asyncio.open_connection(sock=here)
        try:
            writer.write(json.dumps(job).encode() + b"\n")
            while message := await _next(reader):
                yield message
        except ConnectionError:
            return
        finally:
            writer.close()  # a guard whose engine has hung up ends its experiment

    async def _alone(self, job: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self.log}
        deadline, limit = time.monotonic() + job["limits"]["seconds"], ""
        process = await asyncio.create_subprocess_exec(*self._command("1"), **pipes, env=job["environment"])
        try:
            with contextlib.suppress(ConnectionError):
                process.stdin.write(json.dumps(job).encode())
                await process.stdin.drain()
            process.stdin.close()
            while message := await asyncio.wait_for(_next(process.stdout), deadline - time.monotonic()):
                yield message
        except TimeoutError:
            limit = "seconds"
        finally:
            _end(process.pid)
            status = await process.wait()
        ended = {"limit": limit, "status": max(status, 0), "signal": max(-status, 0)}
        said = Path(job["scratch"]) / "stderr"  # not there yet, where a slow start took all of its time
        said = said.read_text("utf-8", "replace")[-500:] if said.exists() else ""
        yield {"ended": {**ended, "stderr": said}}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", str(WORKER), str(self.root), *arguments]

    def _ask(self, steps: list[list[str]], channel: socket.socket) -> None:
        """Ask the parent for a process that talks through ``channel``, starting the parent if there is none."""
        for _ in range(2):
            if not self.parent:
                self._start()
            try:
                socket.send_fds(self.control, [json.dumps(steps).encode()], [channel.fileno()])
                return
            except OSError:  # it was killed; its children are not, and another one can be started
                self._hang_up()
        self.log.seek(0)
        expected = "a process from which they are forked"
        raise FurtherError("the experiments", expected, f"it ended by itself: {self.log.read()[-1000:].strip()}")

    def _start(self) -> None:
        self.control, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            self.parent = subprocess.Popen(
                self._command(str(there.fileno()), "--parent"),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.log,
                pass_fds=[there.fileno()],
                start_new_session=True,  # an interrupt from the keyboard is the engine's to handle
                env=environment() | {"IPYTHONDIR": self.folder.name},
            )

    def _hang_up(self) -> None:
        if self.parent and self.control:
            self.control.close()
            self.parent.kill()
            self.parent.wait()
            self.parent = None


def environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the engine's environment, without the user's settings of Python and IPython, with what is fixed."""
    kept = {name: value for name, value in environ.items() if not name.startswith(("PYTHON", "IPYTHON", "JUPYTER"))}
    return kept | FIXED | {"PYTHONHASHSEED": environ.get("FURTHER_HASH_SEED", "0")}


async def _next(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    """Return the next message, or None where there is no more."""
    try:
        (length,) = struct.unpack("!I", await reader.readexactly(4))
        if length > MESSAGE:
            raise Unreadable(f"a message of {length / 2**20:.0f} MiB; {MESSAGE / 2**20:.0f} are allowed")
        message = json.loads(await reader.readexactly(length))
    except asyncio.IncompleteReadError:
        return None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {str(error)[:200]}") from None
    if not isinstance(message, dict):
        raise Unreadable(f"a {type(message).__name__} instead of an object")
    return message


def _end(pid: int) -> None:
    """Kill a process and all below it."""
    with contextlib.suppress(psutil.Error):
        head = psutil.Process(pid)
        for process in [*head.children(recursive=True), head]:
            with contextlib.suppress(psutil.Error):
                process.kill()
