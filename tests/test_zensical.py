"""The same pages through Zensical: the articles that MkDocs gives, page by page, and what is told if they are not."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import posixpath
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml
from articles import article, pages
from conftest import DESKTOP, REPOSITORY, Mini
from markdown import Markdown
from mkdocs.config.base import load_config

from further import settings
from further.addresses import FromFile
from further.errors import FurtherError
from further.place import Place

slow = pytest.mark.slow
INDEX, FOLLOWING = "index.html", re.compile(r'<link rel="(prev|next)" href="([^"]+)"')


def run(name, *rest, cwd, fails=False, path=""):
    command = [Path(sys.executable).with_name(name), *rest]
    environment = {**os.environ, "PYTHONPATH": str(path)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert bool(done.returncode) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def through_zensical(root, folder, path=""):
    """Do what scripts/zensical does, with ``path`` before all that is installed; return the site."""
    run("further", "run", cwd=root, path=path)
    told = run("further", "pages", "--to", folder, cwd=root, path=path)
    for lang in ("ko", "en"):
        assert f"{lang}.yml" in told
        run("zensical", "build", "--strict", "--config-file", folder / f"{lang}.yml", cwd=root, path=path)
    run("further", "policy", folder / "site", cwd=root, path=path)
    return folder / "site"


@contextlib.contextmanager
def hosted():
    """Build with a repository; only there, because the real book that others look at is built without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPO_URL", "https://github.com/someone/book")
        yield


@pytest.fixture(scope="module")
def mini_site(ran, tmp_path_factory):
    """The mini book through MkDocs, with a repository; its ``site`` beside it."""
    folder = tmp_path_factory.mktemp("zensical") / "book"
    shutil.copytree(ran.root, folder)
    mini = Mini(folder)
    with hosted():
        mini.build()
    return mini


@pytest.fixture(scope="module")
def both(mini_site, tmp_path_factory):
    """The sites that MkDocs and Zensical make of the mini book; the second where MkDocs cannot be imported."""
    without = tmp_path_factory.mktemp("without")
    (without / "mkdocs.py").write_text('raise ImportError("there is no MkDocs here")')
    with hosted():
        return mini_site.root / "site", through_zensical(mini_site.root, mini_site.root / "zensical", without)


@slow
def test_every_page_of_the_small_book_has_the_same_article(both):
    mkdocs, zensical = both
    assert pages(zensical) == pages(mkdocs)
    for path in pages(mkdocs):
        assert article(zensical, path) == article(mkdocs, path), path


@slow
def test_what_is_compared_holds_the_numbers_figures_claims_and_code(both):
    for site in both:
        parts = article(site, "en/topic")
        kinds = ("<data ", "<figure ", "<svg ", '<div class="fq-claim"', "<table", "<pre", '<div class="fq-references"')
        for kind, count in zip(kinds, (7, 3, 4, 2, 1, 4, 1), strict=True):
            assert sum(part.startswith(kind) for part in parts) == count, kind


@slow
def test_a_number_that_differs_makes_articles_differ(both, tmp_path):
    shutil.copytree(both[1], tmp_path / "site")
    page = tmp_path / "site" / "en" / "topic" / "index.html"
    page.write_text(page.read_text().replace(">1.2</data>", ">1.3</data>", 1))
    assert article(tmp_path / "site", "en/topic") != article(both[0], "en/topic")


@slow
def test_all_that_pages_ask_for_is_there(both):
    mkdocs, zensical = both
    for part in ("", "en"):
        for kind in ("charts", "references", "evidence", "assets/previews", "notebooks"):
            found = {path.relative_to(mkdocs) for path in (mkdocs / part / kind).rglob("*") if path.suffix != ".html"}
            for path in found:
                if (mkdocs / path).is_file():
                    assert (zensical / path).read_bytes() == (mkdocs / path).read_bytes(), path


@slow
def test_every_page_has_the_policy_once_however_often_it_is_built(both, mini_site):
    with hosted():
        through_zensical(mini_site.root, mini_site.root / "zensical")
    for path in pages(both[1]):
        assert (both[1] / path / "index.html").read_text().count("Content-Security-Policy") == 1
    assert (both[1] / "_headers").exists()


@slow
def test_a_page_says_its_topic_where_its_other_half_is_and_when_it_ran(both):
    page = (both[1] / "en" / "topic" / "index.html").read_text()
    assert 'data-topic="topic" data-evidence="../"' in page
    for lang in ("ko", "x-default"):
        assert f'<link rel="alternate " hreflang="{lang}" href="http://127.0.0.1:8000/topic/">' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/en/assets/previews/topic.png">' in page
    assert 'class="fq-foot__ran">The experiments of this page last ran on ' in page
    assert 'href="#what-it-shows" class="md-nav__link"' in (both[1] / "en/notebooks/tiny/index.html").read_text()
    assert "://" not in page.replace("http://127.0.0.1:8000/", "").partition("</head>")[0]


@slow
def test_a_reader_gets_the_evidence_and_the_same_page_in_the_other_language(both, browser):
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(both[1])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    page, asked, problems = browser.new_page(viewport=DESKTOP), [], []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.extend([message.text] * (message.type == "error")))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(f"{address}topic/")
        page.locator("data.fq-value").first.click()
        page.locator(".fq-evidence", has_text="tiny.mean · 셀 measure").wait_for()
        page.locator(".fq-explore").first.click()
        page.locator(".fq-explore[aria-pressed=true]").wait_for()
        page.locator(".fq-languages a").click()
        page.wait_for_url(re.compile(rf"{address}en/topic/(#[\w-]+)?"))
        page.locator("article", has_text="How small is it?").wait_for()
        assert problems == []
        assert [url for url in asked if not url.startswith(address)] == []
    finally:
        page.close()
        server.shutdown()


