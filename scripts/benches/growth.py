"""How the costs grow with the book: sites of 10, 100 and 1,000 questions, measured, as Markdown.

Usage: scripts/bench growth [--sizes 10,100,1000] [--repeats 3] [--folder FOLDER]

A generated question stands in both languages, with three experiments of its own, each with a figure, values and claims,
a verdict and two citations. Three thousand trivial runs would measure nothing that is asked here, so the three
experiments of the first question are run by the executor; what they found is put into the store under the name and
the cells of every other question's by `Runner`, as it puts every result. All that is done with results afterwards is
done for each of them.

Measured are a warm build, the same after an edit of prose in ``mkdocs serve``, and ``further check`` (seconds and peak
memory of the process with its children), what the site and its search weigh, and the time from a key press to the
results in a browser: the first, which fetches and indexes the entries, and the median of those after it. A line's last
column is the exponent e of cost ~ size^e between its two largest sizes: over 1 is worse than linear.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from curves import draw
from watched import run

ROOT = Path(__file__).resolve().parent.parent.parent
BOTH = ("ko", "en")
PARTS = ("a", "b", "c")
MB = 1e6

EXPERIMENT = """# %% [markdown] lang="en"
# # {topic}: measurement {part}
# It asks how far {topic} goes in part {part}.

# %% [markdown] lang="ko"
# # {topic}의 측정 {part}
# {topic}에서 {part}가 어디까지 가는지 묻습니다.

# %% measure
import altair as alt

from further import both, claim, figure, value

ones = [1 + seed / 100 for seed in range(5)]
value("mean", ones)
value("count", 12)
rows = [{{"step": step, "loss": 1 / (1 + step)}} for step in range(40)]
chart = alt.Chart(alt.Data(values=rows)).mark_line().encode(
    x=alt.X("step:Q", title=both("step", "단계")), y=alt.Y("loss:Q", title=both("loss", "손실"))
)
figure("curve", chart, alt=both("a line that falls", "내려가는 선"))
claim("grows", [one + 0.5 for one in ones], both("It is above one.", "1보다 큽니다."))
"""
HEADS = {
    "en": ("How far does {0} go?", "The notes", "Measurement", "Sources", "The model of {0} learns from word {1}."),
    "ko": ("{0}는 어디까지 가는가", "노트", "측정", "출처", "{0}의 모델은 낱말 {1}에서 배웁니다."),
}
SAID = {
    "en": (
        "The mean is {{{{{0}-a.mean:.1f}}}}.",
        "See {{{{{0}-a.curve}}}}.",
        "How does the loss fall?",
        "It is above one.",
    ),
    "ko": (
        "평균은 {{{{{0}-a.mean:.1f}}}}입니다.",
        "{{{{{0}-a.curve}}}}에 있습니다.",
        "손실은 어떻게 줄어드는가?",
        "1보다 큽니다.",
    ),
}
LISTS = {"index": "questions", "verdicts": "verdicts", "bibliography": "bibliography"}


def main() -> None:
    """Print what each size costs, and how that grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to make the sites; they stay there")
    parser.add_argument("--curves", type=Path, help="where to draw the table, as SVG")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="further-growth-") as scratch:
        folder = asked.folder or Path(scratch)
        measured = [measure(folder / str(size), size, asked.repeats) for size in sizes]
    print(found := table(sizes, measured))
    if asked.curves:
        asked.curves.write_text(draw(found), encoding="utf-8")


