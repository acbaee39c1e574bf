"""Reading one article: from its cleaned text and the tagger's tags to its entities, posts and actions.

What one article yields depends on nothing but that article, the rulebook and the tagger: it can be computed
anywhere, in any order, and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.actions import Topic, find_events
from kg.calendar import Calendar, read_dates
from kg.entities import LocalEntity, Resolution, resolve_mentions
from kg.events import Event
from kg.headline import Headline, read_headline
from kg.memberships import Background, Post, find_posts
from kg.mentions import Mention, find_mentions
from kg.model import Document, Span, Tag
from kg.orgnames import parse_organization
from kg.rulebook import Rulebook
from kg.segment import Paragraph, split_paragraphs
from kg.values import Date, find_dates


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
    """Goods of an action."""

    name: str
    value: Decimal | None
    unit: str | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class LocalAction:
    """An action of one article; numbers point into its entities and sentences."""

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


def read_document(document: Document, tags: Sequence[Tag], rules: Rulebook) -> Reading:
    """Read a cleaned article; `tags` are the tagger's for its text."""
    text = document.text
    context, mentions = find_mentions(text, rules, tags)
    paragraphs = split_paragraphs(text)
    headline = read_headline(text, paragraphs)
    resolution = resolve_mentions(text, mentions, rules)
    main = _main_body(mentions, resolution, headline.span)
    extra = _Extra(resolution, rules)
    topic = Topic(body=(main,) if main else ())
    posts: list[LocalPost] = []
    actions: list[LocalAction] = []
    sentences: list[LocalSentence] = []
    calendar = Calendar(headline.date)
    bodies: tuple[Mention, ...] = ()
    for paragraph in paragraphs:
        topic = Topic(subject=topic.body, persons=topic.persons, body=topic.body)
        speech = _speech(text, paragraph.span)
        for sentence in paragraph.sentences:
            inside = [m for m in mentions if sentence.begin <= m.span.begin and m.span.end <= sentence.end]
            person = topic.persons[-1] if topic.persons else None
            found = find_posts(
                text, sentence, inside, rules, Background(bodies, resolution.own_party, person)
            )
            bodies = (*bodies[-12:], *(m for m in inside if m.kind == "Organization"))
            dates = _dates_of(text, sentence)
            told, calendar = read_dates(dates, calendar)
            events: list[Event] = []
            if (
                not paragraph.heading
                and paragraph.span != headline.span
                and not _is_heading(text, sentence, paragraph, inside)
            ):
                events, topic = find_events(context, sentence, inside, dates, topic, speech)
            number = len(sentences)
            own = [p for p in (_local_post(p, number, resolution, extra) for p in found) if p]
            done = [a for a in (_local_action(e, number, main, resolution, extra, told) for e in events) if a]
            if own or done:
                span = document.raw_span(sentence)
                sentences.append(LocalSentence(span.begin, span.end, text[sentence.begin : sentence.end]))
            posts += own
            actions += done
    return Reading(
        document.source,
        headline.title,
        headline.date,
        len(document.raw),
        tuple(sorted(Counter(r.step for r in document.repairs).items())),
        tuple(sentences),
        (*resolution.entities, *extra.entities),
        len(resolution.entities),
        _distinct_posts(posts),
        tuple(actions),
    )


class _Extra:
    """Entities that words of membership call for though the text does not name them apart."""

    def __init__(self, resolution: Resolution, rules: Rulebook) -> None:
        self.entities: list[LocalEntity] = []
        self._known = {e.key: i for i, e in enumerate(resolution.entities) if e.key}
        self._offset = len(resolution.entities)
        self._rules, self._home, self._resolution = rules, resolution.home, resolution

    def named(self, mention: Mention) -> int:
        """The body a mention means; one that is only part of a longer name is found by its words."""
        known = self._resolution.index(mention)
        if known is None:
            known = next(
                (i for i, e in enumerate(self._resolution.entities) if mention.text in e.forms), None
            )
        if known is not None:
            return known
        parsed = parse_organization(mention.text, self._rules, self._home, "")
        return self._number(
            LocalEntity(
                "Organization",
                mention.text,
                (mention.text,),
                ("organization", parsed.party, "/".join(parsed.place), parsed.core),
            )
        )

    def party(self, name: str) -> int:
        """The party of that name."""
        return self._number(LocalEntity("PartyOrganization", name, (name,), ("organization", name)))

    def government(self, place: str) -> int:
        """The government of a place, which its rulers serve."""
        name = f"{place}人民政府"
        parsed = parse_organization(name, self._rules, self._home, "")
        key = (
            ("organization", "", "/".join(parsed.place), parsed.core)
            if parsed.place
            else ("organization", "", "", name)
        )
        return self._number(LocalEntity("GovernmentBody", name, (place, f"{place}政府"), key))

    def _number(self, entity: LocalEntity) -> int:
        if entity.key not in self._known:
            self._known[entity.key] = self._offset + len(self.entities)
            self.entities.append(entity)
        return self._known[entity.key]


