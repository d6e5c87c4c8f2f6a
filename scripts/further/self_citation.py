"""How a page of this site is cited: a line of text, and BibTeX."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from urllib.parse import urlsplit

from markdown.util import AtomicString

from further.book import topic
from further.entry import listing
from further.place import Place
from further.words import word

HERE = ("127.0.0.1", "localhost", "::1", "0.0.0.0", None)
LANGID = {"ko": "korean", "en": "english"}
TEX = str.maketrans({each: "\\" + each for each in "%&#_$"})


def year(place: Place) -> str:
    """Return the year of the newest experiment that the page refers to, or of the newest of all; empty without one."""
    results = place.book.results
    named = {reference.name.partition(".")[0] for reference in place.page.references} & set(results)
    return max((results[name].run["finished"] for name in named or results), default="")[:4]


def address(place: Place) -> str:
    """Return the page's address; empty if the site has none but on the machine that made it."""
    if urlsplit(place.url).hostname in HERE:
        return ""
    own = place.path.removesuffix("index.md").removesuffix(".md")
    return f"{place.url.rstrip('/')}/{own}/" if own else place.url


def text(place: Place) -> str:
    """Return the page as a reference in one line."""
    parts = [place.site, f"“{_title(place)}”", year(place), address(place)]
    return ", ".join(filter(None, parts))


def bibtex(place: Place) -> str:
    """Return the page as a BibTeX entry."""
    fields = {
        "author": f"{{{place.site.translate(TEX)}}}",
        "title": f"{{{_title(place).translate(TEX)}}}",
        "year": year(place),
        "url": address(place),
        "langid": LANGID[place.lang],
    }
    said = {name: value for name, value in fields.items() if value}
    width = max(map(len, said))
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in said.items()]
    return "\n".join([f"@misc{{further-{topic(place.path)}-{place.lang},", *lines, "}"])


def box(place: Place) -> etree.Element:
    """Return both, behind a disclosure."""
    details = etree.Element("details", {"class": "fq-bibtex fq-cite-page"})
    etree.SubElement(details, "summary").text = AtomicString(word(place.lang, "cite-page"))
    etree.SubElement(details, "p").text = AtomicString(text(place))
    details.append(listing(bibtex(place)))
    return details


def _title(place: Place) -> str:
    """Return the title without Markdown's emphasis and code."""
    return re.sub(r"[*`]", "", place.page.title)