def measure(book: Path, size: int, repeats: int) -> dict[str, float]:
    """Return what a book of ``size`` questions costs, by what is measured."""
    generate(book, size)
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    first = run(build, book).wall  # draws, converts and analyses all that a warm build takes from the store
    found: dict[str, float] = {"first build (nothing drawn yet) s": first}
    for name, command in {"warm build": build, "further check": [*FURTHER, "check"]}.items():
        costs = [run(command, book) for _ in range(repeats)]
        found[f"{name} s"] = statistics.median(each.wall for each in costs)
        found[f"{name} peak MB"] = max(each.peak for each in costs) / MB
    found["prose edit, served s"] = edited(book, repeats)
    pages = [path.stat().st_size for path in (book / "site").rglob("index.html")]
    found |= {"pages": len(pages), "mean page KB": statistics.fmean(pages) / 1e3, "all pages MB": sum(pages) / MB}
    for lang, path in {"ko": "site", "en": "site/en"}.items():
        found[f"search entries {lang} KB"] = (book / path / "search" / "entries.json").stat().st_size / 1e3
    found |= latencies(book / "site")
    print(f"{size} questions: {found}", file=sys.stderr, flush=True)
    return found


FURTHER = (sys.executable, "-c", "from further.cli import main; main()")


def generate(book: Path, size: int) -> None:
    """Write a book of ``size`` questions with its results."""
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        book.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, book / name)
    shutil.copytree(ROOT / "docs" / "theme", book / "docs" / "theme", dirs_exist_ok=True)
    topics = [f"topic{number:04}" for number in range(size)]
    for topic in topics:
        for part in PARTS:
            write(book / "snippets" / topic / f"{topic}-{part}.py", EXPERIMENT.format(topic=topic, part=part))
        for lang in BOTH:
            write(book / "docs" / lang / f"{topic}.md", question(topic, lang))
    for lang in BOTH:
        for name, block in LISTS.items():
            write(book / "docs" / lang / f"{name}.md", f"# {name} {{ #{name} }}\n\n/// {block}\n///\n")
    notes = 'note: "{0}는 멀리 간다", english: "{0} goes far", verdict: holds, evidence: [{0}-a.grows, "@{0}"]'
    write(book / "docs" / "claims.yml", "".join(f"{each}:\n  far: {{{notes.format(each)}}}\n" for each in topics))
    write(book / "docs" / "references.bib", "\n".join(map(work, [*topics, "shared"])))
    fill(book)


def question(topic: str, lang: str) -> str:
    """Return the page of ``topic`` in ``lang``, of about 600 words."""
    title, notes, measured, sources, sentence = (text.format(topic, "{}") for text in HEADS[lang])
    mean, see, caption, claim = (text.format(topic) for text in SAID[lang])
    prose = "\n".join(sentence.format(f"w{(int(topic[5:]) * 7 + line * 13) % 5000:04}") for line in range(30))
    parts = [f"# {title} {{ #{topic} }}", f"/// answer\n{mean}\n///", f"## {notes} {{ #notes }}"]
    parts += [f"/// verdict | far\n{see}\n///"]
    for part in PARTS:
        name = f"{topic}-{part}"
        parts += [f"## {measured} {part} {{ #part-{part} }}", prose, f"{{{{{name}.count}}}} [@{topic}; @shared].", ""]
        parts += [f"/// code | {name}.measure\n///", f"/// figure | {name}.curve\n{caption}\n\n**{part}**\n///"]
        parts += [f"/// claim | {name}.grows\n{claim}\n///"]
    return "\n\n".join([*parts, f"## {sources} {{ #sources }}", "/// references\n///"]) + "\n"


def work(key: str) -> str:
    """Return an entry of references.bib."""
    fields = f"author = {{Doe, J. and Roe, R.}}, title = {{{{On {key}}}}}, booktitle = {{NAACL}}, year = {{2019}}"
    return f"@inproceedings{{{key},\n  {fields},\n  url = {{https://aclanthology.org/{key}}},\n}}\n"


def fill(book: Path) -> None:
    """Run the first question's experiments, and remember what they found for all the others."""
    from further.experiment import discover
    from further.run import Runner
    from further.store import Store

    store, known = Store(book / ".cache" / "further"), discover(book / "snippets")
    runner = Runner(book, store, known)
    ran = runner.ensure([known[f"topic0000-{part}"] for part in PARTS])
    for name, experiment in known.items():
        first = f"topic0000-{name[-1]}"
        if name not in ran and runner.status(experiment).result is None:
            inputs = runner._runs(known[first])[0]["inputs"]
            runner._remember(experiment, replace(ran[first], experiment=name), inputs)


