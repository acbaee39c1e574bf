"""The network in a graph: its nodes, and what ties them, as plain values named by the ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count, repeat
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.model import Action, Graph, Item
from kg.ontology import Ontology

ROLES = {
    "agents": "agent",
    "recipients": "recipient",
    "via": "via",
    "works": "object",
    "places": "location",
}
"""The fields of an action that name entities, and the property that each stands for."""

GREY = "#8b919c"


@dataclass(frozen=True, slots=True)
class Hint:
    """How a class, property or status is named and drawn; `shape` is one of vis-network's."""

    zh: str
    en: str
    colour: str = GREY
    shape: str = "dot"


Hints = Mapping[str, Hint]
"""By the local name of the term: Person, Donation, agent, Realised…"""


class Node(NamedTuple):
    """A thing or an action, and its label in both languages."""

    id: str
    cls: str
    zh: str
    en: str


class Tie(NamedTuple):
    """What two nodes have to do with each other; a tie with a title is called as that is."""

    role: str
    title: str | None
    name: str | None
    fact: str | None


def ontology_hints(ontology: Ontology) -> dict[str, Hint]:
    """How the ontology names and draws its terms."""
    terms = {**ontology.properties, **ontology.individuals}
    hints = {name.rpartition(":")[2]: Hint(term.label_zh, term.label_en) for name, term in terms.items()}
    for name, cls in ontology.classes.items():
        hints[name] = Hint(cls.label_zh, cls.label_en, cls.colour or GREY, cls.shape or "dot")
    return hints


def find_ties(graph: Graph, hints: Hints) -> tuple[list[Node], list[tuple[tuple[int, int], Tie]]]:
    """The nodes, all things before all actions, and what ties which two of them by their numbers.

    The ties of two nodes are together, and those that begin at one node.
    """
    names = {entity.id: entity.name for entity in graph.entities}
    nodes = [Node(e.id, e.cls, e.name, e.name) for e in graph.entities if e.cls != "Title"]
    for action in graph.actions:
        hint, what = hint_of(action.cls, hints), say_what(action, names)
        nodes.append(Node(action.id, action.cls, f"{hint.zh}{what}", f"{hint.en}{what}"))
    numbers = {node.id: number for number, node in enumerate(nodes)}
    ties: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for begin, end, role, title, fact in _links(graph):
        one, other = numbers.get(begin), numbers.get(end)
        if one is not None and other is not None:
            ties[one, other].append(Tie(role, title, title and names[title], fact))
    # Not by their ends too: the ties of an action stay in the order of its roles.
    return nodes, [(ends, tie) for ends in sorted(ties, key=itemgetter(0)) for tie in ties[ends]]


def number_links(graph: Graph) -> tuple[npt.NDArray[np.int64], int]:
    """The two ends of every tie of `find_ties`, a row each and in no order, and how many nodes there are."""
    things = [entity.id for entity in graph.entities if entity.cls != "Title"]
    numbers = dict(zip(chain(things, [action.id for action in graph.actions]), count()))
    named = _named(graph)
    found = map(numbers.get, chain.from_iterable(named), repeat(-1))
    ends = np.fromiter(found, np.int64, 2 * len(named)).reshape(-1, 2)
    return ends[(ends >= 0).all(axis=1)], len(numbers)


def hint_of(name: str, hints: Hints) -> Hint:
    """How a term is named and drawn; one that the ontology lacks is called by its name."""
    return hints.get(name) or Hint(name, name)


def _links(graph: Graph) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """From, to, role, title and fact of every edge."""
    for membership in graph.memberships:
        if membership.organization:
            yield membership.person, membership.organization, "memberOf", membership.title, membership.id
    for action in graph.actions:
        for role, ids in zip(ROLES.values(), _roles(action), strict=True):
            for id_ in ids:
                yield action.id, id_, role, None, action.id
    for entity in graph.entities:
        if entity.parent:
            yield entity.id, entity.parent, "subOrganizationOf", None, None
    for one, other in graph.possibly_same:
        yield one, other, "possiblySameAs", None, None


def _named(graph: Graph) -> list[tuple[str, str]]:
    """From and to of every edge."""
    ends = [(m.person, m.organization) for m in graph.memberships if m.organization]
    ends += [(action.id, id_) for action in graph.actions for ids in _roles(action) for id_ in ids]
    ends += [(entity.id, entity.parent) for entity in graph.entities if entity.parent]
    return [*ends, *graph.possibly_same]


_roles: Callable[[Action], tuple[tuple[str, ...], ...]] = attrgetter(*ROLES)


def say_what(action: Action, names: Mapping[str, str]) -> str:
    """What was given, made or written, where one thing says it: `·消毒液40桶`; `names` are those of works."""
    if action.amount is not None:
        return f"·{action.amount:,f} {action.currency or ''}".rstrip()
    if action.items:
        return "·" + _goods(action.items[0]) + ("…" if len(action.items) > 1 else "")
    if action.works:
        return f"·《{names[action.works[0]].strip('《》')}》"
    return ""


def _goods(item: Item) -> str:
    return item.name if item.value is None else f"{item.name}{item.value:f}{item.unit or ''}"
