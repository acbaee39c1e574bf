"""What the rolls of an article claim: the gifts of its givers, and the posts of those it sends somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from kg.events import Event
from kg.goods import Goods, find_goods
from kg.memberships import Post
from kg.memberships.titles import HOUSES
from kg.mentions import Context, Mention, mentions_in
from kg.model import Span
from kg.patterns import BRACKET, any_of
from kg.rolls import Entry, Row
from kg.rulewords import RollWords
from kg.status import REALISED
from kg.values import Date, find_amounts

GIVEN = 0.7
"""Confidence of a gift that only its place in a roll tells."""

POSTED = 0.9
"""Confidence of a post that a row of a table tells."""

GIVING = ("Person", "Organization")
"""The kinds of those who can give."""

_PARTING = "、，；,; |：\n"
_PIECE = re.compile(r"[^、，,；;|]+")
_DATE = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}月\d{1,2}日")
# 自热米饭90箱，|每箱12盒
_PER = "每"


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """A line of a roll with the mentions in it, its dates and the article's own body, if it has one.

    `all_mentions` are those of the article, `houses` the bodies that it names most. `opened` is the date that
    the line announcing the roll tells.
    """

    context: Context
    mentions: Sequence[Mention]
    all_mentions: Sequence[Mention]
    dates: Sequence[Date]
    opened: Date | None
    title: Span | None
    house: Mention | None
    houses: Sequence[Mention]


def date_of_gifts(
    context: Context, dates: Sequence[Date], known: Mapping[Span, str]
) -> tuple[Date, str] | None:
    """The one day of the gifts that a line announcing a roll tells, and what it is in ISO 8601.

    None where it tells a stretch of time, or the day of the announcement: 3月5日，|某会公布….
    """
    if len(dates) != 1 or dates[0].closing or not dates[0].day or dates[0].span not in known:
        return None
    day = dates[0].span
    told = _dated(context.rules.rolls).match(context.text, day.end)
    return (dates[0], known[day]) if told else None


@cache
def _dated(words: RollWords) -> re.Pattern[str]:
    return re.compile(rf"[^，。：\n]{{0,12}}?{any_of((*words.takes, *words.gifts))}")


def read_gifts(entry: Entry, ledger: Ledger) -> Iterator[Event]:
    """The gifts of an entry: one of all who gave it together, or one each; none without a giver named."""
    part = entry.part
    if part.glued:
        yield from _read_glued(entry, ledger)
        return
    givers = _givers(part.who, ledger)
    goods = _goods(part.goods, ledger.context) if part.goods else ()
    together = [givers] if givers else []
    for number, agents in enumerate([(giver,) for giver in givers] if part.each else together):
        yield from _gift(entry, agents, goods, number, ledger)


def _read_glued(entry: Entry, ledger: Ledger) -> Iterator[Event]:
    """The gifts of an entry in which goods follow names without a mark: 某公司|棉被30床、某厂|大米20袋."""
    place = entry.part.goods or entry.part.who
    text = ledger.context.text
    givers = [
        m
        for m in mentions_in(place, ledger.mentions)
        if m.kind in GIVING and (m.span.begin == place.begin or text[m.span.begin - 1] in _PARTING)
    ]
    ends = [giver.span.begin for giver in givers[1:]]
    for giver, end in zip(givers, [*ends, place.end], strict=False):
        goods = _goods(Span(giver.span.end, end), ledger.context)
        yield from _gift(entry, (giver,), goods, 0, ledger)


def _gift(
    entry: Entry, givers: tuple[Mention, ...], goods: tuple[Goods, ...], number: int, ledger: Ledger
) -> Iterator[Event]:
    """The gift of some givers, if it is goods or a sum; `number` tells it from the entry's other gifts."""
    context, part = ledger.context, entry.part
    if not goods and (part.glued or not part.money):
        return
    rule = next(r for r in context.rules.actions if r.gives)
    figure = goods[0].span if goods else part.figure
    cell, day = entry.cells.get("receiver"), entry.cells.get("date", part.who)
    receivers = _named(ledger, cell) if cell else find_receivers(entry.opening, ledger)
    yield Event(
        rule.cls,
        figure,
        context.text_of(figure),
        REALISED,
        givers,
        tuple(m for m in receivers if m not in givers),
        goods=goods,
        date=next((d for d in ledger.dates if day.overlaps(d.span)), ledger.opened),
        money=part.money,
        confidence=GIVEN,
        share=number,
    )


def merge_gifts(said: Sequence[Event], listed: Sequence[Event]) -> list[Event]:
    """What a line says by its verbs and as a line of a roll; of two gifts of one figure that of the roll.

    Where the same gave it together, the gift that the verb tells says more and is kept.
    """
    rivals = [[e for e in said if any(f.overlaps(gift.trigger) for f in e.figures)] for gift in listed]
    pairs = [(gift, same) for gift, same in zip(listed, rivals, strict=True) if not _is_told(gift, same)]
    beaten = [event for _, same in pairs for event in same]
    new = [
        replace(gift, recipients=gift.recipients or next((event.recipients for event in same), ()))
        for gift, same in pairs
    ]
    return [*(event for event in said if event not in beaten), *new]


def _is_told(gift: Event, rivals: Sequence[Event]) -> bool:
    return any(set(event.agents) == set(gift.agents) for event in rivals)


