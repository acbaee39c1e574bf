"""What the workers of a server do: answer queries, and tell of one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.facts import explain
from kg.iris import prefixes
from kg.neighbourhood import neighbourhood
from kg.ontology import Ontology
from kg.query import query, triples_of
from kg.results import Result, Term, render
from kg.serving.pages import render_entity
from kg.serving.protocol import GRAPHS, RESULTS, RequestError
from kg.subjects import graph_of
from kg.triples import to_triples

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, with the media types in which the client will have rows and graphs; None where in none."""

    sparql: str
    results: str | None
    graph: str | None


@dataclass(frozen=True, slots=True)
class Looked:
    """An id to be told of as `media_type`, in the language `zh` or `en` where that is HTML."""

    id: str
    media_type: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """A body and its media type."""

    media_type: str
    body: bytes


def answering(
    store: ox.Store, file: Path, base: str, ontology: Ontology, most: int
) -> Callable[[Asked | Looked], Told]:
    """What answers questions about the graph of `file` that `store` holds, with at most so many rows.

    It raises QueryError for a query that cannot be answered, LimitError for too many rows, and RequestError
    where the client will have no form that there is, or the graph says nothing of the thing.
    """

    def answer(question: Asked | Looked) -> Told:
        if isinstance(question, Asked):
            return _ask(store, base, question, most)
        return _look(store, file, base, ontology, question)

    return answer


def _ask(store: ox.Store, base: str, asked: Asked, most: int) -> Told:
    found = query(store, asked.sparql, base=base, most=most)
    forms, media_type = (GRAPHS, asked.graph) if found.form == "graph" else (RESULTS, asked.results)
    if media_type is None:
        raise unacceptable(forms)
    return Told(media_type, render(found, forms[media_type], base).encode("utf-8"))


def _look(store: ox.Store, file: Path, base: str, ontology: Ontology, looked: Looked) -> Told:
    try:
        quads = neighbourhood(store, ox.NamedNode(base + looked.id))
    except ValueError:  # no IRI can be called so
        quads = []
    if not quads:
        raise RequestError(
            404, f"The graph says nothing of {looked.id}; look for its name on the query page."
        )
    graph = graph_of(quads, file, ontology)
    if looked.media_type != HTML:
        # From the value, not as they came: the store takes every kind of integer for xsd:integer.
        rows = tuple(map(tuple, to_triples(graph, base, ontology)))
        said = render(
            Result("graph", ("subject", "predicate", "object"), rows), GRAPHS[looked.media_type], base
        )
        return Told(looked.media_type, said.encode("utf-8"))
    told = [one for one in explain(graph, looked.id) if one.id == looked.id]
    if not told:
        raise RequestError(
            404, f"{looked.id} is of no class that is told of here; ask for it as text/turtle."
        )
    return Told(HTML, render_entity(told[0], graph, base, ontology, looked.language).encode("utf-8"))


def drawing(
    store: ox.Store, file: Path, base: str, ontology: Ontology
) -> Callable[[], Callable[[object], Told]]:
    """What prepares the network page of the graph, once, and then answers every question by it."""

    def prepare() -> Callable[[object], Told]:
        from kg.network import render_page
        from kg.ties import ontology_hints

        page = render_page(graph_of(triples_of(store), file, ontology), ontology_hints(ontology), base)
        return lambda _: Told(HTML, page.encode("utf-8"))

    return prepare


def unacceptable(forms: Mapping[str, str]) -> RequestError:
    """What a client is told that will have none of these media types."""
    return RequestError(406, f"There is no such form of this answer; accept one of {', '.join(forms)}.")


def describe_service(triples: int, endpoint: str, media_type: str) -> bytes:
    """The SPARQL 1.1 Service Description of an endpoint over so many triples, in a form of a graph."""
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    formats = "http://www.w3.org/ns/formats/"
    kind = ox.NamedNode(prefixes()["rdf"] + "type")
    service, dataset, graph = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#graph"))
    said: list[tuple[Term | None, ...]] = [
        (service, kind, ox.NamedNode(sd + "Service")),
        (service, ox.NamedNode(sd + "endpoint"), service),
        (service, ox.NamedNode(sd + "supportedLanguage"), ox.NamedNode(sd + "SPARQL11Query")),
        (service, ox.NamedNode(sd + "defaultDataset"), dataset),
        (dataset, kind, ox.NamedNode(sd + "Dataset")),
        (dataset, ox.NamedNode(sd + "defaultGraph"), graph),
        (graph, kind, ox.NamedNode(sd + "Graph")),
        (graph, ox.NamedNode(void + "triples"), ox.Literal(triples)),
    ]
    for name in (
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "JSON-LD",
        "RDF_XML",
    ):
        said.append((service, ox.NamedNode(sd + "resultFormat"), ox.NamedNode(formats + name)))
    result = Result("graph", ("subject", "predicate", "object"), tuple(said))
    return render(result, GRAPHS[media_type]).encode("utf-8")
