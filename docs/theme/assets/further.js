// The language switch keeps the reader's place. Without this script it still leads to the same page of the other language.
(() => {
  const link = document.querySelector(".fq-languages a");
  if (!link) return;

  const here = __md_scope.href;                                   // root of this language, set by Material
  const there = new URL(link.getAttribute("data-root"), location).href; // root of the other one, as of the first page

  // The heading the reader is at: the one in the address while it is on screen, else the last one above or in the top third
  // of the window; none at the start of the page.
  function place() {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named) {
      const { top, bottom } = named.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) return location.hash;
    }
    let hash = "";
    if (scrollY === 0) return hash;
    for (const heading of document.querySelectorAll("article :is(h2, h3, h4)[id]:not([id^=beside-])")) {
      if (heading.getBoundingClientRect().top > innerHeight / 3) break;
      hash = "#" + heading.id;
    }
    return hash;
  }

  // Instant navigation changes the page under the header, so the address is taken from where the reader is now.
  function aim() {
    const page = location.href.split(/[?#]/)[0];
    if (page.startsWith(here)) link.href = there + page.slice(here.length) + place();
  }

  // Both languages side by side: a choice that is kept, on pages that answer a question. beside.js is fetched when it is
  // first wanted; from disk it cannot fetch the other page, and the button says so.
  const button = document.querySelector(".fq-beside-button");
  const script = new URL("beside.js", document.currentScript.src);
  const wanted = {
    get on() { try { return localStorage.getItem("fq-beside") === "on"; } catch { return false; } },
    set on(on) { try { localStorage.setItem("fq-beside", on ? "on" : "off"); } catch { /* kept until the next page */ } },
  };

  async function arrange() {
    const page = document.querySelector("article .fq-page:has(.fq-answer)");
    button.hidden = !page;
    button.setAttribute("aria-pressed", wanted.on && Boolean(page));
    if (!wanted.on && !document.body.classList.contains("fq-is-beside")) return;
    const at = place();
    try {
      const beside = await import(script);
      if (!page || !wanted.on) return beside.hide();
      if (beside.isOn()) return;
      beside.hide();
      aim();
      await beside.show(page, link.href.split("#")[0], link.lang);
    } catch {
      button.title = button.dataset.failed;
      button.setAttribute("aria-pressed", false);
      return;
    }
    if (at) document.getElementById(at.slice(1))?.scrollIntoView();
  }

  button.addEventListener("click", async () => {
    wanted.on = !wanted.on;
    const at = place();
    await arrange();
    if (at) document.getElementById(at.slice(1))?.scrollIntoView();
  });
  document$.subscribe(arrange);

  document$.subscribe(aim);
  for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, aim);
})();

// The BLEU bench is fetched when a reader opens it. Its page holds
// <div><fq-bleu lang="en"><button type="button">…</button> <span hidden>… said when it cannot be fetched …</span></fq-bleu></div>
// (the div because Markdown takes elements that it does not know for words of a paragraph).
(() => {
  const bench = new URL("bleu.js", document.currentScript.src);
  addEventListener("click", ({ target }) => {
    const box = target.closest("fq-bleu:not(:defined)");
    if (box) import(bench).catch(() => { box.lastElementChild.hidden = false; });
  });
})();

// Material makes a landmark of every copy button; a page with twenty of them has none. They are none.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
}).observe(document.body, { childList: true, subtree: true });

