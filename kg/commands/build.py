"""`kg build`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.shared import FAULT, complain, given_path, narrate, quiet_option, warn
from kg.config import CORPUS, NAME, find_config
from kg.corrections import NAME as CORRECTIONS
from kg.errors import KGError, UsageError
from kg.outputs import FORMATS, output_files
from kg.sources import Place, holds_articles, place_of

if TYPE_CHECKING:
    from kg.config import Config
    from kg.engines import Engine


def _given_place(value: str | Path) -> Place:
    given_path(value)  # refuses an empty one
    return place_of(str(value))


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_given_place)
@click.option("-o", "--output", metavar="FOLDER", help="Folder for the results.  [default: output]")
@click.option(
    "--model", metavar="MODEL", help="`builtin`, a folder, or a HanLP identifier.  [default: builtin]"
)
@click.option("--base", metavar="IRI", help="What stands before every id.  [default: https://w3id.org/zhkg/]")
@click.option(
    "--corrections",
    metavar="FILE",
    help="What a person corrected.  [default: corrections.toml, if it is there]",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Write the graph in this format too; may be given again.  [default: turtle alone]",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes to read in.  [default: all there are]",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Read on this machine, or on the Spark cluster that Spark's own configuration names.",
)
@click.option(
    "--cache/--no-cache", default=True, help="Keep what was read, so that the next build reads what changed."
)
@click.option("--watch", is_flag=True, help="Go on building whenever an article changes, until Ctrl-C.")
@quiet_option
@click.pass_context
def build(
    context: click.Context,
    paths: tuple[Place, ...],
    output: str | None,
    model: str | None,
    base: str | None,
    corrections: str | None,
    formats: tuple[str, ...],
    jobs: int | None,
    engine: str,
    cache: bool,
    watch: bool,
    quiet: bool,
) -> None:
    """Read every article below PATH (files or folders; default: corpus).

    Writes graph.ttl, graph.html, dataset.ttl (what was made from what) and report.json; --format adds
    graph.trig, graph.nq, graph.nt or graph.jsonld, and takes away one of these that an earlier build left and
    this one does not write. An article that cannot be read is named and left out, the rest is built, and the
    exit code is 1.

    Articles in a folder are its *.txt and *.html files, the records of *.jsonl files (`text`, and as far as
    they are there `id`, `title`, `date`, `source`), and what *.zip files hold of these; any may be gzipped.
    A PATH may be a pattern in quotes, - for the standard input (an article, or JSON lines), or the address of
    a store such as s3://bucket/folder.

    What was read is kept in the hidden folder .kg of the results: the next build reads only what changed,
    and one that was stopped goes on where it was.

    The options can also stand in kg.toml, as `output`, `model`, `base`, `corrections` and `formats`: in the
    first PATH, beside it, or in the current folder; corrections.toml is looked for there too. What is given
    here wins.
    """
    paths = paths or (CORPUS,)
    from kg.corpus import configure

    here = [path for path in paths if isinstance(path, Path) and path.exists()]
    if watch and len(here) < len(paths):
        raise UsageError(
            "--watch needs files and folders that are there; leave patterns, addresses and - out."
        )

    def build_now() -> bool:
        config = configure(
            paths[0], model=model, base=base, output=output, corrections=corrections, formats=formats
        )
        return _build(paths, config, _engine(engine, config.model, jobs), cache, quiet)

    skipped = build_now()
    if watch:
        narrate(quiet, "Watching for changes; Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):  # a build that it cuts short leaves all as it was
            for _ in _changes(here, Path(output or find_config(here[0]).output)):
                try:
                    skipped = build_now()
                except KGError as error:
                    complain(str(error))
    context.exit(FAULT if skipped else 0)


def _engine(name: str, model: str, jobs: int | None) -> Engine:
    if name == "local":
        from kg.engines import local_engine

        return local_engine(model, jobs)
    if jobs:
        raise UsageError(
            "--jobs is for one machine; how much of a cluster is used, Spark's configuration says."
        )
    from kg.spark import spark_engine

    return spark_engine(model)


def _build(paths: Sequence[Place], config: Config, engine: Engine, cache: bool, quiet: bool) -> bool:
    """Build and tell of it; whether an article was skipped."""
    from tqdm import tqdm

    from kg.corpus import build_corpus, survey_paths
    from kg.report import summary

    survey = survey_paths(paths)
    hidden = quiet or not sys.stderr.isatty()
    with tqdm(total=len(survey.files), unit=" articles", file=sys.stderr, disable=hidden, leave=False) as bar:
        report = build_corpus(survey, config, engine, bar.update, warn, cache)
    for each in report.corrections["unheeded"]:
        warn(f"{config.corrections}: {each['entry']} is not heeded: {each['reason']}.")
    if quiet:
        for each in report.skipped:
            complain(each["reason"])
    narrate(quiet, "\n".join(summary(report)))
    narrate(quiet, f"Written to {config.output}: {', '.join(output_files(config.formats))}")
    return bool(report.skipped)


def _changes(paths: Sequence[Path], output: Path) -> Iterator[object]:
    """Wait for a change to an article or to what says how to read it; something for each, until interrupted.

    Folders are watched, not files: an editor that saves puts a new file in the place of the old.
    """
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it tells of the interrupt that ends it
    from watchfiles import Change, watch

    folders = {path if path.is_dir() else path.parent for path in paths}
    named = {path.absolute() for path in paths if not path.is_dir()}

    def concerns_us(_: Change, changed: str) -> bool:
        path = Path(changed).absolute()
        if output.absolute() in path.parents:
            return False
        within = any(folder.absolute() in path.parents for folder in paths if folder.is_dir())
        return path in named or (within and holds_articles(path.name)) or path.name in (CORRECTIONS, NAME)

    yield from watch(*folders, watch_filter=concerns_us, raise_interrupt=False)
