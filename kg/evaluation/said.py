"""What a graph says of one article, in the form in which it is compared with gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from kg.evaluation.gold import Forms, normal
from kg.model import Action, Article, Entity, Graph, Membership, Sentence

IsA = Callable[[str, str], bool]
"""Whether the first class is the second or one below it, by local names."""


@dataclass(frozen=True, slots=True)
class SaidEntity:
    """An entity that the article mentions: its class, and the normal forms of its name and aliases."""

    id: str
    cls: str
    forms: Forms


@dataclass(frozen=True, slots=True)
class SaidMembership:
    """Who holds which title where, each by forms; empty where nothing is said."""

    person: Forms
    organization: Forms
    title: Forms
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class SaidAction:
    """An action with its arguments by forms, and the normal text of its evidence in this article."""

    cls: str
    status: str
    evidence: tuple[str, ...]
    agents: tuple[Forms, ...]
    recipients: tuple[Forms, ...]
    via: tuple[Forms, ...]
    goods: tuple[tuple[Forms, float | None], ...]
    amount: float | None
    currency: str
    date: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SaidArticle:
    """All that the graph says with evidence from one article; empty where it lacks the article."""

    present: bool
    entities: tuple[SaidEntity, ...] = ()
    memberships: tuple[SaidMembership, ...] = ()
    actions: tuple[SaidAction, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """A graph with the indexes that reading it article by article needs."""

    graph: Graph

    @cached_property
    def forms(self) -> Mapping[str, Forms]:
        """The forms of every entity, by id."""
        return {entity.id: _forms(entity) for entity in self.graph.entities}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Every entity, by id."""
        return {entity.id: entity for entity in self.graph.entities}

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Every article, by the name of its file without the ending."""
        return {PurePosixPath(article.source).stem: article for article in self.graph.articles}

    @cached_property
    def sentences(self) -> Mapping[str, Sentence]:
        """Every sentence, by id."""
        return {sentence.id: sentence for sentence in self.graph.sentences}

    def read(self, stem: str) -> SaidArticle:
        """Gather what the graph says of the article whose file is `stem` with an ending."""
        article = self.articles.get(stem)
        if article is None:
            return SaidArticle(present=False)
        mentioned = sorted(set(article.mentions) & self.entities.keys())
        return SaidArticle(
            present=True,
            entities=tuple(SaidEntity(id_, self.entities[id_].cls, self.forms[id_]) for id_ in mentioned),
            memberships=tuple(self._memberships(article.id)),
            actions=tuple(self._actions(article.id)),
        )

    def nodes(self, stem: str, name: str) -> frozenset[str]:
        """Find the entities that an article mentions and that bear a name, by their ids."""
        return frozenset(entity.id for entity in self.read(stem).entities if normal(name) in entity.forms)

    def _memberships(self, article: str) -> Iterator[SaidMembership]:
        for membership in self.graph.memberships:
            if texts := self._evidence(membership, article):
                yield SaidMembership(
                    person=self._known(membership.person),
                    organization=self._known(membership.organization),
                    title=self._known(membership.title),
                    evidence=texts[0],
                    confidence=membership.confidence,
                )

    def _actions(self, article: str) -> Iterator[SaidAction]:
        for action in self.graph.actions:
            if texts := self._evidence(action, article):
                yield SaidAction(
                    cls=action.cls,
                    status=action.status,
                    evidence=texts,
                    agents=self._all_known(action.agents),
                    recipients=self._all_known(action.recipients),
                    via=self._all_known(action.via),
                    goods=self._goods(action),
                    amount=None if action.amount is None else float(action.amount),
                    currency=action.currency or "CNY",
                    date=action.date,
                    confidence=action.confidence,
                )

    def _evidence(self, fact: Membership | Action, article: str) -> tuple[str, ...]:
        sentences = (self.sentences[id_] for id_ in fact.evidence if id_ in self.sentences)
        return tuple(normal(sentence.text) for sentence in sentences if sentence.article == article)

    def _goods(self, action: Action) -> tuple[tuple[Forms, float | None], ...]:
        items = [
            (frozenset({normal(item.name)}), None if item.value is None else float(item.value))
            for item in action.items
        ]
        return (*items, *((self._known(work), None) for work in action.works))

    def _known(self, id_: str | None) -> Forms:
        return self.forms.get(id_, frozenset()) if id_ else frozenset()

    def _all_known(self, ids: Iterable[str]) -> tuple[Forms, ...]:
        return tuple(self._known(id_) for id_ in ids)


def _forms(entity: Entity) -> Forms:
    return frozenset(normal(name) for name in (entity.name, *entity.aliases)) - {""}
