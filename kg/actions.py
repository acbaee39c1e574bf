"""What was done: triggers, who acts, to whom, through whom, with what, and when.

A trigger alone claims nothing: it needs an agent that the text supports, and it must not stand in a noun,
a name, a negation, a rumour or a condition. What is planned or called for is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.clauses import Actors
from kg.events import Event, select_events
from kg.givers import find_giver
from kg.giving import read_gift
from kg.goods import Goods, find_goods
from kg.handing import date_of_delivery, is_gift, is_taken
from kg.making import (
    class_of_making,
    find_adopters,
    find_maker,
    find_papers,
    find_works,
    is_adopted,
    is_numbered,
    read_near,
)
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN
from kg.rulewords import ActionRule
from kg.scene import Deed, Scene, find_deeds, read_scene
from kg.shares import share_out
from kg.status import CALLED_FOR, PLANNED, REALISED, last_call, read_status
from kg.topics import Topic, follow_topic, meant_by, met_by
from kg.values import Date

LONGEST_POST = 4
"""Characters of a title that nobody knows between a body and a person."""

ASKED = ("Members", "Organization", "Person")

ASIDE = ("to", "through", "at")
"""Roles of those who are not called upon to give: 呼吁企业向|某院|捐赠."""

RECEIVERS = ("Person", "Organization", "Place")

# 指导|某县|防汛工作: the place only tells whose work it is.
# What is said, not what only goes on: 建议，加强…, 建议某局尽快….
_SAID = re.compile(rf"[，,：:“]|(?!被|经|获|由|的|书|案|稿|等|和|后){HAN}")
# 接种|疫苗38265剂次, 转移|群众873人
_FIGURED = re.compile(rf"了?{HAN}{{0,10}}\d[\d.,]*[万余多]*(?![\d年月日时点分岁%届次])")
_PLAIN = re.compile(rf"了?{HAN}{{0,6}}")
# 某医疗队|队员家属: not the body itself gets it, as it does where it is 某院|慰问家属.
_FAMILIES = re.compile(rf"(?!慰问|看望|走访|探望|探访){HAN}{{0,6}}?(?:家属|家庭|子女|亲属|家人|遗属)")
_COUNTED_THERE = re.compile(r"的?(?:\d+|[一二三四五六七八九十百]+)[余多]?[户名位个家所]")
_TAKES = re.compile(r"(?:接收|接受|收到)[^，。；]{0,10}(?:捐款|捐赠|捐助|善款|款物|捐献)")
_DESCRIBES = re.compile(rf"的|(?![等和与及并]){HAN}{{1,8}}(?:工作|情况|建设|任务)")


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
                if said and _is_only_said(event, deed.rule):
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


def _is_only_said(event: Event, rule: ActionRule) -> bool:
    """Whether an event that a report tells is no deed of who speaks: others did it, or are to do it."""
    return event.status == REALISED or (rule.general and event.status == CALLED_FOR)


def _tells(scene: Scene, number: int) -> bool:
    """Whether a clause ends with a word of saying, so that the next tell what was said."""
    clause, text = scene.clauses[number], scene.context.text
    grammar = scene.context.rules.grammar
    ends = text.endswith(grammar.says, clause.begin, clause.end)
    fixed = text.endswith(grammar.no_saying, clause.begin, clause.end)
    return ends and not fixed and text[clause.end : clause.end + 1] in ("，", ",", "：", ":")


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
    doer = find_maker(actors, deed) if is_adopted(deed) else _doer(scene, actors, deed, status)
    agents = _without_hosts(meant_by(doer, topic) if doer else topic.subject, deed.rule)
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


def _comes_anew(scene: Scene, deed: Deed, before: Sequence[Actors]) -> bool:
    """Whether a further doer stands right before the trigger: A出资4万元、B资助3万元."""
    last, text = before[-1], scene.context.text
    listed = text[last.span.begin - 1] in "、；;" and last.mentions[0].kind in ("Person", "Organization")
    close = deed.span.begin - last.span.end <= 2
    earlier = any(d.span.begin < last.span.begin for d in find_deeds(scene, deed.number, ()))
    return listed and close and earlier and last.role == "object"


def _doer(scene: Scene, actors: Sequence[Actors], deed: Deed, status: str) -> Actors | None:
    """Who in the clause acts beside its subject: behind 由 or 被, or who is called upon."""
    before = [a for a in actors if a.span.end <= deed.span.begin]
    giver = find_giver(scene, deed) if deed.rule.gives and status != CALLED_FOR else None
    if giver:
        return giver
    if before and _comes_anew(scene, deed, before):
        return before[-1]
    by = [a for a in before if a.role == "by"] or _enabled(scene, before, deed)
    if status == CALLED_FOR:
        return _asked(scene, deed)
    invited = [a for a in before if a.role == "invited" and a.mentions[0].kind == "Person"]
    if deed.rule.invites and invited:
        return invited[-1]
    return by[-1] if by else None


def _enabled(scene: Scene, before: Sequence[Actors], deed: Deed) -> list[Actors]:
    """Whom the subject only helped to do what is no gift: 支持|某公司|开展培训."""
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    if deed.rule.gives:
        return []
    words = scene.context.rules.grammar.enabling
    return [
        a
        for a in before
        if a.role == "object"
        and text.endswith(words, begin, a.span.begin)
        and "的" not in text[a.span.end : deed.span.begin]
    ]


def _asked(scene: Scene, deed: Deed) -> Actors | None:
    """Who is called upon, named behind the call; else, as None, whoever calls."""
    call = last_call(scene.context, scene.sentence, deed.span.begin)
    groups = [
        a
        for n in range(deed.number + 1)
        for a in scene.actors[n]
        if a.span.end <= deed.span.begin and not (deed.rule.gives and a.role in ASIDE)
    ]
    behind = [a for a in groups if call.end <= a.span.begin and a.mentions[0].kind in ASKED]
    members = [a for a in groups if any(m.kind == "Members" for m in a.mentions)]
    asked = behind or members
    return asked[-1] if asked else None


def _giving(scene: Scene, deed: Deed, event: Event, topic: Topic) -> list[Event]:
    gift = read_gift(scene, deed)
    if not is_gift(scene, deed, gift) or is_taken(scene, deed, gift):
        return []
    gift = replace(gift, receivers=tuple(met_by(m, event.agents, topic) for m in gift.receivers))
    subject = event.agents if gift.givers else ()
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
            money=share.money,
            confidence=0.9 if share.goods or share.money else 0.7,
            share=number,
        )
        for number, (agents, share) in enumerate(share_out(scene, deed, gift, gift.givers or event.agents))
    ]


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
    towards = _towards(scene, deed, event)
    figured = _FIGURED.match(context.text, deed.span.end, scene.clauses[deed.number].end) is not None
    full = replace(event, cls=cls, recipients=towards, via=via, works=works, goods=goods, figured=figured)
    if deed.word in rule.weak and not (_is_shown(scene, deed, full) or (rule.own and not carried)):
        return None
    return None if deed.word in rule.weak and _only_carries(scene, deed) else full


def _only_carries(scene: Scene, deed: Deed) -> bool:
    """Whether a verb without a meaning of its own stands before the deed that it carries: 开展|环境|消杀."""
    text = scene.context.text
    after = (t for t in scene.triggers[deed.number] if t.span.begin > deed.span.begin)
    carried = next((t for t in after if t.word not in t.rule.weak), None)
    light = deed.word in scene.context.rules.grammar.light
    return light and carried is not None and bool(_PLAIN.fullmatch(text, deed.span.end, carried.span.begin))


def _handed_on_by(scene: Scene, deed: Deed, event: Event) -> tuple[Mention, ...]:
    """Through whom a work went: 经|某省委会|报送某部."""
    groups = [a for a in scene.actors[deed.number] if a.role == "through" and a.span.end <= deed.span.begin]
    return tuple(m for a in groups for m in a.mentions if m.kind != "Place" and m not in event.agents)


def _towards(scene: Scene, deed: Deed, event: Event) -> tuple[Mention, ...]:
    """To or for whom something was done."""
    actors, text = scene.actors[deed.number], scene.context.text
    groups = [
        a
        for a in actors
        if a.role == "to" and a.span.end <= deed.span.begin and not _is_partner(scene, deed, a)
    ]
    if deed.word.endswith(scene.context.rules.grammar.towards):
        behind = [a for a in actors if a.span.begin >= deed.span.end and a.role in ("object", "to")]
        groups += [a for n, a in enumerate(behind) if not _is_home(a, behind[n + 1 : n + 2])]
    adopters = find_adopters(actors, deed) if is_adopted(deed) else None
    groups += [adopters] if adopters else []
    groups = [a for a in groups if a.mentions[0].kind != "Place" or not _DESCRIBES.match(text, a.span.end)]
    mentions = dict.fromkeys(m for a in groups for m in a.mentions)
    return tuple(m for m in mentions if m.kind in RECEIVERS and m not in event.agents)


def _is_partner(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether a group only tells with whom something was set up, not to whom: 与某院|开通了远程|会诊."""
    beside = scene.context.text.endswith(scene.context.rules.grammar.beside, 0, group.span.begin)
    return beside and deed.span.begin > group.span.end + 2


