"""The form of the files that authors write: line ends, tabs, trailing blanks, order of front matter. What a machine can
mend, it does; no rule changes a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from further.errors import FurtherError
from further.frontmatter import KEYS
from further.page import CODE_FENCE

DO = "further check --fix"


class Untidy(FurtherError):
    """A problem that ``further check --fix`` mends."""

    mends = True


def unix(text: str) -> str:
    """End lines with a line feed alone, and begin with no byte order mark."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def ended(text: str) -> str:
    """End a file that holds something with exactly one line feed."""
    return text.rstrip("\n") + "\n" if text.strip() else text


def untabbed(text: str) -> str:
    """Indent with spaces, as many as Markdown takes a tab for; code blocks are left as they are."""
    return _outside_code(text, lambda line, _: re.sub(r"^[ \t]+", lambda match: match[0].expandtabs(4), line))


def trimmed(text: str) -> str:
    """Take blanks off the ends of lines, but for two or more spaces between lines, which break a line in Markdown."""
    return _outside_code(text, _trim)


def _trim(line: str, following: str) -> str:
    bare = line.rstrip(" \t")
    breaks = bare and following.strip() and line.endswith("  ")
    return f"{bare}  " if breaks else bare


def _outside_code(text: str, change: Callable[[str, str], str]) -> str:
    lines, fence, made = text.split("\n"), "", []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        match = CODE_FENCE.match(line)
        inside = bool(fence)
        if match:
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        made.append(line if inside and fence else change(line, following))
    return "\n".join(made)


def ordered(text: str) -> str:
    """Put the keys of the front matter into their order."""
    match = re.match(r"---\n(.*?\n)(---|\.\.\.)\n", text, re.DOTALL)
    if not match:
        return text
    entries = re.split(r"^(?=[^\s#-])", match[1], flags=re.MULTILINE)
    if entries[0]:  # comments or blank lines above the first key stay where they are
        return text
    entries = sorted(entries[1:], key=lambda entry: _rank(entry.partition(":")[0]))
    return text[: match.start(1)] + "".join(entries) + text[match.end(1) :]


def _rank(key: str) -> int:
    return KEYS.index(key) if key in KEYS else len(KEYS)


PAGE_RULES = {
    "lines that end with a line feed alone, and no byte order mark": unix,
    "indentation by spaces, not by tabs": untabbed,
    "no blanks at the ends of lines": trimmed,
    f"front matter in the order {', '.join(KEYS)}": ordered,
    "one line feed at the end": ended,
}
DATA_RULES = {name: rule for name, rule in PAGE_RULES.items() if rule in (unix, ended)}


def files(root: Path) -> Iterator[tuple[Path, dict[str, Callable[[str], str]]]]:
    """Yield the files that authors write, each with the rules for it."""
    for lang in ("ko", "en"):
        yield from ((path, PAGE_RULES) for path in sorted((root / "docs" / lang).rglob("*.md")))
    yield from ((path, DATA_RULES) for path in sorted((root / "docs").glob("*.y*ml")))
    yield from ((path, DATA_RULES) for path in sorted((root / "docs").glob("*.bib")))
    yield from ((path, DATA_RULES) for path in sorted((root / "snippets").rglob("*.py")))


def check(root: Path) -> Iterator[Untidy]:
    """Yield every rule that a file breaks, with the first line that breaks it."""
    for path, rules in files(root):
        if (text := _text(path)) is None:
            continue
        shown = path.relative_to(root).as_posix()
        for expected, rule in rules.items():
            if lines := _changed(text, rule(text)):
                count = f"{len(lines)} lines that are otherwise" if len(lines) > 1 else "otherwise"
                yield Untidy(f"{shown}, line {lines[0]}", expected, count, DO)
            text = unix(text)


def mend(root: Path) -> Iterator[str]:
    """Mend every file's form; yield what was done, a line each."""
    for path, rules in files(root):
        if (text := _text(path)) is None:
            continue
        before, done = text, []
        for expected, rule in rules.items():
            if (mended := rule(text)) != text:
                done.append(expected)
                text = mended
        if text != before:
            path.write_bytes(text.encode())
            yield f"{path.relative_to(root).as_posix()}: {'; '.join(done)}"


def _text(path: Path) -> str | None:
    """Return the text of a file as it is, None if it is not UTF-8: that is told elsewhere."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def _changed(before: str, after: str) -> list[int]:
    """Return the lines of ``before`` that ``after`` does not have at the same place."""
    if before == after:
        return []
    old, new = (re.split(r"(?<=\n)", text) for text in (before, after))
    new += [""] * (len(old) - len(new))
    return [number for number, (was, now) in enumerate(zip(old, new, strict=False), 1) if was != now] or [len(old)]
