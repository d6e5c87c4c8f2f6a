"""What a run found: findings by name, outputs by cell, and how the run went. Knows no language and no page."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import Any

from further.bilingual import say

FORMAT = 1
"""Version of the stored form; a change makes every stored result stale."""

SHOWN = ("figure", "table", "claim")
"""Kinds that a page has to show if a run gave them."""


@dataclass(frozen=True)
class Finding:
    """One figure, table, value or claim.

    Attributes:
        kind: ``"figure"``, ``"table"``, ``"value"`` or ``"claim"``.
        name: Its name, unique in the experiment.
        cell: Name of the cell that gave it.
        data: What the verb of this kind gave (see `further.authoring`).
    """

    kind: str
    name: str
    cell: str
    data: dict[str, Any]

    def holds(self) -> bool:
        """Whether a claim holds: in every seed, with margins wider than their spread."""
        return self.data["held"] == self.data["seeds"] and self.data["wide"]

    def number(self, lang: str, statistic: str = "") -> Any:
        """Return a value in ``lang``, or one statistic of a value with one number per seed.

        Args:
            lang: ``"ko"`` or ``"en"``.
            statistic: ``"mean"`` (also when empty), ``"min"``, ``"max"``, ``"sd"`` or ``"n"``.

        Raises:
            KeyError: If there is no such statistic, or the value is a single one.
        """
        values = self.data["values"]
        found = values.get(lang, values.get("any"))
        if not isinstance(found, list):
            if statistic:
                raise KeyError(statistic)
            return say(found, lang)
        return STATISTICS[statistic or "mean"](found)

    def spec(self, lang: str) -> dict[str, Any]:
        """Return a figure's Vega-Lite specification for ``lang``, its texts still in both languages."""
        return self.data["specs"].get(lang) or self.data["specs"]["any"]


STATISTICS = {
    "mean": statistics.fmean,
    "min": min,
    "max": max,
    "sd": lambda values: statistics.stdev(values) if len(values) > 1 else 0.0,
    "n": len,
}


@dataclass(frozen=True)
class Result:
    """Everything that one run gave.

    Attributes:
        experiment: The experiment's name.
        findings: Findings by name, in the order in which they were given.
        outputs: Notebook outputs of each code cell, by its name; findings among them only by name.
        run: ``finished`` (ISO 8601, UTC), ``seconds``, ``python``, ``distributions``, ``seeds``.
        kept: SHA-256 of what it kept for other experiments, by name.
    """

    experiment: str
    findings: dict[str, Finding]
    outputs: dict[str, list[dict[str, Any]]]
    run: dict[str, Any]
    kept: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the stored form."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, payload: bytes) -> Result:
        """Read the stored form."""
        data = json.loads(payload)
        findings = {name: Finding(**finding) for name, finding in data["findings"].items()}
        return cls(data["experiment"], findings, data["outputs"], data["run"], data.get("kept", {}))
