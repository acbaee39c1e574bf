"""What was done: triggers, who acts, to whom, through whom, with what, and when.

A trigger alone claims nothing: it needs an agent that the text supports, and it must not stand in a noun,
a name, a negation, a rumour or a condition. What is planned or called for is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from kg.claims import CALLED_FOR, find_triggers, read_status
from kg.clauses import Actors, read_actors
from kg.giving import read_gift
from kg.goods import Goods, find_goods
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.rulebook import ActionRule
from kg.segment import split_clauses
from kg.values import Date, Money, Quantity, find_amounts

_ASIDE = re.compile(
    r"(?:消息|讯|电|报道|摄|供稿)|(?:的)?[\u3400-\u9fff]{0,6}(?:领导|指导|带领|支持|关心|帮助|要求|号召|倡议|动员|部署|安排|组织|陪同|见证|影响|熏陶)(?:和[\u3400-\u9fff]{2,4})?下$"
)
_LISTED = re.compile(r"的[\u3400-\u9fff]{0,6}(?:有|包括|为|主要是|分别是)")
_TOWARDS = (
    "上报",
    "报送",
    "呈报",
    "提交",
    "递交",
    "慰问",
    "看望",
    "探望",
    "指导",
    "走访",
    "驰援",
    "支援",
    "援助",
    "增援",
    "送行",
)


@dataclass(frozen=True, slots=True)
class Event:
    """An action as a sentence states it; actors are mentions."""

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
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Topic:
    """Whom the text speaks of when a clause names no subject: the last subject, the last persons, the body."""

    subject: tuple[Mention, ...] = ()
    persons: tuple[Mention, ...] = ()
    body: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence with all that was read from it before its events."""

    context: Context
    sentence: Span
    clauses: Sequence[Span]
    mentions: Sequence[Mention]
    actors: Sequence[Sequence[Actors]]
    amounts: Sequence[Money | Quantity]
    dates: Sequence[Date]


def find_events(
    context: Context,
    sentence: Span,
    mentions: Sequence[Mention],
    dates: Sequence[Date],
    topic: Topic,
    speech: Sequence[Span] = (),
) -> tuple[list[Event], Topic]:
    """The events of a sentence, and the topic as the next sentence finds it.

    `mentions` and `dates` are those of the sentence in order of place; what stands in direct `speech` or is
    asked claims nothing.
    """
    scene = _scene(context, sentence, mentions, dates)
    text = context.text
    events: list[Event] = []
    subject, carried = topic.subject, True
    for number, clause in enumerate(scene.clauses):
        own = _subject(scene.actors[number])
        if own and not _ASIDE.match(text[own.span.end : clause.end]):
            subject, carried = _meant(own, topic), False
            people = tuple(m for m in subject if m.kind == "Person")
            topic = replace(topic, persons=people or topic.persons)
        elif _is_stranger(context, clause, scene.actors[number]):
            subject, carried = (), False
        triggers = (
            [] if text[sentence.end - 1] in "？?" else find_triggers(context, sentence, clause, mentions)
        )
        triggers = [t for t in triggers if not any(q.contains(t[1].span) for q in speech)]
        for index, (rule, hit) in enumerate(triggers):
            following = triggers[index + 1 : index + 2]
            edge = following[0][1].span.begin if following and following[0][0].gives and rule.gives else None
            event = _event(scene, number, rule, hit, subject, edge, topic, carried)
            if event and not (carried and set(event.agents) & set(event.recipients)):
                events.append(replace(event, confidence=round(event.confidence - 0.1 * carried, 2)))
    general = {r.cls for r in context.rules.actions if r.general}
    return _distinct(events, general), topic if carried else replace(topic, subject=subject or topic.body)


def _scene(context: Context, sentence: Span, mentions: Sequence[Mention], dates: Sequence[Date]) -> Scene:
    text, rules = context.text, context.rules
    clauses = split_clauses(text, sentence)
    actors = [
        read_actors(context, c, [m for m in mentions if c.begin <= m.span.begin and m.span.end <= c.end])
        for c in clauses
    ]
    amounts = [
        replace(a, span=Span(a.span.begin + sentence.begin, a.span.end + sentence.begin))
        for a in find_amounts(text[sentence.begin : sentence.end], rules.values)
    ]
    return Scene(context, sentence, clauses, mentions, actors, amounts, dates)


