"""What reads text that people or machines write, each with pieces of such text: for tests that feed them at random.

A reader takes what it is given, or raises the error that it promises, which is caught here.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from markdown import Markdown

from further import (
    atlas,
    entry,
    experiment,
    form,
    frontmatter,
    glossary,
    glossed,
    handover,
    html,
    inert,
    references,
    statements,
)
from further import terms as found_terms
from further.bilingual import both, say
from further.book import Book
from further.changes import remembered
from further.errors import FurtherError
from further.korean import PAIRS, particle
from further.page import Page, scan
from further.place import Place
from further.result import Result
from further.store import Store, _checksum

ODD = ["\n", "\n\n", " ", "\x00", "\x85", "\u2028", "\ufeff", "\r", "\t", "é", "가", "💥", "\u0130", "ß", "٣", "²"]


@dataclass(frozen=True)
class Reader:
    """A reader.

    Attributes:
        read: Reads a text; has a folder of its own for files.
        pieces: What its texts are made of.
        whole: Texts that it takes, to be spoilt.
        share: How many inputs it gets, in proportion: fewer where one takes long.
    """

    read: Callable[[str, Path], None]
    pieces: list[str]
    whole: tuple[str, ...] = ("",)
    share: float = 1


def spelled(data: bytes, pieces: list[str]) -> str:
    """Return the text that ``data`` spells: a byte above 127 is a piece, the others are ASCII."""
    return "".join(pieces[byte % len(pieces)] if byte > 127 else chr(byte) for byte in data)


def spoilt(text: str, cuts: list[tuple[int, int, str]]) -> str:
    """Return ``text`` after each cut: where (taken modulo its length), how many characters go, what comes instead."""
    for where, gone, piece in cuts:
        at = where % (len(text) + 1)
        text = text[:at] + piece + text[at + gone :]
    return text


def _page(text: str, folder: Path) -> None:
    page = Page("x.md", "docs/ko/x.md", "ko", text)
    for read in (scan, frontmatter.read):
        with contextlib.suppress(FurtherError):
            read(page)
    for rule in form.PAGE_RULES.values():
        assert rule(rule(text)) == rule(text)


def _percent(text: str, folder: Path) -> None:
    (folder / "topic").mkdir(exist_ok=True)
    snippet = folder / "topic" / "fuzzed.py"
    snippet.write_bytes(text.encode("utf-8", "replace"))
    with contextlib.suppress(FurtherError):
        experiment.read(snippet)


def _format(text: str, folder: Path) -> None:
    number, _, spec = text.partition(":")
    for x in (number, len(number), -0.5, True, 1e300, float("nan")):
        with contextlib.suppress(ValueError, TypeError, OverflowError):  # whoever asks for it names the place
            html.number(x, spec)


def _particle(text: str, folder: Path) -> None:
    for pair in PAIRS:
        with contextlib.suppress(ValueError):
            assert particle(text, pair) in pair.split("/")


def _bibtex(text: str, folder: Path) -> None:
    with contextlib.suppress(FurtherError):
        for work in references.loads(text).values():
            entry.entry(work, "ko")
            entry.order(work)


def _glossary(text: str, folder: Path) -> None:
    file = folder / "glossary.yml"
    file.write_bytes(text.encode("utf-8", "replace"))
    with contextlib.suppress(FurtherError):
        terms = glossary.read(file).values()
        for lang in ("ko", "en"):
            list(found_terms.Finder(terms, lang).matches(f"{text} gradient 기울기"))
            for term in terms:
                glossed._order(head := glossed._head(term, lang))
                glossed._called(glossed._initial(head))


def _claims(text: str, folder: Path) -> None:
    file = folder / "claims.yml"
    file.write_bytes(text.encode("utf-8", "replace"))
    with contextlib.suppress(FurtherError):
        statements.read(file)


def _map(text: str, folder: Path) -> None:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "map.yml").write_bytes(text.encode("utf-8", "replace"))
    work = SimpleNamespace(fields={"year": "2019"})
    book = SimpleNamespace(
        root=folder, works={"a2019": work}, questions=lambda lang: [SimpleNamespace(path=f"{name}.md") for name in "ab"]
    )
    with contextlib.suppress(FurtherError):
        atlas.check(book)
        atlas.read(book, "ko")


def _stored(text: str, folder: Path) -> None:
    store, payload = Store(folder), text.encode("utf-8", "replace")
    (folder / "kind").mkdir(exist_ok=True)
    file = folder / "kind" / "key"
    for reader in (remembered, Result.from_bytes):
        file.write_bytes(_checksum("kind/key", payload).encode() + b"\n" + payload)  # `put` waits for the disk
        store.read("kind/key", reader)
    file.write_bytes(payload)
    assert store.get("kind/key") is None


def _message(text: str, folder: Path) -> None:
    one = SimpleNamespace(code={"a": "x = 1"})
    with contextlib.suppress(ValueError, RecursionError):
        message = json.loads(text)
        if isinstance(message, dict):
            with contextlib.suppress(handover.Refused):
                kind, said = handover.heard(one, message)
                if kind == "done":
                    handover.accept(one, said, strange=True)
                    handover.kept(said)


def _drawing(text: str, folder: Path) -> None:
    with contextlib.suppress(FurtherError):
        inert.drawing("here", text)


def _two(text: str, folder: Path) -> None:
    english, _, korean = text.partition("|")
    try:
        said = both(english, korean)
    except ValueError:
        return
    assert (say(said, "en"), say(said, "ko")) == (english, korean)


EXTENSIONS = ["further", "attr_list", "footnotes", "md_in_html", "tables", "pymdownx.blocks.details"]


def renderer(book: Book) -> Reader:
    """Return the reader that makes HTML of a page, on the results of ``book``."""

    def render(text: str, folder: Path) -> None:
        with contextlib.suppress(FurtherError):
            read = scan(Page("topic.md", "docs/ko/topic.md", "ko", text))
            pages = {**book.pages, "ko": {**book.pages["ko"], "topic.md": read}}
            place = Place(dataclasses.replace(book, pages=pages), "ko", "topic.md")
            Markdown(extensions=EXTENSIONS, extension_configs={"further": {"place": place}}).convert(text)

    return Reader(render, [*PAGE, *SHOWN], PAGES, share=0.2)


PAGE = [
    "///",
    " | ",
    "figure",
    "claim",
    "answer",
    "# ",
    "## x { #y }",
    "{{",
    "}}",
    "{{a.b:.2f|은/는}}",
    "`",
    "```",
    "~~~",
]
PAGE += ["---", "===", "|", "<div>", "[^1]", "    ", "$", "\\", "[@", "; @", ", p. 3]", "[-@x]", "title: ", *ODD]
SHOWN = [
    "/// table | tiny.rows\n///\n",
    "/// figure | tiny.line\nx\n///\n",
    "/// verdict | small\n",
    "/// references\n///\n",
]
SHOWN += [
    "{{tiny.count",
    "{{tiny.mean.sd",
    "{{tiny.word",
    ":.2f",
    ":,",
    ":%",
    ":x",
    "|을/를",
    "}}",
    "[@jain2019]",
    "\n///\n",
]
SHOWN += [
    "/// claim | tiny.grows\n",
    "/// code | tiny.measure\n///\n",
    "/// verdicts\n///\n",
    "/// bibliography\n///\n",
]
CELLS = [
    "# %%",
    "# %% [markdown]",
    ' lang="ko"',
    ' lang="en"',
    " name",
    "# ",
    "# # x",
    "x = 1",
    "# ---\n",
    "# timeout: ",
]
CELLS += ["1", "-1", "nan", ": [", "!!python/object:os.system x", "&a [*a]", '"""', "'''", "%%bash", "kept('x', 'y')"]
CELLS += ["\x0c", " [raw]", "# memory: ", "# - ", "1e999", "2001-99-99", "0x", "keep('x', 1)", *ODD]
FORMATS = [
    ":",
    "<",
    ">",
    "=",
    "^",
    "+",
    "-",
    " ",
    "#",
    "0",
    ",",
    "_",
    ".",
    ".2",
    "f",
    "e",
    "g",
    "%",
    "d",
    "n",
    "s",
    "z",
    *ODD,
]
PARTICLES = [
    "1",
    "10",
    "1,000",
    ".5",
    "-",
    "−",
    "e-7",
    "%",
    ")",
    "]",
    "가",
    "각",
    "갈",
    "A",
    "B",
    "℃",
    "½",
    "∞",
    " ",
    *ODD,
]
BIBTEX = [
    "@article{",
    "a2019",
    ",\n",
    "author = ",
    "title = ",
    "year = {2019}",
    "url = {https://",
    "doi = {10.1234/x}",
    "}",
]
BIBTEX += [
    "{",
    '"',
    "#",
    "%",
    "&",
    "\\'",
    "\\`{e}",
    "\\&",
    "$",
    "@string{x = {y}}",
    "@comment{",
    "@preamble{",
    " and ",
    "others",
]
BIBTEX += [
    "von ",
    "Last, First",
    ", Jr, ",
    "= ",
    "\\frac",
    "\\begin{x}",
    "\\verb|",
    "[",
    "]",
    "eprint = {1902.10186},\n",
    "\\",
]
BIBTEX += [
    "archivePrefix = {arXiv},\n",
    "langid = {korean},\n",
    "@misc{x1,\n title = {T},\n year = {2019},\n author = {A, B},\n",
]
BIBTEX += [" url = {https://x.org/},\n", "}\n\n", *ODD]
YAML = [
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&a ",
    "*a",
    "<<: ",
    "!!int ",
    "!!float ",
    "!!timestamp ",
    "!!binary ",
    "!!set ",
]
YAML += [
    "!!omap ",
    "!!pairs ",
    "!!str ",
    "!!null ",
    "!!bool ",
    "!x ",
    "%YAML 1.1",
    "---\n",
    "...\n",
    "'",
    '"',
    "|\n",
    ">\n",
    "? ",
]
YAML += [
    "# ",
    "2001-99-99",
    "0x",
    "0b",
    "1:99",
    "._",
    "+.inf",
    "~",
    "\\x",
    "\\ud800",
    "=",
    "\n  ",
    "\n    ",
    "no",
    *ODD,
]
TERM = ["gradient:\n", "  english: gradient\n", "  korean: 기울기(gradient)\n", "  see: page.md#x\n", "  en: a line\n"]
TERM += [
    "  ko: 줄\n",
    "  then: ",
    "  also: [",
    "  avoid: [",
    "()",
    "b-c:\n",
    "  english: ",
    "  korean: ",
    "(",
    "İ",
    *YAML,
]
CLAIM = [
    "topic:\n",
    "  small: {",
    "note: ",
    "english: ",
    "verdict: ",
    "holds",
    "evidence: [",
    "a.b",
    '"@x"',
    "language: ko",
    *YAML,
]
MAP = [
    "a:\n",
    "b:\n",
    "  at: [1, 1]\n",
    "  at: [1, 2]\n",
    "  at: ",
    "  works: {a2019: A}\n",
    "  leads: {b: {en: x, ko: y}}\n",
]
MAP += ["  works: ", "  leads: ", "a2019", "true", "1", *YAML]
JSON = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "1",
    "-1",
    "1e999",
    "NaN",
    '"',
    '""',
    '"x"',
    '{"done":',
    '{"ended":',
]
JSON += [f'"{key}":' for key in ("format", "cells", "inputs", "files", "listings", "distributions", "python", "result")]
JSON += [f'"{key}":' for key in ("seconds", "experiment", "findings", "outputs", "run", "kept", "kind", "name", "data")]
JSON += ['{"cell":"a"}', '{"failed":', "[" * 5000, "9" * 5000, "\\ud800", *ODD]
MESSAGE = ['{"done":', '"margins":', '"rows":[[1]]', '"text/html":', "../", "/", *JSON]
SVG = ["<svg", ">", "</svg>", "<g ", "onload=", '"', "href=", "url(", "javascript:", "&lt;", "xmlns=", "<!--", "]]>"]
SVG += ["<!ENTITY", "<!DOCTYPE", "&#0;", "&x;", "<?xml version='1.0' encoding='", "utf-16'?>", "x:", *ODD]

