"""Entities of an article: cases as data, and what holds of them in any text with any tags."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from mention_texts import load_cases, tagged_texts

from kg.entities import Resolution
from kg.entities.resolve import resolve_mentions
from kg.mentions import Mention, find_mentions
from kg.model import Span, Tag
from kg.rulebook import load_rulebook

RULES = load_rulebook()
NAMED = ("Person", "Organization", "Place", "Work")


def read_mentions(case: dict[str, Any]) -> tuple[str, list[Mention]]:
    """The text of a case and its mentions, each in its place."""
    text, mentions = "", []
    for word, kind, cls in case["mentions"]:
        mentions.append(Mention(Span(len(text), len(text) + len(word)), kind, cls, word))
        text += f"{word}。"
    return text, mentions


def texts_for(index: int | None, resolution: Resolution, mentions: list[Mention]) -> list[str]:
    """The different texts that mean the entity of that number, or none."""
    return sorted({m.text for m in mentions if resolution.index(m) == index})


@pytest.mark.parametrize("case", load_cases("entities"))
def test_mentions_mean_their_entities(case: dict[str, Any]) -> None:
    text, mentions = read_mentions(case)
    resolution = resolve_mentions(text, mentions, RULES)
    found = [
        [entity.cls, entity.name, texts_for(i, resolution, mentions)]
        for i, entity in enumerate(resolution.entities)
    ]
    assert found == case["entities"]
    assert texts_for(None, resolution, mentions) == case.get("unresolved", [])
    if "keys" in case:
        assert [list(entity.key) for entity in resolution.entities] == case["keys"]


def test_the_forms_of_a_body_leave_out_words_that_point() -> None:
    case = {
        "mentions": [
            ["昆明市第三人民医院", "Organization", "Hospital"],
            ["市三院", "Organization", "Hospital"],
            ["我院", "Organization", "Hospital"],
            ["附院", "Organization", "Hospital"],
        ]
    }
    (entity,) = resolve_mentions(*read_mentions(case), RULES).entities
    assert entity.forms == tuple(sorted(["附院", "昆明市第三人民医院", "市三院"]))


@given(tagged_texts())
def test_every_mention_means_at_most_one_entity_and_every_entity_is_mentioned(
    tagged: tuple[str, list[Tag]],
) -> None:
    text, tags = tagged
    _, mentions = find_mentions(text, RULES, tags)
    resolution = resolve_mentions(text, mentions, RULES)
    assert set(resolution.of) <= {m.span for m in mentions if m.kind in NAMED}
    assert set(resolution.of.values()) == set(range(len(resolution.entities)))
    for entity in resolution.entities:
        assert entity.forms
        assert entity.name
        assert list(entity.forms) == sorted(set(entity.forms))


@given(tagged_texts())
def test_a_mention_and_its_entity_are_of_one_kind(tagged: tuple[str, list[Tag]]) -> None:
    text, tags = tagged
    _, mentions = find_mentions(text, RULES, tags)
    resolution = resolve_mentions(text, mentions, RULES)
    for mention in mentions:
        index = resolution.index(mention)
        if index is not None:
            cls = resolution.entities[index].cls
            assert cls == mention.kind or (mention.kind == "Organization" and cls not in NAMED[::2])


@given(tagged_texts())
def test_resolution_is_the_same_twice(tagged: tuple[str, list[Tag]]) -> None:
    text, tags = tagged
    _, mentions = find_mentions(text, RULES, tags)
    one, other = (resolve_mentions(text, mentions, RULES) for _ in range(2))
    assert (one.entities, dict(one.of), one.home) == (other.entities, dict(other.of), other.home)
