// A figure comes alive: the chart that stood there as a drawing is drawn again by Vega in the same place, and answers.
//
// The build has compiled each chart (scripts/further/live.py) into one JSON file, which the figure names in data-live:
//   shared, wide, narrow   the Vega specification of each layout, what both have in common said once
//   widths, slack          how wide each text was laid out, by font; fonts are laid out that much larger than they are shown
//   table                  the figure's data: heads, numbers (which columns are), rows, note
// further.js fetches this file when a reader first asks a figure something.

const live = new Map();                               // figure -> what of it is alive
const files = new Map();                              // address -> its JSON, a promise
let runtime;                                          // Vega, a promise

export async function answer(figure, event) {
  const { type, target } = event;
  if (type === "toggle") return tell(figure);
  if (target.closest(".fq-explore")) return live.has(figure) ? rest(figure) : wake(figure);
  const known = live.get(figure);
  if (type === "input") say(target);
  if (type === "input" && known?.view) return known.view.signal(target.dataset.signal, value(target)).runAsync();
  if (type === "focusin" && target.closest(".fq-drawing") && !target.matches(":focus-visible")) return; // a click follows
  if (known) return known.ready;
  await wake(figure);
  if (type === "click") again(figure, event);
}

// --- Fetching -------------------------------------------------------------------------------------------------------

function once(address) {
  if (!files.has(address)) {
    const file = fetch(address).then((response) => response.ok ? response.json() : Promise.reject(new Error(`${address}: ${response.status}`)));
    file.catch(() => files.delete(address));
    files.set(address, file);
  }
  return files.get(address);
}

const chart = (figure) => once(new URL(figure.dataset.live, document.baseURI).href);

function vega() {
  runtime ??= import("./vendor/vega.js").then(prepare);
  runtime.catch(() => { runtime = undefined; });
  return runtime;
}

// Text is as wide as it was for the build, where the build measured it; other text is measured here. A text is laid out
// larger than it is shown (slack), and its font is the page's: both as in the drawing.
const widths = {}, canvas = document.createElement("canvas").getContext("2d");
let slack = 1;

function width(item, text) {
  const size = item.fontSize ?? 11, weight = item.fontWeight || "normal";
  let found = widths[`${+size.toFixed(2)} ${weight}`]?.[String(text).trim()];
  if (found === undefined) {
    canvas.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    found = canvas.measureText(text).width;
  }
  return item.limit > 0 ? Math.min(found, item.limit) : found;
}

function prepare(vega) {
  const { textMetrics, SVGRenderer, SVGHandler, renderModule } = vega;
  textMetrics.width = width;
  class Renderer extends SVGRenderer {
    mark(...all) {
      const group = super.mark(...all);
      for (const name of ["role", "aria-roledescription"]) group.removeAttribute(name); // the figure has a name of its own
      return group;
    }
    _update(kind, element, item) {
      super._update(kind, element, item);
      if (kind.type !== "text") return;
      element.removeAttribute("font-family");
      element.setAttribute("font-size", `${(item.fontSize ?? 11) / slack}px`);
    }
  }
  renderModule("svg", { renderer: Renderer, handler: SVGHandler });
  return vega;
}

// --- Waking and resting ---------------------------------------------------------------------------------------------

const shown = (figure) => [...figure.querySelectorAll(".fq-chart")].find((box) => box.getClientRects().length);
const controls = (figure) => [...figure.querySelectorAll("[data-signal]")];

function wake(figure) {
  const known = { figure };
  live.set(figure, known);
  known.ready = Promise.all([vega(), chart(figure)]).then(async ([vega, file]) => {
    if (live.get(figure) !== known || !figure.isConnected) return;
    await draw(known, vega, file);
    mark(figure, true);
    known.watch = new ResizeObserver(() => shown(figure) !== known.box && shown(figure) && draw(known, vega, file));
    known.watch.observe(figure);
  });
  known.ready.catch(() => live.delete(figure));
  return known.ready;
}