@slow
def test_headings_offer_to_correct_and_to_ask(both):
    for site in both:
        parts = article(site, "en/topic")
        assert sum(part.startswith("<a ") and "fq-mend" in part for part in parts) == 6


@slow
def test_pages_follow_one_another_in_the_same_order(both):
    for page in ("topic", "notebooks/second", "en/topic", "en/notebooks/second"):
        before, now = (
            {
                relation: posixpath.normpath(way)
                for relation, way in FOLLOWING.findall(site.joinpath(page, INDEX).read_text())
            }
            for site in both
        )
        assert set(before) == {"prev", "next"}
        assert now == before


@slow
def test_what_an_experiment_finds_anew_is_rendered_anew(both, mini_site, tmp_path):
    shutil.copytree(mini_site.root, tmp_path / "book")
    book = Mini(tmp_path / "book")
    book.edit("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 13)')
    site = through_zensical(book.root, book.root / "zensical")
    assert ">13</data>" in (site / "en" / "topic" / "index.html").read_text()
    before = (book.root / "zensical" / "en.yml").read_bytes()
    run("further", "pages", cwd=book.root)
    assert (book.root / "zensical" / "en.yml").read_bytes() == before


@slow
def test_a_book_that_changed_after_its_pages_were_written_is_refused(both, mini_site, tmp_path):
    shutil.copytree(mini_site.root, tmp_path / "book")
    book = Mini(tmp_path / "book")
    shutil.rmtree(book.root / "zensical" / ".cache")
    build = ("zensical", "build", "--config-file", book.root / "zensical" / "en.yml")
    book.edit("docs/en/topic.md", "The values are", "Its values are")
    told = run(*build, cwd=book.root, fails=True)
    assert "docs/en/topic.md (en)\n  expected: the text that is in " in told
    assert "run further pages again" in told
    book.edit("docs/en/topic.md", "Its values are", "The values are")
    book.edit("snippets/topic/tiny.py", 'value("count", 12)', 'value("count", 13)')
    told = run(*build, cwd=book.root, fails=True)
    assert "results\n  expected: fresh ones of every experiment\n  found:    tiny" in told


@slow
def test_every_page_of_the_book_has_the_same_article(site, tmp_path):
    through = through_zensical(REPOSITORY, tmp_path / "zensical")
    assert pages(through) == pages(site)
    for path in pages(site):
        assert article(through, path) == article(site, path), path


def test_settings_are_read_as_mkdocs_reads_them(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/book/")
    for file in ("mkdocs.yml", "mkdocs.en.yml"):
        said, loaded = settings.read(REPOSITORY / file), load_config(str(REPOSITORY / file))
        for name in ("site_name", "site_url", "copyright", "extra", "repo_url"):
            assert said[name] == loaded[name], name
        assert said["theme"]["palette"] == loaded.theme["palette"]
        assert said["markdown_extensions"]["toc"] == loaded.mdx_configs["toc"]


def test_each_language_has_its_part_of_the_address():
    first = {"site_dir": "site", "site_url": "https://example.org/book/"}
    assert settings.address(first, first) == "https://example.org/book/"
    assert settings.address({"site_dir": "site/en"}, first) == "https://example.org/book/en/"
    assert settings.address({"site_dir": "site/en"}, {"site_dir": "site", "site_url": None}) == ""


def test_ways_between_the_languages_need_no_root_of_a_host():
    said = settings.for_zensical(settings.read(REPOSITORY / "mkdocs.en.yml"))
    assert {each["lang"]: each["link"] for each in said["extra"]["alternate"]} == {"ko": "../", "en": "./"}
    assert yaml.safe_load(yaml.safe_dump(said)) == said


def test_a_generator_that_names_no_page_is_told_so():
    with pytest.raises(FurtherError, match="to be told which page it renders\n  found:    no rendering_context"):
        Markdown(extensions=["further"], extension_configs={"further": {"book": "..", "lang": "en"}})
    Markdown(extensions=["further"])  # the options of one are not those of the next


@pytest.mark.parametrize(
    ("path", "address", "counted_from_the_file"),
    [
        ("index.md", "references.bib", "references.bib"),
        ("topic.md", "../charts/a.csv", "charts/a.csv"),
        ("notebooks/tiny.md", "tiny.ipynb", "tiny/tiny.ipynb"),
    ],
)
def test_downloads_are_counted_from_the_file_of_the_page(path, address, counted_from_the_file):
    place = Place(None, "en", path, suffix=".md")
    links = '<a href="{}" download="x">x</a> <a href="../other/">y</a>'
    made = FromFile(place, Markdown()).run(links.format(address))
    assert made == links.format(counted_from_the_file)


@slow
def test_what_authors_write_is_text_in_the_head_too(ran, tmp_path):
    mini = Mini(shutil.copytree(ran.root, tmp_path / "book"))
    page = mini.root / "docs/en/topic.md"
    hostile = page.read_text().replace("# How small", "# `</title><script>1</script>` How small")
    page.write_text('---\ndescription: "\\"><script>2</script>"\n---\n' + hostile)
    site = through_zensical(mini.root, mini.root / "zensical")
    head = (site / "en/topic/index.html").read_text().partition("</head>")[0]
    assert "How small" in head
    assert "<script>1" not in head
    assert "<script>2" not in head
