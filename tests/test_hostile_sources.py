"""Markup in references.bib, glossary.yml, claims.yml, captions, headings and front matter stays text, on every page."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import Mini
from test_inert import PAYLOADS, Found, article

from further import frontmatter, references
from further.contributing import Repository, sections
from further.errors import FurtherError

pytestmark = pytest.mark.slow

TEXT = " ".join(text for text in PAYLOADS if "\x00" not in text and "\x02" not in text)
HOME = "https://github.com/study/book"
TERM = {
    "english": f"gradient {TEXT}",
    "korean": f"기울기 {TEXT}(gradient {TEXT})",
    "also": [f"slope {TEXT}"],
    "avoid": [f"경사도 {TEXT}"],
    "see": "topic.md#notes",
    "en": f"How much {TEXT}",
    "ko": f"얼마나 {TEXT}",
}
PLAIN = {**TERM, "english": "measure", "korean": "평균(mean)", "also": ["mean"], "avoid": ["평균값"]}
STATEMENT = {"note": f"작다 {TEXT}", "english": f"small {TEXT}", "verdict": "holds", "evidence": ["@jain2019"]}


def tex(text):
    return re.sub(r"([&#%$_])", r"\\\1", text)


def headed(text, lang):
    """Return a page with the payloads in its front matter, its title, and another heading."""
    front = yaml.safe_dump({"short": f"small {TEXT}", "description": f"small {TEXT}"}, allow_unicode=True, width=10**6)
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    body = re.sub(r"^# .*$", lambda _: f"# `` small {TEXT} `` {{ #topic }}", body, count=1, flags=re.MULTILINE)
    odd = f"## `` {TEXT} `` {{ #odd }}\n\n평균은 mean 값입니다.\n\n"
    return f"---\n{front}---\n{body}".replace("## ", odd + "## ", 1)


@pytest.fixture(scope="module")
def hostile(ran, tmp_path_factory):
    """The small book, built with the payloads in everything that its authors write beside Markdown's own text."""
    root = tmp_path_factory.mktemp("hostile") / "book"
    shutil.copytree(ran.root, root)
    mini = Mini(root)
    mini.edit("mkdocs.yml", "!ENV [REPO_URL, null]", HOME)
    mini.edit("docs/references.bib", "{{Attention is <i>not</i> Explanation}}", "{" + tex(TEXT) + "}")
    mini.edit("docs/references.bib", "Jain, S. and Wallace, B. C.", "{" + tex(TEXT) + "} and Wallace, B. C.")
    mini.edit("docs/references.bib", "{NAACL}", "{" + tex(TEXT) + "}")
    mini.edit("docs/references.bib", "D19-1002/", "D19-1002/?x='onclick='alert(1)")
    (root / "docs/glossary.yml").write_text(yaml.safe_dump({"gradient": TERM, "mean": PLAIN}, allow_unicode=True))
    (root / "docs/claims.yml").write_text(yaml.safe_dump({"topic": {"small": STATEMENT}}, allow_unicode=True))
    for lang, title in (("ko", "용어"), ("en", "Terms")):
        (root / "docs" / lang / "glossary.md").write_text(f"# {title} {{ #glossary }}\n\n/// glossary\n///\n")
        page = root / "docs" / lang / "topic.md"
        page.write_text(headed(page.read_text(), lang))
    mini.build()
    return mini


PATHS = ["", "topic/", "bibliography/", "verdicts/", "glossary/", "notebooks/second/"]


@pytest.mark.parametrize("path", [*PATHS, *(f"en/{path}" for path in PATHS)])
def test_what_authors_write_beside_markdown_holds_nothing_active(hostile, path):
    page = hostile.read(f"{path}index.html")
    assert "alert(1)" in page
    assert Found(article(page)).active == []
    allowed = {"script", "meta", "link", "style", "form"}  # of the theme
    assert [each for each in Found(page).active if each not in allowed] == []
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL)
    assert [script for script in scripts if "alert(1)" in script] == []
    assert re.findall(r"<meta http-equiv=([^ ]*)", page) == ['"Content-Security-Policy"']


