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
)


@click.command()
@graph_argument
@lang_option
@quiet_option
@click.pass_context
def validate(context: click.Context, graph: Path | None, lang: str, quiet: bool) -> None:
    """Check a graph against the SHACL shapes of the ontology.

    Prints a line for each violation; the exit code is 1 if there is any.
    """
    from kg.validate import validate as check

    file = graph_file(graph)
    violations = check(file)
    for violation in violations:
        click.echo(violation.line(lang))
    narrate(quiet, f"{file}: {counted(len(violations), 'violation')}")
    context.exit(FAULT if violations else 0)
