"""The command ``further``. What a command needs is imported when it is called, so that each starts at once."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click

from further import caching
from further.book import Book
from further.errors import raise_all
from further.experiment import Experiment
from further.keeping import SUFFIX
from further.run import Runner
from further.terminal import root as _root
from further.terminal import told as _told


def _chosen(book: Book, names: tuple[str, ...]) -> list[Experiment]:
    return [book.experiment(name, "command line") for name in names] or list(book.experiments.values())


def _runner(book: Book) -> Runner:
    return Runner(book.root, book.store, book.experiments)


@click.group()
def main() -> None:
    """Run experiments, and see what they are worth, without building the site."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


main.add_command(caching.cache)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--jobs", type=click.IntRange(1), help="How many to run side by side (as many as there are cores).")
@click.option("--kept", type=click.Path(file_okay=False, path_type=Path), help="Write what they kept into this folder.")
@click.option("--sandbox/--trust", default=None, help="Whether to shut experiments in; FURTHER_UNTRUSTED=1 does.")
@click.option("--checkpoint", metavar="PATH_OR_NAME", help="Run on this checkpoint instead; see below.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the pages of --checkpoint.")
@click.option("--shard", metavar="I/N", help="Run only the I-th of N shares, on as many machines.")
@click.option("--verify", is_flag=True, help="Run everything twice, as differently as may be, and compare.")
@_told
def run(
    names: tuple[str, ...],
    jobs: int | None,
    kept: Path | None,
    sandbox: bool | None,
    checkpoint: str | None,
    to: Path | None,
    shard: str | None,
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
    runner, chosen = _runner(book), _chosen(book, names)
    if shard:
        from further import shards

        chosen = shards.among(runner, chosen, shard)
    results = runner.ensure(chosen, jobs)
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
@click.option(
    "--fix", is_flag=True, help="First mend what a machine can: ids, line ends, blanks, the style of snippets."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@_told
def check(fix: bool, form: str) -> None:
    """Tell all that pages and experiments lack, running nothing; results are used where they are fresh."""
    from further import report, review, staleness  # they need more than a run does

    root = _root()
    for line in review.mend(root) if fix else ():
        click.echo(f"mended {line}", err=form != "text")
    found, unseen, book = review.review(root)
    for line in unseen:
        click.echo(f"Not looked at: {line}.", err=True)
    for each in report.problems((each.notice() for each in staleness.find(book)), book):
        click.echo(report.notice(each, form), err=form != "github")
    if found or form != "text":
        click.echo(report.FORMATS[form](found))
    else:
        click.echo("No problem found.")
    sys.exit(1 if found else 0)


@main.command()
@click.argument("what", metavar="TOPIC[/NAME]")
@click.option("--note", "notes", multiple=True, metavar="TEXT", help="A statement of the study notes; may be repeated.")
@_told
def new(what: str, notes: tuple[str, ...]) -> None:
    """Make a question (both pages and a first experiment) or, where TOPIC has a page, an experiment on it.

    It builds as it is. What is to be written is marked TODO(new), and told by further check until it is.
    """
    from further.new import new as made

    for path in made(Book.load(_root()), what, notes):
        click.echo(path)
    click.echo("See it with scripts/serve; further check tells what is still to be written.")


@main.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder for the project (zensical).")
@_told
def pages(to: Path | None) -> None:
    """Write the book as a project of Zensical, running what is stale; print the configurations to build, in order."""
    from further import project  # it draws, which costs more than a run

    root = _root()
    for path in project.write(root, (to or root / "zensical").resolve()):
        click.echo(os.path.relpath(path))


@main.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_told
def policy(site: Path) -> None:
    """Write the Content-Security-Policy into the pages of SITE, which Zensical built; mkdocs build does it itself."""
    from further import policy as rules

    rules.write(site)


@main.command()
@click.argument("revision")
@click.option("--run", "running", is_flag=True, help="Run what is not known, now and then, with what is installed.")
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", show_default=True)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with figures side by side.")
@_told
def diff(revision: str, running: bool, form: str, html: Path | None) -> None:
    """Tell what changed in the answers since REVISION: pages, numbers, verdicts, claims, tables and figures.

    Results of both sides come from the store; what it does not have is told, or run with --run.
    """
    from further import compare  # it needs more than a run does

    made, page = compare.compare(Book.load(_root()), revision, running, form, page=html is not None)
    if html:
        html.write_text(page, encoding="utf-8")
    click.echo(made, nl=False)


@main.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_told
def review(pages: tuple[Path, ...]) -> None:
    """Confirm that PAGES say all that the same pages in the other language say."""
    from further import staleness

    book = Book.load(_root())
    for page in pages:
        file = page.resolve().relative_to(book.root).as_posix()
        click.echo(f"{file}: {'confirmed' if staleness.confirm(book, file) else 'was confirmed before'}")
