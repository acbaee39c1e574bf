"""Between one and two: what may be the same, and what looks alike and was kept apart.

Candidates come from blocks (a name, or a name without its ordinal), and inside a block only neighbours are
compared, so that the work grows with the number of things and not with that of their pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from kg.clusters import Cluster, NearMiss, Veto
from kg.marks import ordinals_in, without_ordinal
from kg.rulebook import Rulebook

LISTED = 5
"""Pairs that are listed of a near miss; of the others there is the number."""

Pair = tuple[str, str]


def find_possibly_same(clusters: Iterable[Cluster], apart: frozenset[Pair]) -> tuple[Pair, ...]:
    """Pairs of ids, sorted, that nothing tells apart but nothing joins either; never one of `apart`.

    These are the bearers of one name or title, each with the one before; an open name with its namesakes from
    nowhere else; and an open name with the one thing that has the name and a place.
    """
    blocks: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.key and (cluster.open or cluster.key[0] in ("person", "work")):
            blocks[cluster.key].append(cluster)
    pairs = {pair for block in blocks.values() if len(block) > 1 for pair in _chain(block, apart)}
    pairs |= {_pair(cluster, found) for cluster, found in _placed(clusters)} - apart
    return tuple(sorted(pairs))


def find_near_misses(
    clusters: Iterable[Cluster], same: frozenset[Pair], apart: frozenset[Pair], rules: Rulebook
) -> tuple[NearMiss, ...]:
    """What bears one name, or one but for place, ordinal, level, party or kind, and was kept apart."""
    blocks: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for name in _block_names(cluster, rules):
            blocks[name].append(cluster)
    seen: set[Pair] = set()
    return tuple(
        miss
        for name in sorted((b for b in blocks if len(blocks[b]) > 1), key=lambda b: (-len(b), b))
        for miss in _near_miss(name, blocks[name], seen, same, apart)
    )


def _near_miss(
    name: str, block: list[Cluster], seen: set[Pair], same: frozenset[Pair], apart: frozenset[Pair]
) -> Iterator[NearMiss]:
    block.sort(key=attrgetter("key", "id"))
    vetoes: list[Veto] = []
    more = 0
    for one, other in pairwise(block):
        pair = _pair(one, other)
        if pair not in seen and (len(one.articles) > 1 or one.articles != other.articles):
            if len(vetoes) == LISTED:
                more += 1
            else:
                told = "the corrections say so" if pair in apart else _veto(one, other, pair in same)
                vetoes.append(Veto(pair, told))
        seen.add(pair)
    if vetoes:
        yield NearMiss(name, tuple(vetoes), more)


def _veto(one: Cluster, other: Cluster, linked: bool) -> str:
    """Why two things of a block are not one, from the weightiest difference down."""
    if one.key[0] == "person":
        return "no body served by both"
    if one.key[0] == "work":
        return "no author of both"
    if one.key[0] == "place":
        return (
            "linked only: the name leaves its place open"
            if linked
            else _differ("place", _seat(one), _seat(other))
        )
    if one.party != other.party:
        return _differ("party", one.party, other.party)
    if one.place != other.place:
        if not (one.place and other.place):
            return (
                "linked only: one name leaves its place open" if linked else "one name leaves its place open"
            )
        level = one.place[: len(other.place)] == other.place or other.place[: len(one.place)] == one.place
        return _differ("level" if level else "place", "/".join(one.place), "/".join(other.place))
    if ordinals_in(one.core) != ordinals_in(other.core):
        return _differ("ordinal", *("".join(ordinals_in(c.core)) for c in (one, other)))
    if one.core != other.core:
        return _differ("kind", one.core, other.core)
    return (
        "linked only: the name leaves its place open"
        if linked
        else _differ("place", _seat(one), _seat(other))
    )


def _differ(what: str, one: str, other: str) -> str:
    return f"the {what} differs: {one or 'none'} and {other or 'none'}"


def _seat(cluster: Cluster) -> str:
    """Where an open name is, as far as its articles tell."""
    return "/".join(cluster.setting or cluster.key[1:-1])


def _block_names(cluster: Cluster, rules: Rulebook) -> set[str]:
    if not cluster.key:
        return set()
    names = {cluster.name, *cluster.aliases} if cluster.key[0] == "organization" else {cluster.key[-1]}
    if core := cluster.core:
        bare = without_ordinal(core)
        names |= {bare, _headless(bare, rules)} - {""}
    return names


def _headless(core: str, rules: Rulebook) -> str:
    """What is left of a name without the word for its kind, where that is a name still: 协和 of 协和医院."""
    heads = rules.organizations.heads
    for begin in range(1, len(core)):  # the longest that ends it
        if core[begin:] in heads:
            return core[:begin] if begin > 1 else ""
    return ""


def _chain(block: Sequence[Cluster], apart: frozenset[Pair]) -> Iterator[Pair]:
    """Each with the last one before it that it may be; those that a place is known of come first."""
    block = sorted(block, key=lambda c: (not c.setting, c.id))
    for n, cluster in enumerate(block):
        for before in reversed(block[:n]):
            if not (cluster.setting and before.setting) and _pair(before, cluster) not in apart:
                yield _pair(before, cluster)
                break
            if cluster.setting:
                break


def _placed(clusters: Iterable[Cluster]) -> Iterator[tuple[Cluster, Cluster]]:
    """Open names, each with the one thing of that name whose place is known and is that of its articles."""
    bodies = [c for c in clusters if c.key[:1] == ("organization",)]
    index: dict[tuple[str, ...], dict[str, Cluster]] = defaultdict(dict)
    for body in bodies:
        for name in names_with_place(body):
            index[name][body.id] = body
    for body in bodies:
        names = names_without_place(body)
        if names:
            found: Mapping[str, Cluster] = {}
            for name in names:
                found = found or index.get(name, {})
            fits = (
                [c for c in found.values() if not body.place or body.place[-1] in c.place]
                if len(found) == 1
                else []
            )
            if fits:
                yield body, fits[0]


def names_with_place(body: Cluster) -> Iterator[tuple[str, ...]]:
    """What an organization whose place is known is found under: its names, bare and with its town."""
    if body.key[:1] == ("organization",) and not body.open and (place := body.place):
        for name in {(body.party, body.core), *[("", form) for form in (body.name, *body.aliases)]}:
            yield name
            yield (*name, *place[:2])


def names_without_place(body: Cluster) -> tuple[tuple[str, ...], ...]:
    """What an organization whose name leaves its place open looks for; what the first finds counts."""
    if body.key[:1] != ("organization",) or not body.core or (body.place and not body.open):
        return ()
    return tuple((*name, *body.setting) for name in ((body.party, body.core), ("", body.name)))


def _pair(one: Cluster, other: Cluster) -> Pair:
    # Not by min and max, which take three times as long: in news there are a hundred thousand pairs.
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)
