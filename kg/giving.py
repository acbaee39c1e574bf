"""Gifts: what was given, by whom, to whom, through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.clauses import Actors
from kg.goods import Goods, find_goods
from kg.lexicon import Hit
from kg.mentions import Context, Mention
from kg.model import Span
from kg.rulebook import ActionRule
from kg.values import Money, Quantity

_MORE = re.compile(
    r"(?:共计|总计|合计|总价值|市场价值|价值|折合|其中|每人|人均|含|包括|以及|和)|(?:近|约|逾)?[\d一二三四五六七八九十百千万]|[\u3400-\u9fffA-Za-z0-9]{1,14}?[\d一二三四五六七八九十百千]+"
)
_ELSE = re.compile(r"收入|卖|用于|覆盖|惠及|吸引|服务|参加|参与|前往|完成|开展")
_TOTAL = re.compile(r"(?:共计|总计|合计|总价值|累计|总额|总值|共)(?:[\u3400-\u9fff]{0,3})$")
_RECEIVED = re.compile(r"(?:收到|接受|接收|获赠|获得|得到|感谢)(?:了|来自|由)?")
_ONTO = re.compile(r"[\u3400-\u9fff]{0,5}(?:给予|给|到|至|往|予|入)")


@dataclass(frozen=True, slots=True)
class Gift:
    """What a trigger of giving hands over. `givers` is empty where the subject gives."""

    goods: tuple[Goods, ...]
    money: Money | None
    givers: tuple[Mention, ...]
    receivers: tuple[Mention, ...]
    via: tuple[Mention, ...]


def read_gift(
    context: Context,
    sentence: Span,
    clauses: Sequence[Span],
    number: int,
    rule: ActionRule,
    hit: Hit,
    actors: Sequence[Sequence[Actors]],
    mentions: Sequence[Mention],
    amounts: Sequence[Money | Quantity],
    edge: int | None,
) -> Gift:
    """Read the gift of a trigger in clause `number`; `actors` are those of every clause.

    `edge` is where the next gift begins, if the clause holds another.
    """
    text, values = context.text, context.rules.values
    end = edge if edge is not None else _reach(context, clauses, number)
    cuts = [m.span.end for m in mentions if m.kind != "Work"] + [hit.span.end]
    begin = hit.span.end
    goods = find_goods(text, begin, end, amounts, cuts, values)
    money = [a for a in amounts if isinstance(a, Money) and begin <= a.span.begin and a.span.end <= end]
    if not goods and not money:
        end, begin = hit.span.begin, _back(context, clauses, number)
        goods = find_goods(
            text,
            begin,
            end,
            amounts,
            [*(c for c in cuts if c <= end), *_verb_ends(context, begin, end)],
            values,
        )
        money = [a for a in amounts if isinstance(a, Money) and begin <= a.span.begin and a.span.end <= end]
    goods = [g for g in goods if not g.name.endswith(rule.not_gifts)]
    receivers = _receivers(text, sentence, clauses, number, hit, actors, mentions, edge)
    givers: tuple[Mention, ...] = ()
    received = _RECEIVED.search(text, clauses[number].begin, hit.span.begin)
    if received:
        groups = [
            a for a in actors[number] if received.end() <= a.span.begin and a.span.end <= hit.span.begin
        ]
        givers = groups[-1].mentions if groups else ()
    via = _through(text, clauses, number, hit, actors)
    return Gift(
        tuple(goods),
        _total(text, money),
        givers,
        tuple(m for m in dict.fromkeys(receivers) if m not in via),
        via,
    )


def _through(
    text: str, clauses: Sequence[Span], number: int, hit: Hit, actors: Sequence[Sequence[Actors]]
) -> tuple[Mention, ...]:
    """Intermediaries: in the clause itself, or in a neighbour that goes on with the same gift."""
    near = [number - 1] if number else []
    for later in range(number, len(clauses)):
        if later > number and (
            any(a.role == "subject" and a.weight >= 0.9 for a in actors[later])
            or text[clauses[later].begin - 1] in "；;"
        ):
            break
        near.append(later)
    return tuple(
        m for n in near for a in actors[n] if a.role == "through" for m in a.mentions if m.kind != "Place"
    )


def _receivers(
    text: str,
    sentence: Span,
    clauses: Sequence[Span],
    number: int,
    hit: Hit,
    actors: Sequence[Sequence[Actors]],
    mentions: Sequence[Mention],
    edge: int | None,
) -> list[Mention]:
    end = edge if edge is not None else clauses[number].end
    found = [m for a in actors[number] if a.role == "to" and a.span.begin < end for m in a.mentions]
    for group in actors[number]:
        between = text[hit.span.end : group.span.begin]
        if (
            group.span.begin >= hit.span.end
            and group.span.begin < end
            and (not between or between == "了" or _ONTO.fullmatch(between))
        ):
            found += group.mentions
    if found:
        return found
    for group in actors[number - 1] if number else ():
        if group.role == "to" and group.span.end == clauses[number - 1].end:
            return list(group.mentions)
    for following in range(number, min(number + 3, len(clauses))):
        for group in actors[following]:
            if group.span.begin > hit.span.end and re.search(
                r"(?:转交给?|转给|交给|送给|赠给|捐给|支援|定向用于|用于支援|运抵|送到|转入)$",
                text[clauses[following].begin : group.span.begin],
            ):
                return list(group.mentions)
    after = [m for m in mentions if m.span.begin >= hit.span.end and m.kind in ("Place", "Organization")]
    if (
        after
        and len(text[hit.span.end : after[0].span.begin]) <= 8
        and re.fullmatch(r"[\u3400-\u9fff]*[—-]+", text[hit.span.end : after[0].span.begin])
    ):
        return [after[0]]
    return []


def _verb_ends(context: Context, begin: int, end: int) -> list[int]:
    ends = [
        h.span.end
        for r in context.rules.actions
        if r.gives
        for h in context.hits_between(f"action {r.cls}", begin, end)
    ]
    return ends + [s.span.end for s in context.stops if begin <= s.span.begin and s.span.end <= end]


def _reach(context: Context, clauses: Sequence[Span], number: int) -> int:
    """How far the goods of a gift run on: over lists, up to the next clause that gives anew."""
    end = clauses[number].end
    for clause in clauses[number + 1 :]:
        if any(
            context.hits_between(f"action {r.cls}", clause.begin, clause.end)
            for r in context.rules.actions
            if r.gives
        ):
            break
        piece = context.text[clause.begin : clause.end]
        if not _MORE.match(piece) or _ELSE.search(piece):
            break
        end = clause.end
    return end


def _back(context: Context, clauses: Sequence[Span], number: int) -> int:
    """Where the goods may begin that stand before their trigger: 购买A40桶、B500瓶赠送…"""
    begin = clauses[number].begin
    for clause in reversed(clauses[max(0, number - 2) : number]):
        gives = [
            h
            for r in context.rules.actions
            if r.gives
            for h in context.hits_between(f"action {r.cls}", clause.begin, clause.end)
            if h.word not in r.weak
        ]
        if gives or not re.search(r"\d", context.text[clause.begin : clause.end]):
            break
        begin = clause.begin
    return begin


def _total(text: str, money: Sequence[Money]) -> Money | None:
    """Of several sums the one called a total, else the first."""
    totals = [m for m in money if _TOTAL.search(text[max(0, m.span.begin - 6) : m.span.begin])]
    return next(iter([*totals, *money]), None)
