"""Who stands in a clause and as what: cases as data with the tagger's tags by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases, read

from kg.clauses import read_actors

PIECES = [
    "{PER 简怀玉}",
    "{ORG 青藤集团}",
    "{LOC 槐荫渡}",
    "社员",
    "董事长",
    "和",
    "、",
    "向",
    "由",
    "在",
    "的",
    "巡堤",
    "7月3日",
]


@pytest.mark.parametrize("case", load_cases("clauses/actors.toml"))
def test_actors(case: dict[str, Any]) -> None:
    context, mentions, clause = read(case["text"])
    found = [
        [" ".join(m.text for m in group.mentions), group.role, group.is_subject]
        for group in read_actors(context, clause, mentions)
    ]
    assert found == case["actors"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_groups_lie_in_their_clause_in_order_and_share_no_mention(text: str) -> None:
    context, mentions, clause = read(text)
    groups = read_actors(context, clause, mentions)
    acting = [m for group in groups for m in group.mentions]
    assert acting == sorted(set(acting))
    for group in groups:
        assert clause.contains(group.span)
        assert all(group.span.contains(m.span) for m in group.mentions)
        assert 0 < group.weight <= 1
