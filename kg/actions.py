"""What was done: triggers, who acts, to whom, through whom, with what, when, and whether it came about.

A trigger alone claims nothing: it needs an agent that the text supports, and it must not stand in a noun,
a name, a negation, a rumour or a condition. What is planned or called for is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.clauses import Actors, read_actors
from kg.goods import Goods, find_goods
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.rulebook import ActionRule
from kg.segment import split_clauses
from kg.values import Date, Money, Quantity, find_amounts, find_dates

REALISED, PLANNED, CALLED_FOR = "Realised", "Planned", "CalledFor"


@dataclass(frozen=True, slots=True)
class Event:
    """An action as a sentence states it; actors are mentions, or None in `agents` for the topic."""

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
    """Whom the text speaks of when a clause names no subject."""

    subject: tuple[Mention, ...] = ()
    persons: tuple[Mention, ...] = ()
    body: tuple[Mention, ...] = ()
    members: Mapping[str, Mention] = field(default_factory=dict)


def find_events(
    context: Context, sentence: Span, mentions: Sequence[Mention], topic: Topic, speech: Sequence[Span] = ()
) -> tuple[list[Event], Topic]:
    """The events of a sentence, and the topic as the next sentence finds it.

    `mentions` are those of the sentence in order of place; what stands in direct `speech` or is asked
    claims nothing.
    """
    text, rules = context.text, context.rules
    clauses = split_clauses(text, sentence)
    words = text[sentence.begin : sentence.end]
    amounts = [replace(a, span=_shift(a.span, sentence.begin)) for a in find_amounts(words, rules.values)]
    dates = [replace(d, span=_shift(d.span, sentence.begin)) for d in find_dates(words)]
    events: list[Event] = []
    subject = topic.subject
    carried = True
    for number, clause in enumerate(clauses):
        inside = [m for m in mentions if clause.begin <= m.span.begin and m.span.end <= clause.end]
        actors = read_actors(text, clause, inside, rules)
        own = _subject(actors, topic)
        if own and not _is_aside(text, clause, own):
            subject, carried = _mentions(own, topic), False
        triggers = [] if text[sentence.end - 1] in "？?" else _triggers(context, clause, mentions)
        triggers = [t for t in triggers if not any(q.contains(t[1].span) for q in speech)]
        for index, (rule, hit) in enumerate(triggers):
            edge = triggers[index + 1][1].span.begin if index + 1 < len(triggers) and triggers[index + 1][0].gives and rule.gives else None
            event = _event(context, sentence, clauses, number, rule, hit, actors, subject, mentions, amounts, dates, edge, topic)
            if event:
                events.append(replace(event, confidence=event.confidence - (0.1 if carried else 0)))
        topic = _advance(topic, own, subject)
    return _distinct(events, {r.cls for r in rules.actions if r.general}), _settle(topic, subject, carried)


def _shift(span: Span, by: int) -> Span:
    return Span(span.begin + by, span.end + by)


def _subject(actors: Sequence[Actors], topic: Topic) -> Actors | None:
    """The subject of a clause: the first group that stands as one; a place only where nothing else does."""
    subjects = [a for a in actors if a.role == "subject" and a.weight >= 0.9]
    return next((a for a in subjects if a.mentions[0].kind != "Place"), None)


def _is_aside(text: str, clause: Span, own: Actors) -> bool:
    """组长 of what follows the name is only a noun phrase (X领导下): no subject."""
    rest = text[own.span.end : clause.end]
    return bool(re.match(r"(?:的)?[\u3400-\u9fff]{0,6}(?:领导|指导|带领|支持|关心|帮助|要求|号召|倡议|动员|部署|安排|组织|陪同|见证|影响|熏陶)(?:和[\u3400-\u9fff]{2,4})?下$", rest))


def _mentions(actors: Actors, topic: Topic) -> tuple[Mention, ...]:
    """Pronouns give way to whom they mean."""
    result: list[Mention] = []
    for mention in actors.mentions:
        if mention.kind == "Pronoun":
            result += topic.persons if mention.text.endswith("们") else topic.persons[-1:]
        else:
            result.append(mention)
    return tuple(dict.fromkeys(result))


def _advance(topic: Topic, own: Actors | None, subject: tuple[Mention, ...]) -> Topic:
    persons = tuple(m for m in subject if m.kind == "Person") if own else ()
    return replace(topic, persons=persons or topic.persons)


def _settle(topic: Topic, subject: tuple[Mention, ...], carried: bool) -> Topic:
    return topic if carried else replace(topic, subject=subject)


def _triggers(context: Context, clause: Span, mentions: Sequence[Mention]) -> list[tuple[ActionRule, Hit]]:
    """The triggers of a clause in order of place, those that claim nothing left out."""
    found = []
    for rule in context.rules.actions:
        for hit in context.hits_between(f"action {rule.cls}", clause.begin, clause.end):
            if _claims(context, rule, hit, clause, mentions):
                found.append((rule, hit))
    found.sort(key=lambda f: (f[1].span.begin, -f[1].span.end))
    return [
        (rule, hit)
        for rule, hit in found
        if not any(o.span.contains(hit.span) and len(o.span) > len(hit.span) and r.cls != rule.cls and r.cls != "Leadership" for r, o in found)
    ]


def _claims(context: Context, rule: ActionRule, hit: Hit, clause: Span, mentions: Sequence[Mention]) -> bool:
    """Whether a trigger is a predicate of its clause, not part of a name, a noun, a slogan or an attribute."""
    text, grammar = context.text, context.rules.grammar
    if any(m.span.overlaps(hit.span) and m.kind != "Place" for m in mentions):
        return False
    before, after = text[clause.begin : hit.span.begin], text[hit.span.end : clause.end]
    open_ended = hit.word.endswith(("在", "于", "到"))
    if not open_ended and after.startswith(rule.nouns):
        return False
    if before.endswith(grammar.attributes) and not rule.gives and not before.endswith("组织") or before.endswith("的") and not rule.gives:
        return False
    if after.startswith("的") and not rule.gives:
        return False
    if open_ended and re.match(r"[^，,、]{0,14}?(?:一线|岗位|前线|前沿|现场|阵地)的?(?:社员|医务|医护|党员|人员|代表|盟员|会员|英雄|战士|工作者|同志|志愿者|九三)", after):
        return False
    if before.startswith(grammar.purposes) and not rule.gives:
        return False
    quoted = before.rfind("“")
    if quoted >= 0 and "”" not in before[quoted:] and 0 <= after.find("”") <= 14:
        return False
    return not _denied(context, hit, clause)


def _denied(context: Context, hit: Hit, clause: Span) -> bool:
    fixed = [h.span for h in context.hits_between("not negation", clause.begin, clause.end)]
    near = max(clause.begin, hit.span.begin - 8)
    for no in context.hits_between("negation", near, hit.span.begin):
        if not any(f.overlaps(no.span) for f in fixed):
            return True
    return bool(context.hits_between("reported", clause.begin, hit.span.begin))


def _status(context: Context, sentence: Span, clause: Span, hit: Hit, rule: ActionRule) -> str:
    called = [h for h in context.hits_between("called", sentence.begin, hit.span.begin) if len(h.word) > 1]
    if called and rule.cls != "Appeal" and (called[-1].span.begin >= clause.begin or _calls_on(context, called[-1], clause, hit)):
        if not called[-1].word == hit.word:
            return CALLED_FOR
    fixed = [h.span for h in context.hits_between("not planned", clause.begin, clause.end)]
    for plan in context.hits_between("planned", clause.begin, hit.span.begin):
        if any(f.overlaps(plan.span) for f in fixed):
            continue
        if plan.word == "将" and not re.match(r"(?:于|在|继续|会|要|向|由|为|对|组织|进一步|全力|积极|陆续|统一|捐|[\u3400-\u9fff]{0,4}$)", context.text[plan.span.end : hit.span.begin] or "捐"):
            continue
        return PLANNED
    return REALISED


def _calls_on(context: Context, call: Hit, clause: Span, hit: Hit) -> bool:
    """A call goes on over commas as long as no new subject stands between."""
    between = context.text[call.span.end : hit.span.begin]
    return len(between) <= 40 and not re.search(r"[。；;]|截至|共有|已|先后|收到", between)


def _event(
    context: Context, sentence: Span, clauses: Sequence[Span], number: int, rule: ActionRule, hit: Hit, actors: Sequence[Actors],
    subject: tuple[Mention, ...], mentions: Sequence[Mention], amounts: Sequence[Money | Quantity], dates: Sequence[Date],
    edge: int | None, topic: Topic,
) -> Event | None:
    text, clause = context.text, clauses[number]
    agents = subject
    by = [a for a in actors if a.role == "by" and a.span.end <= hit.span.begin]
    if by:
        agents = _mentions(by[-1], topic)
    status = _status(context, sentence, clause, hit, rule)
    if status == CALLED_FOR:
        asked = [a for a in actors if a.span.end <= hit.span.begin and a.mentions[0].kind in ("Members", "Organization", "Person")]
        agents = _mentions(asked[-1], topic) if asked else agents
    agents = tuple(m for m in agents if m.kind != "Place") or tuple(topic.body)
    if not agents:
        return None
    date = next((d for d in reversed(dates) if d.span.begin < hit.span.begin and not d.closing), None)
    event = Event(rule.cls, hit.span, hit.word, status, agents, date=date)
    event = replace(event, places=_at(actors, hit))
    if rule.gives:
        return _giving(context, sentence, clauses, number, rule, hit, actors, mentions, amounts, edge, event, topic)
    event = replace(event, recipients=_receivers(text, actors, mentions, hit, clause))
    if rule.makes:
        reach = min(sentence.end, hit.span.end + 80)
        works = tuple(m for m in mentions if m.kind == "Work" and hit.span.begin <= m.span.begin < reach)
        event = replace(event, works=works)
    goods = _goods_after(context, hit, clause, amounts) if rule.cls == "Production" else ()
    event = replace(event, goods=goods)
    if hit.word in rule.weak and not (event.works or event.goods or event.recipients):
        return None
    return event


def _at(actors: Sequence[Actors], hit: Hit) -> tuple[Mention, ...]:
    return tuple(m for a in actors if a.role == "at" for m in a.mentions if m.kind in ("Place", "Organization"))


def _receivers(text: str, actors: Sequence[Actors], mentions: Sequence[Mention], hit: Hit, clause: Span) -> tuple[Mention, ...]:
    to = [m for a in actors if a.role == "to" and a.span.end <= hit.span.begin for m in a.mentions]
    if hit.word in ("慰问", "看望", "走访慰问", "看望慰问", "探望", "指导", "检查指导", "走访", "驰援", "支援", "援助", "增援"):
        to += [m for a in actors if a.span.begin >= hit.span.end and a.role in ("object", "to") for m in a.mentions]
    return tuple(m for m in dict.fromkeys(to) if m.kind in ("Person", "Organization", "Place", "Pointer"))


def _goods_after(context: Context, hit: Hit, clause: Span, amounts: Sequence[Money | Quantity]) -> tuple[Goods, ...]:
    return tuple(find_goods(context.text, hit.span.end, clause.end, amounts, (hit.span.end,), context.rules.values))


def _giving(
    context: Context, sentence: Span, clauses: Sequence[Span], number: int, rule: ActionRule, hit: Hit, actors: Sequence[Actors],
    mentions: Sequence[Mention], amounts: Sequence[Money | Quantity], edge: int | None, event: Event, topic: Topic,
) -> Event | None:
    text, clause = context.text, clauses[number]
    end = edge if edge is not None else _reach(context, sentence, clauses, number, rule)
    cuts = [m.span.end for m in mentions if m.kind != "Work"] + [hit.span.end]
    goods = find_goods(text, hit.span.end, end, amounts, cuts, context.rules.values)
    money = [a for a in amounts if isinstance(a, Money) and hit.span.begin - 0 <= a.span.begin and a.span.end <= end]
    if not goods and not money:
        begin = max([clause.begin, *[t.span.end for _, t in _triggers(context, clause, mentions) if t.span.end <= hit.span.begin and rule.gives]])
        begin = _back(context, clauses, number)
        goods = find_goods(text, begin, hit.span.begin, amounts, [c for c in cuts if c <= hit.span.begin] + _verb_ends(context, begin, hit.span.begin), context.rules.values)
        money = [a for a in amounts if isinstance(a, Money) and begin <= a.span.begin and a.span.end <= hit.span.begin]
    recipients = [m for a in actors if a.role == "to" and a.span.begin < end for m in a.mentions]
    for group in actors:
        lead = text[hit.span.end : group.span.begin]
        if group.span.begin >= hit.span.end and (lead in ("", "给", "给予", "到", "至", "了", "对口联系镇—") or len(lead) <= 8 and lead.endswith(("给", "到", "至", "往", "予"))):
            recipients += group.mentions
    if hit.word in ("赠送", "捐给", "赠予", "转交", "捐赠", "送到", "交给") and not recipients:
        for following in clauses[number : number + 2]:
            inside = [m for m in mentions if following.begin <= m.span.begin and m.span.end <= following.end and m.span.begin >= hit.span.end]
            if inside and inside[0].kind in ("Place", "Organization", "Person") and len(text[hit.span.end : inside[0].span.begin]) <= 8:
                recipients.append(inside[0])
                break
    via = [m for a in actors if a.role == "through" for m in a.mentions]
    agents = event.agents
    received = re.search(r"(?:收到|接受|接收|获赠|获得|得到|感谢)(?:了|来自|由)?", text[clause.begin : hit.span.begin])
    if received:
        givers = [a for a in actors if clause.begin + received.end() <= a.span.begin and a.span.end <= hit.span.begin]
        if givers:
            recipients, agents = [*agents], _mentions(givers[-1], topic)
    recipients = [m for m in dict.fromkeys(recipients) if m not in agents and m not in via]
    strong = hit.word not in rule.weak
    shown = bool(goods or money)
    if not strong and not shown:
        return None
    if text[hit.span.end : hit.span.end + 1] == "的" and not (shown and received):
        return None
    if strong and not shown and not recipients and len(hit.word) < 2:
        return None
    return replace(
        event, agents=agents, recipients=tuple(m for m in recipients if m.kind in ("Person", "Organization", "Place", "Pointer")), via=tuple(via),
        goods=tuple(goods), money=_total(text, money), confidence=0.9 if shown else 0.7,
    )


def _verb_ends(context: Context, begin: int, end: int) -> list[int]:
    ends = [h.span.end for r in context.rules.actions for h in context.hits_between(f"action {r.cls}", begin, end)]
    return ends + [s.span.end for s in context.stops if begin <= s.span.begin and s.span.end <= end]


def _reach(context: Context, sentence: Span, clauses: Sequence[Span], number: int, rule: ActionRule) -> int:
    """How far the goods of a giving run on: over lists, up to the next clause that gives or acts anew."""
    end = clauses[number].end
    for clause in clauses[number + 1 :]:
        if any(context.hits_between(f"action {r.cls}", clause.begin, clause.end) for r in context.rules.actions if r.gives):
            break
        piece = context.text[clause.begin : clause.end]
        if not re.search(r"\d|[一二三四五六七八九十百千万]+[余多]?[\u3400-\u9fff]", piece[:12] + piece[-8:]):
            break
        end = clause.end
    return end


def _back(context: Context, clauses: Sequence[Span], number: int) -> int:
    begin = clauses[number].begin
    for clause in reversed(clauses[max(0, number - 2) : number]):
        if any(context.hits_between(f"action {r.cls}", clause.begin, clause.end) for r in context.rules.actions if r.gives and not r.weak >= {"购买"}):
            break
        if not re.search(r"\d", context.text[clause.begin : clause.end]):
            break
        begin = clause.begin
    return begin


def _total(text: str, money: Sequence[Money]) -> Money | None:
    """Of several sums the one called a total, else the first."""
    totals = [m for m in money if re.search(r"(?:共计|总计|合计|总价值|累计|总额|总值|共)(?:[\u3400-\u9fff]{0,3})$", text[max(0, m.span.begin - 6) : m.span.begin])]
    return (totals or list(money) or [None])[0]


def _distinct(events: Sequence[Event], general: Collection[str]) -> list[Event]:
    """One event for each class, agents and sentence, gifts apart that differ in sum, goods or receiver.

    A general class gives way to whatever else the same agents did in the sentence.
    """
    kept: dict[tuple[object, ...], Event] = {}
    for event in events:
        gift = (event.money and event.money.span, tuple(g.span for g in event.goods)) if event.money or event.goods else None
        key = (event.cls, event.status, tuple(m.text for m in event.agents), gift)
        if key not in kept or len(event.works) + len(event.recipients) > len(kept[key].works) + len(kept[key].recipients):
            kept[key] = event
    shown = {(e.cls, e.status) for e in kept.values() if e.money or e.goods}
    chosen = [e for e in kept.values() if e.cls != "Donation" or e.money or e.goods or (e.cls, e.status) not in shown]
    special = {a.text for e in chosen if e.cls not in general for a in e.agents}
    first: dict[tuple[str, ...], Event] = {}
    for event in chosen:
        if event.cls in general:
            first.setdefault(tuple(m.text for m in event.agents), event)
    return [e for e in chosen if e.cls not in general or (not {a.text for a in e.agents} & special and first[tuple(m.text for m in e.agents)] is e)]
