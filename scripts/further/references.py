"""The works that pages cite, read from docs/references.bib with bibtexparser: names, titles, links, mistakes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import bibtexparser
from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from further.errors import FurtherError, raise_all
from further.tex import plain
from further.words import word

SHOWN = "docs/references.bib"
NEEDED = ("author", "title", "year")
LINKS = ("doi", "eprint", "url")
VENUES = ("journal", "booktitle", "publisher", "institution", "school", "howpublished")
LANGUAGES = {"english": "en", "korean": "ko", "german": "de", "french": "fr", "japanese": "ja", "chinese": "zh"}
FORMS = {
    "year": (r"\d{4}", "four digits"),
    "origdate": (r"\d{4}", "the year in which it was first public, four digits"),
    "doi": (r"10\.\d{4,9}/\S+", "a DOI, such as 10.1162/tacl_a_00051, without https://doi.org/"),
    "eprint": (r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}", "a number of arXiv, such as 1902.10186"),
    "url": (r"https?://\w[\w.-]*(:[0-9]+)?([/?#][^\s<>\"]*)?", "an address that begins with https:// and a host"),
    "langid": ("|".join(LANGUAGES), f"one of {', '.join(LANGUAGES)}"),
}
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:.+-]*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # Python-Markdown marks with them what it puts aside
SPECIAL = re.compile(r"(?<!\\)[%&#]")  # to TeX, a comment, a tab and a parameter


@dataclass(frozen=True)
class Work:
    """One work.

    Attributes:
        key: What pages cite it by.
        line: Its first line in the file, from 1.
        fields: Its fields by name in small letters, as plain text (links as they are written).
        authors: Names, split into first, von, last and jr.
        bibtex: The entry as it is written.
        letter: Tells works of the same authors and year apart: ``"a"``, ``"b"``, else empty.
    """

    key: str
    line: int
    fields: dict[str, str]
    authors: tuple[NameParts, ...]
    bibtex: str
    letter: str = ""

    @property
    def title(self) -> str:
        """The title in the language of publication."""
        return self.fields["title"]

    @property
    def language(self) -> str:
        """That language's code: ``en`` unless ``langid`` says otherwise."""
        return LANGUAGES[self.fields.get("langid", "english")]

    @property
    def year(self) -> str:
        """The year, with the letter."""
        return self.fields["year"] + self.letter

    def names(self, lang: str) -> str:
        """Return the authors for a citation in the sentence: one or two surnames, or the first and others."""
        known = [" ".join([*name.von, *name.last]) for name in self.authors if not _others(name)]
        if len(self.authors) <= 2 and len(known) == len(self.authors):
            return " & ".join(known)
        return f"{known[0]} {word(lang, 'and-others')}"

    def everybody(self, lang: str) -> str:
        """Return all authors, first names first."""
        known = [name for name in self.authors if not _others(name)]
        text = ", ".join(" ".join([*name.first, *name.von, *name.last, *name.jr]) for name in known)
        return text if len(known) == len(self.authors) else f"{text} {word(lang, 'and-others')}"

    def venue(self) -> str:
        """Return where and when it was published, after the year in which it was first public, if that differs."""
        where = next((self.fields[name] for name in VENUES if name in self.fields), "")
        number = f"({self.fields['number']})" if "number" in self.fields else ""
        volume = " ".join(part for part in (where, self.fields.get("volume", "") + number) if part)
        parts = [volume, *([self.fields["pages"]] if "pages" in self.fields else [])]
        inside = "booktitle" in self.fields and len(parts) == 1  # NAACL 2019
        when = f"{volume} {self.year}" if inside else ", ".join(filter(None, [*parts, self.year]))
        first = self.fields.get("origdate", "")
        return f"{first}, {when}" if first and first != self.fields["year"] else when

    def links(self) -> list[tuple[str, str]]:
        """Return its stable links: what is shown, and the address."""
        found = []
        if doi := self.fields.get("doi"):
            found.append((f"doi:{doi}", f"https://doi.org/{doi}"))
        if url := self.fields.get("url"):
            found.append((_label(url), url))
        if eprint := self.fields.get("eprint"):
            found.append((f"arXiv:{eprint}", f"https://arxiv.org/abs/{eprint}"))
        return found


def read(file: Path) -> dict[str, Work]:
    """Return the works in ``file`` by key, in its order; none if there is no such file.

    Raises:
        FurtherError: If it is no BibTeX, or something is missing in it.
    """
    if not file.exists():
        return {}
    try:
        return loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        found = f"{error.reason} at byte {error.start}"
        raise FurtherError(SHOWN, "a UTF-8 file", found, "save it as UTF-8") from None


def loads(text: str) -> dict[str, Work]:
    """Return the works in BibTeX; see `read`.

    Raises:
        FurtherError: If something is wrong, everything that is wrong in one.
    """
    if found := CONTROL.search(text):
        where = place(text.count("\n", 0, found.start()))
        raise FurtherError(where, "no control characters", repr(found[0]), "remove it")
    written = bibtexparser.parse_string(text)
    errors = [_broken(block, written.blocks) for block in written.failed_blocks]
    errors += [_stray(block) for block in written.blocks if isinstance(block, ImplicitComment) and not _comment(block)]
    errors += [error for entry in written.entries for error in _wrong(entry)]
    raise_all(sorted(errors, key=lambda error: _line(error.where)))
    return {work.key: work for work in _lettered([_work(entry) for entry in written.entries])}


