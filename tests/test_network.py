"""The network behind the page, and the file as bytes; what a browser makes of it is in test_page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from example import example_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from page_graphs import ATTACKS, HINTS, hostile_graph, island, network_of

from kg.errors import OutputError
from kg.layout import place
from kg.model import Action, Graph, Item
from kg.network import SCRIPTS, build_network, render_page, write_page
from kg.pagedata import START
from kg.ties import GREY, Hint, find_ties, number_links

ROOT = Path(__file__).parent.parent


def test_nodes_are_entities_and_actions_but_no_titles() -> None:
    graph = example_graph()
    network = build_network(graph, HINTS)
    things = {entity.id for entity in graph.entities if entity.cls != "Title"}
    assert set(network) == things | {action.id for action in graph.actions}
    assert {network.nodes[action.id]["kind"] for action in graph.actions} == {"action"}


def test_edges_carry_their_fact_and_their_names_in_both_languages() -> None:
    graph = example_graph()
    network = build_network(graph, HINTS)
    edges = {(data["role"], data["zh"], data["en"]) for *_, data in network.edges(data=True)}
    assert ("memberOf", "院长", "院长") in edges
    assert ("memberOf", "任职于", "member of") in edges
    assert {role for role, *_ in edges} == {
        "memberOf", "agent", "recipient", "via", "object", "location", "subOrganizationOf", "possiblySameAs",
    }  # fmt: skip
    facts = {fact.id for fact in (*graph.memberships, *graph.actions)}
    assert {data["fact"] for *_, data in network.edges(data=True)} - {None} <= facts


@pytest.mark.parametrize("graph", [example_graph(), network_of(300), hostile_graph()])
def test_the_ends_of_ties_are_those_of_the_ties(graph: Graph) -> None:
    nodes, links = find_ties(graph, HINTS)
    ends, size = number_links(graph)
    assert sorted(map(tuple, ends.tolist())) == sorted(pair for pair, _ in links)
    assert size == len(nodes)


def test_an_action_says_what_was_given() -> None:
    labels = {data["zh"] for _, data in build_network(example_graph(), HINTS).nodes(data=True)}
    assert {"捐赠·694,046 CNY", "献血·全血400毫升", "创作·《春回》", "部署"} <= labels


def test_the_ontology_names_and_colours_all_that_is_drawn() -> None:
    page = island(render_page(example_graph(), HINTS))
    assert set(page["hints"]) <= set(HINTS)
    classes = {thing["cls"] for thing in (*page["entities"], *page["actions"])} - {"Title"}
    drawn = [HINTS[cls] for cls in classes]
    assert all(hint.colour != GREY for hint in drawn)
    assert Hint("医院", "hospital", HINTS["Hospital"].colour, "square") in drawn


def test_a_term_that_the_ontology_lacks_is_called_by_its_name() -> None:
    page = island(render_page(example_graph(), {}))
    assert page["hints"]["Hospital"] == {"zh": "Hospital", "en": "Hospital", "colour": GREY, "shape": "dot"}


def test_two_posts_in_one_place_are_two_edges() -> None:
    graph = example_graph()
    first = next(post for post in graph.memberships if post.title)
    twice = Graph(entities=graph.entities, memberships=(first, first))
    assert build_network(twice, {}).number_of_edges(first.person, first.organization) == 2


def test_a_small_network_is_drawn_whole_and_a_large_one_from_its_best_connected() -> None:
    small = island(render_page(network_of(100), HINTS))
    assert [number for number, *_ in small["places"]] == list(range(100))
    network = build_network(network_of(1000), HINTS)
    ids = list(network)
    start = {ids[number] for number, *_ in island(render_page(network_of(1000), HINTS))["places"]}
    assert START / 2 < len(start) <= START
    tied = {id_ for pair in network.edges() if start.issuperset(pair) for id_ in pair}
    assert tied == start
    degree = dict(network.degree())
    assert max(degree, key=lambda node: degree[node]) in start


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "one.html", tmp_path / "other.html"]
    for path in paths:
        write_page(network_of(400), HINTS, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk"}])
def test_the_page_is_utf8_whatever_the_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    program = (
        "import locale, pathlib, sys; locale.getpreferredencoding = lambda *_: 'gbk';"
        "from example import example_graph; from page_graphs import HINTS; from kg.network import write_page;"
        "write_page(example_graph(), HINTS, pathlib.Path(sys.argv[1]))"
    )
    path = tmp_path / "graph.html"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), **locale}
    subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=True)
    page = path.read_text(encoding="utf-8")
    assert "云屏市第二人民医院" in {entity["name"] for entity in island(page)["entities"]}
    assert "搜索人、单位、地点、作品" in page


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"graph.html cannot be written \(.+\); choose"):
        write_page(Graph(), HINTS, tmp_path / "absent" / "graph.html")


def test_a_failed_write_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    path.mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_page(Graph(), HINTS, path)
    assert list(tmp_path.iterdir()) == [path]


def test_no_text_of_an_article_ends_a_script_or_a_placeholder() -> None:
    page = render_page(hostile_graph(), HINTS)
    assert page.count("</script>") == 3
    assert [person["name"] for person in island(page)["entities"][: len(ATTACKS)]] == list(ATTACKS)


def test_the_page_has_no_way_for_text_to_become_markup() -> None:
    for name in SCRIPTS:
        script = (ROOT / "kg" / "page" / name).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", script), name


def test_every_module_of_the_page_is_in_it_after_what_it_imports() -> None:
    folder = ROOT / "kg" / "page"
    assert {path.name for path in folder.glob("*.mjs")} == set(SCRIPTS)
    for place_, name in enumerate(SCRIPTS):
        imported = re.findall(r'from "\./(\w+\.mjs)"', (folder / name).read_text(encoding="utf-8"))
        assert set(imported) <= set(SCRIPTS[:place_]), name


def test_no_two_modules_of_the_page_share_a_name() -> None:
    """They become one script, where the later of two functions would silently replace the earlier."""
    declared = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function) ([\w$]+)", re.MULTILINE)
    names = Counter(
        name
        for script in SCRIPTS
        for name in declared.findall((ROOT / "kg" / "page" / script).read_text(encoding="utf-8"))
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_the_logic_of_the_page() -> None:
    tests = sorted(str(path) for path in (ROOT / "tests" / "page").glob("*.test.mjs"))
    run = subprocess.run(
        ["node", "--test", *tests], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=30))
def test_no_two_nodes_are_placed_on_each_other(links: list[tuple[int, int]]) -> None:
    around: list[set[int]] = [set() for _ in range(15)]
    for one, other in links:
        if one != other:
            around[one].add(other)
            around[other].add(one)
    neighbours = [sorted(others) for others in around]
    places = place(neighbours)
    assert len(set(places)) == 15
    assert places == place(neighbours)


def test_linked_nodes_are_placed_nearer_than_others() -> None:
    ring = [[(node - 1) % 12, (node + 1) % 12] for node in range(12)]
    places = [complex(*spot) for spot in place(ring)]
    steps = [abs(places[node] - places[(node + 1) % 12]) for node in range(12)]
    assert max(steps) < abs(places[0] - places[6]) / 2


def test_nothing_is_placed_where_there_is_nothing() -> None:
    assert place([]) == []


def test_numbers_stand_in_full() -> None:
    gift = Action(
        "action/a",
        "Donation",
        "捐",
        "Realised",
        amount=Decimal("3E+6"),
        items=(Item("item/a", "口罩", Decimal("2E+4")),),
    )
    (action,) = island(render_page(Graph(actions=(gift,)), HINTS))["actions"]
    assert action == {
        "id": "action/a",
        "cls": "Donation",
        "trigger": "捐",
        "status": "Realised",
        "items": [{"id": "item/a", "name": "口罩", "value": "20000", "approximate": False}],
        "amount": "3000000",
        "what": "·3,000,000",
        "approximate": False,
        "confidence": 1.0,
    }
