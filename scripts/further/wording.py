"""The texts of a chart, and those of them that are not in the language of their page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from further.bilingual import MARKED, is_marked, say

HANGUL = re.compile("[\uac00-\ud7a3\u3131-\u318e]")
LATIN = re.compile(r"[A-Za-z]{2,}|(?<![\d.])[A-Za-z]")  # not the letters of 10k and 1e-5


def labels(spec: dict[str, Any], svg: str, lang: str) -> list[str]:
    """Return the texts of a drawing, of its tooltips and its controls, that are not in ``lang``.

    A text is in the right language if `both` gave it, or if it has no word of the other script: no Hangul in
    English, no Latin letters in Korean, but for those of numbers (10k, 1e-5).
    """
    marked = [_line(text) for text in strings(spec) if is_marked(text)]
    said = sorted({say(match[0], lang) for text in marked for match in MARKED.finditer(text)}, key=len, reverse=True)
    whole = [say(text, lang) for text in marked]
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    shown = [_line(unescape(re.sub(r"<[^>]*>", " ", text))) for text in texts]
    wrong = []
    for text in dict.fromkeys([*shown, *_tooltips(spec, lang), *_controls(spec, lang)]):
        rest = text
        for known in said:
            rest = rest.replace(known, " ")
        if (HANGUL if lang == "en" else LATIN).search(rest) and not _cut(text, whole):
            wrong.append(text)
    return wrong


def untranslated(thing: Any) -> list[str]:
    """Return the texts in ``thing`` whose two languages look mixed up: Korean without Hangul, English all in Hangul."""
    wrong = []
    for text in strings(thing):
        for english, korean in MARKED.findall(text):
            if english == korean:
                continue
            if LATIN.search(korean) and not HANGUL.search(korean):
                wrong.append(korean)
            if HANGUL.search(english) and not LATIN.search(english):
                wrong.append(english)
    return wrong


def strings(thing: Any) -> Iterator[str]:
    """Yield every string in nested lists and dicts, keys included."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for key, item in thing.items():
            yield key
            yield from strings(item)
    elif isinstance(thing, list | tuple):
        for item in thing:
            yield from strings(item)


def _tooltips(thing: Any, lang: str) -> Iterator[str]:
    """Yield the titles that tooltips show: their own, or the field's name where they have none."""
    if isinstance(thing, dict):
        tips = thing.get("tooltip")
        for tip in tips if isinstance(tips, list) else [tips]:
            if isinstance(tip, dict) and ("field" in tip or "title" in tip):
                yield say(str(tip.get("title") or tip["field"]), lang)
        thing = list(thing.values())
    if isinstance(thing, list):
        for item in thing:
            yield from _tooltips(item, lang)


def _line(text: str) -> str:
    """Return ``text`` in one line: a drawing breaks lines where its author wrote a line feed."""
    return " ".join(text.split())


def _cut(text: str, whole: list[str]) -> bool:
    """Whether ``text`` is one of ``whole``, cut short by the drawing."""
    return text.endswith("…") and any(known.startswith(text[:-1]) for known in whole)


def _controls(spec: dict[str, Any], lang: str) -> Iterator[str]:
    """Yield the words of a chart's controls: names (the parameter's where there is none) and options."""
    for param in spec.get("params", []):
        bind = param.get("bind")
        for each in bind.values() if isinstance(bind, dict) and "input" not in bind else [bind]:
            if isinstance(each, dict) and "input" in each:
                yield say(str(each.get("name") or param["name"]), lang)
                options = each.get("labels") or each.get("options") or []
                yield from (say(option, lang) for option in options if isinstance(option, str))
