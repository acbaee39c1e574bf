"""The order in which an article is read: paragraph by paragraph, each sentence after what went before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from kg.actions import find_events
from kg.calendar import Calendar, read_dates
from kg.entities.resolve import resolve_mentions
from kg.events import Event
from kg.headline import Headline, read_headline
from kg.iris import article_id, sentence_id
from kg.memberships import Background, find_posts
from kg.mentions import Context, Mention, find_mentions, mentions_in
from kg.model import Document, Sentence, Span, Tag
from kg.punctuation import fold_marks
from kg.reading.cast import Cast, at_home, find_hero, find_houses, find_main_body
from kg.reading.inventories import add_inventories
from kg.reading.lines import find_speech, is_heading
from kg.reading.local import Said, localize
from kg.reading.model import Reading
from kg.reading.rolls import Ledger, date_of_gifts, merge_gifts, read_gifts, read_row
from kg.rolls import Rolls, find_rolls, join_cells
from kg.rulebook import Rulebook
from kg.segment import Paragraph, split_paragraphs
from kg.topics import Topic
from kg.values import Date, find_dates

REMEMBERED = 12
"""Bodies named before a sentence that a title in it may serve, beside those of the sentence before."""


class _Told(Struct, frozen=True):
    """What the text said up to a sentence: its topic, the last bodies it named, and the last date.

    `rolled` is the date of the gifts in a roll, by the line that announced the last one.
    """

    topic: Topic
    bodies: tuple[Mention, ...]
    calendar: Calendar
    rolled: tuple[Date, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """An article as it is read: the mentions of its text, its paragraphs, its headline and its cast.

    `houses` are the bodies it names most, one of each class; `hero` is the person of whom it tells, if one;
    `rolls` are its lists and tables.
    """

    context: Context
    mentions: Sequence[Mention]
    paragraphs: Sequence[Paragraph]
    headline: Headline
    cast: Cast
    houses: Sequence[Mention]
    hero: Mention | None
    rolls: Rolls


def read_document(document: Document, tags: Sequence[Tag], rules: Rulebook) -> Reading:
    """Read a cleaned article; `tags` are the tagger's for its text."""
    text = fold_marks(document.text)
    paragraphs = join_cells(text, split_paragraphs(text), rules.rolls)
    rolls = find_rolls(document, text, paragraphs, rules)
    context, mentions = find_mentions(text, rules, tags, rolls.candidates)
    headline = read_headline(text, paragraphs)
    headline = replace(headline, title=document.title or headline.title, date=document.date or headline.date)
    resolution = resolve_mentions(text, mentions, rules, rolls.abroad)
    near = at_home(mentions, resolution, rolls.abroad)
    cast = Cast(resolution, rules, find_main_body(context, near, resolution, headline.span))
    houses = find_houses(near, resolution, rules.organizations.pointers, headline.span)
    hero = find_hero(mentions, resolution, headline.span)
    page = _Page(context, mentions, paragraphs, headline, cast, houses, hero, rolls)
    local = localize(add_inventories(context, _read_sentences(page)), cast, partial(_quote, document))
    return Reading(
        id=article_id(document.source),
        source=document.source,
        title=headline.title,
        date=headline.date,
        characters=len(document.raw),
        repairs=tuple(sorted(Counter(r.step for r in document.repairs).items())),
        sentences=local.sentences,
        entities=local.entities,
        printed=len(resolution.entities),
        posts=local.posts,
        actions=local.actions,
    )


def _quote(document: Document, sentence: Span) -> Sentence:
    article, raw = article_id(document.source), document.raw_span(sentence)
    id_ = sentence_id(article, raw.begin, raw.end)
    return Sentence(id_, article, raw.begin, raw.end, document.text[sentence.begin : sentence.end])


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
    inside = mentions_in(sentence, page.mentions)
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
    opens = sentence in page.rolls.openings
    rolled = date_of_gifts(page.context, dates, known) if opens else told.rolled
    said = _with_rolls(page, Said(sentence, posts, events, known), inside, dates, rolled)
    bodies = (*told.bodies[-REMEMBERED:], *(m for m in inside if m.kind == "Organization"))
    return said, _Told(topic, bodies, calendar, rolled)


def _with_rolls(
    page: _Page, said: Said, inside: Sequence[Mention], dates: Sequence[Date], rolled: tuple[Date, str] | None
) -> Said:
    """What a sentence states, with what it says as a line of a roll; a row of a table says nothing else."""
    entries = page.rolls.entries.get(said.sentence, ())
    rows = page.rolls.rows.get(said.sentence, ())
    if not entries and not rows:
        return said
    opened = rolled[0] if rolled else None
    main, houses, title = page.cast.main, page.houses, page.headline.span
    ledger = Ledger(page.context, inside, page.mentions, dates, opened, title, main, houses)
    known = {**said.dates, rolled[0].span: rolled[1]} if rolled else said.dates
    gifts = [gift for entry in entries for gift in read_gifts(entry, ledger)]
    if not rows:
        return replace(said, events=merge_gifts(said.events, gifts), dates=known)
    read = [read_row(row, ledger) for row in rows]
    posts, events = [p for held, _ in read for p in held], [e for _, done in read for e in done]
    return Said(said.sentence, posts, events, known)


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
