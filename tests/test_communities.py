"""The overview of a network, and the part of it to look at first."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from math import hypot
from pathlib import Path

import networkx as nx
import pytest
from example import example_graph
from page_graphs import HINTS, network_of

from kg.adjacency import count_links, find_neighbours
from kg.communities import GAP, find_communities
from kg.excerpt import DEEDS, excerpt
from kg.network import build_network

ROOT = Path(__file__).parent.parent
TWO_TRIANGLES = [[1, 2], [0, 2], [0, 1, 3], [2, 4, 5], [3, 5], [3, 4], [], [8], [7]]


def test_what_is_closely_linked_is_one_community_with_its_best_linked_first() -> None:
    found = find_communities(TWO_TRIANGLES)
    assert [set(each.nodes) for each in found] == [{0, 1, 2}, {3, 4, 5}, {7, 8}]
    assert [each.nodes[0] for each in found] == [2, 3, 7]


def neighbours_in(network: nx.Graph) -> list[list[int]]:
    return [sorted(network[node]) for node in range(len(network))]


def test_groups_that_are_there_are_found() -> None:
    network = nx.planted_partition_graph(12, 25, 0.5, 0.01, seed=3)
    found = {frozenset(each.nodes) for each in find_communities(neighbours_in(network))}
    assert found == {frozenset(group) for group in network.graph["partition"]}


@pytest.mark.parametrize(
    "network",
    [
        nx.convert_node_labels_to_integers(nx.les_miserables_graph()),
        nx.barabasi_albert_graph(3000, 2, seed=5),
        nx.relaxed_caveman_graph(200, 12, 0.2, seed=7),
        nx.grid_2d_graph(40, 60),
    ],
    ids=["novel", "hubs", "caves", "grid"],
)
def test_communities_are_as_good_as_those_of_networkx(network: nx.Graph) -> None:
    network = nx.convert_node_labels_to_integers(nx.Graph(network.edges))
    ours = [set(each.nodes) for each in find_communities(neighbours_in(network))]
    theirs = nx.community.louvain_communities(network, weight=None, seed=1)
    quality = nx.community.modularity
    assert quality(network, ours, weight=None) > 0.98 * quality(network, theirs, weight=None)


def test_no_two_discs_overlap() -> None:
    ring = [[(node - 1) % 600, (node + 1) % 600] for node in range(600)]
    found = find_communities(ring)
    assert len(found) > 10
    for one, other in combinations(found, 2):
        # A pixel for rounding.
        assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius + GAP - 2


def test_without_links_there_are_no_communities() -> None:
    assert find_communities([[], []]) == find_communities([]) == []


def test_communities_do_not_depend_on_the_order_of_hashes() -> None:
    program = (
        "from kg.communities import find_communities;"
        "links = [[(n * 7) % 90, (n * n) % 90] for n in range(90)];"
        "near = [sorted({o for o in links[n] if o != n} | {m for m in range(90) if n in links[m] and m != n})"
        " for n in range(90)];"
        "print(find_communities(near))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]


def things_first(network: nx.MultiDiGraph) -> tuple[list[list[int]], list[int], int]:
    """The neighbours of each node by number, its links, and how many are things."""
    ends = list(nx.convert_node_labels_to_integers(network).edges())
    size = len(network)
    things = sum(kind == "entity" for _, kind in network.nodes(data="kind"))
    return [list(near) for near in find_neighbours(ends, size)], count_links(ends, size), things


def test_neighbours_and_links_are_those_that_networkx_counts() -> None:
    network = nx.convert_node_labels_to_integers(build_network(network_of(300), HINTS))
    network.add_edge(0, 0)
    network.add_node(len(network))
    ends, size = list(network.edges()), len(network)
    near = [sorted(set(nx.all_neighbors(network, node)) - {node}) for node in range(size)]
    assert find_neighbours(ends, size) == near
    assert count_links(ends, size) == [network.degree(node) for node in range(size)]
    assert (find_neighbours([], 0), count_links([], 0)) == ([], [])


def test_a_small_network_is_its_own_excerpt() -> None:
    neighbours, counts, things = things_first(build_network(example_graph(), HINTS))
    assert excerpt(neighbours, counts, things, 200) == list(range(len(neighbours)))


@pytest.mark.parametrize("most", [20, 100])
def test_an_excerpt_is_of_hubs_that_are_linked_with_no_action_for_the_same_things_twice(most: int) -> None:
    network = build_network(network_of(1000), HINTS)
    chosen = [list(network)[node] for node in excerpt(*things_first(network), most)]
    part = network.subgraph(chosen)
    assert most / 2 < len(chosen) <= most
    assert all(part.degree(node) for node in part)
    things = [node for node in part if network.nodes[node]["kind"] == "entity"]
    ends = [frozenset(part[node]) for node in part if network.nodes[node]["kind"] == "action"]
    assert len(ends) <= DEEDS * len(things)
    assert len(set(ends)) == len(ends)
    assert all(len(each) > 1 for each in ends)
    hub = max(network, key=network.degree)
    assert hub in chosen
