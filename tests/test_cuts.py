"""A graph in cuts, and what stands in the files that are made of them when something has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import chain, permutations
from pathlib import Path

import pytest
from example import example_graph
from page_graphs import HINTS, network_of

from kg.cuts import Cut, cut_graph, join_cuts
from kg.descriptions import list_kinds
from kg.model import Action, Article, Entity, Graph, Membership, Sentence
from kg.network import write_page
from kg.reuse import SIZE, Index, Last, ends_block
from kg.triples import write_turtle

Write = Callable[[Graph, Path, Last | None], Index]
LARGE = 4 * SIZE


def turtle(graph: Graph, path: Path, last: Last | None) -> Index:
    return write_turtle(graph, path, last=last)[1]


def page(graph: Graph, path: Path, last: Last | None) -> Index:
    return write_page(graph, HINTS, path, last=last)


def test_the_cuts_of_a_graph_hold_all_that_is_described_in_its_order() -> None:
    graph = network_of(3000)
    kinds = list_kinds(graph)
    cuts = cut_graph(graph)
    assert list(cuts) == list(kinds)
    for kind, own in cuts.items():
        assert [thing for cut in own for thing in cut.subjects] == list(kinds[kind])
    assert max(map(len, cuts.values())) > 4


def test_larger_cuts_hold_the_same_and_end_where_an_id_says_so() -> None:
    cuts = cut_graph(network_of(12_000))["entities"]
    joined = list(join_cuts(cuts, LARGE))
    assert 1 < len(joined) < len(cuts)
    assert list(chain.from_iterable(cut.subjects for cut in joined)) == [
        thing for cut in cuts for thing in cut.subjects
    ]
    inside = [thing for cut in joined for thing in cut.subjects[:-1]]
    assert all(ends_block(cut.subjects[-1].id, LARGE) for cut in joined[:-1])
    assert not any(ends_block(thing.id, LARGE) for thing in inside)
    assert len({cut.digest for cut in joined}) == len(joined)
    assert list(join_cuts([], LARGE)) == []


def test_a_larger_cut_is_another_when_one_of_its_cuts_is() -> None:
    one, other = [Cut([thing], bytes([number])) for number, thing in enumerate(example_graph().sentences[:2])]
    (before,) = join_cuts([one, other], LARGE)
    (after,) = join_cuts([one, other._replace(digest=b"new")], LARGE)
    assert before.digest != after.digest


def changed_graphs() -> Iterator[tuple[str, Graph]]:
    """The example with one thing in it changed, and what that is."""
    graph = example_graph()
    changes: dict[type, dict[str, object]] = {
        Article: {"title": "改"},
        Sentence: {"text": "改"},
        Entity: {"name": "改"},
        Membership: {"confidence": 0.5},
        Action: {"trigger": "改", "items": ()},
    }
    for field in fields(graph):
        values = getattr(graph, field.name)
        for number, value in enumerate(values):
            if type(value) is tuple:
                continue
            anew = value._replace(**changes[type(value)])
            yield value.id, replace(graph, **{field.name: (*values[:number], anew, *values[number + 1 :])})
    yield "nothing may be the same", replace(graph, possibly_same=())


@pytest.mark.parametrize("write", [turtle, page])
def test_a_file_over_that_of_another_graph_is_as_if_from_nothing(tmp_path: Path, write: Write) -> None:
    path, anew = tmp_path / "file", tmp_path / "anew"
    last = Last(path, write(example_graph(), path, None))
    before, cited = path.read_bytes(), 0
    for what, graph in changed_graphs():
        over = tmp_path / "over"
        index = write(graph, over, last)
        assert index == write(graph, anew, None), what
        assert over.read_bytes() == anew.read_bytes() != before, what
        cited += what.startswith("work/")
    assert cited, "no work is named, so no action was to be shown anew for the sake of its name"
    assert any(action.works for action in example_graph().actions)


@pytest.mark.parametrize("write", [turtle, page])
def test_tables_without_a_row_are_told_apart(tmp_path: Path, write: Write) -> None:
    path, anew = tmp_path / "file", tmp_path / "anew"
    graphs = Graph(), replace(example_graph(), memberships=()), example_graph()
    for before, after in permutations(graphs, 2):
        last = Last(path, write(before, path, None))
        over = tmp_path / "over"
        assert write(after, over, last) == write(after, anew, None)
        assert over.read_bytes() == anew.read_bytes()
