"""To whom a gift goes, and through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.clauses import Actors
from kg.mentions import Mention
from kg.patterns import HAN, any_of
from kg.rulewords import GiftWords
from kg.scene import Deed, Scene, begins_anew, find_deeds, find_object, gives_anew, giving_hits
from kg.values import Money
from kg.visits import find_at_ceremony, find_in_need, find_seen_then, find_visited

_DESCRIBED = re.compile(rf"了?{HAN}{{0,8}}")
_OCCASION = re.compile(rf"{HAN}{{0,8}}(?:仪式|活动)(?:上|中|现场)")
_TOWARDS = re.compile("[向给为]")
_HELPED = re.compile(rf"{HAN}{{0,4}}(?:帮扶|结对|联系|援建|援助|支援|派驻)的")
# 送去|某市|红茶100斤: where the goods are from.
_NAMES_GOODS = re.compile(rf"{HAN}{{1,8}}\d")
# 向某院|伸出援手
_REACHES_OUT = re.compile(rf"{HAN}{{0,4}}(?:伸出{HAN}{{0,4}}手|献{HAN}?爱心|奉献{HAN}{{0,2}}爱心)")
_DASH = re.compile(rf"{HAN}*[—-]+")


FAR = 6
"""Clauses over which a list of goods may run before it tells whom they go to."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    onto: re.Pattern[str]
    handed: re.Pattern[str]
    backed: re.Pattern[str]
    binds: re.Pattern[str]
    listed: re.Pattern[str]


@cache
def _patterns(words: GiftWords) -> _Patterns:
    return _Patterns(
        onto=re.compile(rf"{HAN}{{0,5}}{any_of(words.onto)}"),
        handed=re.compile(
            rf"(?:(?:{any_of(words.handed)}|(?<!提)供)了?(?:{HAN}{{1,8}}的)?|\d{HAN}{{1,3}}[到至往给])$"
        ),
        backed=re.compile(rf"{any_of(words.backed)}了?$"),
        binds=re.compile(any_of(words.binds)),
        listed=re.compile(r"[向给为][^，,。；\d]{1,12}[、和及与][^，,。；\d的]{0,6}$"),
    )


