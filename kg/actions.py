"""What was done: triggers, who acts, to whom, through whom, with what, and when.

A trigger alone claims nothing: it needs an agent that the text supports, and it must not stand in a noun,
a name, a negation, a rumour or a condition. What is planned or called for is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.claims import CALLED_FOR, read_status
from kg.clauses import Actors
from kg.events import Event, select_events
from kg.giving import Gift, find_giver, is_named_only, is_taken, read_gift
from kg.goods import Goods, find_goods
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import ActionRule, Grammar
from kg.scene import Deed, Scene, find_deeds, read_scene
from kg.shares import share_out
from kg.values import Date

LONGEST_UNNAMED = 4
"""Characters that may stand before a word for an unnamed subject: 市里的|专家组."""

RECEIVERS = ("Person", "Organization", "Place")

_LISTED = re.compile(rf"的{HAN}{{0,6}}(?:有|包括|为|主要是|分别是)")
_SOMEONE = re.compile(
    r"(?:但|而|另|还|也|又)?有?(?:一|两|三|几|多|数|某|部分|许多|不少|其他|第[一二三四五六七八九十]+|这|那)"
    rf"[家所名位个些条台批]?{HAN}{{0,8}}?"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Whom a clause without a subject speaks of: the last subject, the last persons, the article's body."""

    subject: tuple[Mention, ...] = ()
    persons: tuple[Mention, ...] = ()
    body: tuple[Mention, ...] = ()


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
    carried = True  # from the sentence before: no clause has named a subject yet
    for number in range(len(scene.clauses)):
        following = _follow(scene, number, topic)
        topic, carried = following or topic, carried and following is None
        for deed in find_deeds(scene, number, speech):
            for event in _read_events(scene, deed, topic, carried):
                if not (carried and set(event.agents) & set(event.recipients)):
                    events.append(replace(event, confidence=round(event.confidence - 0.1 * carried, 2)))
    if not carried:
        topic = replace(topic, subject=topic.subject or topic.body)
    return select_events(events, context.rules.actions), topic


def _follow(scene: Scene, number: int, topic: Topic) -> Topic | None:
    """The topic after the subject of a clause; None where the clause has none of its own."""
    context, clause, actors = scene.context, scene.clauses[number], scene.actors[number]
    own = next((a for a in actors if a.is_subject and a.mentions[0].kind != "Place"), None)
    if own and not _aside(context.rules.grammar).match(context.text[own.span.end : clause.end]):
        subject = (*_introduced(scene, number, topic), *_meant(own, topic))
        people = tuple(m for m in subject if m.kind == "Person")
        return replace(topic, subject=subject, persons=people or topic.persons)
    unknown = _is_stranger(context, clause) or _is_unnamed(scene, number)
    return replace(topic, subject=()) if unknown else None


def _introduced(scene: Scene, number: int, topic: Topic) -> tuple[Mention, ...]:
    """Who stands alone in the clause before, so that it only begins a list: 主委X，副主委Y看望…."""
    if number == 0 or scene.context.text[scene.clauses[number].begin - 1] not in "，,":
        return ()
    before = scene.actors[number - 1]
    alone = len(before) == 1 and before[0].is_subject and before[0].span.end == scene.clauses[number - 1].end
    if not alone or before[0].mentions[0].kind != "Person":
        return ()
    return (*_introduced(scene, number - 1, topic), *_meant(before[0], topic))


@cache
def _aside(grammar: Grammar) -> re.Pattern[str]:
    """What shows that a body in front does not act: a byline, or 在…领导下."""
    under = rf"的?{HAN}{{0,6}}{any_of(grammar.guidance)}(?:和{HAN}{{2,4}})?下$"
    return re.compile(rf"{any_of(grammar.bylines)}|{under}")


def _is_stranger(context: Context, clause: Span) -> bool:
    """Whether a clause begins with a subject that is nobody the text names: 另有一家境外机构."""
    lead = context.text[clause.begin : clause.begin + 16]
    match = _SOMEONE.match(lead)
    places = [(lead.find(word), len(word)) for word in context.rules.grammar.strangers if len(word) > 1]
    return match is not None and any(0 <= at <= 10 and match.end() <= at + size for at, size in places)


def _is_unnamed(scene: Scene, number: int) -> bool:
    """Whether a clause begins with a subject for which the text has no name: 医疗小组共看诊…."""
    text, clause = scene.context.text, scene.clauses[number]
    for word in scene.context.rules.grammar.unnamed:
        at = text.find(word, clause.begin, min(clause.end, clause.begin + LONGEST_UNNAMED + len(word)))
        free = at >= 0 and not any(
            m.span.begin < at + len(word) and m.span.end > clause.begin for m in scene.mentions
        )
        if free and not text.startswith(("的", "、"), at + len(word)) and at + len(word) < clause.end:
            return True
    return False


def _meant(actors: Actors, topic: Topic) -> tuple[Mention, ...]:
    """Pronouns give way to whom they mean."""
    result: list[Mention] = []
    for mention in actors.mentions:
        if mention.kind == "Pronoun":
            result += topic.persons if mention.text.endswith("们") else topic.persons[-1:]
        else:
            result.append(mention)
    return tuple(dict.fromkeys(result))


