"""Real checkpoints, by choice: find one, tell which kind it is, and run on it the experiments that are made for it.

Nothing here runs in a build. What is found goes into pages of its own, never among the numbers of the site.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path

from further import notebook
from further.bilingual import LANGUAGES
from further.book import Book
from further.errors import FurtherError
from further.experiment import Experiment
from further.result import Result
from further.run import complete

log = logging.getLogger("further.checkpoint")

VARIABLE = "FURTHER_CHECKPOINT"
"""Environment variable by which an experiment is told the folder of the checkpoint."""

FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]
"""What is fetched from a hub: configuration, tokenizer and weights, but no pickles, which can run code."""


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    """A pre-trained model in a folder, as ``save_pretrained`` leaves it.

    Attributes:
        name: The name that was asked for: a folder, or a model's name on a hub.
        folder: Where its files are.
        kind: ``"encoder"`` (a masked language model, as BERT) or ``"decoder"`` (a causal one, as GPT-2).
    """

    name: str
    folder: Path
    kind: str


def find(name: str) -> Checkpoint:
    """Find the checkpoint called ``name``: a folder, or else a model on a hub, whose files are then fetched.

    Raises:
        FurtherError: If there is none, it cannot be reached, or it is neither an encoder nor a decoder.
    """
    where = f"checkpoint {name}"
    folder = Path(name).expanduser()
    if not folder.is_dir():
        if folder.exists() or name.startswith((".", "/", "~")):
            raise FurtherError(where, "a folder, as save_pretrained writes it", "a file" if folder.exists() else "none")
        folder = _fetched(name, where)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = _kind(config)
    except (OSError, ValueError, AttributeError) as error:
        raise FurtherError(where, "config.json in it, as save_pretrained writes it", str(error)) from None
    if not kind:
        expected = "a masked language model (BERT and its kin) or a causal one (GPT-2 and its kin)"
        raise FurtherError(where, expected, f"{config.get('architectures')} of type {config.get('model_type')!r}")
    missing = [what for what, names in _NEEDED.items() if not any((folder / each).exists() for each in names)]
    if missing:
        found = ", ".join(sorted(path.name for path in folder.iterdir()))
        do = "save the model and its tokenizer with save_pretrained into one folder"
        raise FurtherError(where, f"{' and '.join(missing)} in it", found, do)
    return Checkpoint(name, folder.resolve(), kind)


_NEEDED = {
    "weights (model.safetensors)": ("model.safetensors", "model.safetensors.index.json"),
    "a tokenizer (tokenizer.json)": ("tokenizer.json",),
}


def _fetched(name: str, where: str) -> Path:
    """Return the folder of a hub's files, fetched if they are not there yet."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name, allow_patterns=FILES))
    except (HFValidationError, HfHubHTTPError, OSError, ValueError) as error:
        expected = "a folder, or the name of a model on a hub that can be reached from here"
        found = str(error).strip().splitlines()[0][:300]
        do = "check the name and the network, or give the folder of a checkpoint that is on this machine"
        raise FurtherError(where, expected, f"{type(error).__name__}: {found}", do) from None


def _kind(config: Mapping[str, object]) -> str:
    """Tell a masked from a causal language model by its architecture's name, else by its type."""
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    )

    for architecture in config.get("architectures") or ():
        if architecture.endswith("ForMaskedLM"):
            return "encoder"
        if architecture.endswith(("LMHeadModel", "ForCausalLM")):
            return "decoder"
    if config.get("model_type") in MODEL_FOR_MASKED_LM_MAPPING_NAMES:
        return "encoder"
    return "decoder" if config.get("model_type") in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES else ""


def fitting(book: Book, checkpoint: Checkpoint, names: tuple[str, ...]) -> list[Experiment]:
    """Return the experiments called ``names`` (all that fit, if none is named) which ``checkpoint`` can serve.

    Raises:
        FurtherError: If one that was named is no such experiment, or is made for the other kind.
    """
    fits = {name: each for name, each in book.probes.items() if each.checkpoint in ("any", checkpoint.kind)}
    for name in names:
        if name not in fits:
            made = f"it is made for an {book.probes[name].checkpoint}" if name in book.probes else "no such experiment"
            expected = f"an experiment that runs on {'an encoder' if checkpoint.kind == 'encoder' else 'a decoder'}"
            raise FurtherError("command line", f"{expected}: {', '.join(fits)}", f"{name} ({made})")
    return [fits[name] for name in names] or list(fits.values())


def run(book: Book, checkpoint: Checkpoint, experiments: list[Experiment], target: Path) -> list[Path]:
    """Run ``experiments`` on ``checkpoint`` and write each as a notebook and a page, in both languages.

    Args:
        book: The book.
        checkpoint: The checkpoint.
        experiments: What to run, one after the other.
        target: Folder for what is written; made if it is not there.

    Returns:
        The pages (HTML) that were written.

    Raises:
        FurtherError: If an experiment fails. Pages of those before it are written.
    """
    from further.kernel import Kernels

    pages: list[Path] = []
    os.environ[VARIABLE] = str(checkpoint.folder)
    try:
        with Kernels(book.root) as kernels:
            for experiment in experiments:
                log.info("%s on %s (%s)", experiment.name, checkpoint.name, checkpoint.kind)
                result, _, _ = complete(kernels.execute(experiment))
                pages += _write(book, checkpoint, experiment, result, target)
    finally:
        del os.environ[VARIABLE]
    return pages


def _write(book: Book, checkpoint: Checkpoint, experiment: Experiment, result: Result, target: Path) -> list[Path]:
    own = dataclasses.replace(book, experiments=book.probes, results={experiment.name: result})
    target.mkdir(parents=True, exist_ok=True)
    pages = []
    for lang in LANGUAGES:
        payload = notebook.localised(own, experiment, lang)
        (target / f"{experiment.name}.{lang}.ipynb").write_bytes(payload)
        pages.append(target / f"{experiment.name}.{lang}.html")
        pages[-1].write_text(notebook.alone(payload, book.root, lang, checkpoint.name), encoding="utf-8")
    return pages


def slug(name: str) -> str:
    """Return a folder's name made from a checkpoint's."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", Path(name).name if Path(name).exists() else name).strip("-.") or "checkpoint"
