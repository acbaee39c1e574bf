"""Sentences that only list what the gift before was made of: 这批物资包括口罩5000只、棉被40床."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from kg.events import Event
from kg.goods import Goods, find_goods
from kg.mentions import Context
from kg.model import Span
from kg.patterns import HAN, any_of
from kg.reading.local import Said
from kg.rulewords import GoodsWords
from kg.scene import count_amounts
from kg.values import Money

_WORTH_OF_ALL = re.compile(
    rf"(?:等{HAN}{{0,8}})?(?:[，,；;](?:总|共|合计|价值|市值|折合|约)[^，,。；;]*)*[。；;！…—\s]*"
)
_NUMBER = re.compile(r"\d{1,2}[.、．]")
_AWAITS = re.compile("(?:[：:]|如下[：:。]?)$")


def add_inventories(context: Context, said: Iterable[Said]) -> list[Said]:
    """What sentences state, each gift with the goods that the sentences right behind it list.

    Only the one gift of a sentence that counts no goods itself, but for words such as 物资, takes them. Where
    it speaks of 这些物资 they may stand right before it.
    """
    read: list[Said] = []
    opened = -1  # where the sentence stands whose gift may be listed here
    for one in said:
        gives = [e for e in one.events if _gives(context, e)]
        if len(gives) == 1 and _is_open(context, gives[0], one.sentence):
            opened = len(read)
            read.append(_with_list_before(context, read[-1] if read else None, one))
            continue
        listed = []
        if opened >= 0 and not one.events:
            listed = _find_inventory(context, one.sentence, read[opened].sentence)
        if listed:
            read[opened] = _with_goods(context, read[opened], one.sentence, listed)
        else:
            opened = -1
        read.append(one)
    return read


def _gives(context: Context, event: Event) -> bool:
    return any(rule.gives and rule.cls == event.cls for rule in context.rules.actions)


def _is_open(context: Context, gift: Event, sentence: Span) -> bool:
    """Whether a gift counts no goods, or only such as 20箱|物资; with a sum it must speak of 物资."""
    words = context.rules.goods.general
    in_kind = gift.money is None or any(word in context.text_of(sentence) for word in words)
    return in_kind and all(goods.name.endswith(words) for goods in gift.goods)


def _with_list_before(context: Context, before: Said | None, one: Said) -> Said:
    """What a sentence with a gift states, with the goods listed before it: 口罩500只。|这些物资由某人捐赠."""
    refers = _refers(context.rules.goods).match(context.text, one.sentence.begin, one.sentence.end)
    if before is None or refers is None or any(_gives(context, e) for e in before.events):
        return one
    listed = _find_inventory(context, before.sentence, before.sentence)
    return _with_goods(context, one, before.sentence, listed) if listed else one


@cache
def _refers(words: GoodsWords) -> re.Pattern[str]:
    return re.compile(rf"(?:[这该此]|以上|上述)[些批]?{HAN}{{0,6}}?{any_of(words.general)}")


def _find_inventory(context: Context, sentence: Span, gift: Span) -> list[Goods]:
    """The goods of a sentence that opens as an inventory or with goods, or that the gift's own announces."""
    words = context.rules.goods
    opening = _opening(words).match(context.text, sentence.begin, sentence.end)
    part = Span(opening.end() if opening else sentence.begin, sentence.end)
    goods = find_goods(context.text, part, count_amounts(context, part), (), words)
    announced = opening is not None or _AWAITS.search(context.text_of(gift))
    return goods if announced or _is_list(context.text, part, goods) else []


def _is_list(text: str, part: Span, goods: Sequence[Goods]) -> bool:
    """Whether several goods and what they are worth are all that is told: 口罩5000只、棉被40床。"""
    if len(goods) < 2:
        return False
    number = _NUMBER.match(text, part.begin)
    begin = number.end() if number else part.begin
    opens = goods[0].span.begin == begin or text.startswith(goods[0].name, begin)
    rest = text[goods[-1].span.end : part.end].removeprefix(goods[-1].name)
    return opens and _WORTH_OF_ALL.fullmatch(rest) is not None


@cache
def _opening(words: GoodsWords) -> re.Pattern[str]:
    worth = r"(?:总?价值|市值)[^，。；]{1,12}?元(?:人民币)?"
    goods = rf"(?:{worth}的)?(?:(?![院校厂家司其]){HAN}){{0,8}}?{any_of(words.general)}"
    which = rf"(?:[这该此本首][批些次]|上述|所捐|(?:捐赠|捐献|赠送|捐助)的?){goods}"
    tells = "(?:总?共|主要|具体|分别|大致)*(?:包括|包含|涵盖|含|有|为|是|计)"
    told = r"(?:据[了]?[解悉介绍统计称]{1,3}[，,])?"
    return re.compile(
        rf"{told}(?:其中[，,：:]?(?:主要)?(?:包括|包含|有)?"
        rf"|(?:{which}|物资)(?:{worth}[，,])?(?:{tells}[：:，,]?|[：:]))"
    )


def _with_goods(context: Context, said: Said, sentence: Span, goods: list[Goods]) -> Said:
    """What a sentence states, its gift with the goods, and if need be the sum, that a later one tells."""
    names = {each.name for each in goods}
    sums = (a for a in count_amounts(context, sentence) if isinstance(a, Money))
    worth = next(sums, None)
    events = [
        replace(
            event,
            goods=(*event.goods, *goods),
            uncounted=tuple(name for name in event.uncounted if name not in names),
            money=event.money or worth,
            inventories=(*event.inventories, sentence),
        )
        if _gives(context, event)
        else event
        for event in said.events
    ]
    return replace(said, events=events)
