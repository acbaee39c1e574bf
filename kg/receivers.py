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
from kg.scene import Deed, Scene, giving_hits

_DASH = re.compile(rf"{HAN}*[—-]+")


@dataclass(frozen=True, slots=True)
class _Patterns:
    onto: re.Pattern[str]
    handed: re.Pattern[str]
    listed: re.Pattern[str]


@cache
def _patterns(words: GiftWords) -> _Patterns:
    return _Patterns(
        onto=re.compile(rf"{HAN}{{0,5}}{any_of(words.onto)}"),
        handed=re.compile(rf"{any_of(words.handed)}$"),
        listed=re.compile(r"[向给为][^，,。；\d]{1,12}[、和及与]$"),
    )


def find_intermediaries(scene: Scene, deed: Deed) -> tuple[Mention, ...]:
    """Intermediaries: in the clause itself, or in a neighbour that goes on with the same gift."""
    alone = deed.number and not giving_hits(scene.context, scene.clauses[deed.number - 1])
    near = [deed.number - 1] if alone else []
    for later in range(deed.number, len(scene.clauses)):
        if later > deed.number and (begins_anew(scene, later) or _gives_anew(scene, later)):
            break
        near.append(later)
    groups = [a for n in near for a in scene.actors[n] if a.role == "through"]
    return tuple(m for a in groups for m in a.mentions if m.kind != "Place")


def _gives_anew(scene: Scene, number: int) -> bool:
    """Whether a clause tells another gift."""
    return bool(giving_hits(scene.context, scene.clauses[number], weak=False))


def begins_anew(scene: Scene, number: int) -> bool:
    """Whether a clause has a subject of its own or stands behind a semicolon."""
    subject = any(a.is_subject for a in scene.actors[number])
    return subject or scene.context.text[scene.clauses[number].begin - 1] in "；;"


def find_receivers(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """To whom: in the clause, at the end of the clause before, in clauses that hand on, or behind a dash."""
    return (
        _receivers_in_clause(scene, deed)
        or _receivers_before(scene, deed)
        or _receivers_later(scene, deed)
        or _receiver_behind_dash(scene, deed)
    )


def _receivers_in_clause(scene: Scene, deed: Deed) -> list[Mention]:
    end = deed.edge if deed.edge is not None else scene.clauses[deed.number].end
    groups = [a for a in scene.actors[deed.number] if a.span.begin < end]
    told = [a for a in groups if a.role == "to" or _is_listed(scene, deed, a)]
    behind = [a for a in groups if deed.span.end <= a.span.begin and _is_handed(scene, deed, a)]
    return [m for a in (*told, *behind) for m in a.mentions]


def _is_listed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether a group goes on with a list of receivers that begins with unnamed people: 向患者和|某会."""
    lead = scene.context.text[scene.clauses[deed.number].begin : group.span.begin]
    listed = _patterns(scene.context.rules.gifts).listed.search(lead)
    return group.role == "object" and group.span.end <= deed.span.begin and listed is not None


def _is_handed(scene: Scene, deed: Deed, group: Actors) -> bool:
    """Whether the verb hands on to the group that follows it: 捐赠|给|某院."""
    between = scene.context.text[deed.span.end : group.span.begin]
    return between in ("", "了") or bool(_patterns(scene.context.rules.gifts).onto.fullmatch(between))


def _receivers_before(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """向某院|，捐赠…"""
    if not deed.number:
        return ()
    end = scene.clauses[deed.number - 1].end
    groups = [a for a in scene.actors[deed.number - 1] if a.role == "to" and a.span.end == end]
    return groups[0].mentions if groups else ()


def _receivers_later(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐赠…，|转交某院."""
    handed = _patterns(scene.context.rules.gifts).handed
    for number in range(deed.number, min(deed.number + 3, len(scene.clauses))):
        for group in scene.actors[number]:
            before = scene.context.text[scene.clauses[number].begin : group.span.begin]
            if group.span.begin > deed.span.end and handed.search(before):
                return group.mentions
    return ()


def _receiver_behind_dash(scene: Scene, deed: Deed) -> Sequence[Mention]:
    """捐给对口地区——某县."""
    after = [
        m for m in scene.mentions if deed.span.end <= m.span.begin and m.kind in ("Place", "Organization")
    ]
    gap = scene.context.text[deed.span.end : after[0].span.begin] if after else ""
    return after[:1] if len(gap) <= 8 and _DASH.fullmatch(gap) else ()
