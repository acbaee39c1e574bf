"""Identity across articles: which entities of different articles are one, and what each is called.

Structured keys decide for organizations, places and works. A person is a name and where he or she serves;
the same name elsewhere stays another person, linked by `possiblySameAs`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.entities import LocalEntity
from kg.iris import make_id
from kg.ontology import Ontology
from kg.reading import Reading

Place = tuple[int, int]
"""A local entity: the number of its reading, and its own."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Entities of several articles taken for one, and why."""

    id: str
    name: str
    articles: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """One thing of the corpus: all its local entities."""

    id: str
    cls: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """The things of a corpus, the id of every local entity, what was merged and what may be the same."""

    clusters: tuple[Cluster, ...]
    ids: dict[Place, str]
    merges: tuple[Merge, ...]
    possibly_same: tuple[tuple[str, str], ...]


def identify(readings: Sequence[Reading], ontology: Ontology) -> Identity:
    """Find what is one across articles; the order of the readings does not matter to what is merged."""
    groups: dict[tuple[object, ...], list[Place]] = defaultdict(list)
    people: dict[str, list[Place]] = defaultdict(list)
    for r, reading in enumerate(readings):
        for e, entity in enumerate(reading.entities):
            if entity.key[:1] == ("person",):
                people[entity.key[1]].append((r, e))
            elif entity.key:
                groups[entity.key].append((r, e))
            else:
                groups[("", reading.source, str(e))].append((r, e))
    clusters, merges = [], []
    for key, places in sorted(groups.items(), key=lambda g: [str(k) for k in g[0]]):
        cluster = _cluster(places, readings, ontology, key)
        clusters.append(cluster)
        merges += _merge(cluster, readings, "the same name once place, party and kind are told apart")
    same: list[tuple[str, str]] = []
    for name, places in sorted(people.items()):
        own = []
        for group, reason, mark in _people(places, readings):
            entities = [readings[r].entities[e] for r, e in group]
            own.append(Cluster(make_id("person", name, mark), "Person", name, _aliases(entities, name), tuple(group)))
            merges += _merge(own[-1], readings, reason)
        clusters += own
        same += [(a.id, b.id) for a, b in pairwise(sorted(own, key=lambda c: c.id))]
    ids = {place: c.id for c in clusters for place in c.members}
    return Identity(tuple(_united(clusters)), ids, tuple(merges), tuple(sorted(same)))


def _united(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Clusters by id; those whose names lead to one id are one."""
    by_id: dict[str, Cluster] = {}
    for cluster in clusters:
        known = by_id.get(cluster.id)
        if known:
            aliases = tuple(sorted({*known.aliases, *cluster.aliases, cluster.name} - {known.name}))
            cluster = Cluster(known.id, known.cls, known.name, aliases, known.members + cluster.members)
        by_id[cluster.id] = cluster
    return [by_id[i] for i in sorted(by_id)]


def _cluster(places: list[Place], readings: Sequence[Reading], ontology: Ontology, key: tuple[object, ...]) -> Cluster:
    entities = [readings[r].entities[e] for r, e in places]
    counts = Counter(e.name for e in entities)
    name = max(sorted(counts), key=lambda n: (counts[n], len(n)))
    classes = Counter(e.cls for e in entities if e.cls != "Organization") or Counter(e.cls for e in entities)
    cls = max(sorted(classes), key=lambda c: classes[c])
    kind = ontology.kind_of(cls)
    return Cluster(_id(kind, name, key, readings[places[0][0]].source), cls, name, _aliases(entities, name), tuple(places))


def _id(kind: str, name: str, key: tuple[object, ...], source: str) -> str:
    """A readable id that depends on the key alone, so that more articles do not change it."""
    if key[0] == "":
        return make_id(kind, name, source)
    if kind == "organization" and len(key) > 2:
        _, party, place, core = (str(k) for k in key)
        path = place.split("/") if place else []
        return make_id(kind, party + "".join(path[-2:] if len(path) > 2 or path[-1:] and path[-1].endswith(("区", "县")) else path[-1:]) + core)
    if kind == "place" and len(key) > 2:
        return make_id(kind, "".join(str(k) for k in key[-2:]) if len(key) > 3 else str(key[-1]))
    return make_id(kind, str(key[-1]))


def _aliases(entities: Iterable[LocalEntity], name: str) -> tuple[str, ...]:
    return tuple(sorted({form for e in entities for form in (*e.forms, e.name)} - {name}))


def _merge(cluster: Cluster, readings: Sequence[Reading], reason: str) -> list[Merge]:
    articles = sorted({readings[r].source for r, _ in cluster.members})
    return [Merge(cluster.id, cluster.name, tuple(articles), reason)] if len(articles) > 1 else []


def _people(places: list[Place], readings: Sequence[Reading]) -> list[tuple[list[Place], str, str]]:
    """Bearers of one name, told apart by where they serve: groups, the reason, and a mark for the id."""
    served = {place: _served(place, readings) for place in places}
    leader = {place: place for place in places}

    def find(place: Place) -> Place:
        while leader[place] != place:
            place = leader[place]
        return place

    owner: dict[tuple[str, ...], Place] = {}
    for place in places:
        for mark in sorted(served[place]):
            leader[find(place)] = find(owner.setdefault(mark, place))
    groups: dict[Place, list[Place]] = defaultdict(list)
    for place in places:
        groups[find(place)].append(place)
    result = []
    for group in groups.values():
        marks = [_chief(place, readings) for place in sorted(group, key=lambda p: readings[p[0]].source)]
        mark = next((m for m in marks if m), readings[group[0][0]].source)
        result.append((group, "the same name in the same body or post", mark))
    return result


def _served(place: Place, readings: Sequence[Reading]) -> set[tuple[str, ...]]:
    """What identifies a bearer of a name: bodies served, and titles that stand without a body."""
    reading = readings[place[0]]
    marks: set[tuple[str, ...]] = set()
    for post in reading.posts:
        if post.person != place[1]:
            continue
        if post.organization is not None:
            key = reading.entities[post.organization].key
            if len(key) > 2:
                marks.add(key)
        elif post.title:
            marks.add(("title", post.title))
    return marks


def _chief(place: Place, readings: Sequence[Reading]) -> str:
    reading = readings[place[0]]
    posts = [p for p in reading.posts if p.person == place[1]]
    for post in posts:
        if post.organization is not None and len(reading.entities[post.organization].key) > 2:
            return reading.entities[post.organization].name
    return next((p.title for p in posts if p.title and p.organization is None), "")
