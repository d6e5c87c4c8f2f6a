"""Notebook pages as mkdocs-jupyter converts them, kept in the store.

Its own cache writes entries that a killed build leaves half written, has no checksums, and drops what another build at
the same time needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.structure.pages import Page

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
    made_by = [version(name) for name in ("mkdocs-jupyter", "nbconvert", "Pygments")]
    plain = {key: item for key, item in sorted(options.items()) if not key.startswith("cache")}
    inputs = [digest(Path(page.file.abs_src_path).read_bytes()), made_by, plain]
    page.render = _rendering(page, convert, store, f"notebooks/{digest(repr(inputs).encode())}")


def _rendering(page: Page, convert: Callable[..., None], store: Store, key: str) -> Callable[..., None]:
    def render(*args: Any) -> None:
        if (kept := store.read(key, _read)) is None:
            _compile_once()
            convert(*args)
            kept = {"content": page.content, "title": page.title}
            store.put(key, json.dumps(kept, ensure_ascii=False).encode())
        page.content, page.title = kept["content"], kept["title"]

    return render


@cache
def _compile_once() -> None:
    """Let nbconvert compile each of its templates once, not once for every notebook: that takes most of its time."""
    from nbconvert.exporters.templateexporter import TemplateExporter

    compiled, create = Compiled(), TemplateExporter._create_environment

    def remembering(exporter: TemplateExporter) -> Any:
        environment = create(exporter)
        environment.bytecode_cache = compiled
        return environment

    TemplateExporter._create_environment = remembering


class Compiled(BytecodeCache):
    """Templates' code in memory, by where they stand and what they say."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` its code, if it has been compiled."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of ``bucket``."""
        self.codes[bucket.key, bucket.checksum] = bucket.code


def _read(payload: bytes) -> dict[str, str]:
    kept = json.loads(payload)
    return {"content": kept["content"] + "", "title": kept["title"] + ""}
