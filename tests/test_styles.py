"""One style sheet for a site, without rules that no page can use."""

from __future__ import annotations

from further import styles
from further.store import Store

PAGE = '<html dir="ltr"><head>{links}</head><body><p class="kept" id="here" data-kind="note">Text</p></body></html>'


def lean(css, *scripts):
    return styles.Sieve([PAGE, *scripts]).lean(css)


def test_a_rule_stays_if_a_page_or_a_script_has_what_it_names():
    assert lean(".kept{color:red} .gone{color:red} #here{top:0} #away{top:0}") == ".kept{color:red;}#here{top:0;}"
    assert lean(".shown{color:red}", 'node.classList.add("shown")') == ".shown{color:red;}"
    assert lean("p{top:0} video{top:0}") == "p{top:0;}"


def test_of_a_list_of_selectors_those_stay_that_can_match():
    assert lean(".gone, .kept > p:hover::before, p.gone{top:0}") == ".kept > p:hover::before{top:0;}"


def test_names_that_a_script_makes_of_parts_stay():
    script = "node.className = `tag--${kind}`"
    assert lean(".tag--any{top:0} .flag--any{top:0}", script) == ".tag--any{top:0;}"


def test_what_stands_in_a_function_decides_nothing():
    css = "p:not(.gone){top:0;}p:is(.gone,.kept){top:0;}"
    assert lean(css) == css


def test_values_of_attributes_count_and_a_direction_only_if_a_page_says_it():
    css = '[data-kind=note]{top:0} [data-kind="tip"]{top:0} [href^=gone]{top:0} [dir=ltr] p{top:0} [dir=rtl] p{top:0}'
    asks = 'getAttribute("dir") === "rtl"; link.href'
    assert lean(css, asks) == "[data-kind=note]{top:0;}[href^=gone]{top:0;}[dir=ltr] p{top:0;}"


def test_values_whose_names_nobody_uses_any_more_go_too():
    css = """:root{--a:url('data:image/svg+xml;charset=utf-8,<svg a="}"/>');--b:1;--c:2}
        .kept{mask:var(--a)} .gone{order:var(--b)} @media print{:root{--b:3}}"""
    kept = lean(css)
    assert "--a:url(" in kept and "--b" not in kept and "--c" not in kept
    assert "--c:2" in lean(css, 'style.getPropertyValue("--c")')


def test_rules_within_media_go_with_their_frame_and_the_rest_stays_as_it_is():
    assert lean("@media print{.gone{top:0}} @media screen and (min-width: 9em){.kept{top:0!important}}") == (
        "@media screen and (min-width: 9em){.kept{top:0!important;}}"
    )
    assert lean("@keyframes turn{from{top:0}to{top:1px}}") == "@keyframes turn{from{top:0}to{top:1px}}"
    assert lean(".kept{top:0;p{top:1px}}") == ".kept{top:0;p{top:1px}}"
    assert lean('@charset "utf-8";/* said */.kept{top:0}') == ".kept{top:0;}"


def test_rules_go_for_which_a_browser_would_style_every_element_anew():
    css = ".kept table:not([class]) td{top:0;}.kept table:not([class]) td>b{top:0;}"
    heavy = """[data-md-color-switching] *, [data-md-color-switching] ::before {transition: none}
        .kept table:not([class]) + * {top: 0} .kept table:not([class]) td > :first-child {top: 0}"""
    assert lean(heavy + css, "table td b setAttribute('data-md-color-switching')") == css


def write(folder, path, *sheets):
    links = "".join(f'<link rel="stylesheet" href="{sheet}">\n' for sheet in sheets)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(PAGE.replace("{links}", links), encoding="utf-8")


def test_every_page_has_one_style_sheet_and_what_only_some_have_stays_apart(tmp_path):
    (tmp_path / "a.css").write_text(".kept{top:0}")
    (tmp_path / "b.css").write_text(".kept{left:0}.gone{left:0}")
    (tmp_path / "some.css").write_text(".kept{order:1}")
    write(tmp_path, "index.html", "a.css", "b.css")
    write(tmp_path, "deep/index.html", "../a.css", "../b.css", "../some.css")
    write(tmp_path, "404.html", "/a.css", "/b.css")
    styles.bundle(tmp_path, Store(tmp_path / "store"))
    (made,) = tmp_path.glob("styles.*.css")
    assert made.read_text() == ".kept{top:0;}.kept{left:0;}"
    link = '<link rel="stylesheet" href="{}">\n'.format
    assert link(made.name) + "</head>" in (tmp_path / "index.html").read_text()
    assert link(f"../{made.name}") + link("../some.css") + "</head>" in (tmp_path / "deep/index.html").read_text()
    assert link("/a.css") + link("/b.css") in (tmp_path / "404.html").read_text()


def test_style_sheets_that_lead_to_files_by_relative_paths_are_left_alone(tmp_path):
    (tmp_path / "a.css").write_text(".kept{background:url(paper.png)}")
    (tmp_path / "b.css").write_text(".kept{left:0}")
    write(tmp_path, "index.html", "a.css", "b.css")
    before = (tmp_path / "index.html").read_text()
    styles.bundle(tmp_path, Store(tmp_path / "store"))
    assert (tmp_path / "index.html").read_text() == before


def test_what_is_kept_of_a_style_sheet_is_what_would_be_made_of_it(tmp_path):
    css, store = ".kept{top:0}.new{left:0}.mdx-y{order:1}:root{--a:1;--b:2}.kept{order:var(--a)}", Store(tmp_path)
    for page in (PAGE, PAGE + "<p class='new'>", PAGE + "'mdx-' + y", PAGE + "--b", PAGE):
        for _ in range(2):
            sieve = styles.Sieve([page])
            assert styles._kept(css, sieve, store) == sieve.lean(css)
    assert len(list((tmp_path / "styles").iterdir())) == 4
