// Both languages side by side, section by section. Fetched when a reader first asks for it (see further.js).
// The two pages of a question have the same headings with the same ids (the build sees to that), so a section is a heading
// and what follows it, and its counterpart is the one with the same id.

const MARK = "beside-";  // before every id of the other language, so that ids stay unique

// The page's nodes, a list for each section, by the heading's id.
function sections(page) {
  const found = new Map();
  let nodes = [];
  for (const node of page.childNodes) {
    if (/^H[1-6]$/.test(node.nodeName) && node.id) found.set(node.id, (nodes = []));
    else if (!found.size) continue;  // white space before the title
    nodes.push(node);
  }
  return found;
}

// Every id, and all that points to one, gets MARK; other addresses are read from where the other page is.
function estrange(root, address) {
  for (const each of root.querySelectorAll("*")) {
    for (const { name, value } of [...each.attributes]) {
      if (name === "id") each.id = MARK + value;
      else if (["for", "aria-labelledby", "aria-describedby", "aria-controls", "name"].includes(name) && value)
        each.setAttribute(name, value.split(" ").map((id) => MARK + id).join(" "));
      else if (["href", "xlink:href"].includes(name))
        each.setAttribute(name, value.startsWith("#") ? "#" + MARK + value.slice(1) : new URL(value, address).href);
      else if (["src", "data-live"].includes(name)) each.setAttribute(name, new URL(value, address).href);
      else if (value.includes("url(#")) each.setAttribute(name, value.replaceAll("url(#", `url(#${MARK}`));
    }
  }
}

async function other(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article .fq-page");
  for (const table of page.querySelectorAll("table:not(.fq-scroll *)")) {  // Material does this for the page it opened
    const scroll = document.createElement("div");
    scroll.className = "fq-scroll";
    table.replaceWith(scroll);
    scroll.append(table);
  }
  const found = sections(page);  // by their own ids
  estrange(page, address);
  return found;
}

let shown = null;  // { page, nodes }: what to put back

export const isOn = () => Boolean(shown?.page.isConnected);

// Show the language of `link` (the language switch) beside this one; `address` is its page.
export async function show(page, address, lang) {
  if (isOn()) return;
  const theirs = await other(address);
  if (!page.isConnected || isOn()) return;  // the reader has gone on meanwhile
  shown = { page, nodes: [...page.childNodes] };
  const rows = [...sections(page)].map(([id, nodes]) => {
    const [row, own, beside] = ["fq-beside", "fq-beside__own", "fq-beside__other"].map((name) => {
      const div = document.createElement("div");
      div.className = name;
      return div;
    });
    beside.lang = lang;
    own.append(...nodes);
    beside.append(...(theirs.get(id) ?? []).map((node) => document.importNode(node, true)));
    row.append(own, beside);
    return row;
  });
  page.replaceChildren(...rows);
  document.body.classList.add("fq-is-beside");
}

export function hide() {
  document.body.classList.remove("fq-is-beside");
  if (isOn()) shown.page.replaceChildren(...shown.nodes);
  shown = null;
}
