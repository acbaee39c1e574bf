"""Who of several gave what, and how much it was in all where the text says how much each: 分别, 各, 每户."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from kg.giving import Gift
from kg.mentions import Mention
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GiftWords
from kg.scene import Deed, Scene, read_lead
from kg.values import Money, Quantity

# 各种渠道, 社会各界: any, not each.
_ANY = ("种", "类", "界", "级", "地", "方", "项", "式", "个", "位")
_EACH = re.compile(rf"各(?!{any_of(_ANY)})(?:自|[^\W\d、，,。；和与及]{{0,4}})$")
# A、B|每人捐款500元
_EACH_OF_THEM = re.compile(r"每[人家]$")
_RESPECTIVELY = re.compile(r"分别")


def share_out(
    scene: Scene, deed: Deed, gift: Gift, givers: Sequence[Mention]
) -> Iterator[tuple[Sequence[Mention], Gift]]:
    """The gifts that a deed tells at once, each with who gave it.

    分别 pairs givers with as many sums and kinds of goods in order, receivers with as many sums or counts of
    one kind, and so does a figure right behind each receiver; 各 lets each named giver give the same; where a
    count is stated, 各 and 每户 multiply sums and goods by it.
    """
    allotted = _allotted(scene, deed, gift)
    if allotted:
        yield from ((givers, share) for share in allotted)
        return
    parts = _parts(gift)
    if len(parts) > 1 and _RESPECTIVELY.search(_before(scene, deed, gift)):
        if len(givers) == len(parts):
            yield from (((who,), part) for who, part in zip(givers, parts, strict=True))
            return
        if len(gift.receivers) == len(parts) and len({g.name for g in gift.goods}) < 2:
            pairs = zip(gift.receivers, parts, strict=True)
            yield from ((givers, replace(part, receivers=(to,))) for to, part in pairs)
            return
    if _gives_each(scene, deed, gift) and len(gift.receivers) < 2 <= len(givers):
        yield from (((who,), gift) for who in givers)
    else:
        yield givers, _multiplied(scene, gift)


def _allotted(scene: Scene, deed: Deed, gift: Gift) -> list[Gift]:
    """The gifts of several receivers with a figure behind each: 捐给|甲院|1万只、|乙院|5000只."""
    clause = scene.clauses[deed.number]
    behind = (a for a in scene.amounts if deed.span.end < a.span.begin and clause.contains(a.span))
    figures = {figure.span.begin: figure for figure in behind}
    told = [
        (group.mentions[-1], figures[group.span.end])
        for group in scene.actors[deed.number]
        if group.span.end in figures and group.mentions[-1].kind in ("Organization", "Place")
    ]
    if len(told) < 2 or told[0][0] not in gift.receivers:
        return []
    counted = [(to, _of_figure(gift, figure)) for to, figure in told]
    return [replace(part, receivers=(to,)) for to, part in counted if part]


def _of_figure(gift: Gift, figure: Money | Quantity) -> Gift | None:
    """The part of a gift that a figure counts: a sum, or as much of the first goods."""
    if isinstance(figure, Money):
        return replace(gift, money=figure, goods=())
    if not gift.goods:
        return None
    goods = replace(
        gift.goods[0], value=figure.value, unit=figure.unit, approximate=figure.approximate, span=figure.span
    )
    return replace(gift, money=None, goods=(goods,))


def _parts(gift: Gift) -> list[Gift]:
    """A gift for each sum and each kind of goods of a gift, in order of place."""
    sums = [(s.span, replace(gift, money=s, goods=())) for s in gift.sums]
    goods = [(g.span, replace(gift, money=None, goods=(g,))) for g in gift.goods]
    return [part for _, part in sorted([*sums, *goods], key=lambda spanned: spanned[0].begin)]


def _first(gift: Gift) -> int | None:
    """Where the first figure of a gift stands; None where it has none."""
    return min([*(g.span.begin for g in gift.goods), *(s.span.begin for s in gift.sums)], default=None)


def _before(scene: Scene, deed: Deed, gift: Gift) -> str:
    """The clause of a deed up to the first figure of its gift."""
    begin, first = scene.clauses[deed.number].begin, _first(gift)
    return scene.context.text[begin : deed.span.begin if first is None else max(first, deed.span.begin)]


def _gives_each(scene: Scene, deed: Deed, gift: Gift) -> bool:
    """Whether 各 stands right before the verb, or before the only sum; or 每人, where no count is told."""
    text, begin = scene.context.text, scene.clauses[deed.number].begin
    lead = read_lead(scene, deed)
    alone = not any(begin <= a.span.begin < deed.span.begin for a in scene.amounts)
    at_verb = _EACH.search(lead) or (alone and _EACH_OF_THEM.search(lead))
    at_sum = len(gift.sums) == 1 and text[gift.sums[0].span.begin - 1] == "各"
    return bool(at_verb or at_sum)


@cache
def _per_head(words: GiftWords) -> re.Pattern[str]:
    return re.compile(any_of(words.each))


def _multiplied(scene: Scene, gift: Gift) -> Gift:
    """The gift with what each got multiplied by how many they are, where that is stated."""
    money = gift.money and replace(
        gift.money, amount=gift.money.amount * _heads(scene, gift, gift.money.span)
    )
    goods = tuple(replace(g, value=g.value * _heads(scene, gift, g.span)) for g in gift.goods)
    return replace(gift, money=money, goods=goods)


def _heads(scene: Scene, gift: Gift, figure: Span) -> int:
    """How many a figure is for: 1 where no word such as 每户 stands before it in its clause.

    Without a count it is the persons named before that word: 送给王某、李某|每人500元.
    """
    text, words = scene.context.text, scene.context.rules.gifts
    begin = next((c.begin for c in scene.clauses if c.contains(figure)), figure.begin)
    told = _per_head(words).finditer(text, begin, figure.begin)
    found = [m for m in told if not _is_closed_off(text[m.end() : figure.begin])]
    if not found or (found[-1].group() == "各" and text.startswith(_ANY, found[-1].end())):
        return 1
    units = words.each[found[-1].group()]
    floor = _begin_of_subject(scene, begin)
    heads = [
        a
        for a in scene.amounts
        if isinstance(a, Quantity) and a.unit in units and not a.approximate and floor <= a.span.begin
    ]
    before = [a for a in heads if a.span.end <= found[-1].start()]
    behind = [
        a
        for a in heads
        if a.span.begin >= figure.end and text.endswith(words.totals, figure.end, a.span.begin)
    ]
    counts = [*behind[:1], *before]
    if not counts:
        named = [
            m
            for m in gift.receivers
            if m.kind == "Person" and scene.sentence.begin <= m.span.begin < found[-1].start()
        ]
        return max(1, len(named))
    return int(counts[-1].value) if counts[-1].value == int(counts[-1].value) else 1


def _is_closed_off(between: str) -> bool:
    """Whether a bracket that began before ends here: 监护仪8台（每家两台）、血压计40个."""
    return between.count("）") > between.count("（")


def _begin_of_subject(scene: Scene, place: int) -> int:
    """Where the last clause begins, up to a place, that names its subject: no count before is of its gift."""
    own = [
        clause.begin
        for clause, actors in zip(scene.clauses, scene.actors, strict=True)
        if clause.begin <= place and any(a.is_subject for a in actors)
    ]
    return max(own, default=scene.sentence.begin)
