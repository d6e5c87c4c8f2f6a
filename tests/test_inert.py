"""A page made from hostile results holds nothing active that its author did not write: no script, handler or link."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

import pytest
from mkdocs_jupyter.convert import nb2html

from further import inert, notebook
from further.errors import FurtherError

pytestmark = pytest.mark.slow

PAYLOADS = [
    "<script>alert(1)</script>",
    "</data><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></p><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "{: onclick=alert(1) }",
    "<form action=javascript:alert(1)><button>x",
    "<base href=//example.org/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<script>alert(1)</script>",
    "wzxhzdk:0 \x02wzxhzdk:0\x03",
]
ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "meta", "link", "style", "foreignobject", "animate"}


class Found(HTMLParser):
    """What is active in a piece of HTML."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.active = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ACTIVE:
            self.active.append(tag)
        for key, text in attrs:
            plain = "".join((text or "").split()).lower()
            if (
                key.startswith("on")
                or plain.startswith(("javascript:", "data:text/html", "vbscript:"))
                or key == "srcdoc"
            ):
                self.active.append(f"{tag} {key}={text}")


def article(html):
    return html[html.index("<article") : html.index("</article>")]


HOSTILE = """
from further import both as _both

PAYLOADS = {payloads!r}
for number, text in enumerate(PAYLOADS):
    value(f"hostile-{{number}}", _both("a " + text, "배 " + text))
row = {{_both("head " + text, "머리 " + text): _both("cell " + text, "칸 " + text) for text in PAYLOADS}}
table("hostile-rows", [row])
claim("hostile-claim", True, _both("It holds " + "".join(PAYLOADS), "맞다 " + "".join(PAYLOADS)))
print("".join(PAYLOADS))
"""
CHART = """
import altair as alt
from further import both as _both, figure
texts = [_both("mark " + text, "표 " + text) for text in {payloads!r}]
rows = [{{"name": text, "x": number}} for number, text in enumerate(texts)]
title = _both("axis " + "".join({payloads!r}), "축 " + "".join({payloads!r}))
figure("hostile", alt.Chart(alt.Data(values=rows)).mark_point().encode(
    x=alt.X("x:Q", title=title), y=alt.Y("name:N", title=None), tooltip=alt.Tooltip("name:N", title=title)
), alt=_both("drawing " + "".join({payloads!r}), "그림 " + "".join({payloads!r})))
"""


def test_hostile_results_make_pages_that_hold_nothing_active(mini):
    plain = [text for text in PAYLOADS if "\x00" not in text and "\x02" not in text]
    second = mini.root / "snippets/topic/second.py"
    hostile = HOSTILE.format(payloads=PAYLOADS) + CHART.format(payloads=plain)
    text = second.read_text().replace("import value", "import claim, table, value")
    second.write_text(text + hostile)
    numbers = " ".join(f"{{{{second.hostile-{number}}}}}" for number in range(len(PAYLOADS)))
    blocks = (
        f"\n{numbers}\n\n/// table | second.hostile-rows\n표 A.\n///\n\n/// claim | second.hostile-claim\n참 B.\n///\n"
    )
    for lang in ("ko", "en"):
        page = mini.root / f"docs/{lang}/topic.md"
        page.write_text(page.read_text() + blocks + "\n/// figure | second.hostile\n그림 C.\n///\n")
    mini.build()
    for path in ("topic", "en/topic", "notebooks/second", "en/notebooks/second"):
        shown = article(mini.read(f"{path}/index.html"))
        assert "alert(1)" in shown
        assert Found(shown).active == []


