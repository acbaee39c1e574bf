"""Whom a clause without a subject of its own speaks of, sentence after sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from kg.actionwords import Grammar
from kg.clauses import Actors
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.scene import Scene, find_deeds
from kg.strangers import LONGEST_UNNAMED, opens_with_end_of, opens_with_stranger

LONGEST_LEAD = 24
"""Characters between a place that acts and what it does."""

NEAR = 24
"""Characters between a body and a pronoun that can mean it."""

_ACTS_ON = re.compile(
    r"(?:[昨今][天晚日]|全年|去年|今年|日前|近日|近期|连日来|\d+[月日]|[（(]|已|还|也|累计|共|先后|全力|积极|紧急|迅速|及时|立即"
    r"|持续|不断|深入|利用|通过|围绕|针对|依托|结合|坚持|采取|加快|加大|强化|会同|支持|引导|随后|随即|立刻|马上|率先|专门|统一|连续|主动|当即|再次|陆续|同时|又|就|在|向|给|为|对|将|把|以|从|组织|计划|选|派)[^的，]*$"
)
# 与某馆|共同举办
_TOGETHER = re.compile("(?:[^，,]{0,4})(?:共同|联合|合作|携手|一起|一道|一同)")
# 成立由X任组长，Y|任副组长的|领导小组: who only heads what another set up.
_HEADED = re.compile(rf"(?:任|担任|为|兼任){HAN}{{1,8}}长的")


class Topic(Struct, frozen=True):
    """Whom a clause without a subject speaks of: the last subject, the last persons, the article's body.

    `others` are the persons spoken of before those, to whom they may do something (向她赠送…).
    `takers` are those of whom the last sentence says that they took what was given; the next may tell of it
    who gave what (其中，某公司捐款…). `partners` are those with whom the subject acts in this sentence.
    """

    subject: tuple[Mention, ...] = ()
    persons: tuple[Mention, ...] = ()
    others: tuple[Mention, ...] = ()
    body: tuple[Mention, ...] = ()
    takers: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()


def follow_topic(scene: Scene, number: int, topic: Topic) -> Topic | None:
    """The topic after the subject of a clause; None where the clause has none of its own."""
    context, clause = scene.context, scene.clauses[number]
    own = _subject(scene, number) or _acting_place(scene, number)
    presented = _presented(scene, number) if own is None or own.mentions[0].kind == "Pronoun" else None
    if presented:
        subject = meant_by(presented, topic)
        return replace(topic, subject=subject, persons=subject, others=topic.persons)
    if own and (
        _adopts(scene, number, own)
        or _HEADED.match(context.text, own.span.end, clause.end)
        or _only_tells_post(scene, number, own)
    ):
        return None
    if own is None and _are_its_people(scene, number, topic):
        return None
    if own is None and topic.body and _is_meeting(scene, number):
        return replace(topic, subject=topic.body)
    elsewhere = number and own is None and topic.subject != topic.body
    if elsewhere and opens_with_end_of(scene, number, topic.body):
        return replace(topic, subject=topic.body)
    if own and not _stands_aside(scene, number, own):
        subject = (*_introduced(scene, number, topic), *meant_by(own, topic))
        people = tuple(m for m in subject if m.kind == "Person")
        if not people or people == topic.persons:
            return replace(topic, subject=subject)
        return replace(topic, subject=subject, persons=people, others=topic.persons)
    partners = _partners(scene, number) if own is None and topic.subject else None
    if partners:
        return replace(topic, partners=partners.mentions)
    owner = _owner(scene, number)
    if owner:
        return replace(topic, subject=(), persons=owner.mentions, others=topic.persons)
    return replace(topic, subject=()) if opens_with_stranger(scene, number, topic.subject) else None


def _partners(scene: Scene, number: int) -> Actors | None:
    """With whom the subject of the clause before goes on to act: 4月，联合|某院，先后到某镇义诊."""
    first = next(iter(scene.actors[number]), None)
    if first is None or first.mentions[0].kind != "Organization":
        return None
    text, clause = scene.context.text, scene.clauses[number]
    lead = _joining(scene.context.rules.grammar).fullmatch(text, clause.begin, first.span.begin)
    if lead is None:
        return None
    surely = lead[1] in scene.context.rules.grammar.uniting
    return first if surely or _TOGETHER.match(text, first.span.end, clause.end) else None


@cache
def _joining(grammar: Grammar) -> re.Pattern[str]:
    joining = any_of((*grammar.uniting, "与", "和"))
    return re.compile(rf"(?:[^，,]{{0,12}}?(?:月|日|年|后|还|又|并|先后|积极|再次))?({joining})")


def _presented(scene: Scene, number: int) -> Actors | None:
    """Whom a clause only brings up, so that the next can tell of them: 最先报名的是|某医生，她…."""
    text, begin = scene.context.text, scene.clauses[number].begin
    words = scene.context.rules.grammar.presenting
    groups = (a for a in scene.actors[number] if a.mentions[-1].kind == "Person")
    return next((a for a in groups if text.endswith(words, begin, a.span.begin)), None)


def _owner(scene: Scene, number: int) -> Actors | None:
    """The person whose thing a clause begins with, whom 她 can mean behind it: 某医生|的手机从不关机，她…."""
    first = next(iter(scene.actors[number]), None)
    if first is None or first.role not in ("subject", "at") or first.mentions[-1].kind != "Person":
        return None
    words = scene.context.rules.grammar.owning
    return first if scene.context.text.startswith(words, first.span.end) else None


def _only_tells_post(scene: Scene, number: int, own: Actors) -> bool:
    """Whether a clause only tells what the person before is and where: 某人：社员，|某街道办综治办干部，…."""
    clause, grammar = scene.clauses[number], scene.context.rules.grammar
    words = (*grammar.staff, *grammar.fellows)
    rest = Span(own.span.end, clause.end)
    body = own.mentions[-1].kind == "Organization" and number > 0
    return (
        body
        and 0 < len(rest) <= LONGEST_UNNAMED * 2
        and scene.context.text.endswith(words, rest.begin, rest.end)
    )


def _is_meeting(scene: Scene, number: int) -> bool:
    """Whether a sentence begins with a meeting, whose body does what the meeting does: 大会|选举产生…."""
    context, begin = scene.context, scene.clauses[number].begin
    if number or not context.text.startswith(context.rules.grammar.assemblies, begin):
        return False
    return any(t.span.begin - begin <= LONGEST_UNNAMED for t in scene.triggers[number])


def _are_its_people(scene: Scene, number: int, topic: Topic) -> bool:
    """Whether a clause goes on about people of the body before it: 某支部…，|9名党员|值守，|党员还|捐款."""
    text, begin, grammar = scene.context.text, scene.clauses[number].begin, scene.context.rules.grammar
    if not number or any(m.kind != "Organization" for m in topic.subject):
        return False
    people = _numbered_people(grammar) if text[begin].isdigit() else _its_fellows(grammar)
    return people.match(text, begin) is not None


@cache
def _its_fellows(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"{any_of(grammar.fellows)}们?(?:还|也|又|共|累计|纷纷|踊跃|积极|主动|自发)")


@cache
def _numbered_people(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"\d+[余多]?[名位]{HAN}{{0,4}}?{any_of((*grammar.staff, *grammar.nominals.workers))}")


def _adopts(scene: Scene, number: int, own: Actors) -> bool:
    """Whether a clause's subject only takes up what another made, who is still spoken of: 某部|采用5条."""
    return any(
        t.word in t.rule.adopts and 0 <= t.span.begin - own.span.end <= LONGEST_UNNAMED
        for t in scene.triggers[number]
    )


