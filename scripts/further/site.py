"""The one room that knows MkDocs. The order of a build: run, check, render both languages, publish whole or not."""

from __future__ import annotations

import errno
import logging
import re
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import config_options
from mkdocs.config.base import Config, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from further import checks, converted, evidence, notebook, policy, preview, publishing, serving
from further.book import Book
from further.errors import FurtherError, raise_all
from further.place import Place
from further.run import Runner
from further.words import word

log = logging.getLogger("mkdocs.further")

NOTEBOOKS = "notebooks"
PREVIEWS = "assets/previews"
BULKY = re.compile(r"<svg\b.*?</svg>|<pre>.*?</pre>", re.DOTALL)
ASIDE = re.compile(r"<!--aside (\d+)-->")
FULL_OR_LOCKED = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class Settings(Config):
    """Options of the plugin in mkdocs.yml."""

    questions = config_options.Type(list, default=[])
    """Paths of the question pages, in the order of the navigation; those that do not exist yet are left out."""
    other = config_options.Type(str, default="")
    """Configuration of the other language's site, built into a folder of this one."""


class Further(BasePlugin[Settings]):
    """Builds the book: see the module's docstring.

    It has no ``on_startup``: with one, MkDocs would share this object between the two languages' builds.
    """

    book: Book | None = None
    """Set from outside when another language's build already ran and checked everything."""

    workshop: publishing.Workshop | None = None
    """Set from outside, likewise."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Run what is stale, check the book, and send the build to a folder beside the site."""
        self.root, self.lang = Path(config.config_file_path).resolve().parent, config.theme["language"]
        self.nested = self.book is not None
        _speak()
        try:
            self.workshop = self.workshop or publishing.Workshop(Path(config.site_dir))
            self.book = self.book or _load(self.root)
        except FurtherError as error:
            raise PluginError(str(error)) from None
        self.place, self.aside = Place(self.book, self.lang), {}
        config.mdx_configs["further"] = {"place": self.place}
        config.plugins["mkdocs-jupyter"].config["cache"] = False  # see further.converted
        config.nav = self._nav()
        if not self.nested:
            config.site_dir = str(self.workshop.site)
        return config

    def _nav(self) -> list[Any]:
        """Home, the questions in their order, then one notebook page for each experiment."""
        pages = self.book.pages[self.lang]
        named = [path for path in self.config.questions if path in pages]
        rest = sorted(set(pages) - set(named) - {"index.md"})
        notebooks = [f"{NOTEBOOKS}/{name}.ipynb" for name in self.book.experiments]
        return [path for path in ["index.md", *named, *rest] if path in pages] + [
            {word(self.lang, "notebooks"): notebooks}
        ]

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the executed notebooks; mkdocs-jupyter, which comes after, turns them into pages."""
        folder = self.workshop.folder / self.lang
        try:
            for name, experiment in self.book.experiments.items():
                path = folder / NOTEBOOKS / f"{name}.ipynb"
                publishing.write(path, notebook.localised(self.book, experiment, self.lang))
                files.append(File(f"{NOTEBOOKS}/{name}.ipynb", str(folder), config.site_dir, config.use_directory_urls))
        except FurtherError as error:
            raise PluginError(str(error)) from None
        return files

    @event_priority(-100)
    def on_pre_page(self, page: Page, config: MkDocsConfig, files: Files) -> Page:
        """Keep what mkdocs-jupyter, which came before, makes of a notebook."""
        if page.file.src_uri.endswith(".ipynb"):
            converted.keep(page, self.book.store, config.plugins["mkdocs-jupyter"].config)
        return page

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Tell the Markdown extension which page comes."""
        self.place.path = page.file.src_uri

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean notebook pages, and give their headings the ids that both languages share."""
        path = Path(page.file.src_uri)
        if path.suffix != ".ipynb":
            _no_braces(html, self.place.page.where())
            self._picture(html, page, config)
            return self._set_aside(html, page)
        experiment = self.book.experiments[path.stem]
        headings = notebook.headings(experiment, self.lang)
        page.toc = get_toc(_nested(headings))
        page.meta.setdefault("notebook", True)
        return self._set_aside(notebook.tidy(html, experiment, self.book.results[path.stem], self.lang), page)

    def _picture(self, html: str, page: Page, config: MkDocsConfig) -> None:
        """Make the picture that messengers show for a page, and tell the theme where it is."""
        path = f"{PREVIEWS}/{Path(page.file.src_uri).with_suffix('').as_posix().replace('/', '-')}.png"
        publishing.write(
            Path(config.site_dir) / path,
            preview.of_page(self.book, page.file.src_uri, self.lang, config.site_name, html),
        )
        page.meta["preview"] = path

    def _set_aside(self, html: str, page: Page) -> str:
        """Take drawings and code out until the page is written: the search plugin would parse every line and token."""
        bulk = self.aside[page.file.src_uri] = BULKY.findall(html)
        numbers = iter(range(len(bulk)))
        return BULKY.sub(lambda match: f"<!--aside {next(numbers)}-->", html)

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Put back what was set aside."""
        bulk = self.aside.pop(page.file.src_uri, [])
        return ASIDE.sub(lambda match: bulk[int(match[1])], output)

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Add what the pages ask for, build the other language into this one's site, publish both in one move."""
        for path, payload in (self.place.files | evidence.files(self.book, self.lang)).items():
            publishing.write(Path(config.site_dir, path), payload)
        if self.nested:
            return
        if self.config.other and self.root / self.config.other != Path(config.config_file_path).resolve():
            self._build_other(config)
        if config.strict and _warnings():
            self.workshop.discard()
            return  # MkDocs stops the build itself, and tells why
        if not serving.under_way():
            policy.write(self.workshop.site)
        self.workshop.publish()
        config.site_dir = str(self.workshop.published)

    def _build_other(self, config: MkDocsConfig) -> None:
        other = load_config(str(self.root / self.config.other), strict=config.strict)
        other.site_dir = str(Path(config.site_dir) / Path(other.site_dir).name)
        other.site_url = config.site_url.rstrip("/") + f"/{Path(other.site_dir).name}/" if config.site_url else None
        other.plugins["further"].book, other.plugins["further"].workshop = self.book, self.workshop
        build(other)

    def on_build_error(self, error: Exception) -> None:
        """Leave the last good site as it is; say what is wrong without a traceback."""
        if self.workshop:
            self.workshop.discard()
        if isinstance(error, OSError) and error.errno in FULL_OR_LOCKED:
            expected, do = "files that can be read and written, with space left", "free space or mend the permissions"
            error = FurtherError(str(error.filename or self.root), expected, error.strerror, do)
            log.error(str(error))
        if isinstance(error, FurtherError):
            raise Abort(f"Aborted: nothing was published, {self.workshop.published} is as it was.") from None

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch both languages, the experiments and the theme; keep serving when a build fails."""
        for folder in ("docs", "snippets"):
            server.watch(str(self.root / folder))
        server.builder = serving.forgiving(builder)
        return server


def _no_braces(html: str, where: str) -> None:
    """Refuse a page in which a value was not filled in: raw HTML and attributes are not Markdown.

    Raises:
        FurtherError: If there is one.
    """
    shown = re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)  # attributes stay: what is in them is shown too
    if left := re.search(r"\{\{[^}]*\}?\}?", shown):
        do = "write it as running text; inside raw HTML, attributes and abbreviations nothing is filled in"
        raise FurtherError(where, "every {{value}} filled in", left[0], do)


def _load(root: Path) -> Book:
    """Read the book, run what is stale, and check it.

    Raises:
        FurtherError: If anything is wrong.
    """
    book = Book.load(root)
    raise_all(checks.check(book))  # what can be known without running is told before anything runs
    book.results = Runner(root, book.store, book.experiments).ensure(book.experiments.values())
    raise_all(checks.check(book))
    return book


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


def _nested(headings: list[tuple[int, str, str]]) -> list[dict[str, Any]]:
    """Return headings as the nested tokens that MkDocs makes its table of contents from."""
    tokens: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for level, id_, text in headings:
        token = {"level": level, "id": id_, "name": text, "children": []}
        while stack and stack[-1]["level"] >= level:
            stack.pop()
        (stack[-1]["children"] if stack else tokens).append(token)
        stack.append(token)
    return tokens
