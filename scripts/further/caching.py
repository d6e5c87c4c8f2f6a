"""The commands ``further cache …``: what is done with the store as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from further.terminal import root, told


@click.group()
def cache() -> None:
    """What experiments have found, as .cache/further keeps it."""


@cache.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@told
def merge(folders: tuple[Path, ...]) -> None:
    """Take over the results in FOLDERS: stores of other machines, or books that have one."""
    from further import merging  # it reads what only a merge needs
    from further.book import Book

    others = [merging.find(folder) for folder in folders]
    for line in merging.merge(Book.load(root()).store, others):
        click.echo(line)
