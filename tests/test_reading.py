"""The reading cases, each read alone; those of `known_failures.toml` must fail until struck there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from reading_cases import FOLDER, Case, find_faults, load_cases

from kg.assembly import assemble
from kg.clean import clean
from kg.identity import identify
from kg.model import Graph, Tagger
from kg.ontology import load_ontology
from kg.reading import Reading
from kg.reading.document import read_document
from kg.rulebook import load_rulebook

ONTOLOGY = load_ontology()
RULES = load_rulebook(classes=ONTOLOGY.classes)
CASES = load_cases()
KNOWN: Mapping[str, str] = tomllib.loads((FOLDER / "known_failures.toml").read_text(encoding="utf-8"))[
    "reasons"
]


def is_a(cls: str, top: str) -> bool:
    return cls == top or top in ONTOLOGY.ancestors(cls)


def parameter(case: Case) -> Any:
    marks = (
        [pytest.mark.xfail(reason=KNOWN[case.id], raises=AssertionError, strict=True)]
        if case.id in KNOWN
        else []
    )
    return pytest.param(case, id=case.id, marks=marks)


@pytest.fixture(scope="session")
def readings(tagger: Tagger) -> dict[str, Reading]:
    """What each case says, by its id; the tagger sees all of them at once."""
    documents = [clean(case.text, f"{case.id}.txt") for case in CASES]
    tagged = tagger([document.text for document in documents])
    return {
        case.id: read_document(document, tags, RULES)
        for case, document, tags in zip(CASES, documents, tagged, strict=True)
    }


def graph_of(reading: Reading) -> Graph:
    return assemble([reading], identify([reading], RULES, ONTOLOGY))


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_case(case: Case, readings: dict[str, Reading]) -> None:
    assert find_faults(case, graph_of(readings[case.id]), is_a) == []


def test_every_known_failure_is_a_case() -> None:
    assert KNOWN.keys() <= {case.id for case in CASES}


def test_numbers_point_into_their_reading(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        entities, sentences = range(len(reading.entities)), range(len(reading.sentences))
        assert reading.printed <= len(reading.entities)
        for post in reading.posts:
            assert post.person in entities
            assert post.organization is None or post.organization in entities
            assert post.sentence in sentences
        for action in reading.actions:
            named = (*action.agents, *action.recipients, *action.via, *action.works, *action.places)
            assert all(number in entities for number in named)
            assert action.agents
            assert action.sentence in sentences
        told = {fact.sentence for fact in (*reading.posts, *reading.actions)}
        assert told == set(sentences)
