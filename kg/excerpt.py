"""The part of a large network that is worth looking at first: its hubs, and one deed of each kind of tie."""

from __future__ import annotations

from itertools import islice

import networkx as nx

DEEDS = 2
"""How many actions a thing may bring along that tie it to those before it."""


def excerpt(network: nx.MultiDiGraph, most: int) -> list[str]:
    """At most `most` nodes, each linked with another; all of a network that has no more, in its order.

    Things come by their number of links. An action comes only where it ties things that are there, and only
    one for the same things: a hundred meetings of the same two bodies say no more than the first.
    """
    if len(network) <= most:
        return list(network)
    degree = dict(network.degree())
    kinds = dict(network.nodes(data="kind"))
    things: set[str] = set()
    linked: set[str] = set()
    tied: set[frozenset[str]] = set()
    for thing in sorted(degree, key=lambda node: (-degree[node], node)):
        if kinds[thing] != "entity":
            continue
        near = sorted(set(nx.all_neighbors(network, thing)) - {thing})
        direct = things.intersection(near)
        things.add(thing)
        deeds = ((node, things.intersection(network[node])) for node in near if kinds[node] == "action")
        new = {frozenset(ends): node for node, ends in deeds if len(ends) > 1 and frozenset(ends) not in tied}
        taken = dict(islice(new.items(), DEEDS))
        ends = direct.union(*taken, {thing}) if direct or taken else set()
        if len(linked | ends) + len(taken) > most:
            break
        tied.update(taken)
        linked |= ends | set(taken.values())
    return [node for node in network if node in linked]
