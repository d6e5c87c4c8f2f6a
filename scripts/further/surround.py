"""What stands around a page, in full, for a theme that can only print what it is told (templates/zensical.html)."""

from __future__ import annotations

import posixpath
from typing import Any

from further import alone, preview
from further.book import topic
from further.foot import Foot
from further.place import Place


def of_page(place: Place, foot: Foot, meta: dict[str, Any], alternate: list[dict[str, str]]) -> dict[str, Any]:
    """Return what `further.foot.Foot.of_page` says, and where things are.

    Args:
        place: Where the page is.
        foot: What the pages of its language have around their text.
        meta: The page's front matter.
        alternate: ``extra.alternate`` of mkdocs.yml: each language with the path of its site in the whole.

    Returns:
        That; ``topic``, whose colour the page has; ``root``, the way to the root of this language; ``urls``, the page's
        address in each language and for readers of any other; ``over`` and ``elsewhere``, the ways to the root and to
        the same page of the other language; and the address of its ``picture``, if it has one.
    """
    own = place.path.removesuffix(place.suffix).removesuffix("index")
    address, up = (f"{own}/", posixpath.relpath(".", own)) if own else ("", ".")
    roots = {each["lang"]: each["link"] for each in alternate}
    mine, whole = roots[place.lang], place.url.removesuffix(roots[place.lang])
    is_page = place.path in place.book.pages[place.lang]
    found = foot.of_page(alone.source(place))
    found["topic"] = meta.get("topic") or (topic(place.path) if own else "")
    found["root"] = f"{up}/"
    found["urls"] = {lang: f"{whole}{root}{address}" for lang, root in roots.items()}
    found["urls"]["x-default"] = next(iter(found["urls"].values()))
    found["picture"] = f"{place.url}{preview.address(place.path)}" if is_page else ""
    way = next((f"{up}/{posixpath.relpath(root, mine)}/" for root in roots.values() if root != mine), "")
    return found | {"over": way, "elsewhere": way and f"{way}{address}"}
