"""The graph as descriptions: what is said of each thing, in an order that nothing else decides.

`kg.triples` makes triples of them and `kg.turtle` text, so that both say the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from kg.model import Action, Article, Entity, Graph, Item, Membership, Sentence

THING = "id"
"""The kind of a value that is the id of another thing."""
NAME = "name"
"""The kind of a value that is a prefixed name of a vocabulary."""
CHINESE = "@zh"
"""The kind of a value that is text in Chinese; every other kind is a datatype, by its prefixed name."""
STRING = "xsd:string"

Fact = tuple[str, str, Sequence[str]]
"""A property by its prefixed name, the kind of its values, and the values, of which there may be none."""

Description = tuple[str, str, Sequence[Fact]]
"""Id, class and facts of one thing."""

_DATE_TYPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
    (re.compile(r"--\d\d-\d\d"), "xsd:gMonthDay"),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a graph says: triples, subjects, and both by the prefixed name of class and property."""

    triples: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


class Tied(NamedTuple):
    """An entity with the ids of the organizations that it serves and of what it may also be, both sorted."""

    id: str
    entity: Entity
    served: Sequence[str]
    same: Sequence[str]


Subject = Entity | Tied | Membership | Action | Item | Article | Sentence
"""What descriptions are of: all of it is said of one thing, and nothing else is."""


def describe_graph(graph: Graph) -> Iterator[Description]:
    """All things of the graph, kind by kind and by id."""
    return map(describe, chain.from_iterable(list_kinds(graph).values()))


def describe_entities(graph: Graph) -> Iterator[Description]:
    """The people, organizations, places, works and titles."""
    return map(describe, _tie(graph))


def describe_rest(graph: Graph) -> Iterator[Description]:
    """All but the entities: facts, goods, articles and sentences."""
    return map(describe, chain.from_iterable(_list_rest(graph).values()))


def list_kinds(graph: Graph) -> dict[str, Sequence[Subject]]:
    """The things of the graph that are described: entities, memberships, actions, items, articles, sentences.

    The order is that of the descriptions; those of a kind come by id.
    """
    return {"entities": _tie(graph), **_list_rest(graph)}


def describe(subject: Subject) -> Description:
    """What is said of one thing."""
    if isinstance(subject, Tied):
        return subject.id, subject.entity.cls, _entity(*subject[1:])
    if isinstance(subject, Entity):
        return subject.id, subject.cls, _entity(subject)
    if isinstance(subject, Action):
        return subject.id, subject.cls, _action(subject)
    return subject.id, type(subject).__name__, _DESCRIBE[type(subject)](subject)


def _tie(graph: Graph) -> list[Entity | Tied]:
    """The entities; most are tied to nothing."""
    served, same = defaultdict(list), defaultdict(list)
    for person, body in {(m.person, m.organization) for m in graph.memberships if m.organization}:
        served[person].append(body)
    for one, other in dict.fromkeys(graph.possibly_same):
        same[one].append(other)
    for ids in chain(served.values(), same.values()):
        ids.sort()
    tied = served.keys() | same.keys()
    return [
        Tied(e.id, e, served.get(e.id, ()), same.get(e.id, ())) if e.id in tied else e for e in graph.entities
    ]


def _list_rest(graph: Graph) -> dict[str, Sequence[Subject]]:
    items = {item.id: item for action in graph.actions for item in action.items}
    return {
        "memberships": graph.memberships,
        "actions": graph.actions,
        "items": [items[id_] for id_ in sorted(items)],
        "articles": graph.articles,
        "sentences": graph.sentences,
    }


def count(graph: Graph, above: Callable[[str], Iterable[str]]) -> Counts:
    """Count what the triples of the graph say; `above` leads from a class to those above it."""
    classes, properties = Counter[str](), Counter[str]()
    for _ in tallied(describe_graph(graph), classes, properties):
        pass
    return sum_up(classes, properties, above)


def tallied(
    descriptions: Iterable[Description], classes: Counter[str], properties: Counter[str]
) -> Iterator[Description]:
    """The descriptions as they come; each adds to `classes` its own, to `properties` its values of each."""
    for each in descriptions:
        _, cls, facts = each
        classes[cls] += 1
        for verb, _, values in facts:
            if values:
                properties[verb] += len(values)
        yield each


