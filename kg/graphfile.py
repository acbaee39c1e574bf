"""From a graph file back to the value: the inverse of `kg.formats`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.iris import BASE
from kg.model import Graph
from kg.ontology import Ontology
from kg.subjects import REBUILD, bases_of, collect, graph_from, graph_of
from kg.wholeness import check_whole

_SYNTAXES = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns what pyoxigraph says of an absent, cut-off or foreign file into one InputError."""
    try:
        check_whole(path)
        yield
    except SyntaxError as error:
        line = f" at line {error.lineno}" if error.lineno else ""
        reason = re.sub(r"^.*? at line .*?: ", "", " ".join(error.msg.split())).removesuffix(".")
        raise InputError(
            f"{path} is not whole {syntax_of(path).name}{line} ({reason}); mend it, or build the graph again."
        ) from error
    except (
        MemoryError
    ) as error:  # what the parser says of a text beyond its buffer, however much memory there is
        raise InputError(
            f"{path} holds a text of more than 16 MB, which is not read; take it out."
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"{path} cannot be read ({reason}); run `kg build`, or give the path of a graph."
        ) from error


def syntax_of(path: Path) -> ox.RdfFormat:
    """The syntax of RDF that the suffix of a path says; Turtle where it says none."""
    return _SYNTAXES.get(path.suffix.lower(), ox.RdfFormat.TURTLE)


def parse(path: Path) -> Iterator[ox.Triple]:
    """The triples of the file at `path`; those of its named graphs as one graph, in which each stands once.

    Raises SyntaxError and OSError, which `reading` turns into one sentence.
    """
    syntax = syntax_of(path)
    triples = (quad.triple for quad in ox.parse(path=path, format=syntax, base_iri=BASE))
    return iter(dict.fromkeys(triples)) if syntax.supports_datasets else triples


@dataclass(frozen=True, slots=True)
class GraphFile:
    """What a file holds: a graph, what stands before its ids, and how many triples, foreign ones included."""

    graph: Graph
    base: str
    triples: int


def read_file(path: Path, ontology: Ontology | None = None) -> GraphFile:
    """What the file at `path` holds, by one reading of it.

    Raises InputError as `read_graph` does, and where the things of the graph have several bases.
    """
    with reading(path):
        said, triples = collect(parse(path))
        graph = graph_from(said, path, ontology)
    _check_whole(graph, path)
    bases = bases_of(said)
    if len(bases) > 1:
        raise InputError(f"{path}: ids stand behind {' and '.join(sorted(bases))}, not behind one; {REBUILD}")
    return GraphFile(graph, min(bases, default=BASE), triples)


def read_graph(path: Path, ontology: Ontology | None = None) -> Graph:
    """The graph that `write_turtle` wrote to `path`.

    Reads what `kg.formats` writes, too, by the suffix of the path. Raises InputError where the file is not
    what its suffix says, is cut off, or lacks what a fact must have.
    """
    with reading(path):
        graph = graph_of(parse(path), path, ontology)
    _check_whole(graph, path)
    return graph


def _check_whole(graph: Graph, path: Path) -> None:
    """A file cut off between two statements is still Turtle, but names what it lacks."""
    there = {thing.id for part in (graph.articles, graph.sentences, graph.entities) for thing in part}
    for id_, named in _named(graph):
        if named not in there:
            raise InputError(f"{path}: {id_} names {named}, which is not there; {REBUILD}")


def _named(graph: Graph) -> Iterator[tuple[str, str]]:
    """Every id with every id of an article, sentence or entity that it names."""
    for article in graph.articles:
        yield from ((article.id, id_) for id_ in article.mentions)
    for sentence in graph.sentences:
        yield sentence.id, sentence.article
    for entity in graph.entities:
        yield from ((entity.id, id_) for id_ in (entity.parent,) if id_)
    for m in graph.memberships:
        yield from ((m.id, id_) for id_ in (m.person, m.organization, m.title, *m.evidence) if id_)
    for a in graph.actions:
        ids = (*a.agents, *a.recipients, *a.via, *a.works, *a.places, *a.evidence)
        yield from ((a.id, id_) for id_ in ids)
    yield from graph.possibly_same
