"""What search finds in Korean: stems, parts of compounds and other names, added to what MkDocs' search plugin wrote.

Material's search takes text apart at spaces and punctuation and finds words by their beginnings. Korean nouns carry
particles and stand inside compounds, so each entry gets a field ``also`` that is searched but never shown: the stems in
it that no word of the entry begins with, and the glossary's other names for its terms. The reader's side (taking
particles off what was typed) is docs/theme/assets/search.js, which gets the words that it needs in the same file.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from further import terms
from further.book import Book
from further.glossary import Term
from further.installed import versions
from further.wording import HANGUL

INDEX, ENTRIES = "search/search_index.json", "search/entries.json"
FIELD, BOOST = "also", 0.8
TITLE = 20
"""How much a title counts. Material's 1,000 puts every heading that has a word before the page that is about it."""
BESIDE = 0.3
"""How much any page counts beside one that answers a question: experiments, the glossary, the list of all answers."""

NOUNS = {"NNG", "NNP", "XR"}
VERBS = {"VV", "VV-R", "VV-I", "VA", "VA-R", "VA-I"}
METHOD = 4
"""Counted up when the analysis below changes, so that what earlier ones gave is not taken for its result."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
"""No stem depends on which number it is, and numbers are what most changes: any stands for all."""


def extend(site: Path, book: Book, lang: str) -> None:
    """Write ``entries.json`` beside the search index of ``site``, and leave in the index only how to search.

    Material fetches the index with every page; the entries are fetched when search opens.
    """
    index = json.loads((site / INDEX).read_text(encoding="utf-8"))
    index["config"]["fields"] |= {"title": {"boost": TITLE}, FIELD: {"boost": BOOST}}
    stems = _stems(book, index["docs"]) if lang == "ko" else [[] for _ in index["docs"]]
    _enrich(book, lang, index, stems)
    every = {stem for own in stems for stem in own}
    words = {stem for stem in every if not stem.endswith("-")} | set(_pieces(book.glossary.values()))
    verbs = {stem.rstrip("-") for stem in every} - words
    typed: dict[str, Any] = {"words": " ".join(sorted(words)), "stems": " ".join(sorted(verbs))}
    typed["names"] = _agreed(book.glossary.values(), lang)
    entries = {**index, **typed, "particles": terms.PARTICLES, "verbs": terms.VERBS}
    (site / ENTRIES).write_text(json.dumps(entries, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    (site / INDEX).write_text(json.dumps({"config": index["config"], "docs": []}), encoding="utf-8")


def _enrich(book: Book, lang: str, index: dict[str, Any], stems: list[list[str]]) -> None:
    """Give each entry of ``index`` its weight, and the words by which it is found but which it does not show."""
    separator = re.compile(index["config"]["separator"])
    on_page = {path: terms.on_page(book, path, lang) for path in book.pages[lang]}
    for doc, own in zip(index["docs"], stems, strict=True):
        path = doc["location"].partition("#")[0]
        page = book.pages[lang].get(f"{path.strip('/')}.md")
        if not (page and page.answer):
            doc["boost"] = doc.get("boost", 1) * BESIDE
        doc["text"] = _taken_apart(doc["text"])
        text = _plain(doc)
        begins = {word for word in separator.split(text.lower()) if word}
        if also := _unreached([*own, *_names(book, on_page, path, text, lang)], begins, separator):
            doc[FIELD] = " ".join(also)


def _taken_apart(text: str) -> str:
    """Return a section whose lists are taken apart: of what is found, Material shows two elements whole."""
    return re.sub(r"<(/?)li>", r"<\1div>", re.sub(r"</?[ou]l>", "", text))


def _plain(doc: dict[str, Any]) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", f"{doc['title']} . {doc['text']}"))


def _unreached(words: Iterable[str], begins: set[str], separator: re.Pattern[str]) -> list[str]:
    """Return those of ``words`` that nothing in ``begins`` begins with; of one syllable all: they are sought whole."""
    pieces = dict.fromkeys(piece for word in words for piece in separator.split(word.lower()) if piece)
    ordered = sorted(begins)
    return [piece for piece in pieces if len(piece) == 1 or not _begun(ordered, piece)]


def _begun(ordered: list[str], piece: str) -> bool:
    """Whether one of ``ordered`` begins with ``piece``: then the first that does not come before it does."""
    place = bisect_left(ordered, piece)
    return place < len(ordered) and ordered[place].startswith(piece)


def _names(book: Book, on_page: dict[str, set[str]], location: str, text: str, lang: str) -> list[str]:
    """Return all names, in both languages, of the terms in ``text``: those that its page uses as terms."""
    known = on_page.get(_path(book, location), set(book.glossary))
    found = {term.id: term for _, term in terms.finder(book, lang).matches(text) if term.id in known}
    return [name for term in found.values() for name in (*term.names("ko"), *term.avoided(), *term.names("en"))]


def _path(book: Book, location: str) -> str:
    """Return the path of the page that an entry belongs to; for a notebook, of its question."""
    path = location.strip("/")
    experiment = book.experiments.get(path.removeprefix("notebooks/"))
    return f"{experiment.topic if experiment else path}.md"


def _agreed(glossary: Iterable[Term], lang: str) -> dict[str, str]:
    """Return what ``lang`` calls each term, by the Korean names (of one word) that its pages do not write."""
    own = {name for term in glossary for name in term.names(lang)}
    names = ((name, term.name(lang)) for term in glossary for name in (*term.avoided(), *term.names("ko")))
    return {name: said for name, said in names if " " not in name + said and name not in own and HANGUL.search(name)}


def _pieces(glossary: Iterable[Term]) -> list[str]:
    names = [name for term in glossary for name in (*term.names("ko"), *term.avoided())]
    return [piece for name in names for piece in re.findall(r"[가-힣]+", name)]


def _stems(book: Book, docs: list[dict[str, Any]]) -> list[list[str]]:
    """Return the Korean stems in each of ``docs``, analysed page by page where the store does not have them yet."""
    texts = {number: NUMBER.sub("0", _plain(doc)) for number, doc in enumerate(docs)}
    pages: dict[str, list[int]] = {}
    for number, text in texts.items():
        if HANGUL.search(text):
            pages.setdefault(docs[number]["location"].partition("#")[0], []).append(number)
    known = tuple(sorted({piece for piece in _pieces(book.glossary.values()) if len(piece) > 1}))
    found: list[list[str]] = [[] for _ in docs]
    for numbers in pages.values():
        analysed = _analysed(book, [texts[number] for number in numbers], known)
        for number, stems in zip(numbers, analysed, strict=True):
            found[number] = stems
    return found


def _analysed(book: Book, texts: list[str], known: tuple[str, ...]) -> list[list[str]]:
    said = json.dumps([METHOD, versions(("kiwipiepy", "kiwipiepy_model")), known, texts], ensure_ascii=False)
    key = f"stems/{hashlib.sha256(said.encode()).hexdigest()}"
    if (kept := book.store.get(key)) is not None:
        return json.loads(kept)
    found = [_stems_of(tokens) for tokens in _kiwi(known).tokenize(texts, normalize_coda=False)]
    book.store.put(key, json.dumps(found, ensure_ascii=False).encode())
    return found


def _stems_of(tokens: Iterable[Any]) -> list[str]:
    """Return the nouns among ``tokens``, and the stems of two syllables or more of verbs and adjectives (섞이-)."""
    stems: dict[str, None] = {}
    for token in tokens:
        form = token.form if HANGUL.fullmatch(token.form[-1]) else ""
        if token.tag in NOUNS and form:
            stems[form] = None
        elif token.tag in VERBS and len(form) > 1:
            stems[f"{form}-"] = None
    return list(stems)


@cache
def _kiwi(known: tuple[str, ...]) -> Any:
    """The analyser, told the glossary's words. It takes a second to load: only for a text that is new.

    Its dictionaries of misspellings and of names in several words would take another, and find nothing that is sought.
    """
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=os.cpu_count() or 1, load_typo_dict=False, load_multi_dict=False)
    for piece in known:
        kiwi.add_user_word(piece, "NNP")
    return kiwi