def write(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edited(book: Path, repeats: int) -> float:
    """Return the median seconds from a save of one page to its new text in the site that ``mkdocs serve`` serves."""
    log, port = book / "serve.log", free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    page = book / "docs" / "en" / "topic0000.md"
    before = page.read_text(encoding="utf-8")
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=book, stdout=file, stderr=file)
    try:
        wait(lambda: "Serving on" in log.read_text(), process, log)
        seconds = [saved(page, before, number, port, process, log) for number in range(repeats)]
    finally:
        process.terminate()
        process.wait()
        page.write_text(before, encoding="utf-8")
    return statistics.median(seconds)


def saved(page: Path, text: str, number: int, port: int, process: subprocess.Popen, log: Path) -> float:
    """Save one more sentence; return the seconds until it is served."""
    from urllib.request import urlopen

    said, address = f"Edit number {number}.", f"http://127.0.0.1:{port}/en/topic0000/"
    time.sleep(1)
    begun = time.perf_counter()
    page.write_text(text.replace("## Sources", f"{said}\n\n## Sources"), encoding="utf-8")
    wait(lambda: said in urlopen(address).read().decode(), process, log)
    return time.perf_counter() - begun


def wait(done: Callable[[], bool], process: subprocess.Popen, log: Path) -> None:
    """Wait until ``done``, as long as ``process`` lives."""
    while not done():
        if process.poll() is not None:
            sys.exit(log.read_text()[-3000:])
        time.sleep(0.02)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


TIMER = """() => {
  const box = document.querySelector("input.md-search__input");
  const list = document.querySelector(".md-search-result__list");
  window.took = [];
  let pressed;
  box.addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (pressed && list.querySelector("a")) { window.took.push(performance.now() - pressed); pressed = undefined; }
  }).observe(list, { childList: true, subtree: true });
}"""


def latencies(site: Path) -> dict[str, float]:
    """Return milliseconds from a key press to the results, in both languages: the first, and the median after it."""
    from light import served
    from playwright.sync_api import sync_playwright

    found = {}
    path = os.environ.get("FURTHER_BROWSER") or shutil.which("chromium")
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for lang, folder, typed in (("ko", "", "model topic0003"), ("en", "en/", "model topic0003")):
            page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
            page.goto(f"{address}/{folder}", wait_until="networkidle")
            page.evaluate(TIMER)
            page.locator("input.md-search__input").focus()
            took = [pressed(page, letter) for letter in typed]
            took = [each for each in took if each]
            found[f"search {lang}, first key ms"] = took[0]
            found[f"search {lang}, next keys ms"] = statistics.median(took[1:])
            found[f"search {lang}, slowest next key ms"] = max(took[1:])
            page.close()
        browser.close()
    return found


def pressed(page: object, letter: str) -> float:
    """Press ``letter``; return the milliseconds until results are shown, 0 where the list stays as it was."""
    before = page.evaluate("window.took.length")
    page.keyboard.press("Space" if letter == " " else letter)
    try:
        page.wait_for_function(f"window.took.length > {before}", timeout=60_000 if not before else 3_000)
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        return 0
    return page.evaluate("window.took.at(-1)")


def table(sizes: list[int], measured: list[dict[str, float]]) -> str:
    """Return the curves as a table: each size, the ratio and the exponent between the two largest."""
    lines = [f"| {'questions'} | {' | '.join(map(str, sizes))} | ratio | exponent |"]
    lines += ["| --- |" + " ---: |" * (len(sizes) + 2)]
    for name in measured[0]:
        values = [each[name] for each in measured]
        ratio, grown = (values[-1] / values[-2], sizes[-1] / sizes[-2]) if len(sizes) > 1 else (1, math.e)
        numbers = " | ".join(re.sub(r"\.0$", "", f"{each:.4g}") for each in values)
        lines.append(f"| {name} | {numbers} | {ratio:.2f} | {math.log(ratio) / math.log(grown):.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
