"""A corpus as a whole: from paths and a configuration to the files of a build and the report on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kg.collecting import no_collection
from kg.config import Config, check_base, find_beside, find_config
from kg.corrections import NAME as CORRECTIONS
from kg.corrections import Corrections, read_corrections
from kg.cuts import cut_graph
from kg.dataset import Origin, file_digest
from kg.engines import Engine, read_with
from kg.errors import InputError, UsageError
from kg.files import write_whole
from kg.intake import Original, Skipped, Unchanged, take_in_anew
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs import (
    GRAPH,
    REPORT,
    digest_outputs,
    lock_output,
    output_files,
    prepare_output,
    stage_outputs,
)
from kg.packaged import load_words
from kg.pipeline import (
    Build,
    Joined,
    Outcome,
    Step,
    assemble_readings,
    batches,
    explain,
    identify_readings,
    join_readings,
    put_doubts,
    read_files,
)
from kg.projection import get_ready, put_overview, write_formats, write_view
from kg.reasons import find_merges
from kg.report import Report, make_report, read_report, report_json
from kg.reuse import Index, Last
from kg.revision import Ground, lay_ground, tell_standings
from kg.rulebook import Rulebook
from kg.sources import File, Place, files_below, name_files
from kg.stamps import digest_build, digest_ontology, make_stamp
from kg.store import (
    Store,
    Taken,
    forget,
    identify_original,
    keep,
    keep_standings,
    known_keys,
    last_build,
    open_cache,
    recall,
    recall_blocks,
    recall_files,
    recall_standings,
    remember_build,
    remember_files,
)
from kg.taggers import identify_model
from kg.workers import Put, helper

Warn = Callable[[str], None]
"""Told in a sentence what the work goes on without."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies at the paths of a build: the files of articles by source, and the paths without any."""

    files: tuple[tuple[str, File], ...]
    lacking: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Means:
    """What articles are read with."""

    ontology: Ontology
    rules: Rulebook
    model: str
    corrections: Corrections
    corrected: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class _Intake:
    """All articles by their sources, what could not be taken in, and what the store has told already."""

    articles: Mapping[str, Taken]
    faults: tuple[Skipped, ...]
    recalled: dict[str, Outcome]
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class _Written:
    """What was joined, the report on it, and where the blocks of its files lie, by the names of these."""

    joined: Joined
    report: Report
    blocks: Mapping[str, Index]


def survey_paths(paths: Sequence[Place]) -> Survey:
    """Look for articles; a path without any is lacking.

    Where no path has one, raises InputError, or UsageError if a path is not even there.
    """
    found: list[tuple[File, int]] = []
    lacking: list[Skipped] = []
    for path in paths:
        try:
            found += files_below(path)
        except InputError as fault:
            lacking.append(Skipped(str(path), str(fault)))
    if not found:
        absent = [lack.reason for lack in lacking if not Path(lack.source).exists()]
        raise UsageError(absent[0]) if absent else InputError(lacking[0].reason)
    return Survey(tuple(name_files(found)), tuple(lacking))


def configure(corpus: Place, **given: str | tuple[str, ...] | None) -> Config:
    """What is `given` by the names of `Config`'s fields; else what a kg.toml says, else the defaults.

    kg.toml and corrections.toml are looked for in or beside `corpus` if it lies on this machine, and in the
    current folder. ConfigError where the file or the base is broken.
    """
    corpus = Path() if isinstance(corpus, str) else corpus
    config = replace(find_config(corpus), **{name: said for name, said in given.items() if said})  # type: ignore[arg-type]
    check_base(config.base)
    found = config.corrections or find_beside(corpus, CORRECTIONS)
    return replace(config, corrections=str(found or ""))


def read_corpus(survey: Survey, config: Config, step: Step) -> Build:
    """Build the graph in memory and in this process; `step` is told of articles as they are done.

    Raises ConfigError where the rulebook or the corrections are broken, ModelError where the model is.
    """
    means = _gather_means(config)
    outcomes = read_files(survey.files, partial(read_with, config.model), step)
    with no_collection():
        joined = join_readings(outcomes, means.rules, means.ontology, means.corrections)
        return explain(joined)


def build_corpus(
    survey: Survey,
    config: Config,
    engine: Engine,
    step: Step,
    warn: Warn,
    cached: bool = True,
    kept: list[object] | None = None,
) -> Report:
    """Build the graph and write all its files, or none; `step` is told of articles as they are done.

    What an earlier build read is read again only where the article, the rulebook, the model or the code has
    changed, unless `cached` is false; where nothing at all has, the files stay as they are. An unwritable
    output folder, or one that another build writes into, is found before the work begins (OutputError). An
    empty graph never takes the place of an earlier one: where no article can be read and there is one,
    InputError says so. Into `kept` goes what takes long to free, if the caller would rather hold it.
    """
    folder, names = Path(config.output), output_files(config.formats)
    prepare_output(folder, names)
    means = _gather_means(config)
    with (
        lock_output(folder),
        helper() as put,
        open_cache(folder if cached else None, means.stamp, warn) as store,
    ):
        taken = _read_all(survey.files, engine, store, means, put, step)
        keys = sorted(each.key for each in taken.articles.values())
        digest = digest_build(means.stamp, config, means.corrected, keys, (*survey.lacking, *taken.faults))
        last = last_build(store)
        if last.startswith(digest) and last == digest + digest_outputs(folder, names):
            return read_report(folder / REPORT)
        manner = f"{digest_ontology()} {config.base}"
        last_blocks = recall_blocks(store, manner)
        with no_collection():
            written = _join_and_write(taken, store, means, config, survey.lacking, last_blocks, put)
        forget(store, known_keys(store).difference(keys))
        remember_build(store, digest + digest_outputs(folder, names), manner, written.blocks)
    if kept is not None:
        kept += [taken, last_blocks, written]
    return written.report


