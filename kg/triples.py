"""The graph as RDF: `Graph` → triples, or quads with a graph for each article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg.files import write_whole
from kg.iris import BASE, expand, prefixes
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.ontology import Ontology, load_ontology
from kg.turtle import turtle_lines
from kg.wholeness import signed

if TYPE_CHECKING:
    import rdflib

Facts = Iterator[tuple[str, Sequence[ox.NamedNode | ox.Literal]]]
"""What is said of one thing: properties by prefixed name, each with its values."""

Description = tuple[str, str, Facts]
"""Id, class and facts of one thing."""

Things = Callable[[Iterable[str | None]], list[ox.NamedNode]]
"""From ids to their IRIs; no id, no IRI."""

Fact = TypeVar("Fact", Membership, Action)
Value = TypeVar("Value")

# RDF has no lone surrogates, and some readers refuse a whole file for U+FFFE or U+FFFF.
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_DATE_TYPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(r"--\d\d-\d\d"), "xsd:gMonthDay"),
)


CORPUS = "corpus"
"""What stands behind the base in the name of the graph of all that belongs to no single article."""


def to_triples(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[ox.Triple]:
    """Every triple of the graph, those of one subject together, in an order that nothing else decides.

    A thing has its class and all our classes above it as types, so that a store without a reasoner
    finds a hospital among the organizations.
    """
    described = chain(_entities(graph, _things(base)), _facts_and_sources(graph, _things(base)))
    return _triples(described, base, ontology or load_ontology())


def to_quads(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[ox.Quad]:
    """The triples of the graph as named graphs: one for the corpus, then one for each article by its id.

    An article's graph bears the article's IRI and holds what it says: itself, its sentences, and every
    fact with a sentence of its own, with the goods of the fact and, as evidence, those sentences only. So
    a fact that two articles tell stands in the graphs of both. The graph `CORPUS` holds what no single
    article decides: entities with their classes, names and ties, and facts without any sentence. The
    triples of all named graphs together are those of `to_triples`.
    """
    ontology = ontology or load_ontology()
    things = _things(base)
    unsaid = Graph(
        memberships=tuple(fact for fact in graph.memberships if not fact.evidence),
        actions=tuple(fact for fact in graph.actions if not fact.evidence),
    )
    parts = chain(
        [(CORPUS, chain(_entities(graph, things), _facts_and_sources(unsaid, things)))],
        ((part.articles[0].id, _facts_and_sources(part, things)) for part in _by_article(graph)),
    )
    for name, described in parts:
        graph_name = ox.NamedNode(base + name)
        for triple in _triples(described, base, ontology):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph_name)


def write_turtle(graph: Graph, path: Path, base: str = BASE, ontology: Ontology | None = None) -> None:
    """Write the graph to `path` as Turtle 1.1; OutputError leaves what stood there untouched."""
    write_whole(path, to_turtle(graph, base, ontology))


def to_turtle(graph: Graph, base: str = BASE, ontology: Ontology | None = None) -> Iterator[str]:
    """The graph as Turtle 1.1, signed, in pieces of text."""
    return signed(turtle_lines(to_triples(graph, base, ontology), prefixes(base)))


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


def _things(base: str) -> Things:
    return lambda ids: [ox.NamedNode(base + id_) for id_ in ids if id_]


def _triples(descriptions: Iterable[Description], base: str, ontology: Ontology) -> Iterator[ox.Triple]:
    ancestors = cache(ontology.ancestors)
    for id_, cls, facts in descriptions:
        subject = ox.NamedNode(base + id_)
        for name in (cls, *ancestors(cls)):
            yield ox.Triple(subject, _term("rdf:type"), _term(f"kg:{name}"))
        for verb, values in facts:
            for value in values:
                yield ox.Triple(subject, _term(verb), value)


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


def _said_in(sentences: Container[str], fact: Fact) -> Fact:
    return replace(fact, evidence=tuple(id_ for id_ in fact.evidence if id_ in sentences))


def _entities(graph: Graph, things: Things) -> Iterator[Description]:
    served, same = defaultdict(set), defaultdict(set)
    for membership in graph.memberships:
        served[membership.person].add(membership.organization)
    for one, other in graph.possibly_same:
        same[one].add(other)
    for entity in graph.entities:
        yield entity.id, entity.cls, _entity(entity, served[entity.id], same[entity.id], things)


def _facts_and_sources(graph: Graph, things: Things) -> Iterator[Description]:
    """All but the entities, kind by kind and by id."""
    items = {item.id: item for action in graph.actions for item in action.items}
    for membership in graph.memberships:
        yield membership.id, "Membership", _membership(membership, things)
    for action in graph.actions:
        yield action.id, action.cls, _action(action, things)
    for id_ in sorted(items):
        yield id_, "Item", _item(items[id_])
    for article in graph.articles:
        yield article.id, "Article", _article(article, things)
    for sentence in graph.sentences:
        yield sentence.id, "Sentence", _sentence(sentence, things)


def _entity(entity: Entity, served: set[str | None], same: set[str], things: Things) -> Facts:
    yield "rdfs:label", _text(entity.name)
    yield "skos:altLabel", [text for alias in sorted(entity.aliases) for text in _text(alias)]
    yield "org:memberOf", things(sorted(organization for organization in served if organization))
    yield "org:subOrganizationOf", things([entity.parent])
    yield "kg:possiblySameAs", things(sorted(same))
    yield "skos:editorialNote", [text for note in sorted(entity.notes) for text in _text(note)]


def _membership(membership: Membership, things: Things) -> Facts:
    yield "org:member", things([membership.person])
    yield "org:organization", things([membership.organization])
    yield "org:role", things([membership.title])
    yield "kg:confidence", _confidence(membership.confidence)
    yield "kg:evidence", things(sorted(membership.evidence))


def _action(action: Action, things: Things) -> Facts:
    yield "kg:trigger", _text(action.trigger)
    yield "kg:status", [_term(f"kg:{action.status}")]
    yield "schema:agent", things(sorted(action.agents))
    yield "schema:recipient", things(sorted(action.recipients))
    yield "kg:via", things(sorted(action.via))
    yield "schema:object", things(sorted({*(item.id for item in action.items), *action.works}))
    yield "schema:location", things(sorted(action.places))
    yield "kg:date", _date(action.date)
    yield "kg:amount", _decimal(action.amount)
    yield "schema:priceCurrency", [_literal(action.currency)] if action.currency is not None else []
    yield "kg:approximate", _true(action.approximate)
    yield "kg:confidence", _confidence(action.confidence)
    yield "kg:evidence", things(sorted(action.evidence))


def _item(item: Item) -> Facts:
    yield "rdfs:label", _text(item.name)
    yield "schema:value", _decimal(item.value)
    yield "schema:unitText", _text(item.unit)
    yield "kg:approximate", _true(item.approximate)


def _article(article: Article, things: Things) -> Facts:
    yield "rdfs:label", _text(article.title)
    yield "dcterms:source", [_literal(article.source)]
    yield "schema:datePublished", _date(article.date)
    yield "schema:mentions", things(sorted(article.mentions))


def _sentence(sentence: Sentence, things: Things) -> Facts:
    yield "nif:anchorOf", _text(sentence.text)
    yield "nif:beginIndex", _offset(sentence.begin)
    yield "nif:endIndex", _offset(sentence.end)
    yield "prov:wasQuotedFrom", things([sentence.article])


@cache
def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _text(text: str | None) -> list[ox.Literal]:
    return [] if text is None else [_literal(text, language="zh")]


def _literal(text: str, **kind: Any) -> ox.Literal:
    return ox.Literal(_NO_CHARACTER.sub("\ufffd", text), **kind)


def _date(date: str | None) -> list[ox.Literal]:
    """A date with the type its form says; one of no known form stays a string, for the shapes to find."""
    if date is None:
        return []
    kind = next((kind for form, kind in _DATE_TYPES if form.fullmatch(date)), "xsd:string")
    return [_literal(date, datatype=_term(kind))]


def _decimal(number: Decimal | None) -> list[ox.Literal]:
    """A number in full, with the point that lets Turtle write it bare."""
    if number is None:
        return []
    digits = f"{number:f}"
    return [ox.Literal(digits if "." in digits else f"{digits}.0", datatype=_term("xsd:decimal"))]


def _confidence(confidence: float) -> list[ox.Literal]:
    """Four places: enough to tell facts apart, few enough to be the same on every machine."""
    return _decimal(Decimal(f"{confidence:.4f}").normalize())


def _offset(offset: int) -> list[ox.Literal]:
    return [ox.Literal(str(offset), datatype=_term("xsd:nonNegativeInteger"))]


def _true(said: bool) -> list[ox.Literal]:
    return [ox.Literal(True)] if said else []
