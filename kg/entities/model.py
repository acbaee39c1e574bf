"""What resolution hands on: the entities of one article, and which mention means which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from kg.mentions import Mention


class LocalEntity(NamedTuple):
    """A thing of one article. `key` is equal for things of other articles that are the same.

    `forms` are the names it is printed with, sorted. An empty key means that the name says too little to be
    compared outside its article (学校, 财务处).
    """

    cls: str
    name: str
    forms: tuple[str, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An entity with the mentions that mean it, at least one."""

    entity: LocalEntity
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """The entities of an article in order of their first mention, and which mention means which.

    `of` leads from the place of a mention to the number of its entity. `home` is the place the article
    speaks from, as its path from the province down; `own_party` the party it is about. Both may be empty.
    """

    entities: tuple[LocalEntity, ...]
    of: Mapping[Span, int]
    home: tuple[str, ...]
    own_party: str

    def index(self, mention: Mention) -> int | None:
        """The number of the entity a mention means; None for titles and words that point."""
        return self.of.get(mention.span)


def forms_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The different texts of mentions, sorted."""
    return tuple(sorted({m.text for m in mentions}))
