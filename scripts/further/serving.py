"""Writing with the site before one's eyes: what is saved is rendered again, and nothing else.

A whole build renders every page of both languages. Between two saves most of them stay the same, so the pages whose
footprint (see `further.footprint`) changed are rendered by MkDocs' own steps into the site that is served, with the
files of MkDocs' last whole build. What a page's outline, the navigation or the theme depend on needs a whole build.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer, _timestamp

from further import banner, notebook, progress, publishing, ready
from further.book import Book
from further.errors import FurtherError
from further.footprint import Footprints

if TYPE_CHECKING:
    from further.site import Further

log = logging.getLogger("mkdocs.further")
FRONT = re.compile(r"\A\ufeff?---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)


def under_way() -> bool:
    """Whether this is ``mkdocs serve``, which writes a script of its own into every page that it sends."""
    context = click.get_current_context(silent=True)
    return bool(context) and context.info_name == "serve"


class Serving:
    """What the server calls when a file was saved, in place of a whole build.

    Args:
        server: MkDocs' server; its site is changed in place.
        config: The configuration of the first build.
        builder: Makes a whole build, of a configuration.
    """

    def __init__(self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> None:
        self.server, self.config, self.builder = server, config, builder
        self.state = banner.State()
        self.root = Path(config.config_file_path).resolve().parent
        server.set_app(banner.application(self.state, server.serve_request))
        progress.watchers.append(lambda lines: self.state.set("busy", "\n".join(lines)))
        self._settle(self.plugin.book)

    @property
    def plugin(self) -> Further:
        """The plugin of the last whole build, in the first language; it knows the other."""
        return self.config.plugins["further"]

    def __call__(self) -> None:
        """Bring the served site up to what is saved, or leave it as it was and say what is wrong."""
        with self.server._epoch_cond:  # pages are served while this works: the server would make readers wait
            self.server._wanted_epoch = self.server._visible_epoch
            self.server._epoch_cond.notify_all()
        try:
            self.state.set("busy")
            unfinished = self._renew()
        except Exception as error:
            told = _first(error)
            if not isinstance(told, FurtherError | Abort):
                log.exception("This is a fault of the engine.", exc_info=told)
            self.state.set("bad", str(told))
            if isinstance(told, FurtherError):
                log.error(str(told))
            log.error("The last good pages are still served.")
            return
        self.state.set("noted" if unfinished else "good", "\n".join(map(str, unfinished)))
        self.server._wanted_epoch = _timestamp()  # what MkDocs makes known when this returns, so that browsers reload

    def _renew(self) -> list[FurtherError]:
        """Render what is saved; return what is not there yet, for which a build would fail."""
        unfinished: list[FurtherError] = []
        book, now = ready.load(self.root, unfinished), None
        if self._shape(book) != self.shape:
            config = load_config(self.config.config_file_path, strict=self.config.strict, site_dir=self.server.root)
            config.site_url = self.config.site_url
            config.plugins["further"].unfinished = []
            self.builder(config)
            self.config, book = config, config.plugins["further"].book
        else:
            now = dict(Footprints(book).all())
            changed = [page for page, digest in now.items() if digest != self.footprints[page]]
            self._render(book, changed)
            log.info("Rendered again: %s", ", ".join(f"{path} ({lang})" for lang, path in changed) or "nothing")
        self._settle(book, now)
        return unfinished

    def _settle(self, book: Book, now: dict[tuple[str, str], str] | None = None) -> None:
        """Remember what the served site was made from."""
        self.shape, self.footprints = self._shape(book), now or dict(Footprints(book).all())

    def _shape(self, book: Book) -> Any:
        """Return what every page depends on: all other files, which pages there are, their titles and front matter."""
        pages = [
            (lang, path, page.title, bool(page.answer), front[0] if (front := FRONT.match(page.text)) else "")
            for lang, each in book.pages.items()
            for path, page in each.items()
        ]
        titles = [(name, each.title(lang)) for name, each in book.experiments.items() for lang in book.pages]
        own = [self.root / "docs" / lang for lang in book.pages]
        files = [*self.root.glob("mkdocs*.yml"), *(self.root / "docs").rglob("*")]
        others = [path for path in files if not (path.suffix == ".md" and any(path.is_relative_to(x) for x in own))]
        stats = [(str(path), path.stat().st_mtime_ns) for path in sorted(others) if path.is_file()]
        return pages, titles, stats

    def _render(self, book: Book, changed: list[tuple[str, str]]) -> None:
        """Render the changed pages with ``book``; put them into the served site when all of them went well."""
        shared, before = self.plugin.book, replace(self.plugin.book)
        scratch = Path(tempfile.mkdtemp(prefix=".further-", dir=Path(self.server.root).parent))
        vars(shared).update(vars(book))  # whoever has the book has the new one
        try:
            for plugin in self.plugin.languages:
                paths = [path for lang, path in changed if lang == plugin.lang]
                _render(plugin, paths, scratch / plugin.folder)
            for path in sorted(scratch.rglob("*")):
                if path.is_file():
                    target = Path(self.server.root) / path.relative_to(scratch)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    path.replace(target)
        except BaseException:
            vars(shared).update(vars(before))
            raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _render(plugin: Further, paths: list[str], folder: Path) -> None:
    """Do for some pages what MkDocs' build does for all, into another folder."""
    config, files, search = plugin.made.config, plugin.made.files, plugin.made.search
    folder.mkdir(parents=True, exist_ok=True)
    config.site_dir = str(folder)
    of_search = next(each for name, each in config.plugins.items() if name.rpartition("/")[2] == "search")
    entries, of_search.search_index = search.entries, search  # MkDocs shares the plugin between the languages' builds
    search.entries = list(entries)
    try:
        pages = [files.get_file_from_path(path).page for path in paths]
        for page in pages:
            if page.file.src_uri.endswith(".ipynb"):
                experiment = plugin.book.experiments[Path(page.file.src_uri).stem]
                publishing.write(Path(page.file.abs_src_path), notebook.localised(plugin.book, experiment, plugin.lang))
            page.file.dest_dir = str(folder)
            page.file.__dict__.pop("abs_dest_path", None)  # it was made from the folder of the whole build
            _populate_page(page, config, files)
        documents = files.documentation_pages()
        for page in pages:
            _index(
                search, page, lambda page=page: _build_page(page, config, documents, plugin.made.nav, plugin.made.env)
            )
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        for after in config.plugins.events["post_build"]:
            if getattr(after, "__self__", None) is not plugin:
                after(config=config)
        plugin.add_files(config)
    except BaseException:
        search.entries = entries
        raise


def _index(search: Any, page: Any, build: Callable[[], None]) -> None:
    """Build a page, and put what it adds to the search index where the page's entries stood."""
    mine = [number for number, each in enumerate(search.entries) if each["location"].partition("#")[0] == page.url]
    place = mine[0] if mine else len(search.entries)
    search.entries = [each for number, each in enumerate(search.entries) if number not in mine]
    count = len(search.entries)
    build()
    added = search.entries[count:]
    search.entries = [*search.entries[:place], *added, *search.entries[place:count]]


def _first(error: BaseException) -> BaseException:
    """Return what was wrong first: MkDocs ends a build with an error that says nothing."""
    while error.__context__ is not None and not isinstance(error, FurtherError):
        error = error.__context__
    return error
