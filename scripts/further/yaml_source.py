"""YAML that an author writes, read so that a mistake in it can be told with file and line, and no key hides another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from further.errors import FurtherError


class Mapping(dict[str, Any]):
    """A mapping that knows where it stands.

    Attributes:
        line: The line it begins in, from 1.
        lines: The line of each key.
    """

    line: int = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: dict[str, int] = {}


def read(file: Path, shown: str) -> Any:
    """Return what ``file`` holds: `Mapping`, list, text, number, boolean or None.

    Args:
        file: Where it is.
        shown: How messages call it.

    Raises:
        FurtherError: If it is not UTF-8 YAML, a key is used twice in one mapping, or a key is no text.
    """
    try:
        return loads(file.read_text(encoding="utf-8-sig"), shown)
    except UnicodeDecodeError as error:
        found = f"{error.reason} at byte {error.start}"
        raise FurtherError(shown, "a UTF-8 file", found, "save it as UTF-8") from None


def loads(text: str, shown: str) -> Any:
    """Return what the YAML in ``text`` holds; see `read`.

    Raises:
        FurtherError: If something is wrong with it.
    """
    try:
        loader = _Loader(text)
        loader.shown = shown
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = ", ".join(part for part in (error.context, error.problem) if part)
        raise FurtherError(place(shown, mark.line + 1 if mark else 0), "YAML", found, _hint(found)) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise FurtherError(shown, "YAML", str(error)) from None
    except RecursionError:
        raise FurtherError(shown, "YAML", "lists or mappings hundreds deep in each other") from None


def place(shown: str, line: int) -> str:
    """Return the place for a message."""
    return f"{shown}, line {line}" if line else shown


class _Loader(yaml.SafeLoader):
    shown = ""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Make what a node stands for; PyYAML lets pass what Python says of a date such as 2001-99-99."""
        try:
            return super().construct_object(node, deep)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            where, kind = place(self.shown, node.start_mark.line + 1), node.tag.rpartition(":")[2]
            found = node.value if isinstance(node, yaml.ScalarNode) else f"no {kind}"
            raise FurtherError(where, f"YAML: {kind}", found, "put a text that looks like it in quotes") from None


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Mapping]:
    made = Mapping()
    made.line = node.start_mark.line + 1
    yield made  # empty at first, so that what it holds may refer to it
    _keys(loader, node, made)
    loader.flatten_mapping(node)
    made.update(loader.construct_mapping(node))


def _keys(loader: _Loader, node: yaml.MappingNode, made: Mapping) -> None:
    """Note the lines of the keys; refuse one that is used twice or is no text."""
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.tag == "tag:yaml.org,2002:merge":
            continue
        if key.tag != "tag:yaml.org,2002:str":
            found = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
            kind = key.tag.rpartition(":")[2]
            do = "put it in quotes" if isinstance(key, yaml.ScalarNode) else ""
            raise FurtherError(place(loader.shown, line), "a key that is text", f"{found} ({kind})", do)
        if key.value in made.lines:
            found = f"{key.value} again (first in line {made.lines[key.value]})"
            raise FurtherError(place(loader.shown, line), "every key once", found, "rename one, or join the two")
        made.lines[key.value] = line


def _hint(found: str) -> str:
    """Return what to do about the commonest mistakes."""
    if "mapping values are not allowed" in found:
        return "put a text that has a colon in it in quotes"
    if "cannot start any token" in found:
        return "put a text that begins with @, ` or % in quotes, and indent with spaces"
    return ""


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
