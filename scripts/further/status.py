"""How an experiment stands before a build."""

from __future__ import annotations

from dataclasses import dataclass, field

from further.experiment import Experiment
from further.result import Result


@dataclass(frozen=True)
class Status:
    """How an experiment stands before a build.

    Attributes:
        experiment: The experiment.
        state: ``"fresh"`` (its result is stored), ``"stale"`` (an input changed) or ``"missing"`` (never run here).
        why: What changed since the newest run, a line each.
        result: The stored result if fresh.
        seconds: How long its newest run took, if there was one.
    """

    experiment: Experiment
    state: str
    why: list[str] = field(default_factory=list)
    result: Result | None = None
    seconds: float | None = None