OUTPUTS = [
    {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": "<script>alert(1)</script>", "text/plain": "x"},
    },
    {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "alert(1)", "text/plain": "x"}},
    {"output_type": "execute_result", "metadata": {}, "data": {"image/svg+xml": "<svg onload=alert(1)/>"}},
    {"output_type": "execute_result", "metadata": {}, "data": {"text/markdown": "<script>alert(1)</script>"}},
    {"output_type": "execute_result", "metadata": {}, "data": {"text/latex": "<script>alert(1)</script>"}},
    {"output_type": "display_data", "metadata": {}, "data": {"image/png": '"><script>alert(1)</script>'}},
    {
        "output_type": "display_data",
        "metadata": {"image/png": {"width": '1"><script>alert(1)</script>'}},
        "data": {"image/png": "aGVsbG8="},
    },
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "<script>alert(1)</script>"}},
    {"output_type": "stream", "name": "stdout", "text": "\x1b[31m<script>alert(1)</script>\x1b[0m"},
    {
        "output_type": "display_data",
        "metadata": {},
        "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
    },
]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_plain_outputs_of_a_notebook_are_text_and_pictures(ran, tmp_path, lang):
    book = ran.book()
    result = book.results["tiny"]
    hostile = dataclasses.replace(result, outputs={**result.outputs, "measure": OUTPUTS})
    payload = notebook.localised(
        dataclasses.replace(book, results={**book.results, "tiny": hostile}), book.experiments["tiny"], lang
    )
    (tmp_path / "x.ipynb").write_bytes(payload)
    shown = notebook.tidy(nb2html(str(tmp_path / "x.ipynb")), book.experiments["tiny"], hostile, lang)
    assert Found(shown).active == []
    assert "data:image/png;base64,aGVsbG8=" in shown


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9">{}</svg>'
DRAWINGS = [
    "<script>alert(1)</script>",
    '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
    '<a href="https://example.org/"><text>x</text></a>',
    '<rect onclick="alert(1)"/>',
    '<rect ONCLICK="alert(1)"/>',
    '<image xlink:href="https://example.org/x.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="file:///etc/passwd"/>',
    '<use href="https://example.org/x.svg#y"/>',
    "<foreignObject><p>x</p></foreignObject>",
    '<rect fill="url(https://example.org/#x)"/>',
    '<rect style="background: url(//example.org)"/>',
    "<style>rect { fill: url(//example.org) }</style>",
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<set attributeName="onclick" to="alert(1)"/>',
    "<text>no end",
]


@pytest.mark.parametrize("inner", DRAWINGS)
def test_a_drawing_with_anything_but_shapes_and_texts_is_refused(inner):
    with pytest.raises(FurtherError):
        inert.drawing("here", SVG.format(inner))


def test_a_drawing_of_shapes_texts_and_pictures_of_its_own_is_let_through():
    picture = '<image xlink:href="data:image/png;base64,aGk="/>'
    inner = f'<g fill="url(#a)" clip-path="url(#b)">{picture}<text>&lt;b&gt;</text></g>'
    inert.drawing("here", SVG.format(inner))


CHARTS = [
    {"data": {"url": "file:///etc/passwd"}, "mark": "point"},
    {"data": {"url": "https://example.org/x.csv"}, "mark": "point"},
    {"mark": {"type": "image"}, "encoding": {"url": {"value": "https://example.org/x.png"}}},
    {"mark": {"type": "point", "href": "javascript:alert(1)"}},
    {"layer": [{"encoding": {"href": {"field": "x"}}}]},
    {"transform": [{"lookup": "x", "from": {"data": {"url": "x.csv"}, "key": "x"}}]},
]


@pytest.mark.parametrize("spec", CHARTS)
def test_a_chart_that_loads_or_links_is_refused(spec):
    with pytest.raises(FurtherError, match="links to nothing"):
        inert.chart("here", spec)


def test_rows_of_a_chart_may_have_a_column_called_url():
    inert.chart("here", {"data": {"values": [{"url": "x", "href": "y"}]}, "mark": "point"})


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a href="x" title="a &lt;b&gt; c">x</a>', '<a href="x" title="a &amp;lt;b&gt; c">x</a>'),
        ("<abbr title='<img src=x>'>x</abbr>", "<abbr title='&amp;lt;img src=x>'>x</abbr>"),
        ('<p>title="&lt;b"</p><i data-title="&lt;b">', '<p>title="&lt;b"</p><i data-title="&lt;b">'),
    ],
)
def test_titles_which_tooltips_take_for_html_are_escaped_once_more(html, shown):
    assert inert.titles(html) == shown
