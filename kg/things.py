"""What a graph speaks of, each as a plain value that holds its things and sentences, not their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg import model
from kg.model import Graph, Item


@dataclass(frozen=True, slots=True)
class Article:
    """One input file; `source` is its path below the corpus root, `date` ISO 8601 as far as it is known."""

    source: str
    title: str | None
    date: str | None
    id: str = field(repr=False)
    iri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, from `begin` to `end` of the raw file. Its str is its text."""

    text: str
    article: Article = field(repr=False)
    begin: int = field(repr=False)
    end: int = field(repr=False)
    id: str = field(repr=False)
    iri: str = field(repr=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, place, work or title. Its str is its name.

    `cls` is the class in the ontology, `Hospital`; `parent` names the organization that it is a part of;
    `notes` say what a person corrected.
    """

    name: str
    cls: str
    aliases: tuple[str, ...] = field(repr=False)
    parent: str | None = field(repr=False)
    notes: tuple[str, ...] = field(repr=False)
    id: str = field(repr=False)
    iri: str = field(repr=False)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Membership:
    """Who holds which title where; `confidence` is between 0 and 1."""

    person: Entity
    organization: Entity | None
    title: str | None
    confidence: float
    sentences: tuple[Sentence, ...] = field(repr=False)
    id: str = field(repr=False)
    iri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Action:
    """Something done, planned or called for: `status` is Realised, Planned or CalledFor.

    `cls` is the class in the ontology, `Donation`; `trigger` the word that says it; `amount` is money in
    full units of `currency`; `date` is ISO 8601 as far as it is known; `confidence` is between 0 and 1.
    """

    cls: str
    trigger: str
    status: str
    agents: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    via: tuple[Entity, ...]
    items: tuple[Item, ...]
    works: tuple[Entity, ...]
    places: tuple[Entity, ...]
    date: str | None
    amount: Decimal | None
    currency: str | None
    approximate: bool
    confidence: float
    sentences: tuple[Sentence, ...] = field(repr=False)
    id: str = field(repr=False)
    iri: str = field(repr=False)

    @property
    def things(self) -> tuple[Entity, ...]:
        """Every entity that takes part, each once, in the order of the fields."""
        parts = (*self.agents, *self.recipients, *self.via, *self.works, *self.places)
        return tuple(dict.fromkeys(parts))


@dataclass(frozen=True, slots=True)
class Things:
    """All that a graph speaks of, each kind by id."""

    articles: tuple[Article, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    memberships: tuple[Membership, ...]
    actions: tuple[Action, ...]


def things_of(graph: Graph, base: str) -> Things:
    """The things of `graph`, whose IRIs begin with `base`."""
    articles = {each.id: _article(each, base) for each in graph.articles}
    sentences = {each.id: _sentence(each, articles, base) for each in graph.sentences}
    names = {each.id: each.name for each in graph.entities}
    entities = {each.id: _entity(each, names, base) for each in graph.entities}
    return Things(
        tuple(articles.values()),
        tuple(sentences.values()),
        tuple(entities.values()),
        tuple(_membership(each, entities, sentences, base) for each in graph.memberships),
        tuple(_action(each, entities, sentences, base) for each in graph.actions),
    )


def _article(said: model.Article, base: str) -> Article:
    return Article(said.source, said.title, said.date, said.id, base + said.id)


def _sentence(said: model.Sentence, articles: Mapping[str, Article], base: str) -> Sentence:
    return Sentence(said.text, articles[said.article], said.begin, said.end, said.id, base + said.id)


def _entity(said: model.Entity, names: Mapping[str, str], base: str) -> Entity:
    parent = names[said.parent] if said.parent else None
    return Entity(said.name, said.cls, said.aliases, parent, said.notes, said.id, base + said.id)


def _membership(
    said: model.Membership, entities: Mapping[str, Entity], sentences: Mapping[str, Sentence], base: str
) -> Membership:
    return Membership(
        entities[said.person],
        entities[said.organization] if said.organization else None,
        entities[said.title].name if said.title else None,
        said.confidence,
        tuple(sentences[id_] for id_ in said.evidence),
        said.id,
        base + said.id,
    )


def _action(
    said: model.Action, entities: Mapping[str, Entity], sentences: Mapping[str, Sentence], base: str
) -> Action:
    def named(ids: tuple[str, ...]) -> tuple[Entity, ...]:
        return tuple(entities[id_] for id_ in ids)

    return Action(
        said.cls,
        said.trigger,
        said.status,
        named(said.agents),
        named(said.recipients),
        named(said.via),
        said.items,
        named(said.works),
        named(said.places),
        said.date,
        said.amount,
        said.currency,
        said.approximate,
        said.confidence,
        tuple(sentences[id_] for id_ in said.evidence),
        said.id,
        base + said.id,
    )
