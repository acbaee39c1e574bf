"""`kg build`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.shared import FAULT, complain, given_path, narrate, quiet_option, warn
from kg.config import CORPUS, NAME, find_config
from kg.corrections import NAME as CORRECTIONS
from kg.errors import KGError, UsageError
from kg.outputs import FORMATS, REPORT, output_files
from kg.remote import is_address
from kg.sources import Place, holds_articles, place_of

if TYPE_CHECKING:
    from tqdm import tqdm

    from kg.config import Config
    from kg.engines import Engine
    from kg.report import Tally

_GLANCE = 100
"""Milliseconds until the first word of a watch, which says that it has begun."""


def _given_place(value: str | Path) -> Place:
    given_path(value)  # refuses an empty one
    return place_of(str(value))


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_given_place)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    help="Folder for the results, or on Spark an address.  [default: output]",
)
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
    "--parts",
    type=click.IntRange(1, 99_999),
    metavar="N",
    help="Files of N-Quads to write where FOLDER is an address.  [default: 16]",
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
    parts: int | None,
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

    Where -o is an address that all workers of a cluster reach (hdfs://, s3a://, or file:// on a shared disk),
    --engine spark writes the graph there as N-Quads in parts, and no process holds the whole of it.

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
        if is_address(config.output):
            _check_cluster(engine, jobs, config.output)
            return _build_parts(paths, config, parts, cache, quiet)
        if parts:
            raise UsageError(
                "--parts is for an address; of a graph in a folder, `kg export --parts` makes parts."
            )
        engines = _engine(engine, config.model, jobs, watch)
        ends = engine == "local" and not watch  # nothing but the process is left to end
        return _build(paths, config, engines, cache, quiet, context.obj if ends else None)

    if watch:
        changes = _changes(here, Path(output or find_config(here[0]).output))
        next(changes)  # what changes while the first build runs is then not missed
    skipped = build_now()
    if watch:
        narrate(quiet, "Watching for changes; Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):  # a build that it cuts short leaves all as it was
            for _ in changes:
                try:
                    skipped = build_now()
                except KGError as error:
                    complain(str(error))
    context.exit(FAULT if skipped else 0)


def _engine(name: str, model: str, jobs: int | None, watch: bool) -> AbstractContextManager[Engine]:
    if name == "local":
        from kg.engines import local_engine

        # Another model may have to be fetched, and a process beside could not tell how far that is.
        return local_engine(model, jobs, stay=watch or model != "builtin")
    _check_jobs(jobs)
    from kg.spark import spark_engine

    return nullcontext(spark_engine(model))


def _check_cluster(engine: str, jobs: int | None, address: str) -> None:
    if engine != "spark":
        raise UsageError(
            f"Only a cluster writes to {address}; give --engine spark, or choose a folder with -o."
        )
    _check_jobs(jobs)


def _check_jobs(jobs: int | None) -> None:
    if jobs:
        raise UsageError(
            "--jobs is for one machine; how much of a cluster is used, Spark's configuration says."
        )


def _build_parts(paths: Sequence[Place], config: Config, parts: int | None, cache: bool, quiet: bool) -> bool:
    """Build in parts and tell of it; whether an article was skipped."""
    from kg.corpus import survey_paths
    from kg.parted import GRAPH, MERGES, PARTS, build_parts, check_parted
    from kg.spark import spark_cluster

    check_parted(config)
    survey = survey_paths(paths)
    with (
        _progress(len(survey.files), quiet) as bar,
        spark_cluster(config.model, config.output, warn) as cluster,
    ):
        tally = build_parts(survey, config, cluster, parts or PARTS, bar.update, cache)
    return _tell(tally, config.output, (f"{GRAPH}/", f"{MERGES}/", REPORT), quiet)


def _build(
    paths: Sequence[Place],
    config: Config,
    engines: AbstractContextManager[Engine],
    cache: bool,
    quiet: bool,
    kept: list[object] | None,
) -> bool:
    """Build and tell of it; whether an article was skipped."""
    from kg.corpus import build_corpus, survey_paths
    from kg.report import tally_report

    # The engine comes first: it gets ready while articles are looked for.
    with engines as engine:
        survey = survey_paths(paths)
        with _progress(len(survey.files), quiet) as bar:
            report = build_corpus(survey, config, engine, bar.update, warn, cache, kept)
    for each in report.corrections["unheeded"]:
        warn(f"{config.corrections}: {each['entry']} is not heeded: {each['reason']}.")
    return _tell(tally_report(report), config.output, output_files(config.formats), quiet)


def _progress(articles: int, quiet: bool) -> tqdm[object]:
    from tqdm import tqdm

    hidden = quiet or not sys.stderr.isatty()
    return tqdm(total=articles, unit=" articles", file=sys.stderr, disable=hidden, leave=False)


def _tell(tally: Tally, output: str, names: Sequence[str], quiet: bool) -> bool:
    from kg.report import summary

    if quiet:
        for each in tally.skipped:
            complain(each["reason"])
    narrate(quiet, "\n".join(summary(tally)))
    narrate(quiet, f"Written to {output}: {', '.join(names)}")
    return bool(tally.skipped)


def _changes(paths: Sequence[Path], output: Path) -> Iterator[object]:
    """Wait for a change to an article or to what says how to read it, until interrupted.

    Something comes at once, when the watch has begun, and then for each change.
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

    watched = watch(
        *folders,
        watch_filter=concerns_us,
        raise_interrupt=False,
        rust_timeout=_GLANCE,
        yield_on_timeout=True,
    )
    yield next(watched)
    yield from filter(None, watched)
