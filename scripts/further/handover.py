"""What an experiment hands over, looked at before it is believed: findings, outputs, inputs, kept arrays.

The verbs refuse the same with better messages, inside the experiment. What gets past them there stops here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator

from further.authoring import MIME, SEEDS
from further.experiment import Experiment
from further.result import Finding

TEXT, FLAG, NUMBER, COUNT = ({"type": kind} for kind in ("string", "boolean", "number", "integer"))
NAME = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*\\Z", "maxLength": 100}
PLAIN = {"type": ["string", "boolean", "number", "array"], "items": {"type": ["string", "boolean", "number"]}}


def _all(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has these properties and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _each(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema}


def _by_language(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_all(any=schema), _all(en=schema, ko=schema)]}


def _list(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _finding(kind: str, **properties: Any) -> dict[str, Any]:
    return _all(kind={"const": kind}, name=NAME, **properties)


FINDINGS = {
    "figure": _finding("figure", specs=_by_language({"type": "object"}), alt=TEXT),
    "table": _finding("table", columns=_list(_all(head=TEXT, format=TEXT)), rows=_list(_list(PLAIN))),
    "value": _finding("value", values=_by_language(PLAIN)),
    "claim": _finding(
        "claim", statement=TEXT, exact=FLAG, held=COUNT, seeds=COUNT, margins=_list({"type": ["number"]}), wide=FLAG
    ),
}
STREAM = _all(output_type={"const": "stream"}, name={"const": "stdout"}, text=TEXT)
DISPLAY = _all(
    output_type={"enum": ["display_data", "execute_result"]}, metadata={"type": "object"}, data={"type": "object"}
)
DONE = _all(
    outputs=_each(_list({"anyOf": [STREAM, DISPLAY]})),
    warnings=_each(TEXT),
    report={
        **_all(files=_list(TEXT), listings=_list(TEXT), distributions=_each(TEXT), seeds={"type": "array"}),
        "additionalProperties": _list(TEXT),
    },
    kept={"type": "object", "additionalProperties": TEXT, "propertyNames": NAME},
    seconds=NUMBER,
    cells=_each(NUMBER),
)


MESSAGES = {
    "cell": TEXT,
    "failed": _all(error=TEXT, text=TEXT, cell=TEXT, line=COUNT, missing=_list(TEXT)),
    "done": DONE,
    "ended": _all(
        limit={"enum": ["", "left", "seconds", "memory", "disk", "printed", "processes"]},
        status=COUNT,
        signal={"type": "integer", "minimum": 0, "maximum": 64},
        stderr=TEXT,
    ),
}

HARMLESS = ("text/plain", "image/png", "image/jpeg")
"""Kinds of output that hold nothing that a browser would run."""


class Refused(Exception):
    """Something was handed over that no verb gives."""


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator((MESSAGES | FINDINGS)[name])


def _see(name: str, thing: Any, what: str) -> None:
    for error in _validator(name).iter_errors(thing):
        raise Refused(f"{what}: {'.'.join(map(str, error.absolute_path)) or 'all of it'}: {error.message[:200]}")


def heard(experiment: Experiment, message: dict[str, Any]) -> tuple[str, Any]:
    """Return the kind of a worker's message, and what it says.

    Raises:
        Refused: If it is none that a worker sends.
    """
    kind = next(iter(message), "")
    if len(message) != 1 or kind not in MESSAGES:
        raise Refused(f"a message about {kind!r:.100}")
    _see(kind, message[kind], f"the message {kind!r}")
    if kind == "cell" and message[kind] not in experiment.code:
        raise Refused(f"a message about a cell {message[kind]!r:.100}")
    return kind, message[kind]


def accept(
    experiment: Experiment, done: Any, strange: bool = False
) -> tuple[dict[str, Finding], dict[str, list[dict[str, Any]]]]:
    """Return the findings, and the outputs of each cell, that a run of ``experiment`` has handed over.

    Args:
        experiment: The experiment.
        done: What its worker has sent.
        strange: Whether its author is unknown: then outputs are text and pictures only, no HTML.

    Raises:
        Refused: If anything in ``done`` is not what the verbs and the tracer give.
    """
    if list(done["outputs"]) != list(experiment.code) or set(done["cells"]) != set(experiment.code):
        raise Refused("outputs of other cells than the experiment has")
    for path in (*done["report"]["files"], *done["report"]["listings"]):
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\0" in path:
            raise Refused(f"an input outside the repository: {path[:200]!r}")
    findings: dict[str, Finding] = {}
    outputs: dict[str, list[dict[str, Any]]] = {}
    for cell, given in done["outputs"].items():
        outputs[cell] = []
        for output in given:
            if found := output.get("data", {}).get(MIME):
                finding = _believed(found, cell)
                if finding.name in findings:
                    raise Refused(f"the name {finding.name!r} twice")
                findings[finding.name] = finding
                output = {"finding": finding.name}
            elif strange and "data" in output:
                output = {**output, "data": {mime: x for mime, x in output["data"].items() if mime in HARMLESS}}
            outputs[cell].append(output)
    return findings, outputs


def _believed(found: Any, cell: str) -> Finding:
    """Return a finding of ``cell`` if it is what a verb gives."""
    kind = found.get("kind") if isinstance(found, dict) else None
    if not isinstance(kind, str) or kind not in FINDINGS:
        raise Refused(f"a finding of kind {kind!r:.100}")
    _see(kind, found, f"the {kind} {found.get('name')!r:.100}")
    if kind == "claim" and not 0 <= found["held"] <= found["seeds"]:
        raise Refused(f"the claim {found['name']}: held in {found['held']} of {found['seeds']}")
    if kind == "claim" and not found["exact"] and found["seeds"] < SEEDS:
        raise Refused(f"the claim {found['name']}: {found['seeds']} seeds; {SEEDS} are needed")
    if kind == "table" and any(len(row) != len(found["columns"]) for row in found["rows"]):
        raise Refused(f"the table {found['name']}: rows of different lengths")
    return Finding(kind, found["name"], cell, {key: item for key, item in found.items() if key not in ("kind", "name")})


def kept(done: Mapping[str, Any]) -> dict[str, bytes]:
    """Return what a run kept for other experiments, by name.

    Raises:
        Refused: If it is not in base 64.
    """
    try:
        return {name: base64.b64decode(text, validate=True) for name, text in done["kept"].items()}
    except (binascii.Error, ValueError) as error:
        raise Refused(f"what it kept: {error}") from None
