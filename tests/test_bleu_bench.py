"""The BLEU bench in a real browser: does it compute what sacrebleu computes, and what does it do with bad input?"""

import gzip
import json
import time
from pathlib import Path
from random import Random

import pytest
import sacrebleu

pytestmark = pytest.mark.slow

ASSETS = Path(__file__).parent.parent / "docs" / "theme" / "assets"
ORIGIN = "http://bench.test/"
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><body><h1>Page</h1>
<div><fq-bleu lang="{lang}"><button type="button">Open</button> <span hidden>Not fetched</span></fq-bleu></div>
<p id="after">After</p><script src="/further.js"></script></body></html>"""
TOKENIZERS = ("13a", "char", "none")
LIMIT = 2000  # characters in a box, as bleu.js says


# --- the page ---


@pytest.fixture
def visit(browser):
    """Open a page with a closed bench; the page's `asked` lists what was fetched, its `errors` what went wrong."""
    contexts = []

    def open_page(lang="en", width=1200, offline=False):
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))

        def answer(route):
            name = route.request.url.removeprefix(ORIGIN)
            page.asked.append(name)
            if name == "bleu.js" and offline:
                return route.abort()
            if name in ("bleu.js", "further.js"):
                return route.fulfill(body=(ASSETS / name).read_bytes(), content_type="text/javascript")
            return route.fulfill(body=PAGE.format(lang=lang), content_type="text/html")

        context.route("**/*", answer)
        page.goto(ORIGIN)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def bench(visit):
    page = visit()
    page.click("fq-bleu button")
    page.wait_for_selector("fq-bleu textarea")
    yield page
    assert not page.errors


def write(page, hypothesis, references):
    """Put texts into the boxes as typing does; JSON keeps lone surrogates whole on the way."""
    page.select_option("fq-bleu label:has-text('References') select", str(len(references)))
    texts = json.dumps([hypothesis, *references])
    page.evaluate(
        """texts => JSON.parse(texts).forEach((text, i) => {
            const box = document.querySelectorAll("fq-bleu textarea")[i];
            box.value = text;
            box.dispatchEvent(new Event("input"));
        })""",
        texts,
    )


def shown(page):
    return page.inner_text("fq-bleu output")


# --- the pairs ---

ENGLISH = "the committee approved new city budget on Monday after a long debate it's well-known Mr. Smith's 3.5 %"
KOREAN = "위원회는 오랜 토론 끝에 새 예산안을 월요일에 승인했다. 물가가 3.5% 올랐다고 밝혔다, 그러나 먹을 수 없었습니다"
ARABIC = "وافقت اللجنة على الميزانية الجديدة يوم الاثنين بعد نقاش طويل ، שלום עולם"
ODD = """😀 👩‍👩‍👧 🇰🇷 1,234.5 3.14 2020-2021 -5 a-b &amp; &quot;x&quot; &lt;b&gt; <skipped> ... , ?! (a) $5. 's '' `` ©
    e\u0301 é ﬁ \u200b \ufeff ａｂｃ \ud800 \udc00"""
ENGLISH, KOREAN, ARABIC, ODD = (words.split() for words in (ENGLISH, KOREAN, ARABIC, ODD))
SPACES = [" ", "  ", "\n", "\t", "-\n", "\u00a0", "\u3000", "\u2009", "\x1c", "\x85", "\ufeff", "\r\n", "\v", "\u2028"]
FIXED = [
    ("", [""]),
    ("", ["a b c d e"]),
    ("a", [""]),
    ("a b", ["", "a b c"]),
    (" ", ["\n"]),
    ("a", ["a"]),
    ("a b c", ["a b c"]),
    ("the " * 7, ["The cat is on the mat.", "There is a cat on the mat."]),
    ("\ud83d \ude00 😀", ["😀 \ud83d \ude00"]),  # halves of an emoji, which are not the emoji
    ("x-\n", ["x -"]),
    ("a.b,c 1.2,3 4-5 6. 7,", ["a . b , c 1.2,3 4 - 5 6 . 7 ,"]),
    ("&amp;lt;", ["<"]),
    ("가나다" * 300, ["가나" * 400]),
]


