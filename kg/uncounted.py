"""Goods that a gift names without telling how many: 送去|书包和文具, 价值5万元的|医用物资."""

from __future__ import annotations

import re
from functools import cache

from kg.givers import find_moving, find_passive_giver
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GiftWords, GoodsWords
from kg.scene import Deed, Scene, find_object
from kg.values import Money

LONGEST = 8
"""Characters of the longest name of goods that stands without a figure."""

_PARTS = re.compile(r"[^、，,；;：:（）()和及与等“”]+")
_FRONT = re.compile(
    ".*(?:[的们了]|包括|包含|主要有|主要是|[一大整这此该首]批|一些|部分|若干|各类|各种|许多|不少|精美|崭新)"
)
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")
# 物资: goods, but which?
_BARE = ("物资", "物品", "礼物", "礼品")


def name_uncounted(scene: Scene, deed: Deed) -> tuple[str, ...]:
    """The goods of a gift that have no figure, in order of place, none twice.

    They stand behind the trigger, between 将 or 把 and it, or open the clause before 由.
    """
    context, told, total = scene.context, _told(scene, deed), _total(scene.context.rules.goods)
    lots = context.rules.goods.uncounted
    taken = [a.span for a in scene.amounts if isinstance(a, Money) or a.unit not in lots]
    names = []
    for match in _PARTS.finditer(context.text, told.begin, told.end):
        ends = [m.span.end for m in scene.mentions if match.start() < m.span.end <= match.end()]
        worths = (s.end for s in taken if match.start() < s.end <= match.end())
        ends += [end for end in worths if context.text.startswith("的", end)]
        begin = max([match.start(), *ends])
        part = total.sub("", context.text[begin : match.end()])
        front = _FRONT.match(part)
        place = Span(begin + (front.end() if front else 0), begin + len(part))
        beside = any(s.overlaps(place) or s.end == place.begin or s.begin == place.end for s in taken)
        if not beside and _is_name(scene, deed, place):
            names.append(context.text_of(place))
    return tuple(dict.fromkeys(names))


def _is_name(scene: Scene, deed: Deed, place: Span) -> bool:
    """Whether a piece of the text names goods that the deed can give."""
    context, name = scene.context, scene.context.text_of(place)
    plain = _HAN.fullmatch(name) is not None and len(name) <= LONGEST
    given = name not in _BARE and not name.endswith(deed.rule.not_gifts)
    known = plain and given and _goods(context.rules.gifts, context.rules.goods).search(name) is not None
    return known and not context.stops_between(place.begin, place.end)


def _told(scene: Scene, deed: Deed) -> Span:
    """Where the goods of a gift stand."""
    clause, moved = scene.clauses[deed.number], find_moving(scene, deed)
    if moved >= 0:
        return Span(moved + 1, deed.span.begin)
    giver = find_passive_giver(scene, deed)
    if giver:
        return Span(clause.begin, giver.span.begin - 1)
    return find_object(scene, deed)


@cache
def _total(words: GoodsWords) -> re.Pattern[str]:
    """矿泉水|共计80箱: a figure for a whole list."""
    return re.compile(rf"{any_of(words.totals)}[近约]?\d.*$")


@cache
def _goods(gifts: GiftWords, goods: GoodsWords) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(gifts.supplies)}|.{any_of(goods.tails)})$")
