"""Terms in text: where one stands, which pages use it, and where a Korean page calls one otherwise than agreed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from further.book import Book
from further.errors import FurtherError
from further.glossary import Term
from further.page import Page
from further.running import running

PARTICLES = (
    "은|는|이|가|을|를|의|에|에게|에서|와|과|도|로|으로|만|들|서|써|보다|부터|까지|처럼|마다|조차|밖에|대로|"
    "하고|끼리|쯤|씩|째|뿐|나|이나|든|이든|라|이라|라는|라고|란|이란|며|이며|고|이고|인|인지|일|면|이면|다|"
    "이다|입니다|이었|였|습니다|지만|이지만|므로|이므로|인데|자|이자|이어|여|요|예요|이에요|까|입니까|일까|일까요"
)
"""Particles and forms of 이다 that stand after a noun; a few may follow each other."""

VERBS = "하|한|할|함|합|해|했|되|된|될|됨|됩|돼|됐|시키|시킨|시켜"
"""How 하다, 되다 and 시키다, which make verbs of nouns, begin."""

_AFTER = rf"(?=(?:{PARTICLES}){{0,3}}(?![가-힣])|(?:{VERBS})[가-힣]*)(?![A-Za-z0-9])"


def pattern(names: Iterable[str], lang: str) -> re.Pattern[str]:
    """Return what finds any of ``names`` as a word: with a particle after it in Korean, in either case in English.

    A name inside a longer word (기울기 in 경사기울기) is not found. Of two names at one place, the longer is found.
    """
    each = "|".join(_written(name, lang) for name in sorted(names, key=len, reverse=True))
    after = _AFTER if lang == "ko" else r"(?![A-Za-z0-9]|-[A-Za-z])"
    return re.compile(rf"(?<![가-힣A-Za-z0-9])(?<![A-Za-z0-9]-)(?:{each}){after}" if each else r"(?!)")


def _written(name: str, lang: str) -> str:
    """A pattern for one name: spaces may be a line's end, and an English name may begin a sentence."""
    whole = r"\s+".join(map(re.escape, name.split()))
    upper = name[0].upper()
    if lang == "en" and name[0].islower() and len(upper) == 1 and upper.casefold() == name[0].casefold():
        return f"[{upper}{name[0]}]{whole[1:]}"
    return whole


class Finder:
    """Finds terms in texts of one language."""

    def __init__(self, terms: Iterable[Term], lang: str) -> None:
        self.by_name = {_key(name): term for term in terms for name in term.names(lang)}
        self.pattern = pattern((name for term in terms for name in term.names(lang)), lang)

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Term]]:
        """Yield each place where a term stands in ``text``, and the term."""
        for match in self.pattern.finditer(text):
            yield match, self.by_name[_key(match[0])]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def _finder(terms: tuple[Term, ...], lang: str) -> Finder:
    return Finder(terms, lang)


def finder(book: Book, lang: str) -> Finder:
    """Return what finds the terms of ``book`` in texts of ``lang``."""
    return _finder(tuple(book.glossary.values()), lang)


def on_page(book: Book, path: str, lang: str) -> set[str]:
    """Return the ids of the terms that the page at ``path`` uses in ``lang``.

    An English page uses only what the Korean one uses too: *recall* is a term on one page and a plain verb on the
    next, and the Korean page tells them apart.
    """
    pages = [book.pages[each][path] for each in dict.fromkeys((lang, "ko")) if path in book.pages[each]]
    return set.intersection(*({term.id for _, term in _uses(book, page)} for page in pages))


def _uses(book: Book, page: Page) -> Iterator[tuple[re.Match[str], Term]]:
    return finder(book, page.lang).matches(running(page.text, headings=False))


def check(book: Book) -> Iterator[FurtherError]:
    """Yield what is wrong with the glossary and the words of the Korean pages."""
    for term in book.glossary.values():
        yield from _explained(book, term)
    for page in book.pages["ko"].values():
        yield from _otherwise(book, page)


def _explained(book: Book, term: Term) -> Iterator[FurtherError]:
    """A term is explained under a heading that there is."""
    path, _, anchor = term.see.partition("#")
    for lang in ("ko", "en"):
        if f"docs/{lang}/{path}" in book.unread:
            continue
        page = book.pages[lang].get(path)
        if not page or (anchor and anchor not in {heading.id for heading in page.headings}):
            found = f"{term.see}, which docs/{lang} does not have"
            yield FurtherError(term.where, "see: page.md#heading, in both languages", found)
            return


def _otherwise(book: Book, page: Page) -> Iterator[FurtherError]:
    """Each term is called what was agreed. A name in a bracket, 기울기(그래디언트), says what others call it."""
    agreed = {" ".join(name.split()): term for term in book.glossary.values() for name in term.avoided()}
    text = running(page.text)
    for match in pattern(agreed, "ko").finditer(text):
        if _bracketed(text, match):
            continue
        term = agreed[" ".join(match[0].split())]
        line = text.count("\n", 0, match.start()) + 1
        do = f"write {term.korean}; other names go in a bracket, {term.korean}({match[0]}), in `code` or in ‘quotes’"
        yield FurtherError(page.where(line), f"{term.korean} (docs/glossary.yml, {term.id})", match[0], do)


def _bracketed(text: str, match: re.Match[str]) -> bool:
    """Whether a name stands alone in a bracket, or as one of a list in it."""
    before, after = text[: match.start()].rstrip(" "), text[match.end() :].lstrip(" ")
    opened = re.search(r"\(([^()\n]*[,/·] ?)?$", before)
    return bool(opened and re.match(r"([,/·][^()\n]*)?\)", after))
