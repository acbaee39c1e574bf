"""The lexicon: the leftmost longest words by category, as a naive search finds them."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import Hit, compile_lexicon
from kg.model import Span

WORDS = st.sets(st.text("甲乙丙", min_size=1, max_size=4), max_size=8)
TEXTS = st.text("甲乙丙丁", max_size=30)


def search_all(text: str, words: Collection[str]) -> list[Hit]:
    """Every place of every word, in order of place, the longest first."""
    spans = [Span(b, e) for b in range(len(text)) for e in range(len(text), b, -1) if text[b:e] in words]
    return [Hit(span, text[span.begin : span.end]) for span in spans]


def search(text: str, words: Collection[str]) -> list[Hit]:
    """The longest word at the leftmost place, then on from its end."""
    found, at = [], 0
    while at < len(text):
        length = max((len(word) for word in words if text.startswith(word, at)), default=0)
        if length:
            found.append(Hit(Span(at, at + length), text[at : at + length]))
        at += length or 1
    return found


@given(TEXTS, WORDS, WORDS)
def test_a_scan_equals_a_naive_search(text: str, some: set[str], others: set[str]) -> None:
    lexicon = compile_lexicon({"some": some, "others": others})
    hits = lexicon.scan(text, frozenset({"others"}))
    assert hits["some"] == lexicon.find(text, "some") == search(text, some)
    assert hits["others"] == search_all(text, others)


@given(TEXTS, WORDS)
def test_categories_do_not_disturb_each_other(text: str, words: set[str]) -> None:
    alone = compile_lexicon({"words": words}).scan(text)
    beside = compile_lexicon({"words": words, "longer": {word + "甲" for word in words}}).scan(text)
    assert alone["words"] == beside["words"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市委员会", ["市委员会"]),
        ("市委员", ["市委"]),
        ("省市委员", ["省市", "委员"]),
        ("", []),
        ("校园", []),
    ],
)
def test_the_leftmost_longest_word_is_found(text: str, found: list[str]) -> None:
    lexicon = compile_lexicon({"head": ["市委", "委员", "市委员会", "省市", ""]})
    assert [hit.word for hit in lexicon.scan(text)["head"]] == found


def test_a_word_of_two_categories_is_found_in_both() -> None:
    hits = compile_lexicon({"post": ["会员"], "members": ["会员", "会员"]}).scan("会员")
    assert hits["post"] == hits["members"] == [Hit(Span(0, 2), "会员")]
    assert hits["none of both"] == []