def _is_home(actors: Actors, after: Sequence[Actors]) -> bool:
    """Whether a body only tells where the person right behind it serves: 看望|公司保安员X."""
    body = actors.mentions[-1].kind == "Organization"
    return body and any(
        a.mentions[0].kind == "Person" and a.span.begin - actors.span.end <= LONGEST_POST for a in after
    )


def _is_shown(scene: Scene, deed: Deed, event: Event) -> bool:
    """Whether something beside a weak word shows that it was done."""
    rule = deed.rule
    if deed.word in rule.spoken:
        return _is_spoken(scene, deed, event)
    served = event.recipients and not (rule.asks or rule.any_work or is_adopted(deed))
    if event.works or event.goods or served:
        return True
    if rule.counted and is_numbered(scene, deed):
        return True
    if any(word in read_near(scene, deed) for word in rule.objects):
        return True
    if rule.general and _joins_team(scene, deed):
        return True
    person = event.agents[0].kind == "Person" and deed.word not in rule.soft
    return rule.meets and (bool(event.places) or person) and not _runs_on(scene, deed)


def _is_spoken(scene: Scene, deed: Deed, event: Event) -> bool:
    """Whether a word of speech stands right between who speaks and what is said."""
    doer = any(m.span.end == deed.span.begin for m in event.agents)
    return doer and _SAID.match(scene.context.text, deed.span.end) is not None


def _joins_team(scene: Scene, deed: Deed) -> bool:
    """Whether a team ends what stands behind a trigger: 加入|某医疗队, not 参加|某代表团审议."""
    text, begin, end = scene.context.text, deed.span.end, scene.clauses[deed.number].end
    teams = [m for m in scene.mentions if m.cls == "Team" and begin <= m.span.begin < end]
    return any(m.span.end == end or text[m.span.end] in "、的并，（(" for m in teams)


def _runs_on(scene: Scene, deed: Deed) -> bool:
    """Whether another trigger follows at once, so that the first only leads up to it: 走访|消毒."""
    following = (t for t in scene.triggers[deed.number] if t.span.begin == deed.span.end)
    return any(t.rule != deed.rule for t in following)
