// The card that says where a number or a claim comes from. Fetched when a reader first asks for one (see further.js).
// The facts are in one file for each experiment (scripts/further/evidence.py).

let card;  // one card for the whole visit; only its text changes

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function make() {
  const made = element("div", "fq-evidence md-typeset", "");
  made.popover = "auto";  // Escape and a click elsewhere close it, and the reader is back where they were
  made.tabIndex = -1;
  made.setAttribute("role", "dialog");
  document.body.append(made);
  addEventListener("scroll", () => made.matches(":popover-open") && made.hidePopover(), { passive: true });
  globalThis.document$?.subscribe(() => made.matches(":popover-open") && made.hidePopover());
  return made;
}

// Under the asker, or above it where there is more room; never out of the window.
function place(asker) {
  const box = asker.getBoundingClientRect(), own = card.getBoundingClientRect(), gap = 8;
  const below = box.bottom + gap + own.height < innerHeight || box.top < innerHeight / 2;
  card.style.left = `${Math.max(gap, Math.min(box.left, document.documentElement.clientWidth - own.width - gap))}px`;
  card.style.top = `${Math.max(gap, below ? box.bottom + gap : box.top - gap - own.height)}px`;
}

// The last heading before `asker`: a number has no id of its own. A claim has one.
function anchor(asker, page) {
  const own = asker.closest("[id]");
  if (own && page.contains(own)) return own.id;
  const before = [...page.querySelectorAll("h1[id], h2[id], h3[id], h4[id]")]
    .filter((each) => each.compareDocumentPosition(asker) & Node.DOCUMENT_POSITION_FOLLOWING);
  return before.at(-1)?.id ?? "";
}

// "Correct this" and "ask about this", where the site says where its repository is: the page's forms, with the place in it.
function offers(asker, facts) {
  const page = asker.closest("[data-correct]");
  if (!page) return [];
  const place = anchor(asker, page), said = (asker.closest(".fq-claim") ?? asker).textContent.replace(/\s+/g, " ").trim();
  const line = element("p", "fq-evidence__offers", "");
  for (const offer of ["correct", "ask"]) {
    const link = element("a", "", facts[offer]), form = new URL(page.dataset[offer]);
    form.searchParams.set("title", form.searchParams.get("title").replace(/: $/, `#${place}: `));
    form.searchParams.set("anchor", place);
    form.searchParams.set("value", `${asker.dataset.from}: ${said.slice(0, 400)}`);
    link.href = form.href.replaceAll("+", "%20");
    line.append(line.childNodes.length ? " · " : "", link);
  }
  return [line];
}

// Open the card for `asker`, which names its finding (experiment.item) in data-from.
export async function show(asker) {
  const [experiment, item] = asker.dataset.from.split(".");
  const root = new URL(document.querySelector("[data-evidence]").dataset.evidence, location);
  const answer = await fetch(new URL(`evidence/${experiment}.json`, root));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const facts = await answer.json();
  card ??= make();
  const cell = facts.cells[item];
  const link = element("a", "fq-evidence__link", facts.link);
  link.href = new URL(`notebooks/${experiment}/#${cell}`, root);
  const named = element("p", "fq-evidence__cell", "");
  named.append(element("code", "", `${experiment}.${item}`), ` · ${facts.cell} `, element("code", "", cell));
  card.setAttribute("aria-label", facts.title);
  card.replaceChildren(
    element("p", "fq-evidence__title", facts.title),
    named,
    element("p", "fq-evidence__spread", asker.dataset.spread || asker.textContent),
    element("p", "fq-evidence__ran", facts.ran),
    link,
    ...offers(asker, facts),
  );
  card.showPopover();
  place(asker);
  card.focus({ preventScroll: true });
}
