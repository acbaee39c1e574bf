"""How much a graph holds: things by class, triples by property, facts by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.descriptions import count
from kg.model import Action, Graph, Membership
from kg.ontology import Ontology, load_ontology


class ArticleStats(NamedTuple):
    """What came of one article; a fact with sentences in two articles counts in both."""

    source: str
    entities: int
    sentences: int
    memberships: int
    actions: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of a graph; a thing counts for its own class only, not for those above it."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    articles: tuple[ArticleStats, ...]
    triples: int


def stats(graph: Graph, ontology: Ontology | None = None) -> Stats:
    """The counts of `graph`, by name."""
    classes = Counter(entity.cls for entity in graph.entities)
    classes.update(action.cls for action in graph.actions)
    classes["Article"] = len(graph.articles)
    classes["Sentence"] = len(graph.sentences)
    classes["Membership"] = len(graph.memberships)
    classes["Item"] = len({item.id for action in graph.actions for item in action.items})
    said = count(graph, cache((ontology or load_ontology()).ancestors))
    return Stats(
        classes=dict(sorted((+classes).items())),
        properties=dict(sorted(said.properties.items())),
        articles=article_stats(graph),
        triples=said.triples,
    )


def article_stats(graph: Graph) -> tuple[ArticleStats, ...]:
    """What came of each article of `graph`, in its order."""
    article_of = {sentence.id: sentence.article for sentence in graph.sentences}
    sentences = Counter(article_of.values())
    memberships = _count_telling(graph.memberships, article_of)
    actions = _count_telling(graph.actions, article_of)
    return tuple(
        ArticleStats(a.source, len(a.mentions), sentences[a.id], memberships[a.id], actions[a.id])
        for a in graph.articles
    )


def _count_telling(facts: Iterable[Membership | Action], article_of: Mapping[str, str]) -> Counter[str]:
    """How many of the facts each article tells."""
    said = [fact.evidence for fact in facts]
    telling = Counter([article_of[evidence[0]] for evidence in said if len(evidence) == 1])
    telling.update(id_ for evidence in said if len(evidence) > 1 for id_ in {article_of[s] for s in evidence})
    return telling
