"""The study notes' statements, read from docs/claims.yml, and what is wrong with that file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from further import yaml_source
from further.bilingual import LANGUAGES
from further.errors import FurtherError, raise_all
from further.yaml_source import Mapping

SHOWN = "docs/claims.yml"
VERDICTS = ("holds", "limits", "wrong", "open")
FIELDS = ("note", "english", "language", "verdict", "evidence")


def read(file: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the statements in ``file`` by topic and id; none if there is no such file.

    Raises:
        FurtherError: If it is no YAML, uses an id twice, or a statement lacks something.
    """
    topics = yaml_source.read(file, SHOWN) if file.exists() else None
    if topics is None:
        return {}
    if not isinstance(topics, Mapping):
        raise FurtherError(yaml_source.place(SHOWN, 1), "topics, each with statements by id", repr(topics)[:200])
    raise_all([error for topic in topics for error in _topic(topics, topic)])
    return topics


def _topic(topics: Mapping, topic: str) -> Iterator[FurtherError]:
    entries, where = topics[topic], yaml_source.place(SHOWN, topics.lines[topic])
    if not isinstance(entries, Mapping):
        yield FurtherError(where, "topics, each with statements by id", f"{topic}: {entries!r}"[:200])
        return
    for name, entry in entries.items():
        line = entries.lines.get(name, entries.line)
        if not isinstance(entry, Mapping):
            found = f"{topic}.{name}: {entry!r}"[:200]
            yield FurtherError(yaml_source.place(SHOWN, line), "a statement with note and verdict", found)
        else:
            yield from _statement(f"{topic}.{name}", entry, line)


def _statement(name: str, entry: Mapping, line: int) -> Iterator[FurtherError]:
    for field in entry:
        if field not in FIELDS:
            where = yaml_source.place(SHOWN, entry.lines.get(field, line))
            yield FurtherError(where, f"one of {', '.join(FIELDS)}", f"{field} in {name}")
    wanted = {
        "note": ("note: the notes' own words", _is_text),
        "verdict": (f"verdict: one of {', '.join(VERDICTS)}", lambda value: value in VERDICTS),
        "english": ("english: the note's words for readers of English", lambda value: value is None or _is_text(value)),
        "language": (f"language: one of {', '.join(LANGUAGES)}", lambda value: value in (None, *LANGUAGES)),
        "evidence": ("evidence: a list of experiment.item and @key", _is_evidence),
    }
    for field, (expected, fits) in wanted.items():
        if not fits(entry.get(field)):
            found = f"{field}: {entry[field]!r} in {name}" if field in entry else f"no {field} in {name}"
            yield FurtherError(yaml_source.place(SHOWN, entry.lines.get(field, line)), expected, found)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_evidence(value: Any) -> bool:
    names = isinstance(value, list) and all(
        isinstance(each, str) and ("." in each or each[:1] == "@") for each in value
    )
    return value is None or (bool(value) and names)
