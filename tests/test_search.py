"""Search in the real site: what is typed into the real box, and the page that must be among the first three."""

from __future__ import annotations

import json

import pytest
from conftest import LANGUAGES

pytestmark = pytest.mark.slow

GRADIENTS, EARLY, VECTORS, BLEU = "recurrent-gradients", "early-steps", "word-vectors", "bleu"
ATTENTION, BOX, MASKED, VERSUS = "attention-explanation", "black-box", "masked-lm", "bert-vs-gpt"

KOREAN = {
    # particles and endings
    "기울기": GRADIENTS,
    "기울기는": GRADIENTS,
    "기울기를": GRADIENTS,
    "기울기에서만": GRADIENTS,
    "어텐션은": ATTENTION,
    "어텐션이란": ATTENTION,
    "가중치로": ATTENTION,
    "동음이의어를": VECTORS,
    "동음이의어의": VECTORS,
    "형태소로": VECTORS,
    "말뭉치에서": BLEU,
    "펄플렉서티가": EARLY,
    "핍홀이": EARLY,
    "핍홀입니다": EARLY,
    "망각 게이트를": EARLY,
    "프롬프트에": VERSUS,
    "블랙박스라고": BOX,
    "소프트맥스보다": BOX,
    "부스팅까지": BOX,
    "참조 번역을": BLEU,
    "정밀도에": BLEU,
    "마스크를": MASKED,
    "빈칸을": MASKED,
    "BERT는": VERSUS,
    "BLEU의": BLEU,
    "LSTM에서": EARLY,
    "GloVe와": VECTORS,
    "미세 조정한": VERSUS,
    "학습률은": GRADIENTS,
    "직교 행렬을": GRADIENTS,
    # compounds
    "단어벡터": VECTORS,
    "낱말벡터를": VECTORS,
    "정적벡터": VECTORS,
    "기울기소실": GRADIENTS,
    "은닉층을": BOX,
    "번역문장": BLEU,
    "언어모델의": EARLY,
    "순환신경망": GRADIENTS,
    "순열중요도": BOX,
    "형태소분석기": VECTORS,
    "길이벌점": BLEU,
    "반대말끼리": VECTORS,
    # English in brackets, and English words
    "attention": ATTENTION,
    "homonym": VECTORS,
    "perplexity": EARLY,
    "brevity penalty": BLEU,
    "vanishing": GRADIENTS,
    "gradient": GRADIENTS,
    "embeddings": VECTORS,
    "cloze": MASKED,
    "random forest": BOX,
    "fine-tuning": VERSUS,
    "time step": EARLY,
    # other names
    "그래디언트": GRADIENTS,
    "그래디언트의": GRADIENTS,
    "그래디언트 소실": GRADIENTS,
    "코퍼스": BLEU,
    "파인튜닝": VERSUS,
    "파인튜닝을": VERSUS,
    "퍼플렉서티": EARLY,
    "파라미터": EARLY,
    "히든 상태": EARLY,
    "타임스텝": EARLY,
    "샤플리": BOX,
    "스무딩": BLEU,
    "레이블": VERSUS,
    "라벨": VERSUS,
    "스킵 연결": GRADIENTS,
    "엘모": VECTORS,
    "버트": VERSUS,
}

ENGLISH = {
    "gradient": GRADIENTS,
    "gradients": GRADIENTS,
    "vanishing gradient": GRADIENTS,
    "clipping": GRADIENTS,
    "embeddings": VECTORS,
    "homonyms": VECTORS,
    "eojeol": VECTORS,
    "attention weights": ATTENTION,
    "integrated gradients": ATTENTION,
    "smoothed": BLEU,
    "brevity": BLEU,
    "corpora": BLEU,
    "peepholes": EARLY,
    "perplexities": EARLY,
    "masking": MASKED,
    "pretraining": VERSUS,
    "few-shot": VERSUS,
    "Shapley values": BOX,
    "black-box": BOX,
    "seq2seq": EARLY,
    # Korean names on the English site
    "기울기": GRADIENTS,
    "어텐션은": ATTENTION,
    "동음이의어": VECTORS,
    "코퍼스": BLEU,
}

NONSENSE = [
    "없는단어",
    "뷁뷁이",
    "쀍쀍",
    "김치찌개",
    "기울깁니닭",
    "축구경기를",
    "asdfqwer",
    "zzyzx",
    "꿻기울기밥솥",
    "떡볶이의",
]
"""Words that the book has nothing about; their pieces and endings may be ordinary."""


def found(page, query):
    """Type ``query`` into the box; return the pages found, in their order."""
    box = page.locator("input.md-search__input")
    box.fill(query)
    box.press("End")  # Material listens to keys, which a Korean input method sends too
    page.wait_for_function("query => window.answered === query", arg=query)
    links = page.locator(".md-search-result__item > a").evaluate_all("all => all.map(each => each.pathname)")
    return list(dict.fromkeys(link.removeprefix("/en/").strip("/") for link in links))


TOLD = """
    const Plain = Worker;
    Worker = class extends Plain {                     // tells which question was answered, once it is shown
        constructor(...all) {
            super(...all);
            this.addEventListener("message", ({data}) => {
                if (data.type !== 3) return;
                if (window.blank && !data.data.items.length) return void window.blank--;  // an empty box was answered
                requestAnimationFrame(() => setTimeout(() => { window.answered = window.sent; }));
            });
        }
        postMessage(message) {
            if (message.type === 2 && message.data.trim()) window.sent = message.data;
            else if (message.type === 2) window.blank = (window.blank ?? 0) + 1;
            super.postMessage(message);
        }
    };
"""


