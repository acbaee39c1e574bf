"""Values that are spread over a cluster, and the few things that can be done with them.

Whoever works with them sees one value at a time, or all values of one key: never all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K")
V = TypeVar("V")


class Spread(Protocol[T]):
    """Values of one type, in no order. They are computed when they are asked for, perhaps more than once."""

    def map(self, each: Callable[[T], Iterable[U]]) -> Spread[U]:
        """What `each` makes of every value."""

    def group(self: Spread[tuple[K, V]], each: Callable[[K, list[V]], Iterable[U]]) -> Spread[U]:
        """What `each` makes of every key and its values, which come in no order."""

    def join(self, other: Spread[T]) -> Spread[T]:
        """These values and the others."""

    def keep(self) -> Spread[T]:
        """The same, computed but once."""

    def sum(self: Spread[tuple[K, int]]) -> Mapping[K, int]:
        """The sum of the numbers of every key."""