def _gather_means(config: Config) -> _Means:
    rules, ontology = load_words()
    model = identify_model(config.model)
    corrected = Path(config.corrections) if config.corrections else None
    corrections = read_corrections(corrected, ontology.classes) if corrected else Corrections()
    digest = file_digest(corrected) if corrected else None
    return _Means(ontology, rules, model, corrections, digest, make_stamp(rules.digest, model))


def _read_all(
    files: Sequence[tuple[str, File]],
    engine: Engine,
    store: Store,
    means: _Means,
    put: Put[Any],
    step: Step,
) -> _Intake:
    """See to it that the store knows every article that can be taken in."""
    known = known_keys(store)
    before = recall_files(store)
    states = {source: taken.state for source, taken in before.items() if taken.state and taken.key in known}
    articles: dict[str, Taken] = {}
    recalled: dict[str, Outcome] = {}
    ground: Ground | None = None
    faults: list[Skipped] = []

    def unread() -> Iterator[Original]:
        nonlocal ground
        anew: set[str] = set()
        for article in take_in_anew(files, states):
            if isinstance(article, Skipped):
                faults.append(article)
            elif isinstance(article, Unchanged):
                articles[article.source] = before[article.source]
            else:
                taken = identify_original(article)
                articles[article.source] = taken
                if taken.key not in known:
                    anew.add(article.source)
                    yield article
                    continue
            step(1)
        if anew or before.keys() - articles.keys():  # now, while the engine is busy with the last of them
            put(get_ready)
            with no_collection():
                recalled.update(_recall(store, [articles[source] for source in articles.keys() - anew]))
                readings = [outcome for outcome in recalled.values() if not isinstance(outcome, Skipped)]
                sources = sorted(anew.union(reading.source for reading in readings))
                keys = [articles[source].key for source in sources]
                standings, stood = recall_standings(store, digest_ontology(), keys)
                if standings:
                    ground = lay_ground(standings, stood, keys, sources)
                import kg.network  # noqa: F401  the page will need it

    rest = unread()
    # The first article goes ahead on its own: what reads it is loaded while the others are looked for.
    for batch, outcomes in engine(chain(([article] for article in islice(rest, 1)), batches(rest))):
        keep(store, zip((articles[each.source].key for each in batch), outcomes, strict=True))
        step(len(batch))
    remember_files(store, articles, before)
    return _Intake(articles, tuple(faults), recalled, ground)


def _recall(store: Store, articles: Iterable[Taken]) -> dict[str, Outcome]:
    with no_collection():
        return {outcome.source: outcome for outcome in recall(store, articles)}


def _join_and_write(
    taken: _Intake,
    store: Store,
    means: _Means,
    config: Config,
    lacking: Sequence[Skipped],
    last_blocks: Mapping[str, Index],
    put: Put[Any],
) -> _Written:
    """Join what is known of the articles and put the files in place; what needs only a part begins early.

    `last_blocks` are those of the files that were written last, by name.
    """
    rest = [each for source, each in taken.articles.items() if source not in taken.recalled]
    outcomes = [*taken.recalled.values(), *_recall(store, rest).values(), *taken.faults]
    found = identify_readings(outcomes, means.rules, means.ontology, means.corrections, taken.ground)
    folder = Path(config.output)
    if not found.readings and (folder / GRAPH).exists():
        reasons = " ".join(each.reason for each in (*lacking, *found.skipped))
        raise InputError(f"{reasons} No article could be read, so the earlier output stays as it was.")
    last = {name: Last(folder / name, index) for name, index in last_blocks.items()}
    with stage_outputs(folder, output_files(config.formats)) as staging:
        joined = assemble_readings(found, means.ontology, means.corrections, put_doubts(found.identity, put))
        ask_overview = put_overview(joined.graph, put)
        origin = _origin(joined.graph, taken, means)
        cuts = cut_graph(joined.graph)
        blocks = write_formats(joined.graph, cuts, origin, staging, config, means.ontology, last)
        built = explain(joined)
        report = make_report(built, means.model, means.rules.digest, lacking)
        write_whole(staging / REPORT, [report_json(report)])
        blocks |= write_view(joined.graph, cuts, ask_overview, staging, config, means.ontology, last)
    if not (taken.ground and taken.ground.fits(found.readings)):
        corrected = found.identity is not found.plain
        merges = find_merges(found.plain, found.readings) if corrected else built.merges
        keys = [taken.articles[reading.source].key for reading in found.readings]
        keep_standings(store, digest_ontology(), keys, tell_standings(found.plain, merges, means.ontology))
    return _Written(joined, report, blocks)


def _origin(graph: Graph, taken: _Intake, means: _Means) -> Origin:
    read = {article.source for article in graph.articles}
    inputs = {source: each.sha for source, each in taken.articles.items() if source in read}
    return Origin(means.model, means.rules.digest, inputs, means.corrected)
