"""The graph of a corpus in pieces: one text of N-Quads a thing, made where nobody sees the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from kg.assembly import assemble, make_entity
from kg.blocks import Named, Thing, identify_blocks, load_words, pair_blocks
from kg.descriptions import describe_entities, describe_rest
from kg.formats import nquads_of
from kg.identity import Identity, Pair
from kg.model import Entity, Graph, Membership
from kg.reading import Reading
from kg.spread import Spread
from kg.triples import CORPUS

Key = tuple[str, int, str]
"""The named graph of a piece (empty for the corpus's), its rank in it, and the id of what it describes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the graph as text, where it belongs, and how much of what it holds, for the report."""

    key: Key
    text: str
    counts: tuple[tuple[tuple[str, ...], int], ...] = ()


def cut_graph(readings: Spread[Reading], base: str) -> tuple[Spread[Piece], Spread[Thing]]:
    """The graph of a corpus in pieces, and its things; in order of key they are the quads of `to_quads`."""
    things, ids = identify_blocks(readings)
    things = things.keep()
    articles = readings.map(_reading_by_source).join(ids.map(_id_by_source)).group(_assemble).keep()
    entities = things.map(_entity).join(articles.map(_titles)).join(articles.map(_served))
    entities = entities.join(pair_blocks(things).map(_pair))
    pieces = entities.group(partial(_describe_entity, base))
    pieces = pieces.join(articles.map(_tellings).group(partial(_describe_membership, base)))
    return pieces.join(articles.map(partial(_describe_article, base))).keep(), things


def counts_of(piece: Piece) -> Iterable[tuple[tuple[str, ...], int]]:
    """What a piece counts of what its graph holds."""
    return piece.counts


@dataclass(frozen=True, slots=True)
class _Told:
    """What one article says, and what cleaning did in it."""

    graph: Graph
    counts: tuple[tuple[tuple[str, ...], int], ...]


_Said = Entity | Membership | str
"""What is said of an entity: itself, a post of its own, or the id of another that may be the same."""


def _reading_by_source(reading: Reading) -> Iterator[tuple[str, Reading | tuple[int, str]]]:
    yield reading.source, reading


def _id_by_source(named: Named) -> Iterator[tuple[str, Reading | tuple[int, str]]]:
    yield named


def _assemble(_: str, values: list[Reading | tuple[int, str]]) -> Iterator[_Told]:
    """The graph of one article; its entities are titles only."""
    (reading,) = (value for value in values if isinstance(value, Reading))
    ids = {(0, each[0]): each[1] for each in values if not isinstance(each, Reading)}
    repairs = (((("repairs", kind)), number) for kind, number in reading.repairs)
    yield _Told(assemble([reading], Identity(ids=ids)), (*repairs, (("characters",), reading.characters)))


def _entity(thing: Thing) -> Iterator[tuple[str, _Said]]:
    yield thing.cluster.id, make_entity(thing.cluster)


def _titles(told: _Told) -> Iterator[tuple[str, _Said]]:
    return ((entity.id, entity) for entity in told.graph.entities)


def _served(told: _Told) -> Iterator[tuple[str, _Said]]:
    return ((post.person, replace(post, evidence=())) for post in told.graph.memberships if post.organization)


def _pair(pair: Pair) -> Iterator[tuple[str, _Said]]:
    yield pair


def _describe_entity(base: str, id_: str, said: list[_Said]) -> Iterator[Piece]:
    entity = next(each for each in said if isinstance(each, Entity))
    posts = tuple(each for each in said if isinstance(each, Membership))
    same = tuple((id_, each) for each in said if isinstance(each, str))
    (thing,) = describe_entities(Graph(entities=(entity,), memberships=posts, possibly_same=same))
    text = nquads_of(CORPUS, thing, base, load_words()[1])
    yield Piece(("", 0, id_), text, ((("entities", entity.cls), 1),))


def _tellings(told: _Told) -> Iterator[tuple[str, tuple[str, Membership]]]:
    return ((post.id, (told.graph.articles[0].id, post)) for post in told.graph.memberships)


def _describe_membership(base: str, id_: str, tellings: list[tuple[str, Membership]]) -> Iterator[Piece]:
    """A membership in the graph of each article that tells it, as sure as the surest of them makes it."""
    confidence = max(post.confidence for _, post in tellings)
    for n, (article, post) in enumerate(sorted(tellings, key=lambda telling: telling[0])):
        (thing,) = describe_rest(Graph(memberships=(replace(post, confidence=confidence),)))
        text = nquads_of(article, thing, base, load_words()[1])
        yield Piece((article, 0, id_), text, () if n else ((("memberships",), 1),))


def _describe_article(base: str, told: _Told) -> Iterator[Piece]:
    graph = told.graph
    things = describe_rest(replace(graph, memberships=(), entities=()))
    text = "".join(nquads_of(graph.articles[0].id, thing, base, load_words()[1]) for thing in things)
    actions = ((("actions", action.cls, action.status), 1) for action in graph.actions)
    counts = tuple(chain(((("articles",), 1),), actions, told.counts))
    yield Piece((graph.articles[0].id, 1, ""), text, counts)
