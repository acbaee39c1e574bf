"""The overview of a large network: which nodes belong together, and where each such community stands.

Communities are Louvain's; each is a disc with room for its nodes, and the discs are packed, the largest
in the middle and each next one as near as may be to those that it is linked with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

import networkx as nx
import numpy as np

from kg.layout import Points, spiral

SEED = 1
REACH = 9.0
"""Pixels from the middle of a disc to its second node; that of the n-th grows with the root of n."""
GAP = 14.0
FILL = 0.45
"""How much of the plane the discs may be expected to cover: too little costs time, too much room."""
SPOTS = 40_000
"""Places to choose from, at most so many: each disc looks at all that are still free."""
EVERY = 8
"""How many discs are set between two looks at which places are free for none any more."""
GRAIN = 12.0
WIDE = 1.5


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes by their numbers, best linked first, in a disc of `radius` pixels about (`x`, `y`)."""

    nodes: tuple[int, ...]
    x: int
    y: int
    radius: int


def find_communities(neighbours: Sequence[Sequence[int]]) -> list[Community]:
    """The communities of the nodes, largest first; `neighbours[i]` holds those linked with node `i`.

    Nodes without a link are in none. The same input gives the same result.
    """
    links = [(one, other) for one, others in enumerate(neighbours) for other in others if one < other]
    groups = nx.community.louvain_communities(nx.Graph(links), seed=SEED) if links else []
    found = sorted(
        (_by_degree(group, neighbours) for group in groups), key=lambda group: (-len(group), group)
    )
    radii = [round(REACH * sqrt(len(group)) + GAP / 2) for group in found]
    middles = _pack_discs(radii, _ties(found, links))
    return [
        Community(group, round(x), round(y), radius)
        for group, (x, y), radius in zip(found, middles, radii, strict=True)
    ]


def _by_degree(group: set[int], neighbours: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(group, key=lambda node: (-len(neighbours[node]), node)))


def _ties(groups: Sequence[Sequence[int]], links: Sequence[tuple[int, int]]) -> list[Counter[int]]:
    """For each group, how many links it has with each other one."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    ties: list[Counter[int]] = [Counter() for _ in groups]
    for one, other in links:
        here, there = home[one], home[other]
        if here != there:
            ties[here][there] += 1
            ties[there][here] += 1
    return ties


def _pack_discs(radii: Sequence[int], ties: Sequence[Counter[int]]) -> list[Points]:
    """The middles of discs that do not overlap; the radii never grow."""
    area = sum(pi * (radius + GAP) ** 2 for radius in radii) / FILL
    grain = max(GRAIN, sqrt(area / SPOTS))
    stretch = np.array([sqrt(WIDE), 1 / sqrt(WIDE)])
    spots = spiral(int(area / grain**2) + 1) * stretch * grain / sqrt(pi)
    room = np.full(len(spots), np.inf)
    middles: list[Points] = []
    for number, radius in enumerate(radii):
        linked = [(middles[other], count) for other, count in ties[number].items() if other < number]
        fits = room >= radius + GAP
        if linked:
            wish = np.average(
                [middle for middle, _ in linked], axis=0, weights=[count for _, count in linked]
            )
            far = np.square((spots - wish) / stretch) @ np.ones(2)
            middle = spots[np.where(fits, far, np.inf).argmin()]
        else:  # the spiral's first is the nearest to the middle
            middle = spots[fits.argmax()]
        middles.append(middle)
        room = np.minimum(room, np.hypot(spots[:, 0] - middle[0], spots[:, 1] - middle[1]) - radius)
        if number % EVERY == 0:
            free = room >= radii[-1] + GAP
            spots, room = spots[free], room[free]
    return middles