def meant_by(actors: Actors, topic: Topic) -> tuple[Mention, ...]:
    """Pronouns give way to whom they mean."""
    result: list[Mention] = []
    for mention in actors.mentions:
        if mention.kind == "Pronoun":
            result += _they(topic, mention) if mention.text.endswith("们") else topic.persons[-1:]
        else:
            result.append(mention)
    return tuple(dict.fromkeys(result))


def _they(topic: Topic, pronoun: Mention) -> Sequence[Mention]:
    """Whom 他们 means: members of a body, several persons, or the body of which was spoken just before."""
    members = [m for m in topic.subject if m.kind == "Members"]
    near = (m for m in topic.subject if 0 < pronoun.span.begin - m.span.end <= NEAR)
    body = [m for m in near if m.kind == "Organization"]
    return members or (body if len(topic.persons) < 2 else ()) or topic.persons


def met_by(receiver: Mention, agents: Sequence[Mention], topic: Topic) -> Mention:
    """The person that 他 or 她 means, to whom somebody else does something; else the mention itself."""
    if receiver.kind != "Pronoun" or receiver.text not in ("他", "她"):
        return receiver
    acting = {m.text for m in agents}
    met = [m for m in (*topic.others[-1:], *topic.persons[-1:]) if m.text not in acting]
    return met[-1] if met else receiver


