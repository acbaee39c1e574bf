"""The events of a sentence: what one is, and which of several to keep."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.goods import Goods
from kg.mentions import Mention
from kg.model import Span
from kg.rulewords import ActionRule
from kg.values import Date, Money

FAR = 12
"""Characters between a general deed and a special one beyond which the sentence tells both."""


@dataclass(frozen=True, slots=True)
class Event:
    """An action as a sentence states it; actors are mentions, `trigger` is the place of `word`.

    `share` numbers the events that one trigger tells of several; `figured` tells whether a count of people or
    things stands behind the trigger.
    """

    cls: str
    trigger: Span
    word: str
    status: str
    agents: tuple[Mention, ...]
    recipients: tuple[Mention, ...] = ()
    via: tuple[Mention, ...] = ()
    goods: tuple[Goods, ...] = ()
    works: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    date: Date | None = None
    money: Money | None = None
    confidence: float = 0.85
    share: int = 0
    figured: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The agents as the text names them."""
        return tuple(m.text for m in self.agents)

    @property
    def is_counted(self) -> bool:
        """Whether goods or a sum show it."""
        return bool(self.money or self.goods)


def select_events(events: Sequence[Event], rules: Sequence[ActionRule]) -> list[Event]:
    """One event for each class, agents and sentence, gifts apart that differ in sum or goods.

    A bare gift gives way to one that is counted; a general class gives way to whatever else the same agents
    did in the sentence, unless that stands far behind it.
    """
    gives = {r.cls for r in rules if r.gives}
    gets = {(r.cls, word) for r in rules for word in r.gets}
    outlays = {(r.cls, word) for r in rules for word in r.outlays}
    got = {_goods_of(e) for e in events if e.goods and (e.cls, e.word) in gets}
    kept = _with_outlays(_once(_in_one_sense(events, rules), gets), got, outlays)
    return _without_general(_without_bare_gifts(kept, gives), rules)


def _in_one_sense(events: Sequence[Event], rules: Sequence[ActionRule]) -> list[Event]:
    """Of what a word says in several classes of making, what its object shows: 发布|倡议书, 制作|漫画."""
    if len(events) < 2:
        return list(events)
    made = {r.cls: r for r in rules if r.makes}
    shown = {(e.trigger, e.names) for e in events if e.cls in made and e.word in made[e.cls].weak}
    return [
        e
        for e in events
        if (e.trigger, e.names) not in shown or (e.cls in made and e.word in made[e.cls].weak)
    ]


def _once(events: Sequence[Event], gets: Collection[tuple[str, str]]) -> list[Event]:
    """Of events that say the same, the one with most works and receivers, and that gives rather than gets.

    Different works are several.
    """
    first: dict[tuple[object, ...], tuple[Mention, ...]] = {}
    for event in events:
        if event.works:
            first.setdefault(_sense(event), event.works)
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        sense = _sense(event)
        key = (*sense, event.works or first.get(sense, ()))
        if key not in kept or _fullness(event, gets) > _fullness(kept[key], gets):
            kept[key] = event
    return [e for e in kept.values() if not any(_acts_through(other, e) for other in kept.values())]


def _acts_through(body: Event, members: Event) -> bool:
    """Whether what a body did is told again of its members: 某会组织会员|献血，53名会员|献血."""
    alike = (body.cls, body.status) == (members.cls, members.status) and body.word.endswith(members.word)
    return (
        alike
        and not (members.is_counted or members.works)
        and all(m.kind == "Members" for m in members.agents)
        and all(m.kind == "Organization" for m in body.agents)
    )


def _sense(event: Event) -> tuple[object, ...]:
    """What an event tells beside its works and receivers."""
    gift = (event.money and event.money.span, _goods_of(event))
    return event.cls, event.status, event.names, gift, event.share


def _goods_of(event: Event) -> tuple[Span, ...]:
    return tuple(g.span for g in event.goods)


def _fullness(event: Event, gets: Collection[tuple[str, str]]) -> tuple[int, bool]:
    return len(event.works) + len(event.recipients), (event.cls, event.word) not in gets


def _without_bare_gifts(events: Sequence[Event], gives: Collection[str]) -> list[Event]:
    gifts = [e for e in events if e.cls in gives and e.is_counted]
    return [
        e
        for e in events
        if e.cls not in gives
        or (e.is_counted and not any(_holds(other, e) for other in gifts))
        or (not e.is_counted and not any(_may_tell(other, e) for other in gifts))
    ]


def _may_tell(gift: Event, bare: Event) -> bool:
    """Whether a counted gift may be the bare one: another's, to whom none of them went, is one of its own."""
    alike = (gift.cls, gift.status) == (bare.cls, bare.status)
    apart = bool(bare.recipients) and not _share_agents(gift, bare) and gift.recipients != bare.recipients
    return alike and not apart


def _with_outlays(
    events: Sequence[Event], got: Collection[tuple[Span, ...]], outlays: Collection[tuple[str, str]]
) -> list[Event]:
    """What is got with a sum told right before is one gift with it: 拿出2万元，为某校|购买|课桌80套."""
    kept: list[Event] = []
    for event in events:
        last = kept[-1] if kept else None
        bought = event.goods and not event.money and _goods_of(event) in got
        if (
            last
            and bought
            and (last.cls, last.word) in outlays
            and last.names == event.names
            and not last.goods
        ):
            kept[-1] = replace(event, money=last.money, recipients=event.recipients or last.recipients)
        else:
            kept.append(event)
    return kept


def _holds(more: Event, less: Event) -> bool:
    """Whether a gift counts all that another counts and something beside it: 购买A、B，将A|捐给…."""

    def figures(event: Event) -> set[Span]:
        return {g.span for g in event.goods} | ({event.money.span} if event.money else set())

    same = (more.cls, more.status, more.names) == (less.cls, less.status, less.names)
    return same and figures(less) < figures(more)


def _without_general(events: Sequence[Event], rules: Sequence[ActionRule]) -> list[Event]:
    general = {r.cls for r in rules if r.general}
    firm = {(r.cls, word) for r in rules for word in r.firm}
    going = {(r.cls, word) for r in rules for word in r.goes}
    meetings = {r.cls for r in rules if r.meets}
    first: dict[tuple[str, ...], Event] = {}
    kept: list[Event] = []
    for event in events:
        if event.cls in general and (event.cls, event.word) not in firm:
            leader = first.setdefault(event.names, event)
            goes = (event.cls, event.word) in going
            over = (e for e in events if e.cls not in general and _share_agents(e, event))
            told = leader is event or event.works or event.figured
            if not told or any(_is_near(event, e) or (goes and e.cls in meetings) for e in over):
                continue
            if any((e.cls, e.word) in firm and _completes(event, e) for e in kept):
                continue
        kept.append(event)
    return kept


def _share_agents(one: Event, other: Event) -> bool:
    return not set(one.names).isdisjoint(other.names)


def _is_near(general: Event, special: Event) -> bool:
    """Whether what somebody did in special does not stand far behind the general word for it."""
    return special.trigger.begin <= general.trigger.end + FAR


def _completes(event: Event, firm: Event) -> bool:
    """Whether a general event only tells what became of those sent just before: 抽调|60名骨干|组成|专班."""
    between = event.trigger.begin - firm.trigger.end
    return event.names == firm.names and 0 <= between <= 2 * FAR
