#!/usr/bin/env python3
"""The same experiments built by this engine and by its peers, measured side by side in one run. Prints Markdown.

Usage: scripts/bench peers [--experiments 12] [--repeats 5] [--only further,myst-nb]

A third of the experiments do next to nothing, a third import torch, a third compute for about four seconds; each has a
number and a figure. Every tool publishes them on a page each, from an environment of its own (made once, in
.cache/bench; PyPI and npm are asked for what is pinned below). Six builds are timed: from nothing, with nothing
changed, and after an edit of prose, of one snippet, of the helper module that all import, and of the data file that all
read. After every build the numbers on the pages are compared with what they have to be: that is the column *right*.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from watched import run

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".cache" / "bench"
COMMON = ("torch==2.13.0", "numpy==2.4.6", "altair==6.3.0", "ipykernel==7.4.0")
EDITS = ("cold", "warm", "prose", "snippet", "helper", "data")
FLOOR = 1000  # answers start here, so that no other number on a page is taken for one


@dataclass
class Book:
    """What the experiments compute from; an edit changes one part.

    Attributes:
        size: How many experiments there are.
        scale: A constant in the helper module.
        data: A number in the data file.
        own: A constant in the first experiment.
        prose: How many sentences the first page has had added.
    """

    size: int
    scale: int = 7
    data: int = FLOOR
    own: int = 1
    prose: int = 0

    def change(self, edit: str) -> None:
        """Do one of `EDITS`."""
        part = {"prose": "prose", "snippet": "own", "helper": "scale", "data": "data"}.get(edit)
        if part:
            setattr(self, part, getattr(self, part) + 1)

    def name(self, number: int) -> str:
        """Return an experiment's name."""
        return f"exp-{number:03d}"

    def text(self, number: int) -> str:
        """Return the sentences of an experiment's page."""
        return "What does it give?" + " One more sentence." * (self.prose if number == 0 else 0)

    def answer(self, number: int) -> int:
        """Return what an experiment has to give."""
        return self.scale * (number + 1) * (self.own if number == 0 else 1) + self.data

    def code(self, number: int, data: Path) -> str:
        """Return the code of an experiment, up to its ``answer`` and its ``chart``."""
        work = ("step = 1", "import torch\nstep = int(torch.ones(3).sum()) - 2", LOOP)[number % 3]
        own = self.own if number == 0 else 1
        return (
            f"from pathlib import Path\nimport altair as alt\nfrom equipment import SCALE\n{work}\n"
            f"answer = SCALE * {number + 1} * {own} * step + int(Path({str(data)!r}).read_text())\n"
            "rows = [{'x': x, 'y': x * answer} for x in range(5)]\n"
            "chart = alt.Chart(alt.Data(values=rows)).mark_line().encode(x='x:Q', y='y:Q')"
        )


LOOP = """\
total = 1
for _ in range(40_000_000):
    total = (total * 1103515245 + 12345) % 2147483648
step = 1 if total >= 0 else 0"""


MYST_NB = """\
from pathlib import Path

from jupyter_cache import get_cache

nb_execution_cache_path = str(Path(__file__).parent / ".jupyter_cache")
get_cache(nb_execution_cache_path).list_cache_records()
extensions = ["myst_nb"]
nb_execution_mode = "cache"
nb_execution_timeout = 300
exclude_patterns = ["_build", "jupyter_execute", ".jupyter_cache"]
"""


@dataclass(frozen=True)
class Tool:
    """One way to build the book.

    Attributes:
        packages: What its environment has besides `COMMON`, pinned.
        write: Writes the sources of a book into a folder.
        command: What builds them, a list of words; ``{bin}`` is where its programs are.
        pages: Where the published pages are, below the folder.
        npm: Packages from npm, pinned.
        isolated: Whether each experiment has a process of its own.
    """

    packages: tuple[str, ...]
    write: Callable[[Book, Path], None]
    command: tuple[str, ...]
    pages: str
    npm: tuple[str, ...] = ()
    isolated: bool = True


@dataclass
class Cost:
    """What a build cost: seconds of wall and processor time, megabytes at its peak, and if the pages were right."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    right: bool = True


def put(path: Path, text: str) -> None:
    """Write a file only if it says something new, so that only what was edited looks edited."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _inputs(book: Book, folder: Path) -> Path:
    put(folder / "equipment.py", f"SCALE = {book.scale}\n")
    put(folder / "data.txt", str(book.data))
    return folder / "data.txt"


