"""From a graph file back to the value: the inverse of `kg.triples`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.iris import BASE, KG, expand, id_of
from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence
from kg.ontology import Ontology, load_ontology
from kg.wholeness import check_whole

_REBUILD = "build it again, or ask `kg validate` for everything that is wrong."
_SYNTAXES = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_Said = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]
"""The objects of each subject by predicate, both as IRIs."""

_ENTITIES = ("organization", "person", "place", "title", "work")


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
        said, triples = _collect(parse(path))
        graph = _graph_of(said, path, ontology)
    _check_whole(graph, path)
    bases = {iri.removesuffix(id_of(iri)) for iri in said if _own_types(said[iri])}
    if len(bases) > 1:
        raise InputError(
            f"{path}: ids stand behind {' and '.join(sorted(bases))}, not behind one; {_REBUILD}"
        )
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


def graph_of(triples: Iterable[ox.Triple | ox.Quad], path: Path, ontology: Ontology | None = None) -> Graph:
    """The graph that triples from the file at `path` say, which may name things that they do not describe.

    Raises InputError where they lack what a fact must have.
    """
    return _graph_of(_collect(triples)[0], path, ontology)


def _collect(triples: Iterable[ox.Triple | ox.Quad]) -> tuple[_Said, int]:
    """What is said of each IRI, other than by blank nodes, and the number of triples."""
    said: _Said = defaultdict(lambda: defaultdict(list))
    number = 0
    for triple in triples:
        number += 1
        subject, predicate, value, *_ = triple
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            said[subject.value][predicate.value].append(value)
    return said, number


def _graph_of(said: _Said, path: Path, ontology: Ontology | None) -> Graph:
    ontology = ontology or load_ontology()
    things: dict[str, list[_Thing]] = defaultdict(list)
    for iri in sorted(said):
        own = _own_types(said[iri]) & ontology.classes.keys()
        lowest = sorted(own - {above for cls in own for above in ontology.ancestors(cls)})
        if lowest:
            thing = _Thing(path, id_of(iri), lowest[0], said[iri])
            things[ontology.kind_of(thing.cls)].append(thing)
    return _graph(things)


def _own_types(said: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> set[str]:
    """The classes of our namespace that a thing is said to be of, without the prefix."""
    types = said.get(expand("rdf:type"), ())
    return {term.value.removeprefix(KG) for term in types if term.value.startswith(KG)}


@dataclass(frozen=True, slots=True)
class _Thing:
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
            raise InputError(f"{self.path}: {self.id} has {len(texts)} {name}, not one; {_REBUILD}")
        return texts[0] if texts else None

    def needed(self, name: str) -> str:
        text = self.text(name)
        if text is None:
            raise InputError(f"{self.path}: {self.id} has no {name}; {_REBUILD}")
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
            raise InputError(f"{self.path}: the {name} of {self.id} is no number; {_REBUILD}") from error

    def true(self, name: str) -> bool:
        return self.texts(name) in {("true",), ("1",)}


def _graph(things: Mapping[str, list[_Thing]]) -> Graph:
    items = {thing.id: _item(thing) for thing in things["item"]}
    return Graph(
        articles=tuple(_article(thing) for thing in things["article"]),
        sentences=tuple(_sentence(thing) for thing in things["sentence"]),
        entities=tuple(_entity(thing) for kind in _ENTITIES for thing in things[kind]),
        memberships=tuple(_membership(thing) for thing in things["membership"]),
        actions=tuple(_action(thing, items) for thing in things["action"]),
        possibly_same=tuple(_possibly_same(things)),
    )


def _check_whole(graph: Graph, path: Path) -> None:
    """A file cut off between two statements is still Turtle, but names what it lacks."""
    there = {thing.id for part in (graph.articles, graph.sentences, graph.entities) for thing in part}
    for id_, named in _named(graph):
        if named not in there:
            raise InputError(f"{path}: {id_} names {named}, which is not there; {_REBUILD}")


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


def _possibly_same(things: Mapping[str, list[_Thing]]) -> Iterator[tuple[str, str]]:
    for kind in _ENTITIES:
        for thing in things[kind]:
            yield from ((thing.id, other) for other in thing.ids("kg:possiblySameAs"))


def _article(thing: _Thing) -> Article:
    return Article(
        id=thing.id,
        source=thing.needed("dcterms:source"),
        title=thing.text("rdfs:label"),
        date=thing.text("schema:datePublished"),
        mentions=thing.ids("schema:mentions"),
    )


def _sentence(thing: _Thing) -> Sentence:
    return Sentence(
        id=thing.id,
        article=id_of(thing.needed("prov:wasQuotedFrom")),
        begin=int(thing.needed_number("nif:beginIndex")),
        end=int(thing.needed_number("nif:endIndex")),
        text=thing.needed("nif:anchorOf"),
    )


def _entity(thing: _Thing) -> Entity:
    return Entity(
        id=thing.id,
        cls=thing.cls,
        name=thing.needed("rdfs:label"),
        aliases=thing.texts("skos:altLabel"),
        parent=thing.one_id("org:subOrganizationOf"),
        notes=thing.texts("skos:editorialNote"),
    )


def _membership(thing: _Thing) -> Membership:
    return Membership(
        id=thing.id,
        person=id_of(thing.needed("org:member")),
        organization=thing.one_id("org:organization"),
        title=thing.one_id("org:role"),
        evidence=thing.ids("kg:evidence"),
        confidence=float(thing.needed_number("kg:confidence")),
    )


def _item(thing: _Thing) -> Item:
    return Item(
        id=thing.id,
        name=thing.needed("rdfs:label"),
        value=thing.number("schema:value"),
        unit=thing.text("schema:unitText"),
        approximate=thing.true("kg:approximate"),
    )


def _action(thing: _Thing, items: Mapping[str, Item]) -> Action:
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
