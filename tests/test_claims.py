"""What a trigger claims: realised, planned, called for or nothing; cases as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases, read, rules

from kg.claims import find_triggers
from kg.segment import split_clauses
from kg.status import CALLED_FOR, PLANNED, REALISED, read_status
from kg.triggers import Trigger

PIECES = [
    "青藤集团",
    "将",
    "捐赠",
    "没有",
    "号召",
    "的",
    "棉被40床",
    "，",
    "仪式",
    "义诊",
    "后",
    "“",
    "”",
    "计划",
    "部署",
]


def claims_of(text: str) -> list[tuple[Trigger, str]]:
    context, mentions, sentence = read(text)
    return [
        (trigger, read_status(context, sentence, clause, trigger))
        for clause in split_clauses(text, sentence)
        for trigger in find_triggers(context, sentence, clause, mentions)
    ]


@pytest.mark.parametrize("case", load_cases("claims/claims.toml"))
def test_claim(case: dict[str, str]) -> None:
    statuses = [status for trigger, status in claims_of(case["text"]) if trigger.word == case["word"]]
    assert case["word"] in case["text"]
    assert statuses == ([] if case["claims"] == "nothing" else [case["claims"]])


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_triggers_are_words_of_their_rule_at_their_place(text: str) -> None:
    for trigger, status in claims_of(text):
        assert text[trigger.span.begin : trigger.span.end] == trigger.word
        assert trigger.word in trigger.rule.triggers | trigger.rule.weak
        assert trigger.rule in rules().actions
        assert status in {REALISED, PLANNED, CALLED_FOR}
