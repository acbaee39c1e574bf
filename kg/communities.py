"""The overview of a large network: which nodes belong together, and where each such community stands.

Each community is a disc with room for its nodes, and the discs are packed, the largest
in the middle and each next one as near as may be to those that it is linked with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from kg.layout import Points, spiral
from kg.louvain import find_groups

REACH = 9.0
"""Pixels from the middle of a disc to its second node; that of the n-th grows with the root of n."""
GAP = 14.0
FILL = 0.45
"""How much of the plane the discs may be expected to cover: too little costs time, too much room."""
SPOTS = 40_000
"""Places to choose from, at most so many: each disc looks at all that are still free."""
EVERY = 64
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
    linked = [node for node, others in enumerate(neighbours) if others]
    place = {node: number for number, node in enumerate(linked)}
    begins = np.repeat(np.arange(len(linked)), [len(neighbours[node]) for node in linked])
    ends = np.array([place[other] for node in linked for other in neighbours[node]], np.int64)
    groups = defaultdict(list)
    for node, group in zip(linked, find_groups(begins, ends, len(linked)).tolist(), strict=True):
        groups[group].append(node)
    found = sorted(
        (_by_degree(group, neighbours) for group in groups.values()), key=lambda group: (-len(group), group)
    )
    radii = [round(REACH * sqrt(len(group)) + GAP / 2) for group in found]
    middles = _pack_discs(radii, _ties(found, neighbours))
    return [
        Community(group, round(x), round(y), radius)
        for group, (x, y), radius in zip(found, middles, radii, strict=True)
    ]


def _by_degree(group: Iterable[int], neighbours: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(group, key=lambda node: (-len(neighbours[node]), node)))


def _ties(groups: Sequence[Sequence[int]], neighbours: Sequence[Sequence[int]]) -> list[Counter[int]]:
    """For each group, how many links it has with each group."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    return [Counter(home[other] for node in group for other in neighbours[node]) for group in groups]


def _pack_discs(radii: Sequence[int], ties: Sequence[Counter[int]]) -> list[Points]:
    """The middles of discs that do not overlap; the radii never grow."""
    area = sum(pi * (radius + GAP) ** 2 for radius in radii) / FILL
    grain = max(GRAIN, sqrt(area / SPOTS))
    stretch = np.array([sqrt(WIDE), 1 / sqrt(WIDE)])
    spots = spiral(int(area / grain**2) + 1) * stretch * grain / sqrt(pi)
    out = np.hypot(*(spots / stretch).T)  # it grows along the spiral
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
        # Beyond this reach there is room for any disc that may yet come.
        reach = (2 * radius + GAP) / stretch.min()
        near = slice(*np.searchsorted(out, np.hypot(*(middle / stretch)) + np.array([-reach, reach])))
        gaps = spots[near] - middle
        room[near] = np.minimum(room[near], np.sqrt(np.einsum("ij,ij->i", gaps, gaps)) - radius)
        if number % EVERY == 0:
            free = room >= radii[-1] + GAP
            spots, out, room = spots[free], out[free], room[free]
    return middles
