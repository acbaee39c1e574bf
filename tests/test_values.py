"""Numerals, money, quantities and dates: cases as data, and what holds of any text."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases, rules

from kg.values import Money, Quantity, find_amounts, find_dates, parse_numeral

TEXTS = st.text(
    "零〇一二两三十百千万亿0123456789,.-年月日号个元美元桶近约余多第初截至次日今天 的捐AB\n，。", max_size=30
)


def written(number: int) -> str:
    """A number below ten thousand in Chinese numerals, as school teaches it."""
    digits, scales = "零一二三四五六七八九", ("千", "百", "十", "")
    text = ""
    for digit, scale in zip(f"{number:04}", scales, strict=True):
        text += digits[int(digit)] + scale if digit != "0" else "零"
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.strip("零") or "零"


@pytest.mark.parametrize("case", load_cases("values/numerals.toml"))
def test_numeral(case: dict[str, str]) -> None:
    if case["value"]:
        assert parse_numeral(case["text"]) == Decimal(case["value"])
    else:
        with pytest.raises(ValueError, match="numeral"):
            parse_numeral(case["text"])


@pytest.mark.parametrize("case", load_cases("values/amounts.toml"))
def test_amounts(case: dict[str, Any]) -> None:
    found = find_amounts(case["text"], rules().values)
    money = [(a.amount, a.currency, a.approximate) for a in found if isinstance(a, Money)]
    quantities = [(a.value, a.unit, a.approximate) for a in found if isinstance(a, Quantity)]
    assert money == [(Decimal(a), c, about) for a, c, about in case.get("money", [])]
    assert quantities == [(Decimal(v), u, about) for v, u, about in case.get("quantities", [])]


@pytest.mark.parametrize("case", load_cases("values/dates.toml"))
def test_dates(case: dict[str, Any]) -> None:
    found = find_dates(case["text"])
    assert [[d.year or 0, d.month or 0, d.day or 0] for d in found] == case["dates"]
    assert all(d.relative == case.get("days") for d in found)
    assert all(d.from_article == case.get("from_article", False) for d in found)
    assert all(d.closing == case.get("closing", False) for d in found)


@given(st.integers(1, 10**12 - 1))
def test_a_sum_in_chinese_numerals_is_found_whole(number: int) -> None:
    groups = (number // 10**8, number // 10**4 % 10**4, number % 10**4)
    text = ""
    for group, scale in zip(groups, ("亿", "万", ""), strict=True):
        if group:
            text += ("零" if text and group < 1000 else "") + written(group) + scale
    assert parse_numeral(text) == number
    [money] = find_amounts(f"捐款{text}元", rules().values)
    assert isinstance(money, Money)
    assert money.amount == number


@given(st.text("一二三十百千万亿点零〇两15.,", max_size=12))
def test_a_text_is_a_number_or_no_numeral(text: str) -> None:
    with suppress(ValueError):
        assert parse_numeral(text) >= 0


def test_scales_without_end_are_read_all_the_same() -> None:
    assert parse_numeral("1万" * 5000) == 5000 * 10_000


@given(st.integers(0, 10**9))
def test_a_number_written_with_commas_parses_back(number: int) -> None:
    assert parse_numeral(f"{number:,}") == number


@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    for found in (find_amounts(text, rules().values), find_dates(text)):
        edge = 0
        for value in found:
            assert edge <= value.span.begin < value.span.end <= len(text)
            edge = value.span.end


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("7月3日至5日", [False, True]),
        ("7月3日—8月5日", [False, True]),
        ("7月3日晚至次日", [False, True]),
        ("7月3日、5日", [False, False]),
        ("直至5日", [False]),
    ],
)
def test_the_end_of_a_range_closes(text: str, closing: list[bool]) -> None:
    assert [date.closing for date in find_dates(text)] == closing