// On paper nothing can be unfolded, so all of it is, and folded again afterwards.
(() => {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("article details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of opened.splice(0)) each.open = false; });
})();

// A citation opens its entry, and a term its line of the glossary, on hover and focus (Material). A finger has no hover: the first touch opens, the second follows.
(() => {
  let open = null;
  addEventListener("click", (event) => {
    const ref = event.target.closest?.("a.footnote-ref, a.fq-term");
    if (!ref || event.pointerType !== "touch" || ref === open) return void (open = null);
    event.preventDefault();
    event.stopImmediatePropagation();
    (open = ref).focus();
  }, true);
})();

// Where there is room beside the text, the works that it cites stand there too; sides.js is fetched for that alone.
(() => {
  const wide = matchMedia("(min-width: 100em)"), file = new URL("sides.js", document.currentScript.src).href;
  async function arrange() {
    const page = document.querySelector("article .fq-page:has(.fq-references):has(.fq-answer)");
    const room = wide.matches && page && !document.body.classList.contains("fq-is-beside");
    if (!room && !document.querySelector(".fq-side")) return;
    const sides = await import(file).catch(() => null);   // from disk it cannot be fetched; the list is there
    if (room) sides?.show(page);
    else sides?.hide();
  }
  wide.addEventListener("change", arrange);
  new MutationObserver(arrange).observe(document.body, { attributeFilter: ["class"] });
  globalThis.document$?.subscribe(arrange);
  arrange();
})();

// Figures that answer when asked. Each is a drawing until a reader touches it, focuses it or moves one of its controls; then
// explore.js is fetched, which makes it live. Until then this costs nothing but the listening.
(() => {
  const asked = {
    click: ".fq-explore, .fq-drawing",
    focusin: ".fq-drawing, .fq-controls :is(input, select)",
    input: ".fq-controls :is(input, select)",
    toggle: ".fq-data[open]",
  };
  const file = new URL("explore.js", document.currentScript.src).href;
  let explore, tries = 0;                             // a browser may remember that a module could not be fetched

  function enable() {
    for (const control of document.querySelectorAll(".fq-explore, .fq-controls :is(input, select)")) control.disabled = false;
  }
  enable();                                           // also where Material never speaks: on a page from disk
  globalThis.document$?.subscribe(enable);            // Material's: another page has come
  for (const [type, wanted] of Object.entries(asked)) addEventListener(type, hear, true);

  async function hear(event) {
    const figure = event.target.closest?.("[data-live]");
    if (!figure || !event.target.closest(asked[event.type])) return;
    const failed = figure.querySelector(".fq-unfetched > span");
    try {
      explore ??= await import(tries ? `${file}?${tries}` : file);
      await explore.answer(figure, event);            // once it is there, events are answered in their order
      failed.hidden = true;
    } catch (error) {
      tries++;
      failed.hidden = false;
      console.warn(error);
    }
  }
})();

// The evidence at hand: a number, or the line under a claim, opens a card that says where it comes from. Without this
// script a number has its title, and the line leads to the cell; so it does when the card cannot be fetched.
(() => {
  const asked = "data.fq-value, .fq-held > a";
  const file = new URL("evidence.js", document.currentScript.src).href;
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

  function enable() {
    for (const value of document.querySelectorAll("data.fq-value:not([tabindex])")) {
      value.tabIndex = 0;
      value.setAttribute("role", "button");
      value.setAttribute("aria-haspopup", "dialog");
    }
  }
  enable();
  globalThis.document$?.subscribe(enable);

  async function ask(asker) {
    try {
      const { show } = await import(file);
      await show(asker);
    } catch {
      if (asker.href) location.assign(asker.href);
    }
  }
  addEventListener("click", (event) => {
    const asker = event.target.closest?.(asked);
    if (!asker?.dataset.from || !plain(event)) return;
    event.preventDefault();
    event.stopPropagation();                           // Material would go where the link leads
    ask(asker);
  }, true);
  addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !event.target.matches?.("data.fq-value")) return;
    event.preventDefault();
    ask(event.target);
  });
})();

// What scrolls sideways, code and tables, can be reached by keyboard from the start; Material waits until code has been
// seen, and never comes to the boxes that it puts around tables.
(() => {
  const boxes = "pre > code:not([tabindex]), article pre:not(:has(> code), [tabindex]), .md-typeset__scrollwrap:not([tabindex])";
  let due = 0;
  function enable() {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      const found = [...document.querySelectorAll(boxes)].filter((each) => each.scrollWidth > each.clientWidth);
      for (const each of found) each.tabIndex = 0;
    });
  }
  // Material adds its boxes when the page is there, and takes the reach away again from code that is out of sight.
  new MutationObserver((changes) => {
    if (changes.some(({ type, target }) => type === "childList" || target.matches(boxes))) enable();
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["tabindex"] });
  addEventListener("resize", enable);
  enable();
})();

// The search worker fetches and orders the entries while the reader thinks of a word.
(() => {
  const opened = new BroadcastChannel("fq-search");
  addEventListener("focusin", ({ target }) => target.matches(".md-search__input") && opened.postMessage(""));
})();
