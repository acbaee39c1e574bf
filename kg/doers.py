"""Who beside its subject does what a clause tells: behind 由, right before the deed, or called upon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.clauses import Actors
from kg.givers import find_giver, find_received
from kg.patterns import HAN
from kg.scene import Deed, Scene, find_deeds
from kg.status import CALLED_FOR, last_call
from kg.triggers import DOERS

# 某出版社出版|的百科全书《
_OF_WORK = re.compile(rf"的{HAN}{{0,8}}《")

ASIDE = ("to", "through", "at")
"""Roles of those who are not called upon to give: 呼吁企业向|某院|捐赠."""


def find_doer(scene: Scene, actors: Sequence[Actors], deed: Deed, status: str) -> Actors | None:
    """Who in the clause acts beside its subject: behind 由 or 被, or who is called upon."""
    before = [a for a in actors if a.span.end <= deed.span.begin]
    giver = find_giver(scene, deed) if deed.rule.gives and status != CALLED_FOR else None
    if giver:
        return giver
    if before and _comes_anew(scene, deed, before):
        return before[-1]
    if status == CALLED_FOR:
        return _asked(scene, deed)
    apart = _excepted(scene, deed, before) or _maker(scene, deed, before)
    if apart:
        return apart
    invited = [a for a in before if a.role == "invited" and a.mentions[0].kind == "Person"]
    if deed.rule.invites and invited:
        return invited[-1]
    given = deed.rule.gives and find_received(scene, deed) is not None  # 某院收到由|某人|捐赠的书
    by = [a for a in before if a.role == "by" and not given] or _enabled(scene, before, deed)
    return by[-1] if by else None


def _comes_anew(scene: Scene, deed: Deed, before: Sequence[Actors]) -> bool:
    """Whether a further doer stands right before the trigger: A出资4万元、B资助3万元."""
    last, text = before[-1], scene.context.text
    listed = text[last.span.begin - 1] in "、；;" and last.mentions[0].kind in ("Person", "Organization")
    close = deed.span.begin - last.span.end <= 2
    earlier = any(d.span.begin < last.span.begin for d in find_deeds(scene, deed.number, ()))
    return listed and close and earlier and last.role == "object"


def _excepted(scene: Scene, deed: Deed, before: Sequence[Actors]) -> Actors | None:
    """Who alone does what the clause sets apart: 除了|某局|拨款400万元，其余…."""
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    last = before[-1] if before else None
    if last is None or last.mentions[0].kind not in DOERS or deed.span.begin - last.span.end > 2:
        return None
    return last if text[begin : last.span.begin] in ("除", "除了") else None


def _maker(scene: Scene, deed: Deed, before: Sequence[Actors]) -> Actors | None:
    """Who made a work of which the clause only speaks: 赠送了|某出版社|出版|的《…》."""
    last = before[-1] if before else None
    if not deed.rule.makes or last is None or last.span.end != deed.span.begin:
        return None
    named = last.mentions[0].kind in DOERS
    return last if named and _OF_WORK.match(scene.context.text, deed.span.end) else None


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
    behind = [a for a in groups if call.end <= a.span.begin and a.mentions[0].kind in DOERS]
    members = [a for a in groups if any(m.kind == "Members" for m in a.mentions)]
    asked = behind or members
    return asked[-1] if asked else None
