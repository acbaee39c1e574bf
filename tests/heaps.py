"""Spread values without a cluster: lists in an order of chance, whose values are sent as to a process."""

from __future__ import annotations

import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heap:
    """A `kg.spread.Spread` in a list; `chance` decides every order."""

    values: list[Any]
    chance: random.Random

    def map(self, each: Callable[[Any], Iterable[Any]]) -> Heap:
        each = pickle.loads(pickle.dumps(each))
        return self._heap(made for value in self.values for made in each(value))

    def group(self, each: Callable[[Any, list[Any]], Iterable[Any]]) -> Heap:
        each = pickle.loads(pickle.dumps(each))
        groups = defaultdict(list)
        for key, value in self.values:
            groups[key].append(value)
        return self._heap(made for key, values in groups.items() for made in each(key, values))

    def join(self, other: Any) -> Heap:
        return self._heap([*self.values, *other.values])

    def keep(self) -> Heap:
        return self

    def sum(self) -> Mapping[Any, int]:
        sums = Counter[Any]()
        for key, number in self.values:
            sums[key] += number
        return sums

    def _heap(self, values: Iterable[Any]) -> Heap:
        sent = [pickle.loads(pickle.dumps(value)) for value in values]
        self.chance.shuffle(sent)
        return Heap(sent, self.chance)
