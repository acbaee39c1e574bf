"""What a mention is, and what is known of a text before names are looked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import Hit
from kg.model import Span, Tag
from kg.rulebook import Rulebook


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A stretch of the text that names or points to something.

    `kind` is Person, Organization, Place, Work, Title, Members (社员们) or Pronoun; `cls` the class of the
    ontology (Hospital for an organization, the kind itself for most).
    """

    span: Span
    kind: str
    cls: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A text with the tagger's tags and the lexicon's hits, and quick questions about them.

    `places` are the names that the tagger takes for places anywhere in the text.
    """

    text: str
    rules: Rulebook
    tags: Sequence[Tag]
    hits: Mapping[str, Sequence[Hit]]
    stops: Sequence[Hit]
    places: Sequence[str]

    def tagged(self, label: str, span: Span) -> list[Tag]:
        """The tags of that label that share a character with the span."""
        first = bisect_left(self.tags, span.begin, key=lambda t: t.end)
        return [
            t
            for t in self.tags[first : first + 40]
            if t.label == label and t.begin < span.end and t.end > span.begin
        ]

    def hits_between(self, category: str, begin: int, end: int) -> list[Hit]:
        """The hits of a category that lie wholly between two places."""
        hits = self.hits[category]
        first = bisect_left(hits, begin, key=lambda h: h.span.begin)
        last = bisect_right(hits, end, key=lambda h: h.span.begin)
        return [h for h in hits[first:last] if h.span.end <= end]

    def hit_at(self, category: str, begin: int) -> Hit | None:
        """The hit of a category that begins at this place."""
        hits = self.hits[category]
        index = bisect_left(hits, begin, key=lambda h: h.span.begin)
        return hits[index] if index < len(hits) and hits[index].span.begin == begin else None

    def hit_ending(self, category: str, end: int) -> Hit | None:
        """The hit of a category that ends at this place."""
        hits = self.hits[category]
        index = bisect_left(hits, end, key=lambda h: h.span.end)
        return hits[index] if index < len(hits) and hits[index].span.end == end else None


def read_context(text: str, rules: Rulebook, tags: Sequence[Tag]) -> Context:
    """Scan the text once; a stop inside a known word (都 in 成都, 经 in 经贸) is no stop."""
    hits = rules.lexicon.scan(text, frozenset({"head", "predicate", "noun"}))
    covers = [h.span for c in ("place", "short place", "inside", "head") for h in hits[c] if len(h.span) > 1]
    covered = {i for span in covers for i in range(span.begin, span.end)}
    stops = [h for h in hits["stop"] if len(h.span) > 1 or not (h.span.begin in covered)]
    places = sorted({text[t.begin : t.end] for t in tags if t.label == "LOC" and 2 < t.end - t.begin < 8})
    return Context(text, rules, sorted(tags), hits, stops, places)
