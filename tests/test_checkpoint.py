"""Real checkpoints by choice: what is found, what is refused, and a run on a small one that is made here."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from click.testing import CliRunner
from conftest import REPOSITORY

from further import checkpoint
from further.book import Book
from further.cli import main
from further.errors import FurtherError

TEXTS = [
    "She opened an account at the bank.",
    "The bank was muddy.",
    "항구에서 배를 타고 섬으로 갔다.",
    "사과와 배를 깎았다.",
]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def saved(folder, kind, texts=TEXTS):
    """Save a tiny checkpoint that knows nothing but the letters of ``texts``: one layer, 16 numbers wide."""
    import tokenizers as t
    import transformers as hf

    plain = t.Tokenizer(t.models.BPE(unk_token="[UNK]"))
    plain.pre_tokenizer = t.pre_tokenizers.Whitespace()
    plain.train_from_iterator(texts, t.trainers.BpeTrainer(vocab_size=150, special_tokens=SPECIAL, show_progress=False))
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    mask = {"mask_token": "[MASK]"} if kind == "encoder" else {}
    tokenizer = hf.PreTrainedTokenizerFast(tokenizer_object=plain, **names, **mask)
    if kind == "encoder":
        sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
        model = hf.BertForMaskedLM(hf.BertConfig(vocab_size=len(tokenizer), max_position_embeddings=96, **sizes))
    else:
        ends = {"bos_token_id": 2, "eos_token_id": 3}
        model = hf.GPT2LMHeadModel(
            hf.GPT2Config(vocab_size=len(tokenizer), n_embd=16, n_layer=1, n_head=2, n_positions=96, **ends)
        )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("encoder"), "encoder")


@pytest.fixture(scope="module")
def decoder(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("decoder"), "decoder")


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("english"), "encoder", TEXTS[:2])


@pytest.fixture
def command(monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return lambda *words: CliRunner().invoke(main, ["run", *map(str, words)])


def test_the_kind_is_told_by_the_architecture(encoder, decoder):
    assert checkpoint.find(str(encoder)).kind == "encoder"
    assert checkpoint.find(str(decoder)).kind == "decoder"


def test_only_what_fits_is_chosen(encoder, decoder):
    book = Book.load(REPOSITORY)
    chosen = {
        kind: [each.name for each in checkpoint.fitting(book, checkpoint.find(str(folder)), ())]
        for kind, folder in (("encoder", encoder), ("decoder", decoder))
    }
    assert chosen == {"encoder": ["real-holes", "real-neighbours", "real-senses"], "decoder": ["real-senses"]}
    assert not set(book.probes) & set(book.experiments)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["encoder", "decoder"])
def test_a_run_writes_pages_of_its_own_and_nothing_else(kind, request, command, tmp_path):
    folder = request.getfixturevalue(kind)
    done = command("--checkpoint", folder, "--to", tmp_path / "pages")
    assert done.exit_code == 0, done.output
    names = {"encoder": ["real-holes", "real-neighbours", "real-senses"], "decoder": ["real-senses"]}[kind]
    wanted = {f"{name}.{lang}.{end}" for name in names for lang in ("ko", "en") for end in ("html", "ipynb")}
    assert {path.name for path in (tmp_path / "pages").iterdir()} == wanted
    for name in names:
        for lang in ("ko", "en"):
            page = (tmp_path / "pages" / f"{name}.{lang}.html").read_text(encoding="utf-8")
            assert str(folder) in page
            assert "<svg" in page
            assert "<script" not in page
            assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
            nbformat.validate(nbformat.read(tmp_path / "pages" / f"{name}.{lang}.ipynb", as_version=4))


def test_no_network_or_a_wrong_name_is_one_clear_error(command):
    done = command("--checkpoint", "nobody/no-such-model")
    assert done.exit_code == 1
    assert done.output.startswith("Error: checkpoint nobody/no-such-model")
    assert "a folder, or the name of a model on a hub" in done.output
    assert "Traceback" not in done.output
    assert "not a name" in command("--checkpoint", "not a name").output


@pytest.mark.parametrize("name", ["./missing", "/missing/altogether"])
def test_a_missing_folder_is_told(command, name):
    assert "a folder, as save_pretrained writes it" in command("--checkpoint", name).output


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (None, "config.json in it"),
        ("{", "config.json in it"),
        ("[]", "config.json in it"),
        (json.dumps({"architectures": ["ViTModel"], "model_type": "vit"}), "a masked language model"),
        (json.dumps({"architectures": ["BertForMaskedLM"]}), "weights (model.safetensors) and a tokenizer"),
    ],
)
def test_a_folder_that_is_no_checkpoint_is_told(tmp_path, config, told):
    if config is not None:
        (tmp_path / "config.json").write_text(config)
    with pytest.raises(FurtherError) as error:
        checkpoint.find(str(tmp_path))
    assert told in str(error.value)


def test_an_experiment_for_the_other_kind_is_refused(command, decoder):
    output = command("--checkpoint", decoder, "real-holes").output
    assert "runs on a decoder: real-senses" in output
    assert "made for an encoder" in output
    assert "no such experiment" in command("--checkpoint", decoder, "homonym").output


def test_without_a_checkpoint_an_experiment_says_how_to_run_it(monkeypatch):
    from lab.checkpoint import load

    monkeypatch.delenv("FURTHER_CHECKPOINT", raising=False)
    with pytest.raises(ValueError, match="further run --checkpoint"):
        load("AutoModel")


def test_a_word_that_the_tokenizer_does_not_know_is_refused_and_a_language_left_out(english, monkeypatch, capsys):
    from lab.checkpoint import languages, load, word_state

    monkeypatch.setenv("FURTHER_CHECKPOINT", str(english))
    loaded = load("AutoModel")
    with pytest.raises(ValueError, match="does not know '배'"):
        word_state(loaded, TEXTS[2], "배")
    assert languages(loaded, {"en": TEXTS[:2], "ko": TEXTS[2:]}) == ["en"]
    assert "left out: ko, of which the tokenizer does not know" in capsys.readouterr().out
    with pytest.raises(ValueError, match="knows no words of ko"):
        languages(loaded, {"ko": TEXTS[2:]})


@pytest.mark.slow
def test_a_checkpoint_of_one_language_has_pages_in_both_about_that_one(english, command, tmp_path):
    done = command("--checkpoint", english, "--to", tmp_path / "pages")
    assert done.exit_code == 0, done.output
    for lang in ("ko", "en"):
        page = (tmp_path / "pages" / f"real-senses.{lang}.html").read_text(encoding="utf-8")
        assert "<svg" in page and "left out: ko" in page


def test_bad_sentences_are_refused(encoder, decoder, monkeypatch):
    from lab.checkpoint import load, with_holes, word_state

    monkeypatch.setenv("FURTHER_CHECKPOINT", str(encoder))
    loaded = load("AutoModel")
    with pytest.raises(ValueError, match="is not in"):
        word_state(loaded, "no such word", "bank")
    with pytest.raises(ValueError, match="the checkpoint takes 96"):
        word_state(loaded, "bank " * 97, "bank")
    with pytest.raises(ValueError, match="no hole"):
        with_holes(loaded, "nothing to fill")
    monkeypatch.setenv("FURTHER_CHECKPOINT", str(decoder))
    with pytest.raises(ValueError, match="has no mask"):
        with_holes(load("AutoModel"), "one ___")
