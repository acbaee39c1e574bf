"""`kg explain`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.shared import counted, graph_argument, graph_file, lang_option, narrate, quiet_option
from kg.errors import InputError


@click.command()
@click.argument("thing", metavar="IRI-OR-NAME")
@graph_argument
@lang_option
@quiet_option
def explain(thing: str, graph: Path | None, lang: str, quiet: bool) -> None:
    """Tell every fact about a thing, with the sentences that say so.

    The thing is an IRI, an id such as person/孟某, a name or another form of it, or the path of an
    article below its corpus. Where nothing is called so, all whose name contains it are told of.
    """
    from kg.facts import explain as find
    from kg.facts import tell
    from kg.graphfile import read_graph
    from kg.ontology import load_ontology

    ontology = load_ontology()
    file = graph_file(graph)
    found = find(read_graph(file, ontology), thing)
    if not found:
        raise InputError(f"Nothing in {file} is called {thing}; try a part of its name.")
    for explanation in found:
        for line in tell(explanation, ontology, lang):
            click.echo(line)
    facts = {fact.id for explanation in found for fact in explanation.facts}
    narrate(quiet, f"{counted(len(found), 'thing')}, {counted(len(facts), 'fact')}")