def _read_events(scene: Scene, deed: Deed, topic: Topic, carried: bool) -> list[Event]:
    """The event of a deed, of a gift that is shared several; none without an agent that the text supports."""
    clause, actors = scene.clauses[deed.number], scene.actors[deed.number]
    status = read_status(scene.context, scene.sentence, clause, deed.trigger)
    doer = _doer(scene, actors, deed, status)
    agents = tuple(m for m in (_meant(doer, topic) if doer else topic.subject) if m.kind != "Place")
    if not agents:
        return []
    event = Event(
        deed.rule.cls,
        deed.span,
        deed.word,
        status,
        agents,
        date=next(
            (d for d in reversed(scene.dates) if d.span.begin < deed.span.begin and not d.closing), None
        ),
        places=tuple(
            m for a in actors if a.role == "at" for m in a.mentions if m.kind in ("Place", "Organization")
        ),
    )
    if deed.rule.gives:
        return _giving(scene, deed, event)
    done = _doing(scene, deed, event, carried)
    return [done] if done else []


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
    by = [a for a in before if a.role == "by"]
    asked = [a for a in before if a.mentions[0].kind in ("Members", "Organization", "Person")]
    if status == CALLED_FOR and asked:
        return asked[-1]
    return by[-1] if by else None


def _giving(scene: Scene, deed: Deed, event: Event) -> list[Event]:
    gift = read_gift(scene, deed)
    if not _is_gift(scene, deed, gift) or is_taken(scene, deed, gift):
        return []
    subject = event.agents if gift.givers else ()
    if gift.passes:
        gift = replace(gift, via=(*subject, *gift.via))
    elif subject:
        gift = replace(gift, receivers=(*subject, *gift.receivers))
    return [
        replace(
            event,
            agents=tuple(agents),
            recipients=tuple(m for m in share.receivers if m.kind in RECEIVERS),
            via=tuple(m for m in share.via if m not in agents),
            goods=share.goods,
            money=share.money,
            confidence=0.9 if share.goods or share.money else 0.7,
            share=number,
        )
        for number, (agents, share) in enumerate(share_out(scene, deed, gift, gift.givers or event.agents))
    ]


def _is_gift(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether what a trigger hands over is enough for it to claim a gift."""
    text = scene.context.text
    shown = bool(gift.goods or gift.money)
    if is_named_only(scene, deed, shown):
        return False
    if deed.word in deed.rule.weak:
        told = gift.receivers or gift.money or gift.givers or deed.word not in deed.rule.soft
        if not (shown and told):
            return False
    if text.startswith("的", deed.span.end):
        listed = gift.givers or _LISTED.match(text, deed.span.end)
        if not (shown and listed):
            return False
    return shown or bool(gift.receivers) or len(deed.word) >= 2


def _doing(scene: Scene, deed: Deed, event: Event, carried: bool) -> Event | None:
    context, rule = scene.context, deed.rule
    works = _works(scene, deed) if rule.makes else ()
    cls = _class_by_work(works, rule, context.rules.actions) if rule.makes else rule.cls
    goods: tuple[Goods, ...] = ()
    if any(r.counts for r in context.rules.actions if r.cls == cls):
        part = Span(deed.span.end, scene.clauses[deed.number].end)
        goods = tuple(find_goods(context.text, part, scene.amounts, (deed.span.end,), context.rules.goods))
    full = replace(event, cls=cls, recipients=_towards(scene, deed, event), works=works, goods=goods)
    if deed.word in rule.weak and not (_is_shown(scene, deed, full) or (rule.own and not carried)):
        return None
    return full


def _towards(scene: Scene, deed: Deed, event: Event) -> tuple[Mention, ...]:
    """To or for whom something was done."""
    actors = scene.actors[deed.number]
    groups = [a for a in actors if a.role == "to" and a.span.end <= deed.span.begin]
    if deed.word.endswith(scene.context.rules.grammar.towards):
        groups += [a for a in actors if a.span.begin >= deed.span.end and a.role in ("object", "to")]
    mentions = dict.fromkeys(m for a in groups for m in a.mentions)
    return tuple(m for m in mentions if m.kind in RECEIVERS and m not in event.agents)


def _works(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """The works named behind a verb of making, up to the next such verb."""
    context, makers = scene.context, [r for r in scene.context.rules.actions if r.makes]
    hits = [
        h for r in makers for h in context.hits_between(f"action {r.cls}", deed.span.end, scene.sentence.end)
    ]
    anew = [h.span.begin for h in hits if any(h.word in r.triggers for r in makers)]
    reach = min([scene.sentence.end, deed.span.end + 80, *anew])
    return tuple(m for m in scene.mentions if m.kind == "Work" and deed.span.begin <= m.span.begin < reach)


def _is_shown(scene: Scene, deed: Deed, event: Event) -> bool:
    """Whether something beside a weak word shows that it was done."""
    if event.works or event.goods or event.recipients:
        return True
    rule, begin, end = deed.rule, deed.span.end, scene.clauses[deed.number].end
    near = scene.context.text[begin : min(end, begin + 24)]
    if any(word in near for word in rule.objects):
        return True
    if rule.general and any(m.cls == "Team" and begin <= m.span.begin < end for m in scene.mentions):
        return True
    return rule.meets and (bool(event.places) or event.agents[0].kind == "Person")


def _class_by_work(works: Sequence[Mention], rule: ActionRule, rules: Sequence[ActionRule]) -> str:
    """《关于…的建议》 makes a proposal of whatever verb of making stands before it."""
    if not works:
        return rule.cls
    title = works[0].text
    said = next((r.cls for r in rules if any(word in title for word in r.works)), "")
    if said or not rule.works:
        return said or rule.cls
    return next((r.cls for r in rules if r.any_work), rule.cls)
