"""What a mention is, and what is known of a text before names are looked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from kg.lexicon import Hit
from kg.mentions.spans import places_in
from kg.model import Span, Tag
from kg.places import shorten
from kg.rulebook import Rulebook

# Words inside which a stop of one character is no stop: 都 in 成都, 经 in 经贸.
_COVERING = ("place", "short place", "nation", "inside", "head")
# Categories whose words are looked up wherever they stand, also inside each other.
_OVERLAPPING = frozenset({"action", "head", "predicate", "noun", "lookalike"})
# A stop of two characters may lie in a longer word.
_PAIR = 2
_CAPITAL = "都"
# With these short names of places begin: 从江, 将乐.
_PREPOSITIONS, _AND = frozenset("由让被把将给对从向"), frozenset("和与同")
# Names of places that are looked for wherever the text repeats them: no shorter and no longer than this.
_SHORTEST_PLACE, _LONGEST_PLACE = 3, 7
_NO_HITS: Mapping[int, Hit] = {}


class Mention(Struct, frozen=True, order=True, gc=False):
    """A stretch of the text that names or points to something.

    `kind` is Person, Organization, Place, Work, Title, Members (社员们) or Pronoun; `cls` the class of the
    ontology (Hospital for an organization, the kind itself for most). `text` is what stands at `span`.
    """

    span: Span
    kind: str
    cls: str
    text: str


def mentions_in(span: Span, mentions: Sequence[Mention]) -> list[Mention]:
    """Of mentions in order of place, none overlapping, those that lie in a span."""
    first = bisect_left(mentions, span.begin, key=lambda m: m.span.begin)
    last = bisect_left(mentions, span.end, key=lambda m: m.span.begin)
    return [m for m in mentions[first:last] if span.contains(m.span)]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A text with the tagger's tags and the lexicon's hits, and quick questions about them.

    Tags and hits stand in order of place. For each category that has any, `begins` tells where its hits
    begin, and `longest` has the longest one that begins at a place; `tag_begins` and `tag_ends` tell where
    the tags do. Of the category `stop` those that end a name are the category `free stop`, too. `places` are
    the names that the tagger takes for places anywhere in the text.
    """

    text: str
    rules: Rulebook
    tags: Sequence[Tag]
    hits: Mapping[str, Sequence[Hit]]
    begins: Mapping[str, Sequence[int]]
    longest: Mapping[str, Mapping[int, Hit]]
    tag_begins: Sequence[int]
    tag_ends: Sequence[int]
    places: Sequence[str]

    def text_of(self, span: Span) -> str:
        """What stands at a span."""
        return self.text[span.begin : span.end]

    def mention(self, span: Span, kind: str, cls: str) -> Mention:
        """The mention at a span."""
        return Mention(span, kind, cls, self.text_of(span))

    def tagged(self, label: str, span: Span) -> list[Tag]:
        """The tags of that label that share a character with the span; an empty span shares none."""
        first = bisect_right(self.tag_ends, span.begin)
        last = bisect_left(self.tag_begins, span.end)
        return [t for t in self.tags[first:last] if t.label == label] if first < last else []

    def hits_between(self, category: str, begin: int, end: int) -> list[Hit]:
        """The hits of a category that lie wholly between two places."""
        begins = self.begins.get(category)
        if begins is None:  # as most often
            return []
        first = bisect_left(begins, begin)
        last = bisect_right(begins, end, first)
        return [h for h in self.hits[category][first:last] if h.span.end <= end] if first < last else []

    def hits_from(self, category: str, begin: int, end: int) -> Sequence[Hit]:
        """The hits of a category that begin between two places, wherever they end."""
        begins = self.begins.get(category)
        if begins is None:
            return ()
        first = bisect_left(begins, begin)
        return self.hits[category][first : bisect_left(begins, end, first)]

    def stops_between(self, begin: int, end: int) -> list[Hit]:
        """The stops that end a name and lie wholly between two places."""
        return self.hits_between("free stop", begin, end)

    def hit_at(self, category: str, begin: int) -> Hit | None:
        """The hit of a category that begins at this place, the longest of several."""
        return self.longest.get(category, _NO_HITS).get(begin)

    def hit_ending(self, category: str, end: int) -> Hit | None:
        """The hit of a category that ends at this place; not for categories whose hits overlap."""
        hits = self.hits[category]
        index = bisect_left(hits, end, key=lambda h: h.span.end)
        return hits[index] if index < len(hits) and hits[index].span.end == end else None


