"""Words that alone tell of no deed (开展, 提出): what beside one shows that something was done."""

from __future__ import annotations

import re
from functools import cache

from kg.actionwords import ActionRule
from kg.events import Event
from kg.making import is_adopted, is_numbered, read_near
from kg.patterns import HAN, any_of
from kg.scene import Deed, Scene, read_lead

# What is said, not what only goes on: 建议，加强…, 建议某局尽快….
_SAID = re.compile(rf"[，,：:“]|(?!被|经|获|由|的|书|案|稿|等|和|后){HAN}")
# 到|企业|调研, 深入田间地头|走访
_GOES = re.compile(rf"(?:(?<![得收受达遇感看听接做])到|赴|深入|走进|来到|前往|赶到|进|下){HAN}{{1,10}}$")
_PLAIN = re.compile(rf"了?{HAN}{{0,6}}")


def is_shown(scene: Scene, deed: Deed, event: Event) -> bool:
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
    if rule.cares and _cares_for(scene, deed):
        return True
    if rule.general and _joins_team(scene, deed):
        return True
    if rule.meets and _goes_there(scene, deed):
        return True
    person = event.agents[0].kind == "Person" and deed.word not in rule.soft
    return rule.meets and (bool(event.places) or person) and not _runs_on(scene, deed)


def _cares_for(scene: Scene, deed: Deed) -> bool:
    """Whether the text tells before a weak word for whom it was done: 给|患者|喂饭."""
    return _served(deed.rule).search(read_lead(scene, deed)) is not None


@cache
def _served(rule: ActionRule) -> re.Pattern[str]:
    return re.compile(rf"[为给替帮对](?:{HAN}|\d){{0,10}}?{any_of(rule.objects)}{HAN}{{0,8}}$")


def _goes_there(scene: Scene, deed: Deed) -> bool:
    """Whether the text tells before a weak word where the subject went for it: 到|企业|调研."""
    return _GOES.search(read_lead(scene, deed)) is not None and not _runs_on(scene, deed)


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


def only_carries(scene: Scene, deed: Deed) -> bool:
    """Whether a verb without a meaning of its own stands before the deed that it carries: 开展|环境|消杀."""
    text = scene.context.text
    after = (t for t in scene.triggers[deed.number] if t.span.begin > deed.span.begin)
    carried = next((t for t in after if t.word not in t.rule.weak), None)
    light = deed.word in scene.context.rules.grammar.nominals.light
    return light and carried is not None and bool(_PLAIN.fullmatch(text, deed.span.end, carried.span.begin))
