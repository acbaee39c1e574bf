"""Who is linked with whom, by numbers: a network of a hundred thousand nodes without a library's objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

_T = TypeVar("_T")

Neighbours = Sequence[Sequence[int]]
"""For each node the nodes linked with it, in order and each once, without itself."""

Ends = Sequence[tuple[int, int]] | npt.NDArray[np.int64]
"""Links as the numbers of their two ends; there may be several between two nodes."""


def find_neighbours(links: Ends, size: int) -> Neighbours:
    """The neighbours of each of `size` nodes, whichever way the links point."""
    begins, ends = _columns(links)
    outer = begins != ends
    both = begins[outer] * size + ends[outer], ends[outer] * size + begins[outer]
    nodes, near = np.divmod(np.unique(np.concatenate(both)), max(size, 1))
    return split_rows(nodes, near.tolist(), size)


def split_rows(rows: npt.NDArray[np.int64], values: list[_T], size: int) -> list[list[_T]]:
    """The values of each of `size` rows; `rows` holds that of each value and never falls."""
    cuts = np.searchsorted(rows, np.arange(size + 1)).tolist()
    return [values[begin:end] for begin, end in pairwise(cuts)]


def count_links(links: Ends, size: int) -> list[int]:
    """How many ends of links each of `size` nodes has."""
    return list(np.bincount(np.concatenate(_columns(links)), minlength=size).tolist())


def _columns(links: Ends) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    begins, ends = np.asarray(links, np.int64).reshape(-1, 2).T
    return begins, ends
