from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from example import example_graph
from running import RunKg

from kg.errors import InputError
from kg.graphfile import read_graph
from kg.model import Graph
from kg.query import open_graph
from kg.triples import to_rdflib, to_triples, write_turtle
from kg.validate import validate

READERS = (open_graph, read_graph, validate)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    return path


@pytest.mark.parametrize("reader", READERS)
def test_a_file_cut_off_between_two_statements_is_told(path: Path, reader: Callable[[Path], object]) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    reader(path)
    for count in (1, 2, len(blocks) // 2, len(blocks) - 1):
        path.write_text("\n\n".join(blocks[:count]) + "\n", encoding="utf-8")
        with pytest.raises(InputError, match="cut off") as error:
            reader(path)
        assert str(path) in str(error.value)


@pytest.mark.parametrize("reader", READERS)
def test_a_text_too_long_for_the_parser_is_told(path: Path, reader: Callable[[Path], object]) -> None:
    path.write_text(f'<http://a/s> <http://a/p> "{"甲" * 6_000_000}" .\n', encoding="utf-8")
    with pytest.raises(InputError, match="more than 16 MB"):
        reader(path)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_told(path: Path, encoding: str, reader: Callable[[Path], object]) -> None:
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    with pytest.raises(InputError, match="byte order mark"):
        reader(path)


def test_rdf_xml_is_read_where_the_suffix_says_so(path: Path) -> None:
    xml = path.with_suffix(".rdf")
    ox.serialize(to_triples(example_graph()), xml, format=ox.RdfFormat.RDF_XML)
    assert set(open_graph(xml)) == set(open_graph(path))
    assert read_graph(xml) == example_graph()
    assert validate(xml) == validate(path)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("content", ["", "\n \n", "# A graph", "# A graph of zhkg"])
def test_a_file_with_nothing_in_it_is_told(
    path: Path, content: str, reader: Callable[[Path], object]
) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"is empty|was cut off"):
        reader(path)


@pytest.mark.parametrize("command", ["validate", "stats"])
def test_the_commands_say_so_in_one_sentence(path: Path, command: str, run_kg: RunKg) -> None:
    path.write_bytes(b"")
    ran = run_kg(command, path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"Error: {path} is empty, which no graph is; build the graph again.\n"


def test_a_graph_of_nothing_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(Graph(), path)
    assert read_graph(path) == Graph()
    assert validate(path) == []


@pytest.mark.parametrize("reader", READERS)
def test_a_file_of_other_origin_is_taken_as_it_is(path: Path, reader: Callable[[Path], object]) -> None:
    to_rdflib(example_graph()).serialize(path, "turtle")
    reader(path)


def test_what_a_person_adds_below_the_end_is_read(path: Path) -> None:
    before = len(open_graph(path))
    with path.open("a", encoding="utf-8") as file:
        file.write("person:新人 a kg:Person .\n")
    assert len(open_graph(path)) == before + 1


def test_the_sign_is_a_comment_to_every_reader(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[-1].startswith("# ")
    plain = "\n".join(lines[1:-1])
    assert list(ox.parse(plain, format=ox.RdfFormat.TURTLE)) == list(
        ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    )
