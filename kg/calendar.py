"""The dates of an article: which year is meant, and what 次日 and 同年 follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta

from kg.model import Span
from kg.values import Date


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known while reading: the article's own date (ISO) and the last date told."""

    published: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None


def read_dates(dates: Sequence[Date], calendar: Calendar) -> tuple[dict[Span, str], Calendar]:
    """The dates of a sentence in ISO 8601, as far as the article lets one say them, by their spans.

    Days without a month follow the month told last, months without a year the year of the article; 次日
    follows the last full date. Also returns the calendar as the next sentence finds it.
    """
    known: dict[Span, str] = {}
    for date in dates:
        year, month, day = _resolve(date, calendar)
        if month or year:
            calendar = replace(calendar, year=year, month=month, day=day)
            known[date.span] = _iso(year, month, day)
    return {span: iso for span, iso in known.items() if iso}, calendar


def _resolve(date: Date, calendar: Calendar) -> tuple[int | None, int | None, int | None]:
    if date.relative is not None:
        return _shifted(date, calendar)
    year, month, day = date.year, date.month, date.day
    if month is None and day is not None:
        month, year = calendar.month, calendar.year
        if month is None and calendar.published:
            year, month = int(calendar.published[:4]), int(calendar.published[5:7])
        return (year, month, day) if month else (None, None, None)
    if year is None and month is not None:
        year = _year_of(month, calendar)
    return year, month, day


def _year_of(month: int, calendar: Calendar) -> int | None:
    """A month without a year lies in the year told last, or in that of the article, or in the year before."""
    if calendar.year is not None and (
        calendar.published is None or str(calendar.year) != calendar.published[:4]
    ):
        return calendar.year
    if calendar.published is None:
        return None
    return int(calendar.published[:4]) - (month > int(calendar.published[5:7]) + 1)


def _shifted(date: Date, calendar: Calendar) -> tuple[int | None, int | None, int | None]:
    if date.from_article:
        base = calendar.published
        if base is None:
            return None, None, None
        day = Day.fromisoformat(base) + timedelta(date.relative or 0)
        return day.year, day.month, day.day
    if not calendar.month or not calendar.day:
        return None, None, None
    try:
        day = Day(calendar.year or 2000, calendar.month, calendar.day) + timedelta(date.relative or 0)
    except ValueError:  # the text names a day that does not exist
        return None, None, None
    return (day.year if calendar.year else None), day.month, day.day


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    if month is None:
        return f"{year:04}" if year else ""
    if day is None:
        return f"{year:04}-{month:02}" if year else ""
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"
