"""Dividing experiments among machines that know nothing of each other, so that each runs a share of its own."""

from __future__ import annotations

import logging
import re
import statistics
from collections.abc import Iterable, Mapping

from further.errors import FurtherError
from further.experiment import Experiment
from further.needs import closure
from further.run import Runner

log = logging.getLogger("further.run")


def among(runner: Runner, experiments: Iterable[Experiment], shard: str) -> list[Experiment]:
    """Return the share of ``shard`` (``2/5`` is the second of five) among ``experiments``, and say what it is.

    What is fresh costs nothing, and what has run before costs what it took, so that machines that begin with the same
    store divide what is left to do.

    Raises:
        FurtherError: If ``shard`` is no share.
    """
    which, shards = _read(shard)
    statuses = runner.statuses(runner.known.values())
    seconds = {each.experiment.name: 0.0 if each.result else each.seconds for each in statuses}
    needs = {name: each.needs for name, each in runner.known.items()}
    found = share((each.name for each in experiments), needs, seconds, which, shards)
    log.info("share %d of %d: %s", which, shards, ", ".join(found) or "nothing")
    return [runner.known[name] for name in found]


def share(
    names: Iterable[str],
    needs: Mapping[str, Iterable[str]],
    seconds: Mapping[str, float | None],
    which: int,
    shards: int,
) -> list[str]:
    """Return the experiments of one shard, with all that they build on.

    Those on which nothing builds are given out, the dearest first, each to the shard where the end of its share and
    the work that is added are least together. What they build on comes along; what several shards build on, each of
    them runs. The same arguments give the same shares.

    Args:
        names: The experiments that are wanted.
        needs: On what each experiment builds, by name.
        seconds: What each will take; None where it is not known, which counts as the median of the others.
        which: The shard, counted from 1.
        shards: How many there are.

    Returns:
        Names in the order in which they can run.
    """
    wanted = closure(sorted(names), needs)
    known = [each for name in wanted if (each := seconds[name]) is not None]
    usual = statistics.median(known) if known else 1.0
    costs = {name: usual if seconds[name] is None else seconds[name] for name in wanted}
    below = {need for name in wanted for need in needs[name]}
    towers = {name: closure([name], needs) for name in wanted if name not in below}
    held: list[dict[str, None]] = [{} for _ in range(shards)]  # in order, so that sums are the same everywhere
    for top in sorted(towers, key=lambda name: (-sum(costs[each] for each in towers[name]), name)):

        def price(own: dict[str, None], tower: tuple[str, ...] = tuple(towers[top])) -> float:
            added = sum(costs[each] for each in tower if each not in own)
            return sum(costs[each] for each in own) + 2 * added  # its end, and the work that it makes in all

        min(held, key=price).update(dict.fromkeys(towers[top]))
    return [name for name in wanted if name in held[which - 1]]


def _read(shard: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", shard)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise FurtherError("--shard", "a share, such as 2/5 for the second of five", shard)
    return int(found[1]), int(found[2])