def sum_up(
    classes: Mapping[str, int], properties: Mapping[str, int], above: Callable[[str], Iterable[str]]
) -> Counts:
    """The counts of what was tallied; `above` leads from a class to those above it, which count too."""
    types = Counter[str]()
    for cls, number in classes.items():
        for name in (cls, *above(cls)):
            types[f"kg:{name}"] += number
    typed = {"rdf:type": types.total()} if types else {}
    triples = sum(properties.values()) + types.total()
    return Counts(triples, sum(classes.values()), types, {**properties, **typed})


def _entity(entity: Entity, served: Sequence[str] = (), same: Sequence[str] = ()) -> tuple[Fact, ...]:
    return (
        ("rdfs:label", CHINESE, (entity.name,)),
        ("skos:altLabel", CHINESE, sorted(entity.aliases)),
        ("org:memberOf", THING, served),
        ("org:subOrganizationOf", THING, _given(entity.parent)),
        ("kg:possiblySameAs", THING, same),
        ("skos:editorialNote", CHINESE, sorted(entity.notes)),
    )


def _membership(membership: Membership) -> tuple[Fact, ...]:
    return (
        ("org:member", THING, (membership.person,)),
        ("org:organization", THING, _given(membership.organization)),
        ("org:role", THING, _given(membership.title)),
        ("kg:confidence", "xsd:decimal", _confidence(membership.confidence)),
        ("kg:evidence", THING, sorted(membership.evidence)),
    )


def _action(action: Action) -> tuple[Fact, ...]:
    return (
        ("kg:trigger", CHINESE, (action.trigger,)),
        ("kg:status", NAME, (f"kg:{action.status}",)),
        ("schema:agent", THING, sorted(action.agents)),
        ("schema:recipient", THING, sorted(action.recipients)),
        ("kg:via", THING, sorted(action.via)),
        ("schema:object", THING, sorted({*(item.id for item in action.items), *action.works})),
        ("schema:location", THING, sorted(action.places)),
        ("kg:date", *_date(action.date)),
        ("kg:amount", "xsd:decimal", _decimal(action.amount)),
        ("schema:priceCurrency", STRING, _given(action.currency)),
        ("kg:approximate", "xsd:boolean", _true(action.approximate)),
        ("kg:confidence", "xsd:decimal", _confidence(action.confidence)),
        ("kg:evidence", THING, sorted(action.evidence)),
    )


def _item(item: Item) -> tuple[Fact, ...]:
    return (
        ("rdfs:label", CHINESE, (item.name,)),
        ("schema:value", "xsd:decimal", _decimal(item.value)),
        ("schema:unitText", CHINESE, _given(item.unit)),
        ("kg:approximate", "xsd:boolean", _true(item.approximate)),
    )


def _article(article: Article) -> tuple[Fact, ...]:
    return (
        ("rdfs:label", CHINESE, _given(article.title)),
        ("dcterms:source", STRING, (article.source,)),
        ("schema:datePublished", *_date(article.date)),
        ("schema:mentions", THING, sorted(article.mentions)),
    )


def _sentence(sentence: Sentence) -> tuple[Fact, ...]:
    return (
        ("nif:anchorOf", CHINESE, (sentence.text,)),
        ("nif:beginIndex", "xsd:nonNegativeInteger", (str(sentence.begin),)),
        ("nif:endIndex", "xsd:nonNegativeInteger", (str(sentence.end),)),
        ("prov:wasQuotedFrom", THING, (sentence.article,)),
    )


def _given(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


def _date(date: str | None) -> tuple[str, tuple[str, ...]]:
    """A date with the type its form says; one of no known form stays a string, for the shapes to find."""
    kinds = (kind for form, kind in _DATE_TYPES if date and form.fullmatch(date))
    return next(kinds, STRING), _given(date)


def _decimal(number: Decimal | None) -> tuple[str, ...]:
    """A number in full, with the point that lets Turtle write it bare."""
    if number is None:
        return ()
    digits = f"{number:f}"
    return (digits if "." in digits else f"{digits}.0",)


@cache
def _confidence(confidence: float) -> tuple[str, ...]:
    """Four places: enough to tell facts apart, few enough to be the same on every machine."""
    return _decimal(Decimal(f"{confidence:.4f}").normalize())


def _true(said: bool) -> tuple[str, ...]:
    return ("true",) if said else ()


_DESCRIBE: dict[type, Callable[[Any], tuple[Fact, ...]]] = {
    Membership: _membership,
    Item: _item,
    Article: _article,
    Sentence: _sentence,
}
