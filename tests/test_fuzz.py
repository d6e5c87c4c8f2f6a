"""Whatever is fed to the readers, they answer, or say what is wrong by the error that they promise.

FUZZ is how many inputs each reader gets (100 if not set); ``scripts/fuzz`` gives them a million in all.
"""

from __future__ import annotations

import contextlib
import json
import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from further import experiment, html, inert
from further.bilingual import both, say
from further.changes import remembered
from further.errors import FurtherError
from further.korean import PAIRS, particle
from further.page import Page, scan
from further.result import Result
from further.store import Store

MANY = settings(
    max_examples=int(os.environ.get("FUZZ", "100")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
PIECES = [
    "///",
    " | ",
    "figure",
    "claim",
    "answer",
    "\n",
    "\n\n",
    "# ",
    "## x { #y }",
    "{{",
    "}}",
    "{{a.b:.2f|은/는}}",
    "`",
    "```",
]
PIECES += [
    "~~~",
    "---",
    "===",
    "|",
    "<div>",
    "[^1]",
    "\x00",
    "\u2983",
    "é",
    "가",
    "\r",
    "\x85",
    "\u2028",
    "💥",
    "    ",
    "\t",
    "$",
    "\\",
]
CELLS = [
    "# %%",
    "# %% [markdown]",
    ' lang="ko"',
    ' lang="en"',
    " name",
    "\n",
    "# ",
    "# # x",
    "x = 1",
    "# ---\n",
    "# timeout: ",
    "1",
]
CELLS += [
    "-1",
    "nan",
    ": [",
    "!!python/object:os.system x",
    "&a [*a]",
    '"""',
    "'''",
    "%%bash",
    "kept('x', 'y')",
    "\x00",
    "\x0c",
    "가",
    " [raw]",
]


def mixed(pieces):
    return st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=6)), max_size=24).map("".join)


@MANY
@given(mixed(PIECES))
def test_the_page_syntax(text):
    with contextlib.suppress(FurtherError):
        scan(Page("x.md", "docs/ko/x.md", "ko", text))


@pytest.fixture(scope="module")
def snippet(tmp_path_factory):
    (tmp_path_factory.getbasetemp() / "topic").mkdir(exist_ok=True)
    return tmp_path_factory.getbasetemp() / "topic" / "fuzzed.py"


@MANY
@given(text=mixed(CELLS))
def test_the_percent_format_and_its_front_cell(snippet, text):
    snippet.write_bytes(text.encode("utf-8", "replace"))
    with contextlib.suppress(FurtherError):
        experiment.read(snippet)


NUMBERS = st.one_of(st.integers(), st.floats(), st.booleans(), st.text(max_size=8))
FORMATS = st.one_of(
    st.text(max_size=8), st.from_regex(r"[<>=^]?[-+ ]?#?0?[0-9]{0,2},?(\.[0-9]{1,2})?[a-zA-Z%]?", fullmatch=True)
)


@MANY
@given(NUMBERS, FORMATS)
def test_the_formats_of_values(x, spec):
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        html.number(x, spec)


@MANY
@given(
    st.one_of(st.text(), st.from_regex(r"[가-힣a-z]{0,3}[-−]?[0-9,]{0,30}(\.[0-9]{1,9})?(e-?[0-9]{1,3})?[%)\]]?")),
    st.sampled_from(PAIRS),
)
def test_the_particles(text, pair):
    with contextlib.suppress(ValueError):
        assert particle(text, pair) in pair.split("/")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["format", "cells", "inputs", "files", "listings", "distributions", "python", "result",
                             "seconds", "experiment", "findings", "outputs", "run", "kept", "kind", "name", "data"]),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


@MANY
@given(thing=st.one_of(JSON.map(lambda thing: json.dumps(thing).encode()), st.binary()))
def test_the_readers_of_stored_entries(store, thing):
    for reader in (remembered, Result.from_bytes):
        store.get = lambda key: thing
        store._drop = lambda path, why: None
        store.read("any", reader)


@MANY
@given(st.binary(max_size=120), st.integers(0, 2**32))
def test_the_checksum_of_the_store(payload, seed):
    from further.store import _checksum

    stored = bytearray(_checksum("kind/key", payload).encode() + b"\n" + payload)
    chance = random.Random(seed)
    stored[chance.randrange(len(stored))] ^= 1 << chance.randrange(8)
    checksum, _, found = bytes(stored).partition(b"\n")
    assert checksum.decode("ascii", "replace") != _checksum("kind/key", found)


@MANY
@given(
    mixed(
        [
            "<svg",
            ">",
            "</svg>",
            "<g ",
            "onload=",
            '"',
            "href=",
            "url(",
            "javascript:",
            "&lt;",
            "xmlns=",
            "<!--",
            "]]>",
            "<!ENTITY",
        ]
    )
)
def test_the_reader_of_drawings(text):
    with contextlib.suppress(FurtherError):
        inert.drawing("here", text)


@MANY
@given(st.text(), st.text())
def test_text_in_two_languages(english, korean):
    try:
        text = both(english, korean)
    except ValueError:
        return
    assert (say(text, "en"), say(text, "ko")) == (english, korean)
