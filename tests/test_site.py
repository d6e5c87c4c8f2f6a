"""The whole build on a small book: both languages, from one command, published at once."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree

import pytest
from mkdocs.config.base import load_config


@pytest.fixture(scope="module")
def site(ran, tmp_path_factory):
    import shutil

    from conftest import Mini

    folder = tmp_path_factory.mktemp("site") / "book"
    shutil.copytree(ran.root, folder)
    mini = Mini(folder)
    mini.build()
    return mini


def test_one_build_publishes_every_page_in_both_languages(site):
    pages = {path.relative_to(site.root / "site").as_posix() for path in (site.root / "site").rglob("index.html")}
    notebooks = {f"notebooks/{name}/index.html" for name in ("tiny", "second", "moving")}
    made = {"verdicts/index.html", "bibliography/index.html"}
    korean = {"index.html", "topic/index.html", *made, *notebooks}
    assert pages == korean | {f"en/{path}" for path in korean}


def test_references_are_published_in_both_languages(site):
    works = (site.root / "docs" / "references.bib").read_text(encoding="utf-8")
    for folder in ("", "en/"):
        for path in ("references.bib", "references/topic.bib"):
            assert site.read(folder + path).strip() == works.partition("\n")[2].strip()
        assert 'href="../references/topic.bib"' in site.read(f"{folder}topic/index.html")
        assert 'href="../references.bib"' in site.read(f"{folder}bibliography/index.html")
        assert "<i>not</i>" not in site.read(f"{folder}bibliography/index.html")


def test_every_verdict_leads_to_its_page_and_back(site):
    for folder in ("", "en/"):
        assert 'href="../topic/#verdict-small"' in site.read(f"{folder}verdicts/index.html")
        assert 'href="../verdicts/#topic"' in site.read(f"{folder}topic/index.html")


def test_what_is_made_from_all_pages_comes_after_the_questions(site):
    found = re.findall(r'<a href="\.\./(\w+)/" class="md-nav__link">', site.read("topic/index.html"))
    assert found == ["verdicts", "bibliography"]


def test_each_language_has_its_own_html_lang_search_index_and_sitemap(site):
    for folder, lang, word in (("", "ko", "얼마나 작을까요?"), ("en/", "en", "How small is it?")):
        assert f'<html lang="{lang}"' in site.read(f"{folder}topic/index.html")
        index = json.loads(site.read(f"{folder}search/entries.json"))
        assert any(word in entry["title"] for entry in index["docs"])
        locations = [
            url.text for url in etree.fromstring(site.read(f"{folder}sitemap.xml")).iter() if url.tag.endswith("loc")
        ]
        assert locations
        assert all(("/en/" in location) == (lang == "en") for location in locations)


def test_pages_name_their_counterpart_for_search_engines(site):
    for path in ("topic/index.html", "en/topic/index.html"):
        found = dict(re.findall(r'rel="alternate ?" hreflang="([\w-]+)" href="([^"]*)"', site.read(path)))
        assert found == {
            "ko": "http://127.0.0.1:8000/topic/",
            "en": "http://127.0.0.1:8000/en/topic/",
            "x-default": "http://127.0.0.1:8000/topic/",
        }


def test_both_languages_have_the_same_anchors(site):
    def anchors(path):
        return [id_ for id_ in re.findall(r' id="([^"]+)"', site.read(path)) if not id_.startswith("__")]

    for page in ("topic", "notebooks/tiny"):
        assert anchors(f"{page}/index.html") == anchors(f"en/{page}/index.html")
        assert "experiment" in anchors("topic/index.html")


def test_the_home_page_has_the_question_and_its_answer_with_the_number(site):
    home = site.read("index.html")
    assert '<a href="topic/">얼마나 작을까요?</a>' in home
    assert re.search(r"평균은 .*1\.2</data>가", home)


def test_no_page_asks_anything_of_another_host(site):
    for path in (site.root / "site").rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)="(https?://[^"]+)"', path.read_text()
        )
        assert [url for url in loaded if not url.startswith("http://127.0.0.1:8000/")] == []


def test_every_figure_has_its_files_beside_the_pages(site):
    for folder in ("", "en/"):
        page = site.read(f"{folder}topic/index.html")
        asked = re.findall(r'(?:data-live|download="[\w-]+\.csv"|href)="\.\./(charts/[^"]+)"', page)
        assert len(asked) == 4
        for path in asked:
            assert site.read(f"{folder}{path}")
        assert len(list((site.root / "site" / folder / "charts").iterdir())) == 4


def test_search_does_not_find_the_words_of_buttons(site):
    for folder, words in (("", ("살펴보기", "데이터 보기", "차수")), ("en/", ("Explore", "Show the data", "power"))):
        index = site.read(f"{folder}search/entries.json")
        assert [word for word in words if word in index] == []


def test_notebook_pages_share_their_styles_and_offer_the_executed_notebook(site):
    for folder, heading in (("", "보이는 것"), ("en/", "What it shows")):
        page = site.read(f"{folder}notebooks/tiny/index.html")
        article = page[page.index("<article") : page.index("</article>")]
        assert "<style" not in article
        assert "<script" not in article
        assert f'<h2 id="what-it-shows">{heading}' in article
        assert 'href="#what-it-shows"' in page
        assert 'id="show"' in article
        notebook = json.loads(site.read(f"{folder}notebooks/tiny/tiny.ipynb"))
        assert any(cell.get("outputs") for cell in notebook["cells"])


def test_links_lead_to_the_cell_in_the_notebook(site):
    assert 'href="../notebooks/tiny/#show"' in site.read("topic/index.html")


def test_a_second_build_gives_the_same_bytes(site):
    def content():
        files = (path for path in (site.root / "site").rglob("*") if path.is_file() and path.suffix != ".gz")
        return {path.relative_to(site.root).as_posix(): path.read_bytes() for path in files}

    before = content()
    site.build()
    after = content()
    assert [path for path in before if before[path] != after.get(path)] == []
    assert set(after) == set(before)


def test_a_build_of_the_english_configuration_alone_is_whole(mini):
    from mkdocs.commands.build import build

    build(load_config(str(mini.root / "mkdocs.en.yml"), strict=True))
    assert "How small is it?" in mini.read("en/topic/index.html")


def test_a_strict_build_with_a_warning_publishes_nothing(mini):
    mini.both("topic.md", "`{{", "[x](#nowhere) `{{")
    with pytest.raises(SystemExit):
        mini.build()
    assert not (mini.root / "site").exists()
    mini.build(strict=False)
    assert (mini.root / "site" / "en" / "topic" / "index.html").exists()