function mark(figure, alive) {
  figure.querySelector(".fq-explore").setAttribute("aria-pressed", alive);
  figure.querySelector(".fq-drawing").setAttribute("role", alive ? "group" : "img"); // a group: what is in it can be used
}

// Draw the layout that the column has room for, with the controls where they are.
async function draw(known, vega, file) {
  const { figure } = known, box = shown(figure);
  clear(known);
  known.box = box;
  const layout = box.classList.contains("fq-chart--wide") ? "wide" : "narrow";
  const place = document.createElement("div");
  place.className = "fq-live";
  for (const [font, texts] of Object.entries(file.widths)) widths[font] = { ...widths[font], ...texts };
  slack = file.slack;
  const spec = structuredClone({ ...file.shared, ...file[layout] }); // Vega writes into what it is given
  const view = new vega.View(vega.parse(spec, null, { ast: true }), {
    expr: vega.expressionInterpreter, renderer: "svg", tooltip() {},
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  });
  known.view = view.initialize(place);
  await view.runAsync();
  for (const control of controls(figure)) if (value(control) !== undefined) view.signal(control.dataset.signal, value(control));
  await view.runAsync();                              // selections hear of a value only if it changes
  if (known.view !== view) return view.finalize();    // asked to rest, or the column changed meanwhile
  box.append(place);
  box.classList.add("fq-chart--live");
  place.addEventListener("pointermove", (event) => point(place, event));
  place.addEventListener("pointerdown", (event) => point(place, event));
  place.addEventListener("pointerleave", (event) => event.pointerType === "touch" || hush());
  for (const label of place.querySelectorAll("[class*='_legend_'], .role-legend-label text")) key(label);
}

const refuse = () => Promise.reject(new Error("a chart has its data with it"));

function clear(known) {
  hush();
  known.view?.finalize();
  known.view = undefined;
  known.box?.classList.remove("fq-chart--live");
  known.box?.querySelector(".fq-live")?.remove();
}

// Back to the drawing, with the controls where they were at first.
function rest(figure) {
  const known = live.get(figure);
  if (!known) return;
  live.delete(figure);
  known.watch?.disconnect();
  clear(known);
  mark(figure, false);
  for (const control of controls(figure)) {
    if (control.type === "range") control.value = control.defaultValue;
    else if (control.type === "select-one") control.value = [...control.options].find((each) => each.defaultSelected)?.value ?? control.options[0].value;
    else control.checked = control.defaultChecked;
    say(control);
  }
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const figure = document.activeElement?.closest("[data-live]") ?? (tip.isConnected && tip.figure);
  if (figure && live.has(figure)) rest(figure);
});

// Instant navigation takes figures away without a word.
globalThis.document$?.subscribe(() => {
  for (const [figure, known] of live) {
    if (figure.isConnected) continue;
    live.delete(figure);
    known.watch?.disconnect();
    clear(known);
  }
});

// --- Controls -------------------------------------------------------------------------------------------------------

// What a control says; nothing, if it is a choice that is not the chosen one.
function value(control) {
  if (control.type === "range") return control.valueAsNumber;
  if (control.type === "checkbox") return control.checked;
  return control.type === "radio" && !control.checked ? undefined : JSON.parse(control.value);
}

function say(control) {
  if (control.type === "range") control.nextElementSibling.value = control.value;
}

// Entries of a legend that can be pressed can be pressed by keyboard.
function key(label) {
  const mark = label.__data__?.mark;
  if (!mark?.interactive || label.tagName !== "text") return;
  label.setAttribute("tabindex", 0);
  label.setAttribute("role", "button");
  label.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    label.dispatchEvent(new MouseEvent("click", { bubbles: true, view: window, shiftKey: event.shiftKey }));
  });
}

