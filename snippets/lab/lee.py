"""Real English text: the Lee corpora, short news mails of the Australian Broadcasting Corporation.

300 documents of background and 50 that people compared, all pairs of them (Lee, Pincombe and Welsh 2005, "An Empirical
Evaluation of Models of Text Document Similarity", CogSci). gensim ships both with its test data.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gensim.test.utils import datapath
from gensim.utils import simple_preprocess

DOCUMENTS = 50


def background() -> list[list[str]]:
    """Return the 300 background documents as lower-case words of two to fifteen letters."""
    return _words("lee_background.cor")


def rated() -> tuple[list[list[str]], np.ndarray]:
    """Return the 50 documents that people compared, as words, and how similar they found each pair.

    Returns:
        The documents, and mean ratings, (50, 50): symmetric, 0.2 (highly unrelated) to 1 (highly related), a
        five-point scale divided by five; the diagonal is 1.
    """
    upper = np.loadtxt(datapath("similarities0-1.txt"))  # below the diagonal the file has zeros
    return _words("lee.cor"), np.maximum(upper, upper.T)


def pairs(table: np.ndarray) -> np.ndarray:
    """Return the entries above the diagonal of a (50, 50) table as one list, (1225,): each pair once."""
    return table[np.triu_indices(DOCUMENTS, 1)]


def _words(name: str) -> list[list[str]]:
    text = Path(datapath(name)).read_text(encoding="latin-1")
    return [simple_preprocess(line) for line in text.splitlines() if line.strip()]