def _work(entry: Entry) -> Work:
    raw = {field.key.lower(): field.value for field in entry.fields}
    fields = {name: value.strip() if name in LINKS else plain(value) for name, value in raw.items()}
    authors = (parse_single_name_into_parts(name) for name in split_multiple_persons_names(raw["author"]))
    return Work(entry.key, entry.start_line + 1, fields, tuple(map(_decoded, authors)), entry.raw.strip())


def _decoded(name: NameParts) -> NameParts:
    return NameParts(*([plain(part) for part in parts] for parts in (name.first, name.von, name.last, name.jr)))


def _lettered(works: list[Work]) -> list[Work]:
    """Return the works, those with the same authors and year told apart by letters, in the order of their keys."""
    alike = defaultdict(list)
    for work in works:
        alike[work.names("en"), work.fields["year"]].append(work.key)
    letters = {key: chr(ord("a") + sorted(keys).index(key)) for keys in alike.values() if len(keys) > 1 for key in keys}
    return [replace(work, letter=letters.get(work.key, "")) for work in works]


def _wrong(entry: Entry) -> list[FurtherError]:
    """Return what is wrong with an entry that could be read."""
    fields = {field.key.lower(): (field.value, field.start_line) for field in entry.fields}
    where = place(entry.start_line)
    errors = []
    if not KEY.fullmatch(entry.key):
        errors.append(FurtherError(where, "a key of ASCII letters, digits and _:.+-", entry.key))
    for name in NEEDED:
        if not fields.get(name, ("",))[0].strip():
            errors.append(FurtherError(where, f"a field {name} in {entry.key}", f"only {', '.join(fields)}"))
    if not any(fields.get(name, ("",))[0] for name in LINKS):
        expected = f"a stable link in {entry.key}: doi, eprint (arXiv) or url"
        errors.append(FurtherError(where, expected, f"only {', '.join(fields)}", "add one"))
    for name, (value, line) in fields.items():
        form, expected = FORMS.get(name, ("", ""))
        if form and not re.fullmatch(form, value):
            errors.append(FurtherError(place(line), f"{name}: {expected}", value))
        if name not in LINKS and (found := SPECIAL.search(value)):
            errors.append(FurtherError(place(line), f"\\{found[0]} in {name}, as TeX writes it", value))
    for name in split_multiple_persons_names(fields.get("author", ("",))[0]):
        try:
            parse_single_name_into_parts(name)
        except InvalidNameError as error:
            errors.append(FurtherError(place(fields["author"][1]), "names: Last, First and Last, First", str(error)))
    if "eprint" in fields and fields.get("archiveprefix", ("",))[0].lower() != "arxiv":
        errors.append(FurtherError(where, "archivePrefix = {arXiv} beside eprint", f"none in {entry.key}"))
    return errors


def _broken(block: ParsingFailedBlock, blocks: list) -> FurtherError:
    """Return what is wrong with an entry that could not be read."""
    where = place(block.start_line)
    if isinstance(block, DuplicateBlockKeyBlock):
        first = next(each for each in blocks if getattr(each, "key", None) == block.key)
        found = f"{block.key} again (first in line {first.start_line + 1})"
        return FurtherError(where, "every key once", found, "remove one of the two")
    if isinstance(block, DuplicateFieldKeyBlock):
        return FurtherError(where, "every field once in an entry", ", ".join(sorted(block.duplicate_keys)) + " again")
    found = getattr(block.error, "abort_reason", "") or str(block.error)
    return FurtherError(where, "a BibTeX entry: @kind{key, field = {text}, …}", found)


def _comment(block: ImplicitComment) -> bool:
    """Whether text between entries is a comment (BibTeX takes all such text for one) and no entry gone wrong."""
    return all(line.lstrip().startswith("%") for line in block.comment.splitlines() if line.strip())


def _stray(block: ImplicitComment) -> FurtherError:
    found = next(line for line in block.comment.splitlines() if not line.lstrip().startswith("%"))
    return FurtherError(place(block.start_line), "entries, and comments that begin with %", found)


def _others(name: NameParts) -> bool:
    return name.last == ["others"] and not name.first


def _label(url: str) -> str:
    """Return what is shown of an address: its number in the ACL Anthology, else its host."""
    parts = urlsplit(url)
    host = parts.hostname.removeprefix("www.")
    return f"ACL Anthology {parts.path.strip('/')}" if host == "aclanthology.org" else host


def place(start_line: int) -> str:
    """Return the place of a line (from 0, as bibtexparser counts) for messages."""
    return f"{SHOWN}, line {start_line + 1}"


def _line(where: str) -> int:
    return int(where.rpartition(" ")[2])
