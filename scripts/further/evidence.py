"""What stands behind the numbers and claims of an experiment, for the card that a page opens when a reader asks."""

from __future__ import annotations

import json

from further import notebook
from further.book import Book
from further.words import word


def files(book: Book, lang: str) -> dict[str, bytes]:
    """Return one JSON file for each experiment that has a result, by its path under the site of ``lang``.

    It holds the experiment's ``title``, how it ``ran`` (seeds, time, versions, date), the ``cells`` that gave each
    finding, and the words for the ``link`` to the cell, for the ``cell`` itself, and for the offers to ``correct`` and
    to ``ask``.
    """
    made = {}
    for name, result in book.results.items():
        experiment = book.experiments[name]
        card = {
            "title": experiment.title(lang),
            "ran": notebook.facts(experiment, result, lang),
            "cells": {finding.name: finding.cell for finding in result.findings.values()},
            "cell": word(lang, "cell"),
            "link": word(lang, "to-cell"),
            "correct": word(lang, "correct"),
            "ask": word(lang, "ask"),
        }
        made[f"evidence/{name}.json"] = json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode()
    return made
