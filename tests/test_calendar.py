"""Dates as far as an article lets one say them: cases as data, and no year that nobody told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases

from kg.calendar import Calendar, read_dates
from kg.model import Span
from kg.values import Date, find_dates

ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d-\d\d")


@st.composite
def dates_without_year(draw: st.DrawFn) -> list[Date]:
    """Dates of a sentence that name no year."""
    parts = st.tuples(
        st.none() | st.integers(1, 12), st.none() | st.integers(1, 31), st.none() | st.integers(-1, 1)
    )
    return [
        Date(Span(n, n + 1), None, month, day, relative, from_article=draw(st.booleans()))
        for n, (month, day, relative) in enumerate(draw(st.lists(parts, max_size=6)))
    ]


@pytest.mark.parametrize("case", load_cases("calendar/dates.toml"))
def test_dates(case: dict[str, Any]) -> None:
    calendar, told = Calendar(case.get("published")), []
    for sentence in case["text"]:
        known, calendar = read_dates(find_dates(sentence), calendar)
        told.append(list(known.values()))
    assert told == case["dates"]


@given(dates_without_year())
def test_without_a_year_in_the_article_none_is_told(dates: list[Date]) -> None:
    known, calendar = read_dates(dates, Calendar())
    assert calendar.year is None
    assert all(iso.startswith("--") for iso in known.values())


@given(dates_without_year(), st.dates().map(lambda day: day.replace(year=max(day.year, 2))))
def test_the_year_is_the_articles_or_beside_it(dates: list[Date], published: Any) -> None:
    known, _ = read_dates(dates, Calendar(published.isoformat()))
    for iso in known.values():
        assert ISO.fullmatch(iso)
        assert abs(int(iso[:4]) - published.year) <= 1 + len(dates)
