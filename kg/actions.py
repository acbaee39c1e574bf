"""What was done: triggers, who acts, to whom, through whom, with what, and when.

A trigger alone claims nothing: it needs an agent that the text supports, and it must not stand in a noun,
a name, a negation, a rumour or a condition. What is planned or called for is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from kg.actionwords import ActionRule
from kg.addressees import RECEIVERS, find_addressees
from kg.doers import find_doer
from kg.events import Event, select_events
from kg.givers import find_givers
from kg.giving import Gift, read_gift
from kg.goods import Goods, find_goods
from kg.handing import date_of_delivery, is_gift, is_taken
from kg.making import (
    class_of_making,
    find_maker,
    find_papers,
    find_works,
    is_adopted,
)
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN
from kg.scene import Deed, Scene, find_deeds, read_scene
from kg.shares import share_out
from kg.status import CALLED_FOR, PLANNED, REALISED, read_status
from kg.topics import Topic, follow_topic, meant_by, met_by
from kg.uncounted import name_uncounted
from kg.values import Date
from kg.weakwords import is_shown, only_carries

LONGEST_LEAD = 4
"""Characters before a call that opens a clause."""

# 接种|疫苗38265剂次, 转移|群众873人
_FIGURED = re.compile(rf"了?{HAN}{{0,10}}\d[\d.,]*[万余多]*(?![\d年月日时点分岁%届次])")
# 某医疗队|队员家属: not the body itself gets it, as it does where it is 某院|慰问家属.
_FAMILIES = re.compile(rf"(?!慰问|看望|走访|探望|探访){HAN}{{0,6}}?(?:家属|家庭|子女|亲属|家人|遗属)")
_COUNTED_THERE = re.compile(r"的?(?:\d+|[一二三四五六七八九十百]+)[余多]?[户名位个家所]")
_TAKES = re.compile(r"(?:接收|接受|收到)[^，。；]{0,10}(?:捐款|捐赠|捐助|善款|款物|捐献)")


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
    scene = read_scene(context, sentence, mentions, dates)
    topic = replace(topic, partners=())
    events: list[Event] = []
    of_these = topic.takers if context.text.startswith("其中", sentence.begin) else ()
    carried = True  # from the sentence before: no clause has named a subject yet
    said = False  # a clause told what someone said, and no clause since has named another subject
    for number in range(len(scene.clauses)):
        following = follow_topic(scene, number, topic)
        topic, carried = following or topic, carried and following is None
        said = said and following is None
        for deed in find_deeds(scene, number, speech):
            takers = of_these if deed.rule.gives else ()
            for event in _read_events(scene, deed, topic, carried):
                if said and not _asks_itself(scene, deed) and _is_only_said(event, deed.rule, topic):
                    continue
                if not (carried and set(event.agents) & set(event.recipients)):
                    sure = round(event.confidence - 0.1 * carried, 2)
                    events.append(replace(event, recipients=event.recipients or takers, confidence=sure))
        said = said or _tells(scene, number)
    topic = replace(topic, takers=topic.subject if _takes(scene) else ())
    if not carried:
        topic = replace(topic, subject=topic.subject or topic.body)
    if said and _is_report(scene):
        topic = replace(topic, subject=())
    return select_events(events, context.rules.actions), topic


def _asks_itself(scene: Scene, deed: Deed) -> bool:
    """Whether a clause of a report opens with a call of who speaks: 某人强调，…，|要求|某支部…."""
    lead = deed.span.begin - scene.clauses[deed.number].begin
    return deed.rule.asks and lead <= LONGEST_LEAD


def _is_only_said(event: Event, rule: ActionRule, topic: Topic) -> bool:
    """Whether an event that a report tells is no deed of who speaks: others did it, or are to do it."""
    asked = rule.general and event.status == CALLED_FOR and set(event.agents) <= set(topic.subject)
    return event.status == REALISED or asked


def _tells(scene: Scene, number: int) -> bool:
    """Whether a clause ends with a word of saying, so that the next tell what was said."""
    clause, text = scene.clauses[number], scene.context.text
    grammar = scene.context.rules.grammar
    ends = text.endswith(grammar.says, clause.begin, clause.end)
    fixed = text.endswith(grammar.no_saying, clause.begin, clause.end)
    heard = text.find("听", clause.begin, clause.end) >= 0  # 听完某人介绍，|捐了1000元
    return ends and not fixed and not heard and text[clause.end : clause.end + 1] in ("，", ",", "：", ":")


def _takes(scene: Scene) -> bool:
    """Whether a sentence tells that its subject took what was given: 某会共接收捐款40万元."""
    return _TAKES.search(scene.context.text, scene.sentence.begin, scene.sentence.end) is not None


def _is_report(scene: Scene) -> bool:
    """Whether a sentence that tells what someone said leaves off amid the report: no quotation ends in it."""
    return "”" not in scene.context.text[scene.sentence.begin : scene.sentence.end + 1]


def _read_events(scene: Scene, deed: Deed, topic: Topic, carried: bool) -> list[Event]:
    """The event of a deed, of a gift that is shared several; none without an agent that the text supports."""
    actors = scene.actors[deed.number]
    status = _status_of(scene, deed)
    if is_adopted(deed) and status == CALLED_FOR:  # 《建议…》被某会|采用
        status = REALISED
    doer = find_maker(actors, deed) if is_adopted(deed) else find_doer(scene, actors, deed, status)
    acting = (*topic.subject, *(m for m in topic.partners if m not in topic.subject))
    agents = _without_hosts(meant_by(doer, topic) if doer else acting, deed.rule)
    if not agents and deed.rule.gives:
        agents = find_givers(scene, deed)  # 每个孩子收到了|某人|捐赠的书包
    if not agents:
        return []
    event = Event(
        deed.rule.cls,
        deed.span,
        deed.word,
        status,
        agents,
        date=_date_of(scene, deed, status),
        places=tuple(
            m for a in actors if a.role == "at" for m in a.mentions if m.kind in ("Place", "Organization")
        ),
    )
    if deed.rule.gives:
        return _giving(scene, deed, event, topic)
    done = _doing(scene, deed, event, carried)
    return [done] if done else []


def _status_of(scene: Scene, deed: Deed) -> str:
    """The status of a deed; what is got is planned where its giving is: 正在|采购|…，将捐给某院."""
    status = read_status(scene.context, scene.sentence, scene.clauses[deed.number], deed.trigger)
    if status != REALISED or deed.word not in deed.rule.gets:
        return status
    later = (d for n in range(deed.number, len(scene.clauses)) for d in find_deeds(scene, n, ()))
    gives = [
        d for d in later if d.rule.gives and d.span.begin > deed.span.begin and d.word not in d.rule.gets
    ]
    if not gives:
        return status
    return read_status(scene.context, scene.sentence, scene.clauses[gives[0].number], gives[0].trigger)


def _date_of(scene: Scene, deed: Deed, status: str) -> Date | None:
    """The last date told before a deed; that of a deed done before says nothing of one to come."""
    text = scene.context.text
    told = [
        d
        for d in scene.dates
        if d.span.begin < deed.span.begin
        and not d.closing
        and not text.endswith("生于", scene.sentence.begin, d.span.begin)
        and not text.startswith(scene.context.rules.grammar.undated, d.span.end)
    ]
    if not told:
        return date_of_delivery(scene, deed) if deed.rule.gives else None
    if len(told) > 1 and told[-2].day and told[-1].year and not told[-1].month:
        told.pop()  # 12月5日，某会|2018年|年会|举行: the year of the name
    clauses = range(deed.number)
    done = (d for n in clauses for d in find_deeds(scene, n, ()) if d.span.begin > told[-1].span.begin)
    return None if status == PLANNED and next(done, None) else told[-1]


def _without_hosts(agents: Sequence[Mention], rule: ActionRule) -> tuple[Mention, ...]:
    """Agents without the bodies that only make an action possible, as a blood station does a donation."""
    return tuple(m for m in agents if not (rule.hosts and m.text.endswith(rule.hosts)))


def _giving(scene: Scene, deed: Deed, event: Event, topic: Topic) -> list[Event]:
    gift = read_gift(scene, deed)
    if (
        not is_gift(scene, deed, gift)
        or is_taken(scene, deed, gift)
        or _is_charity_taking(scene, deed, event, gift)
    ):
        return []
    uncounted = name_uncounted(scene, deed)
    gift = replace(gift, receivers=tuple(met_by(m, event.agents, topic) for m in gift.receivers))
    subject = event.agents if gift.givers and gift.givers != event.agents else ()
    if gift.passes:
        gift = replace(gift, via=(*subject, *gift.via))
    elif subject:
        gift = replace(gift, receivers=(*subject, *gift.receivers))
    return [
        replace(
            event,
            agents=tuple(agents),
            recipients=tuple(m for m in share.receivers if m.kind in RECEIVERS and not _only_where(scene, m)),
            via=tuple(m for m in share.via if m not in agents),
            goods=share.goods,
            uncounted=tuple(n for n in uncounted if n not in {g.name for g in share.goods}),
            money=share.money,
            confidence=0.9 if share.goods or share.money else 0.7,
            share=number,
        )
        for number, (agents, share) in enumerate(share_out(scene, deed, gift, gift.givers or event.agents))
    ]


def _is_charity_taking(scene: Scene, deed: Deed, event: Event, gift: Gift) -> bool:
    """Whether a charity only takes what nobody named gave, as it does of everybody: 某红十字会|收到5万元."""
    taken = deed.word in scene.context.rules.gifts.taken and not (gift.givers or gift.receivers)
    return taken and all(m.cls == "Charity" for m in event.agents)


def _only_where(scene: Scene, receiver: Mention) -> bool:
    """Whether a receiver only tells whose people got something: 某县|10户困难群众, 某队|队员家属."""
    text, end = scene.context.text, receiver.span.end
    if receiver.kind == "Organization":
        return _FAMILIES.match(text, end) is not None
    return receiver.kind == "Place" and _COUNTED_THERE.match(text, end) is not None


def _doing(scene: Scene, deed: Deed, event: Event, carried: bool) -> Event | None:
    context, rule = scene.context, deed.rule
    works = find_works(scene, deed) if rule.makes else find_papers(scene, deed) if rule.own else ()
    cls = class_of_making(scene, deed, works) if rule.makes else rule.cls
    if not cls:
        return None
    goods: tuple[Goods, ...] = ()
    if any(r.counts for r in context.rules.actions if r.cls == cls):
        part = Span(deed.span.end, scene.clauses[deed.number].end)
        goods = tuple(find_goods(context.text, part, scene.amounts, (deed.span.end,), context.rules.goods))
    via = _handed_on_by(scene, deed, event) if rule.makes else ()
    towards = find_addressees(scene, deed, event.agents)
    figured = _FIGURED.match(context.text, deed.span.end, scene.clauses[deed.number].end) is not None
    full = replace(event, cls=cls, recipients=towards, via=via, works=works, goods=goods, figured=figured)
    if deed.word in rule.weak and not (is_shown(scene, deed, full) or (rule.own and not carried)):
        return None
    return None if deed.word in rule.weak and only_carries(scene, deed) else full


def _handed_on_by(scene: Scene, deed: Deed, event: Event) -> tuple[Mention, ...]:
    """Through whom a work went: 经|某省委会|报送某部."""
    groups = [a for a in scene.actors[deed.number] if a.role == "through" and a.span.end <= deed.span.begin]
    return tuple(m for a in groups for m in a.mentions if m.kind != "Place" and m not in event.agents)
