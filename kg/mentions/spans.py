"""Questions about spans. Spans called ordered stand in order of place and never overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set

from kg.model import Span


def places_in(spans: Iterable[Span]) -> set[int]:
    """The offset of every character in the spans."""
    return {place for span in spans for place in range(span.begin, span.end)}


def is_free(span: Span, covered: Set[int]) -> bool:
    """Whether none of the span's characters is covered, as `places_in` says it."""
    return covered.isdisjoint(range(span.begin, span.end))


def begins_at(place: int, ordered: Sequence[Span]) -> bool:
    """Whether one of the ordered spans begins at the place."""
    span = _first_beyond(place, ordered)
    return span is not None and span.begin == place


def ends_at(place: int, ordered: Sequence[Span]) -> bool:
    """Whether one of the ordered spans ends at the place."""
    span = _first_beyond(place - 1, ordered)
    return span is not None and span.end == place


def is_cut_at(place: int, ordered: Sequence[Span]) -> bool:
    """Whether the place lies inside one of the ordered spans, not at its edge."""
    span = _first_beyond(place, ordered)
    return span is not None and span.begin < place


def _first_beyond(place: int, ordered: Sequence[Span]) -> Span | None:
    """The first of the ordered spans that ends behind the place."""
    index = bisect_right(ordered, place, key=lambda s: s.end)
    return ordered[index] if index < len(ordered) else None
