"""The graph of a corpus in pieces: one text of N-Quads a thing, made where nobody sees the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kg.assembly import assemble_facts, make_entity
from kg.blocks import Named, Thing, identify_blocks, pair_blocks
from kg.descriptions import describe_entities, describe_rest
from kg.formats import nquads_of
from kg.identity import Pair
from kg.iris import article_of
from kg.model import Entity, Graph, Membership
from kg.packaged import load_words
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
    told = (
        readings.map(_reading_by_source).join(ids.map(_id_by_source)).group(partial(_assemble, base)).keep()
    )
    said = told.map(_said).join(things.map(_entity)).join(pair_blocks(things).map(_pair))
    return told.map(_piece).join(said.group(partial(_describe, base))).keep(), things


def counts_of(piece: Piece) -> Iterable[tuple[tuple[str, ...], int]]:
    """What a piece counts of what its graph holds."""
    return piece.counts


_Said = tuple[str, Entity | Membership | str]
"""The id of an entity, and what is said of it: itself, a post of its own, or another that may be the same.

Or the id of a membership, and itself as one article tells it.
"""


def _reading_by_source(reading: Reading) -> Iterator[tuple[str, Reading | tuple[int, str]]]:
    yield reading.source, reading


def _id_by_source(named: Named) -> Iterator[tuple[str, Reading | tuple[int, str]]]:
    yield named


def _assemble(base: str, _: str, values: list[Reading | tuple[int, str]]) -> Iterator[Piece | _Said]:
    """The piece of one article, and what it says of things that others may speak of, too."""
    (reading,) = (value for value in values if isinstance(value, Reading))
    ids = dict(each for each in values if not isinstance(each, Reading))
    assert len(ids) == len(reading.entities)  # each has come with its id
    graph = assemble_facts([reading], [ids])
    yield _describe_article(base, graph, reading)
    yield from ((title.id, title) for title in graph.entities)
    for post in graph.memberships:
        yield post.id, post
        if post.organization:
            yield post.person, post._replace(evidence=())


def _piece(told: Piece | _Said) -> Iterator[Piece]:
    if isinstance(told, Piece):
        yield told


def _said(told: Piece | _Said) -> Iterator[_Said]:
    if not isinstance(told, Piece):
        yield told


def _entity(thing: Thing) -> Iterator[_Said]:
    yield thing.cluster.id, make_entity(thing.cluster)


def _pair(pair: Pair) -> Iterator[_Said]:
    yield pair


def _describe_article(base: str, graph: Graph, reading: Reading) -> Piece:
    article = graph.articles[0].id
    things = describe_rest(replace(graph, memberships=(), entities=()))
    text = "".join(nquads_of(article, thing, base, load_words()[1]) for thing in things)
    actions = ((("actions", action.cls, action.status), 1) for action in graph.actions)
    repairs = ((("repairs", kind), number) for kind, number in reading.repairs)
    return Piece(
        (article, 1, ""),
        text,
        ((("articles",), 1), (("characters",), reading.characters), *actions, *repairs),
    )


def _describe(base: str, id_: str, said: list[Entity | Membership | str]) -> Iterator[Piece]:
    posts = [each for each in said if isinstance(each, Membership)]
    entity = next((each for each in said if isinstance(each, Entity)), None)
    if entity is None:
        yield from _describe_membership(base, posts)
        return
    same = tuple((id_, each) for each in said if isinstance(each, str))
    (thing,) = describe_entities(Graph(entities=(entity,), memberships=tuple(posts), possibly_same=same))
    text = nquads_of(CORPUS, thing, base, load_words()[1])
    yield Piece(("", 0, id_), text, ((("entities", entity.cls), 1),))


def _describe_membership(base: str, tellings: Sequence[Membership]) -> Iterator[Piece]:
    """A membership in the graph of each article that tells it, as sure as the surest of them makes it."""
    confidence = max(post.confidence for post in tellings)
    counts: tuple[tuple[tuple[str, ...], int], ...] = ((("memberships",), 1),)
    for post in tellings:
        article = article_of(post.evidence[0])
        (thing,) = describe_rest(Graph(memberships=(post._replace(confidence=confidence),)))
        yield Piece((article, 0, post.id), nquads_of(article, thing, base, load_words()[1]), counts)
        counts = ()
