"""What the tagger cuts off at the begin of a body's name: its place, a character that reads as a stop, 旅."""

from __future__ import annotations

import re

from kg.lexicon import Hit
from kg.mentions.model import Context
from kg.mentions.surroundings import OWN_NATION, follows_mark
from kg.model import Span
from kg.patterns import is_han, word_before

_CUT_PLACE = re.compile(r"[^\W省市县区州镇乡村][市县区镇乡]")
# A village or a street office, whose name has more than one character.
_SMALL_PLACE = re.compile(r"[^\W省市县区州镇乡村](?:[镇乡村]|街道)")
_NUMERALS = "一二三四五六七八九十"
# Before a head these are words with it: 母|公司, 山|村.
_NO_NAME = frozenset("本该各全我某每此总分母子校院厂老新大小古城农山渔")
# Stops with which names begin: 和|里村, 由|义中学.
_FIRST = frozenset("和与及同向到由对给为从经将让至于以又有过")
# 和 ends a name that begins with one of these: 家和, 瑞和.
_WITH, _BEFORE_WITH = (
    "和",
    frozenset("家仁永天泰福瑞义康顺元德信万安春清融致宜恒金润鼎百兴盛丰华嘉景广利宏鸿"),
)
_OPENING = ("“", "‘", "「")
_ABROAD = ("旅", "全")


def with_begin(context: Context, start: int, edge: int, head: Hit) -> int:
    """Where a name begins of which the tagger may have cut off the begin.

    `start` is where tagger and lexicon see it begin, `edge` the place behind the last stop before it.
    """
    start = _with_stop(context, _with_whole_place(context, start, edge), head)
    return _with_lead(context, start)


def _with_whole_place(context: Context, start: int, edge: int) -> int:
    """Where a tagger's name begins inside a place that the text names elsewhere, begin with the place."""
    for name in context.places:
        for back in range(1, min(len(name), start - edge + 1)):
            if context.text.startswith(name, start - back):
                return start - back
    # No place has one character before its level: 瓯|浦市慈善总会.
    cut = _CUT_PLACE.match(context.text, start) and start > edge and not context.hit_at("place", start)
    return start - 1 if cut else start


def _with_stop(context: Context, start: int, head: Hit) -> int:
    """Where a name begins whose first character reads as a stop: 和|里村小学, 某县|和|德医院, 家和|家政公司.

    One character before a head or a village is no name; behind a mark, a verb or a place 和 joins nothing.
    """
    begin, text = start - 1, context.text
    if begin < 0:
        return start
    if text[begin] == _WITH and begin and text[begin - 1] in _BEFORE_WITH and follows_mark(text, begin - 1):
        return begin - 1
    is_single = (head.span.begin == start + 1 or _SMALL_PLACE.match(text, start)) and is_han(text[start])
    general = (*context.rules.organizations.levels, *context.rules.organizations.generic, *_NUMERALS)
    if not is_single or text[start] in general or text[start] in _NO_NAME:
        return start
    is_stop = text[begin] in _FIRST and bool(context.stops_between(begin, start))
    is_stop = is_stop or (is_han(text[begin]) and text[begin - 1 : begin] in _OPENING)
    place = next((t for t in context.tagged("LOC", Span(begin - 1, begin)) if t.end == begin), None)
    verb = any(
        len(stop.word) > 1 and stop.span.end == begin for stop in context.stops_between(begin - 4, begin)
    )
    if not is_stop or not (place or verb or follows_mark(text, begin)):
        return start
    return place.begin if place else begin


def _with_lead(context: Context, start: int) -> int:
    """Where a name begins that says first where its members live: 旅日|华侨联合会, 旅|美同乡会, 全|日本."""
    words, text = context.rules.organizations, context.text
    if lead := word_before(words.leads, text, start):
        return start - len(lead)
    nation = context.hit_at("nation", start)
    is_foreign = nation is not None and not nation.word.startswith(OWN_NATION)
    is_abroad = text[start] in words.nation_short or is_foreign
    return start - 1 if is_abroad and text.endswith(_ABROAD, 0, start) else start
