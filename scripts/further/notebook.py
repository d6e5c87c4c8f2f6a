"""An executed experiment as a notebook in one language: its prose, its cells, what they gave and how they ran."""

from __future__ import annotations

import json
import os
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify, unique

from further import html, inert, listing, picture
from further.bilingual import say
from further.book import Book
from further.experiment import Experiment
from further.result import Finding, Result
from further.words import word

HEADING = re.compile(r"^(#{1,6}) +(.*?)\s*$", re.MULTILINE)
ANCHORED = re.compile(r'<(h[1-6])(?: id="[^"]*")?>((?:(?!</h).)*?)<a class="anchor-link"[^>]*>.*?</a>')
BEGINS, ENDS = '<div class="jupyter-wrapper">', "<!-- jupyter-wrapper -->"


def localised(book: Book, experiment: Experiment, lang: str) -> bytes:
    """Return the notebook of ``experiment`` in ``lang``, with the outputs of its last run.

    Format: https://nbformat.readthedocs.io/en/latest/format_description.html (made without nbformat, which would
    validate every output: a third of the time of a build that runs nothing; a test validates the whole instead).
    """
    result, cells, count = book.results[experiment.name], [], 0
    for cell in experiment.cells:
        if cell.kind == "code":
            count += 1
            outputs = [_output(book, experiment.name, result, output, lang) for output in result.outputs[cell.name]]
            own = {"cell_type": "code", "id": cell.name, "execution_count": count, "outputs": outputs}
        elif cell.lang == lang:
            own = {"cell_type": "markdown", "id": f"Text-{len(cells)}"}
        else:
            continue
        cells.append({**own, "metadata": {}, "source": cell.source})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python", "version": result.run["python"]}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _output(book: Book, name: str, result: Result, output: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return an output as ``lang`` shows it; findings become HTML, with a plain text beside it."""
    if "finding" not in output:
        count = {"execution_count": None} if output["output_type"] == "execute_result" else {}
        return say(inert.output(output), lang) | count
    finding = result.findings[output["finding"]]
    data = {"text/html": _shown(book, name, finding, lang), "text/plain": f"[{finding.kind}] {finding.name}"}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _shown(book: Book, name: str, finding: Finding, lang: str) -> str:
    if finding.kind == "figure":
        return html.drawing(picture.made(book, name, finding, lang), finding.data["alt"], lang)
    if finding.kind == "table":
        return html.grid(finding, lang)
    if finding.kind == "claim":
        statement = escape(say(finding.data["statement"], lang))
        return f'<div class="fq-claim"><p>{statement}</p><p class="fq-held">{html.claim_note(finding, lang)}</p></div>'
    x = finding.number(lang)
    shown = html.number(x, ".4g" if isinstance(x, float) else "")
    spread = html.birth(finding.name, finding, lang, ".4g" if isinstance(x, float) else "").split(" · ")[2:]
    return f'<p class="fq-out"><code>{escape(finding.name)}</code> = {" · ".join([shown, *map(escape, spread)])}</p>'


def headings(experiment: Experiment, lang: str) -> list[tuple[int, str, str]]:
    """Return the notebook's headings: level, id and text. Ids are made from the English ones, for both languages."""
    slugs: set[str] = set()
    texts = {each: _headings(experiment, each) for each in {"en", lang}}
    pairs = zip(texts["en"], texts[lang], strict=True)
    return [(level, unique(slugify(english, "-"), slugs), text) for (_, english), (level, text) in pairs]


def outline(experiment: Experiment, lang: str) -> list[dict[str, Any]]:
    """Return the notebook's headings as nested tokens, as Markdown's own table of contents has them."""
    tokens: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for level, id_, text in headings(experiment, lang):
        token = {"level": level, "id": id_, "name": text, "children": []}
        while stack and stack[-1]["level"] >= level:
            stack.pop()
        (stack[-1]["children"] if stack else tokens).append(token)
        stack.append(token)
    return tokens


def _headings(experiment: Experiment, lang: str) -> list[tuple[int, str]]:
    prose = (re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) for cell in experiment.prose(lang))
    return [(len(match[1]), match[2]) for source in prose for match in HEADING.finditer(source)]


