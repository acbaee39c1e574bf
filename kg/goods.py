"""Goods with their quantities, on either side: 消毒液40桶, 250只医用口罩."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Span
from kg.rulebook import ValueWords
from kg.values import Money, Quantity

_BREAK = re.compile(r"[、，,；;。：:（）()和及与“”\s]|以及|并|共|等|了|还有|各|由")
_NOT_NAME = re.compile(
    r"^(?:价值[\d.,]*[万千百]?[余多]?元(?:人民币)?的|包括|含有|主要有|有|的|了|共|总|约|近|价值|累计|合计|和|及|与|将|把|向|给|为|等|余|多|各|含|又|再|还|其中)+"
)
_TAIL = re.compile(r"(?:等|的|各|共|约|近|总计|累计|合计|捐赠|物资等|，|,)+$")


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods with how much of it."""

    name: str
    value: Decimal
    unit: str
    approximate: bool
    span: Span


def find_goods(
    text: str,
    begin: int,
    end: int,
    amounts: Sequence[Money | Quantity],
    cuts: Sequence[int],
    words: ValueWords,
) -> list[Goods]:
    """Goods counted between two places of the text.

    `cuts` are places that a name does not run over: ends of triggers and mentions.
    """
    found = []
    for amount in amounts:
        if not isinstance(amount, Quantity) or amount.span.begin < begin or amount.span.end > end:
            continue
        if (
            amount.unit in words.people
            or amount.unit in words.durations
            or amount.unit in ("次", "场", "家", "户", "项", "点", "个百分点", "例", "期")
        ):
            continue
        if _in_brackets(text, begin, amount.span.begin):
            continue
        before = _name_before(text, begin, amount.span.begin, cuts)
        after = _name_after(text, amount.span.end, end)
        closed = amount.span.end >= end or text[amount.span.end] in "、，,；;。（(等和及与各共"
        name = before if before and (closed or not after) else after or before
        if name:
            found.append(Goods(name, amount.value, amount.unit, amount.approximate, amount.span))
    return found


def _in_brackets(text: str, begin: int, place: int) -> bool:
    """A figure in brackets tells of the goods before them (5000ml/桶): it is no gift of its own."""
    part = text[begin:place]
    return max(part.rfind("("), part.rfind("（")) > max(part.rfind(")"), part.rfind("）"))


def _name_before(text: str, begin: int, end: int, cuts: Sequence[int]) -> str:
    floor = max([begin, end - 22, *[c for c in cuts if c <= end]])
    part = re.sub(r"\s*[(（][^()（）]{1,10}[)）]\s*$", "", text[floor:end]).rstrip()[-16:]
    for match in _BREAK.finditer(part):
        part_begin = match.end()
        floor_part = part[part_begin:]
        rest = floor_part
        name = rest
        if not _BREAK.search(rest):
            return _clean(name)
    return _clean(part) if not _BREAK.search(part) else ""


def _name_after(text: str, begin: int, end: int) -> str:
    part = text[begin : min(end, begin + 18)]
    match = re.match(r"\s*(?:的)?(?P<name>[\u3400-\u9fffA-Za-z0-9“”\"-]{1,16})", part)
    if not match:
        return ""
    name = match["name"]
    stop = _BREAK.search(name)
    return _clean(name[: stop.start()] if stop else name)


def _clean(name: str) -> str:
    name = _TAIL.sub("", _NOT_NAME.sub("", name.strip('“”" ')))
    name = re.sub(r"(?:用于|支援|送到|送往|捐赠给|捐给|赠送给|分发|发放|运往|交给|送给|驰援).*$", "", name)
    return name if 1 <= len(name) <= 16 and not re.search(r"\d{3,}", name) else ""
