"""A particle stays on the line of its word."""

from __future__ import annotations

import markdown
import pytest
from markdown.extensions import Extension

from further import unbroken


class Alone(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(unbroken.Unbroken(md), "unbroken", unbroken.PRIORITY)


def shown(text):
    return markdown.markdown(text, extensions=[Alone()]).removeprefix("<p>").removesuffix("</p>")


def kept(text):
    return f'<span class="fq-keep">{text}</span>'


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("어텐션(attention)은 무엇", f"어텐션(attention{kept(')은')} 무엇"),
        ("30%에서 40%까지", f"30{kept('%에서')} 40{kept('%까지')}"),
        (
            "*벡터*(vector)와 **값**(value)을",
            f"<em>벡터</em>(vector{kept(')와')} <strong>값</strong>(value{kept(')을')}",
        ),
        ("(*가*(a)는)", f"(<em>가</em>(a{kept(')는')})"),
        ("[글](a.md)(2013)에서", f'<a href="a.md">글</a>(2013{kept(")에서")}'),
        ("(a) 는 (b), (c)d 50% 가", "(a) 는 (b), (c)d 50% 가"),
        ("`f(x)는`", "<code>f(x)는</code>"),
        ("a < b (c)는", f"a &lt; b (c{kept(')는')}"),
    ],
)
def test_what_closes_and_the_hangul_behind_it_are_one(written, there):
    assert shown(written) == there


def test_code_is_left_as_it_is():
    assert "fq-keep" not in shown("    f(x)는\n")


BROKEN = """() => [...document.querySelectorAll("article :is(p, li, figcaption, h1, h2, h3, td)")].flatMap(box => {
    const found = [], range = document.createRange(), walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    let before = null;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) for (let i = 0; i < node.length; i++) {
        const letter = node.data[i];
        const out = node.parentElement.closest("svg, pre, details:not([open]), select, [hidden], math");
        if (out || /\\s/.test(letter)) { before = null; continue; }
        range.setStart(node, i); range.setEnd(node, i + 1);
        const {top, bottom, width} = range.getBoundingClientRect();
        if (!width) continue;
        if (before && top >= before.bottom - 1 && /[가-힣]/.test(letter) && /[)\\]%」》]/.test(before.letter))
            found.push(box.textContent.slice(Math.max(0, i - 20), i + 20));
        before = {letter, bottom};
    }
    return found;
})"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 360, 412, 700, 1440])
def test_no_line_of_a_page_begins_with_a_particle(open_page, paths, width):
    for path in ["word-vectors/", "bleu/", "bert-vs-gpt/", "attention-explanation/"]:
        assert path in paths
        page = open_page("/" + path, viewport={"width": width, "height": 800})
        assert page.evaluate(BROKEN) == [], path
