"""Feed the readers with inputs that atheris makes, led by the lines of code that each input reaches.

``scripts/fuzz`` runs it:

    python tests/fuzz_by_coverage.py NAME COUNT     NAME: one of `readers.READERS`, or "the renderer"
    python tests/fuzz_by_coverage.py                the names, a line each

Exits with another code than 0 at the first exception that a reader does not promise; libFuzzer prints the input.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["further", "yaml", "bibtexparser", "pylatexenc"], enable_loader_override=False
):
    import conftest
    from readers import READERS, Reader, renderer, spelled

RENDERER = "the renderer"


def main(name: str, count: int) -> None:
    """Feed the reader of this name with its share of ``count`` inputs."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        reader = READERS[name] if name != RENDERER else _renderer(home / "mini")
        (home / "corpus").mkdir()
        for number, text in enumerate(reader.whole):
            (home / "corpus" / str(number)).write_bytes(text.encode("ascii", "ignore"))
        (home / "files").mkdir()

        def read(data: bytes) -> None:
            reader.read(spelled(data, reader.pieces), home / "files")

        runs = round(count * reader.share)
        options = [f"-atheris_runs={runs}", "-max_len=2000", "-len_control=20", "-rss_limit_mb=2048"]
        atheris.Setup([sys.argv[0], str(home / "corpus"), *options, "-seed=1", f"-artifact_prefix={home}/"], read)
        print(f"{name}: {runs} inputs", flush=True)
        atheris.Fuzz()


def _renderer(home: Path) -> Reader:
    """Return the renderer on the results of the small book, which runs first."""
    return renderer(conftest.copied(home).book())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(sys.argv[1], int(sys.argv[2]))
    else:
        print("\n".join([*READERS, RENDERER]))