def _further(book: Book, folder: Path, languages: tuple[str, ...] = ("ko", "en")) -> None:
    """Ours: both languages, each page with the number in a sentence and the figure."""
    data = _inputs(book, folder / "snippets" / "bench")
    (data.parent / "equipment.py").unlink()  # a file beside experiments is one; helpers live in a package
    put(data.parent / "equipment" / "__init__.py", f"SCALE = {book.scale}\n")
    for number in range(book.size):
        name = book.name(number)
        cells = (
            f'# %% [markdown] lang="en"\n# # {name}\n\n# %% [markdown] lang="ko"\n# # {name}\n\n# %% run\n'
            f"{book.code(number, data)}\n\nfrom further import both, figure, value\n\n"
            "value('answer', answer)\nfigure('line', chart, alt=both('a line', '선'))\n"
        )
        cells = cells.replace("x='x:Q', y='y:Q'", "x=alt.X('x:Q', title=None), y=alt.Y('y:Q', title=None)")
        put(folder / "snippets" / "bench" / f"{name}.py", cells)
        for lang in ("ko", "en"):
            page = (
                f"# {name} {{ #top }}\n\n{book.text(number)}\n\n{name} gives {{{{{name}.answer}}}}\n\n"
                f"/// figure | {name}.line\nA line.\n///\n"
            )
            put(folder / "docs" / lang / f"{name}.md", page)
    for lang in ("ko", "en"):
        put(folder / "docs" / lang / "index.md", "# Book { #home }\n")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        text = re.sub(r"      questions:\n( {8}- .*\n)+", "", text)
        if len(languages) == 1:
            text = text.replace(
                "      other: mkdocs.en.yml    # built into this site by the same command\n", "      other: ''\n"
            )
        put(folder / name, text)
    if not (folder / "docs" / "theme").exists():
        shutil.copytree(ROOT / "docs" / "theme", folder / "docs" / "theme")


def _further_one(book: Book, folder: Path) -> None:
    _further(book, folder, ("ko",))


def _notebook_cells(book: Book, number: int, data: Path) -> list[str]:
    shown = f"from IPython.display import HTML\nprint('{book.name(number)} gives', answer)\nHTML(chart.to_html())"
    return [book.code(number, data), shown]


def _mkdocs(folder: Path, plugin: str) -> None:
    put(folder / "docs" / "index.md", "# Book\n")
    put(
        folder / "mkdocs.yml",
        f"site_name: Book\ntheme:\n  name: material\n  font: false\nplugins:\n  - search\n{plugin}",
    )


def _mkdocs_jupyter(book: Book, folder: Path) -> None:
    data = _inputs(book, folder)
    for number in range(book.size):
        first, second = _notebook_cells(book, number, data)
        text = f"# %% [markdown]\n# # {book.name(number)}\n# {book.text(number)}\n\n# %%\n{first}\n\n# %%\n{second}\n"
        put(folder / "docs" / f"{book.name(number)}.py", text)
    _mkdocs(
        folder, "  - mkdocs-jupyter:\n      execute: true\n      allow_errors: false\n      include: ['exp-*.py']\n"
    )


def _markdown_exec(book: Book, folder: Path) -> None:
    data = _inputs(book, folder)
    for number in range(book.size):
        name = book.name(number)
        code = f"{book.code(number, data)}\nprint('{name} gives', answer)\nprint(chart.to_html())"
        put(
            folder / "docs" / f"{name}.md",
            f'# {name}\n\n{book.text(number)}\n\n```python exec="1" html="1"\n{code}\n```\n',
        )
    _mkdocs(folder, "  - markdown-exec\nmarkdown_extensions:\n  - pymdownx.superfences\n")


def _myst_nb(book: Book, folder: Path) -> None:
    data = _inputs(book, folder)
    head = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n"
    head += "  name: python3\n  display_name: Python 3\n---\n"
    for number in range(book.size):
        cells = "\n\n".join(f"```{{code-cell}} ipython3\n{cell}\n```" for cell in _notebook_cells(book, number, data))
        put(folder / f"{book.name(number)}.md", f"{head}# {book.name(number)}\n\n{book.text(number)}\n\n{cells}\n")
    names = "\n".join(book.name(number) for number in range(book.size))
    put(folder / "index.md", f"# Book\n\n```{{toctree}}\n{names}\n```\n")
    # two readers that find no cache both make one, and one of them fails: so it is made before they start
    put(folder / "conf.py", MYST_NB)


