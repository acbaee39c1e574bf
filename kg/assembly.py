"""From readings to the one graph: local numbers become ids, facts told twice become one with two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from kg.clusters import Cluster
from kg.identity import Identity, Pair
from kg.iris import fact_id, make_id
from kg.model import Action, Article, Entity, Graph, Membership, Sentence
from kg.reading import LocalAction, Reading

_by_id: Callable[[Any], str] = attrgetter("id")


def assemble(
    readings: Sequence[Reading],
    identity: Identity,
    find_same: Callable[[], tuple[Pair, ...]] | None = None,
) -> Graph:
    """The graph of a corpus; the same whatever the order of the readings.

    Every entity of the readings is in one of the identity's clusters. `find_same`, where another process
    finds what may be the same, is asked when all else is there.
    """
    graph = assemble_facts(readings, [identity.ids[number] for number in range(len(readings))])
    entities = tuple(sorted([*map(make_entity, identity.clusters), *graph.entities], key=_by_id))
    same = find_same() if find_same else identity.possibly_same
    return replace(graph, entities=entities, possibly_same=same)


def assemble_facts(readings: Sequence[Reading], ids: Sequence[Mapping[int, str]]) -> Graph:
    """The graph of a corpus with no entities but titles; `ids` has those of the entities of each reading."""
    titles = {t: make_id("title", t) for t in sorted({p.title for r in readings for p in r.posts if p.title})}
    articles: list[Article] = []
    sentences: list[Sentence] = []
    actions: list[Action] = []
    facts: dict[tuple[str, str | None, str | None], dict[str, float]] = defaultdict(dict)
    for reading, own in zip(readings, ids, strict=True):
        said = [sentence.id for sentence in reading.sentences]
        sentences += reading.sentences
        used = {titles[p.title] for p in reading.posts if p.title}
        articles.append(
            Article(
                reading.id,
                reading.source,
                reading.title,
                reading.date,
                tuple(sorted({*[own[number] for number in range(reading.printed)], *used})),
            )
        )
        for post in reading.posts:
            organization = None if post.organization is None else own[post.organization]
            key = (own[post.person], organization, titles[post.title] if post.title else None)
            facts[key][said[post.sentence]] = max(post.confidence, facts[key].get(said[post.sentence], 0))
        actions += [_action(a, own, said) for a in reading.actions]
    memberships = [
        Membership(
            fact_id("membership", _tail(person), person, organization, title),
            person,
            organization,
            title,
            tuple(sorted(evidence)),
            max(evidence.values()),
        )
        for (person, organization, title), evidence in facts.items()
    ]
    called = {i: Entity(i, "Title", t) for t, i in titles.items()}
    return Graph(
        tuple(sorted(articles, key=_by_id)),
        tuple(sorted(sentences, key=_by_id)),
        tuple(sorted(called.values(), key=_by_id)),
        tuple(sorted(memberships, key=_by_id)),
        tuple(sorted(actions, key=_by_id)),
    )


def make_entity(cluster: Cluster) -> Entity:
    """The entity of the graph that a thing of the corpus is."""
    return Entity(cluster.id, cluster.cls, cluster.name, cluster.aliases)


def _tail(identifier: str) -> str:
    return identifier.partition("/")[2].partition("_")[0]


def _action(action: LocalAction, ids: Mapping[int, str], said: Sequence[str]) -> Action:
    return Action(
        action.id,
        action.cls,
        action.trigger,
        action.status,
        _names(action.agents, ids),
        _names(action.recipients, ids),
        _names(action.via, ids),
        action.goods,
        _names(action.works, ids),
        _names(action.places, ids),
        action.date,
        action.amount,
        action.currency,
        action.approximate,
        (said[action.sentence], *[said[n] for n in action.inventories]),
        action.confidence,
    )


def _names(numbers: Sequence[int], ids: Mapping[int, str]) -> tuple[str, ...]:
    if len(numbers) < 2:  # as nearly always
        return (ids[numbers[0]],) if numbers else ()
    return tuple(sorted({ids[n] for n in numbers}))
