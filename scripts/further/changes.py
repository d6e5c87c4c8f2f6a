"""What differs between the inputs of a remembered run and those of now, in words."""

from __future__ import annotations

from typing import Any


def changes(run: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Tell which inputs differ between a remembered run and now, a line each."""
    kinds = {"cells": "cell", "files": "file", "listings": "folder listing", "distributions": "version of"}
    kinds |= {"results": "what was kept as"}
    lines = []
    for kind, word in kinds.items():
        old, new = ({"cells": state["cells"], "results": {}, **state["inputs"]}[kind] for state in (run, now))
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
