"""Goods with their quantities, on either side: 消毒液40桶, 250只医用口罩."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GoodsWords
from kg.values import Money, Quantity

LONGEST = 16
"""Characters of the longest name of goods."""

_MARKS = r"[、，,；;。：:（）()“”\s]"
_LAST_BRACKET = re.compile(r"\s*[(（][^()（）]{1,10}[)）]\s*$")
_FIRST_WORD = re.compile(rf"\s*的?(?P<name>[\u3400-\u9fffA-Za-z0-9“”\"-]{{1,{LONGEST}}})")


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods with how much of it."""

    name: str
    value: Decimal
    unit: str
    approximate: bool
    span: Span


_EACH = re.compile(r"((?:[\u3400-\u9fffA-Za-z0-9]{1,12}[、和及与])+[\u3400-\u9fffA-Za-z0-9]{1,12})各$")
_JOINED = re.compile(r"[、和及与]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    breaks: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    onward: re.Pattern[str]


@cache
def _patterns(words: GoodsWords) -> _Patterns:
    worth = r"价值[\d.,]*[万千百]?[余多]?元(?:人民币)?的"
    return _Patterns(
        breaks=re.compile(rf"{_MARKS}|{any_of(words.breaks)}"),
        before=re.compile(rf"^(?:{worth}|{any_of(words.before)})+"),
        after=re.compile(rf"(?:{any_of(words.after)}|[，,])+$"),
        onward=re.compile(rf"{any_of(words.onward)}.*$"),
    )


def find_goods(
    text: str, part: Span, amounts: Sequence[Money | Quantity], cuts: Sequence[int], words: GoodsWords
) -> list[Goods]:
    """Goods counted in a part of the text, in the order of `amounts`; all spans count in the text.

    `cuts` are places that a name does not run over: ends of triggers and mentions.
    """
    return [
        Goods(name, amount.value, amount.unit, amount.approximate, amount.span)
        for amount in amounts
        if isinstance(amount, Quantity)
        and part.contains(amount.span)
        and amount.unit not in words.uncounted
        and not _in_brackets(text[part.begin : amount.span.begin])
        for name in _names_of(text, part, amount.span, cuts, words)
    ]


def _names_of(text: str, part: Span, amount: Span, cuts: Sequence[int], words: GoodsWords) -> list[str]:
    """What is counted; behind 各 every thing of the list before it: 篮球、足球各40个."""
    floor = max([part.begin, *(c for c in cuts if c <= amount.begin)])
    listed = _EACH.search(text[floor : amount.begin])
    names = [_clean(name, words) for name in _JOINED.split(listed[1])] if listed else []
    names = names or [_name_of(text, part, amount, cuts, words)]
    return [name for name in names if name]


def _in_brackets(before: str) -> bool:
    """A figure in brackets tells of the goods before them (5000ml/桶): it is no gift of its own."""
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def _name_of(text: str, part: Span, amount: Span, cuts: Sequence[int], words: GoodsWords) -> str:
    """What is counted: the name before the figure where something closes behind it, else the name behind."""
    floor = max([part.begin, amount.begin - LONGEST - 6, *(c for c in cuts if c <= amount.begin)])
    before = _name_before(text[floor : amount.begin], words)
    after = _name_after(text[amount.end : min(part.end, amount.end + LONGEST + 2)], words)
    closed = amount.end >= part.end or text[amount.end] in "、，,；;。（(" + words.closers
    return before if before and (closed or not after) else after or before


def _name_before(part: str, words: GoodsWords) -> str:
    part = _LAST_BRACKET.sub("", part).rstrip()[-LONGEST:]
    return _clean(_patterns(words).breaks.split(part)[-1], words)


def _name_after(part: str, words: GoodsWords) -> str:
    match = _FIRST_WORD.match(part)
    return _clean(_patterns(words).breaks.split(match["name"])[0], words) if match else ""


def _clean(name: str, words: GoodsWords) -> str:
    """The name without words around it; empty where nothing that can be a name remains."""
    patterns = _patterns(words)
    name = patterns.before.sub("", name.strip('“”" '))
    name = patterns.onward.sub("", patterns.after.sub("", name))
    return name if 1 <= len(name) <= LONGEST and not re.search(r"\d{3,}", name) else ""
