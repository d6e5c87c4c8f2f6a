"""What a page says while it is written: what runs, or what is wrong. Only the live server adds it; no site has it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from further.words import WORDS

SCRIPT, STATE = "/__further/banner.js", "/__further/state"
PATIENCE = 25.0
"""Seconds after which a browser that asked what is new is told that nothing is."""


class State:
    """What the server is doing: ``"good"``, ``"busy"`` (with what runs), ``"noted"`` (what is missing) or ``"bad"``."""

    def __init__(self) -> None:
        self.kind, self.text, self.version = "good", "", 0
        self.changed = threading.Condition()

    def set(self, kind: str, text: str = "") -> None:
        """Say what is the case now, to all who wait."""
        with self.changed:
            if (kind, text) != (self.kind, self.text):
                self.kind, self.text, self.version = kind, text, self.version + 1
                self.changed.notify_all()

    def after(self, seen: int) -> bytes:
        """Return the state as JSON, as soon as it is another than the one with the number ``seen``."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, PATIENCE)
            return json.dumps({"version": self.version, "kind": self.kind, "text": self.text}).encode()


def script() -> bytes:
    """Return the script that shows the state in a page's language."""
    words = {lang: {key: word for key, word in each.items() if key.startswith("live-")} for lang, each in WORDS.items()}
    code = (Path(__file__).parent / "templates" / "banner.js").read_text(encoding="utf-8")
    return f"const WORDS = {json.dumps(words, ensure_ascii=False)};\n{code}".encode()


def application(state: State, serve: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Return ``serve``, a WSGI application, with the banner in every page and the state behind it."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == SCRIPT:
            return _reply(start, "application/javascript; charset=utf-8", script())
        if path == STATE:
            seen = environ.get("QUERY_STRING", "")
            return _reply(start, "application/json", state.after(int(seen) if seen.isdecimal() else -1))
        return _with_banner(serve, environ, start)

    return answer


def _with_banner(serve: Callable[..., Iterable[bytes]], environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    said: list[Any] = []
    body = serve(environ, lambda status, headers, *_: said.extend([status, headers]))
    status, headers = said[:2]
    if dict(headers).get("Content-Type") == "text/html":
        page = b"".join(body)
        head, end, tail = page.rpartition(b"</body>")
        page = head + f'<script src="{SCRIPT}"></script>'.encode() + end + tail if end else page
        headers = [(key, str(len(page)) if key == "Content-Length" else each) for key, each in headers]
        body = [page]
    start(status, headers)
    return body


def _reply(start: Callable[..., Any], kind: str, payload: bytes) -> list[bytes]:
    start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(payload))), ("Cache-Control", "no-store")])
    return [payload]
