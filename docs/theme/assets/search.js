// Stands before Material's search worker (in a worker itself). It fetches the entries when search opens (further.js tells
// the workers of all open pages), or when the first letter is typed, and takes Korean particles and English endings off
// what is typed, so that the worker, which finds words by their beginnings, finds 기울기 for 기울기를. Its own address names
// Material's worker: search.js?javascripts/workers/search.….min.js
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
const MOST = 200, MARKS = 100;                         // the best sections are shown, with so many words marked in each
const real = location.search.slice(1);
const file = new URL("../search/entries.json", location.href);

let setup, ours, prepared;

addEventListener("message", (event) => {
  if (ours) return;                                    // passed on by us to Material's listener
  event.stopImmediatePropagation();
  const { type, data } = event.data;
  if (type === SETUP) {
    setup = data;
    postMessage({ type: READY });
  } else if (type === QUERY && !data.trim()) {
    postMessage({ type: RESULT, data: { items: [] } });
  } else if (type === QUERY) {
    answer(data);
  }
});

new BroadcastChannel("fq-search").onmessage = () => ready().catch(() => {});

let latest = 0;
async function answer(query) {
  const mine = ++latest;
  try {
    const known = await ready();
    if (mine === latest) pass({ type: QUERY, data: normalised(query, known) });
  } catch (error) {
    console.warn(error);
    postMessage({ type: RESULT, data: { items: [] } });
  }
}

function ready() {
  return prepared ??= prepare().catch((error) => {
    prepared = undefined;                              // the next letter tries again
    throw error;
  });
}

async function prepare() {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  const { config, docs, words, stems, names, particles, verbs } = await response.json();
  const texts = docs.map(({ title, text, also = "" }) => `${title} ${text.replace(/<[^>]*>/g, " ")} ${also}`);
  const latin = new Set(texts.join(" ").toLowerCase().match(/[a-z0-9]+/g));
  importScripts(real, "ranked.js");
  const { prototype } = self.lunr.Builder, build = prototype.build;
  prototype.build = function () {
    const index = build.call(this);
    index.search = self.ranked(index, MOST, MARKS);
    return index;
  };
  const said = globalThis.postMessage;
  globalThis.postMessage = (message) => message.type === READY ? undefined : said.call(globalThis, message);
  pass({ type: SETUP, data: { ...setup, config, docs } });
  return {
    korean: list([...words.split(" "), ...stems.split(" ")]), stems: new Set(stems.split(" ")), names, latin: list(latin),
    particles: new RegExp(`^(?:${particles}){1,3}$`), after: new RegExp(`^(?:(?:${particles}){1,3}$|(?:${verbs}))`),
  };
}

function pass(data) {
  ours = true;
  dispatchEvent(new MessageEvent("message", { data }));
  ours = false;
}

function list(words) {
  const sorted = [...words].sort();
  return { has: new Set(sorted), sorted };
}

// Whether a word begins with this.
function begun({ sorted }, start) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < start) low = middle + 1; else high = middle;
  }
  return low < sorted.length && sorted[low].startsWith(start);
}

// What stands in quotes or has Material's signs (+ - ~ ^ * field:) is left alone.
function normalised(query, known) {
  if (/["+~^*:]|(^|\s)-/.test(query)) return query;
  const asked = query.normalize("NFC").toLowerCase().split(/[\s/,.?!;…()‘’“”]+/).filter(Boolean);
  return asked.map((word) => korean(word, known)).join(" ");
}

function korean(word, known) {
  const mixed = word.match(/^([a-z0-9][a-z0-9-]*)([가-힣]+)$/);
  if (mixed && known.particles.test(mixed[2])) return english(mixed[1], known);
  if (!/^[가-힣]+$/.test(word)) return english(word, known);
  if (known.names[word]) return known.names[word];     // 그래디언트: 기울기, so that it is marked in what is shown
  if (begun(known.korean, word)) return word;
  const stem = stemmed(word, known);
  return known.names[stem] ?? stem ?? conjugated(word, known) ?? parts(word, known)?.join(" ") ?? word;
}

// 기울기를: 기울기. A stem of one syllable is sought whole (^1 keeps Material from taking it for a beginning).
function stemmed(word, known) {
  for (let at = word.length - 1; at > 0; at--) {
    const stem = word.slice(0, at);
    if (known.korean.has.has(stem) && known.after.test(word.slice(at))) return at > 1 ? stem : `${stem}^1`;
  }
}

// 섞인다: 섞이, letter by letter, since an ending may begin inside the syllable.
const ENDING = /^(?:[ᆫᆯᆸᆷᆻ]|[는은을음고며면지게던기거도네니다자서어아었았려러나습듯더므셨시])/;
function conjugated(word, known) {
  const letters = word.normalize("NFD");
  for (let at = letters.length - 1; at >= 4; at--) {
    const stem = letters.slice(0, at).normalize("NFC");
    if (known.stems.has(stem) && ENDING.test(letters.slice(at).normalize("NFC"))) return stem;
  }
}

// 단어벡터에서: 단어 벡터. Each part has two syllables or more.
function parts(word, known) {
  for (let at = word.length - 2; at >= 2; at--) {
    const first = word.slice(0, at), rest = word.slice(at);
    if (!known.korean.has.has(first)) continue;
    if (known.korean.has.has(rest)) return [first, rest];
    const stem = stemmed(rest, known);
    if (stem && !stem.endsWith("^1")) return [first, stem];
    const more = parts(rest, known);
    if (more) return [first, ...more];
  }
}

// gradients: gradient, where no word begins with the whole.
function english(word, known) {
  if (word.split("-").every((part) => begun(known.latin, part))) return word;
  for (const ending of ["'s", "s", "es", "ies", "ed", "d", "ing", "ly", "er", "ation", "ization", "isation", "izing", "ising"]) {
    const stem = word.slice(0, -ending.length);
    if (word.endsWith(ending) && stem.length > 3 && begun(known.latin, stem)) return stem;
  }
  return word;
}