def find_intermediaries(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Intermediaries: in the clause itself, or in a neighbour that goes on with the same gift."""
    alone = deed.number and not giving_hits(scene.context, scene.clauses[deed.number - 1])
    near = [deed.number - 1] if alone else []
    for later in range(deed.number, len(scene.clauses)):
        if later > deed.number and (begins_anew(scene, later) or gives_anew(scene, later)):
            break
        near.append(later)
    groups = [a for n in near for a in scene.actors[n] if a.role == "through"]
    return tuple(m for a in groups for m in a.mentions if m.kind != "Place")


def find_receivers(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """To whom: in the clause, at the end of the clause before, in clauses that hand on, behind a dash.

    Else it is whom the subject went to see before: 来到|某院|，送去….
    """
    if deed.word in scene.context.rules.gifts.bearing:
        return find_seen_then(scene, deed)
    named = _receivers_in_clause(scene, deed)
    if named and all(m.kind == "Pronoun" for m in named):
        return find_visited(scene, deed) or named
    return (
        named
        or _receivers_before(scene, deed)
        or _receivers_later(scene, deed)
        or _receiver_behind_dash(scene, deed)
        or _receivers_of_bare_gift(scene, deed)
        or _receivers_of_outlay(scene, deed)
        or _receivers_bound(scene, deed)
        or find_visited(scene, deed)
        or find_in_need(scene, deed)
        or find_at_ceremony(scene, deed)
        or _receivers_of_occasion(scene, deed)
    )


def _receivers_in_clause(scene: Scene, deed: Deed) -> list[Mention]:
    end = find_object(scene, deed).end
    groups = [a for a in scene.actors[deed.number] if a.span.begin < end]
    told = [
        a
        for n, a in enumerate(groups)
        if (_is_towards(scene, a) or _is_listed(scene, deed, a) or _is_helped(scene, groups[:n], a))
        and not any(_is_helped(scene, [a], after) for after in groups[n + 1 : n + 2])
    ]
    behind = [a for a in groups if deed.span.end <= a.span.begin and _is_handed(scene, deed, a)]
    return [m for a in (*told, *behind) for m in a.mentions]


def _is_towards(scene: Scene, group: Actors) -> bool:
    """Whether something goes to a group, not only is done with it: 与|某镇共建."""
    return group.role == "to" and not scene.context.text.endswith("与", 0, group.span.begin)


def _is_listed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether a group goes on with a list of receivers that begins with unnamed people: 向患者和|某会."""
    lead = scene.context.text[scene.clauses[deed.number].begin : group.span.begin]
    listed = _patterns(scene.context.rules.gifts).listed.search(lead)
    return group.role == "object" and group.span.end <= deed.span.begin and listed is not None


def _is_helped(scene: Scene, before: Sequence[Actors], group: Actors) -> bool:
    """Whether the group before only tells who helps this one: 向某会|定点帮扶的|某村|捐赠."""
    helper = before[-1] if before else None
    between = helper and _HELPED.fullmatch(scene.context.text, helper.span.end, group.span.begin)
    return helper is not None and helper.role == "to" and between is not None


def _is_handed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether the verb hands on to the group that follows it: 捐赠|给|某院."""
    between = scene.context.text[deed.span.end : group.span.begin]
    if deed.word in scene.context.rules.gifts.taken:
        return False
    if scene.context.text.startswith(scene.context.rules.gifts.made, group.span.end):
        return False
    if group.mentions[0].kind == "Person" and deed.word in scene.context.rules.gifts.helping:
        groups = scene.actors[deed.number]
        begin = max([deed.span.end, *(a.span.end for a in groups if a.span.end <= group.span.begin)])
        return _DESCRIBED.fullmatch(scene.context.text, begin, group.span.begin) is not None
    if group.mentions[0].kind == "Place" and _NAMES_GOODS.match(scene.context.text, group.span.end):
        return bool(_patterns(scene.context.rules.gifts).onto.search(deed.word + between))
    return between in ("", "了") or bool(_patterns(scene.context.rules.gifts).onto.fullmatch(between))


def _receivers_before(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """向某院|，捐赠…"""
    if not deed.number:
        return ()
    text, end = scene.context.text, scene.clauses[deed.number - 1].end
    groups = [a for a in scene.actors[deed.number - 1] if a.role == "to"]
    groups = [a for a in groups if a.span.end == end or _REACHES_OUT.fullmatch(text, a.span.end, end)]
    return groups[0].mentions if groups else ()


def _receivers_later(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐赠…，|转交某院."""
    patterns = _patterns(scene.context.rules.gifts)
    for number in range(deed.number, min(deed.number + FAR, len(scene.clauses))):
        if number > deed.number and _is_of_another(scene, number):
            break
        for group in scene.actors[number]:
            before = scene.context.text[scene.clauses[number].begin : group.span.begin]
            only_then = scene.context.text.startswith(("后", "之后"), group.span.end)
            backed = group.mentions[0].kind == "Organization" and patterns.backed.search(before)
            handed = backed or patterns.handed.search(before)
            if group.span.begin > deed.span.end and handed and not only_then:
                return group.mentions
    return ()


def _is_of_another(scene: Scene, number: int) -> bool:
    """Whether a clause stands behind a semicolon, or tells what someone else gives: A捐款，B拿出2万元."""
    clause = scene.clauses[number]
    if scene.context.text[clause.begin - 1] in "；;":
        return True
    paid = any(isinstance(a, Money) and clause.contains(a.span) for a in scene.amounts)
    return begins_anew(scene, number) and (paid or gives_anew(scene, number))


def _receivers_of_outlay(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """出资20万元，为|某校|修建操场: whom the next clause says that it was spent on."""
    number = deed.number + 1
    if deed.word not in deed.rule.outlays or number == len(scene.clauses) or begins_anew(scene, number):
        return ()
    first = next(iter(scene.actors[number]), None)
    if first is None or first.role != "to" or first.span.begin - scene.clauses[number].begin > 2:
        return ()
    return first.mentions if first.mentions[0].kind in ("Organization", "Place") else ()


def _receivers_bound(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """与|某村|结对，捐赠…: with whom the subject bound itself in the clause before."""
    if not deed.number or begins_anew(scene, deed.number):
        return ()
    text, clause = scene.context.text, scene.clauses[deed.number - 1]
    binds = _patterns(scene.context.rules.gifts).binds
    groups = [
        a
        for a in scene.actors[deed.number - 1]
        if text.endswith(("与", "和", "同"), clause.begin, a.span.begin)
        and binds.search(text, a.span.end, clause.end)
    ]
    return groups[-1].mentions if groups else ()


def _receiver_behind_dash(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐给对口地区——某县."""
    after = [
        m for m in scene.mentions if deed.span.end <= m.span.begin and m.kind in ("Place", "Organization")
    ]
    gap = scene.context.text[deed.span.end : after[0].span.begin] if after else ""
    return after[:1] if len(gap) <= 8 and _DASH.fullmatch(gap) else ()


def _receivers_of_occasion(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """仪式上，A向|某校|捐赠…，B捐赠…: all that is given on one occasion goes to whom the first gift names."""
    text, clause = scene.context.text, scene.clauses[deed.number]
    own = _TOWARDS.search(text, clause.begin, deed.span.begin)
    if own or not _OCCASION.fullmatch(text, scene.clauses[0].begin, scene.clauses[0].end):
        return ()
    before = (d for n in range(1, deed.number) for d in find_deeds(scene, n, ()) if d.rule.gives)
    return next((named for gift in before if (named := _receivers_in_clause(scene, gift))), ())


def _receivers_of_bare_gift(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """向某院捐款捐物|，累计捐赠…: what the clause before tells without a figure is counted here."""
    if not deed.number or begins_anew(scene, deed.number):
        return ()
    before = scene.clauses[deed.number - 1]
    if any(before.contains(a.span) for a in scene.amounts):
        return ()
    gifts = (d for d in find_deeds(scene, deed.number - 1, ()) if d.rule.gives)
    return next((_receivers_in_clause(scene, gift) for gift in gifts), ())
