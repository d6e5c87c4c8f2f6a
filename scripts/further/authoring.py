"""The verbs that an experiment imports: ``figure``, ``table``, ``value``, ``claim`` (and ``both``).

Run as ``python FILE`` they print; in a notebook they show; under the engine they also hand what was found to the
site, as an output of the cell that found it. They refuse what no page could show: a name used twice, NaN, a chart
without an alt text, a claim without enough seeds.
"""

from __future__ import annotations

import json
import math
import os
import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from further.bilingual import MARKED, Both, both, is_marked, say

__all__ = ["both", "claim", "figure", "table", "value"]

MIME = "application/vnd.further+json"
"""Media type of a finding among the outputs of a cell."""

SEEDS = 5
"""Least number of seeds behind a claim that is not exact."""

_names: set[str] = set()


def figure(name: str, chart: Any, alt: str) -> None:
    """Give the site a chart.

    Args:
        name: Name of the finding, unique in the experiment (``[a-z0-9-]+``).
        chart: An Altair chart, or ``both(english_chart, korean_chart)``.
        alt: What the chart shows, for those who do not see it: ``both(english, korean)``.

    Raises:
        ValueError: If the name is taken or malformed, the alt text is missing in a language, or the chart is none or
            holds NaN or infinity.
    """
    _take(name)
    _need_both(name, "an alt text", alt)
    charts = {lang: getattr(chart, lang) for lang in ("en", "ko")} if isinstance(chart, Both) else {"any": chart}
    if not all(hasattr(each, "to_dict") for each in charts.values()):
        raise ValueError(f"figure {name!r}: {chart!r} is no Altair chart, nor both(…) of two")
    specs = {lang: each.to_dict() for lang, each in charts.items()}
    json.dumps(specs, allow_nan=False)  # NaN would be drawn as a text
    _give({"kind": "figure", "name": name, "specs": specs, "alt": alt}, f"[figure] {name}: {say(alt, _lang())}")
    if _in_notebook() and not _in_engine():
        from IPython.display import display

        display(charts.get(_lang()) or charts["any"])


def table(name: str, rows: Sequence[Mapping[str, Any]], formats: Mapping[str, str] | None = None) -> None:
    """Give the site a table.

    Args:
        name: Name of the finding, unique in the experiment.
        rows: One mapping a row, all with the same keys in the same order: the column heads (texts of `both`).
        formats: Python format of a column's numbers, by column head.

    Raises:
        ValueError: If the name is taken or malformed, rows differ in their columns, a number is NaN or infinite,
            decimals have no format, or a format does not fit.
    """
    _take(name)
    if not all(isinstance(row, Mapping) and all(isinstance(head, str) for head in row) for row in rows):
        raise ValueError(f"table {name!r}: a row is a mapping from the heads of its columns, which are texts, to cells")
    heads = [list(row) for row in rows]
    if not heads or any(head != heads[0] for head in heads) or not heads[0]:
        raise ValueError(f"table {name!r}: every row must have the same columns, and there must be a row")
    cells = [[_plain(f"table {name!r}", cell) for cell in row.values()] for row in rows]
    formats = dict(formats or {})
    if unknown := set(formats) - set(heads[0]):
        raise ValueError(f"table {name!r}: formats for columns that are not there: {sorted(unknown)}")
    columns = [{"head": head, "format": formats.get(head, "")} for head in heads[0]]
    for column, cell in ((column, cell) for row in cells for column, cell in zip(columns, row, strict=True)):
        _fit(f"table {name!r}, column {column['head']!r}", cell, column["format"])
    lines = "\n".join("  " + " | ".join(str(say(cell, _lang())) for cell in row) for row in cells)
    _give({"kind": "table", "name": name, "columns": columns, "rows": cells}, f"[table] {name}\n{lines}")


def value(name: str, x: Any) -> None:
    """Give the site a number (or a short text).

    Args:
        name: Name of the finding, unique in the experiment.
        x: A number, a text, a sequence of numbers (one per seed: the page shows their mean, and ``name.min``,
            ``name.max``, ``name.sd``), or ``both(…)`` of one of these.

    Raises:
        ValueError: If the name is taken or malformed, or a number is NaN or infinite.
    """
    _take(name)
    by_lang = (
        {lang: _plain(f"value {name!r}", getattr(x, lang)) for lang in ("en", "ko")} if isinstance(x, Both) else {}
    )
    by_lang = by_lang or {"any": _plain(f"value {name!r}", x)}
    if any(isinstance(item, str) for found in by_lang.values() if isinstance(found, list) for item in found):
        raise ValueError(f"value {name!r}: a sequence holds numbers, one per seed; texts belong in a table")
    shown = by_lang.get(_lang(), by_lang.get("any"))
    _give({"kind": "value", "name": name, "values": by_lang}, f"[value] {name} = {_brief(say(shown, _lang()))}")


