"""Shutting a stranger's experiment in: no network, nothing to write to but its scratch folder, no secrets.

The shell is bubblewrap's (https://github.com/containers/bubblewrap), a namespace of every kind around one experiment.
What it finds comes out through one socket and is looked at before it is believed (`further.handover`). Limits of
time, memory and processes are kept from outside (`further.guard`), where the experiment cannot reach.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from further.errors import FurtherError
from further.keeping import FOLDER, NEEDS
from further.processes import FIXED, FORKS, WORKER

VARIABLE = "FURTHER_UNTRUSTED"
"""Set it to 1 where the snippets come from somebody whom you do not know."""

ALLOWED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SOURCE_DATE_EPOCH")
"""Variables of the engine's environment that a stranger's experiment gets, besides those that the engine sets."""

FILES = 512 * 2**20
"""Bytes that it may write. They are in memory, so this is part of what it takes."""

SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
LINKS = ("/bin", "/sbin", "/lib", "/lib64", "/lib32")
HIDDEN = (".git", ".cache", "site")
"""What of the repository it does not see: what the build makes, and what git knows (it may hold credentials)."""


def wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether experiments are to be shut in."""
    return environ.get(VARIABLE, "") not in ("", "0")


def need() -> None:
    """See that experiments can be shut in here.

    Raises:
        FurtherError: If they cannot.
    """
    found = "another system than Linux" if not FORKS else "no bwrap"
    if FORKS and shutil.which("bwrap"):
        trial = [*_shell(Path("/nowhere"), Path("/nowhere")), "true"]
        done = subprocess.run(trial, capture_output=True, text=True, check=False)
        if not done.returncode:
            return
        found = f"bwrap does not start: {done.stderr.strip()[:300]}"
    raise FurtherError(
        "experiments of strangers",
        "bubblewrap 0.8 or newer (bwrap), to shut them in",
        found,
        f"install it; or, if you have read them all and trust them, further run --trust (or build without {VARIABLE})",
    )


def shut_in(job: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """Return ``job`` as one that is done inside a sandbox."""
    scratch = Path(job["scratch"])
    known = {*ALLOWED, *FIXED, FOLDER, NEEDS, "PYTHONHASHSEED", "TMPDIR", "IPYTHONDIR"}
    environment = {name: value for name, value in job["environment"].items() if name in known}
    environment["HOME"] = job["scratch"]
    command = [*_shell(root, scratch), sys.executable, "-P", str(WORKER), str(root)]
    return {**job, "environment": environment, "command": command}


def _shell(root: Path, scratch: Path) -> list[str]:
    """Return the command that makes the sandbox; the program to run in it comes after."""
    command = [
        "bwrap",
        "--unshare-user",
        "--unshare-all",
        "--disable-userns",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
    ]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    for path in SYSTEM:
        command += ["--ro-bind-try", path, path]
    for path in map(Path, LINKS):
        command += ["--symlink", str(path.readlink()), str(path)] if path.is_symlink() else _seen(path)
    if root.exists():
        command += _seen(root)
        for path in (root / name for name in HIDDEN):
            command += ["--tmpfs", str(path)] if path.is_dir() else []
            command += ["--ro-bind", "/dev/null", str(path)] if path.is_file() else []
        for path in dict.fromkeys(map(Path, (sys.base_prefix, sys.prefix, WORKER.parent.parent))):
            command += _seen(path)
        command += ["--size", str(FILES), "--tmpfs", str(scratch)]
        command += ["--dir", str(scratch / "keep")]
        command += ["--ro-bind", str(scratch / "needs"), str(scratch / "needs")]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]


def _seen(path: Path) -> list[str]:
    return ["--ro-bind-try", str(path), str(path)]