def sentence(rng, words, length):
    parts = [rng.choice(ODD if rng.random() < 0.15 else words) for _ in range(length)]
    return "".join(part + (rng.choice(SPACES) if rng.random() < 0.15 else " ") for part in parts)


def edited(rng, text, words):
    """Drop, double, swap and replace some words."""
    parts = text.split(" ")
    for _ in range(rng.randrange(4)):
        i = rng.randrange(len(parts))
        parts[i : i + 1] = rng.choice(
            [[], [parts[i]] * 2, [rng.choice(words)], [parts[i] + rng.choice(".,!-")], parts[i : i + 1]]
        )
        parts = parts or [""]
    if rng.random() < 0.3:
        rng.shuffle(parts)
    return " ".join(parts)


def pairs(count=900):
    rng = Random(0)
    yield from FIXED
    for _ in range(count):
        words = rng.choice([ENGLISH, KOREAN, ARABIC, ENGLISH + KOREAN])
        text = sentence(rng, words, rng.choice([0, 1, 2, 3, 5, 9, 14, 25]))
        yield text, [edited(rng, text, words) for _ in range(rng.randrange(1, 5))]


# --- the tests ---


def test_bench_computes_what_sacrebleu_computes(visit, capsys):
    every = list(pairs())
    page = visit()
    found = page.evaluate(
        """async texts => {
            const { bleu, chrf, tokenizers } = await import("/bleu.js");
            return JSON.parse(texts).map(([hypothesis, references]) => {
                const scores = { chrf: chrf(hypothesis, references) };
                for (const name of Object.keys(tokenizers)) {
                    const { score, bp, tokens, referenceLength, orders } = bleu(hypothesis, references, name);
                    scores[name] = [score, bp, tokens.length, referenceLength,
                        ...orders.flatMap(({ matches, total, precision }) => [matches, total, precision ?? 0])];
                }
                return scores;
            });
        }""",
        json.dumps(every),
    )
    largest = 0.0
    for (hypothesis, references), scores in zip(every, found, strict=True):
        off = abs(scores["chrf"] - sacrebleu.sentence_chrf(hypothesis, references).score)
        assert off < 1e-6, f"chrF of {hypothesis!r} against {references!r}"
        largest = max(largest, off)
        assert tuple(name for name in scores if name != "chrf") == TOKENIZERS
        for name in TOKENIZERS:
            want = sacrebleu.sentence_bleu(hypothesis, references, tokenize=name)
            orders = zip(want.counts, want.totals, want.precisions, strict=True)
            wanted = [want.score, want.bp, want.sys_len, want.ref_len, *(x for order in orders for x in order)]
            off = max(abs(a - b) for a, b in zip(scores[name], wanted, strict=True))
            assert off < 1e-6, f"{name} of {hypothesis!r} against {references!r}: {scores[name]}, not {wanted}"
            largest = max(largest, off)
    with capsys.disabled():
        print(f"\nBLEU bench: {len(every)} pairs, {', '.join(TOKENIZERS)} and chrF, largest difference {largest:.1e}")
    assert len(every) >= 500


def test_what_is_typed_is_what_is_counted(bench):
    for hypothesis, references in list(pairs())[: len(FIXED) + 60]:
        write(bench, hypothesis, references)
        given = [text for text in references if text.split()]
        if not given or not hypothesis.split():
            assert "BLEU" not in shown(bench)
            continue
        given = [text.replace("\r\n", "\n") for text in given]  # what a text box makes of them
        hypothesis = hypothesis.replace("\r\n", "\n")
        want = f"BLEU {sacrebleu.sentence_bleu(hypothesis, given).score:.2f}"
        assert shown(bench) == f"{want} · chrF {sacrebleu.sentence_chrf(hypothesis, given).score:.2f}"


def test_nothing_is_fetched_before_a_reader_opens_the_bench(visit, capsys):
    page = visit()
    page.keyboard.press("Tab")  # passing by is not opening
    page.wait_for_timeout(100)
    assert "bleu.js" not in page.asked
    page.keyboard.press("Enter")
    page.wait_for_selector("fq-bleu textarea:focus")
    assert page.asked.count("bleu.js") == 1
    size = (ASSETS / "bleu.js").read_bytes()
    with capsys.disabled():
        print(f"\nBLEU bench: 0 bytes before it is opened, then {len(size)} ({len(gzip.compress(size))} gzipped)")


