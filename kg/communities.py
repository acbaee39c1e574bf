"""The overview of a large network: which nodes belong together, and where each such community stands.

Each community is a disc with room for its nodes, and the discs are packed, the largest
in the middle and each next one as near as may be to those that it is linked with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import hypot, pi, sqrt

import numpy as np

from kg.adjacency import split_rows
from kg.layout import spiral
from kg.louvain import Whole, find_groups

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
    degrees = np.fromiter(map(len, neighbours), np.int64, len(neighbours))
    linked = np.flatnonzero(degrees)
    number = np.cumsum(degrees > 0) - 1
    begins = np.repeat(number[linked], degrees[linked])
    ends = number[np.fromiter(chain.from_iterable(neighbours), np.int64, len(begins))]
    homes = find_groups(begins, ends, len(linked))
    groups = _gather(homes, linked, degrees[linked])
    found = sorted(range(len(groups)), key=lambda group: (-len(groups[group]), groups[group]))
    radii = [round(REACH * sqrt(len(groups[group])) + GAP / 2) for group in found]
    ranks = np.argsort(found)
    middles = _pack_discs(radii, _ties(ranks[homes[begins]], ranks[homes[ends]], len(found)))
    return [
        Community(groups[group], round(x), round(y), radius)
        for group, (x, y), radius in zip(found, middles, radii, strict=True)
    ]


def _gather(homes: Whole, nodes: Whole, degrees: Whole) -> list[tuple[int, ...]]:
    """The nodes of each home, best linked first."""
    order = np.lexsort((nodes, -degrees, homes))
    size = int(homes.max(initial=-1)) + 1
    return list(map(tuple, split_rows(homes[order], nodes[order].tolist(), size)))


def _ties(begins: Whole, ends: Whole, size: int) -> list[list[tuple[int, int]]]:
    """Of `size` discs, those before each that it is linked with, each with the number of links."""
    back = begins > ends
    pairs, counts = np.unique(begins[back] * size + ends[back], return_counts=True)
    discs, before = np.divmod(pairs, max(size, 1))
    return split_rows(discs, list(zip(before.tolist(), counts.tolist(), strict=True)), size)


def _pack_discs(radii: Sequence[int], ties: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[float, float]]:
    """The middles of discs that do not overlap; the radii never grow."""
    area = sum(pi * (radius + GAP) ** 2 for radius in radii) / FILL
    grain = max(GRAIN, sqrt(area / SPOTS))
    wide, high = sqrt(WIDE), 1 / sqrt(WIDE)
    across, down = (spiral(int(area / grain**2) + 1) * grain / sqrt(pi)).T.copy()
    out = np.hypot(across, down)  # it grows along the spiral
    room = np.full(len(out), np.inf)
    middles: list[tuple[float, float]] = []  # before the plane is made as wide as screens are
    for number, radius in enumerate(radii):
        linked = [(*middles[other], count) for other, count in ties[number]]
        fits = room >= radius + GAP
        if linked:
            total = sum(count for _, _, count in linked)
            x = sum(x * count for x, _, count in linked) / total
            y = sum(y * count for _, y, count in linked) / total
            spot = np.where(fits, np.square(across - x) + np.square(down - y), np.inf).argmin()
        else:  # the spiral's first is the nearest to the middle
            spot = fits.argmax()
        x, y = float(across[spot]), float(down[spot])
        middles.append((x, y))
        # Beyond this reach there is room for any disc that may yet come.
        reach = (2 * radius + GAP) / high
        near = slice(*np.searchsorted(out, (hypot(x, y) - reach, hypot(x, y) + reach)))
        gaps = np.hypot((across[near] - x) * wide, (down[near] - y) * high) - radius
        room[near] = np.minimum(room[near], gaps)
        if number % EVERY == 0:
            free = room >= radii[-1] + GAP
            across, down, out, room = across[free], down[free], out[free], room[free]
    return [(x * wide, y * high) for x, y in middles]
