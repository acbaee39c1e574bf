import tomllib
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from example import example_graph
from running import Ran, RunKg

from kg.errors import InputError
from kg.iris import KG, VOCABULARIES, prefixed
from kg.ontology import load_ontology, ontology_folder, read_turtle_files
from kg.triples import write_turtle
from kg.validate import validate, violations

CASES = Path(__file__).parent / "cases" / "validate"
GOOD = (CASES / "good.ttl").read_text(encoding="utf-8")
SHAPES = tuple(ontology_folder() / name for name in ("shapes.ttl", "oddities.ttl"))
EXPECTED = tomllib.loads((CASES / "expected.toml").read_text(encoding="utf-8"))
SH = VOCABULARIES["sh"]


def test_every_fixture_is_expected_and_the_other_way_round() -> None:
    assert {path.stem for path in CASES.glob("*.ttl")} == EXPECTED.keys()


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_each_fault_gives_its_line(name: str, expected: dict[str, list[str]]) -> None:
    found = validate(CASES / f"{name}.ttl")
    for language, lines in expected.items():
        assert [violation.line(language) for violation in found] == lines


FACT = "org:role :院长 ; kg:confidence 1.0 ; kg:evidence :句"
# What to put in the place of what, in good.ttl, so that it is odd in one way; and how the warning begins.
ODD = {
    "alias is the name": ('"画院"@zh', '"云屏画院"@zh', "has its own name as an alias"),
    "many aliases": (
        '"画院"@zh',
        ", ".join(f'"画院{n}"@zh' for n in range(31)),
        "has more than thirty aliases",
    ),
    "short name": ('rdfs:label "褚望舒"@zh', 'rdfs:label "褚"@zh', "has a name of one character"),
    "many posts": (
        ":任职 a",
        "".join(f":任{n} a kg:Membership ; org:member :褚望舒 ; {FACT} . " for n in range(20)) + ":任职 a",
        "has more than twenty posts",
    ),
    "doubtful": ("kg:confidence 0.8", "kg:confidence 0.49", "has a confidence below 0.5"),
    "gives to itself": (
        "schema:recipient :梧桐社区",
        "schema:recipient :褚望舒",
        "has an agent who is a recipient",
    ),
    "through the giver": ("schema:location", "kg:via :褚望舒 ; schema:location", "has an agent through whom"),
    "through the receiver": (
        "schema:recipient :梧桐社区",
        "schema:recipient :云屏画院 ; kg:via :云屏画院",
        "has a recipient through whom",
    ),
    "too much": ("kg:amount 500.0", "kg:amount 1000000000000.01", "has an amount above"),
    "nothing given": (
        "schema:recipient :梧桐社区 ;\n    schema:object :口罩 ; schema:location :梧桐社区 ; "
        'kg:date "2020-02-05"^^xsd:date ;\n    kg:amount 500.0 ; schema:priceCurrency "CNY" ;',
        "",
        "was given without",
    ),
    "too early": (
        'dcterms:source "',
        'schema:datePublished "2020-02-04"^^xsd:date ; dcterms:source "',
        "was done after its article",
    ),
    "nothing mentioned": (" ; schema:mentions :褚望舒 , :云屏画院 , :梧桐社区", "", "mentions nothing"),
    "long sentence": ("500元", "500元" + "，" * 1000, "is longer than a thousand"),
}


def odd(name: str, folder: Path) -> Path:
    old, new, _ = ODD[name]
    assert GOOD.count(old) == 1
    path = folder / "graph.ttl"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_a_warning_with_article_and_sentence(name: str, tmp_path: Path) -> None:
    (found,) = validate(odd(name, tmp_path))
    assert found.warning
    assert found.message_en.startswith(ODD[name][2])
    assert found.source == "example/捐赠.txt"
    assert found.sentence.startswith("云屏画院院长") or name == "nothing mentioned"


