"""A notebook that works where the book is missing, as in Colab: its first cell fetches the book and what it imports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from further import needs, notebook
from further.book import Book
from further.contributing import Repository
from further.experiment import Experiment
from further.words import word

FOLDER = "further-questions"


def files(book: Book, lang: str, repository: Repository | None) -> dict[str, bytes]:
    """Return the notebook that a reader downloads, for each experiment, by its path under the site of ``lang``.

    Without a repository there are none: the notebook beside its page has nothing to fetch.
    """
    if repository is None:
        return {}
    return {
        f"notebooks/{name}/{name}.ipynb": _with_first(book, experiment, lang, repository)
        for name, experiment in book.experiments.items()
    }


def _with_first(book: Book, experiment: Experiment, lang: str, repository: Repository) -> bytes:
    made = json.loads(notebook.localised(book, experiment, lang))
    source = first(repository, experiment.topic, required(book, experiment), lang)
    cell = {"cell_type": "code", "id": "Install", "execution_count": None, "outputs": [], "metadata": {}}
    made["cells"].insert(0, cell | {"source": source})
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()


def first(repository: Repository, topic: str, required: Iterable[str], lang: str) -> str:
    """Return the source of the first cell. Where the book is installed it does nothing.

    It is cloned, not only installed: an experiment may read files of its topic, or build on another experiment.
    """
    checkout = f" && git -C {FOLDER} checkout --quiet {repository.commit}" if repository.commit else ""
    lines = (
        f"# {word(lang, 'install')}",
        "import importlib.util",
        "",
        'if importlib.util.find_spec("further") is None:',
        f"    !git clone --quiet {repository.address} {FOLDER}{checkout}",
        f"    %pip install --quiet {' '.join([f'./{FOLDER}', *required])}",
        f"    %cd {FOLDER}/snippets/{topic}",
    )
    return "\n".join(lines)


def required(book: Book, experiment: Experiment) -> list[str]:
    """Return the distributions that an experiment, and those it builds on, imported: those that requirements.txt names.

    The rest come with them. Versions are left open: Colab has most of them already, in versions of its own.
    """
    names = needs.closure([experiment.name], {name: each.needs for name, each in book.experiments.items()})
    used = {name for each in names for name in book.results[each].run["distributions"]}
    file = book.root / "requirements.txt"
    pinned = re.findall(r"^([\w.-]+)==", file.read_text(encoding="utf-8"), re.MULTILINE) if file.exists() else used
    return sorted(used & set(pinned))
