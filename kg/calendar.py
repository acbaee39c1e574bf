"""The dates of an article: which year is meant, and what 次日 and 同年 follow."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from kg.model import Span
from kg.values import Date

_Day = tuple[int | None, int | None, int | None]
"""Year, month and day, as far as they are known."""

_UNKNOWN: _Day = (None, None, None)


class Calendar(Struct, frozen=True):
    """What is known while reading: `published`, the article's own date (ISO), and the last date told.

    `last` is the last date told with its month, `sent` that of the dateline, from which 今天 counts.
    """

    published: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: _Day = _UNKNOWN
    sent: _Day = _UNKNOWN


def read_dates(dates: Sequence[Date], calendar: Calendar) -> tuple[dict[Span, str], Calendar]:
    """The dates of a sentence in ISO 8601, as far as the article lets one say them, by their spans.

    Days without a month follow the month told last, months without a year the year of the article; 次日
    follows the last full date. Also returns the calendar as the next sentence finds it.
    """
    known: dict[Span, str] = {}
    for date in dates:
        year, month, day = _resolve(date, calendar)
        if month or year:
            known[date.span] = _iso(year, month, day)
            if month is None and (date.years is not None or year == calendar.year):
                continue  # 去年, or the year told anyway, says nothing of the dates that follow
            day_told = (year, month, day) if month else calendar.last
            sent = day_told if date.dateline else calendar.sent
            calendar = replace(calendar, year=year, month=month, day=day, last=day_told, sent=sent)
    return {span: iso for span, iso in known.items() if iso}, calendar


def _resolve(date: Date, calendar: Calendar) -> _Day:
    if date.relative is not None:
        return (
            _from_article(date.relative, calendar)
            if date.from_article
            else _after(date.relative, calendar.last)
        )
    if date.years is not None:
        year = _base_year(date, calendar)
        return (year + date.years if year else None), date.month, date.day
    if date.months is not None:
        return _month_from(date, calendar)
    if date.month is None and date.day is not None:
        return _day_alone(date.day, calendar)
    if date.year is None and date.month is not None:
        return _year_of(date.month, calendar), date.month, date.day
    return date.year, date.month, date.day


def _base_year(date: Date, calendar: Calendar) -> int | None:
    """The year that 同年 or 去年 counts from: the one told last, or that of the article."""
    published = int(calendar.published[:4]) if calendar.published else None
    return (calendar.year or published) if date.as_told else published


def _month_from(date: Date, calendar: Calendar) -> _Day:
    """上月3日, 同月3日: counted from the article's month, or from the month told last."""
    year, month = calendar.year, calendar.month
    if calendar.published and not (date.as_told and month):
        year, month = int(calendar.published[:4]), int(calendar.published[5:7])
    if month is None or date.months is None:
        return _UNKNOWN
    later, month = divmod(month - 1 + date.months, 12)
    return (year + later if year else None), month + 1, date.day


def _from_article(days: int, calendar: Calendar) -> _Day:
    """今天, 昨天: counted from the day of the dateline, or from the article's own date."""
    if calendar.sent != _UNKNOWN or calendar.published is None:
        return _after(days, calendar.sent)
    day = datetime.date.fromisoformat(calendar.published) + datetime.timedelta(days)
    return day.year, day.month, day.day


def _after(days: int, told: _Day) -> _Day:
    """次日: counted from a full date, whose year may be unknown."""
    year, month, day = told
    if not month or not day:
        return _UNKNOWN
    try:
        counted = datetime.date(year or LEAP_YEAR, month, day) + datetime.timedelta(days)
    except ValueError:  # the text names a day that does not exist
        return _UNKNOWN
    return (counted.year if year else None), counted.month, counted.day


LEAP_YEAR = 2000
"""Stands in for an unknown year: it has every day that any year has."""


def _day_alone(day: int, calendar: Calendar) -> _Day:
    """5日: of the month told last, or of the article's."""
    if calendar.month:
        return calendar.year, calendar.month, day
    if calendar.published:
        return int(calendar.published[:4]), int(calendar.published[5:7]), day
    return _UNKNOWN


def _year_of(month: int, calendar: Calendar) -> int | None:
    """A month without a year lies in the year told last, or in that of the article, or in the year before."""
    published = calendar.published
    if calendar.year is not None and (published is None or str(calendar.year) != published[:4]):
        return calendar.year
    if published is None:
        return None
    return int(published[:4]) - (month > int(published[5:7]) + 1)


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    """The date in ISO 8601; a year alone or a month alone is as much as is known, a bare month is no date."""
    if month is None:
        return f"{year:04}" if year else ""
    if day is None:
        return f"{year:04}-{month:02}" if year else ""
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"
