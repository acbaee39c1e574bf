"""Goods with their quantities: cases as data, and names that lie in the text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases, rules

from kg.goods import LONGEST, Goods, find_goods
from kg.model import Span
from kg.values import find_amounts


def goods_of(text: str, *cuts: int) -> list[Goods]:
    part = Span(max(cuts, default=0), len(text))
    return find_goods(text, part, find_amounts(text, rules().values), cuts, rules().goods)


@pytest.mark.parametrize("case", load_cases("goods/goods.toml"))
def test_goods(case: dict[str, Any]) -> None:
    cuts = [case["text"].index(case["cut"]) + len(case["cut"])] if "cut" in case else []
    found = [(g.name, g.value, g.unit, g.approximate) for g in goods_of(case["text"], *cuts)]
    assert found == [(name, Decimal(value), unit, about) for name, value, unit, about in case["goods"]]


def test_goods_outside_the_part_are_left_out() -> None:
    text = "棉被40床、帐篷15顶"
    found = find_goods(text, Span(0, 5), find_amounts(text, rules().values), (), rules().goods)
    assert [g.name for g in found] == ["棉被"]


@given(st.text("棉被帐篷水泵40床顶台、，和等（）(/)共近约的 ", max_size=30))
def test_names_are_short_and_stand_beside_their_figure(text: str) -> None:
    for goods in goods_of(text):
        assert 1 <= len(goods.name) <= LONGEST
        reach = text[max(0, goods.span.begin - LONGEST - 16) : goods.span.end + LONGEST + 2]
        assert goods.name in reach
