"""Patterns over words: what they look ahead for spares work and changes nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.patterns import any_of, opening, word_at, word_before

WORDS = st.lists(st.text("甲乙]^-\\", max_size=3), max_size=4).map(tuple)
TEXTS = st.text("甲乙丙]^-\\", max_size=8)


@given(WORDS, TEXTS)
def test_what_opens_words_is_where_they_are(words: tuple[str, ...], text: str) -> None:
    ahead = f"(?={opening(words)})" if opening(words) else ""
    found = [match.span() for match in re.finditer(ahead + any_of(words), text)]
    assert found == [match.span() for match in re.finditer(any_of(words), text)]


@pytest.mark.parametrize(
    ("words", "character"), [((), ""), (("", "甲"), ""), (("甲子", "甲"), "[甲]"), (("]", "甲"), "[\\]甲]")]
)
def test_nothing_opens_the_empty_word(words: tuple[str, ...], character: str) -> None:
    assert opening(words) == character


@given(WORDS, TEXTS, st.integers(0, 8))
def test_the_first_word_at_a_place_is_found_from_either_side(
    words: tuple[str, ...], text: str, place: int
) -> None:
    place = min(place, len(text))
    assert word_at(words, text, place) == next((w for w in words if text[place:].startswith(w)), "")
    assert word_before(words, text, place) == next((w for w in words if text[:place].endswith(w)), "")
