"""The style of snippets, as ruff sees it, where ruff is installed and the repository says what it wants of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from further.errors import FurtherError
from further.form import DO, Untidy


def absent(root: Path) -> str:
    """Return why style is not looked at; empty if it is."""
    if not (root / "pyproject.toml").exists() or not (root / "snippets").is_dir():
        return "there is no pyproject.toml that says what it should be"
    return "" if find_spec("ruff") else "ruff is not installed (scripts/setup tests/requirements.txt)"


def check(root: Path) -> Iterator[FurtherError]:
    """Yield what ruff finds in the snippets."""
    if absent(root):
        return
    for each in json.loads(_ruff(root, "check", "--output-format", "json").stdout or "[]"):
        kind = Untidy if (each.get("fix") or {}).get("applicability") == "safe" else FurtherError
        where = f"{_shown(root, each['filename'])}, line {each['location']['row']}"
        do = DO if kind is Untidy else (each.get("url") or "")
        yield kind(where, f"style without {each['code'] or 'errors of syntax'}", each["message"], do)
    for each in json.loads(_ruff(root, "format", "--check", "--output-format", "json").stdout or "[]"):
        if each["code"] == "unformatted":  # else it is an error of syntax, which is told above
            where = f"{_shown(root, each['filename'])}, line {each['location']['row']}"
            yield Untidy(where, "the format that ruff gives", "another", DO)


def mend(root: Path) -> Iterator[str]:
    """Let ruff mend the snippets; yield which, a line each."""
    if absent(root):
        return
    files = {path: path.read_bytes() for path in sorted((root / "snippets").rglob("*.py"))}
    _ruff(root, "check", "--fix", "--quiet")
    _ruff(root, "format", "--quiet")
    for path, before in files.items():
        if path.read_bytes() != before:
            yield f"{path.relative_to(root).as_posix()}: formatted by ruff"


def _ruff(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", *words, "snippets"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def _shown(root: Path, file: str) -> str:
    return Path(file).resolve().relative_to(root.resolve()).as_posix()
