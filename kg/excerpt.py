"""The part of a large network that is worth looking at first: its hubs, and one deed of each kind of tie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kg.adjacency import Neighbours

DEEDS = 2
"""How many actions a thing may bring along that tie it to those before it."""


def excerpt(neighbours: Neighbours, counts: Sequence[int], things: int, most: int) -> list[int]:
    """At most `most` nodes, each linked with another; all of a network that has no more, in its order.

    The nodes below `things` are things, the others actions; `counts` has the number of links of each. Things
    come by that. An action comes only where it ties things that are there, and only one for the same things:
    a hundred meetings of the same two bodies say no more than the first.
    """
    if len(neighbours) <= most:
        return list(range(len(neighbours)))
    here: set[int] = set()
    linked: set[int] = set()
    tied: set[frozenset[int]] = set()
    for thing in sorted(range(things), key=lambda node: -counts[node]):
        near = neighbours[thing]
        direct = here.intersection(near)
        here.add(thing)
        deeds = ((node, here.intersection(neighbours[node])) for node in near if node >= things)
        new = {frozenset(ends): node for node, ends in deeds if len(ends) > 1 and frozenset(ends) not in tied}
        taken = dict(islice(new.items(), DEEDS))
        ends = direct.union(*taken, {thing}) if direct or taken else set()
        if len(linked | ends) + len(taken) > most:
            break
        tied.update(taken)
        linked |= ends | set(taken.values())
    return sorted(linked)
