"""Which nodes of a network belong together: Louvain's method, all nodes of a round at once.

Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008), moves
one node after another to the neighbouring group with which modularity gains most, then makes nodes of the
groups and begins again. Here every node is asked in the same round, and those with one value of one bit of
their number may move: two nodes differ in some bit, so that each can move while the other rests. Gains are
whole numbers, so that no machine rounds them otherwise than another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

FEW = 100
"""One in so many nodes that would still move does not keep the others from becoming groups."""


def find_groups(begins: Whole, ends: Whole, size: int) -> Whole:
    """The number of its group for each of `size` nodes.

    Every link stands in both directions, from `begins[i]` to `ends[i]`, and none leads from a node to itself.
    """
    degrees = np.bincount(begins, minlength=size)
    # What has one link belongs where that leads; of two that have only each other, where the first is.
    leaves = degrees[begins] == 1
    home = np.arange(size)
    home[begins[leaves]] = np.where(degrees[ends] == 1, np.minimum(begins, ends), ends)[leaves]
    group, *level = _shrink(home, begins, ends, np.ones(len(begins), np.int64), degrees)
    while True:
        home, *smaller = _shrink(_move(*level), *level)
        if len(smaller[-1]) == len(level[-1]):
            return group
        group, level = home[group], smaller


def _shrink(
    home: Whole, begins: Whole, ends: Whole, weights: Whole, degrees: Whole
) -> tuple[Whole, Whole, Whole, Whole, Whole]:
    """The number of each node's group; of the groups as nodes the links, their weights and the degrees."""
    names, group = np.unique(home, return_inverse=True)
    begins, ends = group[begins], group[ends]
    outer = begins != ends
    pairs, weights = _add_up(begins[outer] * len(names) + ends[outer], weights[outer])
    return group, *np.divmod(pairs, len(names)), weights, _sums(group, degrees, len(names))


def _move(begins: Whole, ends: Whole, weights: Whole, degrees: Whole) -> Whole:
    """The group of each node of one level, called by one of the nodes."""
    size, total = len(degrees), degrees.sum()
    bits = size.bit_length()
    group = np.arange(size)
    for number in range(2 * bits):
        pairs, ties = _add_up(begins * size + group[ends], weights)
        node, target = np.divmod(pairs, size)
        sums = _sums(group, degrees, size)
        own = group[node] == target
        gain = total * ties - degrees[node] * (sums[target] - np.where(own, degrees[node], 0))
        stay = -degrees * (sums[group] - degrees)
        stay[node[own]] = gain[own]
        # Of two nodes on their own, only one may go to the other: both would change places for ever.
        alone = np.bincount(group, minlength=size) == 1
        barred = own | (alone[group[node]] & alone[target] & (target > group[node]))
        gain[barred] = np.iinfo(np.int64).min
        # The pairs come by node and then by target: of a node's best targets, the first is taken.
        first = _firsts(node)
        most = np.maximum.reduceat(gain, first) if len(node) else gain
        best = np.flatnonzero(gain == np.repeat(most, np.diff(first, append=len(node))))
        best = best[_firsts(node[best])]
        better = best[gain[best] > stay[node[best]]]
        turn, bit = divmod(number, bits)
        moving = better[node[better] >> bit & 1 != turn] if number else better
        group[node[moving]] = target[moving]
        if len(better) * FEW <= size:
            break
    return group


def _sums(keys: Whole, values: Whole, size: int) -> Whole:
    """The sum of the values of each key below `size`; whole numbers up to 2^53, as all are here, stay so."""
    return np.bincount(keys, values, size).astype(np.int64)


def _add_up(keys: Whole, values: Whole) -> tuple[Whole, Whole]:
    """The different keys, in order, and the sum of the values of each."""
    order = np.argsort(keys, kind="stable")  # which takes half the time where much is in order already
    keys = keys[order]
    first = _firsts(keys)
    return keys[first], np.add.reduceat(values[order], first) if len(first) else values


def _firsts(keys: Whole) -> Whole:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.diff(keys, prepend=-1))
