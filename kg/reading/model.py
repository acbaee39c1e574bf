"""What one article says, as values that point into its own lists: they can be kept and sent anywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kg.entities import LocalEntity
from kg.model import Item, Sentence


class LocalPost(NamedTuple):
    """A membership of one article; numbers point into its entities and sentences."""

    person: int
    organization: int | None
    title: str | None
    sentence: int
    confidence: float


class LocalAction(NamedTuple):
    """An action of one article; numbers point into its entities and sentences.

    `inventories` are further sentences that list its goods. Ids, which nothing but the article decides, are
    those of the graph.
    """

    id: str
    cls: str
    trigger: str
    status: str
    agents: tuple[int, ...]
    recipients: tuple[int, ...]
    via: tuple[int, ...]
    works: tuple[int, ...]
    places: tuple[int, ...]
    goods: tuple[Item, ...]
    date: str | None
    amount: Decimal | None
    currency: str | None
    approximate: bool
    sentence: int
    confidence: float
    inventories: tuple[int, ...] = ()


class Reading(NamedTuple):
    """All that the article with an id says. Of `entities` the first `printed` are named in the text."""

    id: str
    source: str
    title: str | None
    date: str | None
    characters: int
    repairs: tuple[tuple[str, int], ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[LocalEntity, ...]
    printed: int
    posts: tuple[LocalPost, ...]
    actions: tuple[LocalAction, ...]
