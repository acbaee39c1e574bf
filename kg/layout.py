"""Where the nodes of a small network go: stress majorization, one component at a time.

Gansner, Koren and North, "Graph Drawing by Stress Majorization" (2004). Of the layouts that could be
used here, ForceAtlas2 in Python is GPL throughout, as is igraph, and those of networkx draw one knot
or need scipy; a page starts from some 300 nodes, for which this takes a fraction of a second.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count
from math import cos, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

HOP = 100.0
"""Pixels between two linked nodes, had they no others to heed."""
ROUNDS = 120
APART = np.array([84.0, 52.0])
"""Pixels between two nodes, across and down, that leave room for a label."""
WIDE = 1.35
"""Width to height of the whole: screens are wide."""
CELL = 12.0
BESIDE, ABOVE, BELOW = 4, 2, 3
"""Cells about a node that are its own: room for a label, which stands below."""
GOLDEN_ANGLE = pi * (3 - sqrt(5))


def place(neighbours: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The place of each node in pixels, the middle of the largest component being (0, 0).

    `neighbours[i]` holds the nodes linked with node `i`. The same input gives the same places.
    """
    components = _components(neighbours)
    drawings = [_spread(_majorize(_distances(nodes, neighbours)) * HOP) for nodes in components]
    places = [(0, 0)] * len(neighbours)
    for nodes, drawing in zip(components, _pack(drawings), strict=True):
        for node, (x, y) in zip(nodes, drawing.tolist(), strict=True):
            places[node] = (round(x), round(y))
    return places


def _components(neighbours: Sequence[Sequence[int]]) -> list[list[int]]:
    """The connected components, largest first."""
    seen: set[int] = set()
    found = []
    for start in range(len(neighbours)):
        if start not in seen:
            component = sorted(_hops(start, neighbours))
            seen.update(component)
            found.append(component)
    return sorted(found, key=lambda component: (-len(component), component))


def _hops(start: int, neighbours: Sequence[Sequence[int]]) -> dict[int, int]:
    """How many links away from `start` each node is that can be reached from it."""
    hops = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if other not in hops:
                hops[other] = hops[node] + 1
                queue.append(other)
    return hops


def _distances(nodes: Sequence[int], neighbours: Sequence[Sequence[int]]) -> Points:
    """The hops between each two nodes of one component."""
    rows = (_hops(node, neighbours) for node in nodes)
    return np.array([[row[other] for other in nodes] for row in rows], dtype=float)


def _majorize(distances: Points) -> Points:
    """Points in the plane whose distances come as near as may be to those given, near ones first."""
    size = len(distances)
    if size == 1:
        return np.zeros((1, 2))
    far = distances + np.eye(size)
    weights = far**-2 - np.eye(size)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    pull = weights * distances
    points = _scaled(distances) + spiral(size) * 0.05
    for _ in range(ROUNDS):
        ratio = pull / np.maximum(_lengths(*_gaps(points)), 1e-9)
        points = inverse @ (ratio.sum(axis=1)[:, None] * points - ratio @ points)
    return points


def _scaled(distances: Points) -> Points:
    """Classical multidimensional scaling: the start from which majorization unfolds."""
    size = len(distances)
    middle = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-middle @ distances**2 @ middle / 2)
    # The longer axis lies across: screens are wide.
    return np.asarray(vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0)))


def _spread(points: Points) -> Points:
    """The points pushed apart where their labels would collide, about the middle of their bounds."""
    for _ in range(ROUNDS):
        across, down = _gaps(points)
        across, down = across / APART[0], down / APART[1]
        lengths = _lengths(across, down)
        push = np.clip(1 - lengths, 0, None) / np.maximum(lengths, 1e-9)
        points = (
            points - np.stack([(across * push).sum(axis=0), (down * push).sum(axis=0)], axis=1) * APART / 4
        )
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2)


def _gaps(points: Points) -> tuple[Points, Points]:
    """How far each point lies from each, across and down; twice as fast as an array of vectors."""
    across, down = points.T
    return across[:, None] - across, down[:, None] - down


def _lengths(across: Points, down: Points) -> Points:
    return np.asarray(np.sqrt(across**2 + down**2))


def spiral(size: int) -> Points:
    """Points apart from each other: from the middle outwards, about one to each unit circle."""
    steps = np.arange(size)
    turns = steps * GOLDEN_ANGLE
    return np.asarray(np.sqrt(steps)[:, None] * np.stack([np.cos(turns), np.sin(turns)], axis=1))


def _pack(drawings: Sequence[Points]) -> list[Points]:
    """The drawings, largest first, each as near to the middle as there is room for its labels."""
    taken: set[tuple[int, int]] = set()
    packed = []
    for drawing in drawings:
        cells = _cells(drawing)
        across, down = next(
            spot for spot in _spots() if taken.isdisjoint((x + spot[0], y + spot[1]) for x, y in cells)
        )
        taken.update((x + across, y + down) for x, y in cells)
        packed.append(drawing + np.array([across, down]) * CELL)
    return packed


def _cells(drawing: Points) -> set[tuple[int, int]]:
    """The squares of a grid that nodes and the labels below them take."""
    return {
        (round(x / CELL) + across, round(y / CELL) + down)
        for x, y in drawing.tolist()
        for across in range(-BESIDE, BESIDE + 1)
        for down in range(-ABOVE, BELOW + 1)
    }


def _spots() -> Iterator[tuple[int, int]]:
    """Squares of the grid from the middle outwards, wider than high, without end."""
    for step in count():
        reach, turn = sqrt(step), step * GOLDEN_ANGLE
        yield round(reach * cos(turn) * sqrt(WIDE)), round(reach * sin(turn) / sqrt(WIDE))