def claim(name: str, holds: Any, statement: str) -> None:
    """Let the build stand or fall with a statement.

    Args:
        name: Name of the finding, unique in the experiment.
        holds: A bool, for a statement that is exact and knows no chance; else one entry per seed: bools, or
            (better) margins, floats that say by how much the statement holds and are negative where it fails.
            Margins have to be wider than their spread: mean above standard deviation.
        statement: What is claimed, ``both(english, korean)``. It states a direction, not digits.

    Raises:
        ValueError: If the name is taken or malformed, there are fewer than five seeds, or a margin is NaN.

    A claim that fails raises nothing here: the build fails, and names the sentence that cites it.
    """
    _take(name)
    _need_both(name, "a statement", statement)
    holds = (
        _plain(f"claim {name!r}", list(holds.values()))
        if isinstance(holds, Mapping)
        else _plain(f"claim {name!r}", holds)
    )
    seeds = holds if isinstance(holds, list) else None
    if any(isinstance(x, str | list) for x in seeds or ()) or (seeds is None and not isinstance(holds, bool)):
        raise ValueError(f"claim {name!r}: one bool, or one bool or number per seed, not {holds!r}")
    if seeds is None:
        found = {"exact": True, "held": int(holds), "seeds": 1, "margins": []}
    elif len(seeds) < SEEDS:
        raise ValueError(
            f"claim {name!r}: {len(seeds)} seeds; a claim needs at least {SEEDS}, or a bool if it is exact"
        )
    elif all(isinstance(x, bool) for x in seeds):
        found = {"exact": False, "held": sum(seeds), "seeds": len(seeds), "margins": []}
    else:
        found = {"exact": False, "held": sum(x > 0 for x in seeds), "seeds": len(seeds), "margins": seeds}
    found["wide"] = not found["margins"] or statistics.fmean(seeds) > statistics.stdev(seeds)
    verdict = "holds" if found["held"] == found["seeds"] and found["wide"] else "FAILS"
    worst = f", worst margin {min(seeds):.3g}" if found["margins"] else ""
    text = f"[claim] {name} {verdict} ({found['held']}/{found['seeds']}{worst}): {say(statement, _lang())}"
    _give({"kind": "claim", "name": name, "statement": statement, **found}, text)


def _take(name: str) -> None:
    """Reserve ``name``, or say what is wrong with it."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no name: lower-case ASCII letters, digits and single hyphens only")
    if name in _names:
        raise ValueError(f"the name {name!r} is given twice in this experiment; each finding needs its own")
    _names.add(name)


def _need_both(name: str, what: str, text: Any) -> None:
    texts = [say(text, lang) for lang in ("en", "ko")] if is_marked(text) else []
    if not texts or not all(text.strip() for text in texts):
        raise ValueError(f"{name!r} needs {what} in both languages: both(english, korean); got {text!r}")
    if outside := re.search(r"[^\W\d_]+", MARKED.sub("", text)):
        raise ValueError(f"{name!r} needs {what} in both languages; {outside[0]!r} stands outside both(…)")


def _plain(where: str, x: Any) -> Any:
    """Return ``x`` as JSON can hold it: bool, int, finite float, text or a list of these."""
    if hasattr(x, "tolist"):  # numpy and torch scalars and arrays
        x = x.tolist()
    if isinstance(x, str | bool | int):
        return x
    if isinstance(x, float):
        if not math.isfinite(x):
            raise ValueError(f"{where}: {x} is not a number that a page can show")
        return x
    if isinstance(x, Sequence) and len(x) > 0:
        items = [_plain(where, item) for item in x]
        if not any(isinstance(item, list) for item in items):
            return items
    raise ValueError(f"{where}: {x!r} is neither a number, nor a text, nor a sequence of numbers")


def _fit(where: str, cell: Any, spec: str) -> None:
    """See that the numbers of a cell can be written in a format."""
    numbers = [x for x in (cell if isinstance(cell, list) else [cell]) if not isinstance(x, str)]
    if numbers and not spec and isinstance(cell, float | list):
        raise ValueError(f"{where}: decimals and means need a format, for example '.2f'")
    for x in [*numbers, statistics.fmean(numbers)] if isinstance(cell, list) and numbers else numbers:
        format(x, spec)


def _brief(x: Any) -> str:
    if isinstance(x, list):
        return f"{statistics.fmean(x):.4g} (mean of {len(x)}, {min(x):.4g} to {max(x):.4g})"
    return f"{x:.4g}" if isinstance(x, float) else str(x)


def _lang() -> str:
    return os.environ.get("FURTHER_LANG", "en")


def _in_engine() -> bool:
    return "FURTHER_ENGINE" in os.environ


def _in_notebook() -> bool:
    import sys

    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()  # the engine has one too
    return shell is not None


def _give(finding: dict[str, Any], text: str) -> None:
    """Publish ``finding`` as an output of the running cell, or print ``text`` where there is no cell."""
    if not _in_notebook():
        print(text)
        return
    from IPython.display import display

    display({MIME: finding, "text/plain": text}, raw=True)