def _subject(actors: Sequence[Actors]) -> Actors | None:
    """The subject of a clause: the first group that stands as one; a place is none."""
    return next(
        (a for a in actors if a.role == "subject" and a.weight >= 0.9 and a.mentions[0].kind != "Place"), None
    )


def _is_stranger(context: Context, clause: Span, actors: Sequence[Actors]) -> bool:
    """Whether a clause begins with a subject that is nobody the text names: 另有一家境外机构."""
    lead = context.text[clause.begin : clause.begin + 16]
    match = re.match(
        r"(?:但|而|另|还|也|又)?有?(?:一|两|三|几|多|数|某|部分|许多|不少|其他|第[一二三四五六七八九十]+|这|那)[家所名位个些条台批]?[\u3400-\u9fff]{0,8}?",
        lead,
    )
    if not match:
        return False
    return any(
        0 <= (at := lead.find(w)) <= 10 and match.end() <= at + len(w)
        for w in context.rules.grammar.strangers
        if len(w) > 1
    )


def _meant(actors: Actors, topic: Topic) -> tuple[Mention, ...]:
    """Pronouns give way to whom they mean."""
    result: list[Mention] = []
    for mention in actors.mentions:
        if mention.kind == "Pronoun":
            result += topic.persons if mention.text.endswith("们") else topic.persons[-1:]
        else:
            result.append(mention)
    return tuple(dict.fromkeys(result))


def _event(
    scene: Scene,
    number: int,
    rule: ActionRule,
    hit: Hit,
    subject: tuple[Mention, ...],
    edge: int | None,
    topic: Topic,
    carried: bool,
) -> Event | None:
    context, clause, actors = scene.context, scene.clauses[number], scene.actors[number]
    by = [a for a in actors if a.role == "by" and a.span.end <= hit.span.begin]
    agents = _meant(by[-1], topic) if by else subject
    status = read_status(context, scene.sentence, clause, hit, rule)
    if status == CALLED_FOR:
        asked = [
            a
            for a in actors
            if a.span.end <= hit.span.begin and a.mentions[0].kind in ("Members", "Organization", "Person")
        ]
        agents = _meant(asked[-1], topic) if asked else agents
    agents = tuple(m for m in agents if m.kind != "Place")
    if not agents:
        return None
    date = next((d for d in reversed(scene.dates) if d.span.begin < hit.span.begin and not d.closing), None)
    places = tuple(
        m for a in actors if a.role == "at" for m in a.mentions if m.kind in ("Place", "Organization")
    )
    event = Event(rule.cls, hit.span, hit.word, status, agents, date=date, places=places)
    return (
        _giving(scene, number, rule, hit, event, edge)
        if rule.gives
        else _doing(scene, number, rule, hit, event, carried)
    )


def _giving(
    scene: Scene, number: int, rule: ActionRule, hit: Hit, event: Event, edge: int | None
) -> Event | None:
    text = scene.context.text
    gift = read_gift(
        scene.context,
        scene.sentence,
        scene.clauses,
        number,
        rule,
        hit,
        scene.actors,
        scene.mentions,
        scene.amounts,
        edge,
    )
    shown = bool(gift.goods or gift.money)
    if hit.word in rule.weak and not (
        shown and (gift.receivers or gift.money or gift.givers or hit.word not in _SOFT)
    ):
        return None
    if text.startswith("的", hit.span.end) and not (
        shown and (gift.givers or _LISTED.match(text, hit.span.end))
    ):
        return None
    if not shown and not gift.receivers and len(hit.word) < 2:
        return None
    agents = gift.givers or event.agents
    receivers = (*event.agents, *gift.receivers) if gift.givers else gift.receivers
    return replace(
        event,
        agents=agents,
        recipients=tuple(m for m in receivers if m.kind in ("Person", "Organization", "Place")),
        via=tuple(m for m in gift.via if m not in agents),
        goods=gift.goods,
        money=gift.money,
        confidence=0.9 if shown else 0.7,
    )


