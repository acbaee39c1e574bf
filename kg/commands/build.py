"""`kg build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.shared import FAULT, complain, given_path, narrate, quiet_option, warn
from kg.config import CORPUS
from kg.outputs import FORMATS, output_files


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=given_path)
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
@quiet_option
@click.pass_context
def build(
    context: click.Context,
    paths: tuple[Path, ...],
    output: str | None,
    model: str | None,
    base: str | None,
    corrections: str | None,
    formats: tuple[str, ...],
    quiet: bool,
) -> None:
    """Read every article below PATH (files or folders; default: corpus).

    Writes graph.ttl, graph.html, dataset.ttl (what was made from what) and report.json; --format adds
    graph.trig, graph.nq, graph.nt or graph.jsonld, and takes away one of these that an earlier build left and
    this one does not write. An article that cannot be read is named and left out, the rest is built, and the
    exit code is 1. Articles in a folder are its *.txt files.

    The options can also stand in kg.toml, as `output`, `model`, `base`, `corrections` and `formats`: in the
    first PATH, beside it, or in the current folder; corrections.toml is looked for there too. What is given
    here wins.
    """
    paths = paths or (CORPUS,)
    from tqdm import tqdm

    from kg.corpus import build_corpus, configure, survey_paths
    from kg.report import summary

    config = configure(
        paths[0], model=model, base=base, output=output, corrections=corrections, formats=formats
    )
    survey = survey_paths(paths)
    hidden = quiet or not sys.stderr.isatty()
    with tqdm(total=survey.articles, unit=" articles", file=sys.stderr, disable=hidden, leave=False) as bar:
        report = build_corpus(survey, config, bar.update)
    for each in report.corrections["unheeded"]:
        warn(f"{config.corrections}: {each['entry']} is not heeded: {each['reason']}.")
    if quiet:
        for each in report.skipped:
            complain(each["reason"])
    narrate(quiet, "\n".join(summary(report)))
    narrate(quiet, f"Written to {config.output}: {', '.join(output_files(config.formats))}")
    context.exit(FAULT if report.skipped else 0)
