"""The style sheets of a site as one, without the rules that no page can use: a phone waits for all of them.

A rule goes if it names a class, an id, an element or the value of an attribute that stands neither in a page nor in a
script of the site. Whatever a script could make of parts is kept, and so is what stands in `:is()`, `:not()` and their
like. Style sheets that only some pages have stay what they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

from further.store import Store
from further.trace import digest

LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?P<href>[^":]+)">\n?')
WORD = re.compile(r"[\w-]+")
DIRECTION = re.compile(r"\sdir=\"(\w+)\"")
RELATIVE = re.compile(r"url\((?![\"']?(?:data:|https?:|#|/))")
NESTING = {"media", "supports", "layer", "container"}
HEAVY = re.compile(r"\[data-md-color-switching\]|table:not\(\[class\]\).*(\*|> ?:(first|last)-child)$")
"""Two kinds of Material's rules for any element below one that has, or has not, some attribute. With each change of it,
by Material's own script, a browser styles all elements below anew; on a long page and a phone, that took half a second
when a page starts. The first kind lets nothing change its colour slowly when the reader chooses light or dark. The
second is about margins in and after a plain table; further.css says it for less."""
Nodes = list[Any]
Named = tuple[str, str]


def bundle(site: Path, store: Store) -> None:
    """Write one style sheet for the pages of each language, and lead its pages there.

    Args:
        site: A built site. Pages that lead to their style sheets by an absolute path (404.html) are left alone.
        store: Where style sheets are kept: to make one takes half a second.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    linked = {path: sheets for path, text in pages.items() if (sheets := _sheets(path, text))}
    sieve = Sieve([*pages.values(), *(path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.js")))])
    for first in {next(iter(sheets)) for sheets in linked.values()}:
        paths = [path for path, sheets in linked.items() if first in sheets]
        shared = [sheet for sheet in linked[paths[0]] if all(sheet in linked[path] for path in paths)]
        if target := _written(shared, sieve, store):
            for path in paths:
                path.write_text(_led(pages[path], linked[path], shared, target), encoding="utf-8")


class Sieve:
    """Tells which rules a site can use.

    Args:
        texts: All pages and scripts of the site.
    """

    def __init__(self, texts: list[str]) -> None:
        pieces = {piece for text in texts for piece in text.split()}  # most stand on every page
        self.known = set(WORD.findall(" ".join(pieces)))
        self.beginnings = tuple(word for word in self.known if word.endswith("-") and len(word) > 3)
        self.directions = {direction for text in texts for direction in _directions(text)}

    def lean(self, css: str) -> str:
        """Return ``css`` without comments and without what the site cannot use."""
        kept = "".join(self._rules(css, None))
        used = {*re.findall(r"var\(\s*(--[\w-]+)", kept), *self.known}
        return "".join(self._rules(kept, used))

    def asked(self, css: str) -> list[Any]:
        """Return all on which it depends what of ``css`` the site can use."""
        words = sorted(set(WORD.findall(css)))
        begun = [word for word in words if word.startswith(self.beginnings)]
        return [css, [word for word in words if word in self.known], begun, sorted(self.directions)]

    def _rules(self, css: str, used: set[str] | None) -> Iterator[str]:
        """Yield what stays of each rule; names for values go if they are not ``used``, where that is known."""
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                chosen = [each for each in _selectors(rule.prelude) if self._may_apply(each)]
                told = _declared(rule.content, used) if chosen else ""
                yield f"{','.join(map(_tight, chosen))}{{{told}}}" if told else ""
            elif rule.type == "at-rule" and rule.lower_at_keyword in NESTING and rule.content is not None:
                inner = "".join(self._rules(tinycss2.serialize(rule.content), used))
                yield f"@{rule.at_keyword} {_tight(rule.prelude)}{{{inner}}}" if inner else ""
            elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
                yield rule.serialize()

    def _may_apply(self, selector: Nodes) -> bool:
        return not HEAVY.search(_tight(selector)) and all(map(self._may_be, _names(selector)))

    def _may_be(self, named: Named) -> bool:
        attribute, name = named
        if attribute == "dir":  # only pages say it, and scripts ask for it
            return name in self.directions
        return name in self.known or not WORD.fullmatch(name) or name.startswith(self.beginnings)


def _directions(text: str) -> Iterator[str]:
    """Yield the directions that elements in ``text`` have."""
    for match in DIRECTION.finditer(text):
        if text.rfind("<", 0, match.start()) > text.rfind(">", 0, match.start()):
            yield match[1]


def _sheets(page: Path, text: str) -> dict[Path, str]:
    """Return the style sheets that a page has on disk, with the address that it has for each."""
    found = {(page.parent / match["href"]).resolve(): match["href"] for match in LINK.finditer(_head(text))}
    return found if all(path.is_file() for path in found) else {}


def _written(sheets: list[Path], sieve: Sieve, store: Store) -> Path | None:
    """Write ``sheets`` as one beside the last of them; its name changes with what is in it.

    Style sheets that lead to other files by relative paths stay apart: there, the paths would lead elsewhere.
    """
    texts = [sheet.read_text(encoding="utf-8") for sheet in sheets]
    if len(texts) < 2 or any(map(RELATIVE.search, texts)):
        return None
    css = _kept("\n".join(texts), sieve, store)
    path = sheets[-1].with_name(f"styles.{digest(css.encode())[:8]}.css")
    path.write_text(css, encoding="utf-8")
    return path


def _kept(css: str, sieve: Sieve, store: Store) -> str:
    """Return what the site can use of ``css``: from the store, where the same was asked before."""
    asked = [digest(Path(__file__).read_bytes()), tinycss2.VERSION, *sieve.asked(css)]
    key = f"styles/{digest(json.dumps(asked).encode())}"
    if (known := store.get(key)) is not None:
        return known.decode()
    made = sieve.lean(css)
    store.put(key, made.encode())
    return made


def _led(text: str, linked: dict[Path, str], shared: list[Path], target: Path) -> str:
    last = linked[shared[-1]]
    places = {linked[sheet]: "" for sheet in shared}
    places[linked[shared[0]]] = f'<link rel="stylesheet" href="{"".join(last.rpartition("/")[:2])}{target.name}">\n'
    head = _head(text)
    return LINK.sub(lambda match: places.get(match["href"], match[0]), head) + text[len(head) :]


def _head(text: str) -> str:
    """Return a page up to its body: it is short, and what is sought stands nowhere else."""
    return text.partition("</head>")[0]


def _selectors(prelude: Nodes) -> list[Nodes]:
    """Return the selectors of a list of them."""
    found: list[Nodes] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _names(selector: Nodes) -> Iterator[Named]:
    """Yield the classes, ids, elements and values of attributes that a selector names."""
    before = ""
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before != ":"):
            yield "", token.value
        elif token.type == "[] block":
            named = [each for each in token.content if each.type in ("ident", "string")]
            signs = [each.value for each in token.content if each.type == "literal"]
            if len(named) == 2 and signs == ["="]:
                yield named[0].value, named[1].value
        before = token.value if token.type == "literal" else ""


def _declared(content: Nodes, used: set[str] | None) -> str:
    """Return what a rule says; a value that was given a name nobody uses is left out."""
    parts = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    if any(part.type != "declaration" for part in parts):
        return tinycss2.serialize(content)  # rules within rules, and what only old browsers read
    told = [part for part in parts if used is None or not part.name.startswith("--") or part.name in used]
    return "".join(f"{part.name}:{_tight(part.value)}{'!important' * part.important};" for part in told)


def _tight(tokens: Nodes) -> str:
    return re.sub(r"\s*\n\s*", " ", tinycss2.serialize(tokens).strip())
