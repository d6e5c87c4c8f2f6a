"""YAML that authors write: where each key stands, and what is wrong with it, with its line."""

from __future__ import annotations

import pytest

from further import yaml_source
from further.errors import FurtherError


def test_keys_and_mappings_know_their_lines():
    made = yaml_source.loads("# comment\na:\n  b: 1\n\n  c: [x, {d: true}]\n", "a.yml")
    assert made == {"a": {"b": 1, "c": ["x", {"d": True}]}}
    assert (made.line, made.lines) == (2, {"a": 2})
    assert (made["a"].line, made["a"].lines) == (3, {"b": 3, "c": 5})
    assert made["a"]["c"][1].lines == {"d": 5}


def test_an_empty_file_holds_nothing(tmp_path):
    (tmp_path / "a.yml").write_text("# nothing yet\n")
    assert yaml_source.read(tmp_path / "a.yml", "a.yml") is None


def test_what_is_shared_may_be_merged():
    made = yaml_source.loads("base: &base {x: 1, y: 2}\nown: {<<: *base, y: 3}\n", "a.yml")
    assert made["own"] == {"x": 1, "y": 3}


WRONG = {
    "a key twice": ("a: 1\nb: 2\na: 3\n", "a.yml, line 3", "every key once", "a again (first in line 1)"),
    "a key twice inside": ("t:\n  a: 1\n  a: 1\n", "a.yml, line 3", "every key once", "a again (first in line 2)"),
    "a key twice in braces": ("{a: 1, 'a': 2}", "a.yml, line 1", "every key once", "a again (first in line 1)"),
    "a boolean as key": ("a: 1\nno: 2\n", "a.yml, line 2", "a key that is text", "no (bool)"),
    "a number as key": ("2019: 2\n", "a.yml, line 1", "a key that is text", "2019 (int)"),
    "a list as key": ("? [a]\n: 2\n", "a.yml, line 1", "a key that is text", "a list or mapping (seq)"),
    "a bracket left open": ("a:\n  b: [\n", "a.yml, line 3", "YAML", "while parsing a flow node, expected the node"),
    "a colon in a text": ("a: b: c\n", "a.yml, line 1", "YAML", "mapping values are not allowed here"),
    "a tab": ("a:\n\tb: 1\n", "a.yml, line 2", "YAML", "while scanning for the next token, found character '\\t'"),
    "an unknown tag": ("a: !!python/name:os.system x\n", "a.yml, line 1", "YAML", "could not determine a constructor"),
    "two documents": ("a: 1\n---\nb: 1\n", "a.yml, line 2", "YAML", "expected a single document in the stream"),
    "a day that is none": ("a:\n  b: 2001-99-99\n", "a.yml, line 2", "YAML: timestamp", "2001-99-99"),
    "a time that is none": ("a: !!timestamp x\n", "a.yml, line 1", "YAML: timestamp", "x"),
    "a number that is none": ("a: !!int x\n", "a.yml, line 1", "YAML: int", "x"),
    "a number of nothing": ("a: !!float\n", "a.yml, line 1", "YAML: float", ""),
    "neither yes nor no": ("a: !!bool x\n", "a.yml, line 1", "YAML: bool", "x"),
    "brackets without end": ("[" * 5000, "a.yml", "YAML", "lists or mappings hundreds deep"),
    "a character that is none": ("a: \x07\n", "a.yml", "YAML", "unacceptable character"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_with_its_line(case):
    text, where, expected, found = WRONG[case]
    with pytest.raises(FurtherError) as caught:
        yaml_source.loads(text, "a.yml")
    assert (caught.value.where, caught.value.expected) == (where, expected)
    assert caught.value.found.startswith(found)


def test_a_file_of_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.yml").write_bytes("a: 가\n".encode("euc-kr"))
    with pytest.raises(FurtherError) as caught:
        yaml_source.read(tmp_path / "a.yml", "docs/a.yml")
    assert (caught.value.where, caught.value.expected) == ("docs/a.yml", "a UTF-8 file")
