"""A line of a roll of givers, cut into who gave how much: 某人200元、某人100元; 1000元：某人、某人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from msgspec.structs import replace

from kg.model import Span
from kg.patterns import BRACKET, HAN, any_of
from kg.rolls.model import Part
from kg.rulebook import Rulebook
from kg.rulewords import RollWords
from kg.values import Money, Quantity, find_amounts

LONGEST_WHO = 60
"""Characters of the longest list of those who gave one sum together."""

LONGEST_FIGURE = 8
"""Digits from which on a bare figure is a number of a telephone or an account."""

MARK = re.compile(r"[\s|]*(?:[（(]?\d{1,4}(?:[、.．)）]|\s(?=\D))|[①-⑳]|[•·*◆●■★▲])?[\s|]*")
"""What stands before an item: its number, a bullet."""

_LONGEST_NAME, _LONGEST_GROUP = 4, 6
_SUM_IN_BRACKET = re.compile(r"[（(]\s*(?:人民币)?[\d,.]+\s*万?元?\s*[)）]")
_BARE = re.compile(
    r"(?<![\d.,年月第A-Za-z-])(?:\d{1,3}(?:,\d{3})+|0(?=\.\d*[1-9])|[1-9]\d*)(?:\.\d+)?(?![\d.,])"
)
_BEHIND_BARE = re.compile(rf"[\s|]*(?:$|[，,、；;。（(）)|]|\s|{HAN}{{2,4}}\s*\d)")
_SEPARATORS = " \t　、，,；;|和及与：:—-…。·（(）)￥¥"
_BREAKS = re.compile(r"[；;。！!]")
_PIECE = re.compile(r"[^、，,；;\s|/]+")
_NAMED = re.compile(r"[，,、\s](?=[^，,、\s：:；;]{2,30}[：:])")
_PROSE = re.compile(r"[，,。；;！？]")


@dataclass(frozen=True, slots=True)
class Counting:
    """How a roll counts: the yuan of a bare figure, and the sum that those below it gave each."""

    unit: Decimal | None = None
    sum: Money | None = None


def read_parts(text: str, line: Span, counting: Counting, rules: Rulebook) -> tuple[list[Part], Money | None]:
    """The parts of a line, in order of place, and the sum that it heads, if it does no more than that.

    All spans count in the text. A line in which hardly anybody gives anything has no parts.
    """
    found: list[Part] = []
    failed = 0
    headed: Money | None = None
    for segment in _segments(text, line, rules.rolls):
        read = _read_segment(text[segment.begin : segment.end], counting.unit, rules)
        if read.continues and found and found[-1].goods and not found[-1].glued:
            found[-1] = replace(found[-1], goods=Span(found[-1].goods.begin, segment.end))
            continue
        parts = list(_parts(read))
        good = [part for part in parts if _is_somebody(read, part)]
        failed += len(parts) - len(good)
        found += [_moved(part, segment.begin) for part in good]
        if not parts and read.sums and read.heads_names:
            headed = _placed(read.sums[0], segment.begin)
        elif not parts and (above := headed or counting.sum) and read.lists_names:
            who = read.stripped(0, len(read.masked)).moved(segment.begin)
            found.append(Part(who, above.span, above, each=True))
    return (found, headed) if failed <= len(found) else ([], headed)


def _segments(text: str, line: Span, words: RollWords) -> Iterator[Span]:
    """The parts of a line between semicolons and before every name with a colon."""
    begin = line.begin
    ends = [match.start() for match in _BREAKS.finditer(text, line.begin, line.end)]
    for end in [*ends, line.end]:
        cuts = [begin]
        for match in _NAMED.finditer(text, begin, end):
            told = re.search(r"\d|[一二三四五六七八九十]\D", text[cuts[-1] : match.start()])
            if told and not text.startswith((*words.worth, *words.totals), match.end()):
                cuts.append(match.end())
        for at, cut in enumerate(cuts):
            stop = cuts[at + 1] if at + 1 < len(cuts) else end
            mark = MARK.match(text, cut, stop)
            first = mark.end() if mark else cut
            if first < stop:
                yield Span(first, stop)
        begin = end + 1


def _moved(part: Part, by: int) -> Part:
    """The part as it counts in a text with `by` more characters in front."""
    money = _placed(part.money, by) if part.money else None
    goods = part.goods.moved(by) if part.goods else None
    return replace(part, who=part.who.moved(by), figure=part.figure.moved(by), money=money, goods=goods)


def _placed(money: Money, by: int) -> Money:
    return replace(money, span=money.span.moved(by))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch with its brackets blank, its sums and counts, and where its colon is, -1 for none."""

    masked: str
    sums: Sequence[Money]
    counts: Sequence[Quantity]
    colon: int
    words: RollWords

    @property
    def first(self) -> int:
        """Where the first sum or count begins; the end where there is none."""
        begins = [money.span.begin for money in self.sums] + [count.span.begin for count in self.counts]
        return min(begins, default=len(self.masked))

    @property
    def continues(self) -> bool:
        """Whether it only goes on counting goods: 火腿肠四十箱."""
        return bool(self.counts) and self.colon < 0

    @property
    def heads_names(self) -> bool:
        """Whether a sum stands in front: 1000元：."""
        lead = self.masked[: self.first].strip(_SEPARATORS)
        return not lead or lead in self.words.links

    def heads_group(self, figure: int) -> bool:
        """Whether a group of givers stands before a colon and the first figure: 物资捐赠：|某厂大米20袋."""
        head = self.masked[: self.colon].strip()
        groups = (*self.words.goes_on, *self.words.gifts)
        return 0 <= self.colon < figure and len(head) <= _LONGEST_GROUP and head.endswith(groups)

    @property
    def lists_names(self) -> bool:
        """Whether it counts nothing, and at least half of it has the length of names."""
        pieces = _PIECE.findall(self.masked.strip(_SEPARATORS).rpartition("：")[2])
        names = [piece for piece in pieces if 2 <= len(piece) <= _LONGEST_NAME]
        return not (self.sums or self.counts) and len(names) * 2 >= len(pieces) > 0

    def stripped(self, begin: int, end: int) -> Span:
        """The stretch without what parts it from its neighbours, and without a group in front: 内科：|…."""
        begin = max(begin, self.masked.rfind("：", begin, end) + 1)
        while begin < end and self.masked[begin] in _SEPARATORS:
            begin += 1
        while begin < end and self.masked[end - 1] in _SEPARATORS:
            end -= 1
        return Span(begin, end)


