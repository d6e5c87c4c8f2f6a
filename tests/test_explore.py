"""Figures that answer when asked, in a real browser: the small book under a strict Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import http.server
import re
import shutil
import threading

import pytest
from conftest import Mini

pytestmark = pytest.mark.slow

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 760}
FIGURE, OTHER = "#fig-moving-paths", "#fig-tiny-bars"
LIVE = f"{FIGURE} .fq-live svg"
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => list.getEntries().forEach(entry => shifts.push(entry.value)))
        .observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def served(ran, tmp_path_factory):
    """The site, built for the address that it is served at: Material navigates instantly within that alone.

    The server allows no script but the site's own files and Material's few lines in the page, and no eval.
    """
    folder = tmp_path_factory.mktemp("explore") / "book"
    shutil.copytree(ran.root, folder)
    site, policy = folder / "site", []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *rest):
            super().__init__(*rest, directory=str(site))

        def end_headers(self):
            self.send_header("Content-Security-Policy", policy[0])
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", f"{address}/")
        Mini(folder).build()
    texts = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    inline = sorted(set(re.findall(r"<script>(.*?)</script>", texts, flags=re.DOTALL)))
    sums = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline)
    scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in sums)])
    policy.append(f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site, address
    server.shutdown()


@pytest.fixture
def site(served):
    return served[0]


@pytest.fixture
def address(served):
    return served[1]


@pytest.fixture
def visit(browser, address):
    """Open a page; `asked` lists what was fetched, `problems` what the console complained of. None may be left."""
    pages = []

    def opened(path="/topic/", **options):
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        page = context.new_page()
        page.asked, page.problems = [], []
        page.on("request", lambda request: page.asked.append(request.url.removeprefix(address)))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda told: told.type in ("error", "warning") and page.problems.append(told.text))
        page.add_init_script(SHIFTS)
        page.goto(address + path, wait_until="networkidle")
        # a busy machine may be idle on the network before the page's deferred scripts have run
        page.wait_for_function("document.readyState === 'complete' && document.querySelector('article')")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        assert page.problems == []
        assert [path for path in page.asked if not path.startswith(("/", "data:", "blob:"))] == []
        page.context.close()


def of_vega(page):
    return [path for path in page.asked if re.search(r"vendor|explore\.js|charts/", path)]


def explore(page, figure=FIGURE):
    page.locator(f"{figure} .fq-explore").click()
    page.wait_for_selector(f"{figure} .fq-live svg")


TEXTS = """all => all.filter(each => each.checkVisibility({visibilityProperty: true})).map(each => {
    const {x, y} = each.getBoundingClientRect(), style = getComputedStyle(each);
    return [each.textContent, x + scrollX, y + scrollY, parseFloat(style.fontSize), style.fill, style.fontFamily];
})"""


def texts(page, figure=FIGURE):
    return page.locator(f"{figure} .fq-chart text").evaluate_all(TEXTS)


def lines(page):
    """The lines that are drawn, live or still."""
    return page.locator(f"{FIGURE} .fq-chart path[stroke]").evaluate_all("""all => all
        .filter(each => each.checkVisibility({visibilityProperty: true}) && /^M.*L/.test(each.getAttribute("d")))
        .map(each => [each.getAttribute("d"), each.getAttribute("stroke"), getComputedStyle(each).opacity])""")


def test_nothing_is_fetched_before_a_figure_is_asked(visit):
    page = visit()
    assert of_vega(page) == []
    assert page.locator(f"{FIGURE} .fq-explore").is_enabled()
    explore(page)
    assert sorted(path.split(".")[0] for path in of_vega(page)) == [
        "/assets/explore",
        "/assets/vendor/vega",
        "/charts/moving-paths",
    ]
    explore(page, OTHER)
    assert len(of_vega(page)) == 4  # Vega once, and the other chart


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", ["/topic/", "/en/topic/"])
def test_a_live_chart_stands_where_its_drawing_stood(visit, path, viewport, scheme, capsys):
    page = visit(path, viewport=viewport, color_scheme=scheme)
    for figure in (FIGURE, OTHER):
        page.locator(figure).scroll_into_view_if_needed()
        before, box = sorted(texts(page, figure)), page.locator(figure).bounding_box()
        page.wait_for_timeout(300)
        page.evaluate("shifts.length = 0")  # those of the page's own start
        # not a reader's press, after which the browser counts no shift for half a second
        page.evaluate("selector => document.querySelector(selector).click()", f"{figure} .fq-explore")
        page.wait_for_selector(f"{figure} .fq-live svg")
        after = sorted(texts(page, figure))
        assert [text[0] for text in after] == [text[0] for text in before]
        for old, new in zip(before, after, strict=True):
            assert new[1:4] == pytest.approx(old[1:4], abs=0.6), old[0]
            assert new[4:] == old[4:]
        assert page.locator(figure).bounding_box() == box
        page.wait_for_timeout(100)
        shift = sum(page.evaluate("shifts"))
        with capsys.disabled():
            print(f"\nlayout shift of exploring {figure} of {path} at {viewport['width']} px: {shift:.4f}")
        assert shift < 0.001


def test_a_slider_moves_the_drawing_and_says_where_it_is(visit):
    page = visit()
    slider, drawn = page.locator(f"{FIGURE} input[type=range]"), lines(page)
    slider.focus()
    page.wait_for_selector(LIVE)
    slider.press("ArrowRight")
    assert page.locator(f"{FIGURE} output").inner_text() == "2"
    page.wait_for_timeout(100)
    assert [line[0] for line in lines(page)] != [line[0] for line in drawn]
    assert [line[1] for line in lines(page)] == [line[1] for line in drawn]


def test_moving_a_slider_of_a_still_figure_wakes_it_at_that_value(visit):
    page = visit()
    page.locator(f"{FIGURE} input[type=range]").fill("3")
    page.wait_for_selector(LIVE)
    assert page.locator(f"{FIGURE} output").inner_text() == "3"
    path = lines(page)[0][0]
    explore(page, OTHER)
    page.locator(f"{FIGURE} input[type=range]").fill("1")
    page.wait_for_timeout(100)
    assert lines(page)[0][0] != path


def test_a_select_leaves_one_line_and_its_options_are_in_the_language_of_the_page(visit):
    for path, labels in (("/topic/", ["둘 다", "배", "배나무"]), ("/en/topic/", ["both kinds", "ship", "pear"])):
        page = visit(path)
        assert page.locator(f"{FIGURE} option").all_inner_texts() == labels
        page.get_by_role("combobox", name="종류" if path == "/topic/" else "kind", exact=True).select_option(labels[2])
        page.wait_for_selector(f"{LIVE} path[opacity='0.1']")
        assert [line[2] for line in lines(page)] == ["0.1", "1"]


def test_an_entry_of_the_legend_can_be_pressed_even_to_wake_the_figure(visit):
    page = visit()
    page.locator(f"{FIGURE} .fq-chart--wide text", has_text=re.compile("^배$")).click()
    page.wait_for_selector(LIVE)
    page.wait_for_selector(f"{LIVE} path[opacity='0.1']")
    assert [line[2] for line in lines(page)] == ["1", "0.1"]
    entry = page.locator(f"{LIVE} [role=button]", has_text="배나무")
    entry.focus()
    entry.press("Enter")
    page.wait_for_timeout(100)
    assert [line[2] for line in lines(page)] == ["0.1", "1"]


def at(page, number, figure=FIGURE):
    """The middle of a point of the drawing."""
    box = page.locator(f"{figure} .fq-live .mark-symbol.role-mark path").nth(number).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def told(page):
    page.wait_for_selector(".fq-tip")
    return page.locator(".fq-tip").evaluate("tip => [...tip.children].map(each => each.textContent)")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/topic/", ["종류", "배나무", "걸음", "4", "거리", "8.0"]),
        ("/en/topic/", ["kind", "pear", "step", "4", "how far", "8.0"]),
    ],
)
def test_a_mark_says_what_it_is_in_the_language_of_the_page(visit, path, words):
    page = visit(path)
    page.locator(FIGURE).scroll_into_view_if_needed()
    explore(page)
    page.mouse.move(*at(page, 9))
    assert told(page) == words
    page.mouse.move(5, 5)
    assert page.locator(".fq-tip").count() == 0


def test_a_line_says_what_is_next_to_the_pointer(visit):
    page = visit()
    page.locator(FIGURE).scroll_into_view_if_needed()
    explore(page)
    (x, y), (x2, y2) = at(page, 8), at(page, 9)
    page.mouse.move(x2 - 0.2 * (x2 - x), y2 - 0.2 * (y2 - y))
    assert told(page)[3] == "4"
    page.mouse.move(x + 0.2 * (x2 - x), y + 0.2 * (y2 - y) + 6)  # beside it
    assert told(page)[3] == "3"


def test_a_finger_is_enough(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(FIGURE).scroll_into_view_if_needed()
    page.locator(f"{FIGURE} .fq-drawing").tap()
    page.wait_for_selector(LIVE)
    x, y = at(page, 7)
    page.touchscreen.tap(x + 6, y - 6)
    assert told(page)[1:4:2] == ["배나무", "2"]
    tip = page.locator(".fq-tip").bounding_box()
    assert tip["x"] >= 0
    assert tip["x"] + tip["width"] <= PHONE["width"]


def test_what_data_says_is_text_and_nothing_else(visit):
    page = visit()
    page.route(
        "**/charts/moving-paths*",
        lambda route: route.fulfill(
            body=route.fetch().text().replace("배나무", "<img src=x onerror=alert(1)>"), content_type="application/json"
        ),
    )
    page.locator(FIGURE).scroll_into_view_if_needed()
    explore(page)
    page.mouse.move(*at(page, 9))
    assert told(page)[1] == "<img src=x onerror=alert(1)>"
    page.locator(f"{FIGURE} summary").click()
    page.wait_for_selector(f"{FIGURE} td")
    assert page.locator(f"{FIGURE} td img, .fq-tip img").count() == 0


def test_a_figure_can_be_used_by_keyboard_alone_and_escape_brings_the_drawing_back(visit):
    page = visit()
    drawing, still = page.locator(f"{FIGURE} .fq-drawing"), lines(page)
    name = drawing.get_attribute("aria-label")
    assert (drawing.get_attribute("role"), len(name) > 5) == ("img", True)
    page.locator(f"{OTHER} summary").focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#fig-moving-paths .fq-drawing')"):
            break
    page.wait_for_selector(LIVE)
    assert (drawing.get_attribute("role"), drawing.get_attribute("aria-label")) == ("group", name)
    assert page.locator(f"{FIGURE} .fq-explore").get_attribute("aria-pressed") == "true"
    page.locator(f"{FIGURE} input[type=range]").focus()
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    page.wait_for_selector(LIVE, state="detached")
    assert lines(page) == still
    assert page.locator(f"{FIGURE} input[type=range]").input_value() == "1"
    assert page.locator(f"{FIGURE} output").inner_text() == "1"
    assert (drawing.get_attribute("role"), page.evaluate("document.activeElement.type")) == ("img", "range")


def test_a_live_chart_follows_light_and_dark(visit):
    page = visit(color_scheme="light")
    explore(page)
    before = {text[4] for text in texts(page)}
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    assert not {text[4] for text in texts(page)} & before
    page.locator("label.md-header__button[for^=__palette]:visible").first.click()  # by hand: light
    page.wait_for_selector("body[data-md-color-scheme=default]")
    assert {text[4] for text in texts(page)} == before
    assert page.locator(LIVE).is_visible()


def test_a_live_chart_finds_its_other_layout_when_the_column_changes(visit):
    page = visit()
    page.locator(f"{FIGURE} input[type=range]").fill("3")
    page.wait_for_selector(f"{FIGURE} .fq-chart--wide .fq-live svg")
    page.set_viewport_size(PHONE)
    page.wait_for_selector(f"{FIGURE} .fq-chart--narrow .fq-live svg")
    assert page.locator(f"{FIGURE} .fq-live").count() == 1
    assert page.locator(f"{FIGURE} input[type=range]").input_value() == "3"


def test_instant_navigation_back_and_reload_keep_figures_answering(visit, address):
    page = visit()
    explore(page)
    page.evaluate("window.same = true")
    page.locator(".md-header__button.md-logo:visible").first.click()
    page.wait_for_url(f"{address}/")
    page.wait_for_selector("[data-live]", state="detached")
    page.go_back()
    page.wait_for_selector(f"{FIGURE} .fq-explore:enabled")
    assert page.locator(LIVE).count() == 0
    explore(page)
    assert page.evaluate("same")  # the same document: nothing was loaded anew
    assert len([path for path in page.asked if "vendor" in path]) == 1
    page.reload(wait_until="networkidle")
    assert page.locator(LIVE).count() == 0
    assert page.locator(f"{FIGURE} input[type=range]").input_value() == "1"
    explore(page)


def test_the_other_language_of_a_page_answers_in_its_own(visit):
    page = visit()
    explore(page)
    page.locator("a[hreflang=en]:visible").first.click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_selector(f"{FIGURE} .fq-explore:enabled")
    explore(page)
    assert {"step", "how far"} <= {text[0] for text in texts(page)}


def test_the_data_of_a_figure_is_a_table_and_a_file(visit, address):
    page = visit("/en/topic/")
    page.locator(f"{FIGURE} summary").click()
    page.wait_for_selector(f"{FIGURE} td")
    assert page.locator(f"{FIGURE} th").all_inner_texts() == ["kind", "step", "how far"]
    assert page.locator(f"{FIGURE} tbody tr").count() == 10
    assert [path for path in page.asked if "vega" in path] == []  # no need of it
    with page.expect_download() as download:
        page.locator(f"{FIGURE} .fq-data a").click()
    assert download.value.suggested_filename == "moving-paths.csv"


def test_without_scripts_there_is_a_drawing_and_a_file_and_no_dead_buttons(visit, address):
    page = visit(java_script_enabled=False)
    assert page.locator(f"{FIGURE} .fq-chart--wide svg").is_visible()
    assert not page.locator(f"{FIGURE} .fq-explore").is_visible()
    assert not page.locator(f"{FIGURE} .fq-controls").is_visible()
    link = page.locator(f"{FIGURE} .fq-data a").evaluate("each => each.href")
    assert page.request.get(link).ok


def test_what_cannot_be_fetched_is_told_and_the_drawing_stays(visit):
    page = visit("/en/topic/")
    page.route("**/vendor/*", lambda route: route.abort())
    page.locator(f"{FIGURE} .fq-explore").click()
    page.wait_for_selector(f"{FIGURE} :text('A page opened from disk needs a web server.')")
    assert page.locator(f"{FIGURE} .fq-chart--wide > svg").is_visible()
    assert page.locator(f"{FIGURE} .fq-explore").get_attribute("aria-pressed") == "false"
    assert any("Failed to load resource" in problem for problem in page.problems)
    page.problems.clear()


def test_a_page_opened_from_disk_says_that_it_needs_a_server(browser, site):
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto((site / "topic" / "index.html").as_uri())
    assert not page.locator("text=웹 서버가 필요합니다").first.is_visible()
    page.locator(f"{FIGURE} .fq-explore").click()
    page.wait_for_selector(f"{FIGURE} :text('웹 서버가 필요합니다')")
    assert page.locator(f"{FIGURE} .fq-chart--wide svg").is_visible()
    context.close()


def test_paper_has_the_drawing_and_none_of_the_tools(visit):
    page = visit()
    explore(page)
    page.emulate_media(media="print")
    assert page.locator(f"{FIGURE} .fq-chart--wide > svg").is_visible()
    for tool in (".fq-live", ".fq-controls", ".fq-explore", ".fq-data"):
        assert not page.locator(f"{FIGURE} {tool}").is_visible()
