"""What a roll holds: entries of givers, rows of postings, and what may be names in either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from kg.model import Span
from kg.values import Money


class Part(Struct, frozen=True):
    """What one giver, or several together, gave: `who` tells them, `figure` how much.

    `goods` is where goods are counted; with `each`, everybody in `who` gave as much. Where the goods follow
    a name without a mark, both lie in `who`, and `glued` is true.
    """

    who: Span
    figure: Span
    money: Money | None
    goods: Span | None = None
    each: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A part in a line of a roll that the sentence `opening` announces.

    `cells` are those of the line by the kinds of their columns, none where it is no row of a table.
    """

    opening: Span
    part: Part
    cells: Mapping[str, Span]

    @property
    def who(self) -> Span:
        """Where those stand who gave."""
        return self.part.who


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a roster that the sentence `opening` announces; its posts are read as any other's."""

    opening: Span
    who: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that the sentence `opening` announces: its cells by the kinds of their columns."""

    opening: Span
    cells: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be names of people in one roll; `certain` where the head of a column says that they are."""

    spans: tuple[Span, ...]
    certain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rolls:
    """The rolls of an article: entries and rows by the sentences they stand in, and candidates for names.

    `openings` are the sentences that announce them.
    """

    entries: Mapping[Span, tuple[Entry, ...]]
    rows: Mapping[Span, tuple[Row, ...]]
    candidates: tuple[Candidates, ...]
    openings: frozenset[Span]

    @property
    def abroad(self) -> tuple[Span, ...]:
        """The cells that tell where somebody was sent: the article is about none of them."""
        return tuple(row.cells["sent"] for rows in self.rows.values() for row in rows if "sent" in row.cells)
