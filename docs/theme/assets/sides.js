// Sidenotes: on a wide screen the entry of each cited work stands beside the paragraph that cites it first. They repeat the
// list at the end of the page, where a narrow screen, paper and readers of the page by ear have them, so they are hidden
// from the last and hold nothing to press.

const GAP = 12;                                       // px between two notes
let page, notes = [], watcher;

// Beside the first citation of each work, what the list says of it.
export function show(of) {
  if (page === of) return;
  hide();
  page = of;
  const seen = new Set();
  for (const ref of page.querySelectorAll(".fq-cited a.footnote-ref")) {
    const entry = !seen.has(ref.hash) && document.getElementById(decodeURIComponent(ref.hash.slice(1)))?.firstElementChild;
    if (!entry) continue;
    seen.add(ref.hash);
    const note = document.createElement("aside");
    note.className = "fq-side";
    note.setAttribute("aria-hidden", "true");
    const text = entry.cloneNode(true);
    for (const link of text.querySelectorAll("a")) link.remove();
    note.append(...text.childNodes);
    notes.push([ref, note]);
  }
  page.append(...notes.map(([, note]) => note));
  watcher = new ResizeObserver(place);                // what is unfolded, or becomes live, moves what is below it
  watcher.observe(page);
}

export function hide() {
  watcher?.disconnect();
  for (const [, note] of notes.splice(0)) note.remove();
  page = undefined;
}

// Each at the height of its citation, or below the note before it. What stands in a folded answer has no height yet.
function place() {
  const top = page.getBoundingClientRect().top;
  let free = 0;
  for (const [ref, note] of notes) {
    const seen = ref.checkVisibility();
    note.hidden = !seen;
    if (!seen) continue;
    const at = Math.max(free, ref.getBoundingClientRect().top - top);
    note.style.top = `${at}px`;
    free = at + note.offsetHeight + GAP;
  }
}
