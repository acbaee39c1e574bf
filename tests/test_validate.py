import tomllib
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from example import example_graph

from kg.errors import InputError
from kg.iris import VOCABULARIES
from kg.ontology import ontology_folder, read_turtle_files
from kg.triples import to_rdflib, write_turtle
from kg.validate import validate, violations

CASES = Path(__file__).parent / "cases" / "validate"
EXPECTED = tomllib.loads((CASES / "expected.toml").read_text(encoding="utf-8"))
SH = VOCABULARIES["sh"]


def test_every_fixture_is_expected_and_the_other_way_round() -> None:
    assert {path.stem for path in CASES.glob("*.ttl")} == EXPECTED.keys()


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_each_fault_gives_its_line(name: str, expected: dict[str, list[str]]) -> None:
    found = validate(CASES / f"{name}.ttl")
    for language, lines in expected.items():
        assert [violation.line(language) for violation in found] == lines


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", EXPECTED)
def test_pyshacl_finds_the_same(name: str) -> None:
    path = CASES / f"{name}.ttl"
    data = rdflib.Graph().parse(path).parse(ontology_folder() / "core.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=str(ontology_folder() / "shapes.ttl"))
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
    theirs = violations(report.serialize(format="nt"), store)
    assert [(v.thing, v.message_en) for v in theirs] == [(v.thing, v.message_en) for v in validate(path)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_the_example_conforms_for_both_engines(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    assert validate(path) == []
    conforms, _, text = pyshacl.validate(
        to_rdflib(example_graph()), shacl_graph=str(ontology_folder() / "shapes.ttl")
    )
    assert conforms, text


def test_every_shape_speaks_chinese_and_english() -> None:
    said: dict[str, dict[str, set[str]]] = {}
    for _, triple in read_turtle_files():
        if isinstance(triple.object, ox.Literal) and triple.predicate.value == f"{SH}message":
            languages = said.setdefault(str(triple.subject), {})
            languages.setdefault(triple.object.language or "", set()).add(triple.object.value)
    assert len(said) > 30
    assert all(languages.keys() == {"zh", "en"} for languages in said.values())


def test_every_class_of_facts_and_things_has_a_shape() -> None:
    targets = {
        triple.object.value.rpartition("#")[2]
        for _, triple in read_turtle_files()
        if triple.predicate.value == f"{SH}targetClass"
    }
    assert targets == {
        *("Person", "Organization", "Place", "Work", "Title"),
        *("Membership", "Action", "Item", "Article", "Sentence"),
    }


def test_a_line_is_one_line_whatever_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    text = (CASES / "confidence-above-one.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace("向梧桐社区", "向\\n\\r\\t\\u2028梧桐社区"), encoding="utf-8")
    (violation,) = validate(path)
    assert len(violation.line().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html></html>", "line 1"),
        (b"\xff\xfe\x00", "line 1"),
        (b"@prefix a: <http://a/> .\na:b a:c ", "line 2"),
        (None, "kg build"),
    ],
)
def test_what_is_no_graph_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "graph.ttl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        validate(path)
    assert str(path) in str(error.value)
    assert words in str(error.value)


def test_a_file_from_elsewhere_cut_anywhere_never_conforms(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    _, _, whole = path.read_text(encoding="utf-8").partition("\n")
    blocks = whole.split("\n\n")[:-1]
    for count in range(len(blocks) - 1, len(blocks) - 15, -1):
        path.write_text("\n\n".join(blocks[:count]) + "\n", encoding="utf-8")
        assert any("evidence" in violation.message_en for violation in validate(path)), blocks[count]
