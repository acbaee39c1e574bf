"""What one article says, as values that point into its own lists: they can be kept and sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.entities import LocalEntity


@dataclass(frozen=True, slots=True)
class LocalPost:
    """A membership of one article; numbers point into its entities and sentences."""

    person: int
    organization: int | None
    title: str | None
    sentence: int
    confidence: float


@dataclass(frozen=True, slots=True)
class LocalGoods:
    """Goods of an action; those that the text does not count have neither `value` nor `unit`."""

    name: str
    value: Decimal | None = None
    unit: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class LocalAction:
    """An action of one article; numbers point into its entities and sentences.

    `share` numbers the actions that one trigger tells of several; `inventories` are further sentences that
    list its goods.
    """

    cls: str
    trigger: str
    begin: int
    status: str
    agents: tuple[int, ...]
    recipients: tuple[int, ...]
    via: tuple[int, ...]
    works: tuple[int, ...]
    places: tuple[int, ...]
    goods: tuple[LocalGoods, ...]
    date: str | None
    amount: Decimal | None
    currency: str | None
    approximate: bool
    sentence: int
    confidence: float
    share: int = 0
    inventories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalSentence:
    """A sentence with its place in the raw file."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article says. Of `entities` the first `printed` are named in the text."""

    source: str
    title: str | None
    date: str | None
    characters: int
    repairs: tuple[tuple[str, int], ...]
    sentences: tuple[LocalSentence, ...]
    entities: tuple[LocalEntity, ...]
    printed: int
    posts: tuple[LocalPost, ...]
    actions: tuple[LocalAction, ...]