def _givers(who: Span, ledger: Ledger) -> tuple[Mention, ...]:
    """Of every piece of a list its people, or else the last body, with whom they give or who of it gives."""
    context = ledger.context
    masked = BRACKET.sub(lambda bracket: "|" * len(bracket[0]), context.text_of(who))
    found: list[Mention] = []
    for match in _PIECE.finditer(masked):
        piece = Span(*match.span()).moved(who.begin)
        inside = mentions_in(piece, ledger.all_mentions)
        people = [m for m in inside if m.kind == "Person"]
        givers = people or [m for m in inside if m.kind == "Organization"][-1:]
        behind = _DATE.sub("", context.text[givers[-1].span.end : piece.end]).strip() if givers else ""
        words = context.rules.rolls
        called = (*words.behind, *context.rules.names.address)
        told = behind.startswith(called) if people else behind.endswith(words.members)
        if givers and (told or not behind):
            found += givers
    return tuple(dict.fromkeys(found))


def _goods(place: Span, context: Context) -> tuple[Goods, ...]:
    """The goods counted at a place."""
    said, rules = context.text_of(place).replace("|", " "), context.rules
    found = find_goods(said, Span(0, len(said)), find_amounts(said, rules.values), (0,), rules.goods)
    counted = (goods for goods in found if not goods.name.startswith(_PER))
    return tuple(replace(goods, span=goods.span.moved(place.begin)) for goods in counted)


def _named(ledger: Ledger, cell: Span) -> tuple[Mention, ...]:
    kinds = ("Person", "Organization", "Place")
    return tuple(m for m in mentions_in(cell, ledger.mentions) if m.kind in kinds)


def find_receivers(opening: Span, ledger: Ledger) -> tuple[Mention, ...]:
    """Who got what a roll lists, where the line announcing it or the title says so; else the charity.

    They say 某会|接收捐赠, or 向|某会|捐款. Where they say that gifts were received and not by whom, the
    article's own body received them, and a charity whatever it lists.
    """
    words, house = ledger.context.rules.rolls, (ledger.house,) if ledger.house else ()
    for lead in (opening, *((ledger.title,) if ledger.title else ())):
        named = mentions_in(lead, ledger.all_mentions)
        found = _received_in(lead, named, ledger)
        if found is not None:
            return found or house
        charities = tuple(m for m in named if m.cls in words.classes)
        if charities:
            return charities[:1]
    return tuple(m for m in house if m.cls in words.classes)


def _received_in(lead: Span, named: Sequence[Mention], ledger: Ledger) -> tuple[Mention, ...] | None:
    """Who received, by a line that announces a roll; None where it does not say that anybody did."""
    text, words = ledger.context.text, ledger.context.rules.rolls
    towards = [m for m in named if text.endswith(words.towards, lead.begin, m.span.begin)]
    taken = _taking(words).search(text, lead.begin, lead.end)
    if taken is None:
        return tuple(m for m in towards if m.kind in GIVING)[:1] or None
    before = [m for m in named if m.span.end <= taken.start() and m not in towards]
    return tuple(m for m in before if m.kind == "Organization")[-1:]


@cache
def _taking(words: RollWords) -> re.Pattern[str]:
    return re.compile(any_of(words.takes))


def read_row(row: Row, ledger: Ledger) -> tuple[list[Post], list[Event]]:
    """The posts that a row tells of a person, and where it says that he was sent."""
    named = (m for m in _named(ledger, row.cells["person"]) if m.kind == "Person")
    person = next(named, None)
    lead = _lead(row, ledger)
    if person is None or any(word in lead for word in ledger.context.rules.rolls.candidates):
        return [], []
    posts = [_post(row, person, ledger)] if "title" in row.cells else []
    return posts, list(_sent(row, person, lead, ledger))


def _lead(row: Row, ledger: Ledger) -> str:
    """What stands above a table: the title, and the line before its head with the head."""
    text = ledger.context.text
    above = text.rfind("\n", 0, max(0, row.opening.begin - 1)) + 1
    title = ledger.context.text_of(ledger.title) if ledger.title else ""
    return f"{title}\n{text[above : row.opening.end]}"


def _post(row: Row, person: Mention, ledger: Ledger) -> Post:
    """The title of a row with its department, in the body that it names or else the article's own."""
    context, cells = ledger.context, row.cells
    room = context.text_of(cells["department"]) if "department" in cells else ""
    title = context.text_of(cells["title"])
    named = [m for m in _named(ledger, cells["body"]) if m.kind == "Organization"] if "body" in cells else []
    body = (named[-1] if named else None) if "body" in cells else _employer(ledger)
    return Post(person, body, title if title.startswith(room) else room + title, confidence=POSTED)


def _employer(ledger: Ledger) -> Mention | None:
    """Of the bodies that the article is about the one that has departments and employs people."""
    own = (ledger.house, *reversed(ledger.houses))
    return next((house for house in own if house is not None and house.cls in HOUSES), None)


def _sent(row: Row, person: Mention, lead: str, ledger: Ledger) -> Iterator[Event]:
    """Where a row sends a person: to what its cell names, if `lead` says that people were sent."""
    context, words = ledger.context, ledger.context.rules.rolls
    told = next(((cls, w) for cls, said in words.sending.items() for w in said if w in lead), None)
    if told is None or any(word in lead for word in words.honours):
        return
    cell = row.cells.get("sent", person.span)
    word = context.text_of(cell) if "sent" in row.cells else told[1]
    places = _named(ledger, cell) if "sent" in row.cells else ()
    term = row.cells.get("term") or row.cells.get("date")
    date = next((d for d in ledger.dates if term.overlaps(d.span)), None) if term else None
    yield Event(told[0], cell, word, REALISED, (person,), places, date=date, confidence=GIVEN)
