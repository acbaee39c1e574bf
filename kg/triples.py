"""The graph as RDF: `Graph` → triples, or quads with a graph for each article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import pyoxigraph as ox

from kg.cuts import Cuts, cut_graph
from kg.descriptions import (
    CHINESE,
    NAME,
    THING,
    Counts,
    Description,
    Subject,
    describe,
    describe_entities,
    describe_graph,
    describe_rest,
    sum_up,
    tallied,
)
from kg.escapes import replace_no_characters
from kg.iris import BASE, expand, prefixes
from kg.model import Action, Graph, Membership
from kg.ontology import Ontology, load_ontology
from kg.reuse import Block, Index, Last, write_blocks
from kg.turtle import turtle_head, turtle_writer
from kg.wholeness import END, PROMISE

if TYPE_CHECKING:
    import rdflib

Said = TypeVar("Said", Membership, Action)
Value = TypeVar("Value")

CORPUS = "corpus"
"""What stands behind the base in the name of the graph of all that belongs to no single article."""


def to_triples(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[ox.Triple]:
    """Every triple of the graph, those of one subject together, in an order that nothing else decides.

    A thing has its class and all our classes above it as types, so that a store without a reasoner
    finds a hospital among the organizations.
    """
    return _triples(describe_graph(graph), base, ontology or load_ontology())


def to_quads(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[ox.Quad]:
    """The triples of the graph as named graphs: one for the corpus, then one for each article by its id.

    An article's graph bears the article's IRI and holds what it says: itself, its sentences, and every
    fact with a sentence of its own, with the goods of the fact and, as evidence, those sentences only. So
    a fact that two articles tell stands in the graphs of both. The graph `CORPUS` holds what no single
    article decides: entities with their classes, names and ties, and facts without any sentence. The
    triples of all named graphs together are those of `to_triples`.
    """
    ontology = ontology or load_ontology()
    for name, described in described_graphs(graph):
        yield from name_quads(name, described, base, ontology)


def described_graphs(graph: Graph) -> Iterator[tuple[str, Iterator[Description]]]:
    """The named graphs of `to_quads` in order: what stands behind the base in the name, and its content."""
    unsaid = Graph(
        memberships=tuple(fact for fact in graph.memberships if not fact.evidence),
        actions=tuple(fact for fact in graph.actions if not fact.evidence),
    )
    yield CORPUS, chain(describe_entities(graph), describe_rest(unsaid))
    for part in _by_article(graph):
        yield part.articles[0].id, describe_rest(part)


def name_quads(
    name: str, described: Iterable[Description], base: str = BASE, ontology: Ontology | None = None
) -> Iterator[ox.Quad]:
    """What is described, as quads of the graph `name`."""
    graph_name = ox.NamedNode(base + name)
    for triple in _triples(described, base, ontology or load_ontology()):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph_name)


def write_turtle(
    graph: Graph, path: Path, base: str = BASE, ontology: Ontology | None = None, last: Last | None = None
) -> tuple[Counts, Index]:
    """Write the graph to `path` as Turtle 1.1; the rest is as in `write_cuts`."""
    return write_cuts(cut_graph(graph), path, base, ontology or load_ontology(), last)


def write_cuts(
    cuts: Cuts, path: Path, base: str, ontology: Ontology, last: Last | None = None
) -> tuple[Counts, Index]:
    """Write a graph in cuts to `path` as Turtle 1.1, count what it says, and tell where its blocks lie.

    Blocks that the `last` file holds are taken from it: it must have been written with this base and this
    ontology. OutputError leaves what stood there untouched.
    """
    index = write_blocks(path, _turtle_blocks(cuts, base, ontology), last)
    classes, properties = Counter[str](), Counter[str]()
    for block in index.values():
        for sums, own in zip((classes, properties), msgspec.msgpack.decode(block.note), strict=True):
            sums.update(own)
    return sum_up(classes, properties, ontology.ancestors), index


def to_turtle(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[str]:
    """The graph as Turtle 1.1 between its promise and the keeping of that, in pieces of text."""
    spaces = prefixes(base)
    write = turtle_writer(base, cache((ontology or load_ontology()).ancestors), spaces)
    return chain((PROMISE, turtle_head(spaces)), map(write, describe_graph(graph)), (END,))


def to_rdflib(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> rdflib.Graph:
    """The graph as an rdflib graph with the usual prefixes bound."""
    import rdflib

    def convert(term: object) -> rdflib.URIRef | rdflib.Literal:
        if isinstance(term, ox.Literal):
            plain = term.language or term.datatype == _term("xsd:string")
            datatype = None if plain else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        return rdflib.URIRef(term.value)  # type: ignore[attr-defined]

    result = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in prefixes(base).items():
        result.bind(prefix, namespace)
    for s, p, o in to_triples(graph, base, ontology):
        result.add((convert(s), convert(p), convert(o)))
    return result


def to_store(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> ox.Store:
    """The graph in a store in memory, to be queried."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for triple in to_triples(graph, base, ontology)
    )
    return store


