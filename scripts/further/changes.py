"""What differs between the inputs of a remembered run and those of now, in words."""

from __future__ import annotations

import json
from typing import Any

from further.errors import FurtherError
from further.result import FORMAT


def remembered(payload: bytes) -> list[dict[str, Any]]:
    """Read what is remembered of an experiment's runs, newest first; those of another format are left out.

    Raises:
        ValueError: If it is no such thing (or KeyError, TypeError, AttributeError).
    """
    runs = [run for run in json.loads(payload) if run.get("format") == FORMAT]
    for run in runs:
        parts = [run["cells"], *(run["inputs"][kind] for kind in ("files", "listings", "distributions"))]
        texts = [run["result"], run["inputs"]["python"]]
        if not all(isinstance(part, dict) for part in parts) or not all(isinstance(text, str) for text in texts):
            raise ValueError("not what a run is remembered by")
        float(run["seconds"])
    return runs


def changes(run: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Tell which inputs differ between a remembered run and now, a line each."""
    kinds = {"cells": "cell", "files": "file", "listings": "folder listing", "distributions": "version of"}
    kinds |= {"results": "what was kept as", "settings": "setting"}
    lines = []
    for kind, word in kinds.items():
        old, new = (
            {"cells": state["cells"], "results": {}, "settings": {}, **state["inputs"]}[kind] for state in (run, now)
        )
        lines += [
            f"{word} {name} {_how(old.get(name), new.get(name))}"
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name)
        ]
    if not lines and list(run["cells"]) != list(now["cells"]):
        lines.append("cells changed their order")
    if run["inputs"]["python"] != now["inputs"]["python"]:
        lines.append(f"Python changed ({run['inputs']['python']} → {now['inputs']['python']})")
    return lines


def _how(old: str | None, new: str | None) -> str:
    if old in (None, "absent"):
        return "is new"
    if new in (None, "absent"):
        return "is gone"
    return f"changed ({old} → {new})" if max(len(old), len(new)) < 40 else "changed"


def untraced(name: str, report: dict[str, Any]) -> None:
    """Refuse a run that started other programs: what they read, nobody traced.

    Raises:
        FurtherError: If it did.
    """
    if started := report.get("started"):
        do = "do it in Python, in this process; the engine runs experiments side by side"
        raise FurtherError(f"experiment {name}", "no other program or process", ", ".join(started), do)
