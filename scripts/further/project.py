"""The book as a project of Zensical: for each language a folder of pages with what they ask for, and a configuration.

Zensical runs Markdown extensions, but neither our plugin nor mkdocs-jupyter. So what a plugin adds during a build is
written beforehand: notebooks become pages of one block, data and downloads become files, and what stands around a page
becomes its front matter. The configurations are made from mkdocs.yml, so that nothing is said twice.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown

from further import colab, evidence, foot, frontmatter, notebook, preview, publishing, ready, settings, surround
from further.alone import SUFFIX
from further.book import Book
from further.braces import no_braces
from further.contents import NOTEBOOKS, contents
from further.foot import Foot
from further.place import Place
from further.trace import digest

THEME = "theme"
KEPT = ("assets/**/*", "404.html", "partials/language.html", "partials/logo.html", "partials/source.html")
"""What of docs/theme works here as it is."""

OURS = Path(__file__).parent / "templates" / "zensical"

ALWAYS = ("toc", "tables", "fenced_code")
"""Extensions that MkDocs uses in any case, before those that are asked for."""


def write(root: Path, folder: Path) -> list[Path]:
    """Write the project, running what is stale.

    Args:
        root: The repository's folder.
        folder: Where to; what is in it for another state of the book is replaced.

    Returns:
        The configurations, in the order in which they have to be built: a build empties the folder of its site.

    Raises:
        FurtherError: If anything is wrong with the book.
    """
    book = ready.load(root)
    first = settings.read(root / "mkdocs.yml")
    other = settings.options(first["plugins"])["further"].get("other")
    said = [first, *([settings.read(root / other)] if other else [])]
    _sync(folder / THEME, _theme(root / first["theme"]["custom_dir"]))
    return [_language(book, each, settings.address(each, first), folder) for each in said]


def _theme(source: Path) -> dict[str, bytes]:
    """Return the files of the theme: those of docs/theme that work here, then those that are made for here."""
    kept = [(source, path) for pattern in KEPT for path in source.glob(pattern)]
    files = [*kept, *((OURS, path) for path in OURS.rglob("*.html"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for folder, path in files if path.is_file()}


def _language(book: Book, said: dict[str, Any], url: str, folder: Path) -> Path:
    """Write the half of one language, whose settings are ``said``; return its configuration."""
    lang, plugin = said["theme"]["language"], settings.options(said["plugins"])["further"]
    branch = plugin.get("branch", "main")
    place = Place(book, lang, site=said["site_name"], url=url, suffix=SUFFIX)
    around = foot.of(book, lang, said.get("repo_url"), branch)
    files, state = _files(place, around, said)
    _sync(folder / lang, files)
    config = settings.for_zensical(said) | {"site_url": url, "docs_dir": lang}
    config["theme"]["custom_dir"] = THEME
    config["nav"] = contents(book, lang, plugin.get("questions", []), SUFFIX)
    options = {"book": os.path.relpath(book.root, folder), "lang": lang, "branch": branch, "state": state}
    config["markdown_extensions"]["further"] = options
    path = folder / f"{lang}.yml"
    publishing.write(path, yaml.safe_dump(config, allow_unicode=True, sort_keys=False).encode())
    return path


def _files(place: Place, around: Foot, said: dict[str, Any]) -> tuple[dict[str, bytes], str]:
    """Return the files of one language by path, and a digest of what its pages show."""
    book, lang, files, shown = place.book, place.lang, {}, []
    extensions = {**{name: {} for name in ALWAYS}, **settings.options(said["markdown_extensions"])}
    extensions["further"] = {"place": place}
    for path, (meta, text) in _pages(book, lang).items():
        place.path = path
        html = Markdown(extensions=[*extensions], extension_configs=extensions).convert(text)
        shown.append(html)
        if not meta.get("notebook"):
            no_braces(html, place.page.where())
            files[preview.address(path)] = preview.of_page(book, path, lang, place.site, html)
        meta["further"] = surround.of_page(place, around, meta, said["extra"]["alternate"])
        files[path] = f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n{text}".encode()
    for name, experiment in book.experiments.items():
        files[f"{NOTEBOOKS}/{name}/{name}.ipynb"] = notebook.localised(book, experiment, lang)
    files |= place.files | evidence.files(book, lang) | colab.files(book, lang, around.repository)
    return files, digest(repr([shown, around.repository]).encode())


def _pages(book: Book, lang: str) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the front matter and the text of every page, by path: those in docs, then one for each notebook."""
    found: dict[str, tuple[dict[str, Any], str]] = {}
    for path, page in book.pages[lang].items():
        found[path] = (dict(frontmatter.read(page)), "\n".join(frontmatter.split(page.text)[1]) + "\n")
    for name, experiment in book.experiments.items():
        meta = {"title": experiment.title(lang), "topic": experiment.topic, "notebook": True}
        found[f"{NOTEBOOKS}/{name}{SUFFIX}"] = (meta, f"/// notebook | {name}\n///\n")
    return found


def _sync(folder: Path, files: dict[str, bytes]) -> None:
    """Make ``folder`` hold these files and no others."""
    for path in [*folder.rglob("*")] if folder.exists() else []:
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for path, payload in files.items():
        publishing.write(folder / path, payload)
