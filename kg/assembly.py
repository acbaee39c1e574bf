"""From readings to the one graph: local numbers become ids, facts told twice become one with two sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import repeat
from operator import attrgetter

from kg.clusters import Cluster
from kg.identity import Identity, Pair
from kg.iris import fact_id, make_id
from kg.model import Action, Article, Entity, Graph, Membership, Sentence
from kg.reading import LocalAction, Reading


def assemble(
    readings: Sequence[Reading],
    identity: Identity,
    find_same: Callable[[], tuple[Pair, ...]] | None = None,
) -> Graph:
    """The graph of a corpus; the same whatever the order of the readings.

    `find_same`, where another process finds what may be the same, is asked when all else is there.
    """
    titles = {t: make_id("title", t) for t in {p.title for r in readings for p in r.posts} if t}
    entities = [make_entity(cluster) for cluster in identity.clusters]
    entities += [Entity(i, "Title", t) for t, i in titles.items()]
    articles: list[Article] = []
    sentences: list[Sentence] = []
    actions: list[Action] = []
    facts: dict[tuple[str, str | None, str | None], dict[str, float]] = defaultdict(dict)
    for r, reading in enumerate(readings):
        article = reading.id
        ids = list(map(identity.ids.__getitem__, zip(repeat(r), range(len(reading.entities)))))
        said = [sentence.id for sentence in reading.sentences]
        sentences += reading.sentences
        used = {titles[p.title] for p in reading.posts if p.title}
        articles.append(
            Article(
                article,
                reading.source,
                reading.title,
                reading.date,
                tuple(sorted({*ids[: reading.printed], *used})),
            )
        )
        for post in reading.posts:
            organization = None if post.organization is None else ids[post.organization]
            key = (ids[post.person], organization, titles[post.title] if post.title else None)
            facts[key][said[post.sentence]] = max(post.confidence, facts[key].get(said[post.sentence], 0))
        actions += [_action(a, ids, said) for a in reading.actions]
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
    by_id = attrgetter("id")
    return Graph(
        tuple(sorted(articles, key=by_id)),
        tuple(sorted(sentences, key=by_id)),
        tuple(sorted({e.id: e for e in entities}.values(), key=by_id)),
        tuple(sorted(memberships, key=by_id)),
        tuple(sorted(actions, key=by_id)),
        find_same() if find_same else identity.possibly_same,
    )


def make_entity(cluster: Cluster) -> Entity:
    """The entity of the graph that a thing of the corpus is."""
    return Entity(cluster.id, cluster.cls, cluster.name, cluster.aliases)


def _tail(identifier: str) -> str:
    return identifier.partition("/")[2].partition("_")[0]


def _action(action: LocalAction, ids: Sequence[str], said: Sequence[str]) -> Action:
    def names(numbers: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(sorted({ids[n] for n in numbers})) if numbers else ()

    return Action(
        action.id,
        action.cls,
        action.trigger,
        action.status,
        names(action.agents),
        names(action.recipients),
        names(action.via),
        action.goods,
        names(action.works),
        names(action.places),
        action.date,
        action.amount,
        action.currency,
        action.approximate,
        (said[action.sentence], *(said[n] for n in action.inventories)),
        action.confidence,
    )
