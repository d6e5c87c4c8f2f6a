"""`further new`: what it makes builds at once, and what is to be written in it is told until it is."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from further.cli import main

pytestmark = pytest.mark.slow


@pytest.fixture
def further(mini, monkeypatch):
    monkeypatch.chdir(mini.root)
    return lambda *words: CliRunner().invoke(main, words)


def test_a_new_question_builds_strictly_at_once_and_check_tells_what_is_to_be_written(mini, further, caplog):
    before = (mini.root / "mkdocs.yml").read_text()
    done = further("new", "colours", "--note", "색은 셋이다", "--note", 'It says "three"')
    assert done.exit_code == 0, done.output
    paths = ["snippets/colours/colours.py", "docs/claims.yml", "docs/ko/colours.md", "docs/en/colours.md", "mkdocs.yml"]
    assert done.output.splitlines()[:-1] == paths
    last = "        - bert-vs-gpt.md\n"
    assert (mini.root / "mkdocs.yml").read_text() == before.replace(last, f"{last}        - colours.md\n")

    mini.build()
    assert "places are still to be written (TODO(new))" in caplog.text
    for folder, title in (("", "사람이 물을 법한 말로 쓴 질문?"), ("en/", "the question, as a person would ask it?")):
        page = mini.read(f"{folder}colours/index.html")
        assert f"TODO(new): {title}" in page
        ids = ["answer", "notes", "verdict-note-1", "verdict-note-2", "about-colours", "fig-colours-growth"]
        ids += ["claim-colours-slower", "tab-colours-rows", "check", "sources"]
        places = [page.index("fq-answer" if each == "answer" else f'id="{each}"') for each in ids]
        assert places == sorted(places)
        assert "TODO(new)" in mini.read(f"{folder}index.html")

    told = further("check")
    assert told.exit_code == 1
    marks = sum((mini.root / path).read_text().count("TODO(new)") for path in paths)
    assert re.search(rf"^{marks} problems in 4 files\.$", told.output, re.MULTILINE)
    assert "write it, and take the mark away: the question, as a person would ask it?\n" in told.output


def test_a_new_experiment_gets_a_section_before_the_questions_to_the_reader(mini, further):
    tail = "## Check { #check }\n\nThe end.\n"
    mini.both("topic.md", "/// figure | moving.paths", f"{tail}\n/// figure | moving.paths")
    done = further("new", "topic/three")
    assert done.output.splitlines()[:-1] == ["snippets/topic/three.py", "docs/ko/topic.md", "docs/en/topic.md"]
    for lang in ("ko", "en"):
        text = (mini.root / f"docs/{lang}/topic.md").read_text()
        assert text.index("/// claim | tiny.equal") < text.index("{ #about-three }") < text.index(tail)
    mini.build()
    assert 'id="fig-three-growth"' in mini.read("en/topic/index.html")


def test_its_claim_holds_and_nothing_is_wrong_but_the_marks(mini, further):
    further("new", "colours/first")
    assert "first.slower: holds in 5 of 5" in further("run", "first").output
    found = further("check").output
    assert set(re.findall(r"expected: (.*)", found)) == {"a finished text"}


BAD = {
    ("Colours",): "lower-case letters, digits and single hyphens",
    ("colours/a/b",): "lower-case letters, digits and single hyphens",
    ("lab/x",): "taken by the site itself",
    ("topic",): "to mend:  further new topic/NAME",
    ("topic/tiny",): "a name for the experiment that is free",
    ("tiny",): "a name for the experiment that is free",
    ("topic/four", "--note", "x"): "--note for a new question",
}


@pytest.mark.parametrize("words", BAD)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(mini, further, words):
    before = {path: path.read_bytes() for path in mini.root.rglob("*") if path.is_file()}
    done = further("new", *words)
    assert done.exit_code == 1
    assert BAD[words] in done.output
    assert {path: path.read_bytes() for path in mini.root.rglob("*") if path.is_file()} == before
