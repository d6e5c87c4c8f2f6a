"""The program that experiments run in: a process that begins as every experiment does, and forks where they part.

What many experiments import is imported once, by a parent that does nothing else; each experiment is a fork of the
parent that has imported a part of what it imports itself, and no more. So it finds the modules, and the trace, that
it would have made on its own. A parent that has imported more is in turn a fork of one that has imported less.

    worker.py ROOT N           reads an experiment as JSON from standard input, runs it, writes messages to descriptor N
    worker.py ROOT N --parent  serves the socket N: each request names what to import first, and brings a socket from
                               which the experiment comes and to which its messages go

A message is its length (4 bytes, big-endian) and JSON: ``{"cell": …}`` when a cell starts, then ``{"done": …}`` or
``{"failed": …}``, and from a parent's experiments ``{"ended": …}`` when all its processes are gone (`further.guard`).
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from further.shell import Shell

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: what the experiment leaves behind becomes its guard's. See `man 2 prctl`."""

TEXT = 5000
"""Characters of an exception's text that are told."""


def main() -> None:
    """Run one experiment, or be a parent of many."""
    root, channel = sys.argv[1], int(sys.argv[2])
    sys.path[:0] = [f"{root}/scripts", f"{root}/snippets"]  # this checkout, whichever one is installed
    from further import trace
    from further.shell import Shell

    shell = Shell.made()  # now, because what it imports is no input of an experiment
    trace.distributions()  # so that no fork has to find them
    trace.start(root, [__file__])
    if "--parent" in sys.argv:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what this process forks
        serve(socket.socket(fileno=channel), shell)
        shutil.rmtree(os.environ["IPYTHONDIR"], ignore_errors=True)
        return
    job = json.load(sys.stdin.buffer)
    with os.fdopen(os.dup(channel), "wb") as stream:  # what the descriptor was may be given to the experiment
        work(job, shell, lambda message: send(stream, message))
    os._exit(0)


def send(channel: Any, message: dict[str, Any]) -> None:
    """Write one message."""
    payload = json.dumps(message, default=_plain).encode()
    channel.write(struct.pack("!I", len(payload)) + payload)
    channel.flush()


def _plain(thing: Any) -> Any:
    """Return what JSON can hold in the place of ``thing``: numbers of numpy and torch have ``item``."""
    return thing.item() if hasattr(thing, "item") else str(thing)


def serve(control: socket.socket, shell: Shell) -> None:
    """Fork an experiment, or a parent that has imported more, for each request on ``control``, until it is closed."""
    grown: dict[str, socket.socket] = {}
    while True:
        request, descriptors, *_ = socket.recv_fds(control, 65536, 1)
        if not request:
            return
        steps = json.loads(request)
        if steps:
            key = json.dumps(steps[0])
            if key not in grown:
                grown[key] = grow(steps[0], [control, *grown.values(), *descriptors], shell)
            socket.send_fds(grown[key], [json.dumps(steps[1:]).encode()], descriptors)
        elif not os.fork():
            for each in (control, *grown.values()):
                each.close()
            start(socket.socket(fileno=descriptors[0]), shell)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def grow(modules: list[str], mine: list[Any], shell: Shell) -> socket.socket:
    """Fork a parent that imports ``modules``; return the socket that it serves. ``mine`` is what it must not hold."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        there.close()
        return here
    here.close()
    for each in mine:
        os.close(each) if isinstance(each, int) else each.close()
    for module in modules:
        take_in(module)
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208  a fork has none of its parent's threads, but their locks
        os.set_inheritable(there.fileno(), True)
        os.execv(sys.executable, [sys.executable, "-P", __file__, sys.argv[1], str(there.fileno()), "--parent"])
    serve(there, shell)
    os._exit(0)


def take_in(module: str) -> None:
    """Import ``module``, or ``module:name`` as ``from module import name``; an error is the experiment's to meet."""
    where, _, name = module.partition(":")
    try:
        exec(f"from {where} import {name}" if name else f"import {where}", {})
    except Exception:
        return


