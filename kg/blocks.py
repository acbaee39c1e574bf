"""Identity across articles, block by block: the decisions of `kg.identity` where nobody sees all readings.

Whatever shares a mark also shares a key: that mark for organizations and places, the name for people, the
title for works. So all that may be one comes together by key, and a block is a small corpus of its own, made
of slices of readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from typing import cast

from kg.clusters import Cluster, Mark, Path
from kg.doubts import find_possibly_same, names_with_place, names_without_place
from kg.entities import LocalEntity
from kg.identity import STEPS, Corpus, Pair, cluster_kind, tell_apart
from kg.marks import BODIES, Key, find_setting, is_open, mark_of_name, mark_of_thing
from kg.packaged import load_words
from kg.reading import LocalAction, LocalPost, Reading
from kg.reasons import explain_merge
from kg.spread import Spread


@dataclass(frozen=True, slots=True)
class Slice:
    """What the block of an entity must know of its reading, under the names that a `Reading` has.

    `number` is the entity's own; `entities` and `ids` hold those that its posts or actions name, by number.
    """

    source: str
    number: int
    entities: Mapping[int, LocalEntity]
    posts: tuple[LocalPost, ...] = ()
    actions: tuple[LocalAction, ...] = ()
    setting: Path = ()
    ids: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the corpus, its entities by article and number, and why those of several articles are one.

    The cluster is left its first member and article only.
    """

    cluster: Cluster
    entities: tuple[tuple[str, int], ...]
    reason: str


Named = tuple[str, tuple[int, str]]
"""The source of an article, the number of an entity in it, and the id that this has across articles."""

_Block = tuple[str, tuple[str, ...]]
"""A kind, and what all that may be one has in common."""


def identify_blocks(readings: Spread[Reading]) -> tuple[Spread[Thing], Spread[Named]]:
    """The things of a corpus, and the id of every entity of every reading; each has its own source."""
    things = _distinct(readings.map(_slice_bodies).group(_decide)).keep()
    ids = things.map(_ids)
    for kind in ("person", "work"):
        slices = readings.map(partial(_slice_kind, kind)).join(ids.map(_by_source))
        own = _distinct(slices.group(partial(_know, kind)).group(_decide)).keep()
        things, ids = things.join(own), ids.join(own.map(_ids))
    return things, ids


def pair_blocks(things: Spread[Thing]) -> Spread[Pair]:
    """Pairs of ids that may be the same, as `kg.doubts.find_possibly_same` finds them; some come twice."""
    namesakes = things.map(_by_key).group(_pair_namesakes)
    found = things.map(_by_names).group(_answer)
    return namesakes.join(found.group(_pair_found))


@lru_cache(1 << 16)
def _is_open(key: Key) -> bool:
    return is_open(key, load_words()[0])


@lru_cache(1 << 16)
def _mark_of_name(key: Key) -> Mark | None:
    return mark_of_name(key, load_words()[0])


@cache
def _kind_of(cls: str) -> str:
    return load_words()[1].kind_of(cls)


def _slice_bodies(reading: Reading) -> Iterator[tuple[_Block, Slice]]:
    """The organizations and places of a reading, each under its mark."""
    setting = find_setting(reading)
    for number, entity in enumerate(reading.entities):
        kind = _kind_of(entity.cls)
        if kind in ("organization", "place"):
            mark = mark_of_thing(entity, _mark_of_name(entity.key), reading.source, setting)
            yield (kind, mark), Slice(reading.source, number, {number: entity}, setting=setting)


def _slice_kind(kind: str, reading: Reading) -> Iterator[tuple[str, Slice | tuple[int, str]]]:
    """The people or the works of a reading with all that tells them apart but the ids, under its source."""
    for number, entity in enumerate(reading.entities):
        if _kind_of(entity.cls) == kind:
            posts = tuple(post for post in reading.posts if post.person == number)
            actions = tuple(action for action in reading.actions if number in action.works)
            named = {number, *(post.organization for post in posts if post.organization is not None)}
            entities = {each: reading.entities[each] for each in named}
            yield reading.source, Slice(reading.source, number, entities, posts, actions)


