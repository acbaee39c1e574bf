"""`from kg import build, load`: what a person in a notebook meets."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from example import example_graph
from running import ROOT

import kg
import kg.engines
import kg.knowledge
import kg.things
from kg import KnowledgeGraph
from kg.errors import InputError, QueryError, UsageError
from kg.formats import write_graph
from kg.model import Entity, Graph, Tagger
from kg.triples import to_rdflib

HEAVY = {"torch", "hanlp", "networkx", "rdflib", "pyoxigraph", "numpy", "opencc"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the example as the output of a build."""
    (tmp_path / "output").mkdir()
    write_graph(example_graph(), "turtle", tmp_path / "output" / "graph.ttl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def graph(folder: Path) -> KnowledgeGraph:
    return kg.load()


@pytest.mark.parametrize("module", [kg.knowledge, kg.things])
def test_the_documentation_runs(module: object) -> None:
    failed, _ = doctest.testmod(module, optionflags=doctest.FAIL_FAST)  # type: ignore[arg-type]
    assert failed == 0


def test_the_package_says_how_it_is_used() -> None:
    assert len(doctest.DocTestFinder().find(kg.knowledge)[0].examples) > 10


def loaded_by(code: str) -> set[str]:
    """Which heavy libraries are there after `code` ran in a new process."""
    whole = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", whole],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {"torch", "hanlp", "networkx", "rdflib", "pyoxigraph", "numpy", "opencc"} & set(
        done.stdout.split()
    )


def test_it_is_light_until_something_is_built() -> None:
    assert loaded_by("import kg") == set()
    assert loaded_by("import kg; kg.load('output').query(name='proposals')") == {"pyoxigraph"}


def test_a_folder_and_a_file_are_the_same(graph: KnowledgeGraph) -> None:
    assert kg.load("output/graph.ttl") == kg.load(Path("output")) == graph == KnowledgeGraph(example_graph())


@pytest.mark.parametrize("path", ["nowhere", "nowhere/graph.ttl"])
def test_an_absent_graph_is_one_sentence(path: str) -> None:
    with pytest.raises(InputError, match="kg build"):
        kg.load(path)


def test_things_hold_each_other(graph: KnowledgeGraph) -> None:
    (donation,) = (action for action in graph.actions if action.via)
    assert [str(agent) for agent in donation.agents] == ["九三学社云屏市委员会"]
    assert [str(place) for place in donation.via] == ["云屏市红十字会"]
    assert {(item.name, item.value, item.unit) for item in donation.items} == {
        ("消毒液", 40, "桶"), ("防护服", 300, "套")
    }  # fmt: skip
    (sentence,) = donation.sentences
    assert sentence.article.source == "example/云屏驰援.txt"
    assert sentence.article.title == "云屏社员驰援青柳"
    assert sentence.article in graph.articles
    assert sentence in graph.sentences
    assert "捐赠消毒液40桶" in str(sentence)
    assert graph["呼吸内科"].parent == "云屏市第二人民医院"
    assert graph["云屏画院"].iri == "https://w3id.org/zhkg/organization/云屏画院"


def test_the_inner_value_and_the_things_agree(graph: KnowledgeGraph) -> None:
    for part in ("articles", "sentences", "entities", "memberships", "actions"):
        outer, inner = getattr(graph, part), getattr(graph.graph, part)
        assert [each.id for each in outer] == [each.id for each in inner]
        assert all(each.iri == graph.base + each.id for each in outer)
    assert len(set(graph.actions) | set(graph.memberships)) == 21


@pytest.mark.parametrize(
    "name",
    ["云屏市第二人民医院", "市二院", "organization/云屏市第二人民医院", "https://w3id.org/zhkg/organization/云屏市第二人民医院"],
)  # fmt: skip
def test_a_thing_is_found_by_every_name(graph: KnowledgeGraph, name: str) -> None:
    assert graph[name].name == "云屏市第二人民医院"
    assert name in graph
    assert graph.find(name) == (graph[name],)


def test_a_name_wins_over_an_alias_and_two_of_a_name_are_told() -> None:
    graph = KnowledgeGraph(
        Graph(
            entities=(
                Entity("person/甲", "Person", "甲", ("乙",)),
                Entity("person/甲_丙", "Person", "甲"),
                Entity("person/乙", "Person", "乙", ("乙",)),
            )
        )
    )
    assert graph["乙"].id == "person/乙"
    assert len(graph.find("甲")) == 2
    with pytest.raises(KeyError, match="person/甲, person/甲_丙"):
        graph["甲"]


def test_a_name_that_nothing_has_brings_those_near_it(graph: KnowledgeGraph) -> None:
    assert graph.find("闻若") == ()
    assert "闻若" not in graph
    with pytest.raises(KeyError, match="did you mean 闻若溪"):
        graph["闻若"]


def test_what_is_said_of_a_thing(graph: KnowledgeGraph) -> None:
    facts = graph.about("褚望舒")
    assert [type(fact).__name__ for fact in facts] == ["Membership"] * 2 + ["Action"] * 2
    assert graph.about(graph["褚望舒"]) == facts
    assert [fact.person.name for fact in graph.about("院长") if isinstance(fact, kg.things.Membership)] == [
        "闻若溪"
    ]
    assert graph.about("梧桐社区") == tuple(a for a in graph.actions if graph["梧桐社区"] in a.things)
    with pytest.raises(KeyError):
        graph.about("无此人")


def test_what_may_be_the_same(graph: KnowledgeGraph) -> None:
    assert graph.possibly_same("市二院") == (graph["青柳县中心医院"],)
    assert graph.possibly_same("青柳县中心医院") == (graph["市二院"],)
    assert graph.possibly_same("闻若溪") == ()


