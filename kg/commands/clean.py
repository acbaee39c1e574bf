"""`kg clean`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.shared import EXISTING_FILE, FAULT, complain, counted, narrate, quiet_option


@click.command()
@click.argument("file", type=EXISTING_FILE)
@click.option(
    "--explain", "explained", is_flag=True, help="Show each repair with its place instead of the text."
)
@quiet_option
@click.pass_context
def clean(context: click.Context, file: Path, explained: bool, quiet: bool) -> None:
    """Print the cleaned text of an article; - reads it from stdin.

    With --explain: a line for each repair, with line and column in the raw file. Of JSON lines and of an
    archive, every article is cleaned, with an empty line between two; --explain names them.
    """
    from kg.clean import clean as cleaned
    from kg.clean import explain
    from kg.errors import InputError
    from kg.intake import Skipped, take_in
    from kg.read import read_text
    from kg.sources import STDIN

    whole = "stdin" if str(file) == STDIN else str(file)
    faults = shown = 0
    for article in take_in([(whole, file)]):
        try:
            if isinstance(article, Skipped):
                raise InputError(article.reason)
            document = cleaned(read_text(article)[0], article.source)
        except InputError as error:
            complain(str(error))
            faults += 1
            continue
        name = "" if article.source == whole else f"{article.source}: "
        if explained:
            for line in explain(document):
                click.echo(name + line)
        else:
            click.echo("\n" * bool(shown) + document.text, nl=not document.text.endswith("\n"))
        doubtful = sum(not repair.certain for repair in document.repairs)
        narrate(quiet, f"{name}{counted(len(document.repairs), 'repair')}, {doubtful} of them not certain")
        shown += 1
    context.exit(FAULT if faults else 0)