_SOFT = ("提供", "发放", "购买", "采购", "收到", "支援", "筹集")


def _doing(
    scene: Scene, number: int, rule: ActionRule, hit: Hit, event: Event, carried: bool
) -> Event | None:
    context, clause, actors = scene.context, scene.clauses[number], scene.actors[number]
    to = [m for a in actors if a.role == "to" and a.span.end <= hit.span.begin for m in a.mentions]
    if hit.word.endswith(_TOWARDS):
        to += [
            m
            for a in actors
            if a.span.begin >= hit.span.end and a.role in ("object", "to")
            for m in a.mentions
        ]
    receivers = tuple(
        m
        for m in dict.fromkeys(to)
        if m.kind in ("Person", "Organization", "Place") and m not in event.agents
    )
    works: tuple[Mention, ...] = ()
    cls = rule.cls
    if rule.makes:
        reach = min(scene.sentence.end, hit.span.end + 80)
        works = tuple(
            m for m in scene.mentions if m.kind == "Work" and hit.span.begin <= m.span.begin < reach
        )
        cls = _class_by_work(works, rule, context.rules.actions)
    goods: tuple[Goods, ...] = ()
    if cls == "Production":
        goods = tuple(
            find_goods(
                context.text, hit.span.end, clause.end, scene.amounts, (hit.span.end,), context.rules.values
            )
        )
    if hit.word in rule.weak:
        near = context.text[hit.span.end : min(clause.end, hit.span.end + 24)]
        teams = [m for m in scene.mentions if m.cls == "Team" and hit.span.end <= m.span.begin < clause.end]
        shown = (
            works or goods or receivers or any(o in near for o in rule.objects) or (teams and rule.general)
        )
        visits = cls == "Visit" and (event.places or event.agents[0].kind == "Person")
        if not (shown or visits or (rule.own and not carried)):
            return None
    return replace(event, cls=cls, recipients=receivers, works=works, goods=goods)


def _class_by_work(works: Sequence[Mention], rule: ActionRule, rules: Sequence[ActionRule]) -> str:
    """《关于…的建议》 makes a proposal of whatever verb of making stands before it."""
    for work in works[:1]:
        for other in rules:
            if other.works and any(w in work.text for w in other.works):
                return other.cls
        if rule.works and not any(w in work.text for w in rule.works):
            return next((r.cls for r in rules if r.makes and not r.works and r.cls == "Creation"), rule.cls)
    return rule.cls


def _distinct(events: Sequence[Event], general: Collection[str]) -> list[Event]:
    """One event for each class, agents and sentence, gifts apart that differ in sum, goods or receiver.

    A general class gives way to whatever else the same agents did in the sentence.
    """
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        gift = (
            (event.money and event.money.span, tuple(g.span for g in event.goods))
            if event.money or event.goods
            else None
        )
        key = (event.cls, event.status, tuple(m.text for m in event.agents), gift)
        if key not in kept or len(event.works) + len(event.recipients) > len(kept[key].works) + len(
            kept[key].recipients
        ):
            kept[key] = event
    shown = {(e.cls, e.status) for e in kept.values() if e.money or e.goods}
    chosen = [
        e
        for e in kept.values()
        if e.cls != "Donation" or e.money or e.goods or (e.cls, e.status) not in shown
    ]
    first: dict[tuple[str, ...], Event] = {}
    for event in chosen:
        if event.cls in general:
            first.setdefault(_names(event), event)
    leading = {
        n: e
        for n, e in first.items()
        if all(
            o.trigger.begin > e.trigger.end + FAR
            for o in chosen
            if _names(o) == n and o is not e and o.cls not in general
        )
    }
    plain = [
        e
        for e in chosen
        if e.cls in general or e.works or e.goods or e.money or e.recipients or _names(e) not in leading
    ]
    special = {a.text for e in plain if e.cls not in general for a in e.agents}
    return [
        e
        for e in plain
        if e.cls not in general or (not {a.text for a in e.agents} & special and first[_names(e)] is e)
    ]


FAR = 12
"""Characters between a general deed and a bare special one from which on the sentence is about the general one."""


def _names(event: Event) -> tuple[str, ...]:
    return tuple(m.text for m in event.agents)