def test_a_table_is_rows_columns_and_text(graph: KnowledgeGraph) -> None:
    table = graph.query(
        """SELECT ?name ?amount ?b {
        ?a kg:amount ?amount ; schema:agent/rdfs:label ?name OPTIONAL { ?a kg:x ?b } }"""
    )
    assert table.columns == ("name", "amount", "b")
    assert table.rows == [("白鹭制药有限公司", 694046, None)]
    assert len(table) == 1
    assert table[0] == dict(zip(table.columns, table.rows[0], strict=True)) == next(iter(table))
    assert table.column("amount") == (694046,)
    assert repr(table).splitlines()[0].split() == ["name", "amount", "b"]
    assert "<td>白鹭制药有限公司</td><td>694046</td><td></td>" in table._repr_html_()
    with pytest.raises(KeyError, match="there are name, amount, b"):
        table.column("nothing")


def test_names_are_text_in_html() -> None:
    name = "<script>alert(1)</script>&"
    graph = KnowledgeGraph(Graph(entities=(Entity("person/x", "Person", name),)))
    table = graph.query("SELECT ?l { ?x rdfs:label ?l }")._repr_html_()
    assert "<script" not in table
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in table
    frame = graph._repr_html_()
    assert frame.count("<") == 2
    assert frame.startswith("<iframe")
    assert frame.endswith("</iframe>")
    assert 'sandbox="allow-scripts"' in frame


def test_a_graph_too_large_for_a_notebook_says_so() -> None:
    names = [f"甲{number}" for number in range(kg.knowledge.LARGEST + 1)]
    people = tuple(Entity(f"person/{name}", "Person", name) for name in names)
    assert "<iframe" not in KnowledgeGraph(Graph(entities=people))._repr_html_()
    assert "too large" in KnowledgeGraph(Graph(entities=people))._repr_html_()
    assert "<iframe" in KnowledgeGraph(Graph(entities=people[:10]))._repr_html_()


@pytest.mark.parametrize(
    ("sparql", "name", "parameters", "words"),
    [
        ("", "", None, "give one query"),
        ("ASK {}", "proposals", None, "give one query"),
        ("SELECT nonsense", "", None, "malformed"),
        ("", "nothing", None, "no question nothing"),
        ("", "proposals", {"x": "1"}, "no parameter x"),
    ],
)
def test_a_bad_query_is_one_sentence(
    graph: KnowledgeGraph, sparql: str, name: str, parameters: dict[str, str] | None, words: str
) -> None:
    with pytest.raises(QueryError, match=words):
        graph.query(sparql, name=name, parameters=parameters)


def test_it_becomes_what_other_libraries_know(graph: KnowledgeGraph) -> None:
    triples = graph.to_rdflib()
    assert isinstance(triples, rdflib.Graph)
    assert set(triples) == set(to_rdflib(example_graph()))
    network = graph.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert network.nodes[graph["市二院"].id]["cls"] == "Hospital"


@pytest.mark.parametrize("base", ["https://w3id.org/zhkg/", "https://example.org/新闻/"])
def test_the_base_stays(folder: Path, base: str) -> None:
    KnowledgeGraph(example_graph(), base).write("own.ttl")
    graph = kg.load("own.ttl")
    assert graph.base == base
    assert graph["闻若溪"].iri == f"{base}person/闻若溪"
    found = graph.query("SELECT ?p { ?p a kg:Person } ORDER BY ?p").column("p")
    assert found == tuple(person.iri for person in graph.entities if person.cls == "Person")
    assert len(graph.query("SELECT * { person:闻若溪 ?p ?o }")) == 4
    graph.write("own.nq")
    graph.write("own.txt", "nquads")
    assert (folder / "own.nq").read_bytes() == (folder / "own.txt").read_bytes()
    assert {quad.triple for quad in ox.parse(path="own.nq")} == {q.triple for q in ox.parse(path="own.ttl")}
    with pytest.raises(UsageError, match="does not say its format"):
        graph.write("own.rdf")


def test_it_builds_what_the_command_builds(
    folder: Path, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.engines, "load_tagger", lambda model: tagger)
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("2月5日，闻若溪向云屏市第二人民医院捐款5万元。", encoding="utf-8")
    (corpus / "kg.toml").write_text('base = "https://example.org/a/"', encoding="utf-8")
    told: list[int] = []
    before = sorted(folder.rglob("*"))
    graph = kg.build(progress=told.append)
    assert sum(told) == 1
    assert sorted(folder.rglob("*")) == before
    assert graph.base == "https://example.org/a/"
    assert kg.build("corpus/a.txt", base="https://example.org/b/").graph == graph.graph
    (donation,) = graph.actions
    assert (donation.cls, donation.amount) == ("Donation", 50000)


def test_an_article_that_cannot_be_read_is_warned_of(
    folder: Path, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.engines, "load_tagger", lambda model: tagger)
    (folder / "corpus").mkdir()
    (folder / "corpus/a.txt").write_text("闻若溪来了。", encoding="utf-8")
    (folder / "corpus/b.txt").write_text("", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"b\.txt is empty"):
        assert len(kg.build("corpus").articles) == 1
    with pytest.raises(UsageError, match="nowhere"):
        kg.build("nowhere")


@pytest.mark.parametrize("given", [["a", "b"], 7, None, b"corpus"])
def test_what_is_no_path_is_one_sentence(given: object) -> None:
    for reader in (kg.build, kg.load):
        with pytest.raises(UsageError, match=r"is no path; give each file or folder") as error:
            reader(given)
        assert "\n" not in str(error.value)