def test_every_warning_is_tried() -> None:
    texts = ox.parse(path=SHAPES[1], format=ox.RdfFormat.TURTLE)
    messages = {q.object.value for q in texts if getattr(q.object, "language", None) == "en"}
    assert len(messages) == len(ODD)
    assert all(any(message.startswith(words) for message in messages) for _, _, words in ODD.values())


@pytest.mark.parametrize(
    "change",
    [
        ("2020-02-05", "2020-02-04"),
        ('"2020-02-05"^^xsd:date', '"2020-02"^^xsd:gYearMonth'),
        ("kg:Realised", "kg:Planned"),
    ],
)
def test_what_was_done_before_or_may_have_been_is_not_odd(change: tuple[str, str], tmp_path: Path) -> None:
    path = odd("too early", tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert validate(path) == []


def test_kg_validate_tells_warnings_apart(tmp_path: Path, run_kg: RunKg) -> None:
    path = odd("doubtful", tmp_path)
    line = validate(path)[0].line()
    assert run_kg("validate", path) == Ran(0, "", f"Warning: {line}\n{path}: 0 violations, 1 warning\n")
    assert run_kg("validate", path, "--quiet") == Ran(0, "", "")
    assert run_kg("validate", path, "--strict") == Ran(1, f"{line}\n", f"{path}: 1 violation\n")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            ':褚望舒 a kg:Person ; rdfs:label "褚望舒"@zh .', ":褚望舒 a kg:Person ."
        )
    )
    ran = run_kg("validate", path)
    assert (ran.code, len(ran.out.splitlines())) == (1, 1)
    assert ran.err.endswith(": 1 violation, 1 warning\n")


def shapes() -> rdflib.Graph:
    both = rdflib.Graph()
    for path in SHAPES:
        both.parse(path)
    return both


def theirs(path: Path) -> list[tuple[str, str, bool]]:
    """What pyshacl finds in a graph, the ontology added."""
    data = rdflib.Graph().parse(path).parse(ontology_folder() / "core.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
    return [(v.thing, v.message_en, v.warning) for v in violations(report.serialize(format="nt"), store)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", EXPECTED)
def test_pyshacl_finds_the_same(name: str) -> None:
    path = CASES / f"{name}.ttl"
    assert theirs(path) == [(v.thing, v.message_en, v.warning) for v in validate(path)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ODD)
def test_pyshacl_finds_the_same_odd(name: str, tmp_path: Path) -> None:
    path = odd(name, tmp_path)
    assert theirs(path) == [(v.thing, v.message_en, v.warning) for v in validate(path)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_the_example_conforms_for_both_engines(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write_turtle(example_graph(), path)
    assert [v.message_en for v in validate(path)] == ["has a confidence below 0.5"]
    assert len(theirs(path)) == 1


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
        *("Membership", "Action", "Donation", "Item", "Article", "Sentence", "Status"),
    }


def test_a_shape_covers_every_class_and_every_property() -> None:
    ontology, found = load_ontology(), shapes()
    targets = {str(cls).removeprefix(KG) for cls in found.objects(None, rdflib.URIRef(SH + "targetClass"))}
    covered = {name for target in targets for name in ontology.subclasses(target)}
    assert ontology.classes.keys() - covered == set()
    paths = {prefixed(str(path)) for path in found.objects(None, rdflib.URIRef(SH + "path"))}
    assert ontology.properties.keys() - paths == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shape_that_can_be_broken_has_a_message(language: str) -> None:
    """Those within others, and those that only gather property shapes, speak through them."""
    found = shapes()
    told = {
        s for s, text in found.subject_objects(rdflib.URIRef(SH + "message")) if text.language == language
    }
    for shape in found.subjects(rdflib.URIRef(SH + "targetClass")):
        checks = {str(p).removeprefix(SH) for p in found.predicates(shape)} & {"or", "and", "not", "in"}
        assert shape in told or not checks, shape
        for part in found.objects(shape, rdflib.URIRef(SH + "property")):
            assert part in told, (shape, part)


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
        (b"\x00\xff\xfe", "line 1"),
        (b"\xff\xfe\x00", "byte order mark"),
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
