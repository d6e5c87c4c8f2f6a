"""What comes from a run holds nothing active: a drawing draws, an output is text or a picture, a chart has its data.

Whoever writes a page may write HTML into it. Whoever writes an experiment gives values, charts and outputs, and a chart
may link, load or carry a script; that stops here, before anything is drawn or published.
"""

from __future__ import annotations

import base64
import binascii
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any

from further.errors import FurtherError

ELEMENTS = {"svg", "g", "path", "rect", "line", "circle", "ellipse", "polygon", "text", "tspan", "image", "defs"}
ELEMENTS |= {"clipPath", "linearGradient", "radialGradient", "stop", "title", "desc"}
"""What Vega draws with, but for links."""

ATTRIBUTES = re.compile(r"[a-z][A-Za-z0-9-]*|\{http://www\.w3\.org/(1999/xlink|XML/1998/namespace)\}(href|space)")
LOCAL = re.compile(r"#[\w-]+|data:image/png;base64,[A-Za-z0-9+/=\s]*")
"""Where an attribute may point: into its own drawing, or to a picture that it holds itself."""

TITLE = re.compile(r"""(<[a-z][^>]*\stitle=)("[^"]*"|'[^']*')""", re.IGNORECASE)

FETCHED = ("url", "href")
HELD = ("values", "datasets")
PICTURE = "image/png"


def titles(html: str) -> str:
    """Return ``html`` with tags in its title attributes escaped once more: Material's tooltips take titles for HTML."""
    return TITLE.sub(lambda match: match[1] + match[2].replace("&lt;", "&amp;lt;").replace("<", "&amp;lt;"), html)


def chart(where: str, spec: dict[str, Any]) -> None:
    """See that a chart links to nothing and loads nothing, now or in the reader's browser.

    Args:
        where: The place, for messages.
        spec: A Vega-Lite specification.

    Raises:
        FurtherError: If it does.
    """
    if found := next(_fetched(spec), ""):
        do = "put the data into the chart (alt.Data(values=…)), and links into the page"
        raise FurtherError(where, "a chart that holds its data and links to nothing", found, do)


def _fetched(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from (f"{key}: {str(thing[key])[:80]}" for key in FETCHED if thing.get(key) is not None)
        thing = [part for key, part in thing.items() if key not in HELD]
    for part in thing if isinstance(thing, list) else ():
        yield from _fetched(part)


def drawing(where: str, svg: str) -> None:
    """See that a drawing holds shapes and texts and nothing else.

    Args:
        where: The place, for messages.
        svg: The drawing.

    Raises:
        FurtherError: If it holds a script, a link, an event's handler or a style, or points outside.
    """
    try:
        elements = list(etree.fromstring(svg).iter())
    except etree.ParseError as error:
        raise FurtherError(where, "a drawing in SVG", str(error)) from None
    for element in elements:
        name = str(element.tag).rpartition("}")[2]
        if name not in ELEMENTS:
            raise FurtherError(where, "a drawing of shapes and texts", f"<{name}>", "draw it without")
        for key, text in element.attrib.items():
            if not _harmless(key, text):
                raise FurtherError(where, "a drawing of shapes and texts", f'<{name} {key}="{text[:80]}">')


def _harmless(key: str, text: str) -> bool:
    if not ATTRIBUTES.fullmatch(key) or key.startswith("on"):
        return False
    if key.endswith("href"):
        return bool(LOCAL.fullmatch(text))
    return all(re.match(r"url\(\s*['\"]?#", part) for part in re.findall(r"url\([^)]*", text, re.IGNORECASE))


def output(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is published of a plain output: text, and pictures in PNG. HTML and scripts are left out."""
    if found["output_type"] == "stream":
        return {"output_type": "stream", "name": "stdout", "text": str(found["text"])}
    data = {kind: found["data"][kind] for kind in ("text/plain", PICTURE) if kind in found.get("data", {})}
    if PICTURE in data and not _is_base64(data[PICTURE]):
        del data[PICTURE]
    return {"output_type": found["output_type"], "metadata": {}, "data": data or {"text/plain": ""}}


def _is_base64(text: Any) -> bool:
    try:
        return bool(base64.b64decode("".join(text.split()), validate=True))
    except (AttributeError, ValueError, binascii.Error):
        return False
