"""What a change does to the answers: pages, numbers, verdicts, claims, tables and figures, before and after.

Everything here is plain data, as JSON can hold it; texts are as their authors wrote them, not escaped for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from further import html
from further.bilingual import LANGUAGES, say
from further.book import Book
from further.result import Finding


def between(before: Book, after: Book) -> dict[str, Any]:
    """Compare two books with their results.

    Returns:
        ``pages``, ``numbers``, ``verdicts``, ``claims``, ``tables`` and ``figures``: lists of entries that differ, each
        with ``before`` and ``after`` (None where there is none).
    """
    return {
        "pages": list(_pages(before, after)),
        "numbers": _numbers(before, after),
        "verdicts": list(_verdicts(before, after)),
        "claims": list(_findings(before, after, "claim", _claim)),
        "tables": list(_findings(before, after, "table", _table)),
        "figures": list(_findings(before, after, "figure", _figure)),
    }


def _pages(before: Book, after: Book) -> Iterator[dict[str, Any]]:
    for lang in LANGUAGES:
        old, new = before.pages[lang], after.pages[lang]
        for path in dict.fromkeys([*new, *old]):
            was, now = (pages[path].text if path in pages else None for pages in (old, new))
            if was != now:
                change = "new" if was is None else "removed" if now is None else "changed"
                title = (new.get(path) or old[path]).title
                yield {"lang": lang, "path": f"docs/{lang}/{path}", "title": title, "change": change}


def _numbers(before: Book, after: Book) -> list[dict[str, Any]]:
    """Return the numbers that pages show otherwise, each once with the places where it stands."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for place, (was, now) in _shown(before, after).items():
        lang, path, name, spec = place
        if was != now:
            found.setdefault((name, spec, was, now), []).append(f"docs/{lang}/{path}")
    return [
        {"name": name, "format": spec, "before": was, "after": now, "pages": sorted(set(pages))}
        for (name, spec, was, now), pages in found.items()
    ]


def _shown(before: Book, after: Book) -> dict[tuple[str, str, str, str], list[str | None]]:
    """Return the text of every value that a page of either book shows, in both; by language, path, name and format."""
    found: dict[tuple[str, str, str, str], list[str | None]] = {}
    for index, book in enumerate((before, after)):
        for lang in LANGUAGES:
            for path, page in book.pages[lang].items():
                for each in page.references:
                    if each.kind == "value" and _comparable(each.name, before, after):
                        text = _text(book, each.name, each.format, lang)
                        found.setdefault((lang, path, each.name, each.format), [None, None])[index] = text
    return {place: texts for place, texts in found.items() if texts != [None, None]}


def _comparable(name: str, before: Book, after: Book) -> bool:
    """Whether it is known, on both sides, what the experiment behind ``name`` gives (nothing, if it is not there)."""
    stem = name.partition(".")[0]
    return all(stem in book.results or stem not in book.experiments for book in (before, after))


def _text(book: Book, name: str, spec: str, lang: str) -> str | None:
    stem, _, item = name.partition(".")
    item, _, statistic = item.partition(".")
    result = book.results.get(stem)
    finding = result.findings.get(item) if result else None
    if not finding or finding.kind != "value":
        return None
    try:
        return html.written(finding.number(lang, statistic), spec)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        return f"({error})"


def _verdicts(before: Book, after: Book) -> Iterator[dict[str, Any]]:
    old, new = (
        {f"{topic}.{id_}": entry for topic, entries in book.statements.items() for id_, entry in entries.items()}
        for book in (before, after)
    )
    for name in dict.fromkeys([*new, *old]):
        was, now = (entries[name]["verdict"] if name in entries else None for entries in (old, new))
        if was != now:
            yield {"name": name, "note": (new.get(name) or old[name])["note"], "before": was, "after": now}


def _findings(before: Book, after: Book, kind: str, told: Any) -> Iterator[dict[str, Any]]:
    """Yield the findings of a kind that differ, each as ``told`` tells it."""
    old, new = (
        {
            f"{stem}.{name}": finding
            for stem, result in book.results.items()
            for name, finding in result.findings.items()
            if finding.kind == kind and _comparable(stem, before, after)
        }
        for book in (before, after)
    )
    for name in dict.fromkeys([*new, *old]):
        was, now = (told(found[name]) if name in found else None for found in (old, new))
        if was != now:
            yield {"name": name, "before": was, "after": now}


def _claim(finding: Finding) -> dict[str, Any]:
    data = finding.data
    return {
        "statement": {lang: say(data["statement"], lang) for lang in LANGUAGES},
        "holds": finding.holds(),
        "held": data["held"],
        "seeds": data["seeds"],
        "worst": min(data["margins"]) if data["margins"] else None,
    }


def _table(finding: Finding) -> dict[str, Any]:
    return {lang: _cells(finding, lang) for lang in LANGUAGES}


def _cells(finding: Finding, lang: str) -> list[list[str]]:
    """Return the rows of a table as a page shows them, the heads first."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.grid(finding, lang), re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells]


def _figure(finding: Finding) -> dict[str, Any]:
    return {"alt": {lang: say(finding.data["alt"], lang) for lang in LANGUAGES}, "specs": finding.data["specs"]}
