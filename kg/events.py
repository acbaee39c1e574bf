"""The events of a sentence: what one is, and which of several to keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.actionwords import ActionRule
from kg.goods import Goods
from kg.mentions import Mention
from kg.model import Span
from kg.values import Date, Money

_Rules = Mapping[str, ActionRule]

FAR = 12
"""Characters between a general deed and a special one beyond which the sentence tells both."""


class Event(Struct, frozen=True):
    """An action as a sentence states it; actors are mentions, `trigger` is the place of `word`.

    `uncounted` are names of goods without a figure. `share` numbers the events that one trigger tells of
    several; `figured` tells whether a count of people or things stands behind the trigger; `inventories` are
    sentences behind its own that list its goods.
    """

    cls: str
    trigger: Span
    word: str
    status: str
    agents: tuple[Mention, ...]
    recipients: tuple[Mention, ...] = ()
    via: tuple[Mention, ...] = ()
    goods: tuple[Goods, ...] = ()
    uncounted: tuple[str, ...] = ()
    works: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    date: Date | None = None
    money: Money | None = None
    confidence: float = 0.85
    share: int = 0
    figured: bool = False
    inventories: tuple[Span, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The agents as the text names them."""
        return tuple(m.text for m in self.agents)

    @property
    def figures(self) -> tuple[Span, ...]:
        """Where its sum and its counts of goods stand."""
        return (*(g.span for g in self.goods), *((self.money.span,) if self.money else ()))

    @property
    def is_counted(self) -> bool:
        """Whether goods or a sum show it."""
        return bool(self.money or self.goods)


def select_events(events: Sequence[Event], rules: Sequence[ActionRule]) -> list[Event]:
    """One event for each class, agents and sentence, gifts apart that differ in sum or goods.

    A bare gift gives way to one that is counted; a general class gives way to whatever else the same agents
    did in the sentence, unless that stands far behind it.
    """
    if not events:
        return []
    rule_of = {rule.cls: rule for rule in rules}
    got = {_goods_of(e) for e in events if e.goods and e.word in rule_of[e.cls].gets}
    kept = _once(_with_outlays(_once(_in_one_sense(events, rule_of), rule_of), got, rule_of), rule_of)
    return _without_general(_without_bare_gifts(kept, rule_of), rule_of)


def _in_one_sense(events: Sequence[Event], rule_of: _Rules) -> list[Event]:
    """Of what a word says in several classes of making, what its object shows: 发布|倡议书, 制作|漫画."""
    if len(events) < 2:
        return list(events)
    made = [rule_of[e.cls].makes and e.word in rule_of[e.cls].weak for e in events]
    shown = {(e.trigger, e.names) for e, is_made in zip(events, made, strict=True) if is_made}
    return [
        e for e, is_made in zip(events, made, strict=True) if is_made or (e.trigger, e.names) not in shown
    ]


def _once(events: Sequence[Event], rule_of: _Rules) -> list[Event]:
    """Of events that say the same, the one with most works and receivers, and that gives rather than gets.

    Different works are several, and so are gifts without a figure to different receivers.
    """
    first: dict[tuple[object, ...], tuple[Mention, ...]] = {}
    for event in events:
        if told := _told_apart_by(event, rule_of):
            first.setdefault(_sense(event), told)
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        sense = _sense(event)
        key = (*sense, _told_apart_by(event, rule_of) or first.get(sense, ()))
        if key not in kept or _fullness(event, rule_of) > _fullness(kept[key], rule_of):
            kept[key] = event
    return [e for e in kept.values() if not any(_acts_through(other, e) for other in kept.values())]


def _told_apart_by(event: Event, rule_of: _Rules) -> tuple[Mention, ...]:
    """What tells an event from another that says the same: its works, or of a bare gift its receivers."""
    bare = rule_of[event.cls].gives and not event.is_counted
    return event.recipients if bare else event.works


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


def _fullness(event: Event, rule_of: _Rules) -> tuple[int, bool]:
    return len(event.works) + len(event.recipients), event.word not in rule_of[event.cls].gets


def _without_bare_gifts(events: Sequence[Event], rule_of: _Rules) -> list[Event]:
    gifts = [e for e in events if rule_of[e.cls].gives and e.is_counted]
    events = [e for e in events if e.word not in rule_of[e.cls].gets or not _is_given_in_parts(e, gifts)]
    return [
        e
        for e in events
        if not rule_of[e.cls].gives
        or (e.is_counted and not any(_holds(other, e) for other in gifts))
        or (not e.is_counted and not any(_may_tell(other, e) for other in gifts))
    ]


def _is_given_in_parts(got: Event, gifts: Sequence[Event]) -> bool:
    """Whether several gifts are what was got: 采购|口罩2万只，捐给甲院1万只、乙院1万只."""
    name = got.goods[0].name if got.goods else ""
    parts = [
        e for e in gifts if e is not got and e.names == got.names and [g.name for g in e.goods] == [name]
    ]
    return len(parts) > 1 and sum(e.goods[0].value for e in parts) == got.goods[0].value


def _may_tell(gift: Event, bare: Event) -> bool:
    """Whether a counted gift may be the bare one: another's, to whom none of them went, is one of its own."""
    alike = (gift.cls, gift.status) == (bare.cls, bare.status)
    apart = bool(bare.recipients) and not _share_agents(gift, bare) and gift.recipients != bare.recipients
    return alike and not apart


def _with_outlays(events: Sequence[Event], got: Collection[tuple[Span, ...]], rule_of: _Rules) -> list[Event]:
    """What is got with a sum told right before is one gift with it: 拿出2万元，为某校|购买|课桌80套."""
    kept: list[Event] = []
    for event in events:
        last = kept[-1] if kept else None
        bought = event.goods and not event.money and _goods_of(event) in got
        if (
            last
            and bought
            and (last.word in rule_of[last.cls].outlays or _ends_at(last, event.trigger))
            and last.names == event.names
            and not last.goods
        ):
            kept[-1] = replace(event, money=last.money, recipients=event.recipients or last.recipients)
        else:
            kept.append(event)
    return kept


def _ends_at(gift: Event, trigger: Span) -> bool:
    """Whether the sum of a gift stands right before another trigger."""
    return gift.money is not None and gift.money.span.end == trigger.begin


def _holds(more: Event, less: Event) -> bool:
    """Whether a gift counts all that another counts and something beside it: 购买A、B，将A|捐给…."""
    same = (more.cls, more.status, more.names) == (less.cls, less.status, less.names)
    return same and set(less.figures) < set(more.figures)


def _without_general(events: Sequence[Event], rule_of: _Rules) -> list[Event]:
    special = [e for e in events if not rule_of[e.cls].general]
    first: dict[tuple[str, ...], Event] = {}
    kept: list[Event] = []
    for event in events:
        rule = rule_of[event.cls]
        if rule.general and event.word not in rule.firm:
            leader = first.setdefault(event.names, event)
            goes = event.word in rule.goes
            over = (
                e
                for e in special
                if _share_agents(e, event) and not (rule_of[e.cls].asks and e.status != event.status)
            )
            told = leader is event or event.works or event.figured
            if not told or any(_is_near(event, e) or (goes and rule_of[e.cls].meets) for e in over):
                continue
            if any(e.word in rule_of[e.cls].firm and _completes(event, e) for e in kept):
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
