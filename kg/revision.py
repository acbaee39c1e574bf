"""Identity where few articles have changed: the blocks that they touch are decided anew, the rest stands.

What may be one has something in common, as in `kg.blocks`: bodies their mark, people their name, works their
title. People and works also hang on the ids of others in their articles, so that those of an article where an
id has changed are decided anew, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from kg.clusters import Cluster, Local, Mark, Merge
from kg.identity import Corpus, Identity, Ids, cluster_kind, distinguish
from kg.marks import BODIES, KINDS, Key, find_setting, is_open, take_bearings
from kg.ontology import Ontology
from kg.reading import Reading
from kg.rulebook import Rulebook


class Standing(NamedTuple):
    """A thing as it was decided, by its kind and with the id that its name leads to, of namesakes the same.

    `mark` is what makes a body one, `reason` why several articles speak of the thing.
    """

    kind: str
    thing: Cluster
    mark: Mark
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands of identity before the articles that have changed are read.

    `fresh` are the numbers of these among the readings to come. `things` are those of the other articles by
    kind; what lost a member to articles that are gone is `loose`. `ids` are those that their entities had.
    """

    sources: tuple[str, ...]
    fresh: Set[int]
    things: Mapping[str, Sequence[Standing]]
    loose: Mapping[str, Sequence[Standing]]
    ids: Ids

    def fits(self, readings: Sequence[Reading]) -> bool:
        """Whether these are the readings that were to come."""
        return self.sources == tuple([reading.source for reading in readings])


def tell_standings(identity: Identity, merges: Iterable[Merge], ontology: Ontology) -> Iterator[Standing]:
    """What stands of an identity that no correction changed; `merges` are its own."""
    reasons = {merge.id: merge.reason for merge in merges}
    kind_of = cache(ontology.kind_of)
    for found, cluster in zip(identity.found, identity.named, strict=True):
        kind = kind_of(cluster.cls)
        mark = identity.marks[cluster.members[0]][0] if kind in BODIES else ()
        yield Standing(kind, found, mark, reasons.get(cluster.id, ""))


def lay_ground(
    standings: Iterable[Standing], before: Sequence[bytes], now: Sequence[bytes], sources: Sequence[str]
) -> Ground:
    """The ground for readings with the keys `now`; `standings`, kind by kind, are of those `before`."""
    number = {key: n for n, key in enumerate(now)}
    moved = [number.get(key, -1) for key in before]
    gone = {n for n, new in enumerate(moved) if new < 0}
    stays = all(new in (n, -1) for n, new in enumerate(moved))

    def move(members: Sequence[Local]) -> tuple[Local, ...]:
        return tuple([(moved[r], e) for r, e in members if moved[r] >= 0])

    things: dict[str, list[Standing]] = {kind: [] for kind in KINDS}
    loose: dict[str, list[Standing]] = {kind: [] for kind in KINDS}
    ids: dict[int, dict[int, str]] = {r: {} for r in range(len(now))}
    for kind, own in groupby(standings, key=attrgetter("kind")):
        each_kind = list(own)
        named = distinguish([each.thing for each in each_kind])
        for each, cluster in zip(each_kind, named, strict=True):
            members = cluster.members
            alone = len(members) == 1  # as most are
            lost = members[0][0] in gone if alone else not gone.isdisjoint([r for r, _ in members])
            if lost or not stays:
                members = move(members)
                thing = Cluster(*each.thing[:4], members, *each.thing[5:])  # _replace takes twice as long
                each = Standing(kind, thing, each.mark, each.reason)  # noqa: PLW2901
            (loose if lost else things)[kind].append(each)
            for r, e in members:
                ids[r][e] = cluster.id
    fresh = set(range(len(now))).difference(moved)
    return Ground(tuple(sources), fresh, things, loose, ids)


def revise(ground: Ground, readings: Sequence[Reading], rules: Rulebook, ontology: Ontology) -> Identity:
    """What `kg.identity.identify` finds without hints, for readings that the ground fits."""
    numbered = dict(enumerate(readings))
    bearings = take_bearings({r: numbered[r] for r in sorted(ground.fresh)}, rules, ontology)
    setting, is_it_open = cache(lambda r: find_setting(numbered[r])), cache(lambda key: is_open(key, rules))
    corpus = Corpus(numbered, {}, setting, is_it_open, rules, ontology)
    ids = {r: dict(own) for r, own in ground.ids.items()}
    touched = set(ground.fresh)
    found: list[Cluster] = []
    named: list[Cluster] = []
    marks: dict[Local, tuple[Mark, ...]] = {}
    reasons: dict[tuple[Local, ...], str] = {}
    for kind in KINDS:
        fresh = {local: own for each in bearings.values() for local, own in each.kinds[kind].items()}
        stands, shaken = _shake(kind, fresh, ground, corpus, touched)
        anew, told = cluster_kind(kind, replace(corpus, kinds={kind: shaken}), ids)
        own = sorted([*(each.thing for each in stands), *anew], key=_first)
        names = distinguish(own)
        for r, e, id_ in list(_renamed(names, {_first(cluster) for cluster in anew}, ids)):
            touched.add(r)
            ids[r][e] = id_
        found += own
        named += names
        marks.update(told)
        reasons.update((each.thing.members, each.reason) for each in stands if each.reason)
    clusters = tuple(sorted(named, key=attrgetter("id")))
    return Identity(clusters, ids, tuple(named), tuple(found), marks, reasons=reasons)


def _shake(
    kind: str, fresh: Mapping[Local, tuple[Mark, ...]], ground: Ground, corpus: Corpus, touched: Set[int]
) -> tuple[list[Standing], dict[Local, tuple[Mark, ...]]]:
    """What stands of a kind, and the entities to decide anew, in order, with the marks of bodies.

    A body falls that has lost a member or gets a fresh one; a person or a work that has lost one, and all of
    the names in the readings `touched`, among which are the fresh ones.
    """
    if kind in BODIES:
        block_of, blocks = _mark, {mark for (mark,) in fresh.values()}
    else:
        kind_of = cache(corpus.ontology.kind_of)
        entities = (entity for r in touched for entity in corpus.readings[r].entities)
        block_of, blocks = _title, {_block(entity.key) for entity in entities if kind_of(entity.cls) == kind}
    fallen = list(ground.loose[kind])
    stands: list[Standing] = []
    for each in ground.things[kind]:
        (fallen if block_of(each) in blocks else stands).append(each)
    shaken = {local: (each.mark,) if each.mark else () for each in fallen for local in each.thing.members}
    return stands, dict(sorted({**shaken, **fresh}.items()))


def _mark(standing: Standing) -> tuple[str, ...]:
    return standing.mark


def _title(standing: Standing) -> tuple[str, ...]:
    return _block(standing.thing.key)


def _block(key: Key) -> tuple[str, ...]:
    """What all that may be one person or work has in common: the name, the title."""
    return key[1:2]


def _first(cluster: Cluster) -> Local:
    return cluster.members[0]


def _renamed(
    clusters: Iterable[Cluster], anew: Collection[Local], ids: Ids
) -> Iterator[tuple[int, int, str]]:
    """The entities whose ids have changed, of clusters that stand all or none; `anew` begin the others."""
    for cluster in clusters:
        r, e = first = _first(cluster)
        if first in anew or ids[r][e] != cluster.id:
            yield from ((r, e, cluster.id) for r, e in cluster.members if ids[r].get(e) != cluster.id)
