"""The one room that knows MkDocs. The order of a build: run, check, render both languages, publish whole or not."""

from __future__ import annotations

import errno
import logging
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from further import (
    colab,
    converted,
    evidence,
    finding,
    foot,
    notebook,
    policy,
    preview,
    publishing,
    ready,
    serving,
    styles,
)
from further.book import Book
from further.braces import no_braces
from further.contents import NOTEBOOKS, contents
from further.errors import FurtherError
from further.frontmatter import shown
from further.inert import titles
from further.languages import Alone, Beside, begin
from further.nearby import Nearby
from further.place import Place
from further.rendered import Rendered

log = logging.getLogger("mkdocs.further")

BULKY = re.compile(r"<svg\b.*?</svg>|<pre\b.*?</pre>", re.DOTALL)
ASIDE = re.compile(r"<!--aside (\d+)-->")
FULL_OR_LOCKED = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class Settings(Config):
    """Options of the plugin in mkdocs.yml."""

    questions = config_options.Type(list, default=[])
    """Paths of the question pages, in the order of the navigation; those that do not exist yet are left out."""
    branch = config_options.Type(str, default="main")
    """Branch of the repository on which readers edit pages."""
    other = config_options.Type(str, default="")
    """Configuration of the other language's site, built into a folder of this one."""