def _know(kind: str, source: str, values: list[Slice | tuple[int, str]]) -> Iterator[tuple[_Block, Slice]]:
    """The slices of an article with the ids that they need, each under its name or title."""
    ids = dict(value for value in values if not isinstance(value, Slice))
    for each in values:
        if isinstance(each, Slice):
            agents = {agent for action in each.actions for agent in action.agents}
            known = {number: ids[number] for number in each.entities.keys() | agents if number in ids}
            yield (kind, (each.entities[each.number].key[1],)), replace(each, ids=known)


def _decide(block: _Block, slices: list[Slice]) -> Iterator[Thing]:
    """The things of a block, namesakes yet with one id."""
    kind = block[0]
    slices.sort(key=lambda each: (each.source, each.number))
    rules, ontology = load_words()
    numbers = [(n, each.number) for n, each in enumerate(slices)]
    corpus = Corpus(
        readings={n: cast(Reading, each) for n, each in enumerate(slices)},
        kinds={kind: dict.fromkeys(numbers, (block[1],) if kind in BODIES else ())},
        setting=[each.setting for each in slices].__getitem__,
        open=_is_open,
        rules=rules,
        ontology=ontology,
    )
    clusters, marks = cluster_kind(kind, corpus, {n: each.ids for n, each in enumerate(slices)})
    for cluster in clusters:
        entities = tuple((slices[n].source, number) for n, number in cluster.members)
        reason = explain_merge(cluster, marks, corpus.readings).reason if len(cluster.articles) > 1 else ""
        first = cluster._replace(members=cluster.members[:1], articles=cluster.articles[:1])
        yield Thing(first, entities, reason)


def _distinct(things: Spread[Thing]) -> Spread[Thing]:
    """The things, each with an id of its own."""
    for step in STEPS:
        things = things.map(_by_id).group(partial(_tell_apart, step))
    return things


def _by_id(thing: Thing) -> Iterable[tuple[str, Thing]]:
    return ((thing.cluster.id, thing),)


def _tell_apart(step: int, _: str, things: list[Thing]) -> Iterable[Thing]:
    if len(things) == 1:
        return things
    return (replace(thing, cluster=tell_apart(thing.cluster, step)) for thing in things)


def _ids(thing: Thing) -> Iterator[Named]:
    for source, number in thing.entities:
        yield source, (number, thing.cluster.id)


def _by_source(named: Named) -> Iterator[tuple[str, Slice | tuple[int, str]]]:
    yield named


def _by_key(thing: Thing) -> Iterator[tuple[Key, Cluster]]:
    if thing.cluster.key:
        yield thing.cluster.key, thing.cluster


def _pair_namesakes(_: Key, clusters: list[Cluster]) -> Iterable[Pair]:
    return find_possibly_same(clusters, frozenset())


def _by_names(thing: Thing) -> Iterator[tuple[tuple[str, ...], Cluster]]:
    """An organization under every name that it is found under, or looks for."""
    for name in {*names_with_place(thing.cluster), *names_without_place(thing.cluster)}:
        yield name, thing.cluster


def _answer(_: tuple[str, ...], bodies: list[Cluster]) -> Iterator[tuple[str, tuple[Cluster, ...]]]:
    """For each that looks for a name: itself and who has it, or two of them, since only one alone counts."""
    found = {body.id: body for body in bodies if any(names_with_place(body))}
    for body in bodies:
        if body.id not in found:
            yield body.id, (body, *(found[id_] for id_ in sorted(found)[:2]))


def _pair_found(_: str, answers: list[tuple[Cluster, ...]]) -> Iterable[Pair]:
    known = {body.id: body for answer in answers for body in answer}
    return find_possibly_same(known.values(), frozenset())
