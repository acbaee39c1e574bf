"""The data of a page: what the graph says, in tables, and what a browser would be slow to find in it.

Nodes and edges are not among it: the page makes them of entities and facts, as `kg.ties` does.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from kg.adjacency import Neighbours, count_links, find_neighbours
from kg.communities import Community, find_communities
from kg.cuts import Cut, Cuts, join_cuts
from kg.descriptions import Subject, Tied
from kg.excerpt import excerpt
from kg.layout import place
from kg.model import Action, Article, Entity, Graph, Membership, Sentence
from kg.reuse import Block, digest_values
from kg.spelling import sounds, traditional_forms
from kg.ties import ROLES, Hints, hint_of, number_links, say_what

START = 200
"""At most so many nodes are drawn at first: beyond that every renderer draws a knot of hair."""

ROWS = 1024
"""Rows of a table that are deflated together, on average; with fewer they take more room."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a browser would be slow to find in a graph.

    Which nodes are drawn at first, each with its place; the communities of a network beyond them; and how the
    characters of its names may be typed.
    """

    places: tuple[tuple[int, int, int], ...]
    communities: tuple[Community, ...]
    forms: dict[str, str]
    sounds: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Values of one class: smaller than with the name of every part, and sooner written. Ids come first."""

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What of a graph its overview comes from.

    `ends` has a row for each tie of `kg.ties`, with the numbers of its two nodes; of the `size` nodes the
    last are so many `actions`. `characters` are those of the names.
    """

    ends: npt.NDArray[np.int64]
    size: int
    actions: int
    characters: str


def outline(graph: Graph) -> Outline:
    """The outline of a graph."""
    names = [entity.name for entity in graph.entities]
    names += chain.from_iterable([entity.aliases for entity in graph.entities])
    return Outline(*number_links(graph), len(graph.actions), "".join(sorted(set("".join(names)))))


def get_ready() -> None:
    """Load the tables that `look_over` needs, which takes as long as a third of its work."""
    traditional_forms("")
    sounds("字")


def look_over(drawn: Outline) -> Overview:
    """The overview of a graph; it takes longer than all the rest of a page."""
    neighbours = find_neighbours(drawn.ends, drawn.size)
    start = excerpt(neighbours, count_links(drawn.ends, drawn.size), drawn.size - drawn.actions, START)
    communities = find_communities(neighbours) if len(start) < drawn.size else ()
    spelled = traditional_forms(drawn.characters), sounds(drawn.characters)
    return Overview(tuple(_places(start, neighbours)), tuple(communities), *spelled)


def page_blocks(graph: Graph, cuts: Cuts, hints: Hints) -> Iterator[Block]:
    """What a page knows beside the overview, in lines: the names of terms, facts and sentences."""
    used = {entity.cls for entity in graph.entities} - {"Title"} | {action.cls for action in graph.actions}
    used |= {"memberOf", "subOrganizationOf", "possiblySameAs"} | set(ROLES.values())
    used |= {action.status for action in graph.actions}
    yield from island_blocks({"hints": {name: hint_of(name, hints) for name in sorted(used)}})
    cited = {action.works[0] for action in graph.actions if action.works}
    works = {entity.id: entity.name for entity in graph.entities if entity.id in cited}
    tables: dict[str, tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]] = {
        "articles": (Article._fields[:-1], _show_article),
        "entities": ((*Entity._fields, "same"), _show_entity),
        "memberships": (Membership._fields, tuple),
        "actions": ((*Action._fields, "what"), partial(_show_action, works)),
        "sentences": (Sentence._fields, tuple),
    }
    for name, (columns, row) in tables.items():
        for subjects, digest in [*join_cuts(cuts[name], ROWS)] or [Cut((), b"")]:
            named = [works[each.works[0]] for each in subjects if isinstance(each, Action) and each.works]
            yield Block(
                digest_values((name, digest, named)), partial(_make_rows, name, columns, row, subjects)
            )


def island_blocks(data: Mapping[str, object]) -> Iterator[Block]:
    """The data in lines: JSON, deflated, in letters that cannot end the element they stand in.

    Each line holds a part by its name, and of a table some rows. There is no time and no name within.
    """
    for name, part in data.items():
        yield Block(digest_values((name, part)), partial(_make_line, {name: part}))


def _make_rows(
    name: str, columns: Sequence[str], row: Callable[[Any], tuple[Any, ...]], subjects: Iterable[Subject]
) -> tuple[bytes, bytes]:
    return _make_line({name: Table(columns, [*map(row, subjects)])})


def _make_line(data: object) -> tuple[bytes, bytes]:
    # Level 6 takes 1.7 times the time of 4 and saves a thirtieth, 9 nearly five times and a twentieth.
    return base64.b64encode(zlib.compress(msgspec.json.encode(data), 4)) + b"\n", b""


def _places(start: Sequence[int], neighbours: Neighbours) -> Iterator[tuple[int, int, int]]:
    """Where each node of the start stands; the others come by search and by expanding."""
    index = {node: number for number, node in enumerate(start)}
    around = [[index[other] for other in neighbours[node] if other in index] for node in start]
    for node, (x, y) in zip(start, place(around), strict=True):
        yield node, x, y


def _show_article(article: Article) -> tuple[Any, ...]:
    return article[:-1]  # whom it mentions, its facts tell


def _show_entity(entity: Entity | Tied) -> tuple[Any, ...]:
    return (*entity.entity, entity.same) if isinstance(entity, Tied) else (*entity, ())


def _show_action(works: Mapping[str, str], action: Action) -> tuple[Any, ...]:
    """An action whose numbers stand as text, without an exponent, and whose goods name their parts."""
    shown: tuple[Any, ...] = action
    if action.amount is not None or action.items:
        items = [{**item._asdict(), "value": _digits(item.value)} for item in action.items]
        shown = tuple({**action._asdict(), "items": items, "amount": _digits(action.amount)}.values())
    return (*shown, say_what(action, works))


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
