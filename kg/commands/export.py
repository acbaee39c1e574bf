"""`kg export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.commands.shared import counted, given_path, graph_argument, graph_file, narrate, quiet_option, warn
from kg.errors import UsageError
from kg.outputs import FORMATS, format_of


@click.command()
@graph_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="The format.  [default: what the suffix of FILE says, else turtle]",
)
@click.option("-o", "--output", metavar="FILE", type=given_path, help="Write to FILE.  [default: stdout]")
@click.option(
    "--parts",
    type=click.IntRange(1, 999),
    metavar="N",
    help="Write N-Quads, gzipped, as N files into the folder FILE: part-00000.nq.gz and so on.",
)
@quiet_option
def export(graph: Path | None, form: str | None, output: Path | None, parts: int | None, quiet: bool) -> None:
    """Write a built graph in another format, without building it again.

    Turtle, N-Triples and JSON-LD hold the same triples. TriG and N-Quads hold them in named graphs, one for
    each article and one for the corpus: the Turtle says of every fact which sentence of which article tells
    it, so nothing is guessed. Triples that are no part of a zhkg graph are not written, and are counted.
    """
    from kg.formats import graph_lines, write_graph
    from kg.graphfile import read_file
    from kg.parts import write_parts
    from kg.triples import to_triples

    path = graph_file(graph)
    if parts and (output is None or form not in (None, "nquads")):
        raise UsageError("--parts writes N-Quads into a folder; name it with -o, and no other --format.")
    form = "nquads" if parts else format_of(output, form or "") if output else form or "turtle"
    read = read_file(path)
    if output is None:
        sys.stdout.writelines(graph_lines(read.graph, form, read.base))
    elif parts:
        write_parts(read.graph, output, parts, read.base)
        narrate(quiet, f"Written to {output}: {parts} parts")
    else:
        write_graph(read.graph, form, output, read.base)
        narrate(quiet, f"Written to {output}")
    foreign = read.triples - sum(1 for _ in to_triples(read.graph, read.base))
    if foreign:
        warn(
            f"{path}: {counted(foreign, 'triple')} that zhkg does not know left out; keep the file for them."
        )