// The click that woke a chart is also meant for what it hit.
function again(figure, { clientX, clientY, shiftKey }) {
  const target = document.elementFromPoint(clientX, clientY), place = target?.closest(".fq-live");
  if (!place || !figure.contains(place)) return;
  const same = { bubbles: true, view: window, clientX, clientY, shiftKey };
  target.dispatchEvent(new PointerEvent("pointermove", same));
  target.dispatchEvent(new MouseEvent("click", same));
}

// --- What a mark says -----------------------------------------------------------------------------------------------

const tip = Object.assign(document.createElement("dl"), { className: "fq-tip" });
tip.setAttribute("role", "tooltip");
// Closer than the thinnest line is thick, so that none is stepped over.
const NEAR = [[0, 0], ...[2, 4, 6, 8, 10].flatMap((r) => [[r, 0], [-r, 0], [0, r], [0, -r], [r, r], [r, -r], [-r, r], [-r, -r]])];

function hush() {
  tip.remove();
}
addEventListener("scroll", hush, { passive: true, capture: true });
addEventListener("pointerdown", ({ target }) => target.closest?.(".fq-live") || hush());

// Tell what is under the pointer, or near it: lines are thin, and fingers are not.
function point(place, { clientX, clientY }) {
  for (const [dx, dy] of NEAR) {
    const element = document.elementFromPoint(clientX + dx, clientY + dy);
    const item = place.contains(element) && nearest(element, clientX, clientY);
    if (item?.tooltip) return tellOf(place, item.tooltip, clientX, clientY);
  }
  hush();
}

// The item that an element draws; of the many that a line or an area draws, the one next to the pointer.
function nearest(element, x, y) {
  const item = [element.__data__].flat()[0], mark = item?.mark;
  if (!["line", "area", "trail"].includes(mark?.marktype)) return item;
  const at = new DOMPoint(x, y).matrixTransform(element.getScreenCTM().inverse());
  const far = ({ x = 0, y = 0, defined, orient }) => defined === false ? Infinity
    : mark.marktype === "area" ? Math.abs(orient === "horizontal" ? y - at.y : x - at.x) : Math.hypot(x - at.x, y - at.y);
  return mark.items.reduce((one, other) => (far(other) < far(one) ? other : one));
}

// Text only, whatever the data holds.
function tellOf(place, told, x, y) {
  const pairs = typeof told === "object" && !Array.isArray(told) ? Object.entries(told) : [["", told]];
  tip.replaceChildren(...pairs.flatMap(([name, text]) => [cell("dt", name), cell("dd", text)]));
  tip.figure = place.closest("[data-live]");
  if (!tip.isConnected) document.body.append(tip);
  const { width, height } = tip.getBoundingClientRect(), room = document.documentElement.clientWidth;
  tip.style.left = `${Math.max(4, Math.min(x + 14, room - width - 4))}px`;
  tip.style.top = `${y - height - 14 < 4 ? y + 18 : y - height - 14}px`;
}

function cell(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

// --- The data -------------------------------------------------------------------------------------------------------

async function tell(figure) {
  const details = figure.querySelector(".fq-data"), { table } = await chart(figure);
  if (details.querySelector("table")) return;
  const row = (kind, cells) => {
    const element = document.createElement("tr");
    element.append(...cells.map((text, i) => Object.assign(cell(kind, text), { className: table.numbers[i] ? "fq-num" : "" })));
    return element;
  };
  const scroll = Object.assign(document.createElement("div"), { className: "fq-scroll", tabIndex: 0 });
  const [whole, head, body] = ["table", "thead", "tbody"].map((name) => document.createElement(name));
  head.append(row("th", table.heads));
  body.append(...table.rows.map((cells) => row("td", cells)));
  whole.append(head, body);
  scroll.append(whole);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", details.querySelector("summary").textContent);
  const note = details.querySelector("p");
  if (table.note) note.prepend(`${table.note} · `);
  note.before(scroll);
}
