"""What a change does to the answers, as Markdown for a terminal or a comment. No text of a page or a run is Markdown
here: it is escaped, and names nobody and links nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MOST = 200
"""Entries of a kind that are told, at most."""

LIMIT = 60_000
"""Letters of the whole: a comment on GitHub holds 65,536."""

APART = "\u200b"


def as_json(found: dict[str, Any]) -> str:
    """Return the whole as JSON, without the charts' specifications: what differs in them is drawn in the HTML."""
    figures = [
        {**each, **{side: {"alt": each[side]["alt"]} for side in ("before", "after") if each[side]}}
        for each in found["figures"]
    ]
    return json.dumps({**found, "figures": figures}, ensure_ascii=False, indent=1)


def as_markdown(found: dict[str, Any]) -> str:
    """Return the whole as Markdown; what there was before and is now comes before what is new or gone."""
    kinds = {key: sorted(each, key=_one_sided) if isinstance(each, list) else each for key, each in found.items()}
    most, text = MOST, ""
    while most and len(text := _whole(kinds, most)) > LIMIT:
        most //= 2
    return text


def _one_sided(each: dict[str, Any]) -> bool:
    return None in (each.get("before", ""), each.get("after", ""))


def _whole(found: dict[str, Any], most: int) -> str:
    parts = [_part(title, lines, most) for title, lines in _parts(found) if lines]
    unknown = [
        f"Not known {side}, and left out: {', '.join(names)}." for side, names in found["unknown"].items() if names
    ]
    return "\n\n".join([f"### Since {escaped(found['since'])}", *(parts or ["No answer changes."]), *unknown]) + "\n"


def _part(title: str, lines: list[str], most: int) -> str:
    more = [f"- and {len(lines) - most} more"] if len(lines) > most else []
    return f"**{title}** ({len(lines)})\n\n" + "\n".join([*lines[:most], *more])


def _parts(found: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Changed pages",
        [f"- {each['change']}: {escaped(each['path'])} ({escaped(each['title'])})" for each in found["pages"]],
    )
    yield "Changed numbers", [_number(each) for each in found["numbers"]]
    yield (
        "Changed verdicts",
        [f"- {escaped(each['name'])}: {_arrow(each)} ({escaped(each['note'])})" for each in found["verdicts"]],
    )
    yield "Changed claims", [f"- {escaped(each['name'])}: {_claims(each)}" for each in found["claims"]]
    yield "Changed tables", [f"- {escaped(each['name'])}: {_cells(each)}" for each in found["tables"]]
    yield "Changed figures", [f"- {escaped(each['name'])}: {_kind(each)}" for each in found["figures"]]


def _number(each: dict[str, Any]) -> str:
    pages = ", ".join(map(escaped, each["pages"]))
    return f"- {escaped(each['name'])}: {_arrow(each)} in {pages}"


def _arrow(each: dict[str, Any]) -> str:
    was, now = ("none" if each[side] is None else f"**{escaped(each[side])}**" for side in ("before", "after"))
    return f"{was} → {now}"


def _kind(each: dict[str, Any]) -> str:
    return "new" if each["before"] is None else "removed" if each["after"] is None else "changed"


def _claims(each: dict[str, Any]) -> str:
    was, now = ("none" if each[side] is None else held(each[side]) for side in ("before", "after"))
    old, new = (each[side]["statement"]["en"] if each[side] else "" for side in ("before", "after"))
    said = f"“{escaped(new or old)}”" if not (old and new) or old == new else f"“{escaped(old)}” → “{escaped(new)}”"
    return f"{was} → {now}; {said}" if was != now else f"{now}; {said}"


def held(claim: dict[str, Any]) -> str:
    """Return how far a claim holds, in words."""
    worst = f", worst margin {claim['worst']:.3g}" if claim["worst"] is not None else ""
    return f"{'holds' if claim['holds'] else '**FAILS**'} in {claim['held']} of {claim['seeds']}{worst}"


def _cells(each: dict[str, Any]) -> str:
    """Return the cells of a table that differ, if it kept its shape."""
    if each["before"] is None or each["after"] is None:
        return _kind(each)
    was, now = ((side["en"] if each["before"]["en"] != each["after"]["en"] else side["ko"]) for side in _sides(each))
    if [len(row) for row in was] != [len(row) for row in now]:
        return "other rows or columns"
    pairs = [
        f"{escaped(new[0])} / {escaped(head)}: {escaped(one)} → {escaped(other)}"
        for old, new in zip(was, now, strict=True)
        for head, one, other in zip(now[0], old, new, strict=True)
        if one != other
    ]
    return "; ".join(pairs[:8]) + (f"; and {len(pairs) - 8} cells more" if len(pairs) > 8 else "")


def _sides(each: dict[str, Any]) -> tuple[Any, Any]:
    return each["before"], each["after"]


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is: no markup, no link, nobody mentioned, in one line."""
    text = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text)
    text = re.sub(r"(?i)(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GH)(?=-\d)", APART, text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~$^=])", r"\\\1", text)