def body(converted: str) -> str:
    """Return what is shown of a converted notebook. Before it are 630 KB of styles."""
    return converted[converted.index(BEGINS) : converted.rindex(ENDS) + len(ENDS)]


def tidy(content: str, experiment: Experiment, result: Result, lang: str) -> str:
    """Return a notebook page's HTML as we publish it.

    mkdocs-jupyter puts some 630 KB of styles and scripts, some of them from other hosts, into every page, and gives
    headings without ASCII letters no id. What is left here is styled by one file of ours.
    """
    content = re.sub(
        r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>|<!--.*?-->',
        "",
        body(content),
        flags=re.DOTALL,
    )
    content = re.sub(r'<div[^>]*class="clipboard-copy-txt"[^>]*>.*?</div>', "", content, flags=re.DOTALL)
    # Material puts its copy button on pre > code
    content = re.sub(
        r'<div class="highlight-ipynb([^>]*><pre>)(.*?)</pre>',
        lambda match: f'<div class="highlight{match[1]}<code>{listing.toned(match[2])}</code></pre>',
        content,
        flags=re.DOTALL,
    )
    content = content.replace('id="cell-id=', 'id="')
    ids = iter(headings(experiment, lang))  # of the prose; a heading in an output has no anchor link
    content = ANCHORED.sub(lambda match: f'<{match[1]} id="{next(ids)[1]}">{match[2]}', content)
    return content.replace("</h1>", "</h1>" + origin(experiment, result, lang), 1)


def facts(experiment: Experiment, result: Result, lang: str) -> str:
    """Return how an experiment ran, as a line of plain text: seeds, time, versions, date.

    Time and date are those of one run on one machine. A build that has to give the same bytes everywhere, which
    SOURCE_DATE_EPOCH asks for (https://reproducible-builds.org/specs/source-date-epoch/), leaves them out.
    """
    line = word(
        lang,
        "ran-anywhere" if "SOURCE_DATE_EPOCH" in os.environ else "ran",
        seconds=result.run["seconds"],
        python=result.run["python"],
        versions=", ".join(f"{name} {version}" for name, version in versions(experiment, result).items()) or "—",
        date=result.run["finished"][:10],
    )
    seeds = result.run.get("seeds") or []
    return f"{word(lang, 'seeds-used', seeds=', '.join(map(str, seeds)))} · {line}" if seeds else line


def versions(experiment: Experiment, result: Result) -> dict[str, str]:
    """Return the version, in the run, of each distribution that the cells import themselves."""
    imported = _imported(experiment)
    return {name: version for name, version in result.run["distributions"].items() if name in imported}


def origin(experiment: Experiment, result: Result, lang: str) -> str:
    """Return the line under a notebook's title: how it ran, and the download."""
    download = f'<a href="{experiment.name}.ipynb" download>{word(lang, "download")}</a>'
    return f'<p class="fq-origin">{escape(unescape(facts(experiment, result, lang)))}<br>{download}</p>'


def _imported(experiment: Experiment) -> set[str]:
    """Return the top-level modules that the cells import themselves."""
    code = "\n".join(cell.source for cell in experiment.code.values())
    return {name for match in re.finditer(r"^\s*(?:from|import) +(\w+)", code, re.MULTILINE) if (name := match[1])}


def alone(payload: bytes, root: Path, lang: str, note: str) -> str:
    """Return a notebook, as `localised` gives it, as one HTML page that needs no other file.

    Args:
        payload: The notebook.
        root: The repository's folder, which has the style sheets.
        lang: ``"ko"`` or ``"en"``.
        note: Stands above the notebook and in the title: on what it ran.
    """
    from nbconvert import HTMLExporter
    from nbformat import reads

    body, _ = HTMLExporter(
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True
    ).from_notebook_node(reads(payload.decode(), as_version=4))
    body = re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL)
    assets = root / "docs" / "theme" / "assets"
    styles = "".join(
        (assets / name).read_text(encoding="utf-8") for name in ("further.css", "notebook.css", "alone.css")
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(note)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{styles}</style></head>'
        f'<body class="fq-alone"><main class="md-typeset"><p class="fq-alone__note">{escape(word(lang, "ran_on"))}: '
        f"<code>{escape(note)}</code></p>{body}</main></body></html>"
    )
