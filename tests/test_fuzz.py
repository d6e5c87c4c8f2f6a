"""Whatever is fed to the readers, they answer, or say what is wrong by the error that they promise.

FUZZ is how many inputs each reader gets (50 if not set); ``scripts/fuzz`` gives them a million in all.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readers import READERS, renderer, spoilt

FUZZ = int(os.environ.get("FUZZ", "50"))
MANY = settings(max_examples=FUZZ, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def texts(reader):
    """Pieces in any order, or a text that the reader takes, with some of it replaced by pieces."""
    piece = st.one_of(st.sampled_from(reader.pieces), st.text(max_size=6))
    cut = st.tuples(st.integers(0, 2000), st.integers(0, 40), piece)
    spoilt_ones = st.builds(spoilt, st.sampled_from(reader.whole), st.lists(cut, max_size=5))
    return st.one_of(st.lists(piece, max_size=24).map("".join), spoilt_ones)


def feed(reader, folder):
    @MANY
    @given(texts(reader))
    def read(text):
        reader.read(text, folder)

    read()


@pytest.mark.parametrize("name", READERS)
def test_a_reader_answers_or_says_what_is_wrong(name, tmp_path):
    feed(READERS[name], tmp_path)


def test_the_renderer_answers_or_says_what_is_wrong(ran, tmp_path):
    feed(renderer(ran.book()), tmp_path)


@MANY
@given(st.binary(max_size=120), st.integers(0, 2**32))
def test_a_flipped_bit_changes_the_checksum_of_the_store(payload, seed):
    from further.store import _checksum

    stored = bytearray(_checksum("kind/key", payload).encode() + b"\n" + payload)
    chance = random.Random(seed)
    stored[chance.randrange(len(stored))] ^= 1 << chance.randrange(8)
    checksum, _, found = bytes(stored).partition(b"\n")
    assert checksum.decode("ascii", "replace") != _checksum("kind/key", found)
