import re
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from example import ARTICLES, example_graph
from graphs import graphs
from hypothesis import given, settings
from running import ROOT

from kg.errors import ConfigError, InputError, OutputError
from kg.graphfile import read_graph
from kg.iris import BASE, VOCABULARIES, prefixes
from kg.model import Action, Entity, Graph
from kg.triples import to_rdflib, to_triples, to_turtle, write_turtle
from kg.turtle import turtle_lines
from kg.wholeness import END, PROMISE

KG, SCHEMA = VOCABULARIES["kg"], VOCABULARIES["schema"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    return path


def test_the_example_comes_back(path: Path) -> None:
    assert read_graph(path) == example_graph()


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_every_graph_comes_back_and_twice_the_same(graph: Graph) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one.ttl"), Path(folder, "other.ttl")
        write_turtle(graph, one)
        back = read_graph(one)
        assert back == graph
        write_turtle(back, other)
        assert one.read_bytes() == other.read_bytes()


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_turtle_of_descriptions_is_that_of_their_triples(graph: Graph) -> None:
    lines = turtle_lines(to_triples(graph), prefixes(BASE))
    assert "".join(to_turtle(graph)) == "".join([PROMISE, *lines, END])


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_rdflib_and_pyoxigraph_read_what_is_meant(graph: Graph) -> None:
    meant = {tuple(map(str, triple)) for triple in to_triples(graph)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        write_turtle(graph, path)
        assert {tuple(map(str, quad.triple)) for quad in ox.parse(path=path)} == meant
        store = ox.Store()
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
        assert len(store) == len(meant)
        found = rdflib.Graph().parse(path)
        assert len(found) == len(meant)
        assert set(found) == set(to_rdflib(graph))


def test_the_file_is_grouped_sorted_and_one_value_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    subjects = [block.split()[0] for block in text.split("\n\n")[1:-1]]
    assert len(subjects) == len(set(subjects))
    kinds = [subject.partition(":")[0] for subject in subjects]
    assert sorted(set(kinds), key=kinds.index) == [
        "organization",
        "person",
        "place",
        "title",
        "work",
        "membership",
        "action",
        "item",
        "article",
        "sentence",
    ]
    for kind in set(kinds):
        own = [subject for subject in subjects if subject.startswith(f"{kind}:")]
        assert own == sorted(own)
    assert (
        "    org:memberOf organization:九三学社云屏市委员会 ,\n        organization:云屏市第二人民医院 .\n"
        in text
    )
    assert "<https://w3id.org/zhkg/" not in text.partition("\n\n")[2]


DOCUMENTED = (ROOT / "docs/ontology.md").read_text(encoding="utf-8").partition("## What to know")[0]


def test_the_sentences_of_the_documentation_are_those_of_the_example() -> None:
    quoted = re.findall(r"^> (.*)$", DOCUMENTED, re.MULTILINE)
    assert len(quoted) == 3
    assert all(sentence in "".join(ARTICLES.values()) for sentence in quoted)


@pytest.mark.parametrize(
    "expected",
    [
        'kg:date "2020-02-05"^^xsd:date',
        'kg:date "2020-02"^^xsd:gYearMonth',
        'kg:date "2020"^^xsd:gYear',
        'kg:date "--02-20"^^xsd:gMonthDay',
        "kg:amount 694046.0",
        'schema:priceCurrency "CNY"',
        "schema:value 40.0",
        'schema:unitText "桶"@zh',
        "kg:confidence 0.95",
        "kg:approximate true",
        'nif:beginIndex "9"^^xsd:nonNegativeInteger',
        'rdfs:label "闻若溪"@zh',
        'dcterms:source "example/云屏驰援.txt"',
        "a kg:Hospital ,\n        kg:Organization",
        "org:subOrganizationOf organization:云屏市第二人民医院",
        "kg:possiblySameAs organization:青柳县中心医院",
        "kg:status kg:CalledFor",
    ],
)
def test_values_have_their_form(path: Path, expected: str) -> None:
    assert f" {expected}" in path.read_text(encoding="utf-8")


def test_the_documentation_shows_what_is_written() -> None:
    text = (Path(__file__).parents[1] / "docs" / "ontology.md").read_text(encoding="utf-8")
    shown = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    header = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes().items())
    triples = {
        quad.triple for block in shown for quad in ox.parse(header + block, format=ox.RdfFormat.TURTLE)
    }
    assert len(shown) == 4
    assert triples <= set(to_triples(example_graph()))


def test_approximate_is_said_only_where_it_is_true(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("kg:approximate true") == 2
    assert "kg:approximate false" not in text


def test_a_date_of_no_known_form_stays_for_the_shapes_to_find() -> None:
    graph = Graph(actions=(Action("action/x", "Visit", "走访", "Realised", date="二月"),))
    (date,) = (t.object for t in to_triples(graph) if t.predicate.value == KG + "date")
    assert date == ox.Literal("二月")


def test_the_base_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path, base="https://example.org/news/")
    assert BASE + "person" not in path.read_text(encoding="utf-8")
    assert "https://example.org/news/person/闻若溪" in {quad.subject.value for quad in ox.parse(path=path)}
    assert read_graph(path) == example_graph()


def test_confidence_is_rounded_alike_everywhere() -> None:
    graph = Graph(actions=(Action("action/x", "Visit", "走访", "Realised", confidence=2 / 3),))
    (said,) = (t.object.value for t in to_triples(graph) if t.predicate.value == KG + "confidence")
    assert said == "0.6667"


def test_a_class_that_the_ontology_lacks_is_refused_and_the_old_file_kept(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="kg:Nothing"):
        write_turtle(Graph(entities=(Entity("person/甲", "Nothing", "甲"),)), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["graph.ttl"]


def test_an_unwritable_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        write_turtle(Graph(), tmp_path / "nowhere" / "graph.ttl")


@pytest.mark.parametrize("cut", range(3, 12_000, 1117))
def test_a_cut_off_file_is_never_taken_for_a_whole_one(path: Path, cut: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    with pytest.raises(InputError) as error:
        read_graph(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_from_elsewhere_cut_between_two_statements_names_what_it_lacks(path: Path) -> None:
    _, _, whole = path.read_text(encoding="utf-8").partition("\n")
    path.write_text("\n\n".join(whole.split("\n\n")[:-2]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"sentence/\S+, which is not there"):
        read_graph(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body>x</body></html>", "line 1"),
        (bytes(range(256)), "line 1"),
        ("云屏市".encode("gb18030"), "line 1"),
        (
            b"@prefix kg: <https://w3id.org/zhkg/ontology#> .\n\n<http://x/person/a> a kg:Person .",
            "rdfs:label",
        ),
        (b"@prefix kg: <https://w3id.org/zhkg/ontology#> .\n<http://x/action/a> a kg:Visit .", "kg:trigger"),
        (b"\n\n<http://x/a> <http://x/b> <http://x/a b> .", "line 3"),
    ],
)
def test_what_is_no_graph_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_graph(path)
    assert str(path) in str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["absent.ttl", "."])
def test_an_absent_file_or_a_folder_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="kg build"):
        read_graph(tmp_path / name)
