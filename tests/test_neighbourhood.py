"""The neighbourhood of a thing tells the same of it as the whole graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from example import example_graph
from graphs import graphs
from hypothesis import given, settings

from kg.facts import explain
from kg.iris import BASE
from kg.model import Graph
from kg.neighbourhood import base_of, neighbourhood
from kg.ontology import load_ontology
from kg.subjects import graph_of
from kg.triples import to_triples

ONTOLOGY = load_ontology()
FILE = Path("graph.ttl")
OTHER = "http://other.example/things/"


def store_of(graph: Graph, base: str) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in to_triples(graph, base))
    return store


def things(graph: Graph) -> list[str]:
    parts = (graph.articles, graph.sentences, graph.entities, graph.memberships, graph.actions)
    items = {item.id for action in graph.actions for item in action.items}
    return [*(thing.id for part in parts for thing in part), *sorted(items)]


def check(graph: Graph, base: str) -> None:
    store = store_of(graph, base)
    whole = graph_of(store, FILE, ONTOLOGY)
    for id_ in things(graph):
        near = neighbourhood(store, ox.NamedNode(base + id_))
        told = [one for one in explain(graph_of(near, FILE, ONTOLOGY), id_) if one.id == id_]
        assert told
        assert told == [one for one in explain(whole, id_) if one.id == id_]


@pytest.mark.parametrize("base", [BASE, OTHER])
def test_it_tells_all_that_the_whole_tells(base: str) -> None:
    check(example_graph(), base)
    assert base_of(store_of(example_graph(), base)) == base


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_whatever_the_graph(graph: Graph) -> None:
    check(graph, BASE)


def test_it_is_small_beside_a_large_graph() -> None:
    store = store_of(example_graph(), BASE)
    assert len(neighbourhood(store, ox.NamedNode(BASE + "person/鄢知秋"))) < len(store) / 3


def test_nothing_is_near_what_is_not_there() -> None:
    assert neighbourhood(store_of(example_graph(), BASE), ox.NamedNode(BASE + "person/nobody")) == []
    assert base_of(ox.Store()) == BASE
