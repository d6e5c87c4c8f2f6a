"""The words that the pages agree on, read from docs/glossary.yml: each term in both languages, and what to avoid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from further import yaml_source
from further.errors import FurtherError, raise_all
from further.wording import HANGUL
from further.yaml_source import Mapping, place

SHOWN = "docs/glossary.yml"
NEEDED, OPTIONAL = ("english", "korean", "see", "en", "ko"), ("then", "also", "avoid")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Term:
    """A term, as both languages write it.

    Attributes:
        id: Its name in the glossary, and its anchor there.
        english: Its English name.
        first: Its Korean name as it is written at its first use on a page: ``기울기(gradient)``.
        korean: Its Korean name after that: ``기울기``.
        also: Other names that may be written, in either language.
        avoid: Korean names that are not written.
        see: Where it is explained: ``page.md#heading``.
        meaning: What it means, in one line, by language.
        line: Its line in docs/glossary.yml.
    """

    id: str
    english: str
    first: str
    korean: str
    see: str
    meaning: dict[str, str] = field(hash=False)
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def where(self) -> str:
        """The term's place, for messages."""
        return f"{place(SHOWN, self.line)}, {self.id}"

    def name(self, lang: str) -> str:
        """Return what ``lang`` calls it."""
        return self.korean if lang == "ko" else self.english

    def names(self, lang: str) -> list[str]:
        """Return every name that a text in ``lang`` may use for it. Of Latin names, Korean text uses proper names."""
        plain = re.sub(r"\([^)]*\)$", "", self.first)
        if lang == "ko":
            other = [name for name in self.also if HANGUL.search(name) or name != name.lower()]
            return list(dict.fromkeys([self.korean, plain, *other]))
        short = [] if HANGUL.search(self.korean) else [self.korean]
        return list(dict.fromkeys([self.english, *short, *(name for name in self.also if not HANGUL.search(name))]))

    def avoided(self) -> list[str]:
        """Return the Korean names that are not written: those of the glossary, and its own names closed up."""
        closed = [name.replace(" ", "") for name in self.names("ko") if " " in name and HANGUL.search(name)]
        return list(dict.fromkeys([*self.avoid, *closed]))


def read(file: Path) -> dict[str, Term]:
    """Return the terms in ``file`` by id; none if it does not exist.

    Raises:
        FurtherError: If it is not YAML, an entry lacks something, or a name belongs to two terms.
    """
    if not file.exists():
        return {}
    entries = yaml_source.read(file, SHOWN)
    if not isinstance(entries, Mapping):
        raise FurtherError(SHOWN, "terms by id", repr(entries)[:80])
    raise_all([error for id_, entry in entries.items() for error in _wrong(id_, entry, entries.lines[id_])])
    terms = {id_: _term(id_, entry, entries.lines[id_]) for id_, entry in entries.items()}
    raise_all(list(_twice(terms)))
    return terms


def _term(id_: str, entry: Mapping, line: int) -> Term:
    korean = entry.get("then") or re.sub(r"\([^)]*\)$", "", entry["korean"])
    also, avoid = (tuple(entry.get(key, ())) for key in ("also", "avoid"))
    meaning = {lang: entry[lang] for lang in ("ko", "en")}
    return Term(id_, entry["english"], entry["korean"], korean, entry["see"], meaning, also, avoid, line)


def _wrong(id_: str, entry: Any, line: int) -> Iterator[FurtherError]:
    """What keeps an entry from being a term."""
    where = f"{place(SHOWN, line)}, {id_}"
    if not ID.fullmatch(id_):
        yield FurtherError(where, "an id of small letters, digits and hyphens", id_)
    if not isinstance(entry, Mapping):
        yield FurtherError(where, f"{', '.join(NEEDED)}", repr(entry)[:80])
        return
    for key in NEEDED:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield FurtherError(
                place(SHOWN, entry.lines.get(key, line)) + f", {id_}", f"{key}: a text", repr(entry.get(key))
            )
    for key in ("english", "korean", "then"):
        if entry.get(key) and not _is_name(entry[key]):
            at = place(SHOWN, entry.lines.get(key, line)) + f", {id_}"
            yield FurtherError(at, f"{key}: a name, which begins with a letter or digit", repr(entry[key])[:80])
    for key, value in entry.items():
        at = place(SHOWN, entry.lines[key]) + f", {id_}"
        if key not in NEEDED + OPTIONAL:
            yield FurtherError(at, f"one of {', '.join(NEEDED + OPTIONAL)}", key)
        elif key in ("also", "avoid") and not _texts(value):
            yield FurtherError(
                at, f"{key}: [a list of names]", repr(value)[:80], "put a name that is no text in quotes"
            )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_name(each) for each in value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value[:1].isalnum()


def _twice(terms: dict[str, Term]) -> Iterator[FurtherError]:
    """A name belongs to one term, and is not to be avoided at the same time."""
    owner: dict[str, Term] = {}
    for term in terms.values():
        for name in {each.casefold() for lang in ("ko", "en") for each in term.names(lang)}:
            if name in owner:
                do = "leave it to one of the two, or join them"
                yield FurtherError(term.where, "a name for one term only", f"{name}, which is {owner[name].id} too", do)
            owner.setdefault(name, term)
    avoiding: dict[str, Term] = {}
    for term in terms.values():
        for name in {each.casefold() for each in term.avoid}:
            if name in owner or name in avoiding:
                other = f"is a name of {owner[name].id}" if name in owner else f"{avoiding[name].id} avoids too"
                yield FurtherError(term.where, "names to avoid that no term has", f"{name}, which {other}")
            avoiding.setdefault(name, term)