def start(channel: socket.socket, shell: Shell) -> None:
    """Fork one experiment, then be its guard. What the guard itself needs is loaded after the fork."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    stream = channel.makefile("rwb")
    job = json.loads(stream.readline())
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    pid = os.fork()
    if not pid:
        _confine(job["limits"])
        try:
            _begin(job, shell, stream, channel)
        except BaseException:
            traceback.print_exc()
        os._exit(0)  # neither exit handlers nor threads can keep it
    from further import guard

    send(stream, {"ended": guard.watch(pid, job["limits"], Path(job["scratch"]), channel)})


def _confine(limits: dict[str, float]) -> None:
    """Make this process the head of a session, and let the system bound what it can bound by itself."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = int(limits["disk"]) if hard == resource.RLIM_INFINITY else min(int(limits["disk"]), hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _begin(job: dict[str, Any], shell: Shell, stream: Any, channel: socket.socket) -> None:
    """Do the job here, or in a program that shuts it in."""
    if not job["command"]:
        work(job, shell, lambda message: send(stream, message))
        return
    memory = os.memfd_create("job")
    os.write(memory, json.dumps(job).encode())
    os.lseek(memory, 0, os.SEEK_SET)
    os.dup2(memory, 0)
    with (Path(job["scratch"]) / "stderr").open("ab") as file:
        os.dup2(file.fileno(), 2)
    channel.set_inheritable(True)
    os.execvpe(job["command"][0], [*job["command"], str(channel.fileno())], job["environment"])


def work(job: dict[str, Any], shell: Shell, tell: Callable[[dict[str, Any]], None]) -> None:
    """Run the cells of one experiment in this process, and tell how it went."""
    from further import trace
    from further.shell import Failed, Recorder

    root, scratch = Path(sys.argv[1]), Path(job["scratch"])
    _settle(job, scratch)
    recorded, warned, seconds = {}, {}, {}
    shell.recorder = Recorder(scratch / "stdout", scratch / "stderr")
    begun = time.perf_counter()
    for name, source in job["cells"].items():
        tell({"cell": name})
        started = time.perf_counter()
        try:
            recorded[name], warned[name] = shell.run(name, source)
        except Failed as failed:
            cell, line = failed.where or (name, 0)
            error = {"error": type(failed.error).__name__, "text": str(failed.error)[:TEXT]}
            tell({"failed": {**error, "cell": cell, "line": line, "missing": _missing(root)}})
            return
        seconds[name] = round(time.perf_counter() - started, 3)
    seeds = list(shell.user_ns.get("SEEDS", []))
    kept = {file.stem: base64.b64encode(file.read_bytes()).decode() for file in sorted((scratch / "keep").iterdir())}
    done = {"outputs": recorded, "warnings": warned, "report": {**trace.report(), "seeds": seeds}, "kept": kept}
    tell({"done": {**done, "seconds": round(time.perf_counter() - begun, 2), "cells": seconds}})


def _missing(root: Path) -> list[str]:
    """Return the files of the repository that the experiment asked for and that are not there."""
    from further import trace

    asked = trace._state["read"]  # the whole report takes a second, and trace is an input of every experiment
    return sorted(path for each in asked if (path := trace.inside(root, each)) and not (root / path).exists())


def _settle(job: dict[str, Any], scratch: Path) -> None:
    """Give this process the experiment's folder, environment, module path and standard streams."""
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.argv[:] = [job["name"]]
    sys.path.insert(2, "")
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        with (scratch / name).open("ab") as file:
            os.dup2(file.fileno(), descriptor)
        stream = open(descriptor, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    if random := sys.modules.get("numpy.random"):
        random.seed()  # from the system's entropy, as in a process that has just imported it
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)


if __name__ == "__main__":
    main()
