"""What ``mkdocs serve`` needs that ``mkdocs build`` does not. Split off from `further.site`: it knows MkDocs too."""

from __future__ import annotations

import logging
from collections.abc import Callable

import click
from mkdocs.exceptions import Abort

log = logging.getLogger("mkdocs.further")


def under_way() -> bool:
    """Whether this is ``mkdocs serve``, which writes a script of its own into every page that it sends."""
    context = click.get_current_context(silent=True)
    return bool(context) and context.info_name == "serve"


def forgiving(builder: Callable[[], None]) -> Callable[[], None]:
    """Return ``builder`` without its exceptions: after one, MkDocs' server would answer nothing until it is mended."""

    def built() -> None:
        try:
            builder()
        except Abort:
            log.error("The last good pages are still served.")  # what is wrong was said before
        except Exception:
            log.exception("The last good pages are still served.")

    return built
