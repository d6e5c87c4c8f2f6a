"""The Content-Security-Policy of a site: what its pages may load and run, for hosts and in the pages themselves.

Scripts are the site's own files and the few that Material writes into every page, known by their hashes; whatever else
turns up in a page does not run, nor does `eval`: Vega runs its expressions by an interpreter of its own.
https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
CONTENT = re.compile(r"<article\b.*</article>", re.DOTALL | re.IGNORECASE)
HEAD = re.compile(r'<head[^>]*>(\s*<meta charset="[^"]*">)?')  # the charset has to come first

RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # positions that scripts and drawings set
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "object-src": "'none'",
}
ONLY_HEADER = "frame-ancestors 'none'"
"""What a page cannot say of itself."""


def write(site: Path) -> None:
    """Put the policy into every page under ``site``, and into files that hosts read.

    Args:
        site: A built site, both languages.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    rule = of(pages.values())
    for path, text in pages.items():
        tag = f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
        path.write_text(HEAD.sub(lambda head, tag=tag: head[0] + tag, text, count=1), encoding="utf-8")
    (site / "_headers").write_text(headers(rule), encoding="utf-8")


def of(pages: object) -> str:
    """Return the policy of a site: its rules, and the hashes of the scripts that its theme writes into ``pages``.

    All pages share one, because a page that is opened from another one by script keeps that one's.
    What stands in an article is no part of the theme: a script in it is not let run.
    """
    hashes = sorted({hash_ for text in pages for hash_ in _hashes(CONTENT.sub("", text))})
    rules = RULES | {"script-src": " ".join([RULES["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def headers(rule: str) -> str:
    """Return what Netlify and Cloudflare Pages read (``_headers``)."""
    lines = [f"Content-Security-Policy: {rule}; {ONLY_HEADER}", "X-Content-Type-Options: nosniff"]
    return "/*\n" + "".join(f"  {line}\n" for line in [*lines, "Referrer-Policy: strict-origin-when-cross-origin"])


def _hashes(text: str) -> list[str]:
    inline = (
        match for match in SCRIPT.finditer(text) if not re.search(r"\bsrc=|application/json", match["attributes"])
    )
    sums = (hashlib.sha256(match["code"].encode()).digest() for match in inline)
    return [f"'sha256-{base64.b64encode(each).decode()}'" for each in sums]
