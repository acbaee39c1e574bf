"""Identity across articles: which entities of different articles are one, and what each is called.

Organizations and places come first, then people, who are told apart by the bodies they serve, then works,
which are told apart by their authors. What is merged does not depend on the order of the readings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import combinations

from kg.clusters import Cluster, Local, Mark, Path, unite
from kg.doubts import find_possibly_same
from kg.entities import LocalEntity
from kg.iris import make_id
from kg.marks import (
    BODIES,
    KINDS,
    Key,
    is_common_title,
    is_open,
    marks_of_person,
    marks_of_work,
    take_bearings,
)
from kg.ontology import Ontology
from kg.reading import Reading
from kg.rulebook import Rulebook

_DIGEST = re.compile(r"-[0-9a-f]{12}\Z")

Pair = tuple[str, str]
Marks = Mapping[Local, tuple[Mark, ...]]
Ids = Mapping[int, Mapping[int, str]]
"""The ids of entities, by the number of the reading and their own."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person says of identity: entities that are one, and groups of them that are not.

    Of the groups of one element of `apart` the first keeps whatever else belongs to them.
    """

    together: tuple[frozenset[Local], ...] = ()
    apart: tuple[tuple[frozenset[Local], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """The things of a corpus, by their ids, and the id of every local entity.

    The rest is for `kg.reasons` and `kg.revision`: the things as they are `named` kind by kind, each by its
    first entity, and as they were `found`, namesakes yet with one id; the marks of entities, or the `reasons`
    of things by their members; and the pairs of ids that a person told apart.
    """

    clusters: tuple[Cluster, ...] = ()
    ids: Ids = field(default_factory=dict)
    named: tuple[Cluster, ...] = ()
    found: tuple[Cluster, ...] = ()
    marks: Marks = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()
    reasons: Mapping[tuple[Local, ...], str] = field(default_factory=dict)

    @property
    def possibly_same(self) -> tuple[Pair, ...]:
        """Pairs of ids that may be the same; they are looked for whenever they are asked for."""
        return find_possibly_same(self.clusters, self.apart)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """What every step needs: `kinds` has the entities of each kind by source, `open` whether a key is.

    With an entity are the marks that its article gives it on its own; people and works have none. `setting`
    tells the place that a reading speaks from.
    """

    readings: Mapping[int, Reading]
    kinds: Mapping[str, Marks]
    setting: Callable[[int], Path]
    open: Callable[[Key], bool]
    rules: Rulebook
    ontology: Ontology
    split: Mapping[Local, str] = field(default_factory=dict)


def identify(
    readings: Sequence[Reading], rules: Rulebook, ontology: Ontology, hints: Hints | None = None
) -> Identity:
    """Find what is one across articles; each reading has a source of its own."""
    hints = hints or Hints()
    split = {
        local: f"{n}.{m}"
        for n, groups in enumerate(hints.apart)
        for m, group in enumerate(groups)
        if m
        for local in group
    }
    corpus = replace(_corpus(dict(enumerate(readings)), rules, ontology), split=split)
    ids: dict[int, dict[int, str]] = {r: {} for r in range(len(readings))}
    found: list[Cluster] = []
    named: list[Cluster] = []
    every_mark: dict[Local, tuple[Mark, ...]] = {}
    for kind in KINDS:
        own, marks = cluster_kind(kind, corpus, ids, hints.together)
        names = distinguish(own)
        for cluster in names:
            for r, e in cluster.members:
                ids[r][e] = cluster.id
        found += own
        named += names
        every_mark |= marks
    clusters = tuple(sorted(named, key=lambda c: c.id))
    apart = frozenset(_pairs_apart(hints, ids))
    return Identity(clusters, ids, tuple(named), tuple(found), every_mark, apart)


def cluster_kind(
    kind: str, corpus: Corpus, ids: Ids, together: Sequence[frozenset[Local]] = ()
) -> tuple[list[Cluster], Marks]:
    """The things of a kind, namesakes yet with one id, and the marks of their entities.

    `ids` are those of the entities of kinds before it; of `together` each group is one.
    """
    marks = _find_marks(kind, corpus, ids)
    for n, group in enumerate(together):
        for local in group & marks.keys():
            marks[local] += (("same", str(n)),)
    return [_cluster(kind, group, corpus, ids) for group in unite(marks)], marks


def tell_apart(namesake: Cluster, step: int) -> Cluster:
    """A thing that shares its id, with one that holds its first article, at `step` 1 also the place in it."""
    return namesake._replace(id=make_id(*namesake.id.split("/"), *_TELLS[step](namesake)))


def distinguish(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The clusters with an id each; what leads to one id is told apart by article, then by place in it."""
    for step in STEPS:
        bearers = Counter([cluster.id for cluster in clusters])
        if len(bearers) == len(clusters):
            break
        clusters = [tell_apart(c, step) if bearers[c.id] > 1 else c for c in clusters]
    return list(clusters)


