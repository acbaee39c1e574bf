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

    `share` numbers the events that one trigger tells of several.
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
    general = {r.cls for r in rules if r.general}
    firm = {(r.cls, word) for r in rules for word in r.firm}
    gets = {(r.cls, word) for r in rules for word in r.gets}
    outlays = {(r.cls, word) for r in rules for word in r.outlays}
    kept = _with_outlays(_once(events, gets), gets, outlays)
    return _without_general(_without_bare_gifts(kept, gives), general, firm)


def _once(events: Sequence[Event], gets: Collection[tuple[str, str]]) -> list[Event]:
    """Of events that say the same, the one with most works and receivers, and that gives rather than gets."""
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        gift = (event.money and event.money.span, tuple(g.span for g in event.goods))
        key = (event.cls, event.status, event.names, gift, event.share)
        if key not in kept or _fullness(event, gets) > _fullness(kept[key], gets):
            kept[key] = event
    return list(kept.values())


def _fullness(event: Event, gets: Collection[tuple[str, str]]) -> tuple[int, bool]:
    return len(event.works) + len(event.recipients), (event.cls, event.word) not in gets


def _without_bare_gifts(events: Sequence[Event], gives: Collection[str]) -> list[Event]:
    shown = {(e.cls, e.status) for e in events if e.is_counted}
    gifts = [e for e in events if e.cls in gives and e.is_counted]
    return [
        e
        for e in events
        if e.cls not in gives
        or (e.is_counted and not any(_holds(other, e) for other in gifts))
        or (not e.is_counted and (e.cls, e.status) not in shown)
    ]


def _with_outlays(
    events: Sequence[Event], gets: Collection[tuple[str, str]], outlays: Collection[tuple[str, str]]
) -> list[Event]:
    """What is got with a sum told right before is one gift with it: 拿出2万元，为某校|购买|课桌80套."""
    kept: list[Event] = []
    for event in events:
        last = kept[-1] if kept else None
        bought = event.goods and not event.money and (event.cls, event.word) in gets
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


def _without_general(
    events: Sequence[Event], general: Collection[str], firm: Collection[tuple[str, str]]
) -> list[Event]:
    first: dict[tuple[str, ...], Event] = {}
    for event in events:
        if event.cls in general and (event.cls, event.word) not in firm:
            first.setdefault(event.names, event)
    leading = {names for names, event in first.items() if _leads(event, events, general)}
    special = {name for e in events if e.cls not in general and e.names not in leading for name in e.names}
    return [
        e
        for e in events
        if e.cls not in general
        or (e.cls, e.word) in firm
        or (special.isdisjoint(e.names) and first[e.names] is e)
    ]


def _leads(event: Event, events: Sequence[Event], general: Collection[str]) -> bool:
    """Whether whatever special the agents of a general event did stands far behind it."""
    others = [e for e in events if e.names == event.names and e is not event and e.cls not in general]
    return all(e.trigger.begin > event.trigger.end + FAR for e in others)