class Further(BasePlugin[Settings]):
    """Builds the book: see the module's docstring.

    It has no ``on_startup``: with one, MkDocs would share this object between the two languages' builds.
    """

    book: Book | None = None
    """Set from outside when another language's build already ran and checked everything."""
    folder: str = ""
    """Set from outside, likewise: where this language's site stands in the whole."""
    workshop: publishing.Workshop | None = None
    """Set from outside, likewise."""
    second: Alone | Beside | None = None
    """The other language's build."""
    unfinished: list[FurtherError] | None = None
    """Set from outside for a look at a draft: where to put what is not there yet; a build fails of it."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Run what is stale, check the book, and send the build to a folder beside the site."""
        self.root, self.lang = Path(config.config_file_path).resolve().parent, config.theme["language"]
        self.nested = self.book is not None
        _speak()
        try:
            self.workshop = self.workshop or publishing.Workshop(Path(config.site_dir))
            self.book = self.book or ready.load(self.root, self.unfinished)
        except FurtherError as error:
            raise PluginError(str(error)) from None
        self.place = Place(self.book, self.lang, site=config.site_name, url=config.site_url or "")
        self.aside, self.languages, self.rendered = {}, [self], None
        self.foot = foot.of(self.book, self.lang, config.repo_url, self.config.branch)
        config.mdx_configs["further"] = {"place": self.place}
        config.plugins["mkdocs-jupyter"].config["cache"] = False  # see further.converted
        config.nav = contents(self.book, self.lang, self.config.questions)
        if not self.nested:
            config.site_dir = str(self.workshop.site)
        return config

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the executed notebooks; mkdocs-jupyter, which comes after, turns them into pages."""
        folder = self.workshop.folder / self.lang
        self.second = begin(self, config)  # not before: MkDocs empties the site's folder first
        try:
            for name, experiment in self.book.experiments.items():
                path = folder / NOTEBOOKS / f"{name}.ipynb"
                publishing.write(path, notebook.localised(self.book, experiment, self.lang))
                files.append(File(f"{NOTEBOOKS}/{name}.ipynb", str(folder), config.site_dir, config.use_directory_urls))
        except FurtherError as error:
            raise PluginError(str(error)) from None
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep what a single page can be rendered with, later."""
        search = next(each for name, each in config.plugins.items() if name.rpartition("/")[2] == "search")
        self.made = SimpleNamespace(config=config, nav=nav, search=search.search_index)
        self.nearby = Nearby(nav, self.book, self.lang)
        return nav

    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Let a page of a big book list what is near it."""
        return {**context, "nav": self.nearby.of(page)}

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """Keep that too."""
        self.made.env, self.made.files = env, files
        return env

    @event_priority(-100)
    def on_pre_page(self, page: Page, config: MkDocsConfig, files: Files) -> Page:
        """Keep what mkdocs-jupyter, which came before, makes of a notebook."""
        if page.file.src_uri.endswith(".ipynb"):
            converted.keep(page, self.book.store, config.plugins["mkdocs-jupyter"].config)
        elif not serving.under_way():
            self.rendered = self.rendered or Rendered(self.place, self.root, config)
            self.rendered.keep(page)
        return page

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Tell the Markdown extension which page comes, and the theme what stands around it."""
        self.place.path = page.file.src_uri
        page.meta = shown(page.meta)
        page.meta["around"] = self.foot.of_page(page.file.src_uri)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean notebook pages, and give their headings the ids that both languages share."""
        path = Path(page.file.src_uri)
        if path.suffix != ".ipynb":
            no_braces(html, self.place.page.where())
            self._picture(html, page, config)
            return self._set_aside(html, page)
        experiment = self.book.experiments[path.stem]
        page.toc = get_toc(notebook.outline(experiment, self.lang))
        page.meta.setdefault("notebook", True)
        page.meta.setdefault("topic", experiment.topic)  # its colour
        return self._set_aside(notebook.tidy(html, experiment, self.book.results[path.stem], self.lang), page)

    def _picture(self, html: str, page: Page, config: MkDocsConfig) -> None:
        """Make the picture that messengers show for a page, and tell the theme where it is."""
        path = preview.address(page.file.src_uri)
        publishing.write(
            Path(config.site_dir) / path,
            preview.of_page(self.book, page.file.src_uri, self.lang, config.site_name, html),
        )
        page.meta["preview"] = path

    def _set_aside(self, html: str, page: Page) -> str:
        """Take drawings and code out until the page is written: the search plugin would parse every line and token."""
        html = titles(html)
        bulk = self.aside[page.file.src_uri] = BULKY.findall(html)
        numbers = iter(range(len(bulk)))
        return BULKY.sub(lambda match: f"<!--aside {next(numbers)}-->", html)

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Put back what was set aside, and let readers help with each section."""
        bulk = self.aside.pop(page.file.src_uri, [])
        return self.foot.sections(ASIDE.sub(lambda match: bulk[int(match[1])], output), page.file.src_uri)

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Add what the pages ask for, build the other language into this one's site, publish both in one move."""
        self.add_files(config)
        if self.nested:
            return
        if self.second:
            self.second.finish()
        if config.strict and _warnings():
            self.workshop.discard()
            return  # MkDocs stops the build itself, and tells why
        if not serving.under_way():
            styles.bundle(self.workshop.site, self.book.store)
            policy.write(self.workshop.site)
        self.workshop.publish()
        config.site_dir = str(self.workshop.published)

    def add_files(self, config: MkDocsConfig) -> None:
        """Write what stands beside the pages of this language."""
        downloads = colab.files(self.book, self.lang, self.foot.repository)
        for path, payload in (self.place.files | evidence.files(self.book, self.lang) | downloads).items():
            publishing.write(Path(config.site_dir, path), payload)
        finding.extend(Path(config.site_dir), self.book, self.lang)

    def on_build_error(self, error: Exception) -> None:
        """Leave the last good site as it is; say what is wrong without a traceback."""
        if self.second:
            self.second.stop()
        if self.workshop and not self.nested:
            self.workshop.discard()
        if isinstance(error, OSError) and error.errno in FULL_OR_LOCKED:
            expected, do = "files that can be read and written, with space left", "free space or mend the permissions"
            error = FurtherError(str(error.filename or self.root), expected, error.strerror, do)
            log.error(str(error))
        if isinstance(error, FurtherError):
            raise Abort(f"Aborted: nothing was published, {self.workshop.published} is as it was.") from None

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch both languages, the experiments and the theme; render again what a save changes."""
        for path in ("docs", "snippets", self.config.other):
            server.watch(str(self.root / path))
        server.builder = serving.Serving(server, config, builder)
        return server


def _speak() -> None:
    """Let the rooms that do not know MkDocs speak through its log. Their warnings do not fail a strict build."""
    logger = logging.getLogger("further")
    logger.handlers = [each for each in logging.getLogger("mkdocs").handlers if not isinstance(each, CountHandler)]
    logger.setLevel(logging.INFO)
    for chatty in ("mkdocs.plugins.mkdocs_jupyter", "mkdocs.mkdocs-jupyter"):  # three lines for each notebook
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _warnings() -> int:
    """Return how many warnings MkDocs has counted in a strict build."""
    counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
    return sum(count for counter in counters for _, count in counter.get_counts())
