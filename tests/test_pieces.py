"""A graph made in pieces, where nobody sees the whole, is the graph that is made whole."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from heaps import Heap
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT
from test_identity import CASES, ONTOLOGY, corpora, read, rulebook

from kg.formats import graph_lines
from kg.iris import BASE
from kg.model import Tagger
from kg.pieces import counts_of, cut_graph
from kg.pipeline import Build, explain, join_readings, read_batch, read_files
from kg.reading import Reading
from kg.report import make_report
from kg.sources import find_files


@pytest.fixture(scope="module")
def readings(tagger: Tagger) -> list[Reading]:
    """The sample corpus, and every article of every case of identity: many names, many namesakes."""
    sample = read_files(
        find_files([ROOT / "corpus"]), lambda batch: read_batch(batch, tagger, rulebook()), lambda done: None
    )
    cases = [
        reading for number, case in enumerate(CASES) for reading in read(case, tagger, folder=f"{number}/")
    ]
    return [*(reading for reading in sample if isinstance(reading, Reading)), *cases]


def explained(readings: Sequence[Reading]) -> Build:
    joined = join_readings(readings, rulebook(), ONTOLOGY)
    return explain(joined)


def check(readings: Sequence[Reading], seed: int, base: str = BASE) -> None:
    whole = explained(readings)
    pieces, things = cut_graph(Heap(list(readings), random.Random(seed)), base)
    text = "".join(piece.text for piece in sorted(pieces.values, key=lambda piece: piece.key))
    assert text == "".join(graph_lines(whole.graph, "nquads", base))
    merged = {(thing.cluster.id, thing.cluster.name, thing.reason) for thing in things.values if thing.reason}
    assert merged == {(merge.id, merge.name, merge.reason) for merge in whole.merges}


@pytest.mark.parametrize("seed", range(3))
def test_the_pieces_in_order_are_the_quads(readings: list[Reading], seed: int) -> None:
    check(readings, seed)


def test_the_base_is_heeded(readings: list[Reading]) -> None:
    check(readings[:20], 0, "https://example.org/kg/")


@settings(max_examples=60, deadline=None)
@given(corpora, st.integers(0, 9))
def test_namesakes_are_told_apart_as_in_one_process(readings: list[Reading], seed: int) -> None:
    check(readings, seed)


def test_the_pieces_count_what_a_report_tells(readings: list[Reading]) -> None:
    build = explained(readings)
    report = make_report(build, "model", "rulebook")
    pieces, _ = cut_graph(Heap(readings, random.Random(0)), BASE)
    counts = dict(pieces.map(counts_of).sum())
    assert counts.pop(("articles",)) == len(readings)
    assert counts.pop(("characters",)) == build.characters
    assert counts.pop(("memberships",)) == report.memberships
    told = {("entities", cls): number for cls, number in report.entities.items()}
    told |= {("repairs", kind): number for kind, number in report.repairs.items()}
    told |= {("actions", cls, status): n for cls, by in report.actions.items() for status, n in by.items()}
    assert counts == told