MINI = Path(__file__).parent / "mini"
PAGES = tuple((MINI / "docs" / "ko" / name).read_text() for name in ("topic.md", "index.md"))
SNIPPETS = tuple(path.read_text() for path in sorted((MINI / "snippets" / "topic").glob("*.py")))
WORKS = (MINI / "docs" / "references.bib").read_text()
TERMS = """gradient:
  english: gradient
  korean: 기울기(gradient)
  then: 기울기
  see: page.md#x
  also: [slope, 경사]
  avoid: [그래디언트]
  en: How fast it rises.
  ko: 얼마나 빨리 오르는가.
"""
STATEMENTS = (MINI / "docs" / "claims.yml").read_text()
STOPS = (
    "a: {at: [1, 1], works: {a2019: A}, leads: {b: {en: x, ko: y}}}\nb: {at: [1, 2], works: {a2019: {en: x, ko: y}}}\n"
)
RUN = {"format": 1, "cells": {"a": "0"}, "result": "0", "seconds": 1.5, "inputs": {"python": "3", "files": {"x": "0"}}}
RUN["inputs"] |= {"listings": {}, "distributions": {"numpy": "2"}}
FOUND = {"format": 1, "experiment": "x", "outputs": {"a": []}, "run": {"seconds": 1}, "kept": {}}
FOUND["findings"] = {"v": {"kind": "value", "name": "v", "cell": "a", "data": {"values": {"any": 1}}}}
SAID = [{"kind": "value", "name": "x", "values": {"any": 1}}, {"kind": "table", "name": "y", "columns": [], "rows": []}]
SAID += [{"kind": "figure", "name": "f", "specs": {"any": {}}, "alt": ""}]
SAID += [
    {"kind": "claim", "name": "z", "statement": "", "exact": True, "held": 1, "seeds": 1, "margins": [], "wide": False}
]
OUTPUTS = [{"output_type": "display_data", "metadata": {}, "data": {handover.MIME: said}} for said in SAID]
DONE = {"outputs": {"a": OUTPUTS}, "warnings": {}, "kept": {"k": "eA=="}, "seconds": 1, "cells": {"a": 1}}
DONE["report"] = {"files": ["x"], "listings": [], "distributions": {"numpy": "2"}, "seeds": [0]}
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="9"><g fill="url(#a)"><text>x</text><path d="M0"/></g></svg>"""

READERS = {
    "the page syntax": Reader(_page, PAGE, PAGES),
    "the percent format and its front cell": Reader(_percent, CELLS, SNIPPETS),
    "the formats of values": Reader(_format, FORMATS, ("12:.2f", "word:>9"), share=3),
    "the particles": Reader(_particle, PARTICLES, ("1,000.5%", "3.2e-7"), share=3),
    "references.bib": Reader(_bibtex, BIBTEX, (WORKS,), share=0.6),
    "glossary.yml": Reader(_glossary, TERM, (TERMS,), share=0.5),
    "claims.yml": Reader(_claims, CLAIM, (STATEMENTS,), share=0.5),
    "map.yml": Reader(_map, MAP, (STOPS,), share=0.5),
    "stored entries": Reader(_stored, JSON, (json.dumps([RUN]), json.dumps(FOUND))),
    "messages of unknown experiments": Reader(
        _message,
        MESSAGE,
        (json.dumps({"done": DONE}), '{"ended": {"limit": "left", "status": 1, "signal": 0, "stderr": ""}}'),
        share=2,
    ),
    "drawings": Reader(_drawing, SVG, (DRAWN,), share=3),
    "text in two languages": Reader(_two, ["|", "⦃", "⦄", "\u2983", "\u2984", *ODD], share=3),
}
"""And `renderer`, which needs a book, for the thirteenth."""
