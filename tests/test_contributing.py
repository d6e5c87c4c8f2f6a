"""From a place in the book to the repository's forms and files; nothing of it without a repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import LANGUAGES, PHONE, REPOSITORY, Mini

from further import colab
from further.contributing import FORMS, Repository, sections

pytestmark = pytest.mark.slow

HOME = "https://github.com/study/book"
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")


@pytest.fixture(scope="module")
def kept(ran, tmp_path_factory):
    """The mini book in a repository, built with its address; and its commit."""
    folder = tmp_path_factory.mktemp("kept") / "book"
    shutil.copytree(ran.root, folder)
    mini = Mini(folder)
    mini.edit("mkdocs.yml", "!ENV [REPO_URL, null]", f"{HOME}/")
    for command in (("init", "-q"), ("add", "docs", "snippets"), ("commit", "-qm", "All")):
        subprocess.run([*GIT, *command], cwd=folder, check=True)
    mini.build()
    commit = subprocess.run([*GIT, "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)
    return mini, commit.stdout.strip()


def outward(page):
    """Every link to the repository or to Colab in a page, with its text or label, in order."""
    found = re.findall(rf'<a ([^>]*href="((?:{HOME}|https://colab)[^"]*)"[^>]*)>(.*?)</a>', page, re.DOTALL)
    labels = [re.search(r'aria-label="([^"]*)"', attributes) for attributes, _, _ in found]
    texts = [" ".join(re.sub(r"<[^>]*>", " ", inside).split()) for _, _, inside in found]
    return [
        (label[1] if label else text, unescape(href))
        for label, text, (_, href, _) in zip(labels, texts, found, strict=True)
    ]


def form(template, file, build, anchor="", value=""):
    lang = "ko" if "/ko/" in file else "en"
    asked = {"template": template, "title": f"[{lang}] {file}{'#' if anchor else ''}{anchor}: ", "page": file}
    asked |= {"language": lang, "anchor": anchor, "value": value, "build": build[:12]}
    return {key: said for key, said in asked.items() if said}


def asked(link):
    """What a link fills into a form."""
    assert link.startswith(f"{HOME}/issues/new?")
    assert "+" not in link
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


SAID = {
    "ko": ("이 절 바로잡기", "이 절에 대해 묻기", "이 글 바로잡기", "이 글에 대해 묻기", "이 글 편집하기"),
    "en": (
        "Correct this section",
        "Ask about this section",
        "Correct this page",
        "Ask about this page",
        "Edit this page",
    ),
}
SECTIONS = {
    "ko": (("notes", "노트"), ("experiment", "실험"), ("sources", "참고한 글")),
    "en": (("notes", "The notes"), ("experiment", "The experiment"), ("sources", "Sources")),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_and_each_of_its_sections_lead_to_both_forms_filled_in_and_to_the_right_file(kept, lang):
    mini, commit = kept
    file = f"docs/{lang}/topic.md"
    found = outward(mini.read(f"{LANGUAGES[lang][1:]}topic/index.html"))
    inside = [(said, asked(link)) for said, link in found if "/issues/" in link]
    correct, ask, correct_page, ask_page, edit = SAID[lang]
    expected = []
    for anchor, title in SECTIONS[lang]:
        expected.append((correct, form("correction.yml", file, commit, anchor, title)))
        expected.append((ask, form("question.yml", file, commit, anchor, title)))
    expected += [(correct_page, form("correction.yml", file, commit)), (ask_page, form("question.yml", file, commit))]
    assert inside == expected
    others = [each for each in found if "/issues/" not in each[1]]
    assert [each for each in others if each[0] != "GitHub"] == [(edit, f"{HOME}/edit/main/{file}")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_notebook_leads_to_its_experiment_and_opens_in_colab(kept, lang):
    mini, _ = kept
    found = dict(outward(mini.read(f"{LANGUAGES[lang][1:]}notebooks/tiny/index.html")))
    edit, open_ = {"ko": ("이 실험 편집하기", "Colab에서 열기"), "en": ("Edit this experiment", "Open in Colab")}[lang]
    assert found[edit] == f"{HOME}/edit/main/snippets/topic/tiny.py"
    assert found[open_] == f"https://colab.research.google.com/github/study/book/blob/notebooks/{lang}/tiny.ipynb"


def test_the_downloadable_notebook_first_fetches_the_book_at_this_commit_and_its_page_does_not_show_it(kept):
    mini, commit = kept
    notebook = json.loads(mini.read("en/notebooks/tiny/tiny.ipynb"))
    source = notebook["cells"][0]["source"].splitlines()
    assert source[:4] == [
        "# Where this book is missing (Colab), fetch it, and what it needs",
        "import importlib.util",
        "",
        'if importlib.util.find_spec("further") is None:',
    ]
    fetch = f"    !git clone --quiet {HOME} further-questions"
    assert source[4] == f"{fetch} && git -C further-questions checkout --quiet {commit}"
    assert re.fullmatch(r"    %pip install --quiet ./further-questions( [\w-]+)* altair( [\w-]+)*", source[5])
    assert source[6:] == ["    %cd further-questions/snippets/topic"]
    assert "git clone" not in mini.read("en/notebooks/tiny/index.html")


def test_without_a_repository_nothing_is_offered_and_the_notebook_fetches_nothing(mini):
    mini.build()
    for path in (mini.root / "site").rglob("index.html"):
        page = path.read_text(encoding="utf-8")
        assert outward(page) == []
        assert [word for word in ("fq-mend", "fq-foot__links", "data-correct") if word in page] == []
    assert "git clone" not in mini.read("notebooks/tiny/tiny.ipynb")


def test_a_book_outside_git_offers_the_forms_without_a_build(mini):
    mini.edit("mkdocs.yml", "!ENV [REPO_URL, null]", HOME)
    mini.build()
    links = [link for _, link in outward(mini.read("topic/index.html")) if "/issues/" in link]
    assert links
    assert not [link for link in links if "build" in asked(link)]
    assert "checkout" not in json.loads(mini.read("notebooks/tiny/tiny.ipynb"))["cells"][0]["source"]


def test_no_page_asks_anything_of_the_repositorys_host_by_itself(kept):
    mini, _ = kept
    for path in (mini.root / "site").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert 'data-md-component="source"' not in page  # Material's script would ask for the number of stars
        assert not re.search(rf'(?:src|<link[^>]*href)="{HOME}', page)


def test_the_links_in_headings_are_not_searched_and_leave_the_headings_name_alone(kept):
    mini, _ = kept
    assert "issues/new" not in mini.read("search/entries.json")
    home = Repository(HOME, "main", "")
    heading = '<h2 id="a">A &amp; <code>b</code><a class="headerlink" href="#a" title="Link">#</a></h2>'
    assert sections(heading, home, "en", "docs/en/a.md").startswith('<h2 id="a" aria-label="A &amp; b">A &amp; <code>')


@pytest.mark.parametrize("heading", ['<h1 id="a">A</h1>', "<h2>A</h2>", '<p id="a">A</p>'])
def test_only_headings_below_the_title_that_have_an_id_get_links(heading):
    assert sections(heading, Repository(HOME, "main", ""), "en", "docs/en/a.md") == heading


def test_a_host_other_than_githubs_is_not_offered_to_colab():
    assert Repository("https://example.org/study/book", "main", "").colab("ko", "tiny") == ""


def test_a_notebook_asks_for_what_the_experiments_it_builds_on_import(ran):
    book = ran.book()
    (book.root / "requirements.txt").write_text("altair==6.3.0\nnumpy==2.4.6\n", encoding="utf-8")
    try:
        assert colab.required(book, book.experiments["tiny"]) == ["altair"]
    finally:
        (book.root / "requirements.txt").unlink()


@pytest.mark.parametrize("template", FORMS.values())
def test_the_forms_have_the_fields_that_the_links_fill_in(template):
    told = yaml.safe_load((REPOSITORY / ".github" / "ISSUE_TEMPLATE" / template).read_text(encoding="utf-8"))
    fields = {field["id"]: field["type"] for field in told["body"] if "id" in field}
    filled = {name: fields.get(name) for name in ("page", "language", "anchor", "value", "build")}
    assert filled == dict.fromkeys(filled, "input")


def test_the_package_that_a_notebook_installs_holds_the_data_of_the_equipment():
    import tomllib

    told = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    data = {path.suffix for path in (REPOSITORY / "snippets" / "lab").iterdir() if path.is_file()} - {".py"}
    assert {f"*{suffix}" for suffix in data} == set(told["package-data"]["lab"])


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_offers_both_forms_with_the_number_and_its_place(browser, kept, lang):
    import functools
    import http.server
    import threading

    mini, commit = kept
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    handler = functools.partial(quiet, directory=str(mini.root / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport=PHONE)
    try:
        hosts = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.goto(f"http://127.0.0.1:{server.server_port}{LANGUAGES[lang]}topic/", wait_until="networkidle")
        for asker, anchor, value in (
            ("data.fq-value", "topic", "tiny.mean: 1.2"),
            ("#claim-tiny-grows .fq-held > a", "claim-tiny-grows", "tiny.grows: "),
        ):
            page.locator(asker).first.click()
            page.wait_for_selector(".fq-evidence:popover-open")
            links = [asked(each.get_attribute("href")) for each in page.locator(".fq-evidence__offers a").all()]
            said = form("correction.yml", f"docs/{lang}/topic.md", commit, anchor, links[0]["value"])
            assert links == [said, said | {"template": "question.yml"}]
            assert links[0]["value"].startswith(value)
            page.keyboard.press("Escape")
        assert hosts == {"127.0.0.1"}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.close()
        server.shutdown()
