// The live server's banner: what runs, or what is wrong. Everything it says is set as text, never as HTML.
(() => {
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;
  const box = document.createElement("aside");
  box.className = "fq-live";
  box.setAttribute("role", "status");
  box.hidden = true;
  const head = box.appendChild(document.createElement("strong"));
  const text = box.appendChild(document.createElement("pre"));
  text.lang = "en";
  const style = document.createElement("style");
  style.textContent = `
    .fq-live { position: fixed; inset: auto 0 0 0; z-index: 9; max-height: 50vh; overflow: auto; padding: .6rem 1rem;
      font: 14px/1.5 sans-serif; color: var(--md-default-fg-color, #222); background: var(--md-default-bg-color, #fff);
      border-top: 3px solid #4a6fa5; box-shadow: 0 -2px 8px #0003 }
    .fq-live[data-kind=bad] { border-color: #b3261e }
    .fq-live pre { margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 monospace }`;
  document.head.append(style);
  document.body.append(box);

  async function follow(seen) {
    try {
      const state = await (await fetch("/__further/state?" + seen)).json();
      box.hidden = state.kind === "good";
      box.dataset.kind = state.kind;
      head.textContent = words["live-" + state.kind] ?? "";
      text.textContent = state.text;
      seen = state.version;
    } catch {
      await new Promise((done) => setTimeout(done, 2000));   // the server was stopped, or starts again
    }
    follow(seen);
  }
  follow("");
})();
