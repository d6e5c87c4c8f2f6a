"""What mkdocs.yml says, read without MkDocs: ``!ENV`` and ``INHERIT`` as MkDocs has them.

https://www.mkdocs.org/user-guide/configuration/#environment-variables and #configuration-inheritance
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

SAME = ("site_name", "site_description", "copyright", "repo_url", "extra_css", "extra_javascript", "validation")
"""Settings that Zensical takes as they are."""


class _Loader(yaml.SafeLoader):
    """YAML with ``!ENV``."""


_Loader.add_constructor("!ENV", construct_env_tag)


def read(file: Path) -> dict[str, Any]:
    """Return the settings in ``file``, those that it inherits among them."""
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    above = found.pop("INHERIT", None)
    return merged(read(file.parent / above), found) if above else found


def merged(above: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return both: mappings are merged, anything else is replaced."""
    both = {key: merged(above[key], own[key]) for key in own if _mappings(above.get(key), own[key])}
    return {**above, **own, **both}


def _mappings(*found: Any) -> bool:
    return all(isinstance(each, dict) for each in found)


def options(named: Any) -> dict[str, dict[str, Any]]:
    """Return plugins or extensions with their options, written as a list or as a mapping, as a mapping in order."""
    if isinstance(named, dict):
        return {name: given or {} for name, given in named.items()}
    found = ({each: {}} if isinstance(each, str) else each for each in named)
    return {name: given or {} for each in found for name, given in each.items()}


def address(said: dict[str, Any], first: dict[str, Any]) -> str:
    """Return where the site of ``said`` is published, a part of the one of ``first``; empty if nobody says where."""
    part = os.path.relpath(said["site_dir"], first["site_dir"])
    whole = (first["site_url"] or "").rstrip("/")
    return whole and (f"{whole}/" if part == "." else f"{whole}/{part}/")


def for_zensical(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a configuration of Zensical takes over from ``said``."""
    own = next(each["link"] for each in said["extra"]["alternate"] if each["lang"] == said["theme"]["language"])
    alternate = [{**each, "link": f"{os.path.relpath(each['link'], own)}/"} for each in said["extra"]["alternate"]]
    return {name: said[name] for name in SAME if said.get(name)} | {
        "site_dir": said["site_dir"],
        "extra": {**said["extra"], "alternate": alternate},
        "theme": {**said["theme"], "variant": "classic"},  # what our style sheet is made for
        "plugins": {"search": {"separator": options(said["plugins"])["search"]["separator"]}},
        "markdown_extensions": options(said["markdown_extensions"]),
    }
