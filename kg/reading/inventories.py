"""Sentences that only list what the gift before was made of: 这批物资包括口罩5000只、棉被40床."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from kg.events import Event
from kg.goods import Goods, find_goods
from kg.mentions import Context
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.reading.local import Said
from kg.rulewords import GoodsWords
from kg.scene import count_amounts
from kg.values import Money

_AWAITS = re.compile("(?:[：:]|如下[：:。]?)$")


def add_inventories(context: Context, said: Iterable[Said]) -> list[Said]:
    """What sentences state, each gift with the goods that the sentences right behind it list.

    Only the one gift of a sentence that counts no goods itself, but for words such as 物资, takes them.
    """
    read: list[Said] = []
    opened = -1  # where the sentence stands whose gift may be listed here
    for one in said:
        gives = [e for e in one.events if _gives(context, e)]
        listed = _find_inventory(context, one.sentence, read[opened].sentence) if opened >= 0 else []
        if gives or not listed:
            opened = len(read) if len(gives) == 1 and _is_open(gives[0], context.rules.goods) else -1
        else:
            read[opened] = _with_goods(context, read[opened], one.sentence, listed)
        read.append(one)
    return read


def _gives(context: Context, event: Event) -> bool:
    return any(rule.gives and rule.cls == event.cls for rule in context.rules.actions)


def _is_open(gift: Event, words: GoodsWords) -> bool:
    """Whether a gift counts no goods, or only such as 20箱|物资."""
    return all(goods.name.endswith(words.general) for goods in gift.goods)


def _find_inventory(context: Context, sentence: Span, gift: Span) -> list[Goods]:
    """The goods that a sentence lists which opens as an inventory, or behind a gift that announces one."""
    opening = _opening(context.rules.goods).match(context.text, sentence.begin, sentence.end)
    if opening is None and not _AWAITS.search(context.text_of(gift)):
        return []
    part = Span(opening.end() if opening else sentence.begin, sentence.end)
    return find_goods(context.text, part, count_amounts(context, part), (), context.rules.goods)


@cache
def _opening(words: GoodsWords) -> re.Pattern[str]:
    goods = rf"{HAN}{{0,8}}?{any_of(words.general)}"
    which = rf"(?:(?:[这该此本首]|上述|所捐|其)[批些次]?|(?:捐赠|捐献|赠送|捐助)的?){goods}"
    tells = "(?:总?共|主要|具体|分别|大致)*(?:包括|包含|涵盖|含|有|为|是|计)"
    return re.compile(rf"其中[，,：:]?(?:主要)?(?:包括|包含|有)?|(?:{which}|物资)(?:{tells}[：:，,]?|[：:])")


def _with_goods(context: Context, said: Said, sentence: Span, goods: list[Goods]) -> Said:
    """What a sentence states, its gift with the goods, and if need be the sum, that a later one tells."""
    sums = (a for a in count_amounts(context, sentence) if isinstance(a, Money))
    worth = next(sums, None)
    events = [
        replace(
            event,
            goods=(*event.goods, *goods),
            money=event.money or worth,
            inventories=(*event.inventories, sentence),
        )
        if _gives(context, event)
        else event
        for event in said.events
    ]
    return replace(said, events=events)