def _dates_of(text: str, sentence: Span) -> list[Date]:
    """The dates of a sentence, with spans in the text."""
    return [
        replace(d, span=Span(d.span.begin + sentence.begin, d.span.end + sentence.begin))
        for d in find_dates(text[sentence.begin : sentence.end])
    ]


def _speech(text: str, line: Span) -> list[Span]:
    """Direct speech in a line: what stands in quotation marks at length or after a colon."""
    spans = []
    for match in re.finditer(r"“[^”]*(?:”|$)", text[line.begin : line.end]):
        span = Span(line.begin + match.start(), line.begin + match.end())
        if (
            len(span) > 16
            or text[max(0, span.begin - 1)] in "：:"
            or re.search(r"[。！？!?，,]", match[0][:-1])
        ):
            spans.append(span)
    return spans


def _is_heading(text: str, sentence: Span, paragraph: Paragraph, inside: Sequence[Mention]) -> bool:
    """Whether a paragraph's first sentence is its heading: short, numbered or without anyone who acts."""
    if sentence != paragraph.sentences[0] or len(sentence) > 28:
        return False
    if (
        re.match(r"[（(]?[一二三四五六七八九十]+[)）、]", text[sentence.begin : sentence.end])
        and len(sentence) <= 24
    ):
        return True
    return len(paragraph.sentences) > 1 and not any(
        m.kind in ("Person", "Organization", "Pronoun", "Members") for m in inside
    )


def _main_body(mentions: Sequence[Mention], resolution: Resolution, head: Span | None) -> Mention | None:
    """The organization an article is about: the own party's body named most, else the body named most.

    None where a person is named more often: such an article is about that person.
    """
    votes: Counter[int] = Counter()
    first: dict[int, Mention] = {}
    for mention in mentions:
        index = resolution.index(mention)
        if mention.kind != "Organization" or index is None:
            continue
        entity = resolution.entities[index]
        own = (
            bool(resolution.own_party) and entity.key[1:2] == (resolution.own_party,) and len(entity.key) > 2
        )
        votes[index] += (3 if own else 1) + (head is not None and head.contains(mention.span))
        first.setdefault(index, mention)
    best = max(sorted(votes), key=lambda i: votes[i], default=None)
    people = Counter(resolution.index(m) for m in mentions if m.kind == "Person")
    if best is None or votes[best] < max(LEAST, max(people.values(), default=0)):
        return None
    return first[best]


LEAST = 2
"""How often an article must name a body, its title counted twice, to be about it."""


def _local_post(post: Post, sentence: int, resolution: Resolution, extra: _Extra) -> LocalPost | None:
    person = resolution.index(post.person)
    if person is None:
        return None
    organization = extra.named(post.organization) if post.organization else None
    if organization is None and post.party:
        organization = extra.party(post.party)
    if organization is None and post.place:
        organization = extra.government(post.place)
    if organization is None and not post.title:
        return None
    return LocalPost(person, organization, post.title, sentence, post.confidence)


def _local_action(
    event: Event,
    sentence: int,
    main: Mention | None,
    resolution: Resolution,
    extra: _Extra,
    told: Mapping[Span, str],
) -> LocalAction | None:
    def numbers(mentions: Sequence[Mention]) -> tuple[int, ...]:
        return tuple(
            dict.fromkeys(n for m in mentions if (n := _entity_of(m, main, resolution, extra)) is not None)
        )

    agents = numbers(event.agents)
    if not agents:
        return None
    return LocalAction(
        event.cls,
        event.word,
        event.trigger.begin,
        event.status,
        agents,
        tuple(n for n in numbers(event.recipients) if n not in agents),
        numbers(event.via),
        numbers(event.works),
        numbers(event.places),
        tuple(LocalGoods(g.name, g.value, g.unit, g.approximate) for g in event.goods),
        told.get(event.date.span) if event.date else None,
        event.money.amount if event.money else None,
        event.money.currency if event.money else None,
        bool(event.money and event.money.approximate),
        sentence,
        round(event.confidence, 2),
    )


def _entity_of(mention: Mention, main: Mention | None, resolution: Resolution, extra: _Extra) -> int | None:
    """The number of the entity a mention means; the members of a branch as a body are the branch."""
    if mention.kind == "Members":
        if main is not None and (resolution.own_party or not mention.text.startswith("社")):
            return resolution.index(main)
        return extra.party(resolution.own_party) if resolution.own_party else None
    return resolution.index(mention)


def _distinct_posts(posts: Sequence[LocalPost]) -> tuple[LocalPost, ...]:
    """Posts told once; a title without a body gives way to the same title with one."""
    placed = {(p.person, p.title) for p in posts if p.organization is not None}
    seen: dict[tuple[object, ...], LocalPost] = {}
    for post in posts:
        if post.organization is None and (post.person, post.title) in placed:
            continue
        seen.setdefault((post.person, post.organization, post.title, post.sentence), post)
    return tuple(seen.values())