def _turtle_blocks(cuts: Cuts, base: str, ontology: Ontology) -> Iterator[bytes | Block]:
    """The pieces of `to_turtle`, the descriptions in blocks with what is counted in each."""
    spaces = prefixes(base)
    write = turtle_writer(base, cache(ontology.ancestors), spaces)

    def make(subjects: Iterable[Subject]) -> tuple[bytes, bytes]:
        classes, properties = Counter[str](), Counter[str]()
        text = "".join(map(write, tallied(map(describe, subjects), classes, properties)))
        return text.encode(), msgspec.msgpack.encode((classes, properties))

    yield (PROMISE + turtle_head(spaces)).encode()
    for subjects, digest in chain.from_iterable(cuts.values()):
        yield Block(digest, partial(make, subjects))
    yield END.encode()


def _triples(descriptions: Iterable[Description], base: str, ontology: Ontology) -> Iterator[ox.Triple]:
    ancestors = cache(ontology.ancestors)
    for id_, cls, facts in descriptions:
        subject = ox.NamedNode(base + id_)
        for name in (cls, *ancestors(cls)):
            yield ox.Triple(subject, _term("rdf:type"), _term(f"kg:{name}"))
        for verb, kind, values in facts:
            for value in values:
                yield ox.Triple(subject, _term(verb), _value(kind, value, base))


def _by_article(graph: Graph) -> Iterator[Graph]:
    """What each article says, without the entities: article, sentences and facts with that evidence."""
    article_of = {sentence.id: sentence.article for sentence in graph.sentences}
    sentences = _grouped((sentence.article, sentence) for sentence in graph.sentences)
    memberships = _grouped((id_, fact) for fact in graph.memberships for id_ in _tellers(fact, article_of))
    actions = _grouped((id_, fact) for fact in graph.actions for id_ in _tellers(fact, article_of))
    for article in graph.articles:
        own = {sentence.id for sentence in sentences[article.id]}
        yield Graph(
            articles=(article,),
            sentences=tuple(sentences[article.id]),
            memberships=tuple(_said_in(own, fact) for fact in memberships[article.id]),
            actions=tuple(_said_in(own, fact) for fact in actions[article.id]),
        )


def _grouped(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, list[Value]]:
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _tellers(fact: Membership | Action, article_of: Mapping[str, str]) -> set[str]:
    return {article_of[id_] for id_ in fact.evidence}


def _said_in(sentences: Container[str], fact: Said) -> Said:
    return fact._replace(evidence=tuple(id_ for id_ in fact.evidence if id_ in sentences))


def _value(kind: str, value: str, base: str) -> ox.NamedNode | ox.Literal:
    if kind == THING:
        return ox.NamedNode(base + value)
    return _term(value) if kind == NAME else _literal(kind, value)


@cache
def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _literal(kind: str, value: str) -> ox.Literal:
    text = replace_no_characters(value)
    return ox.Literal(text, language="zh") if kind == CHINESE else ox.Literal(text, datatype=_term(kind))
