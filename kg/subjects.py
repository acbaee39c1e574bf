"""What triples say of each subject, made the values of the model: the inverse of `kg.descriptions`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.iris import KG, expand, id_of
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.ontology import Ontology, load_ontology

REBUILD = "build it again, or ask `kg validate` for everything that is wrong."
"""What to do about a file whose graph lacks something."""

Said = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]
"""The objects of each subject by predicate, both as IRIs."""

_ENTITIES = ("organization", "person", "place", "title", "work")


def collect(triples: Iterable[ox.Triple | ox.Quad]) -> tuple[Said, int]:
    """What is said of each IRI, other than by blank nodes, and the number of triples."""
    said: Said = defaultdict(lambda: defaultdict(list))
    number = 0
    for triple in triples:
        number += 1
        subject, predicate, value, *_ = triple
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            said[subject.value][predicate.value].append(value)
    return said, number


def bases_of(said: Said) -> set[str]:
    """What stands before the ids of the things of a graph: one IRI, unless several graphs were mixed."""
    return {iri.removesuffix(id_of(iri)) for iri in said if _own_types(said[iri])}


def graph_of(triples: Iterable[ox.Triple | ox.Quad], path: Path, ontology: Ontology | None = None) -> Graph:
    """The graph that triples from the file at `path` say, which may name things that they do not describe.

    Raises InputError where they lack what a fact must have.
    """
    return graph_from(collect(triples)[0], path, ontology)


def graph_from(said: Said, path: Path, ontology: Ontology | None) -> Graph:
    """The graph that is said; InputError that names `path` where a fact lacks what it must have."""
    ontology = ontology or load_ontology()
    things: dict[str, list[_Subject]] = defaultdict(list)
    for iri in sorted(said):
        own = _own_types(said[iri]) & ontology.classes.keys()
        lowest = sorted(own - {above for cls in own for above in ontology.ancestors(cls)})
        if lowest:
            thing = _Subject(path, id_of(iri), lowest[0], said[iri])
            things[ontology.kind_of(thing.cls)].append(thing)
    return _graph(things)


def _own_types(said: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> set[str]:
    """The classes of our namespace that a thing is said to be of, without the prefix."""
    types = said.get(expand("rdf:type"), ())
    return {term.value.removeprefix(KG) for term in types if term.value.startswith(KG)}


@dataclass(frozen=True, slots=True)
class _Subject:
    """A subject of the file and what is said of it."""

    path: Path
    id: str
    cls: str
    said: Mapping[str, list[ox.NamedNode | ox.Literal]]

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(term.value for term in self.said.get(expand(name), ())))

    def text(self, name: str) -> str | None:
        texts = self.texts(name)
        if len(texts) > 1:
            raise InputError(f"{self.path}: {self.id} has {len(texts)} {name}, not one; {REBUILD}")
        return texts[0] if texts else None

    def needed(self, name: str) -> str:
        text = self.text(name)
        if text is None:
            raise InputError(f"{self.path}: {self.id} has no {name}; {REBUILD}")
        return text

    def ids(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(map(id_of, self.texts(name))))

    def one_id(self, name: str) -> str | None:
        text = self.text(name)
        return None if text is None else id_of(text)

    def number(self, name: str) -> Decimal | None:
        return None if self.text(name) is None else self.needed_number(name)

    def needed_number(self, name: str) -> Decimal:
        try:
            return Decimal(self.needed(name))
        except InvalidOperation as error:
            raise InputError(f"{self.path}: the {name} of {self.id} is no number; {REBUILD}") from error

    def true(self, name: str) -> bool:
        return self.texts(name) in {("true",), ("1",)}


def _graph(things: Mapping[str, list[_Subject]]) -> Graph:
    items = {thing.id: _item(thing) for thing in things["item"]}
    return Graph(
        articles=tuple(_article(thing) for thing in things["article"]),
        sentences=tuple(_sentence(thing) for thing in things["sentence"]),
        entities=tuple(_entity(thing) for kind in _ENTITIES for thing in things[kind]),
        memberships=tuple(_membership(thing) for thing in things["membership"]),
        actions=tuple(_action(thing, items) for thing in things["action"]),
        possibly_same=tuple(_possibly_same(things)),
    )


def _possibly_same(things: Mapping[str, list[_Subject]]) -> Iterator[tuple[str, str]]:
    for kind in _ENTITIES:
        for thing in things[kind]:
            yield from ((thing.id, other) for other in thing.ids("kg:possiblySameAs"))


def _article(thing: _Subject) -> Article:
    return Article(
        id=thing.id,
        source=thing.needed("dcterms:source"),
        title=thing.text("rdfs:label"),
        date=thing.text("schema:datePublished"),
        mentions=thing.ids("schema:mentions"),
    )


def _sentence(thing: _Subject) -> Sentence:
    return Sentence(
        id=thing.id,
        article=id_of(thing.needed("prov:wasQuotedFrom")),
        begin=int(thing.needed_number("nif:beginIndex")),
        end=int(thing.needed_number("nif:endIndex")),
        text=thing.needed("nif:anchorOf"),
    )


def _entity(thing: _Subject) -> Entity:
    return Entity(
        id=thing.id,
        cls=thing.cls,
        name=thing.needed("rdfs:label"),
        aliases=thing.texts("skos:altLabel"),
        parent=thing.one_id("org:subOrganizationOf"),
        notes=thing.texts("skos:editorialNote"),
    )


def _membership(thing: _Subject) -> Membership:
    return Membership(
        id=thing.id,
        person=id_of(thing.needed("org:member")),
        organization=thing.one_id("org:organization"),
        title=thing.one_id("org:role"),
        evidence=thing.ids("kg:evidence"),
        confidence=float(thing.needed_number("kg:confidence")),
    )


def _item(thing: _Subject) -> Item:
    return Item(
        id=thing.id,
        name=thing.needed("rdfs:label"),
        value=thing.number("schema:value"),
        unit=thing.text("schema:unitText"),
        approximate=thing.true("kg:approximate"),
    )


def _action(thing: _Subject, items: Mapping[str, Item]) -> Action:
    objects = thing.ids("schema:object")
    return Action(
        id=thing.id,
        cls=thing.cls,
        trigger=thing.needed("kg:trigger"),
        status=thing.needed("kg:status").removeprefix(KG),
        agents=thing.ids("schema:agent"),
        recipients=thing.ids("schema:recipient"),
        via=thing.ids("kg:via"),
        items=tuple(items[id_] for id_ in objects if id_ in items),
        works=tuple(id_ for id_ in objects if id_ not in items),
        places=thing.ids("schema:location"),
        date=thing.text("kg:date"),
        amount=thing.number("kg:amount"),
        currency=thing.text("schema:priceCurrency"),
        approximate=thing.true("kg:approximate"),
        evidence=thing.ids("kg:evidence"),
        confidence=float(thing.needed_number("kg:confidence")),
    )
