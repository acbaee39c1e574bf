"""From mentions to numbers: the posts and actions of an article as values that point into its lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from msgspec import Struct

from kg.entities import LocalEntity
from kg.events import Event
from kg.iris import fact_id
from kg.memberships import Post
from kg.mentions import Mention
from kg.model import Item, Sentence, Span
from kg.reading.cast import Cast, Meant, Roll, call_roll
from kg.reading.model import LocalAction, LocalPost


class Said(Struct, frozen=True, eq=False):
    """What a sentence states; `dates` are its dates in ISO 8601 by their spans."""

    sentence: Span
    posts: Sequence[Post]
    events: Sequence[Event]
    dates: Mapping[Span, str]


@dataclass(frozen=True, slots=True)
class Localized:
    """The sentences of an article that state something, with all entities, posts and actions."""

    sentences: tuple[Sentence, ...]
    entities: tuple[LocalEntity, ...]
    posts: tuple[LocalPost, ...]
    actions: tuple[LocalAction, ...]


def localize(said: Sequence[Said], cast: Cast, quote: Callable[[Span], Sentence]) -> Localized:
    """Number the entities, and let posts and actions point to them and to their sentences.

    `quote` tells the sentence of the graph from its place in the text.
    """
    roll = call_roll(cast.resolution.entities, (m for one in said for m in _meant(one, cast)))
    number_of = {one.sentence: number for number, one in enumerate(said)}
    posts: list[LocalPost] = []
    actions: list[LocalAction] = []
    for one in said:
        posts += (p for post in one.posts if (p := _local_post(post, number_of[one.sentence], cast, roll)))
        evidence = quote(one.sentence).id if one.events else ""
        found = (_local_action(event, one, number_of, cast, roll, evidence) for event in one.events)
        actions += filter(None, found)
    used = sorted({p.sentence for p in posts}.union(*((a.sentence, *a.inventories) for a in actions)))
    place = {number: n for n, number in enumerate(used)}
    return Localized(
        tuple(quote(said[number].sentence) for number in used),
        roll.entities,
        _distinct([p._replace(sentence=place[p.sentence]) for p in posts]),
        tuple(
            a._replace(sentence=place[a.sentence], inventories=tuple(place[n] for n in a.inventories))
            for a in actions
        ),
    )


def _meant(said: Said, cast: Cast) -> Iterator[Meant]:
    """What the posts and actions of a sentence mean, in order."""
    for post in said.posts:
        if cast.resolution.index(post.person) is not None:
            yield cast.body(post)
    for event in said.events:
        for group in (event.agents, event.recipients, event.via, event.works, event.places):
            for mention in group:
                yield cast.actor(mention)


def _local_post(post: Post, sentence: int, cast: Cast, roll: Roll) -> LocalPost | None:
    person = cast.resolution.index(post.person)
    if person is None:
        return None
    organization = roll.number(cast.body(post))
    if organization is None and not post.title:
        return None
    return LocalPost(person, organization, post.title, sentence, post.confidence)


def _local_action(
    event: Event, said: Said, number_of: Mapping[Span, int], cast: Cast, roll: Roll, evidence: str
) -> LocalAction | None:
    """What an event is, whose sentence has the id `evidence`; none without an agent."""

    def numbers(mentions: Sequence[Mention]) -> tuple[int, ...]:
        found = (roll.number(cast.actor(m)) for m in mentions)
        return tuple(dict.fromkeys(n for n in found if n is not None))

    agents = numbers(event.agents)
    if not agents:
        return None
    money = event.money
    # The actions that one trigger tells of several are numbered.
    place = (event.trigger.begin, event.share) if event.share else (event.trigger.begin,)
    own = fact_id("action", event.word, event.cls, evidence, *place)
    return LocalAction(
        id=own,
        cls=event.cls,
        trigger=event.word,
        status=event.status,
        agents=agents,
        recipients=tuple(n for n in numbers(event.recipients) if n not in agents),
        via=numbers(event.via),
        works=numbers(event.works),
        places=numbers(event.places),
        goods=_goods(event, own),
        date=said.dates.get(event.date.span) if event.date else None,
        amount=money.amount if money else None,
        currency=money.currency if money else None,
        approximate=bool(money and money.approximate),
        sentence=number_of[said.sentence],
        confidence=round(event.confidence, 2),
        inventories=tuple(number_of[sentence] for sentence in event.inventories),
    )


def _goods(event: Event, action: str) -> tuple[Item, ...]:
    """The goods of an event that is the action with an id; of those uncounted there is the name alone."""
    counted = [Item("", g.name, g.value, g.unit or None, g.approximate) for g in event.goods]
    items = (*counted, *(Item("", name) for name in event.uncounted))
    named = (item._replace(id=fact_id("item", item.name, action, n)) for n, item in enumerate(items))
    return tuple(sorted(named, key=attrgetter("id")))


def _distinct(posts: Sequence[LocalPost]) -> tuple[LocalPost, ...]:
    """Posts told once a sentence.

    A title without a body gives way to the same title with one, a body without a title to one with it.
    """
    placed = {(p.person, p.title) for p in posts if p.organization is not None}
    titled = {(p.person, p.organization) for p in posts if p.title}
    seen: dict[tuple[object, ...], LocalPost] = {}
    for post in posts:
        is_told = (
            (post.person, post.organization) in titled
            if not post.title
            else (post.person, post.title) in placed
        )
        if not is_told or (post.title and post.organization is not None):
            seen.setdefault((post.person, post.organization, post.title, post.sentence), post)
    return tuple(seen.values())
