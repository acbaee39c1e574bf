"""To or for whom a deed that is no gift was done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.clauses import Actors
from kg.making import find_adopters, is_adopted
from kg.mentions import Mention
from kg.patterns import HAN
from kg.scene import Deed, Scene

LONGEST_POST = 4
"""Characters of a title that nobody knows between a body and a person."""

RECEIVERS = ("Person", "Organization", "Place")
"""The kinds of those to whom something can be given or done."""

_OF_BODY = re.compile(rf"{HAN}{{0,6}}(?:提案|议案|建议案)")
_AT_HOME = re.compile(rf"等?(?:的?家[中里]?|床前|病房|身边){HAN}{{0,4}}")
_SESSION = re.compile(rf"(?:{HAN}|\d){{0,10}}(?:会议|全会|常委会|全体会)(?:上|期间|中|[，。])")
# 指导|某县|防汛工作: the place only tells whose work it is.
_DESCRIBES = re.compile(rf"的|(?![等和与及并]){HAN}{{1,8}}(?:工作|情况|建设|任务)")


def find_addressees(scene: Scene, deed: Deed, agents: Sequence[Mention]) -> tuple[Mention, ...]:
    """To or for whom a deed that is no gift was done by `agents`."""
    actors, text = scene.actors[deed.number], scene.context.text
    groups = [
        a
        for a in actors
        if a.role == "to" and a.span.end <= deed.span.begin and not _is_partner(scene, deed, a)
    ]
    grammar = scene.context.rules.grammar
    behind = [a for a in actors if a.span.begin >= deed.span.end and a.role in ("object", "to")]
    if deed.word.endswith(grammar.towards):
        groups += [a for n, a in enumerate(behind) if not _is_home(a, behind[n + 1 : n + 2])]
    elif deed.word.endswith(grammar.towards_people):
        groups += [a for a in behind[:1] if a.mentions[0].kind == "Person"]
    groups += _visited_at_home(scene, deed) if deed.rule.meets else []
    groups += _handed_to(scene, deed) or _in_session(scene, deed) if deed.rule.makes else []
    groups += _called_on(scene, deed) if deed.rule.asks else []
    adopters = find_adopters(actors, deed) if is_adopted(deed) else None
    groups += [adopters] if adopters else []
    groups = [a for a in groups if a.mentions[0].kind != "Place" or not _DESCRIBES.match(text, a.span.end)]
    mentions = dict.fromkeys(m for a in groups for m in a.mentions)
    return tuple(m for m in mentions if m.kind in RECEIVERS and m not in agents)


def _handed_to(scene: Scene, deed: Deed) -> list[Actors]:
    """To whom a later word hands what was made: 撰写《…》|提交某会, 形成报告，报送某局."""
    text, words = scene.context.text, scene.context.rules.grammar.handing
    return [
        a
        for n in range(deed.number, min(deed.number + 2, len(scene.clauses)))
        for a in scene.actors[n]
        if a.span.begin > deed.span.end
        and a.mentions[0].kind == "Organization"
        and (text.endswith(words, scene.clauses[n].begin, a.span.begin) or _takes_up(text, a))
    ]


def _takes_up(text: str, group: Actors) -> bool:
    """Whether what was made became one of a body's own: 被列为|某市政协|一号提案."""
    return text.endswith("列为", 0, group.span.begin) and _OF_BODY.match(text, group.span.end) is not None


def _in_session(scene: Scene, deed: Deed) -> list[Actors]:
    """In whose session it was handed in: 在|某市政协|十届五次会议上，提交了…."""
    text, houses = scene.context.text, scene.context.rules.grammar.houses
    groups = (a for n in range(deed.number + 1) for a in scene.actors[n] if a.span.end <= deed.span.begin)
    return [a for a in groups if a.mentions[-1].text.endswith(houses) and _SESSION.match(text, a.span.end)][
        :1
    ]


def _visited_at_home(scene: Scene, deed: Deed) -> list[Actors]:
    """To whose home or bed the subject went: 到|某人|家中|慰问."""
    text = scene.context.text
    groups = (a for a in scene.actors[deed.number] if a.span.end <= deed.span.begin)
    return [
        a
        for a in groups
        if a.mentions[0].kind == "Person" and _AT_HOME.fullmatch(text, a.span.end, deed.span.begin)
    ]


def _called_on(scene: Scene, deed: Deed) -> list[Actors]:
    """Whom a call names right behind its word or a later one: 提出三点希望：一是|希望|某支部加强学习."""
    later = (a for n in range(deed.number, len(scene.clauses)) for a in scene.actors[n])
    named = (a for a in later if a.span.begin >= deed.span.end and a.mentions[0].kind == "Organization")
    return [a for a in named if _is_called(scene, a)][:1]


def _is_called(scene: Scene, group: Actors) -> bool:
    call = scene.context.hit_ending("called", group.span.begin)
    return call is not None and len(call.word) > 1


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
