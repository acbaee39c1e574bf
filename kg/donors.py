"""Lists of givers below a line that announces them: 捐款名单如下, then 某公司：100万元 line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.events import Event
from kg.goods import find_goods
from kg.mentions import Context, Mention
from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GiftWords
from kg.values import Money, find_amounts

GIVEN = 0.7
"""Confidence of a gift that only its place in a list tells."""

_LINK = re.compile(r"[\s：:—\-…]*(?:共|各)?(?:捐款|捐赠|捐资|捐)?[了\s：:]*")


@cache
def _announced(words: GiftWords) -> re.Pattern[str]:
    return re.compile(rf"[捐赠款资].*{any_of(words.lists)}|{any_of(words.lists)}.*[捐赠]")


def announces_givers(context: Context, line: Span) -> bool:
    """Whether a line says that a list of givers follows it."""
    text = context.text[line.begin : line.end]
    return len(text) <= 60 and _announced(context.rules.gifts).search(text) is not None


def read_givers(context: Context, line: Span, mentions: Sequence[Mention]) -> list[Event]:
    """The gifts of a line in a list of givers; none where the line is no entry of such a list.

    `mentions` are those of the line in order of place.
    """
    return list(_entries(context, line, mentions))


def _entries(context: Context, line: Span, mentions: Sequence[Mention]) -> Iterator[Event]:
    rule = next(r for r in context.rules.actions if r.gives)
    text = context.text[line.begin : line.end]
    amounts = [(a, a.span.moved(line.begin)) for a in find_amounts(text, context.rules.values)]
    for mention in mentions:
        if mention.kind not in ("Person", "Organization"):
            continue
        link = _LINK.match(context.text, mention.span.end, line.end)
        at = link.end() if link else mention.span.end
        sums = [(a, span) for a, span in amounts if isinstance(a, Money) and span.begin == at]
        part = Span(at - line.begin, len(text))
        goods = (
            ()
            if sums
            else tuple(find_goods(text, part, [a for a, _ in amounts], (part.begin,), context.rules.goods))
        )
        if sums or (goods and "：" in context.text[mention.span.end : at]):
            figure = sums[0][1] if sums else goods[0].span.moved(line.begin)
            word = context.text[figure.begin : figure.end]
            money = sums[0][0] if sums else None
            yield Event(
                rule.cls, figure, word, "Realised", (mention,), goods=goods,
                money=money if isinstance(money, Money) else None, confidence=GIVEN,
            )  # fmt: skip
