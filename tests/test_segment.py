"""Paragraphs, sentences and clauses: cases as data, and what holds of any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import load_cases

from kg.model import Span
from kg.segment import LONGEST_SENTENCE, split_clauses, split_paragraphs

TEXTS = st.text("雨停了水 　\n。！？!?；;，,：…—“”‘’《》（）()、", max_size=40)


def cut(text: str, spans: tuple[Span, ...] | list[Span]) -> list[str]:
    return [text[span.begin : span.end] for span in spans]


@pytest.mark.parametrize("case", load_cases("segment/sentences.toml"))
def test_sentences(case: dict[str, Any]) -> None:
    paragraphs = split_paragraphs(case["text"])
    assert [cut(case["text"], p.sentences) for p in paragraphs] == case["paragraphs"]
    assert [n for n, p in enumerate(paragraphs) if p.heading] == case.get("headings", [])


@pytest.mark.parametrize("case", load_cases("segment/clauses.toml"))
def test_clauses(case: dict[str, Any]) -> None:
    assert cut(case["text"], split_clauses(case["text"], Span(0, len(case["text"])))) == case["clauses"]


@pytest.mark.parametrize(("length", "heading"), [(40, True), (41, False)])
def test_a_heading_is_short(length: int, heading: bool) -> None:
    assert split_paragraphs("堤" * length)[0].heading == heading


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("堤" * 990 + "，" + "堤" * 20 + "，" + "坝" * 30, [1012, 30]),
        ("《" + "堤" * 1500 + "；坝", [1502, 1]),
        ("堤" * (2 * LONGEST_SENTENCE + 5), [2 * LONGEST_SENTENCE, 5]),
        ("堤" * 990 + "，坝", [992]),
    ],
)
def test_a_sentence_without_an_end_ends_at_a_pause(text: str, lengths: list[int]) -> None:
    assert [len(s) for p in split_paragraphs(text) for s in p.sentences] == lengths


@given(TEXTS)
def test_sentences_hold_every_character_once_in_order(text: str) -> None:
    spans = [s for p in split_paragraphs(text) for s in p.sentences]
    held = [i for span in spans for i in range(span.begin, span.end)]
    assert held == sorted(set(held))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(held)
    assert all(text[s.begin : s.end].strip() == text[s.begin : s.end] != "" for s in spans)
    assert all("\n" not in text[s.begin : s.end] for s in spans)


@given(TEXTS)
def test_sentences_lie_in_their_paragraph_and_clauses_in_their_sentence(text: str) -> None:
    for paragraph in split_paragraphs(text):
        for sentence in paragraph.sentences:
            assert paragraph.span.contains(sentence)
            edge = sentence.begin
            for clause in split_clauses(text, sentence):
                assert edge <= clause.begin < clause.end <= sentence.end
                edge = clause.end
