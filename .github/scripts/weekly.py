"""Open, update or close the issue about the newest versions: ``weekly.py REPORT RUN``. Needs ``gh``.

REPORT is a folder: ``build.log``, ``versions.txt`` (pip freeze), ``pinned.txt`` (requirements.txt) and, if the build
was good, ``good``. RUN is the address of the run.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

LABEL = "newest-versions"
TITLE = "새 버전에서 성립하지 않는 주장 · Claims that do not hold with the newest versions"
OTHER = "새 버전으로 빌드되지 않습니다 · The build fails with the newest versions"
CLAIM = re.compile(r"^(?P<where>\S.*)\n  expected: (?P<claim>claim .*)\n  found:    (?P<found>.*)$", re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def newer(pinned: str, versions: str) -> list[str]:
    """Return the requirements whose version differs from the pinned one, a line each."""
    before, after = (dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)) for text in (pinned, versions))
    now = {_name(name): version for name, version in after.items()}
    pairs = ((name, version, now.get(_name(name))) for name, version in before.items())
    return [f"- {name} {old} → {new}" for name, old, new in pairs if new and new.split("+")[0] != old]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def text(log: str, changed: list[str], run: str) -> tuple[str, str]:
    """Return the issue's title and body."""
    plain = ANSI.sub("", log)
    claims = [f"- {match['where']}: {match['claim']}; {match['found']}" for match in CLAIM.finditer(plain)]
    tail = "\n".join(plain.strip().splitlines()[-60:])[-20_000:].replace("```", "'''")
    parts = ["\n".join(claims)] if claims else []
    parts += ["바뀐 버전 · Versions that changed:\n\n" + "\n".join(changed)] if changed else []
    parts += [f"```text\n{tail}\n```", run]
    return (TITLE if claims else OTHER), "\n\n".join(parts)


def gh(*arguments: str, given: str | None = None) -> str:
    """Return what ``gh`` prints."""
    return subprocess.run(["gh", *arguments], input=given, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(folder: str, run: str) -> None:
    """Tell of a build that failed; of a good one only if an issue is open."""
    report = Path(folder)
    found = json.loads(gh("issue", "list", "--label", LABEL, "--state", "open", "--json", "number", "--limit", "1"))
    known = str(found[0]["number"]) if found else ""
    if (report / "good").exists():
        if known:
            gh("issue", "close", known, "--comment", f"다시 모두 성립합니다. · All of it holds again. {run}")
        return
    logs = (report / name for name in ("build.log", "pinned.txt", "versions.txt"))
    log, pinned, versions = (file.read_text(encoding="utf-8") if file.exists() else "" for file in logs)
    title, body = text(log, newer(pinned, versions), run)
    if known:
        gh("issue", "edit", known, "--title", title, "--body-file", "-", given=body)
        return
    gh("label", "create", LABEL, "--force", "--description", "Found by the weekly build")
    gh("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", given=body)


if __name__ == "__main__":
    main(*sys.argv[1:])
