"""Every page of the real site, loaded once and looked at in every way: wide, on a phone, enlarged, on paper, by axe.

A page that answers a question is loaded in both schemes, a notebook in one: notebooks are all made alike.
"""

from __future__ import annotations

import itertools
import re
from unicodedata import east_asian_width

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import DESKTOP, LANGUAGES, PHONE, REPOSITORY, is_notebook, questions

pytestmark = pytest.mark.slow

SCHEMES = ("light", "dark")

SMALLEST = """() => Math.min(...[...document.querySelectorAll('.fq-chart svg text')]
    .filter(text => text.checkVisibility() && text.textContent.trim())
    .map(text => [parseFloat(getComputedStyle(text).fontSize), text.getScreenCTM()])
    .map(([size, shown]) => size * Math.hypot(shown.a, shown.b)))"""

CUT = """() => [...document.querySelectorAll('.fq-chart svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).filter(text => {
        const t = text.getBoundingClientRect();
        return t.left < box.left - 2 || t.right > box.right + 2 || t.top < box.top - 2 || t.bottom > box.bottom + 2;
    }).map(text => svg.closest('figure').id + ': ' + text.textContent);
})"""

LOST = """() => [...document.querySelectorAll(".md-nav--secondary a.md-nav__link[href^='#']")]
    .map(a => a.hash).filter(hash => !document.getElementById(hash.slice(1)))"""

WIDTH = "document.documentElement.scrollWidth"