def _subject(scene: Scene, number: int) -> Actors | None:
    """Who acts in a clause: its subject, or who stands behind 由 at its begin; in 由A派出的B that is B."""
    text, begin = scene.context.text, scene.clauses[number].begin
    named = [a for a in scene.actors[number] if a.mentions[0].kind != "Place"]
    subject = next((a for a in named if a.is_subject), None)
    if subject or not named or named[0].role != "by" or not text.startswith("由", begin):
        return subject
    described = next((a for a in named[1:] if text.endswith("的", begin, a.span.begin)), None)
    return described or named[0]


def _acting_place(scene: Scene, number: int) -> Actors | None:
    """The place in front of a clause that acts itself, as its government: 某市|紧急发布…."""
    first = next(iter(scene.actors[number]), None)
    if first is None or not first.is_subject or first.mentions[0].kind != "Place":
        return None
    deed = next(find_deeds(scene, number, ()), None)
    text, end = scene.context.text, first.span.end
    close = deed is not None and 0 <= deed.span.begin - end <= LONGEST_UNNAMED
    several = text.startswith(("等地", "等市", "等省"), end)
    reach = scene.clauses[number].end if deed is None else max(end, deed.span.begin)
    return first if close or several or _governs(scene, number, Span(end, reach)) else None


def _governs(scene: Scene, number: int, lead: Span) -> bool:
    """Whether nobody but a place in front of `lead` can do what its clause tells: 某市|在各乡镇设置…."""
    between = [a for a in scene.actors[number] if lead.contains(a.span)]
    others = [a for a in between if a.role in ("subject", "object") and a.mentions[0].kind != "Place"]
    told = _ACTS_ON.match(scene.context.text, lead.begin, lead.end)
    return not others and len(lead) <= LONGEST_LEAD and told is not None


def _introduced(scene: Scene, number: int, topic: Topic) -> tuple[Mention, ...]:
    """Who stands alone in the clause before, so that it only begins a list: 主委X，副主委Y看望…."""
    if number == 0 or scene.context.text[scene.clauses[number].begin - 1] not in "，,":
        return ()
    before = scene.actors[number - 1]
    alone = len(before) == 1 and before[0].is_subject and before[0].span.end == scene.clauses[number - 1].end
    if not alone or before[0].mentions[0].kind != "Person":
        return ()
    return (*_introduced(scene, number - 1, topic), *meant_by(before[0], topic))


def _stands_aside(scene: Scene, number: int, own: Actors) -> bool:
    """Whether a body in front of a clause does not act: a byline, a dateline, or 在…领导下."""
    text, end, grammar = scene.context.text, scene.clauses[number].end, scene.context.rules.grammar
    if _aside(grammar).match(text[own.span.end : end]):
        return True
    sent = next((d.span.end for d in scene.dates if d.dateline and d.span.begin >= own.span.end), None)
    return sent is not None and sent <= end and own.mentions[-1].text.endswith(grammar.media)


@cache
def _aside(grammar: Grammar) -> re.Pattern[str]:
    """What shows that a body in front does not act: a byline, or 在…领导下."""
    under = rf"的?{HAN}{{0,6}}{any_of(grammar.guidance)}(?:和{HAN}{{2,4}})?下$"
    return re.compile(rf"{any_of(grammar.bylines)}|{under}")
