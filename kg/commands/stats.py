"""`kg stats`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.shared import counted, graph_argument, graph_file, narrate, quiet_option

if TYPE_CHECKING:
    from kg.stats import Stats


@click.command()
@graph_argument
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@quiet_option
def stats(graph: Path | None, form: str, quiet: bool) -> None:
    """Count what a graph holds: by class, by property and by article."""
    from kg.graphfile import read_graph
    from kg.ontology import load_ontology
    from kg.stats import stats as count

    ontology = load_ontology()
    file = graph_file(graph)
    counts = count(read_graph(file, ontology), ontology)
    if form == "json":
        told = {**asdict(counts), "articles": [each._asdict() for each in counts.articles]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(counts)))
    narrate(quiet, f"{file}: {counted(len(counts.articles), 'article')}, {counted(counts.triples, 'triple')}")


def _lines(counts: Stats) -> Iterator[str]:
    from kg.tables import align

    yield from align([("class", "things"), *_rows(counts.classes)], "<>")
    yield ""
    yield from align([("property", "triples"), *_rows(counts.properties), ("all", str(counts.triples))], "<>")
    yield ""
    head = ("article", "entities", "sentences", "memberships", "actions")
    articles = [
        (a.source, *map(str, (a.entities, a.sentences, a.memberships, a.actions))) for a in counts.articles
    ]
    yield from align([head, *articles], "<>>>>")


def _rows(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(name, str(count)) for name, count in counts.items()]
