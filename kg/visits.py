"""Whom a gift goes to without a word for it: those visited, those in need, the host of a ceremony."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.mentions import Mention
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.rulewords import GiftWords
from kg.scene import Deed, Scene, begins_anew, gives_anew

LEARNT = 6
"""Clauses before a gift in which its giver may learn of a need."""

_VISITED = ("Organization", "Person", "Pointer")
_SEES = re.compile("(?:慰问|看望|探望|走访)")
_CEREMONY = re.compile(rf"的?(?:举行的|举办的)?{HAN}{{0,6}}(?:仪式|现场|活动)[上中]?")


@dataclass(frozen=True, slots=True)
class _Patterns:
    seen: re.Pattern[str]
    learns: re.Pattern[str]
    needs: re.Pattern[str]


@cache
def _patterns(words: GiftWords) -> _Patterns:
    return _Patterns(
        seen=re.compile(rf"{_SEES.pattern}了?[^，。]{{0,14}}(?:{any_of(words.people)}|的)$"),
        learns=re.compile(rf"{any_of(words.learns)}{HAN}{{0,6}}$"),
        needs=re.compile(rf"{HAN}{{0,10}}?{any_of(words.needs)}"),
    )


def find_visited(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """来到|某院|，送去…: in the clause or in one before that has the same subject."""
    for number in range(deed.number, max(-1, deed.number - 3), -1):
        for group in reversed(scene.actors[number]):
            lead = Span(scene.clauses[number].begin, group.span.begin)
            if (
                group.span.end <= deed.span.begin
                and group.mentions[0].kind in _VISITED
                and _is_visited(scene, lead)
            ):
                return group.mentions
        anew = begins_anew(scene, number) and not deed.word.endswith(("来", "来了"))
        if anew or gives_anew(scene, number - 1):
            break
    return ()


def find_seen_then(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """带着|大米200斤看望|某人: whom the subject goes to see with what is counted before."""
    text = scene.context.text
    counted = min((a.span.begin for a in scene.amounts if deed.span.end <= a.span.begin), default=len(text))
    for number in range(deed.number, min(deed.number + 2, len(scene.clauses))):
        begin = max(deed.span.end, scene.clauses[number].begin)
        for group in scene.actors[number]:
            lead = Span(begin, max(begin, group.span.begin))
            sees = _SEES.search(text, lead.begin, lead.end) or text.startswith("家", group.span.end)
            met = group.mentions[0].kind in _VISITED and counted < group.span.begin
            if lead and met and sees and _is_visited(scene, lead):
                return group.mentions
    return ()


def find_in_need(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """得知|某院|口罩告急，…: of whose need the subject learnt in a clause before."""
    text, patterns = scene.context.text, _patterns(scene.context.rules.gifts)
    for number in range(deed.number - 1, max(-1, deed.number - LEARNT), -1):
        clause = scene.clauses[number]
        for group in scene.actors[number]:
            learnt = patterns.learns.search(text, clause.begin, group.span.begin)
            if learnt and patterns.needs.match(text, group.span.end, clause.end):
                return [m for m in group.mentions if m.kind in (*_VISITED, "Place")]
    return ()


def find_at_ceremony(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """在|某校|捐赠仪式上，A捐赠…，B捐赠…, 在|某校|，A捐赠…"""
    first = scene.clauses[0]
    for group in scene.actors[0] if deed.number else ():
        held = _CEREMONY.fullmatch(scene.context.text, group.span.end, first.end)
        there = group.span.end == first.end and group.mentions[0].kind == "Organization"
        if group.role == "at" and (held or there):
            return group.mentions
    return ()


def _is_visited(scene: Scene, lead: Span) -> bool:
    """Whether what stands before a group goes to see it: 来到|某院, 看望了|结对帮扶的困难户|某人."""
    text = scene.context.text
    words = scene.context.rules.gifts
    if text.endswith((*words.received, *words.taken), lead.begin, lead.end):  # 收到|某人捐赠的书包
        return False
    if text.endswith(words.visited, lead.begin, lead.end):
        return True
    return _patterns(scene.context.rules.gifts).seen.search(text, lead.begin, lead.end) is not None
