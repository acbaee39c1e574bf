"""The nouns: frozen values that the rooms hand to each other.

Those of which a graph holds hundreds of thousands are tuples: made in a third of the time that a dataclass
takes, and written in a sixth. Those that reading makes or replaces often are structs: made in a tenth of that
time, and replaced in a twentieth (by `msgspec.structs.replace`). With `gc=False` they are of no concern to
the garbage collector, as they hold nothing that could hold them. Their hashes differ from process to process,
so that no result may follow the order of a set of them.

Spans are half-open character offsets. Those of a `Document`'s text count characters of the *cleaned*
text; those of a `Repair` and of a `Sentence` count characters of the raw file as decoded, with its line
ends as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """Characters `begin` to `end`, the end not included."""

    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.begin <= other.begin and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.begin < other.end and other.begin < self.end

    def moved(self, by: int) -> Span:
        """The span as it counts in a text with `by` more characters in front."""
        return Span(self.begin + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that cleaning made, or a fault that it found and left (`certain` is false)."""

    step: str
    span: Span
    before: str
    after: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One article: the raw text as decoded and the cleaned text with the way back.

    Clean character `i` comes from raw characters `begins[i]` to `ends[i]`; both tuples are as long as
    `text` and never decrease. `title` and `date` (ISO 8601) are what came beside the text.
    """

    source: str
    raw: str
    text: str
    begins: Sequence[int]
    ends: Sequence[int]
    repairs: tuple[Repair, ...] = ()
    title: str | None = None
    date: str | None = None

    def raw_span(self, span: Span) -> Span:
        """The raw characters behind a non-empty span of the cleaned text."""
        return Span(self.begins[span.begin], self.ends[span.end - 1])


class Tag(Struct, frozen=True, order=True, gc=False):
    """What a tagger says of characters `begin` to `end` of a text: PER, ORG, LOC, TITLE or TIME."""

    begin: int
    end: int
    label: str


Tagger = Callable[[Sequence[str]], list[list[Tag]]]
"""Texts in, for each its tags in order of place, none overlapping."""


class Sentence(NamedTuple):
    """A sentence of an article; `begin` and `end` are offsets into the raw file."""

    id: str
    article: str
    begin: int
    end: int
    text: str


class Article(NamedTuple):
    """One input file. `source` is its path below the corpus root; `mentions` holds entity ids."""

    id: str
    source: str
    title: str | None = None
    date: str | None = None
    mentions: tuple[str, ...] = ()


class Entity(NamedTuple):
    """A person, organization, place, work or title. `cls` is the local name of its ontology class.

    `parent` is the id of the organization it is a part of; `notes` say what a person corrected.
    """

    id: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    notes: tuple[str, ...] = ()


class Membership(NamedTuple):
    """Who holds which title where; all but the facts themselves are ids of entities and sentences."""

    id: str
    person: str
    organization: str | None
    title: str | None
    evidence: tuple[str, ...]
    confidence: float


class Item(NamedTuple):
    """A kind of goods given or made: 消毒液, 40, 桶."""

    id: str
    name: str
    value: Decimal | None = None
    unit: str | None = None
    approximate: bool = False


class Action(NamedTuple):
    """Something done, planned or called for.

    `agents`, `recipients`, `via`, `works` and `places` are ids of entities, `evidence` of sentences.
    `date` is ISO 8601 as far as it is known: 2020-02-05, 2020-02, 2020 or --02-05. `amount` is money in
    full units of `currency`.
    """

    id: str
    cls: str
    trigger: str
    status: str
    agents: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    works: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    approximate: bool = False
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Graph:
    """All that a corpus says: the one value from which Turtle and the page are made.

    Every tuple is sorted by id; every id that a fact names is the id of something in the graph. An id is
    the path of its IRI below the base, `person/…`, with no further slash.
    """

    articles: tuple[Article, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    memberships: tuple[Membership, ...] = ()
    actions: tuple[Action, ...] = ()
    possibly_same: tuple[tuple[str, str], ...] = ()