def _mystmd(book: Book, folder: Path) -> None:
    """As the JSON that its themes show: they come from a host of their own at build time, so no HTML is written."""
    data = _inputs(book, folder)
    head = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
    for number in range(book.size):
        name = book.name(number)
        cells = "\n\n".join(f"```{{code-cell}} python\n{cell}\n```" for cell in _notebook_cells(book, number, data))
        put(folder / f"{name}.md", f"{head}# {name}\n\n{book.text(number)}\n\n{cells}\n")
    put(folder / "index.md", "# Book\n")
    put(folder / "theme" / "template.yml", "jtex: v1\ntitle: None\nversion: 1.0.0\nbuild:\n  install: 'true'\n")
    put(folder / "jupyter" / "jupyter_server_config.py", "c.ServerApp.allow_root = True\n")
    put(folder / "myst.yml", "version: 1\nproject:\n  title: Book\nsite:\n  template: ./theme\n")


def _sphinx_gallery(book: Book, folder: Path) -> None:
    data = _inputs(book, folder)
    for number in range(book.size):
        first, second = _notebook_cells(book, number, data)
        text = (
            f'"""\n{book.name(number)}\n=======\n\n{book.text(number)}\n"""\n\n{first}\n\n# %%\n# Shown.\n\n{second}\n'
        )
        put(folder / "examples" / f"plot_{book.name(number).replace('-', '_')}.py", text)
    put(folder / "examples" / "README.txt", "Book\n====\n")
    put(folder / "index.rst", "Book\n====\n\n.. toctree::\n\n   gallery/index\n")
    conf = "extensions = ['sphinx_gallery.gen_gallery']\n"
    conf += "sphinx_gallery_conf = {'examples_dirs': 'examples', 'gallery_dirs': 'gallery', 'parallel': 2,\n"
    conf += "    'image_scrapers': (), 'reset_modules': (), 'capture_repr': ('_repr_html_',)}\n"
    put(folder / "conf.py", conf)


MKDOCS = ("mkdocs==1.6.1", "mkdocs-material==9.8.1")
SPHINX = ("{bin}/sphinx-build", "-q", "-j", "2", "-b", "html", ".", "_build")
TOOLS = {
    "further": Tool((), _further, ("{bin}/mkdocs", "build", "-q", "--strict"), "site"),
    "further-one-language": Tool((), _further_one, ("{bin}/mkdocs", "build", "-q", "--strict"), "site"),
    "mkdocs-jupyter": Tool(
        (*MKDOCS, "mkdocs-jupyter==0.26.3"), _mkdocs_jupyter, ("{bin}/mkdocs", "build", "-q"), "site"
    ),
    "markdown-exec": Tool(
        (*MKDOCS, "markdown-exec==1.12.6"), _markdown_exec, ("{bin}/mkdocs", "build", "-q"), "site", isolated=False
    ),
    "MyST-NB": Tool(("myst-nb==1.4.0",), _myst_nb, SPHINX, "_build"),
    "sphinx-gallery": Tool(
        ("sphinx-gallery==0.22.1", "joblib==1.5.3", "pillow==12.0.0"), _sphinx_gallery, SPHINX, "_build", isolated=False
    ),
    "mystmd": Tool(
        ("jupyter-server==2.17.0",),
        _mystmd,
        ("{npm}/myst", "build", "--site", "--execute", "--execute-parallel", "2"),
        "_build/site/content",
        ("mystmd@1.8.3",),
    ),
}


