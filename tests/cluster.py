"""A Dask scheduler and workers as processes of their own on loopback, for tests."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

from dask.distributed import Client


class Cluster:
    """A scheduler, and workers that can be added and killed."""

    def __init__(self, folder, **environment):
        self.folder, self.processes = folder, []
        arguments = ("--host", "127.0.0.1", "--port", "0")
        self.address = self._started("dask_scheduler", *arguments, wait=r"at: +(tcp://\S+)", **environment)

    def _started(self, program, *arguments, wait, **environment):
        """Start a Dask program that reads nothing of ours but what it imports; return what its log says."""
        log = self.folder / f"{program}-{len(self.processes)}.log"
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments, "--no-dashboard"]
        with log.open("w") as file:
            process = subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, **environment}, stdout=file, stderr=file
            )
        self.processes.append(process)
        deadline = time.monotonic() + 60
        while not (found := re.search(wait, log.read_text())):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        return found[1]

    def worker(self, **environment):
        """Add a worker with one thread; return its address and its process."""
        arguments = (self.address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        where = ("--local-directory", str(self.folder / f"worker {len(self.processes)}"))
        address = self._started("dask_worker", *arguments, *where, wait=r"Start worker at: +(tcp://\S+)", **environment)
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(1)
            while address not in client.scheduler_info()["workers"]:
                time.sleep(0.05)
        return address, self.processes[-1]

    def close(self):
        for process in self.processes[::-1]:
            with contextlib.suppress(OSError):
                process.send_signal(signal.SIGKILL)
            process.wait()