SHIFT = """new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 50);
})"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_sound(open_page, address, paths, lang, scheme):
    turn = (list(LANGUAGES).index(lang) + SCHEMES.index(scheme)) % 2  # a notebook is dark in one language
    notebooks = [path for path in paths if is_notebook(path)]
    for path in [path for path in paths if not is_notebook(path)] + notebooks[turn::2] + ["404.html"]:
        page = open_page(LANGUAGES[lang] + path, until="networkidle", color_scheme=scheme)
        where = LANGUAGES[lang] + path
        assert [url for url in page.asked if not url.startswith((address, "data:"))] == [], where
        assert page.problems == [], where
        assert page.evaluate("document.documentElement.lang") == lang, where
        assert page.evaluate(LOST) == [], where
        assert page.evaluate(SHIFT) < 0.02, where
        assert axe(page) == [], where
        for width in (1440, 360, *(() if is_notebook(path) else (640, 320))):  # 640: what 1280 is at a zoom of 200 %
            page.set_viewport_size({"width": width, "height": 760})
            assert page.evaluate(WIDTH) <= width, (where, width)
            if path in questions(paths) and width >= 360:
                assert page.evaluate(SMALLEST) >= 11.9, (where, width)
                assert page.evaluate(CUT) == [], (where, width)
        if path in questions(paths) and scheme == "light":
            on_paper(page, where)


def axe(page):
    page.wait_for_timeout(200)  # Material goes over blocks of code once more after it has loaded
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found]


def on_paper(page, where):
    """Everything is open, and nothing of the frame is there."""
    page.set_viewport_size(DESKTOP)
    folded = page.locator("article details").count()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details[open]").count() == folded, where
    shown = page.locator(".fq-chart--wide svg").evaluate_all("all => all.every(each => each.checkVisibility())")
    assert shown, where
    for frame in (".md-header", ".md-sidebar", ".md-footer__inner", ".headerlink"):
        assert page.locator(f"{frame}:visible").count() == 0, (where, frame)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details[open]").count() == 0, where
    assert page.pdf()[:5] == b"%PDF-", where


MOVING = """() => {
    const slow = (list) => list.split(",").some(time => parseFloat(time) * (time.trim().endsWith("ms") ? 1 : 1000) > 1);
    const told = [...document.querySelectorAll("*")].flatMap(node => [null, "::before", "::after"].map(part => {
        const style = getComputedStyle(node, part);
        const moves = slow(style.transitionDuration) || style.animationName !== "none" && slow(style.animationDuration)
            || style.scrollBehavior === "smooth";
        return moves ? node.tagName + "." + node.className + (part ?? "") : null;
    }));
    return told.filter(Boolean);
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_moves_for_a_reader_who_asked_for_less_motion(open_page, paths, lang):
    """And something would, for another."""
    for path in ("", questions(paths)[0], next(filter(is_notebook, paths))):
        page = open_page(LANGUAGES[lang] + path, until="networkidle", reduced_motion="reduce")
        assert page.evaluate(MOVING) == [], path
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(MOVING) != [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_home_page_is_a_map_on_a_wide_screen_and_a_line_on_a_phone(open_page, paths, lang):
    """Without a script, too: the map is a list, a grid and links."""
    page = open_page(LANGUAGES[lang], java_script_enabled=False)
    assert page.locator(".fq-question").count() == len(questions(paths))
    boxes = page.locator(".fq-question, .fq-lead").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(({x, y, right, bottom}) => [x, y, right, bottom])"
    )
    for one, two in itertools.combinations(boxes, 2):
        apart = one[2] <= two[0] + 1 or two[2] <= one[0] + 1 or one[3] <= two[1] + 1 or two[3] <= one[1] + 1
        assert apart or page.locator(".fq-lead--down-right").count(), (one, two)
    for years in page.locator(".fq-years").all_inner_texts():
        assert re.search(r"\b(19|20)\d\d\b", years)
    page.locator(".fq-question summary").first.click()
    assert page.locator(".fq-question details p").first.is_visible()
    page.set_viewport_size(PHONE)
    lefts = page.locator(".fq-question").evaluate_all("all => all.map(each => each.getBoundingClientRect().x)")
    assert len(set(lefts)) == 1
    link = page.locator(".fq-lead a").first
    link.click()
    assert page.locator(".fq-questions > li:target .fq-question").is_visible()


@pytest.mark.parametrize(("lang", "least", "most"), [("ko", 35, 42), ("en", 60, 75)])
def test_a_line_of_text_is_neither_too_long_nor_too_short(open_page, paths, lang, least, most):
    """60 to 75 Latin letters, 35 to 42 Hangul; in a Korean line, what is no Hangul is half as wide."""
    page = open_page(LANGUAGES[lang] + questions(paths)[0])
    lines = page.locator(".fq-page > p").evaluate_all(LINES)
    wide = {"W": 1, "F": 1} if lang == "ko" else {}
    lengths = sorted(sum(wide.get(east_asian_width(x), 0.5 if wide else 1) for x in line) for line in lines)
    middle = lengths[len(lengths) // 2]
    assert least <= middle <= most, lengths


LINES = """all => all.flatMap(p => {
    const lines = [], range = document.createRange(), walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) for (let i = 0; i < node.length; i++) {
        range.setStart(node, i); range.setEnd(node, i + 1);
        const {bottom, width} = range.getBoundingClientRect();
        if (!width) continue;
        if (last === null || bottom > last + 8) lines.push("");
        last = Math.max(last ?? 0, bottom);
        lines[lines.length - 1] += node.data[i];
    }
    return lines.slice(0, -1);                        // the last one is not full
})"""


def test_the_whole_experiment_unfolds_in_the_place_of_its_cell(open_page, paths):
    """Without a script."""
    for path in questions(paths):
        page = open_page(f"/en/{path}", java_script_enabled=False)
        blocks = page.locator(".fq-code:has(> .fq-all)")
        if not blocks.count():
            continue
        block = blocks.first
        cell = block.locator("> .fq-raw").inner_text().strip()
        block.locator("summary").focus()
        page.keyboard.press("Enter")
        assert block.locator("> .fq-raw").is_hidden()
        cells = block.locator(".fq-all pre").all_inner_texts()
        assert len(cells) == int(re.search(r"\d+", block.locator("summary").inner_text())[0])
        assert cell in [each.strip() for each in cells]


def test_each_question_has_a_figure_where_moving_something_answers_what_is_asked(open_page, paths):
    """A slider, list or choice, or a legend whose entries can be pressed, under a figure that asks a question."""
    for path in questions(paths):
        asked = open_page(f"/en/{path}").locator(".fq-figure:has(.fq-controls) .fq-ask").all_inner_texts()
        assert [text for text in asked if text.strip().endswith("?")], path


CSS = (REPOSITORY / "docs" / "theme" / "assets" / "further.css").read_text(encoding="utf-8")


def colours(scheme):
    """The colours of a scheme by name; a name that stands for another is followed."""
    parts = re.findall(
        r"\[data-md-color-scheme(?:=\"slate\")?\] \{\n(\s+color-scheme: (?:light|dark);.*?)\}", CSS, re.S
    )
    found = dict(re.findall(r"--fq-([\w]+): ([^;]+);", parts[0]))
    found |= dict(re.findall(r"--fq-([\w]+): ([^;]+);", parts[1])) if scheme == "dark" else {}
    return {name: found[text[9:-1]] if text.startswith("var(") else text for name, text in found.items()}


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_have_4_5_to_1_and_marks_3_to_1_against_the_paper(scheme):
    own = colours(scheme)

    def contrast(one, two="paper"):
        light, dark = sorted((luminance(own[one]), luminance(own[two])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for words in ("ink", "soft", "holds", "limits", "wrong", "s1", "s2", "t3", "s4", "t5"):
        assert contrast(words) >= 4.5, words
    for words in ("ink", "soft", "holds", "s1"):
        assert contrast(words, "wash") >= 4.5, words
    for marks in ("s1", "s2", "s3", "s4", "s5", "edge"):
        assert contrast(marks) >= 3, marks


def test_a_topic_lends_its_colour_to_the_first_series_of_its_figures(open_page, paths):
    for path in questions(paths):
        page = open_page(f"/en/{path}")
        first = page.evaluate("getComputedStyle(document.querySelector('.fq-page')).getPropertyValue('--fq-1')")
        accent = page.evaluate("getComputedStyle(document.querySelector('.fq-page')).getPropertyValue('--fq-accent')")
        assert first == accent, path
