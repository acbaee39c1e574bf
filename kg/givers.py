"""Who gives, where the text says it otherwise than by a subject."""

from __future__ import annotations

import re
from functools import cache

from kg.clauses import Actors
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GiftWords
from kg.scene import Deed, Scene, giving_hits

_PLAINLY = re.compile(
    "(?:个人|全部|全额|全程|全数|共同|联合|一次性|无偿|免费|独家|倾情|友情|定向|自愿|自费|统一|分别|各)*"
)
# 口罩500只、棉被40床，|均为|某公司捐赠
_OF_ALL_IS = re.compile("(?:这些)?(?:均|全部|都|皆|全)[为系是]")
# 这是|某公司|捐赠的口罩
_THIS_IS = re.compile("[这那][些批]?[都正就]?是")
_FROM = re.compile("[了过]?(?:来自|由)?")
_THANKS = re.compile(r"(?:表示|致以|深表)[^，]{0,8}(?:感谢|谢意|敬意)")


def find_giver(scene: Scene, deed: Deed) -> Actors | None:
    """Who gives though no subject in form: A捐款4万元、B爱心|捐赠…, or a name behind words nobody knows.

    Between the figure before, or the begin of the clause, and the trigger there is no other verb.
    """
    if passive := find_passive_giver(scene, deed):
        return passive
    moved = None if deed.word in deed.rule.gets else _moved(scene, deed) or _thanked_giver(scene, deed)
    if moved:
        return moved
    begin, text = scene.clauses[deed.number].begin, scene.context.text
    ends = [a.span.end for a in scene.amounts if begin <= a.span.begin and a.span.end <= deed.span.begin]
    floor = max([begin, *ends])
    floor = max([floor, text.rfind("、", floor, deed.span.begin) + 1]) if ends else floor
    near = [a for a in scene.actors[deed.number] if floor <= a.span.begin and a.span.end <= deed.span.begin]
    if any(a.role in ("subject", "by") for a in near):
        return None
    plain = [a for a in near if a.role == "object" and a.mentions[0].kind in ("Person", "Organization")]
    if not plain or _has_verb(scene, Span(floor, plain[0].span.begin)):
        return None
    behind = text[plain[0].span.end : deed.span.begin]
    between = Span(plain[0].span.end, deed.span.begin)
    busy = bool(scene.context.hits_between("action", between.begin, between.end))
    return None if busy or "的" in behind or behind.startswith("）") else plain[0]


