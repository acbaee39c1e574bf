"""Confidence means something: facts are right about as often as they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.evaluation import Band, calibrate
from kg.model import Graph, Tagger
from kg.ontology import load_ontology
from kg.pipeline import build_graph
from kg.rulebook import load_rulebook

ROOT = Path(__file__).parent.parent
ENOUGH = 20
"""Facts from which on a share says something."""
TOLERANCE = 0.15
"""How far the share may lie from what was said: twice the standard error of 0.8 at 30 facts."""


@pytest.fixture(scope="session")
def is_a() -> Callable[[str, str], bool]:
    ontology = load_ontology()
    return lambda cls, top: cls == top or top in ontology.ancestors(cls)


@pytest.fixture(scope="session")
def sample(tagger: Tagger) -> Graph:
    ontology = load_ontology()
    return build_graph([ROOT / "corpus"], tagger, load_rulebook(classes=ontology.classes), ontology).graph


def test_facts_of_the_sample_are_right_about_as_often_as_they_say(
    sample: Graph, is_a: Callable[[str, str], bool]
) -> None:
    bands = [b for b in calibrate(sample, [ROOT / "tests" / "gold"], is_a) if b.facts >= ENOUGH]
    assert len(bands) >= 2
    for band in bands:
        assert band.share == pytest.approx(band.stated, abs=TOLERANCE), band


def test_surer_facts_are_right_more_often(sample: Graph, is_a: Callable[[str, str], bool]) -> None:
    bands = [b for b in calibrate(sample, [ROOT / "tests" / "gold"], is_a) if b.facts >= ENOUGH]
    shares = [b.share for b in bands]
    assert shares == sorted(shares)


def test_a_graph_without_facts_has_no_bands(is_a: Callable[[str, str], bool]) -> None:
    assert calibrate(Graph(), [ROOT / "tests" / "gold"], is_a) == ()


def test_the_share_is_what_is_right_of_the_facts() -> None:
    assert Band(0.9, 10, 9, 0.9).share == 0.9
