"""`kg clean`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.shared import EXISTING_FILE, counted, narrate, quiet_option


@click.command()
@click.argument("file", type=EXISTING_FILE)
@click.option(
    "--explain", "explained", is_flag=True, help="Show each repair with its place instead of the text."
)
@quiet_option
def clean(file: Path, explained: bool, quiet: bool) -> None:
    """Print the cleaned text of an article; - reads it from stdin.

    With --explain: a line for each repair, with line and column in the raw file.
    """
    from kg.clean import clean as cleaned
    from kg.clean import explain
    from kg.read import decode, read_article

    source = "stdin" if str(file) == "-" else str(file)
    raw = decode(sys.stdin.buffer.read(), source) if source == "stdin" else read_article(file, source)
    document = cleaned(raw, source)
    if explained:
        for line in explain(document):
            click.echo(line)
    else:
        click.echo(document.text, nl=not document.text.endswith("\n"))
    doubtful = sum(not repair.certain for repair in document.repairs)
    narrate(quiet, f"{counted(len(document.repairs), 'repair')}, {doubtful} of them not certain")
