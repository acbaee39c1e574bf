"""The nouns of identity across articles, and the union of what shares a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Local = tuple[int, int]
"""An entity of one article: the number of its reading, and its own."""

Mark = tuple[str, ...]
"""What two entities must share to be one; the first part says what kind of mark it is."""

Path = tuple[str, ...]
"""A place from the province down; empty where nobody knows."""


class Cluster(NamedTuple):
    """One thing of the corpus: all its entities, of whichever article.

    `key` is that of its best known entity, empty where the name says too little to be compared. An `open`
    name leaves its place to the articles; `setting` is then the place that they speak from, if one is known.
    A tuple, since there are as many as names in the corpus and a dataclass takes four times as long to make.
    """

    id: str
    cls: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[Local, ...]
    articles: tuple[str, ...]
    key: tuple[str, ...]
    open: bool = False
    setting: Path = ()

    @property
    def party(self) -> str:
        """The party in an organization's key."""
        return self.key[1] if len(self.key) > 1 else ""

    @property
    def place(self) -> Path:
        """The place in an organization's key, empty where the name leaves it open."""
        return tuple(self.key[2].split("/")) if len(self.key) > 3 and self.key[2] else ()

    @property
    def core(self) -> str:
        """What an organization's key holds besides party and place."""
        return self.key[3] if len(self.key) > 3 else ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Entities of several articles taken for one, and why."""

    id: str
    name: str
    articles: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Veto:
    """Two things of one name, or nearly, that were kept apart, and why."""

    ids: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What bears one name, or nearly, and was kept apart; `more` counts pairs that are not listed."""

    name: str
    vetoes: tuple[Veto, ...]
    more: int = 0


def unite(marks: Mapping[Local, Sequence[Mark]]) -> list[list[Local]]:
    """The entities in groups: those that share a mark, directly or by way of others, are together.

    Each has a mark at least; entities and groups keep the order of `marks`. Near-linear in their number.
    """
    leader: dict[Mark, Mark] = {}

    def find(mark: Mark) -> Mark:
        while (above := leader.get(mark)) is not None:
            leader[mark] = leader.get(above, above)
            mark = above
        return mark

    for own in marks.values():
        if len(own) > 1:
            for mark in own:
                one, other = find(own[0]), find(mark)
                if one != other:
                    leader[other] = one
    groups: dict[Mark, list[Local]] = defaultdict(list)
    for local, own in marks.items():
        first = own[0]
        groups[find(first) if first in leader else first].append(local)
    return list(groups.values())