def _corpus(readings: Mapping[int, Reading], rules: Rulebook, ontology: Ontology) -> Corpus:
    bearings = take_bearings(readings, rules, ontology)
    kinds: dict[str, dict[Local, tuple[Mark, ...]]] = {kind: {} for kind in KINDS}
    for r in sorted(readings, key=lambda r: readings[r].source):
        for kind, marks in bearings[r].kinds.items():
            kinds[kind].update(marks)

    def setting(r: int) -> Path:
        return bearings[r].setting

    return Corpus(readings, kinds, setting, cache(lambda key: is_open(key, rules)), rules, ontology)


def _find_marks(kind: str, corpus: Corpus, ids: Ids) -> dict[Local, tuple[Mark, ...]]:
    """The marks of the entities of a kind; those of one that is split off are good only among its like."""
    marks = dict(corpus.kinds[kind])
    if kind not in BODIES:
        marks_of = marks_of_person if kind == "person" else marks_of_work
        for r, e in marks:
            known = partial(_known, ids[r])
            marks[r, e] = tuple(marks_of(e, corpus.readings[r], known, corpus.rules))
    for local in corpus.split.keys() & marks.keys():
        marks[local] = tuple((*mark, corpus.split[local]) for mark in marks[local])
    return marks


def _known(ids: Mapping[int, str], number: int) -> str:
    return ids.get(number, "")


def _cluster(kind: str, group: Sequence[Local], corpus: Corpus, ids: Ids) -> Cluster:
    """The thing of a group; its `id` is yet without what tells it from things that lead to the same one."""
    nameless = _alone(kind, group[0], corpus) if len(group) == 1 else _joined(kind, group, corpus)
    readable = _readable(kind, nameless, corpus, ids)
    if corpus.split and any(member in corpus.split for member in group):
        readable = (*readable, *_stem(nameless))
    return Cluster(make_id(kind, *dict.fromkeys(readable)), *nameless[1:])


def _alone(kind: str, local: Local, corpus: Corpus) -> Cluster:
    """What `_joined` makes of a group of one, as nearly all are, in a third of the time."""
    reading = corpus.readings[local[0]]
    entity = reading.entities[local[1]]
    name, open_ = _name(kind, entity), corpus.open(entity.key)
    plain = entity.forms == (name,) and entity.name == name
    aliases = () if plain else tuple(sorted({*entity.forms, entity.name} - {name}))
    setting = corpus.setting(local[0]) if open_ else ()
    return Cluster("", entity.cls, name, aliases, (local,), (reading.source,), entity.key, open_, setting)


