"""Write what a pull request changes under it: ``comment.py EVENT CHANGES``. Runs where it may write; trusts no input.

EVENT is the ``workflow_run`` event. CHANGES was made by the pull request's own code: it is cut, and everything in it
that GitHub would act on (HTML, mentions, links, images, references) becomes text. Needs ``gh``, else only the standard
library.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

MARK = "<!-- further-changes -->"
LIMIT = 40_000
"""Characters shown; GitHub takes 65,536 in one comment, and disarming makes a text longer."""

BROKEN = "\u200b"  # no width: it parts a sign from what follows


def disarmed(text: str) -> str:
    """Return ``text`` as Markdown that only shows: tables, headings and emphasis stay, nothing is called or fetched."""
    text = re.sub(r"[^\S\n ]|[^\n\x20-\U0010ffff]|[\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", " ", text)
    for sign in "&<[]`":  # an entity is never the beginning of a tag, a link or code
        text = text.replace(sign, f"&#{ord(sign)};")
    text = re.sub(r"(?i)(https?|ftp|mailto|www)(?=[:.])", rf"\1{BROKEN}", text)
    return re.sub(r"(?i)(@|(?<!&)#|\bGH-)(?=\w)", rf"\1{BROKEN}", text)  # mentions and references, after entities


def body(changes: str, event: dict[str, Any]) -> str:
    """Return the comment: the changes, disarmed, and where the preview is."""
    run = event["workflow_run"]
    shown = disarmed(changes[:LIMIT])
    cut = "\n\n… 나머지는 아티팩트에 있습니다. · The rest is in the artifact." if len(changes) > LIMIT else ""
    build = f"`{run['head_sha'][:12]}`"
    link = f"[미리보기 · preview]({run['html_url']}#artifacts)"
    return f"{MARK}\n{shown.strip()}{cut}\n\n{build} · {link}\n"


def number(event: dict[str, Any]) -> int | None:
    """Return the number of the open pull request that the run was for, as GitHub knows it; None if it has gone on."""
    run = event["workflow_run"]
    head = f"{run['head_repository']['owner']['login']}:{run['head_branch']}"
    found = gh("GET", "pulls", state="open", head=head, per_page="100")
    fits = [each["number"] for each in found if each["head"]["sha"] == run["head_sha"]]
    return fits[0] if len(fits) == 1 else None


def gh(method: str, path: str, payload: dict[str, str] | None = None, **query: str) -> Any:
    """Return GitHub's answer about this repository."""
    command = ["gh", "api", "--method", method, f"repos/{os.environ['GITHUB_REPOSITORY']}/{path}"]
    for name, value in query.items():
        command += ["--raw-field", f"{name}={value}"]
    if payload:
        command += ["--input", "-"]
    given = json.dumps(payload) if payload else None
    return json.loads(subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main(event_file: str, changes_file: str) -> None:
    """Write the comment, or write it anew where it stands already."""
    event = json.loads(Path(event_file).read_text(encoding="utf-8"))
    with Path(changes_file).open("rb") as file:
        changes = file.read(4 * LIMIT).decode(errors="replace")
    if (pull := number(event)) is None:
        print("No open pull request is at this commit any more.")
        return
    payload = {"body": body(changes, event)}
    comments = gh("GET", f"issues/{pull}/comments", per_page="100")
    own = (each for each in comments if each["user"]["login"] == "github-actions[bot]" and MARK in each["body"])
    if (known := next(own, None)) is not None:
        gh("PATCH", f"issues/comments/{known['id']}", payload)
    else:
        gh("POST", f"issues/{pull}/comments", payload)


if __name__ == "__main__":
    main(*sys.argv[1:])