REFUSED = {
    "a link that runs": {"url": "javascript:alert(1)"},
    "a link to a file in the page": {"url": "data:text/html,<script>alert(1)</script>"},
    "a link with a line end": {"url": "https://x.org/\n.javascript:alert(1)"},
    "a link that ends its attribute": {"url": 'https://x.org/"onclick="alert(1)'},
    "a DOI that runs": {"doi": "javascript:alert(1)"},
    "an eprint that runs": {"eprint": "javascript:alert(1)", "archivePrefix": "arXiv"},
    "a key that is a tag": {"key": "a<script>"},
    "what Markdown takes for a letter": {"title": "\x0260\x03script\x0262\x03alert(1)"},
    "what Markdown has put aside": {"title": "\x02wzxhzdk:0\x03"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_entry_with_a_link_or_key_that_is_none_is_refused(what):
    fields = {"author": "A, B", "title": "T", "year": "2019", "url": "https://x.org/", **REFUSED[what]}
    key = fields.pop("key", "a2019")
    text = "".join(f" {name} = {{{value}}},\n" for name, value in fields.items())
    with pytest.raises(FurtherError):
        references.loads(f"@misc{{{key},\n{text}}}\n")


@pytest.mark.parametrize("key", ["template: redirect.html", "location: javascript:alert(1)", "author: x"])
def test_front_matter_that_chooses_another_template_is_refused(mini, key):
    page = mini.root / "docs/en/topic.md"
    page.write_text(f"---\n{key}\n---\n" + page.read_text().partition("---\n# ")[2].join(["# ", ""]))
    with pytest.raises(FurtherError, match="expected: one of title, short"):
        from further import ready

        ready.load(mini.root)


def test_what_mkdocs_takes_for_front_matter_without_its_lines_is_shown_as_text():
    given = {
        "template": "redirect.html",
        "description": '"><script>alert(1)</script>',
        "title": ["<b>"],
        "hide": ["toc"],
    }
    assert frontmatter.shown(given) == {
        "title": "[&#x27;&lt;b&gt;&#x27;]",
        "description": "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        "hide": ["toc"],
    }


def test_a_link_to_a_form_carries_a_hostile_heading_as_text():
    heading = f'<h2 id="x">{escape(TEXT)}</h2>'
    linked = sections(heading, Repository(HOME, "main", "a" * 40), "en", "docs/en/x.md")
    assert Found(linked).active == []
    links = [unescape(each) for each in re.findall(r'href="([^"]*)"', linked)]
    assert {urlsplit(each).netloc for each in links} == {"github.com"}
    assert [parse_qs(urlsplit(each).query)["value"] for each in links] == [[" ".join(TEXT.split())]] * 2
    assert {name for each in links for name in parse_qs(urlsplit(each).query)} == {
        "template", "title", "page", "language", "anchor", "value", "build",
    }  # fmt: skip


@pytest.fixture
def open_hostile(hostile, browser):
    """Open a page of it in a browser that minds no policy, so that only what is in the page can stop a script."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    folder = str(hostile.root / "site")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(bypass_csp=True)
    context.add_init_script("ran = []; alert = (x) => ran.push(x)")
    tab = context.new_page()
    tab.set_default_timeout(10_000)

    def opened(path):
        tab.goto(f"http://127.0.0.1:{server.server_port}{path}")
        return tab

    yield opened
    context.close()
    server.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["", "en/"])
def test_tooltips_search_and_what_a_click_opens_run_nothing_even_without_the_policy(open_hostile, lang):
    tab = open_hostile(f"/{lang}topic/")
    for selector in ("article a.fq-term", "article a.footnote-ref", "article .fq-value"):
        tab.locator(selector).first.hover()
        tab.wait_for_timeout(700)
        assert (selector, tab.evaluate("ran")) == (selector, [])
    tab.locator("article .fq-value").first.click()
    tab.locator(".fq-evidence").wait_for()
    tab.keyboard.press("Escape")
    assert tab.evaluate("ran") == []
    tab.locator("input.md-search__input").fill("alert")
    tab.locator("input.md-search__input").press("End")
    tab.locator(".md-search-result__link").first.wait_for()
    tab.wait_for_timeout(500)
    assert tab.evaluate("ran") == []
    assert tab.locator("[onerror], [onload], [ontoggle], iframe[srcdoc], a[href^='javascript:']").count() == 0
