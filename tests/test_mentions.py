"""Mentions: cases as data, and what holds of them in any text with any tags."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from mention_texts import TEXTS, load_cases, tagged_texts

from kg.mentions import Mention, find_mentions, find_works
from kg.model import Tag
from kg.rulebook import load_rulebook

RULES = load_rulebook()
KINDS = {
    "persons": "Person",
    "organizations": "Organization",
    "places": "Place",
    "works": "Work",
    "titles": "Title",
    "members": "Members",
    "pronouns": "Pronoun",
}
CASES = load_cases("mentions")


def read_tags(case: dict[str, Any]) -> list[Tag]:
    return [Tag(begin, begin + len(word), label) for begin, word, label in case.get("tags", ())]


def texts_of(mentions: list[Mention], kind: str) -> list[str]:
    return [mention.text for mention in mentions if mention.kind == kind]


def test_no_two_cases_are_one_and_each_is_true_to_its_text() -> None:
    cases = [case for parameter in CASES for case in parameter.values]
    assert len({case["id"] for case in cases}) == len(cases) >= 30
    for case in cases:
        assert case.keys() <= {"id", "about", "text", "tags", "classes", "never", "fails", *KINDS}
        assert case.keys() & KINDS.keys() or case["never"]
        assert all(case["text"].startswith(word, begin) for begin, word, _ in case.get("tags", ()))


@pytest.mark.parametrize("case", CASES)
def test_what_a_text_names_is_found(case: dict[str, Any]) -> None:
    _, mentions = find_mentions(case["text"], RULES, read_tags(case))
    for key in KINDS.keys() & case.keys():
        assert texts_of(mentions, KINDS[key]) == case[key]
    for key, texts in case.get("never", {}).items():
        assert not set(texts) & set(texts_of(mentions, KINDS[key]))
    if "classes" in case:
        assert [m.cls for m in mentions if m.kind == "Organization"] == case["classes"]


@given(tagged_texts())
def test_every_mention_cuts_its_text(tagged: tuple[str, list[Tag]]) -> None:
    text, tags = tagged
    _, mentions = find_mentions(text, RULES, tags)
    for mention in mentions:
        assert 0 <= mention.span.begin < mention.span.end <= len(text)
        said = text[mention.span.begin : mention.span.end]
        # A body may run into a title: 某市委|会长.
        # A space may part a body from its place: 某市 |某某合作社.
        plain = (said, said.replace(" ", "")) if mention.kind == "Organization" else (said,)
        assert mention.text.endswith(said) if mention.kind == "Title" else mention.text in plain
        assert mention.kind in KINDS.values()


@given(tagged_texts())
@example(("市三院九三学社", [Tag(1, 4, "ORG")]))
@example(("民盟九三学社", [Tag(1, 5, "ORG")]))
@example(("Green Foundation的Green Foundation", [Tag(2, 17, "LOC")]))
def test_mentions_are_ordered_and_never_overlap(tagged: tuple[str, list[Tag]]) -> None:
    text, tags = tagged
    _, mentions = find_mentions(text, RULES, tags)
    assert mentions == sorted(mentions)
    # Two overlaps are known, and told by the tests below.
    others = [m for m in mentions if m.kind not in ("Work", "Title")]
    assert all(one.span.end <= other.span.begin for one, other in pairwise(others))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("《九三学社》", marks=pytest.mark.xfail(reason="parties are looked for in works, too")),
        "委员会主任",
    ],
)
def test_mentions_of_every_kind_never_overlap(text: str) -> None:
    _, mentions = find_mentions(text, RULES, [])
    assert all(one.span.end <= other.span.begin for one, other in pairwise(mentions))


@given(tagged_texts())
def test_the_same_is_found_twice(tagged: tuple[str, list[Tag]]) -> None:
    text, tags = tagged
    assert find_mentions(text, RULES, tags)[1] == find_mentions(text, RULES, list(reversed(tags)))[1]


@given(TEXTS)
def test_a_work_begins_and_ends_with_its_marks_and_keeps_to_its_line(text: str) -> None:
    spans = find_works(text)
    assert all(one.end <= other.begin for one, other in pairwise(spans))
    for span in spans:
        title = text[span.begin : span.end]
        assert title[0] == "《"
        assert title[-1] == "》"
        assert "\n" not in title
        assert title.count("《") == title.count("》")
