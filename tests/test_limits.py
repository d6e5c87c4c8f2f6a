"""Runaways: each is ended with all its processes, within its limit, and named; the other experiments are kept."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from test_kernel import execute, experiment

from further import kernel
from further.errors import FurtherError
from further.run import complete

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only the time is limited on other systems"),
]

BREED = """
    import os, subprocess, sys, time
    code = "import os, signal, sys, time; signal.signal(15, signal.SIG_IGN); time.sleep(300)"
    for _ in range(3):
        subprocess.Popen([sys.executable, "-c", code, MARK], start_new_session=True)
    if not os.fork():
        if not os.fork():
            os.setsid()
            os.execv(sys.executable, [sys.executable, "-c", code, MARK])
        os._exit(0)
    import psutil
    while sum(MARK in (each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"])) < 4:
        time.sleep(0.01)
"""
"""Processes that leave the session, ignore SIGTERM, or are orphans."""

# ruff: noqa: E501
RUNAWAYS = {
    "loops": ("while True: pass", "to end within 1 s"),
    "ignores signals": (
        "import signal, time\nfor n in (1, 2, 3, 15): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)", "to end within 1 s",
    ),
    "waits for a lock": ("import threading\nlock = threading.Lock(); lock.acquire(); lock.acquire()", "to end within 1 s"),
    "catches everything": (
        "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass", "to end within 1 s",
    ),
    "eats memory": ("a = [bytearray(10**7) for _ in range(10**6)]", "at most 0.5 GiB of memory"),
    "eats memory in a child": (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'a = [bytearray(10**7) for _ in range(10**6)]'])",
        "at most 0.5 GiB of memory",
    ),
    "prints without end": ("while True: print('x' * 1000)", "at most 1 MiB of printed text"),
    "lets a child print": ("import subprocess\nsubprocess.run(['yes'])", "at most 1 MiB of printed text"),
    "fills the disk with many files": (
        "import tempfile, pathlib\nd = tempfile.mkdtemp()\n"
        "for n in range(10**6): pathlib.Path(d, str(n)).write_bytes(bytes(10**6))", "at most 0.0625 GiB of files",
    ),
    "fills the disk with one file": (
        "import tempfile\nf = tempfile.TemporaryFile()\nwhile True: f.write(bytes(10**6))", "a cell that runs to its end",
    ),
    "forks without end": ("import os, time\nwhile True:\n    if not os.fork(): time.sleep(60)", "at most 32 processes"),
    "forks a bomb": ("import os\nwhile True: os.fork()", "at most 32 processes"),
    "closes what it talks through": ("import os\nos.closerange(3, 100)", "a process that lives until its last cell"),
    "leaves at once": ("import os; os._exit(0)", "a process that lives until its last cell"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch):
    for name, much in {"DISK": 1 / 16, "PRINTED": 1, "PROCESSES": 32}.items():
        monkeypatch.setattr(kernel, name, much)


def alive(mark):
    return [each.pid for each in psutil.process_iter(["cmdline"]) if mark in (each.info["cmdline"] or [])]


@pytest.mark.parametrize("what", RUNAWAYS)
def test_a_runaway_is_ended_and_named_and_nothing_of_it_is_left(tmp_path, what):
    code, expected = RUNAWAYS[what]
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    begun = time.monotonic()
    with pytest.raises(FurtherError) as told:
        cells = (f"MARK = {mark!r}\n" + textwrap.dedent(BREED), code)
        execute(tmp_path, experiment(tmp_path, *cells, timeout=1.0 if "1 s" in expected else 30.0, memory=0.5))
    assert "experiment one, cell b (topic/one.py, line 1" in told.value.where
    assert expected in told.value.expected
    assert time.monotonic() - begun < 25
    assert alive(mark) == []


def test_what_is_still_running_after_the_last_cell_is_ended_and_the_result_is_kept(tmp_path):
    mark = f"mark-{os.getpid()}"
    code = f"MARK = {mark!r}\n" + textwrap.dedent(BREED) + textwrap.dedent(
        """
        import atexit, threading
        atexit.register(time.sleep, 60)
        threading.Thread(target=time.sleep, args=(60,)).start()
        print("done")
        """
    )  # fmt: skip
    ((result, _, _),) = execute(tmp_path, experiment(tmp_path, code))
    assert result.outputs["a"][-1]["text"] == "done\n"
    assert alive(mark) == []


def test_nothing_is_left_when_the_engine_is_killed(tmp_path, tmp_path_factory):
    mark = f"mark-{os.getpid()}"
    code = """
        import sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[1])
        from test_kernel import execute, experiment
        folder = Path(sys.argv[2])
        execute(folder, experiment(folder, sys.argv[3], "import time; time.sleep(60)"))
    """
    cell = f"MARK = {mark!r}\n" + textwrap.dedent(BREED)
    scratch = tmp_path_factory.mktemp("scratch")
    command = [sys.executable, "-c", textwrap.dedent(code), Path(__file__).parent, tmp_path, cell]
    engine = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(scratch)})
    deadline = time.monotonic() + 30
    while len(alive(mark)) < 4 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(alive(mark)) == 4
    engine.send_signal(signal.SIGKILL)
    engine.wait()
    while (alive(mark) or list(scratch.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(mark) == []
    assert list(scratch.iterdir()) == []


def test_an_experiment_that_is_called_off_is_ended(tmp_path):
    mark = f"mark-{os.getpid()}"

    async def called_off():
        each = experiment(tmp_path, f"MARK = {mark!r}\n" + textwrap.dedent(BREED), "import time; time.sleep(60)")
        with kernel.Kernels(tmp_path) as kernels:
            await asyncio.wait_for(kernels.execute(each), 3)

    with pytest.raises(TimeoutError):
        complete(called_off())
    deadline = time.monotonic() + 10
    while alive(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(mark) == []


def test_memory_that_forks_share_is_counted_once(tmp_path):
    code = """
        import os, time
        shared = bytearray(3 * 10**8)
        for _ in range(3):
            if not os.fork():
                time.sleep(60)
        time.sleep(1)
        print("kept")
    """
    ((result, _, _),) = execute(tmp_path, experiment(tmp_path, code, memory=0.5))
    assert result.outputs["a"] == [{"output_type": "stream", "name": "stdout", "text": "kept\n"}]


def test_memory_may_be_set_by_the_environment_for_all_who_do_not_say(tmp_path, monkeypatch):
    monkeypatch.setenv("FURTHER_MEMORY", "0.25")
    with pytest.raises(FurtherError, match=r"at most 0\.25 GiB of memory"):
        execute(tmp_path, experiment(tmp_path, "import time\na = bytearray(4 * 10**8)\ntime.sleep(60)"))
