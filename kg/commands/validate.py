"""`kg validate`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.shared import (
    FAULT,
    counted,
    graph_argument,
    graph_file,
    lang_option,
    narrate,
    quiet_option,
    warn,
)


@click.command()
@graph_argument
@click.option("--strict", is_flag=True, help="Take warnings for violations.")
@lang_option
@quiet_option
@click.pass_context
def validate(context: click.Context, graph: Path | None, strict: bool, lang: str, quiet: bool) -> None:
    """Check a graph against the SHACL shapes of the ontology.

    Prints a line for each violation; the exit code is 1 if there is any.
    What is merely odd is told on stderr.
    """
    from kg.validate import validate as check

    file = graph_file(graph)
    found = check(file)
    violations = [each for each in found if strict or not each.warning]
    warnings = [each for each in found if not strict and each.warning]
    for violation in violations:
        click.echo(violation.line(lang))
    if not quiet:
        for warning in warnings:
            warn(warning.line(lang))
    odd = f", {counted(len(warnings), 'warning')}" if warnings else ""
    narrate(quiet, f"{file}: {counted(len(violations), 'violation')}{odd}")
    context.exit(FAULT if violations else 0)