def _joined(kind: str, group: Sequence[Local], corpus: Corpus) -> Cluster:
    entities = [corpus.readings[r].entities[e] for r, e in group]
    different = list({id(entity): entity for entity in entities}.values())  # what is stored once is one
    names = [_name(kind, entity) for entity in entities]
    name = _fullest(names)
    forms = {form for entity in different for form in entity.forms}
    aliases = forms.union(names, [entity.name for entity in different]) - {name}
    key = min({entity.key for entity in different}, key=lambda key: _how_vague(key, corpus))
    open_ = corpus.open(key)
    first = next(r for (r, _), entity in zip(group, entities, strict=True) if entity.key == key)
    return Cluster(
        id="",
        cls=_most_specific([e.cls for e in entities], corpus.ontology),
        name=name,
        aliases=tuple(sorted(aliases)),
        members=tuple(group),
        articles=tuple(dict.fromkeys([corpus.readings[r].source for r, _ in group])),
        key=key,
        open=open_,
        setting=corpus.setting(first) if open_ else (),
    )


def _name(kind: str, entity: LocalEntity) -> str:
    """What an entity is called: a person as the key has it, without the dots and marks of the text."""
    return entity.key[1] if kind == "person" and entity.key else entity.name


def _fullest(names: Sequence[str]) -> str:
    """The longest of the names; of several, the one that stands most often."""
    votes = Counter(names)
    return max(votes, key=lambda name: (len(name), votes[name], name))


def _how_vague(key: Key, corpus: Corpus) -> tuple[bool, bool, Key]:
    """Keys that say nothing come last, and those of open names before them."""
    return not key, corpus.open(key), key


def _most_specific(classes: Sequence[str], ontology: Ontology) -> str:
    """The class named most often of those that no other named one lies below."""
    votes = Counter(classes)
    above = {a for cls in votes for a in ontology.ancestors(cls)}
    lowest = [cls for cls in sorted(votes) if cls not in above]
    return max(lowest, key=lambda cls: votes[cls])


def _readable(kind: str, cluster: Cluster, corpus: Corpus, ids: Ids) -> tuple[str, ...]:
    """The parts of an id: the name as the key has it, and what tells its bearer from others of the name."""
    key = cluster.key
    if kind == "person":
        return key[1], *(_chief(cluster, corpus, ids) or _stem(cluster))
    if not key:
        return cluster.name, *_stem(cluster)
    told = (cluster.setting[-1:] or _stem(cluster)) if cluster.open else ()
    if kind == "work":
        return key[1], *(_stem(cluster) if is_common_title(key[1], corpus.rules) else ())
    if kind == "place":
        return "".join(key[-2:] if len(key) > 3 else key[-1:]), *told
    place = cluster.place
    near = place[-2:] if len(place) > 2 or (place and place[-1].endswith(("区", "县"))) else place[-1:]
    return cluster.party + "".join(near) + cluster.core, *told


def _chief(cluster: Cluster, corpus: Corpus, ids: Ids) -> tuple[str, ...]:
    """The first body that the first article to name one gives a person, else a title that few hold."""
    titles: list[str] = []
    for r, e in cluster.members:
        for post in corpus.readings[r].posts:
            if post.person != e:
                continue
            if post.organization is not None and len(corpus.readings[r].entities[post.organization].key) > 2:
                return tuple(_DIGEST.sub("", ids[r][post.organization]).partition("/")[2].split("_"))
            if post.title in corpus.rules.identity.sole_titles:
                titles.append(post.title)
    return tuple(titles[:1])


def _stem(cluster: Cluster) -> tuple[str, ...]:
    """The first article's path without its suffix, in parts that an id joins again as they were."""
    return tuple(filter(None, cluster.articles[0].removesuffix(".txt").replace("/", "_").split("_")))


_TELLS: tuple[Callable[[Cluster], tuple[str, ...]], ...] = (
    _stem,
    lambda c: (c.articles[0], str(c.members[0][1])),
)
STEPS = range(len(_TELLS))
"""In which namesakes are told apart: what is renamed in the first may meet another of its new name."""


def _pairs_apart(hints: Hints, ids: Ids) -> Iterator[Pair]:
    """The ids that must not even be linked."""
    for groups in hints.apart:
        for one, other in combinations([{ids[r][e] for r, e in group} for group in groups], 2):
            yield from ((min(a, b), max(a, b)) for a in one for b in other if a != b)