def find_passive_giver(scene: Scene, deed: Deed) -> Actors | None:
    """Who gave what opens the clause: 树苗由|某公司|无偿提供, 这批口罩是|某人|捐赠|的."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    before = [a for a in scene.actors[deed.number] if a.span.end <= deed.span.begin]
    if not before or find_received(scene, deed) is not None:
        return None
    if not _PLAINLY.fullmatch(text, before[-1].span.end, deed.span.begin):
        return None
    opening = text[clause.begin : before[-1].span.begin]
    if _THIS_IS.fullmatch(opening) and text.startswith("的", deed.span.end):
        return before[-1]
    after = text[deed.span.end : clause.end]
    if _OF_ALL_IS.fullmatch(opening):
        return before[-1] if after in ("", "的") else None
    if opening.endswith(("是", "系")):
        return before[-1] if len(opening) > 2 and after.endswith("的") else None
    told = before[-1].role == "by" and len(opening) > 2 and deed.word not in deed.rule.gets
    return before[-1] if told else None


def _moved(scene: Scene, deed: Deed) -> Actors | None:
    """Who gives because somebody moved them to it: 促成|某公司|捐赠…, but not 联系某公司购买…捐赠."""
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    words = scene.context.rules.gifts.moving
    groups = [
        a
        for a in scene.actors[deed.number]
        if a.span.end <= deed.span.begin
        and a.mentions[0].kind in ("Person", "Organization", "Pointer")
        and text.endswith(words, begin, a.span.begin)
        and not text.startswith("的", a.span.end)
        and not giving_hits(scene.context, Span(a.span.end, deed.span.begin))
    ]
    return groups[-1] if groups else None


def _has_verb(scene: Scene, part: Span) -> bool:
    """Whether a verb or a preposition stands in a part of the text, outside the names there."""
    context, grammar = scene.context, scene.context.rules.grammar
    words = (*grammar.to, *grammar.through, *grammar.by, *grammar.passive)
    lead = context.text[part.begin : part.end]
    verbs = [h for h in context.hits_between("predicate", part.begin, part.end) if len(h.word) > 1]
    named = [m.span for m in scene.mentions]
    spoken = [h for h in verbs if not any(s.overlaps(h.span) for s in named)]
    return bool(spoken) or lead.startswith(words) or lead.endswith((*words, "的"))


def find_passed_on(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Who gave what the subject hands on: 将|某公司|捐赠|的…转交某院, 发放|某公司|捐赠|的…."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    onward = text[deed.span.end : scene.sentence.end]
    if not onward.startswith("的"):
        return ()
    lead = Span(clause.begin, deed.span.begin)
    taken = find_received(scene, deed) is not None
    hands = [] if taken else [h.span.end - 1 for h in giving_hits(scene.context, lead)]
    onto = any(word in onward for word in scene.context.rules.gifts.handed)
    moved = max([find_moving(scene, deed) if onto else -1, *hands])
    groups = [a for a in scene.actors[deed.number] if moved < a.span.begin and a.span.end <= deed.span.begin]
    close = (
        groups
        and moved >= 0
        and groups[0].span.begin == moved + 1
        and deed.span.begin - groups[-1].span.end <= 4
    )
    return tuple(m for m in groups[0].mentions if m.kind != "Place") if close else ()


def find_moving(scene: Scene, deed: Deed) -> int:
    """Where 将 or 把 stands before a trigger in its clause, and moves what is given; -1 without one."""
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    return max(text.rfind(word, begin, deed.span.begin) for word in ("将", "把"))


@cache
def _received(words: GiftWords) -> re.Pattern[str]:
    return re.compile(rf"{any_of(words.received)}(?:了|来自|由)*")


def find_received(scene: Scene, deed: Deed) -> int | None:
    """Where a word ends before a trigger by which the subject received what was given; None without one."""
    received = _received(scene.context.rules.gifts).search(
        scene.context.text, scene.clauses[deed.number].begin, deed.span.begin
    )
    return received.end() if received else None


def find_givers(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Who gave, where the subject received: 我院收到某公司捐赠的…, 我院收到|某公司|5万元捐款."""
    if deed.word in scene.context.rules.gifts.taken:
        return _taken_from(scene, deed)
    received = find_received(scene, deed)
    if received is None:
        return _thanked(scene, deed)
    if _thanked_giver(scene, deed):
        return ()
    groups = [
        a
        for a in scene.actors[deed.number]
        if received <= a.mentions[0].span.begin
        and a.span.end <= deed.span.begin
        and a.role not in ("to", "through")
    ]
    return tuple(m for m in groups[-1].mentions if m.kind != "Place") if groups else ()


def _taken_from(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """From whom the subject took what a word of taking tells: 收到|(来自)某公司|5万元捐款."""
    behind = [a for a in scene.actors[deed.number] if deed.span.end <= a.span.begin]
    near = behind and _FROM.fullmatch(scene.context.text, deed.span.end, behind[0].span.begin)
    return tuple(m for m in behind[0].mentions if m.kind != "Place") if near else ()


def _thanked_giver(scene: Scene, deed: Deed) -> Actors | None:
    """Who gave to another, and is thanked for it: 感谢|某公司|向某院|捐赠口罩."""
    received = find_received(scene, deed)
    if received is None or not scene.context.text.endswith("感谢", 0, received):
        return None
    between = Span(received, deed.span.begin)
    groups = [a for a in scene.actors[deed.number] if between.contains(a.span)]
    given = len(groups) > 1 and groups[0].role == "object" and groups[1].role == "to"
    return groups[0] if given else None


def _thanked(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Who gave, where the subject only thanks for it: 我院对|某公司|捐赠口罩5000只表示感谢."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    if not _THANKS.search(text, deed.span.end, clause.end):
        return ()
    groups = [a for a in scene.actors[deed.number] if a.role == "to" and a.span.end <= deed.span.begin]
    thanked = groups and text.endswith("对", clause.begin, groups[0].span.begin)
    return tuple(m for m in groups[0].mentions if m.kind != "Place") if thanked else ()
