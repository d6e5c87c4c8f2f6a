"""Text in two languages inside one ordinary string.

``both("ship", "배")`` is a string like any other: it can be an axis title, a category in the data of a chart, a
part of an f-string. What it says in one language is decided when it is shown. The brackets that carry it are
Unicode characters that no keyboard types (U+2983, U+2999, U+2984).
"""

from __future__ import annotations

import re
from typing import Any

LANGUAGES = ("ko", "en")
OPEN, BETWEEN, CLOSE = "\u2983", "\u2999", "\u2984"
MARKED = re.compile(f"{OPEN}([^{OPEN}{BETWEEN}{CLOSE}]*){BETWEEN}([^{OPEN}{BETWEEN}{CLOSE}]*){CLOSE}")


class Both:
    """One thing for each language: two charts, two numbers.

    Attributes:
        en: What the English site shows.
        ko: What the Korean site shows.
    """

    def __init__(self, en: Any, ko: Any) -> None:
        self.en, self.ko = en, ko

    def __repr__(self) -> str:
        return f"both({self.en!r}, {self.ko!r})"


def both(en: Any, ko: Any = None) -> Any:
    """Say something in English and in Korean.

    Args:
        en: A text, number or chart in English.
        ko: The same in Korean. Left out, the text is the same in both languages (a model's name, an example word).

    Returns:
        A string that carries both texts, or a `Both` for anything that is not text.

    Raises:
        ValueError: If only one of the two is text, or a text contains the result of another ``both``.
    """
    ko = en if ko is None else ko
    if isinstance(en, str) != isinstance(ko, str):
        raise ValueError(f"both(…) takes two texts or two other things, not {en!r} and {ko!r}")
    if not isinstance(en, str):
        return Both(en, ko)
    for text in (en, ko):
        if any(mark in text for mark in (OPEN, BETWEEN, CLOSE)):
            raise ValueError(f"both(…) inside both(…): {say(text, 'en')!r}; build each language's text first")
    return f"{OPEN}{en}{BETWEEN}{ko}{CLOSE}"


def say(thing: Any, lang: str) -> Any:
    """Return ``thing`` as language ``lang`` says it, going into lists, tuples and dicts (keys too).

    Args:
        thing: Anything that may hold texts made by `both`, or a `Both`.
        lang: ``"ko"`` or ``"en"``.
    """
    if isinstance(thing, str):
        return MARKED.sub(lambda match: match[1 if lang == "en" else 2], thing)
    if isinstance(thing, Both):
        return getattr(thing, lang)
    if isinstance(thing, dict):
        return {say(key, lang): say(item, lang) for key, item in thing.items()}
    if isinstance(thing, list | tuple):
        return [say(item, lang) for item in thing]
    return thing


def is_marked(text: Any) -> bool:
    """Whether ``text`` is a string that says something in both languages."""
    return isinstance(text, str) and bool(MARKED.search(text))