def _towns_in_tags(text: str, rules: Rulebook, tags: Sequence[Tag]) -> set[int]:
    """The characters of towns in names of bodies and places: 莲都|支社, and every 都 in them (唐都|医院)."""
    short, full = rules.divisions.by_short_name, rules.divisions.by_name
    named = [t for t in tags if t.label in ("ORG", "LOC")]
    begins = (
        t.begin
        for t in named
        if text[t.begin : t.begin + 2] in short or f"{text[t.begin : t.begin + 2]}区" in full
    )
    capitals = {at for t in named for at in range(t.begin + 1, t.end) if text[at] == _CAPITAL}
    return {place for begin in begins for place in (begin, begin + 1)} | capitals


def meant_divisions(text: str, hits: Sequence[Hit], rules: Rulebook) -> list[Hit]:
    """The hits of names of divisions but those that are "and" with a level: 县委|和|县政府 is not 和县."""
    joined = rules.places.joined
    return [h for h in hits if h.word not in joined or _is_apart(text, h, rules)]


def _is_apart(text: str, hit: Hit, rules: Rulebook) -> bool:
    """Whether a name that can be "and" with a level stands where a place does: 安徽省|和县, 到|和县."""
    above = [name for division in rules.divisions.find(hit.word) for name in division.path[:-1]]
    before = text[: hit.span.begin]
    opens = not before or not (before[-1].isalnum() or before[-1] in "）”")
    return opens or before.endswith((*above, *map(shorten, above), *rules.places.before_joined))


def _without_parts(words: Sequence[Hit], wholes: Sequence[Hit]) -> list[Hit]:
    """The words of several characters but those that end a longer one: 中西医|结合."""
    ends = {h.span.end for h in wholes if len(h.word) > _PAIR}
    return [h for h in words if len(h.word) < _PAIR or h.span.end not in ends]


def _meant_short(hits: Mapping[str, Sequence[Hit]], tags: Sequence[Tag]) -> list[Hit]:
    """Short names of places but those that begin with a stop (和|政协) or run into a full one: 来|安徽省."""
    begins = {t.begin for t in tags if t.label in ("ORG", "LOC")}
    cut = {t - 1 for t in begins} - begins
    heads = {h.span.begin - 1 for h in hits["head"]}
    prepositions = {h.span.begin for h in hits["stop"] if h.word in _PREPOSITIONS}
    joining = {h.span.begin for h in hits["stop"] if h.word in _AND}
    stops = (prepositions & cut) | (joining & heads)
    full = {h.span.begin: h.span.end for h in hits["place"]}
    return [
        h
        for h in hits["short place"]
        if h.span.begin not in stops
        and all(full.get(at, 0) <= h.span.end for at in range(h.span.begin + 1, h.span.end))
    ]


def read_context(text: str, rules: Rulebook, tags: Sequence[Tag]) -> Context:
    """Scan the text once; a stop inside a known word (都 in 成都, 会同 in 会同县) is no stop."""
    hits = rules.lexicon.scan(text, _OVERLAPPING)
    hits["place"] = meant_divisions(text, hits["place"], rules)
    hits["short place"] = _meant_short(hits, tags)
    covered = places_in(h.span for c in _COVERING for h in hits[c] if len(h.word) > 1)
    covered |= _towns_in_tags(text, rules, tags)
    placed = places_in(
        [*(h.span for h in hits["place"]), *(h.span for h in hits["inside"] if len(h.word) > _PAIR)]
    )
    hits["follow"] = _without_parts(hits["follow"], hits["inside"])
    stops = [h for h in hits["stop"] if h.span.begin not in (covered if len(h.word) == 1 else placed)]
    hits["free stop"] = stops
    tags = sorted(t for t in tags if "\n" not in text[t.begin : t.end])
    named = {text[t.begin : t.end] for t in tags if t.label == "LOC"}
    places = sorted(name for name in named if _SHORTEST_PLACE <= len(name) <= _LONGEST_PLACE)
    known = {category: found for category, found in hits.items() if found}
    return Context(
        text,
        rules,
        tags,
        hits,
        begins={category: [hit.span.begin for hit in found] for category, found in known.items()},
        longest={c: {hit.span.begin: hit for hit in reversed(found)} for c, found in known.items()},
        tag_begins=[tag.begin for tag in tags],
        tag_ends=[tag.end for tag in tags],
        places=places,
    )
