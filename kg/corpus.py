"""A corpus as a whole: from paths and a configuration to the files of a build and the report on them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kg.config import Config, check_base, find_beside, find_config
from kg.corrections import NAME as CORRECTIONS
from kg.corrections import Corrections, read_corrections
from kg.dataset import Origin, file_digest, write_dataset
from kg.errors import InputError, UsageError
from kg.files import write_whole
from kg.formats import write_graph
from kg.network import ontology_hints, write_page
from kg.ontology import Ontology, load_ontology
from kg.outputs import DATASET, FORMATS, GRAPH, PAGE, REPORT, output_files, prepare_output, stage_outputs
from kg.pipeline import Build, Skipped, Step, build_graph
from kg.read import find_articles
from kg.report import Report, make_report, report_json
from kg.rulebook import load_rulebook
from kg.taggers import identify_model, load_tagger


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies at the paths of a build: those with articles, how many there are, and the paths without."""

    paths: tuple[Path, ...]
    articles: int
    lacking: tuple[Skipped, ...]


def survey_paths(paths: Sequence[Path]) -> Survey:
    """Look for articles; a path without any is lacking.

    Where no path has one, raises InputError, or UsageError if a path is not even there.
    """
    good: list[Path] = []
    lacking: list[Skipped] = []
    for path in paths:
        try:
            find_articles([path])
            good.append(path)
        except InputError as fault:
            lacking.append(Skipped(str(path), str(fault)))
    if not good:
        absent = [lack.reason for lack in lacking if not Path(lack.source).exists()]
        raise UsageError(absent[0]) if absent else InputError(lacking[0].reason)
    return Survey(tuple(good), len(find_articles(good)), tuple(lacking))


def configure(corpus: Path, **given: str | tuple[str, ...] | None) -> Config:
    """What is `given` by the names of `Config`'s fields; else what a kg.toml says, else the defaults.

    kg.toml and corrections.toml are looked for in or beside `corpus` and in the current folder. ConfigError
    where the file or the base is broken.
    """
    config = replace(find_config(corpus), **{name: said for name, said in given.items() if said})  # type: ignore[arg-type]
    check_base(config.base)
    found = config.corrections or find_beside(corpus, CORRECTIONS)
    return replace(config, corrections=str(found or ""))


def read_corpus(
    survey: Survey, config: Config, step: Step, ontology: Ontology | None = None
) -> tuple[Build, Origin]:
    """Build the graph in memory, and say what it was made from; `step` is told of articles as they are done.

    Raises ConfigError where the rulebook or the corrections are broken, ModelError where the model is.
    """
    ontology = ontology or load_ontology()
    rules = load_rulebook(classes=ontology.classes)
    model = identify_model(config.model)
    corrected = Path(config.corrections) if config.corrections else None
    corrections = read_corrections(corrected, ontology.classes) if corrected else Corrections()
    digests = _digests(survey.paths)
    build = build_graph(survey.paths, load_tagger(config.model), rules, ontology, step, corrections)
    read = {article.source for article in build.graph.articles}
    inputs = {source: digest for source, digest in digests.items() if source in read}
    return build, Origin(model, rules.digest, inputs, file_digest(corrected) if corrected else None)


def build_corpus(survey: Survey, config: Config, step: Step) -> Report:
    """Build the graph and write all its files, or none; `step` is told of articles as they are done.

    An unwritable output folder is found before the work begins (OutputError). An empty graph never takes
    the place of an earlier one: where no article can be read and there is one, InputError says so.
    """
    folder = Path(config.output)
    names = output_files(config.formats)
    prepare_output(folder, names)
    ontology = load_ontology()
    build, origin = read_corpus(survey, config, step, ontology)
    report = make_report(build, origin.model, origin.rulebook, survey.lacking)
    if not report.articles and (folder / GRAPH).exists():
        reasons = " ".join(each["reason"] for each in report.skipped)
        raise InputError(f"{reasons} No article could be read, so the earlier output stays as it was.")
    with stage_outputs(folder, names) as staging:
        files = {form: staging / name for form, name in FORMATS.items() if name in names}
        for form, file in files.items():
            write_graph(build.graph, form, file, config.base, ontology)
        write_dataset(build.graph, origin, files, staging / DATASET, config.base, ontology)
        write_page(build.graph, ontology_hints(ontology), staging / PAGE, config.base)
        write_whole(staging / REPORT, [report_json(report)])
    return report


def _digests(paths: Sequence[Path]) -> dict[str, str]:
    """The SHA-256 of each article by its source; one that cannot be read has none, and is skipped later."""
    found = {}
    for source, path in find_articles(paths):
        with suppress(OSError):
            found[source] = file_digest(path)
    return found
