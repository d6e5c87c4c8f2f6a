"""A page as messengers show it when somebody sends its link: title, first sentence and the figure it is remembered by.

One picture of 1200 by 630 pixels for each page and language, drawn from SVG with NanumGothic (SIL Open Font License
1.1), which the package koreanize-matplotlib ships.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

from further import picture
from further.book import Book, topic
from further.chart import SERIES
from further.installed import versions
from further.store import Store
from further.trace import digest

WIDTH, HEIGHT, EDGE = 1200, 630, 64
"""Pixels: what Open Graph's readers and Twitter's large card want, and the margin."""

FONT = "NanumGothic"
PAPER, INK, SOFT = "#fdfdfb", "#1b1d21", "#5b626d"
VARIABLE = re.compile(r"var\(--[\w-]+,\s*([^)]+)\)")
SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)


ACCENTS = {"recurrent-gradients": 2, "bert-vs-gpt": 2, "early-steps": 3, "masked-lm": 3, "attention-explanation": 4}
ACCENTS |= {"bleu": 5, "black-box": 5}
"""Which series' colour a topic lends its page, as in the style sheet; the first for all others."""


def address(path: str) -> str:
    """Return where the picture of the page at ``path`` is published, under the site of its language."""
    return f"assets/previews/{path.removesuffix('.md').replace('/', '-')}.png"


def of_page(book: Book, path: str, lang: str, site: str, shown: str) -> bytes:
    """Draw the picture of one page.

    Args:
        book: The book, its results filled in.
        path: The page's path.
        lang: ``"ko"`` or ``"en"``.
        site: The site's name.
        shown: The page's HTML: its title and first sentence are taken from it.
    """
    title = _plain(re.search(r"<h1[^>]*>(.*?)</h1>", shown, re.DOTALL))
    answer = _plain(re.search(r'<div class="fq-answer">(.*?)</div>', shown, re.DOTALL))
    text = first_sentence(answer or _plain(re.search(r"<p[^>]*>(.*?)</p>", shown, re.DOTALL)))
    page = book.pages[lang][path]
    name = next((each.name for each in page.references if each.kind == "figure"), "")
    drawing = ""
    if name:
        finding, _ = book.finding(name, ["figure"], page.where())
        drawing = picture.made(book, name.partition(".")[0], finding, lang).drawings["wide"]
    series = ACCENTS.get(topic(path), 1)
    return card(book.store, site, title, text, _swapped(drawing, series), SERIES[series - 1])


def _swapped(drawing: str, series: int) -> str:
    """Return a chart whose first series has the topic's colour, as on its page."""
    colours = {f"--fq-{a}": f"var(--fq-{b}, {SERIES[b - 1]})" for a, b in ((1, series), (series, 1))}
    return re.sub(r"var\((--fq-\d),[^)]*\)", lambda match: colours.get(match[1], match[0]), drawing)


def _plain(found: re.Match[str] | None) -> str:
    """Return the text of matched HTML, without what only a screen needs: links to the heading, footnotes' numbers."""
    inner = re.sub(r'<a class="headerlink".*?</a>|<sup.*?</sup>', "", found[1], flags=re.DOTALL) if found else ""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", inner)).split())


def card(store: Store, site: str, title: str, text: str, drawing: str, accent: str) -> bytes:
    """Draw the picture, or take it from the store.

    Args:
        store: Where pictures are kept.
        site: The site's name.
        title: The page's title.
        text: Its first sentence.
        drawing: A chart as `further.chart.draw` gives it, for the wide column; may be empty.
        accent: The topic's colour.

    Returns:
        A PNG.
    """
    svg = _svg(site, title, text, drawing, accent)
    key = f"previews/{digest((svg + _version()).encode())}"
    if (kept := store.get(key)) is not None:
        return kept
    import vl_convert

    vl_convert.register_font_directory(str(_fonts()))
    png = vl_convert.svg_to_png(svg, scale=1, ppi=72)
    store.put(key, png)
    return png


def first_sentence(text: str) -> str:
    """Return the first sentence of ``text``, white space made plain."""
    plain = " ".join(text.split())
    found = SENTENCE.match(plain)
    return found[0] if found else plain


def _version() -> str:
    return str(versions(("vl-convert-python", "koreanize-matplotlib")))


def _fonts() -> Path:
    """Return the folder of the fonts. The package itself is not imported: it would set up matplotlib."""
    return Path(find_spec("koreanize_matplotlib").origin).parent / "fonts"


def _svg(site: str, title: str, text: str, drawing: str, accent: str) -> str:
    inner = WIDTH - 2 * EDGE
    size = 46 if len(list(lines(title, 46, inner))) < 3 else 38
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/><rect width="{WIDTH}" height="10" fill="{accent}"/>',
        _text(EDGE, 74, 24, SOFT, 400, site),
    ]
    y = 86.0
    for line in list(lines(title, size, inner))[:3]:
        y += size * 1.28
        parts.append(_text(EDGE, y, size, INK, 700, line))
    top = y + 34
    column = 450 if drawing else inner
    room = int((HEIGHT - EDGE / 2 - top) // 38)
    said = list(lines(text, 25, column))
    if len(said) > room:
        said = [*said[: room - 1], said[room - 1].rstrip(" .,") + " …"]
    parts += [_text(EDGE, top + 26 + n * 38, 25, SOFT, 400, line) for n, line in enumerate(said)]
    if drawing:
        parts.append(_placed(drawing, EDGE + column + 40, top, inner - column - 40, HEIGHT - EDGE / 2 - top))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'


def _text(x: float, y: float, size: float, colour: str, weight: int, text: str) -> str:
    style = f'font-family="{FONT}" font-size="{size:g}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x:g}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _placed(drawing: str, x: float, y: float, width: float, height: float) -> str:
    """Return a chart fitted into a box, its colours those of paper, its letters ours."""
    found = re.match(r"<svg([^>]*)>", drawing)
    own = dict(re.findall(r'(width|height)="([\d.]+)"', found[1]))
    view = f"0 0 {own['width']} {own['height']}"
    body = VARIABLE.sub(lambda match: match[1].strip(), drawing[found.end() :])
    place = f'x="{x:g}" y="{y:.1f}" width="{width:g}" height="{height:.1f}" viewBox="{view}"'
    return f'<svg {place} preserveAspectRatio="xMidYMin meet" font-family="{FONT}">{body}'


def lines(text: str, size: float, width: float) -> Iterator[str]:
    """Break ``text`` at spaces into lines of at most ``width`` pixels at ``size`` pixels a letter, by estimate.

    Hangul takes 0.95 of the size in NanumGothic, Latin letters 0.55 on average; a longer word has a line of its own.
    """
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _width(longer) * size > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _width(text: str) -> float:
    return sum(0.95 if unicodedata.east_asian_width(letter) in "WF" else 0.55 for letter in text)
