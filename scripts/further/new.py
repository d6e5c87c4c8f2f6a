"""A new question or experiment: pages in both languages and a snippet that build at once, with marks where to write.

What stands in ``templates`` is whole: an experiment over five seeds with a value, a table, a claim and a figure, and a
page that shows them. Its author puts another idea in its place; until then `further.marks` tells what is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from further import experiment
from further.book import Book
from further.cells import NAME
from further.errors import FurtherError

TEMPLATES = Path(__file__).parent / "templates"
NOTES = {"ko": "스터디 노트의 내용", "en": "What the study notes said"}
WHY = {
    "ko": "TODO(new): 왜 그런 판정인지. 판정은 근거가 있어야 합니다. 여기서는 {{NAME.most:,.0f}}라는 수입니다.",
    "en": "TODO(new): why this is the verdict. It has to rest on something, here on the number {{NAME.most:,.0f}}.",
}
AFTER = re.compile(r"^## .*\{ #(?:check|sources)\b", re.MULTILINE)
"""Headings before which a new experiment's section goes."""

QUESTIONS = re.compile(
    r"^(?P<indent> *)questions:[^\n]*\n(?P<entries>(?:(?P=indent) *-[^\n]*\n|[ \t]*#[^\n]*\n)*)", re.MULTILINE
)


def new(book: Book, what: str, notes: Sequence[str] = ()) -> list[str]:
    """Make a question or an experiment.

    Args:
        book: The book.
        what: ``topic/name``; or ``topic`` alone for a question, whose first experiment gets the topic's name.
        notes: Statements of the study notes that a new question answers.

    Returns:
        The files that were made or changed, from the repository's folder.

    Raises:
        FurtherError: If a name is malformed or taken; nothing is written then.
    """
    topic, _, name = what.partition("/")
    name = name or topic
    _check(book, what, topic, name, notes)
    there = f"{topic}.md" in book.pages["ko"]
    files = {f"snippets/{topic}/{name}.py": (TEMPLATES / "experiment.py").read_text(encoding="utf-8")}
    if notes:
        files["docs/claims.yml"] = _claims(book, topic, notes)
    statements = [*book.statements.get(topic, {}), *_ids(notes)]
    for lang in ("ko", "en"):
        page = f"docs/{lang}/{topic}.md"
        section = _template(f"section.{lang}.md", topic, name)
        files[page] = _inserted(book, page, section) if there else _question(lang, topic, name, section, statements)
    if not there:
        files["mkdocs.yml"] = _listed((book.root / "mkdocs.yml").read_text(encoding="utf-8"), topic)
    for path, text in files.items():
        (book.root / path).parent.mkdir(parents=True, exist_ok=True)
        (book.root / path).write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def _check(book: Book, what: str, topic: str, name: str, notes: Sequence[str]) -> None:
    where = f"further new {what}"
    if not NAME.fullmatch(topic) or not NAME.fullmatch(name):
        expected = "TOPIC or TOPIC/NAME, each of lower-case letters, digits and single hyphens"
        raise FurtherError(where, expected, what)
    if topic in (experiment.EQUIPMENT, "index", "notebooks"):
        raise FurtherError(where, "a topic of its own", f"{topic}, which is taken by the site itself")
    in_both = {f"{topic}.md" in book.pages[lang] for lang in ("ko", "en")}
    if in_both == {True, False}:
        raise FurtherError(where, "a page in both languages, or none", "one in a single language", "write the other")
    if in_both == {True} and "/" not in what:
        raise FurtherError(where, "a topic without a page", f"docs/ko/{topic}.md", f"further new {topic}/NAME")
    if in_both == {True} and notes:
        raise FurtherError(where, "--note for a new question", f"docs/ko/{topic}.md", "edit docs/claims.yml")
    if taken := (book.experiments | book.probes).get(name):
        raise FurtherError(where, f"a name for the experiment that is free: further new {topic}/NAME", str(taken.path))


def _template(file: str, topic: str, name: str) -> str:
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    return re.sub(r"\bNAME\b", name, text).replace("#TOPIC", f"#{topic}")


def _question(lang: str, topic: str, name: str, section: str, statements: Sequence[str]) -> str:
    why = WHY[lang].replace("NAME", name)
    verdicts = "\n".join(f"/// verdict | {each}\n{why}\n///\n" for each in statements)
    notes = f"## {NOTES[lang]} {{ #notes }}\n\n{verdicts}\n" if statements else ""
    page = _template(f"question.{lang}.md", topic, name)
    return page.replace("VERDICTS\n", notes).replace("SECTION\n", section + "\n")


def _inserted(book: Book, page: str, section: str) -> str:
    """Return the page with the section before its questions to the reader or its sources, or else at its end."""
    text = (book.root / page).read_text(encoding="utf-8-sig")
    match = AFTER.search(text)
    head, tail = (text[: match.start()], text[match.start() :]) if match else (text, "")
    return head.rstrip("\n") + "\n\n" + section + (f"\n{tail}" if tail else "")


def _listed(text: str, topic: str) -> str:
    """Return mkdocs.yml with the page at the end of the plugin's list of questions; all else stays as it is.

    Raises:
        FurtherError: If there is no such list.
    """
    match = QUESTIONS.search(text)
    if not match:
        do = "write questions: and the page's path below it"
        raise FurtherError("mkdocs.yml", "a list of questions among the options of the plugin further", "none", do)
    entries = list(re.finditer(r"^( *)-[^\n]*\n", match["entries"], re.M))
    indent = entries[-1][1] if entries else match["indent"] + "  "
    end = match.start("entries") + (entries[-1].end() if entries else 0)
    return f"{text[:end]}{indent}- {topic}.md\n{text[end:]}"


def _ids(notes: Sequence[str]) -> list[str]:
    return [f"note-{number}" for number in range(1, len(notes) + 1)]


def _claims(book: Book, topic: str, notes: Sequence[str]) -> str:
    """Return docs/claims.yml with a stub for each statement of the notes."""
    file = book.root / "docs" / "claims.yml"
    text = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if file.exists() else ""
    return text + f"{topic}:\n" + "".join(_stub(*each) for each in zip(_ids(notes), notes, strict=True))


def _stub(id_: str, note: str) -> str:
    text = json.dumps(note, ensure_ascii=False)
    english = '    english: "TODO(new): the note\'s words in English"\n' if re.search("[\uac00-\ud7a3]", note) else ""
    language = "" if english else "    language: en\n"
    verdict = "    verdict: open  # TODO(new): holds, limits, wrong or open, and an id that says what it is about\n"
    return f"  {id_}:\n    note: {text}\n{language}{english}{verdict}"
