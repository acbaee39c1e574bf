"""The order in which an article is read: paragraph by paragraph, each sentence after what went before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.actions import find_events
from kg.calendar import Calendar, read_dates
from kg.donors import announces_givers, read_givers
from kg.entities import resolve_mentions
from kg.events import Event
from kg.headline import Headline, read_headline
from kg.memberships import Background, find_posts
from kg.mentions import Context, Mention, find_mentions
from kg.model import Document, Span, Tag
from kg.punctuation import fold_marks
from kg.reading.cast import Cast, find_hero, find_houses, find_main_body
from kg.reading.lines import find_speech, is_heading
from kg.reading.local import Said, localize
from kg.reading.model import LocalSentence, Reading
from kg.rulebook import Rulebook
from kg.segment import Paragraph, split_paragraphs
from kg.topics import Topic
from kg.values import Date, find_dates

REMEMBERED = 12
"""Bodies named before a sentence that a title in it may serve, beside those of the sentence before."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the text said up to a sentence: its topic, the last bodies it named, and the last date.

    `listing` is whether a line before it announced givers, whom the lines since have listed.
    """

    topic: Topic
    bodies: tuple[Mention, ...]
    calendar: Calendar
    listing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """An article as it is read: the mentions of its text, its paragraphs, its headline and its cast.

    `houses` are the bodies it names most, one of each class; `hero` is the person of whom it tells, if one.
    """

    context: Context
    mentions: Sequence[Mention]
    paragraphs: Sequence[Paragraph]
    headline: Headline
    cast: Cast
    houses: Sequence[Mention]
    hero: Mention | None


def read_document(document: Document, tags: Sequence[Tag], rules: Rulebook) -> Reading:
    """Read a cleaned article; `tags` are the tagger's for its text."""
    text = fold_marks(document.text)
    context, mentions = find_mentions(text, rules, tags)
    paragraphs = split_paragraphs(text)
    headline = read_headline(text, paragraphs)
    headline = replace(headline, title=document.title or headline.title, date=document.date or headline.date)
    resolution = resolve_mentions(text, mentions, rules)
    cast = Cast(resolution, rules, find_main_body(context, mentions, resolution, headline.span))
    houses = find_houses(mentions, resolution, rules.organizations.pointers, headline.span)
    hero = find_hero(mentions, resolution, headline.span)
    page = _Page(context, mentions, paragraphs, headline, cast, houses, hero)
    local = localize(list(_read_sentences(page)), cast)
    return Reading(
        source=document.source,
        title=headline.title,
        date=headline.date,
        characters=len(document.raw),
        repairs=tuple(sorted(Counter(r.step for r in document.repairs).items())),
        sentences=tuple(_quote(document, sentence) for sentence in local.sentences),
        entities=local.entities,
        printed=len(resolution.entities),
        posts=local.posts,
        actions=local.actions,
    )


def _quote(document: Document, sentence: Span) -> LocalSentence:
    raw = document.raw_span(sentence)
    return LocalSentence(raw.begin, raw.end, document.text[sentence.begin : sentence.end])


def _read_sentences(page: _Page) -> Iterator[Said]:
    """What every sentence states, read after those before it; a paragraph begins with the article's body."""
    main = page.cast.main
    body = (main,) if main else ()
    hero = (page.hero,) if page.hero else ()
    told = _Told(Topic(), (), Calendar(page.headline.date))
    for paragraph in page.paragraphs:
        told = replace(told, topic=Topic(subject=body, persons=hero or told.topic.persons, body=body))
        speech = find_speech(page.context.text, paragraph.span)
        for sentence in paragraph.sentences:
            said, told = _read_sentence(page, paragraph, sentence, speech, told)
            yield said


def _read_sentence(
    page: _Page, paragraph: Paragraph, sentence: Span, speech: Sequence[Span], told: _Told
) -> tuple[Said, _Told]:
    """What a sentence states, and what is told when it ends."""
    text, topic = page.context.text, told.topic
    inside = [m for m in page.mentions if sentence.contains(m.span)]
    dates = _dates_of(text, sentence)
    known, calendar = read_dates(dates, told.calendar)
    person = topic.persons[-1] if topic.persons else None
    bodies = _by_nearness(page, told.bodies, paragraph.span.begin, sentence.begin)
    houses = tuple(page.houses)
    background = Background(bodies, page.cast.resolution.own_party, person, houses)
    posts = find_posts(text, sentence, inside, page.context.rules, background)
    events: list[Event] = []
    heading = paragraph.heading or paragraph.span == page.headline.span
    if not heading and not is_heading(text, sentence, paragraph, inside):
        events, topic = find_events(page.context, sentence, inside, dates, topic, speech)
    listed = [] if events or not told.listing else read_givers(page.context, sentence, inside)
    listing = bool(listed) or announces_givers(page.context, sentence)
    bodies = (*told.bodies[-REMEMBERED:], *(m for m in inside if m.kind == "Organization"))
    return Said(sentence, posts, [*events, *listed], known), _Told(topic, bodies, calendar, listing)


def _by_nearness(
    page: _Page, bodies: Sequence[Mention], paragraph: int, sentence: int
) -> tuple[Mention, ...]:
    """The bodies named so far, the one that a title most likely means last.

    The article's own houses that it names before `sentence`, where the sentence begins, come before all
    that its paragraph, which begins at `paragraph`, does not name; where the paragraph names one of them,
    that comes before what else it names.
    """
    index = page.cast.resolution.index
    houses = [house for house in page.houses if house.span.begin < sentence]
    own = {index(house) for house in houses}
    far = [m for m in bodies if m.span.begin < paragraph]
    near = [m for m in bodies if m.span.begin >= paragraph]
    here = {index(m) for m in near}
    return (
        *far,
        *(m for m in houses if index(m) not in here),
        *(m for m in near if index(m) not in own),
        *(m for m in houses if index(m) in here),
    )


def _dates_of(text: str, sentence: Span) -> list[Date]:
    """The dates of a sentence, with spans in the text."""
    found = find_dates(text[sentence.begin : sentence.end])
    return [replace(date, span=date.span.moved(sentence.begin)) for date in found]
