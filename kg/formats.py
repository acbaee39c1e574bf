"""The formats in which a graph can be written, each as a stream of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.descriptions import Description
from kg.escapes import escape_invisible
from kg.files import write_whole
from kg.iris import BASE, prefixes
from kg.jsonld import jsonld_lines, read_context
from kg.model import Graph
from kg.ontology import Ontology, load_ontology
from kg.triples import name_quads, to_quads, to_triples, to_turtle
from kg.turtle import trig_lines


def graph_lines(graph: Graph, form: str, base: str = BASE, ontology: Ontology | None = None) -> Iterator[str]:
    """The graph in a format of `kg.outputs.FORMATS`, as pieces of text that make up the file.

    TriG and N-Quads have the named graphs of `to_quads`, the others the triples of `to_triples`.
    """
    return _WRITERS[form](graph, base, ontology or load_ontology())


def write_graph(
    graph: Graph, form: str, path: Path, base: str = BASE, ontology: Ontology | None = None
) -> None:
    """Write the graph to `path` in a format; OutputError leaves what stood there untouched."""
    write_whole(path, graph_lines(graph, form, base, ontology))


def nquads_of(name: str, thing: Description, base: str = BASE, ontology: Ontology | None = None) -> str:
    """One thing in N-Quads, in the graph `name`."""
    return "".join(_statements(name_quads(name, [thing], base, ontology)))


def _trig(graph: Graph, base: str, ontology: Ontology) -> Iterator[str]:
    return trig_lines(to_quads(graph, base, ontology), prefixes(base))


def _ntriples(graph: Graph, base: str, ontology: Ontology) -> Iterator[str]:
    return _statements(to_triples(graph, base, ontology))


def _nquads(graph: Graph, base: str, ontology: Ontology) -> Iterator[str]:
    return _statements(to_quads(graph, base, ontology))


def _jsonld(graph: Graph, base: str, ontology: Ontology) -> Iterator[str]:
    return jsonld_lines(to_triples(graph, base, ontology), read_context(base))


def _statements(statements: Iterable[ox.Triple | ox.Quad]) -> Iterator[str]:
    return (f"{escape_invisible(str(statement))} .\n" for statement in statements)


_WRITERS: dict[str, Callable[[Graph, str, Ontology], Iterator[str]]] = {
    "turtle": to_turtle,
    "trig": _trig,
    "nquads": _nquads,
    "ntriples": _ntriples,
    "jsonld": _jsonld,
}
