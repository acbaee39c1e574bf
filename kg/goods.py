"""Goods with their quantities, on either side: 消毒液40桶, 250只医用口罩."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from msgspec import Struct

from kg.model import Span
from kg.patterns import any_of
from kg.rulewords import GoodsWords
from kg.values import Money, Quantity, parse_numeral

LONGEST = 16
"""Characters of the longest name of goods."""

LONGEST_LIST = 80
"""Characters of the longest list of goods that share a figure or have theirs in turn."""

DATED = ("年", "月", "日")
"""Units of a figure that may begin a date, which counts nothing: 10台制氧机|2月12日运抵."""

_MARKS = r"(?:”牌|[、，,；;。：:（）()“”—/\s])"
_LAST_BRACKET = re.compile(r"\s*[(（][^()（）]{1,14}[)）]\s*$")
_CLOSED = re.compile(r"[^()（）]{0,6}[)）]")
_BARE = re.compile(r"(?<=[\u3400-\u9fff×*])(\d{1,3}(?:,\d{3})+|\d+)(?=[、，,；;。和及与）)]|$)")
_WORD = re.compile(r"(?![共计达约近和及与并又])[\u3400-\u9fffA-Za-z]{2,8}(?<![共计达约近的各和及与等])")
# 200套防护服|给某院, not 2台给氧机.
_GIVEN = re.compile("给(?![氧药水料])")
_FIRST_BRACKET = re.compile(r"^\s*[(（][^()（）]{1,12}[)）]")
# 40床|“暖阳”棉被: the brand is no part of the name.
_BRAND = re.compile(r"^的?“[^”]{1,10}”牌?(?=[\u3400-\u9fff])")
# 防疫物资|一批（口罩500只）
_LOT = re.compile("(?:[一两二三四五六七八九十几数多]批|若干)$")
# 自己珍藏的|字画
_DESCRIBED = re.compile(r"^[^《》]*的(?=[^《》]+$)")
_FIRST_WORD = re.compile(
    rf"\s*的?(?P<name>《[^》]{{1,{LONGEST}}}》|[\u3400-\u9fffA-Za-z0-9“”\"-]{{1,{LONGEST}}})"
)


class Goods(Struct, frozen=True, gc=False):
    """A kind of goods with how much of it; `unit` is empty where the text leaves it out: 口罩500、手套200."""

    name: str
    value: Decimal
    unit: str
    approximate: bool
    span: Span


# 提供给全市|32所中小学: whom it went to
_GOES_TO = re.compile(r"[给到往向至予][\u3400-\u9fff]{0,6}$")
_PEOPLE = re.compile("(?<!机器)人$")
_ITEM = r"(?:(?![和及与])[\u3400-\u9fffA-Za-z0-9]){1,12}"
_LIST = re.compile(rf"((?:{_ITEM}[、和及与])+{_ITEM}?)$")
_TURN = re.compile("(?:数量)?分别[为是有达]?")
_JOINED = re.compile(r"[、和及与]")
_JOINERS = ("、", "和", "及", "与")


@dataclass(frozen=True, slots=True)
class _Patterns:
    breaks: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    onward: re.Pattern[str]
    total: re.Pattern[str]
    again: re.Pattern[str]
    holding: re.Pattern[str]


@cache
def _patterns(words: GoodsWords) -> _Patterns:
    worth = r"(?:总?价值|市值)?[近约逾]?[\d.,]*[万千百亿]*[余多]?[美港欧]?元(?:人民币)?的"
    total, whole = any_of(words.totals), any_of(words.whole)
    return _Patterns(
        breaks=re.compile(rf"{_MARKS}|\d+[年月日]|(?!{whole}|{worth}){any_of(words.breaks)}"),
        before=re.compile(rf"^(?:\d{{1,2}}[.．)]|{worth}|(?!{whole}){any_of(words.before)})+"),
        after=re.compile(rf"(?:{any_of(words.after)}|[，,])+$"),
        onward=re.compile(rf"{any_of(words.onward)}.*$"),
        total=re.compile(rf"[，,]?{total}$"),
        again=re.compile(rf"[，,]?{total}|"),
        holding=re.compile(
            rf"(?:[（(]{any_of(words.holding)}[^（）()]*|[，,；]{any_of(words.holding)}[^，,；;]*)"
        ),
    )


def find_goods(
    text: str, part: Span, amounts: Sequence[Money | Quantity], cuts: Sequence[int], words: GoodsWords
) -> list[Goods]:
    """Goods counted in a part of the text, in the order of `amounts`; all spans count in the text.

    `cuts` are places that a name does not run over: ends of triggers and mentions.
    """
    last, patterns = part.begin, _patterns(words)
    amounts = [a for a in (*amounts, *_bare_figures(text, part, amounts, words)) if part.contains(a.span)]
    amounts.sort(key=lambda a: a.span.begin)
    inner = [Span(*held.span()) for held in patterns.holding.finditer(text, part.begin, part.end)]
    found = _in_turn(text, part, amounts, words)
    turned = [goods.span for goods in found]
    for amount in amounts:
        if not isinstance(amount, Quantity) or amount.span in turned:
            continue
        if found and any(found[0].span.end <= h.begin and h.contains(amount.span) for h in inner):
            continue
        told = bool(found) and patterns.again.fullmatch(text, last, amount.span.begin)
        listed = text[last : amount.span.begin] in _JOINERS
        led = bool(found) and text.endswith(found[-1].name, part.begin, found[-1].span.begin)
        last = amount.span.end
        if told or _is_no_count(text, part, amount, amounts, words):
            continue
        names = _names_of(text, part, amount.span, amounts, cuts, words, led)
        if not names and listed and found and found[-1].unit == amount.unit:
            names = [found[-1].name]  # 分别捐赠口罩800只、|500只
        if patterns.total.search(text[part.begin : amount.span.begin]):
            if not found and _ends_list(text, part, amount.span, names):  # 方便面、火腿肠|共计80箱
                continue
            found = [g for g in found if (g.name, g.unit) not in {(name, amount.unit) for name in names}]
        found += [Goods(name, amount.value, amount.unit, amount.approximate, amount.span) for name in names]
    return found


def _in_turn(text: str, part: Span, amounts: Sequence[Money | Quantity], words: GoodsWords) -> list[Goods]:
    """The goods of a list with as many figures behind it: 口罩、防护服|分别为|500只和200套."""
    turn = _TURN.search(text, part.begin, part.end)
    listed = _LIST.search(text[max(part.begin, turn.start() - LONGEST_LIST) : turn.start()]) if turn else None
    if not turn or not listed:
        return []
    names = [_clean(_patterns(words).breaks.split(n)[-1], words) for n in _JOINED.split(listed[1])]
    figures: list[Quantity] = []
    for amount in amounts:
        at = figures[-1].span.end if figures else turn.end()
        joined = text[at : amount.span.begin] in _JOINERS if figures else amount.span.begin == at
        if isinstance(amount, Quantity) and joined:
            figures.append(amount)
    if len(names) != len(figures) or not all(names):
        return []
    return [
        Goods(name, f.value, f.unit, f.approximate, f.span) for name, f in zip(names, figures, strict=True)
    ]


def _ends_list(text: str, part: Span, amount: Span, names: Sequence[str]) -> bool:
    """Whether what a total counts is the last of several things in a list without figures."""
    at = text.rfind(names[-1], part.begin, amount.begin) if names else -1
    return at > part.begin and text[at - 1] in _JOINERS


def _bare_figures(
    text: str, part: Span, amounts: Sequence[Money | Quantity], words: GoodsWords
) -> list[Quantity]:
    """Figures without a unit that stand in a list behind words for goods: 口罩|500、手套|200."""
    return [
        Quantity(Span(*match.span()), parse_numeral(match[0]), "", False)
        for match in _BARE.finditer(text, part.begin, part.end)
        if text[part.begin : match.start()].rstrip("×*").endswith(words.tails)
        and not any(a.span.overlaps(Span(*match.span())) for a in amounts)
    ]


def _is_no_count(
    text: str, part: Span, amount: Quantity, amounts: Sequence[Money | Quantity], words: GoodsWords
) -> bool:
    """Whether a figure counts no goods: people or time, a size (5升|装), or what stands in a bracket."""
    if amount.unit == "所" and _GOES_TO.search(text, part.begin, amount.span.begin):
        return True
    sized = text.startswith(words.sizes, amount.span.end) or _describes(text, amount, amounts)
    return amount.unit in words.uncounted or sized or _is_note(text, part, amount, amounts, words)


def _describes(text: str, amount: Quantity, amounts: Sequence[Money | Quantity]) -> bool:
    """Whether a figure belongs to a name that has its own figure behind it: 10斤|塑料桶300个."""
    after = next((a for a in amounts if a.span.begin >= amount.span.end), None)
    if not isinstance(after, Quantity) or after.unit in DATED:
        return False
    return bool(_WORD.fullmatch(text, amount.span.end, after.span.begin))


def _is_note(
    text: str, part: Span, amount: Quantity, amounts: Sequence[Money | Quantity], words: GoodsWords
) -> bool:
    """Whether a figure stands in a bracket that tells of the goods before it: 消毒液40桶（5000ml/桶）.

    A bracket that lists what a sum or a word for all was made of counts: 物资价值8万元（包括棉被40床）,
    防疫物资（口罩500只、酒精20桶）; so does one with nothing but the figure, where there is no other:
    鞋套（3000双）, not 矿泉水（24瓶）10箱.
    """
    before = text[part.begin : amount.span.begin]
    opening = max(before.rfind("("), before.rfind("（"))
    if opening <= max(before.rfind(")"), before.rfind("）")):
        return False
    at = part.begin + opening
    last = next((a for a in reversed(amounts) if a.span.end <= at), None)
    counted = (
        isinstance(last, Quantity)
        and last.unit not in words.uncounted
        and not re.search(_MARKS, text[last.span.end : at])
    )
    anew = any(a.span.begin == amount.span.end + 1 for a in amounts)
    alone = _is_alone_in_bracket(text, amount) and not anew
    named = _LOT.sub("", text[part.begin : at])
    lists = text.startswith(words.listing, at + 1) or named.endswith(words.general)
    if counted and last and text.endswith(words.general, part.begin, last.span.begin):
        return False
    return counted or not (alone or lists)


def _names_of(
    text: str,
    part: Span,
    amount: Span,
    amounts: Sequence[Money | Quantity],
    cuts: Sequence[int],
    words: GoodsWords,
    led: bool,
) -> list[str]:
    """What is counted; behind 各 every thing of the list before it: 篮球、足球各40个."""
    floor = max([part.begin, *(c for c in cuts if c <= amount.begin)])
    lead = text[max(floor, amount.begin - LONGEST_LIST) : amount.begin]
    listed = _LIST.search(lead.removesuffix("各")) if lead.endswith("各") else None
    names = [_clean(name, words) for name in _JOINED.split(listed[1])] if listed else []
    names = names or [_name_of(text, part, amount, amounts, cuts, words, led)]
    return [name for name in names if name and not (name.endswith(words.not_goods) or _PEOPLE.search(name))]


def _name_of(
    text: str,
    part: Span,
    amount: Span,
    amounts: Sequence[Money | Quantity],
    cuts: Sequence[int],
    words: GoodsWords,
    led: bool,
) -> str:
    """What is counted: the name before the figure where something closes behind it, else the name behind.

    In a list whose names have `led` so far it is the one before: 口罩500只、消毒液100桶|的货车. A figure that
    only counts the same again (30箱|共720瓶) lies between no name and its figure.
    """
    ends = [*cuts, *(a.span.end for a in amounts if not _belongs_to_name(text, a, words))]
    floor = max([part.begin, amount.begin - LONGEST - 6, *(e for e in ends if e <= amount.begin)])
    end = amount.end
    for other in amounts:
        if other.span.begin >= end and _patterns(words).again.fullmatch(text, end, other.span.begin):
            end = other.span.end
    before = _name_before(text[floor : amount.begin], words)
    after = _name_after(text[end : min(part.end, end + LONGEST + 14)], words)
    closed = end >= part.end or text[end] in "、，,；;。（(/ 　" + words.closers
    return before if before and (closed or led or not after) else after or before


def _belongs_to_name(text: str, amount: Money | Quantity, words: GoodsWords) -> bool:
    """Whether a name runs over a figure: a size (20升|/桶), or one in a bracket (水（24瓶）)."""
    sized = text.startswith((*words.sizes, "/"), amount.span.end)
    if isinstance(amount, Money):
        return sized or _CLOSED.match(text, amount.span.end) is not None
    return sized or _is_alone_in_bracket(text, amount)


def _is_alone_in_bracket(text: str, amount: Quantity) -> bool:
    return text.endswith(("（", "("), 0, amount.span.begin) and text.startswith(("）", ")"), amount.span.end)


def _name_before(part: str, words: GoodsWords) -> str:
    patterns = _patterns(words)
    part = _LAST_BRACKET.sub("", patterns.total.sub("", part).rstrip("（(：:")).rstrip(' ”"×*')[-LONGEST:]
    return _clean(patterns.breaks.split(patterns.after.sub("", part))[-1], words)


def _name_after(part: str, words: GoodsWords) -> str:
    match = _FIRST_WORD.match(_BRAND.sub("", _FIRST_BRACKET.sub("", part)))
    if not match:
        return ""
    patterns = _patterns(words)
    named = _GIVEN.split(patterns.onward.sub("", match["name"].lstrip("“")))[0]
    return _clean(patterns.breaks.split(named)[0], words)


def _clean(name: str, words: GoodsWords) -> str:
    """The name without words around it; empty where nothing that can be a name remains."""
    patterns = _patterns(words)
    name = patterns.before.sub("", _DESCRIBED.sub("", name.strip('“”" ')))
    name = patterns.after.sub("", patterns.onward.sub("", name))
    return name if 1 <= len(name) <= LONGEST and not re.search(r"\d{3,}", name) else ""
