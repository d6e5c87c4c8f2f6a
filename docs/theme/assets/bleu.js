// The BLEU bench, <fq-bleu lang="en">: a reader types an output and references and sees what sacrebleu would count.
//
// The first part computes what sacrebleu 2.6.0 computes for one sentence (sentence_bleu and sentence_chrf with their
// defaults); tests/test_bleu_bench.py compares the two. The second part shows it. further.js fetches this file when a
// reader opens a bench, and not before.

// --- What sacrebleu computes ----------------------------------------------------------------------------------------

// What Python takes for space. JavaScript's \s is another set: it has U+FEFF and lacks U+001C to U+001F and U+0085.
const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = new RegExp(`[^${SPACE}]+`, "gu");
const TRAILING = new RegExp(`[${SPACE}]+$`, "u");

const split = (text) => text.match(WORD) ?? [];

// sacrebleu's tokenizers, by its names for them: text in, list of tokens out. "u" makes a character a code point, as in Python.
export const tokenizers = {
  "13a": (text) => {
    const line = text.replace(TRAILING, "")
      .replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ")
      .replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return split(` ${line} `
      .replace(/([{-~[-` -&(-+:-@/])/gu, " $1 ")     // ASCII punctuation but for ' , - .
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")          // full stop and comma, unless a digit precedes
      .replace(/([.,])([^0-9])/gu, " $1 $2")          // ... or follows
      .replace(/([0-9])(-)/gu, "$1 $2 "));            // a dash after a digit
  },
  char: (text) => [...text].flatMap(split),
  none: split,
};

// How often each n-gram occurs. Keys join tokens with a space, which no token contains.
function count(tokens, n) {
  const counts = new Map();
  for (let end = n; end <= tokens.length; end++) {
    const gram = tokens.slice(end - n, end).join(" ");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

const sum = (numbers) => numbers.reduce((total, x) => total + x, 0);
const mean = (numbers) => sum(numbers) / numbers.length;
const common = (ours, limits) => sum([...ours].map(([gram, times]) => Math.min(times, limits.get(gram) ?? 0)));

// BLEU of one sentence with "exp" smoothing and effective order. `orders` has, for n = 1 to 4, the matches, the n-grams of
// the output, the precision in percent (undefined where the output is too short to have such n-grams) and the limits:
// how often an n-gram may count, which is the most that any single reference has of it.
export function bleu(hypothesis, references, tokenizer = "13a") {
  const [tokens, ...others] = [hypothesis, ...references].map(tokenizers[tokenizer]);
  const distance = (length) => Math.abs(length - tokens.length);
  const [referenceLength] = others.map((other) => other.length).sort((a, b) => distance(a) - distance(b) || a - b);
  const bp = tokens.length >= referenceLength ? 1 : tokens.length ? Math.exp(1 - referenceLength / tokens.length) : 0;

  const orders = [1, 2, 3, 4].map((n) => {
    const limits = new Map();
    for (const other of others)
      for (const [gram, times] of count(other, n)) limits.set(gram, Math.max(times, limits.get(gram) ?? 0));
    return { n, limits, matches: common(count(tokens, n), limits), total: Math.max(0, tokens.length - n + 1) };
  });
  const nothing = orders[0].matches === 0;
  let smooth = 1;                                     // an order without a match gets 1/2 of one, the next such 1/4 ...
  const effective = orders.filter(({ total }) => total > 0);
  for (const order of effective) {
    order.smoothed = !nothing && order.matches === 0;
    order.precision = nothing ? 0 : (100 * (order.matches || (smooth /= 2))) / order.total;
  }
  const average = nothing ? 0 : Math.exp(mean(effective.map(({ precision }) => Math.log(precision))));
  return { score: bp * average, average, bp, tokens, referenceLength, orders };
}

// chrF2 of one sentence: character 1- to 6-grams without spaces, recall weighs twice as much, the best of the references.
export function chrf(hypothesis, references) {
  const ours = tokenizers.char(hypothesis);
  const counts = [1, 2, 3, 4, 5, 6].map((n) => count(ours, n));
  return Math.max(...references.map((reference) => {
    const theirs = tokenizers.char(reference);
    const shared = counts.slice(0, Math.min(ours.length, theirs.length)).map((grams, i) => common(grams, count(theirs, i + 1)));
    if (!shared[0]) return 0;
    const precision = mean(shared.map((matches, i) => matches / (ours.length - i)));
    const recall = mean(shared.map((matches, i) => matches / (theirs.length - i)));
    return (100 * 5 * precision * recall) / (4 * precision + recall);
  }));
}

// --- What a reader sees ---------------------------------------------------------------------------------------------

const LONGEST = 2000;                                 // characters in a box, some 300 English words: counted and drawn in a blink

const WORDS = {
  en: {
    output: "Output", reference: "Reference", references: "References", tokenizer: "Tokens", examples: "Examples",
    tokenizers: { "13a": "words and punctuation (13a)", char: "characters (char)", none: "as spaced (none)" },
    result: "What is counted", ngrams: "n-grams", found: "found", precision: "precision", where: "in the output",
    smoothed: "no match: smoothed", short: "the output is too short",
    legend: ["counted", "there more often than in any one reference: clipped"],
    penalty: ({ tokens, referenceLength }, bp) =>
      `Brevity penalty: ${bp} (${tokens.length} tokens; the reference nearest in length has ${referenceLength})`,
    product: (average, bp, score) => `BLEU: ${average} (geometric mean of the precisions) × ${bp} = ${score}`,
    nothing: "No token of the output is in a reference, so BLEU is 0; there is nothing to smooth.",
    empty: "The output is empty: there is nothing to count.",
    alone: "Write a reference: there is nothing to compare the output with.",
    long: (name, length) => `${name}: ${length.toLocaleString("en")} characters. The bench takes ${LONGEST.toLocaleString("en")}; BLEU of longer texts is work for sacrebleu itself.`,
    pairs: {
      "word order": ["On Monday the committee approved the new city budget.", "The committee approved the new city budget on Monday."],
      "negation": ["The court did not find him guilty of the theft.", "The court did find him guilty of the theft."],
      "paraphrase": ["Judges ruled that he was the thief.", "The court did find him guilty of the theft."],
      "short": ["The committee approved", "The committee approved the new city budget on Monday."],
      "clipping": ["the the the the the the the", "The cat is on the mat.", "There is a cat on the mat."],
    },
  },
  ko: {
    output: "출력", reference: "참조 번역", references: "참조 번역 수", tokenizer: "토큰", examples: "예문",
    tokenizers: { "13a": "어절과 문장 부호(13a)", char: "글자(char)", none: "띄어쓰기 그대로(none)" },
    result: "세는 과정", ngrams: "n-gram", found: "일치", precision: "정밀도", where: "출력에서의 자리",
    smoothed: "일치 없음, 평활값", short: "출력이 짧아 없음",
    legend: ["센 것", "참조 번역 하나에 있는 횟수를 넘어 세지 않은 것(클리핑)"],
    penalty: ({ tokens, referenceLength }, bp) =>
      `길이 벌점(brevity penalty): ${bp} (출력은 토큰 ${tokens.length}개, 길이가 가장 가까운 참조 번역은 ${referenceLength}개)`,
    product: (average, bp, score) => `BLEU: ${average}(정밀도의 기하 평균) × ${bp} = ${score}`,
    nothing: "출력의 토큰이 참조 번역에 하나도 없어 BLEU는 0입니다. 평활할 것도 없습니다.",
    empty: "출력이 비어 있어 셀 것이 없습니다.",
    alone: "출력과 견줄 참조 번역을 적어 주십시오.",
    long: (name, length) => `${name}: ${length.toLocaleString("ko")}자입니다. 여기서는 ${LONGEST.toLocaleString("ko")}자까지 셉니다. 더 긴 글의 BLEU는 sacrebleu로 계산하십시오.`,
    pairs: {
      "어순": ["월요일에 위원회는 새 예산안을 오랜 토론 끝에 승인했다.", "위원회는 오랜 토론 끝에 새 예산안을 월요일에 승인했다."],
      "부정": ["위원회는 오랜 토론 끝에 새 예산안을 승인하지 않았다.", "위원회는 오랜 토론 끝에 새 예산안을 승인했다."],
      "바꿔 말하기": ["긴 논의를 거쳐 위원들이 새해 예산을 통과시켰다.", "위원회는 오랜 토론 끝에 새 예산안을 승인했다."],
      "조사": ["위원회가 오랜 토론 끝에 새 예산안은 승인했다.", "위원회는 오랜 토론 끝에 새 예산안을 승인했다."],
      "짧은 출력": ["위원회는 오랜 토론 끝에", "위원회는 오랜 토론 끝에 새 예산안을 승인했다."],
    },
  },
};

const STYLE = `
fq-bleu { display: block; margin: 1.2rem 0; padding: .9rem; border: 1px solid var(--fq-rule); border-radius: .3rem; font-size: .75rem; }
fq-bleu [hidden] { display: none; }
fq-bleu label:not([hidden]) { display: block; margin-bottom: .6rem; color: var(--fq-soft); }
fq-bleu :is(textarea, select, button) { font: inherit; color: var(--fq-ink); background: var(--fq-paper); border: 1px solid var(--fq-edge); border-radius: .2rem; }
fq-bleu textarea { display: block; box-sizing: border-box; width: 100%; padding: .4rem .5rem; resize: vertical; }
fq-bleu button { padding: .1rem .5rem; cursor: pointer; }
fq-bleu .row { display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: baseline; margin-bottom: .6rem; }
fq-bleu .row label { margin: 0; }
fq-bleu .result { height: 18rem; overflow: auto; }
fq-bleu output { display: block; margin-bottom: .3rem; font-size: 1rem; font-weight: 700; font-variant-numeric: tabular-nums; }
fq-bleu table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
fq-bleu :is(th, td) { padding: .3rem .8rem .3rem 0; text-align: start; vertical-align: baseline; white-space: nowrap; }
fq-bleu th { color: var(--fq-soft); font-weight: 600; }
fq-bleu td { border-top: 1px solid var(--fq-rule); }
fq-bleu td:last-child { width: 100%; padding-inline-end: 0; white-space: normal; overflow-wrap: anywhere; unicode-bidi: plaintext; }
fq-bleu .result mark { color: inherit; background: color-mix(in srgb, var(--fq-3) 25%, transparent); border-bottom: 2px solid var(--fq-3); }
fq-bleu .result mark.clipped { background: none; border-bottom: 2px dotted var(--fq-2); }
fq-bleu .result p { margin: .4rem 0 0; }
@media (max-width: 34rem) {
  fq-bleu .result { height: 26rem; }
  fq-bleu tr { display: grid; grid-template-columns: 1fr 1fr 2fr; }
  fq-bleu :is(th, td):last-child { grid-column: 1 / -1; padding-top: 0; border: 0; }
}
`;

// An element with properties and children: h("td", {}, "text", other).
function h(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// The output's tokens with what one order counts marked. Tokens share a mark if an n-gram spans them. Where an n-gram occurs
// more often than it may count, the first occurrences are the ones marked as counted.
function marked(tokens, { n, limits }) {
  const kinds = tokens.map(() => 0), bonds = tokens.map(() => 0); // 2 counted, 1 clipped; a bond is to the token before
  const seen = new Map();
  for (let start = 0; start + n <= tokens.length; start++) {
    const gram = tokens.slice(start, start + n).join(" ");
    const times = (seen.get(gram) ?? 0) + 1;
    seen.set(gram, times);
    const kind = !limits.has(gram) ? 0 : times <= limits.get(gram) ? 2 : 1;
    for (let i = start; i < start + n; i++) {
      kinds[i] = Math.max(kinds[i], kind);
      if (i > start) bonds[i] = Math.max(bonds[i], kind);
    }
  }
  const nodes = [];
  for (let start = 0, end; start < tokens.length; start = end) {
    const kind = kinds[start];
    for (end = start + 1; end < tokens.length && kinds[end] === kind && bonds[end] === kind; end++);
    const text = tokens.slice(start, end).join(" ");
    nodes.push(kind ? h("mark", { className: kind === 1 ? "clipped" : "" }, text) : text, " ");
  }
  return nodes;
}

class Bench extends HTMLElement {
  connectedCallback() {
    if (this.output) return;                          // moved, not new
    const opened = this.contains(document.activeElement);
    this.words = WORDS[this.closest("[lang]")?.lang] ?? WORDS.en;
    const words = this.words, again = () => this.update();
    const select = (label, names, texts) =>
      h("label", {}, label, " ", h("select", { onchange: again }, ...names.map((name, i) => h("option", { value: name }, texts[i]))));
    const box = (label) => h("label", {}, label, h("textarea", { rows: 2, dir: "auto", spellcheck: false, oninput: again }));

    const tokenizer = select(words.tokenizer, Object.keys(tokenizers), Object.values(words.tokenizers));
    const references = select(words.references, [1, 2, 3, 4], [1, 2, 3, 4]);
    this.boxes = [box(words.output), ...[1, 2, 3, 4].map((i) => box(`${words.reference} ${i}`))];
    [this.tokenizer, this.number] = [tokenizer, references].map((label) => label.lastChild);
    this.output = h("output", {});
    this.details = h("div", {});
    const result = h("div", { className: "result", tabIndex: 0, role: "region", ariaLabel: words.result }, this.output, this.details);
    const examples = Object.entries(words.pairs).map(([name, texts]) =>
      h("button", { type: "button", onclick: () => this.fill(texts) }, name));
    this.replaceChildren(h("style", {}, STYLE), h("div", { className: "row" }, words.examples, ...examples), ...this.boxes,
      h("div", { className: "row" }, references, tokenizer), result);
    this.fill(Object.values(words.pairs)[0]);
    if (opened) this.boxes[0].lastChild.focus();
  }

  // Put an output and its references into the boxes.
  fill(texts) {
    this.number.value = texts.length - 1;
    this.boxes.forEach((label, i) => { label.lastChild.value = texts[i] ?? ""; });
    this.update();
  }

  update() {
    const words = this.words;
    this.boxes.forEach((label, i) => { label.hidden = i > this.number.value; });
    const boxes = this.boxes.filter((label) => !label.hidden);
    const long = boxes.find((label) => label.lastChild.value.length > LONGEST);
    const [hypothesis, ...all] = boxes.map((label) => label.lastChild.value);
    const references = all.filter((text) => split(text).length);   // an empty box is no reference
    const complaint = long ? words.long(long.firstChild.data, long.lastChild.value.length)
      : !references.length ? words.alone : !split(hypothesis).length ? words.empty : "";
    if (complaint) {
      this.output.textContent = complaint;
      this.details.replaceChildren();
      return;
    }
    const found = bleu(hypothesis, references, this.tokenizer.value);
    this.output.textContent = `BLEU ${found.score.toFixed(2)} · chrF ${chrf(hypothesis, references).toFixed(2)}`;
    this.details.replaceChildren(...this.explain(found, references.length));
  }

  explain(found, references) {
    const words = this.words;
    const row = (kind, cells) => h("tr", {}, ...cells.map((cell) => h(kind, {}, ...[cell].flat())));
    const rows = found.orders.map((order) => row("td", order.total
      ? [`${order.n}`, `${order.matches} / ${order.total}`, order.precision.toFixed(1), order.smoothed ? words.smoothed : marked(found.tokens, order)]
      : [`${order.n}`, "–", "–", words.short]));
    const head = row("th", [words.ngrams, words.found, words.precision, words.where]);
    const [counted, clipped] = words.legend;
    const bp = found.bp.toFixed(3);
    return [
      h("table", { className: "counts" }, h("thead", {}, head), h("tbody", {}, ...rows)),
      h("p", {}, h("mark", {}, counted), " ", h("mark", { className: "clipped" }, clipped)),
      ...(found.orders[0].matches ? [] : [h("p", {}, words.nothing)]),
      h("p", {}, words.penalty(found, bp)),
      h("p", {}, words.product(found.average.toFixed(2), bp, found.score.toFixed(2))),
      h("p", {}, h("code", {}, `nrefs:${references}|case:mixed|eff:yes|tok:${this.tokenizer.value}|smooth:exp|version:2.6.0`)),
    ];
  }
}

customElements.define("fq-bleu", Bench);
