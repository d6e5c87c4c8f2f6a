"""Templates of nbconvert, each compiled once for all notebooks: for every one anew, it takes most of its time."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


@cache
def compile_once() -> None:
    """Let nbconvert compile each of its templates once, from now on."""
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
