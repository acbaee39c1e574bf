"""Who an article speaks of: the entities it names, and those that its words of membership call for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.entities import LocalEntity, Resolution
from kg.memberships import Post
from kg.mentions import Context, Mention, mentions_in
from kg.model import Span
from kg.orgnames import parse_organization, place_at_level
from kg.rulebook import Rulebook

OPENING = 300
"""Characters within which an article names the body that it is about."""

_VILLAGE = "村"

LEAST = 2
"""How often an article must name a body, its title counted twice, to be about it."""

_NO_BODIES = ("Person", "Place", "Work")

Meant = int | LocalEntity | None
"""The number of an entity that the article names, or one that it only calls for, or none."""


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """The named entities of an article, and `main`, the body it is about, if it is about one."""

    resolution: Resolution
    rules: Rulebook
    main: Mention | None

    def actor(self, mention: Mention) -> Meant:
        """What a mention in an action means; the members of a branch as a body are the branch."""
        party = self.resolution.own_party
        if mention.kind != "Members":
            return self.resolution.index(mention)
        if self.main is not None and (party or not mention.text.startswith("社")):
            return self.resolution.index(self.main)
        return self._party(party) if party else None

    def body(self, post: Post) -> Meant:
        """Where a post is held: in the body named, in the party meant, or in the government of a place."""
        if post.organization:
            return self._named(post.organization)
        if post.party:
            return self._party(post.party)
        return self._government(post.place) if post.place else None

    def _party(self, name: str) -> LocalEntity:
        """The party of that name, however the article writes it: 中国共产党 is 中共."""
        key = ("organization", self.rules.organizations.parties.get(name, name))
        return LocalEntity("PartyOrganization", name, (name,), key)

    def _named(self, mention: Mention) -> Meant:
        """The body a mention means; one that is only part of a longer name is found by its words."""
        known = self.resolution.index(mention)
        if known is not None:
            return known
        for number, entity in enumerate(self.resolution.entities):
            if mention.text in entity.forms:
                return number
        words = self.rules.organizations
        if words.pointers.get(mention.text, "School") != "School":
            return None
        parsed = parse_organization(mention.text, self.rules, self.resolution.home, "")
        key = ("organization", parsed.party, "/".join(parsed.place), parsed.core)
        return LocalEntity("Organization", mention.text, (mention.text,), key)

    def _government(self, place: str) -> Meant:
        """The government of a place, which its rulers serve; a level or 该县 means the article's own.

        A village has none: it is the body itself.
        """
        place = place.removeprefix("该")
        if place in self.rules.organizations.levels:
            own = place_at_level(self.resolution.home, place)
            if not own:
                return None
            place = own[-1]
        if place.endswith(_VILLAGE):
            parsed = parse_organization(place, self.rules, self.resolution.home, "")
            return LocalEntity("Organization", place, (place,), ("organization", "", *parsed.place, place))
        is_nation = place in self.rules.organizations.nations
        name = f"{place}政府" if is_nation else f"{place}人民政府"
        for number, entity in enumerate(self.resolution.entities):
            if is_nation and name in entity.forms:
                return number
        parsed = parse_organization(name, self.rules, self.resolution.home, "")
        where = ("/".join(parsed.place), parsed.core) if parsed.place else ("", name)
        key = ("organization", "", *where)
        return LocalEntity("GovernmentBody", name, (place, f"{place}政府"), key)


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """All entities of an article: first those it names, then those it calls for, each with its number."""

    entities: tuple[LocalEntity, ...]
    numbers: Mapping[tuple[str, ...], int]

    def number(self, meant: Meant) -> int | None:
        """The number of what is meant."""
        return self.numbers[meant.key] if isinstance(meant, LocalEntity) else meant


def call_roll(named: Sequence[LocalEntity], meant: Iterable[Meant]) -> Roll:
    """The roll of the entities named and of all others that are meant, in the order in which they are."""
    numbers = {entity.key: number for number, entity in enumerate(named) if entity.key}
    entities = list(named)
    for entity in meant:
        if isinstance(entity, LocalEntity) and entity.key not in numbers:
            numbers[entity.key] = len(entities)
            entities.append(entity)
    return Roll(tuple(entities), numbers)


def at_home(mentions: Sequence[Mention], resolution: Resolution, abroad: Sequence[Span]) -> Sequence[Mention]:
    """The mentions but those of bodies of which one lies in a span of `abroad`, where others were sent."""
    if not abroad:
        return mentions
    away = {resolution.index(m) for span in abroad for m in mentions_in(span, mentions)} - {None}
    return [m for m in mentions if resolution.index(m) not in away]


def find_main_body(
    context: Context, mentions: Sequence[Mention], resolution: Resolution, headline: Span | None
) -> Mention | None:
    """The organization an article is about, by its first mention: the one named most, the own party's first.

    None where a person is named more often: such an article is about that person; nor where the first mention
    comes late, as in a round of news. Media are not named by their bylines; a room of a body names the body.
    """
    wholes = _find_wholes(resolution, context.rules)
    votes: Counter[int] = Counter()
    first: dict[int, Mention] = {}
    for index, mention, times in _count_bodies(mentions, resolution, headline):
        if not _is_byline(context, mention):
            own = _is_own(resolution.entities[index], resolution.own_party)
            votes[index] += 3 * times if own else times
            first.setdefault(index, mention)
            if (whole := wholes.get(index)) is not None:
                votes[whole] += times
    best = max(sorted(first), key=lambda i: votes[i], default=None)
    people = Counter(resolution.index(m) for m in mentions if m.kind == "Person")
    if best is None or votes[best] < max(LEAST, max(people.values(), default=0)):
        return None
    return first[best] if first[best].span.begin < OPENING else None


def _find_wholes(resolution: Resolution, rules: Rulebook) -> Mapping[int, int]:
    """Of each body that is called a room of another, that one: 某某红十字会|赈济救护部."""
    by_name = {e.name: index for index, e in enumerate(resolution.entities) if e.cls not in _NO_BODIES}
    rooms = (name for name in by_name if name.endswith(tuple(rules.organizations.inner)))
    wholes = (
        (room, next((room[:at] for at in range(len(room)) if room[:at] in by_name), "")) for room in rooms
    )
    return {by_name[room]: by_name[whole] for room, whole in wholes if whole}


def find_hero(mentions: Sequence[Mention], resolution: Resolution, headline: Span | None) -> Mention | None:
    """The person of whom an article tells: alone in its title, and first in its text; None without one."""
    people = [m for m in mentions if m.kind == "Person"]
    titled = [m for m in people if headline is not None and headline.contains(m.span)]
    behind = next((m for m in people if headline is not None and m.span.begin >= headline.end), None)
    named = {resolution.index(m) for m in titled}
    return titled[0] if behind and named == {resolution.index(behind)} else None


def find_houses(
    mentions: Sequence[Mention], resolution: Resolution, pointers: Collection[str], headline: Span | None
) -> list[Mention]:
    """Of each class of bodies the one that an article names most, by its first name; `pointers` count, too.

    A name in the title counts twice. Of those named as often it is the first; there is none of a class of
    which the article names none twice.
    """
    votes: Counter[int] = Counter()
    first: dict[int, Mention] = {}
    for index, mention, times in _count_bodies(mentions, resolution, headline):
        votes[index] += times
        if mention.text not in pointers:
            first.setdefault(index, mention)
    most: dict[str, int] = {}
    for index in sorted(votes, key=lambda i: (votes[i], -i)):
        if votes[index] >= LEAST and index in first:
            most[resolution.entities[index].cls] = index
    return [first[index] for index in sorted(most.values(), key=lambda i: (votes[i], -i))]


def _count_bodies(
    mentions: Sequence[Mention], resolution: Resolution, headline: Span | None
) -> Iterator[tuple[int, Mention, int]]:
    """Each mention of a body with the number of its entity and how often it counts: in the title twice."""
    for mention in mentions:
        index = resolution.index(mention)
        if mention.kind == "Organization" and index is not None:
            yield index, mention, 2 if headline is not None and headline.contains(mention.span) else 1


def _is_byline(context: Context, mention: Mention) -> bool:
    """Whether a paper or a station only tells the news here: 云屏日报|讯."""
    grammar = context.rules.grammar
    return mention.text.endswith(grammar.media) and context.text.startswith(grammar.bylines, mention.span.end)


def _is_own(entity: LocalEntity, party: str) -> bool:
    """Whether an entity is a body of the party that the article is about."""
    return bool(party) and entity.key[1:2] == (party,) and len(entity.key) > 2