def _read_segment(said: str, unit: Decimal | None, rules: Rulebook) -> _Segment:
    """A stretch of a line as it is told; `unit` is what a bare figure counts."""
    masked = BRACKET.sub(_blank, said)
    amounts = find_amounts(masked, rules.values)
    sums = [a for a in amounts if isinstance(a, Money)]
    counts = [a for a in amounts if isinstance(a, Quantity) and a.unit not in rules.goods.uncounted]
    if unit is not None and not sums and not counts:
        sums = list(_bare_sums(masked, unit))
    return _Segment(masked, sums, counts, max(masked.find("："), masked.find(":")), rules.rolls)


def _blank(bracket: re.Match[str]) -> str:
    return bracket[0] if _SUM_IN_BRACKET.fullmatch(bracket[0]) else " " * len(bracket[0])


def _bare_sums(masked: str, unit: Decimal) -> Iterator[Money]:
    for match in _BARE.finditer(masked):
        if sum(c.isdigit() for c in match[0]) < LONGEST_FIGURE and _BEHIND_BARE.match(masked, match.end()):
            value = Decimal(match[0].replace(",", "")) * unit
            yield Money(Span(*match.span()), value, "CNY", False)


def _parts(read: _Segment) -> Iterator[Part]:
    """The parts of a stretch, by what comes first: a name, a sum, or goods."""
    if read.sums and read.first == read.sums[0].span.begin:
        yield from _grouped(read) if read.heads_names else _paired(read)
    elif read.counts:
        yield _counted(read)


def _grouped(read: _Segment) -> Iterator[Part]:
    """1000元：某人、某人: who gave each sum stands behind it."""
    begins = [money.span.begin for money in read.sums[1:]]
    for money, end in zip(read.sums, [*begins, len(read.masked)], strict=True):
        lead = _grouping(read.words).match(read.masked, money.span.end, end)
        who = read.stripped(lead.end() if lead else money.span.end, end)
        if len(who):
            yield Part(who, money.span, money, each=True)


def _paired(read: _Segment) -> Iterator[Part]:
    """某人200元、某人100元: who gave each sum stands before it, what else he gave behind."""
    begin = 0
    begins = [money.span.begin for money in read.sums[1:]]
    for money, end in zip(read.sums, [*begins, len(read.masked)], strict=True):
        link = _linking(read.words).search(read.masked, begin, money.span.begin)
        stop = link.start() if link else money.span.begin
        each = link is not None and any(word in link[0] for word in read.words.each)
        who = read.stripped(begin, stop)
        behind = [c for c in read.counts if money.span.end <= c.span.begin and c.span.end <= end]
        begin = behind[-1].span.end if behind else money.span.end
        if len(who):
            goods = Span(money.span.end, begin) if behind else None
            yield Part(who, money.span, money, goods, each)


def _counted(read: _Segment) -> Part:
    """某公司：棉被600床，折价3万元: goods behind a name."""
    money = next((m for m in read.sums if m.span.begin > read.first), None)
    figure, glued = read.counts[0].span, Span(read.colon + 1, len(read.masked))
    if read.heads_group(figure.begin):
        return Part(Span(glued.begin, figure.begin), figure, money, glued, glued=True)
    if 0 <= read.colon < figure.begin:
        who = read.stripped(0, read.colon)
        return Part(who, figure, money, Span(read.colon + 1, len(read.masked)))
    blank = re.compile(r"[\s|]").search(read.masked, 0, figure.begin)
    if blank:
        who = read.stripped(0, blank.start())
        return Part(who, figure, money, Span(blank.end(), len(read.masked)))
    return Part(Span(0, figure.begin), figure, money, Span(0, len(read.masked)), glued=True)


def read_sum(text: str, cell: Span, counting: Counting, rules: Rulebook) -> Money | None:
    """The sum in a cell of a table."""
    read = _read_segment(text[cell.begin : cell.end], counting.unit or Decimal(1), rules)
    return _placed(read.sums[0], cell.begin) if read.sums else None


@cache
def _grouping(words: RollWords) -> re.Pattern[str]:
    return re.compile(rf"\s*{any_of(words.grouped)}?[\s：:—\-…、]*")


@cache
def _linking(words: RollWords) -> re.Pattern[str]:
    return re.compile(rf"[\s：:、，,—\-…|]*{any_of(words.links)}*[\s：:—\-…|￥¥]*$")


def _is_somebody(read: _Segment, part: Part) -> bool:
    """Whether those who gave look like names: no prose, no word for a total."""
    who = read.masked[part.who.begin : part.who.end]
    if not who or who in read.words.nobody or read.masked.startswith(read.words.totals, part.who.begin):
        return False
    return part.each or not (len(who) > LONGEST_WHO or _PROSE.search(who))
