"""How a work is shown: its entry in a list of references, and its BibTeX."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from further.references import Work


def entry(work: Work, lang: str) -> etree.Element:
    """Return one work as a paragraph: authors, title in its own language, venue, links.

    What is in a field is text, never markup.
    """
    paragraph = etree.Element("p")
    paragraph.text = AtomicString(f"{work.everybody(lang).rstrip('.')}. ")
    title = etree.SubElement(paragraph, "cite", {} if work.language == lang else {"lang": work.language})
    title.text = AtomicString(work.title)
    title.tail = AtomicString(f"{'' if work.title[-1] in '.?!' else '.'} {work.venue()}. ")
    for shown, address in work.links():
        link = etree.SubElement(paragraph, "a", {"href": address})
        link.text, link.tail = AtomicString(shown), AtomicString(" ")
    return paragraph


def bibtex(source: str, summary: str) -> etree.Element:
    """Return BibTeX behind a disclosure."""
    details = etree.Element("details", {"class": "fq-bibtex"})
    etree.SubElement(details, "summary").text = AtomicString(summary)
    details.append(listing(source))
    return details


def listing(source: str) -> etree.Element:
    """Return BibTeX as a block of code."""
    block = etree.Element("pre")
    etree.SubElement(block, "code").text = AtomicString(source + "\n")
    return block


def order(work: Work) -> tuple[str, str, str]:
    """Return what references are sorted by: names, year, key."""
    return work.names("en").casefold(), work.year, work.key