@pytest.fixture
def search(browser, address):
    contexts = []

    def opened(lang):
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(TOLD)
        page.goto(address + LANGUAGES[lang], wait_until="load")
        page.locator("input.md-search__input").focus()
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("lang", "probes"), [("ko", KOREAN), ("en", ENGLISH)])
def test_what_is_typed_finds_its_page_among_the_first_three(search, lang, probes):
    page = search(lang)
    missed = {query: first for query, wanted in probes.items() if wanted not in (first := found(page, query)[:3])}
    assert len(missed) <= len(probes) // 20, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_book_has_nothing_about_finds_nothing(search, lang):
    page = search(lang)
    assert {query: hits for query in NONSENSE if (hits := found(page, query))} == {}


def test_what_is_added_for_search_is_not_shown(search):
    """The glossary itself is: it says which names are not written."""
    page = search("ko")
    assert GRADIENTS in found(page, "그래디언트")
    shown = page.locator(".md-search-result__item", has=page.locator(f"a[href*={GRADIENTS}]")).all_inner_texts()
    assert shown
    assert [text for text in shown if "그래디언트" in text] == []


def test_the_entries_are_fetched_when_search_opens_and_not_before(search):
    page = search("ko")
    page.goto("about:blank")  # search was opened there
    page.wait_for_timeout(300)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url.partition("?")[0].rpartition("/")[2]))
    page.go_back(wait_until="networkidle")
    page.wait_for_timeout(300)
    assert "search.js" in asked
    assert [name for name in asked if name == "entries.json" or name.startswith("search.a")] == []
    with page.context.expect_event("request", lambda request: request.url.endswith("/entries.json")):
        page.locator("input.md-search__input").focus()
    assert GRADIENTS in found(page, "기울기")


def test_no_word_is_cut_in_two_in_what_is_shown(search):
    page = search("ko")
    assert found(page, "기울기")
    breaks = page.locator(".md-search-result article p, .md-search-result mark")
    assert set(breaks.evaluate_all("all => all.map(each => getComputedStyle(each).wordBreak)")) == {"keep-all"}


ASK = """(query) => new Promise((resolve) => {
  const [{ name }] = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/search.js?"));
  const worker = new Worker(name);
  worker.onmessage = ({ data: { type, data } }) => type === 3 && resolve(data.items.flat().length);
  worker.postMessage({ type: 0, data: { config: {}, docs: [], options: { suggest: false } } });
  worker.postMessage({ type: 2, data: query });
})"""


def test_of_what_a_letter_finds_only_the_best_sections_are_shown(search, site):
    begin = sum("s" in doc["text"].lower() for doc in json.loads((site / "en/search/entries.json").read_text())["docs"])
    assert begin > 300
    page = search("en")
    page.reload(wait_until="networkidle")
    assert 150 < page.evaluate(ASK, "s*") < 300  # 200, and the pages that they stand on


RANKS = """async ({ config, docs, queries, most, marks }) => {
  const { prototype } = lunr.Builder, build = prototype.build;
  let index;
  prototype.build = function () { return (index = build.call(this)); };
  const data = { config, docs, options: { suggest: false } };
  dispatchEvent(new MessageEvent("message", { data: { type: 0, data } }));
  while (!index) await new Promise((resolve) => setTimeout(resolve));
  const best = ranked(index, most, marks);
  const plain = ({ ref, score, matchData: { metadata } }) => [ref, score, metadata];
  return queries.map((query) => [index.search(query).map(plain), best(query).map(plain)]);
}"""
QUERIES = {
    "ko": [
        "모*",
        "기울기*",
        "어* bert*",
        "배^1",
        "벡터~1",
        "title:어텐션*",
        "+어텐션* 기울기*",
        "-어텐션* 기울기*",
        "없는낱말*",
    ],
    "en": ["s*", "attention*", "gradient*^3 vanish*", "title:b* text:b*", "+bert* gpt*", "the*", "qqq*"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_best_sections_are_those_that_lunr_ranks_first(browser, address, site, lang):
    page = browser.new_page()
    page.goto(address + LANGUAGES[lang], wait_until="networkidle")
    worker = next((site / "assets/javascripts/workers").glob("search.*.js"))
    for path in (f"assets/javascripts/workers/{worker.name}", "assets/ranked.js"):
        page.add_script_tag(url=f"{address}/{path}")
    entries = json.loads((site / LANGUAGES[lang].strip("/") / "search" / "entries.json").read_text())
    asked = {"config": entries["config"], "docs": entries["docs"], "queries": QUERIES[lang], "most": 50, "marks": 10**6}
    for query, (every, best) in zip(QUERIES[lang], page.evaluate(RANKS, asked), strict=True):
        ranked = {ref: [score, where] for ref, score, where in every}
        assert len(best) == min(50, len(every)), query
        assert [score for _, score, _ in best] == pytest.approx([score for _, score, _ in every[:50]]), query
        for ref, score, where in best:
            assert [pytest.approx(score), where] == ranked[ref], (query, ref)
    few = page.evaluate(RANKS, {**asked, "marks": 3})[0][1]
    assert max(_marked(where, "text") for _, _, where in few) == 3
    page.close()


def _marked(where, field):
    return sum(len(fields.get(field, {"position": []})["position"]) for fields in where.values())


@pytest.mark.parametrize("folder", ["", "en"])
def test_the_entries_are_at_most_three_times_what_the_plain_index_would_be(site, folder):
    file = site / folder / "search" / "entries.json"
    entries = json.loads(file.read_text())
    plain = [{key: doc[key] for key in ("location", "title", "text")} for doc in entries["docs"]]
    assert file.stat().st_size <= 3 * len(
        json.dumps({"config": entries["config"], "docs": plain}, ensure_ascii=False).encode()
    )
