"""Strangers' code: what an experiment in the sandbox tries in vain, and what it hands over that is not believed."""

# ruff: noqa: E501

from __future__ import annotations

import base64
import functools
import json
import os
import shutil
import struct
import threading
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from test_kernel import execute, experiment

from further import handover, kernel, sandbox
from further.authoring import MIME
from further.errors import FurtherError
from further.handover import Refused
from further.processes import MESSAGE

pytestmark = pytest.mark.slow
needs_bwrap = pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")


@pytest.fixture
def shut(monkeypatch):
    monkeypatch.setenv(sandbox.VARIABLE, "1")


@pytest.fixture
def book(tmp_path):
    """A repository with a cache, and a git folder with a secret in it."""
    for path in (".cache/further/runs/other", ".git/config", "snippets/topic/data.txt", "site/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("original")
    return tmp_path


def attempt(folder, code, **options):
    """Run ``code`` and return what it printed."""
    ((result, _, _),) = execute(folder, experiment(folder, code, **options))
    return "".join(output.get("text", "") for output in result.outputs["a"])


READS = """
import pathlib
for path in {paths!r}:
    try:
        print(path, pathlib.Path(path).read_text()[:50])
    except OSError:
        pass
"""


@needs_bwrap
def test_it_reads_nothing_but_the_book_and_the_system(book, tmp_path_factory, shut, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    (home / ".ssh").mkdir()
    (home / ".ssh" / "id").write_text("key")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PASSWORD", "hidden")
    hidden = [home / ".ssh" / "id", Path.home() / ".ssh" / "known_hosts", Path("/etc/shadow"), Path("/etc/passwd")]
    hidden += [book / ".git" / "config", book / ".cache/further/runs/other", book / "site/index.html"]
    assert attempt(book, READS.format(paths=list(map(str, hidden)))) == ""
    assert "original" in attempt(book, READS.format(paths=[str(book / "snippets/topic/data.txt")]))
    everything = "import os, pathlib\nprint(dict(os.environ))\n"
    everything += "for p in pathlib.Path('/proc').glob('[0-9]*/environ'): print(p.read_text())"
    assert "hidden" not in attempt(book, everything)


@needs_bwrap
def test_it_writes_nowhere_but_to_its_scratch_folder(book, shut):
    places = ["/", "/usr", "/etc", "/dev", "/dev/shm", "/var/tmp", "/home", "/root", str(book), str(book / "snippets")]
    code = f"""
        import os, pathlib, tempfile
        for place in {places!r} + [os.path.dirname(tempfile.gettempdir()) + "/..", os.path.dirname(os.sys.executable)]:
            try:
                pathlib.Path(place, "mark").write_text("x")
                print("wrote to", place)
            except OSError:
                pass
        pathlib.Path(tempfile.gettempdir(), "mark").write_text("x")
        print("done")
    """
    assert attempt(book, code) == "done\n"
    assert (book / ".cache/further/runs/other").read_text() == "original"


@needs_bwrap
def test_the_cache_and_the_git_folder_it_makes_are_its_own(book, shut):
    code = f"""
        import pathlib
        for path in ({str(book / ".cache/further/runs/other")!r}, {str(book / ".git/hooks/post-checkout")!r}):
            try:
                pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
                pathlib.Path(path).write_text("poison")
            except OSError:
                pass
    """
    attempt(book, code)
    assert (book / ".cache/further/runs/other").read_text() == "original"
    assert not (book / ".git/hooks").exists()


@needs_bwrap
def test_it_reaches_no_network_not_even_this_machine(book, shut):
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(book))
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = f"""
        import socket
        for address in (("127.0.0.1", {server.server_port}), ("192.0.2.1", 80)):
            try:
                socket.create_connection(address, timeout=2)
                print("reached", address)
            except OSError as error:
                print(type(error).__name__)
    """
    try:
        assert "reached" not in attempt(book, code)
    finally:
        server.shutdown()


@needs_bwrap
def test_it_sees_no_process_but_its_own_and_gains_no_rights(book, shut):
    code = """
        import ctypes, os, pathlib
        print(len(list(pathlib.Path("/proc").glob("[0-9]*"))) <= 3)
        libc = ctypes.CDLL(None, use_errno=True)
        print(libc.unshare(0x10000000), libc.mount(b"none", b"/usr", b"tmpfs", 0, None))
        print([line.split()[1] for line in pathlib.Path("/proc/self/status").read_text().splitlines() if "CapEff" in line])
    """
    assert attempt(book, code) == "True\n-1 -1\n['0000000000000000']\n"


SMALL = {"MEMORY": 0.5, "PROCESSES": 32}
BREAKS = {
    "a fork bomb": ("import os\nwhile True: os.fork()", "at most 32 processes"),
    "eating memory": ("a = [bytearray(10**7) for _ in range(10**6)]", "at most 0.5 GiB of memory"),
    "running on": ("import signal, time\nsignal.signal(15, signal.SIG_IGN)\ntime.sleep(60)", "to end within 2 s"),
    "killing who watches": ("import os\nfor n in range(1, 5000):\n    try: os.kill(n, 9)\n    except OSError: pass", "lives"),
    "filling the scratch folder": (
        "import tempfile\nf = tempfile.TemporaryFile()\nwhile True: f.write(bytes(10**6))", "a cell that runs to its end",
    ),
}  # fmt: skip


@needs_bwrap
@pytest.mark.parametrize("what", BREAKS)
def test_limits_hold_in_the_sandbox_too(book, shut, monkeypatch, what):
    for name, much in SMALL.items():
        monkeypatch.setattr(kernel, name, much)
    monkeypatch.setattr(sandbox, "FILES", 2**24)
    code, expected = BREAKS[what]
    with pytest.raises(FurtherError) as told:
        execute(book, experiment(book, code, timeout=2.0 if "2 s" in expected else 30.0))
    assert expected in told.value.expected


@needs_bwrap
def test_findings_kept_arrays_and_what_it_builds_on_pass_and_html_does_not(book, shut):
    code = """
        import os, pathlib
        from IPython.display import HTML, display
        from further import keep, value
        value("answer", 42)
        keep("model", {"w": [1.0, 2.0]})
        display(HTML("<script>alert(1)</script>"))
    """
    ((result, _, kept),) = execute(book, experiment(book, code))
    assert result.findings["answer"].data == {"values": {"any": 42}}
    assert list(kept) == ["model"]
    assert [list(output["data"]) for output in result.outputs["a"] if "data" in output] == [["text/plain"]]


def forged(*messages):
    """Return code that writes ``messages`` (bytes) to every descriptor that takes them, and leaves."""
    return f"import os\nfor n in range(3, 50):\n    for m in {messages!r}:\n        try: os.write(n, m)\n        " \
        "except OSError: pass\nos._exit(0)"  # fmt: skip


def packed(thing):
    payload = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
    return struct.pack("!I", len(payload)) + payload


FORGED = {
    "no JSON": packed(b"\xff\xfe{"),
    "deep JSON": packed(b"[" * 100_000),
    "a huge number": packed(b'{"done": ' + b"9" * 10_000 + b"}"),
    "a list": packed([1]),
    "a message longer than any": struct.pack("!I", MESSAGE + 1),
    "nothing done": packed({"done": {}}),
    "done that is none": packed({"done": 7}),
    "a cell that there is none of": packed({"cell": "../../x"}),
    "a failure that is none": packed({"failed": 3}),
    "an end that is none": packed({"ended": []}),
}


@needs_bwrap
@pytest.mark.parametrize("what", FORGED)
def test_a_forged_message_is_an_error_of_that_experiment(book, shut, what):
    with pytest.raises(FurtherError, match="experiment one, cell"):
        execute(book, experiment(book, forged(FORGED[what])))


def done(output=None, **changed):
    outputs = {"a": [{"output_type": "display_data", "metadata": {}, "data": {MIME: output}}] if output else []}
    report = {"files": [], "listings": [], "distributions": {}, "seeds": []}
    return {
        "outputs": outputs,
        "warnings": {},
        "report": report,
        "kept": {},
        "seconds": 1,
        "cells": {"a": 1},
        **changed,
    }


VALUE = {"kind": "value", "name": "x", "values": {"any": 1}}
CLAIM = {
    "kind": "claim",
    "name": "c",
    "statement": "s",
    "exact": False,
    "held": 5,
    "seeds": 5,
    "margins": [],
    "wide": True,
}
REFUSED = {
    "a name that is none": done({**VALUE, "name": "<script>"}),
    "another kind": done({**VALUE, "kind": "page"}),
    "a kind that is no text": done({**VALUE, "kind": []}),
    "more than the verb gives": done({**VALUE, "html": "<b>"}),
    "a value that is an object": done({**VALUE, "values": {"any": {"x": 1}}}),
    "a value in one language": done({**VALUE, "values": {"ko": 1}}),
    "a claim of three seeds": done({**CLAIM, "held": 3, "seeds": 3}),
    "a claim that holds more often than it was tried": done({**CLAIM, "held": 6}),
    "a table with a row too short": done(
        {"kind": "table", "name": "t", "columns": [{"head": "h", "format": ""}], "rows": [[]]}
    ),
    "outputs of another cell": done(outputs={"b": []}),
    "an output of another type": done(outputs={"a": [{"output_type": "error"}]}),
    "an input outside the repository": done(report={**done()["report"], "files": ["../secret"]}),
    "an input from the root": done(report={**done()["report"], "listings": ["/etc"]}),
    "a path for what it keeps": done(kept={"../x": ""}),
    "two findings of one name": done(outputs={"a": [done(VALUE)["outputs"]["a"][0]] * 2}),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_verb_gives_is_refused(tmp_path, what):
    one = experiment(tmp_path, "1")
    with pytest.raises(Refused):
        handover.accept(one, handover.heard(one, {"done": REFUSED[what]})[1])


def test_what_the_verbs_give_is_accepted(tmp_path):
    for finding in (VALUE, CLAIM):
        findings, outputs = handover.accept(experiment(tmp_path, "1"), done(finding))
        assert list(findings) == [finding["name"]]
        assert outputs == {"a": [{"finding": finding["name"]}]}
    assert handover.kept(done(kept={"m": base64.b64encode(b"x").decode()})) == {"m": b"x"}
    with pytest.raises(Refused):
        handover.kept(done(kept={"m": "?"}))


def test_without_bubblewrap_a_strangers_experiments_are_refused(tmp_path, shut, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FurtherError, match=r"bubblewrap 0\.8 or newer[\s\S]*--trust"):
        execute(tmp_path, experiment(tmp_path, "1"))


def test_a_strangers_result_says_nothing_where_strangers_are_not_expected(mini, monkeypatch):
    from test_run import run, state

    monkeypatch.setenv(sandbox.VARIABLE, "1")
    if not shutil.which("bwrap"):
        pytest.skip("bubblewrap is not installed")
    mini.edit("snippets/topic/second.py", "7", "8")
    assert run(mini, "second")["second"].findings["answer"].number("ko") == 8
    assert state(mini, "second").state == "fresh"
    monkeypatch.delenv(sandbox.VARIABLE)
    assert state(mini, "second").state == "stale"
    assert os.environ.get(sandbox.VARIABLE) is None
