"""The command ``further``: run, list, why, check."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from further import checks
from further.book import Book
from further.errors import FurtherError, raise_all
from further.experiment import Experiment
from further.keeping import SUFFIX
from further.run import Runner


def _told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command print the engine's errors without a traceback."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except FurtherError as error:
            raise click.ClickException(str(error)) from None

    return wrapped


def _root() -> Path:
    """Return the nearest folder upwards that holds mkdocs.yml."""
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").exists():
            return folder
    raise FurtherError(
        str(here), "a folder inside the book (with mkdocs.yml above it)", "none", "cd into the repository"
    )


def _chosen(book: Book, names: tuple[str, ...]) -> list[Experiment]:
    return [book.experiment(name, "command line") for name in names] or list(book.experiments.values())


def _runner(book: Book) -> Runner:
    return Runner(book.root, book.store, book.experiments)


@click.group()
def main() -> None:
    """Run experiments, and see what they are worth, without building the site."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--jobs", type=click.IntRange(1), help="How many to run side by side (as many as there are cores).")
@click.option("--kept", type=click.Path(file_okay=False, path_type=Path), help="Write what they kept into this folder.")
@click.option("--sandbox/--trust", default=None, help="Whether to shut experiments in; FURTHER_UNTRUSTED=1 does.")
@click.option("--checkpoint", metavar="PATH_OR_NAME", help="Run on this checkpoint instead; see below.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the pages of --checkpoint.")
@click.option("--verify", is_flag=True, help="Run everything twice, as differently as may be, and compare.")
@_told
def run(
    names: tuple[str, ...],
    jobs: int | None,
    kept: Path | None,
    sandbox: bool | None,
    checkpoint: str | None,
    to: Path | None,
    verify: bool,
) -> None:
    """Run the stale experiments among NAMES (all, if none is named).

    With --checkpoint, run those that are made for a real checkpoint (all that fit, if none is named) on the one in
    this folder, or of this name on a hub, which is then fetched. What they find is written to pages of its own,
    checkpoints/NAME unless --to says otherwise, and is no part of the site.
    """
    if sandbox is not None:
        os.environ["FURTHER_UNTRUSTED"] = "1" if sandbox else "0"
    book = Book.load(_root())
    if checkpoint:
        from further import checkpoint as real  # it needs transformers, which costs seconds

        found = real.find(checkpoint)
        folder = to or book.root / "checkpoints" / real.slug(checkpoint)
        for page in real.run(book, found, real.fitting(book, found, names), folder):
            click.echo(str(page))
        return
    if verify:
        from further.verify import differences

        raise_all(differences(book, _chosen(book, names), jobs))
        click.echo("The same twice.")
        return
    runner = _runner(book)
    results = runner.ensure(_chosen(book, names), jobs)
    for name, result in results.items() if kept else ():
        (kept / name).mkdir(parents=True, exist_ok=True)
        for each, payload in runner.kept(result).items():
            (kept / name / f"{each}{SUFFIX}").write_bytes(payload)
    for name, result in results.items():
        for finding in result.findings.values():
            if finding.kind == "claim":
                data = finding.data
                worst = f", worst margin {min(data['margins']):.3g}" if data["margins"] else ""
                verdict = "holds" if finding.holds() else "FAILS"
                click.echo(f"{name}.{finding.name}: {verdict} in {data['held']} of {data['seeds']}{worst}")


@main.command("list")
@click.option("--times", is_flag=True, help="What each costs: start-up, cells, and the way that a build waits for.")
@_told
def list_(times: bool) -> None:
    """List the experiments: state, seconds of the last run, title."""
    book = Book.load(_root())
    if times:
        from further import times as costs

        known = {name: found for name in book.experiments if (found := costs.spent(book.store, name))}
        for line in costs.lines(book.experiments, known, os.cpu_count() or 1):
            click.echo(line)
        return
    runner = _runner(book)
    for experiment in book.experiments.values():
        status = runner.status(experiment)
        seconds = f"{status.seconds:6.1f} s" if status.seconds is not None else " " * 8
        click.echo(f"[{status.state:7}] {seconds}  {experiment.topic}/{experiment.name}  {experiment.title('en')}")


@main.command()
@click.argument("name")
@_told
def why(name: str) -> None:
    """Say why NAME would run, or that it would not."""
    book = Book.load(_root())
    status = _runner(book).status(book.experiment(name, "command line"))
    click.echo(f"[{status.state}] {name}")
    for line in status.why or ["nothing that it read has changed"]:
        click.echo(f"  {line}")


@main.command()
@_told
def check() -> None:
    """Check pages and experiments without running anything; results are used where they are fresh."""
    book = Book.load(_root())
    statuses = _runner(book).statuses(book.experiments.values())
    book.results = {status.experiment.name: status.result for status in statuses if status.result}
    raise_all(checks.check(book))
    waiting = [status.experiment.name for status in statuses if not status.result]
    click.echo("No problem found." + (f" Not looked at, because not fresh: {', '.join(waiting)}." if waiting else ""))