def main(words: list[str]) -> None:
    """Measure what the command line names, and print the table."""
    parser = argparse.ArgumentParser(prog="scripts/bench peers")
    parser.add_argument("--experiments", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", default="", help="names of tools, with commas")
    asked = parser.parse_args(words)
    chosen = {name: tool for name, tool in TOOLS.items() if not asked.only or name in asked.only.split(",")}
    homes = {name: _environment(name, tool) for name, tool in chosen.items()}
    costs = {name: {edit: Cost() for edit in EDITS} for name in chosen}
    failed = dict.fromkeys(chosen, 0)
    for repeat in range(asked.repeats):
        for name, tool in chosen.items():  # one after the other in every repeat, so that a slow hour is slow for all
            print(f"repeat {repeat + 1}, {name}", file=sys.stderr)
            failed[name] += _measure_again_if_it_fails(asked.experiments, tool, homes[name], costs[name])
    _report(costs, asked.experiments, asked.repeats)
    for name, times in failed.items():
        if times:
            print(f"\n{name}: {times} rounds ended with an error of the tool's and were done again.")


def _environment(name: str, tool: Tool) -> Path:
    """Return the folder of a tool's programs; make it if it is not there."""
    if not tool.packages:
        return ROOT / ".venv"
    home = HOME / re.sub(r"\W+", "-", name)
    stamp, wanted = home / "installed", "\n".join([*COMMON, *tool.packages, *tool.npm])
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        pip = [home / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *COMMON, *tool.packages], check=True)
        if tool.npm:
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--prefix", home, *tool.npm], check=True)
        stamp.write_text(wanted)
    return home


def _measure_again_if_it_fails(size: int, tool: Tool, home: Path, costs: dict[str, Cost]) -> int:
    """Do a round; once more if a build of it fails, as a kernel that dies makes it. Return how many failed."""
    try:
        _measure(Book(size), tool, home, costs)
    except SystemExit as error:
        print(error, "\nonce more", file=sys.stderr)
        _measure(Book(size), tool, home, costs)
        return 1
    return 0


def _measure(book: Book, tool: Tool, home: Path, costs: dict[str, Cost]) -> None:
    """Build ``book`` with a tool, from nothing and after each edit."""
    folder = HOME / "book"
    shutil.rmtree(folder, ignore_errors=True)
    places = {"bin": home / "bin", "npm": home / "node_modules" / ".bin"}
    command = [word.format(**places) for word in tool.command]
    environment = dict(os.environ, PYTHONPATH=str(folder), NO_MKDOCS_2_WARNING="1", OMP_NUM_THREADS="1")
    environment["JUPYTER_CONFIG_DIR"] = str(folder / "jupyter")
    environment["PATH"] = f"{home / 'bin'}:{environment['PATH']}"
    found = {}
    for edit in EDITS:
        book.change(edit)
        tool.write(book, folder)
        time.sleep(1.1)  # some tools compare times of files, to the second
        found[edit] = run(command, folder, environment), _right(book, folder / tool.pages)
    for edit, (spent, right) in found.items():  # of a whole round only
        cost = costs[edit]
        cost.wall.append(spent.wall)
        cost.cpu.append(spent.cpu)
        cost.peak.append(spent.peak / 1e6)
        cost.right &= right


def _right(book: Book, pages: Path) -> bool:
    """Whether every experiment's number stands on a published page, and no other number in its place."""
    found: dict[str, set[str]] = {}
    for path in (path for end in ("html", "json") for path in pages.rglob(f"*.{end}")):
        text = html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))
        for name, answer in re.findall(r"(exp-\d{3}) gives\s+(\d+)", text):
            found.setdefault(name, set()).add(answer)
    return found == {book.name(number): {str(book.answer(number))} for number in range(book.size)}


def _report(costs: dict[str, dict[str, Cost]], experiments: int, repeats: int) -> None:
    print(f"\nSeconds (median of {repeats}) for {experiments} experiments on {os.cpu_count()} cores.\n")
    print("| tool | a process each | " + " | ".join(EDITS) + " | CPU cold | MB cold | right after every edit |")
    print("| --- | --- | " + " | ".join(["---:"] * (len(EDITS) + 2)) + " | --- |")
    for name, by_edit in costs.items():
        seconds = " | ".join(f"{statistics.median(by_edit[edit].wall):.1f}" for edit in EDITS)
        cold = by_edit["cold"]
        wrong = [edit for edit in EDITS if not by_edit[edit].right]
        right = "yes" if not wrong else f"no: wrong after {', '.join(wrong)}"
        own = "yes" if TOOLS[name].isolated else "no"
        more = f"{statistics.median(cold.cpu):.1f} | {statistics.median(cold.peak):.0f}"
        print(f"| {name} | {own} | {seconds} | {more} | {right} |")


if __name__ == "__main__":
    main(sys.argv[1:])