def test_a_bench_that_cannot_be_fetched_says_so(visit):
    page = visit(offline=True)
    assert not page.is_visible("text=Not fetched")
    page.click("fq-bleu button")
    page.wait_for_selector("text=Not fetched")
    assert not page.errors


def test_typing_moves_nothing_on_the_page(bench):
    places = set()
    for text in ("", "a", "The committee approved the new city budget. " * 20, "x" * (LIMIT + 1)):
        write(bench, text, ["The committee approved the budget."])
        places.add(bench.evaluate("document.querySelector('#after').getBoundingClientRect().top"))
    assert len(places) == 1


@pytest.mark.parametrize(
    ("hypothesis", "references", "words"),
    [
        ("", ["a b c"], "The output is empty"),
        ("   ", ["a b c"], "The output is empty"),
        ("a b c", [""], "Write a reference"),
        ("a b c", ["", "\n"], "Write a reference"),
        ("word " * 20_000, ["a b c"], "100,000 characters"),
        ("a b c", ["가" * 100_000], "Reference 1: 100,000 characters"),
        ("a b c", ["a", "x" * (LIMIT + 1)], "Reference 2: 2,001 characters"),
    ],
)
def test_input_that_has_no_score_gets_a_sentence(bench, hypothesis, references, words):
    start = time.monotonic()
    write(bench, hypothesis, references)
    assert words in shown(bench)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("hypothesis", "references"),
    [
        ("وافقت اللجنة على الميزانية", ["وافقت اللجنة على الميزانية الجديدة"]),
        ("\ud800 a \udc00 b \ud83d", ["\ud800 a \udc00 c"]),
        ("<img src=x onerror=alert(1)> & <b>", ["<b>bold</b> &amp;"]),
        ("a b", ["", "a b c", ""]),
    ],
)
def test_strange_input_gets_the_score_of_sacrebleu(bench, hypothesis, references):
    write(bench, hypothesis, references)
    given = [text for text in references if text]
    assert shown(bench).startswith(f"BLEU {sacrebleu.sentence_bleu(hypothesis, given).score:.2f} ")
    assert not bench.query_selector("fq-bleu .result :is(img, b)")


def test_the_longest_input_is_counted_without_a_stall(bench, capsys):
    rng = Random(1)
    texts = ["".join(chr(rng.randrange(0xAC00, 0xD7A3)) for _ in range(LIMIT)) for _ in range(5)]
    bench.select_option("fq-bleu label:has-text('Tokens') select", "char")
    write(bench, texts[0], texts[1:])
    spent = bench.evaluate(
        """() => { const start = performance.now(); const box = document.querySelector("fq-bleu textarea");
            box.dispatchEvent(new Event("input")); box.getBoundingClientRect(); return performance.now() - start; }"""
    )
    with capsys.disabled():
        print(f"\nBLEU bench: {spent:.0f} ms for an output and four references of {LIMIT} characters each")
    assert spent < 1000


def test_matches_are_marked_and_clipped_ones_are_told_apart(bench):
    write(bench, "the the the cat", ["the cat is on the mat"])
    rows = bench.query_selector_all("fq-bleu tbody tr")
    marks = [
        [(mark.inner_text(), mark.get_attribute("class")) for mark in row.query_selector_all("mark")] for row in rows
    ]
    assert marks[0] == [("the", ""), ("the", ""), ("the", "clipped"), ("cat", "")]
    assert marks[1] == [("the cat", "")]
    assert "1 / 3" in rows[1].inner_text()


def test_every_control_has_a_name_in_the_language_of_the_page(visit):
    for lang, names in (("en", ("Output", "Reference 1")), ("ko", ("출력", "참조 번역 1"))):
        page = visit(lang)
        page.click("fq-bleu button")
        page.wait_for_selector("fq-bleu output")
        for name in names:
            page.get_by_label(name, exact=True).wait_for()
        assert page.get_by_role("button").count() >= 5
        assert page.get_by_role("combobox").count() == 2
        assert page.get_by_role("status").inner_text().startswith("BLEU ")


def test_the_bench_fits_a_phone(visit):
    page = visit("ko", width=360)
    page.click("fq-bleu button")
    page.wait_for_selector("fq-bleu output")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
