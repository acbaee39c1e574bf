"""Numbers, money, quantities and dates as Chinese writes them.

Everything here works on one string and gives spans in that string. Words (units, currencies, words that
make a figure approximate) come from `rules/values.toml`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from msgspec import Struct

from kg.model import Span
from kg.patterns import any_of, opening
from kg.rulewords import ValueWords

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


class Money(Struct, frozen=True, gc=False):
    """A sum in full units of its currency."""

    span: Span
    amount: Decimal
    currency: str
    approximate: bool


class Quantity(Struct, frozen=True, gc=False):
    """A number with a measure word: 40桶, 近60名."""

    span: Span
    value: Decimal
    unit: str
    approximate: bool


class Date(Struct, frozen=True, gc=False):
    """A date as far as it is stated.

    `relative` counts days from the last date told (次日 is 1) or, where `from_article`, from the article's
    own date (昨天 is -1). `closing` marks 截至… and the end of a range: a date up to which something goes.
    `years` counts from the year of the article (去年 is -1), or, where `as_told`, from the year told last
    (同年 is 0); `months` likewise from the month (上月 is -1). `dateline` marks the day on which a report was
    sent: 新华社6月18日|电.
    """

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: int | None = None
    from_article: bool = False
    closing: bool = False
    years: int | None = None
    months: int | None = None
    as_told: bool = False
    dateline: bool = False


def parse_numeral(text: str) -> Decimal:
    """The value of 12,000 · 69.4046万 · 3万5千 · 三百二十 · 一万五千 · 二十二点五 · 两万三 · 二〇二〇.

    Of two figures side by side before a scale the first counts: 五六百 is at least 500. Raises `ValueError`
    where `text` is no numeral.
    """
    text = text.replace(",", "").replace("，", "")
    if text and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    if not text:
        raise ValueError("an empty text is no numeral")
    return _value(text)


def _value(text: str) -> Decimal:
    """The value of a numeral of one character or more."""
    total, above = Decimal(), 1
    for scale in "亿万":
        *heads, text = text.split(scale)
        for head in heads:
            above = SCALES[scale]
            total += (_value(head) if head else Decimal(1)) * above
    return total + _end_value(text, above) if text else total


def _end_value(text: str, above: int) -> Decimal:
    """The value of what follows the scale `above`: 三 is 3000 in 两万三, but 3 in 两万零三."""
    whole, point, fraction = text.partition("点")
    total, figure = Decimal(), Decimal()
    for part in re.findall(r"\d+(?:\.\d+)?|.", whole):
        if part in SCALES:
            above = SCALES[part]
            total, figure = total + (figure or 1) * above, Decimal()
        elif part[0].isdecimal():
            figure, above = Decimal(part), 1
        elif part in DIGITS:
            figure, above = figure or Decimal(DIGITS[part]), above if DIGITS[part] else 1
        else:
            raise ValueError(f"{text!r} is no numeral")
    if not point:
        return total + figure * max(1, above // 10)
    places = "".join(str(DIGITS.get(c, c)) for c in fraction)
    if not places.isdecimal():
        raise ValueError(f"{text!r} is no numeral")
    return total + figure + Decimal(f"0.{places}")


# 九三|人: a name, not 93.
_SPELT = re.compile("[一二三四五六七八九]{2,}")
_CHINESE = "[一二两三四五六七八九十百千零〇]+(?:点[一二三四五六七八九零〇]+)?"
_FIGURE = rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_CHINESE})"
_SCALE = "[十百千万亿]"
_NUMBER = (
    rf"(?P<over>(?:[上数]|好?几)(?={_SCALE}))?"
    rf"(?P<number>(?:(?<=[上数几近])[万亿]|{_FIGURE})(?:{_SCALE}+{_FIGURE})*{_SCALE}*)"
    rf"(?:(?:-|—|~|～|至|到)(?P<upper>{_FIGURE}))?"
)
# With one of these a number begins, if not with a word before it.
_FIRST = r"[\d一二两三四五六七八九十百千万亿零〇上数好几]"
# 五六|百: from five to six hundred; 十|五六: fifteen or sixteen.
_BETWEEN = re.compile(f"[一二两三四五六七八九]{{2}}{_SCALE}|十[一二三四五六七八九]{{2}}")


# 彩|超一台: a machine, not more than one.
_SCANS = "[彩Bb心]"


@cache
def _amount_pattern(words: ValueWords) -> re.Pattern[str]:
    before, after = any_of(words.approximate_before), any_of(words.approximate_after)
    currencies, units = any_of(words.currencies), any_of(words.units)
    leads = opening((*words.approximate_before, *words.money_prefixes, *words.currency_prefixes))
    return re.compile(
        rf"(?={leads}|{_FIRST})(?P<about>(?<!{_SCANS}){before})?{any_of(words.money_prefixes)}?(?P<prefix>{any_of(words.currency_prefixes)})?"
        rf"(?P<about2>(?<!{_SCANS}){before})?(?:(?<![A-Za-z\d])|(?<=[A-Za-z])(?=[一两二三四五六七八九十])){_NUMBER}(?P<loose>{after})?\s?"
        rf"(?P<scale>[十百千万亿]*)(?P<loose2>{after})?"
        rf"(?:(?P<currency>{currencies})|(?P<unit>{units})|[（(](?P<noted>{units})[)）]|(?<=[万亿余多])(?P<bare>(?=[，,。；;、）)的用]|$)))"
    )


def find_amounts(text: str, words: ValueWords) -> list[Money | Quantity]:
    """Every sum of money and every number with a measure word, in order of place.

    A number without either is left alone, but for tens of thousands behind a word of money: 捐款80万. Ranges
    such as 4-5万只 give their lower end, marked approximate.
    """
    return [
        _amount(match, words)
        for match in _amount_pattern(words).finditer(text)
        if not _is_ordinal(text, match)
        and not (match["unit"] and match["number"][-1] in "〇零")
        and not (match["unit"] and _SPELT.fullmatch(match["number"]) and not match["scale"])
        and not _is_repeated(text, match)
        and not (match["unit"] == "次" and text.startswith("性", match.end()))
        and (match["bare"] is None or _is_money(text, match, words))
    ]


def _is_money(text: str, match: re.Match[str], words: ValueWords) -> bool:
    """Whether a figure without unit or currency is a sum: 捐款|80万."""
    return bool(re.search("[万亿]", match["number"] + match["scale"])) and text.endswith(
        words.money_cues, 0, match.start()
    )


def _is_repeated(text: str, match: re.Match[str]) -> bool:
    """一个|个, 一箱|箱: one by one, not how many."""
    return match["number"] == "一" and bool(match["unit"]) and text.startswith(match["unit"], match.end())


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """第三批, 初三天: a number that tells which, not how many."""
    return text[match.start() - 1 : match.start()] in ("第", "初")


def _amount(match: re.Match[str], words: ValueWords) -> Money | Quantity:
    whole = match["upper"] and re.search("[万亿]", match["number"])  # 1万至|2万元
    numeral = match["number"] if whole else match["number"] + match["scale"]
    about = any(match[part] for part in ("about", "about2", "upper", "loose", "loose2", "over"))
    value, about = parse_numeral(numeral), about or _BETWEEN.search(numeral) is not None
    span = Span(match.start(), match.end())
    unit = match["unit"] or match["noted"]
    if unit is None:
        before = words.currency_prefixes.get(match["prefix"] or "")
        return Money(span, value, before or words.currencies.get(match["currency"], "CNY"), about)
    return Quantity(span, value, unit, about)


_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# With one of these a date begins; where none stands, the search goes on without trying every way.
_DATE = re.compile(
    r"(?=[\s\d一二三四五六七八九十截时目去前今明同当次翌本上下第昨])(?P<closing>截至|截止到|截止)?(?:时间为|目前的)?\s*(?:"
    r"(?P<y>(?:19|20)\d\d|二[〇零][一二三四五六七八九〇零]{2}|一九[一二三四五六七八九〇零]{2})(?:年|[-./])"
    rf"(?:(?P<m>{_MONTH})(?:月|[-./](?=\d))(?:份)?"
    rf"(?:(?P<d>{_DAY})(?:日|号|(?!\d|[年月十二三]))?)?"
    rf")?"
    rf"|(?<![\d十])(?P<m2>{_MONTH})月(?:(?P<d2>{_DAY})(?:日|号))?(?!份?经济)"
    r"|(?<![\d月.])(?P<d3>3[01]|[12]\d|[1-9])日(?=[上下早晚凌中深夜]|[,，、至]|$|[\u4e00-\u9fff])"
    r"|(?P<yearly>去年|前年|今年|明年|同年|当年|次年|翌年)的?"
    rf"(?P<m3>{_MONTH})月(?:(?P<d4>{_DAY})(?:日|号))?"
    r"|(?P<year>去年|前年)(?!同期|以来|同比)"
    rf"|(?P<monthly>本月|当月|同月|上个?月|下个?月)(?:(?P<d5>{_DAY})(?:日|号))"
    r"|(?P<next>次日|翌日|第二天)|(?P<same>当天|当日|同日|当晚)"
    r"|(?P<today>今天|今日|今晨|今早)|(?P<before>前天)|(?P<yesterday>昨天|昨日|昨晚)"
    r")"
)
_SENT = re.compile(r"(?:上午|下午|晚|凌晨)?(?:专?电|讯)(?![话力脑子视影信])")
_UNTIL = re.compile(r"(?:[日号月年][晚早上下午夜间]*|\d)\s*(?:至|到|—+|-|~|～)$")
_OFFSETS = {"去年": -1, "前年": -2, "今年": 0, "明年": 1, "同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTHS = {"本月": 0, "当月": 0, "同月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
_AS_TOLD = ("同年", "当年", "次年", "翌年", "当月", "同月")


def find_dates(text: str) -> list[Date]:
    """Every date of the text, in order of place; spans of time (三日, 7天) are none."""
    return [_date(match, text) for match in _DATE.finditer(text)]


def _date(match: re.Match[str], text: str) -> Date:
    month = match["m"] or match["m2"] or match["m3"]
    day = match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d5"]
    days = {"next": 1, "same": 0, "today": 0, "before": -2, "yesterday": -1}
    near = match["yearly"] or match["year"] or match["monthly"] or ""
    return Date(
        Span(match.start(), match.end()),
        year=int(parse_numeral(match["y"])) if match["y"] else None,
        month=int(parse_numeral(month)) if month else None,
        day=int(parse_numeral(day)) if day else None,
        relative=next((n for word, n in days.items() if match[word]), None),
        from_article=bool(match["today"] or match["before"] or match["yesterday"]),
        closing=bool(match["closing"]) or _UNTIL.search(text[: match.start()]) is not None,
        years=_OFFSETS.get(near),
        months=_MONTHS.get(near),
        as_told=near in _AS_TOLD,
        dateline=_SENT.match(text, match.end()) is not None,
    )
