"""Notebook pages as mkdocs-jupyter converts them, kept in the store.

Its own cache writes entries that a killed build leaves half written, has no checksums, and drops what another build at
the same time needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page

from further import notebook
from further.compiled import compile_once
from further.spared import made_by, spare
from further.store import Store
from further.trace import digest


def keep(page: Page, store: Store, options: Any) -> None:
    """Let ``page`` be converted once, and taken from the store after that.

    Args:
        page: A notebook's page, whose ``render`` mkdocs-jupyter has replaced by its conversion.
        store: Where it is kept.
        options: mkdocs-jupyter's.
    """
    convert = page.render
    plain = {key: item for key, item in sorted(options.items()) if not key.startswith("cache")}
    inputs = [digest(Path(page.file.abs_src_path).read_bytes()), made_by(), plain]
    page.render = _rendering(page, convert, store, f"notebooks/{digest(repr(inputs).encode())}")


def _rendering(page: Page, convert: Callable[..., None], store: Store, key: str) -> Callable[..., None]:
    def render(*args: Any) -> None:
        if (kept := store.read(key, _read)) is None:
            compile_once()
            spare()
            convert(*args)
            kept = {"content": notebook.body(page.content), "title": page.title}
            store.put(key, json.dumps(kept, ensure_ascii=False).encode())
        page.content, page.title = kept["content"], kept["title"]

    return render


def _read(payload: bytes) -> dict[str, str]:
    kept = json.loads(payload)
    return {"content": kept["content"] + "", "title": kept["title"] + ""}
