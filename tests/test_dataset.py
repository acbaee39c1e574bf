"""`dataset.ttl`: it counts what is there, names what it was made from, and says the same each time."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from example import example_graph
from running import ROOT, RunKg

from kg import __version__
from kg.dataset import Origin, describe, write_dataset
from kg.descriptions import Counts, count
from kg.formats import write_graph
from kg.iris import BASE, DESCRIBING, VOCABULARIES
from kg.ontology import load_ontology
from kg.outputs import FORMATS, output_files
from kg.validate import validate

OWN_BASE = "https://example.org/新闻/"
PREFIXES = {**VOCABULARIES, **DESCRIBING}
ORIGIN = Origin("sha256:00", "81", dict.fromkeys(("example/云屏驰援.txt", "b\u202e�.md"), "ab" * 32))


def ask(path: Path, sparql: str) -> list[tuple[str, ...]]:
    """The rows of a query over the description and the graph beside it."""
    store = ox.Store()
    for name in ("dataset.ttl", "graph.ttl"):
        store.bulk_load(path=path.with_name(name), format=ox.RdfFormat.TURTLE)
    return [tuple(term.value for term in row) for row in store.query(sparql, prefixes=PREFIXES)]  # type: ignore[union-attr]


def _counts() -> Counts:
    return count(example_graph(), load_ontology().ancestors)


@pytest.fixture(scope="module", params=[BASE, OWN_BASE])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A description with the graph in every format beside it."""
    folder, base = tmp_path_factory.mktemp("dataset"), request.param
    files = {form: folder / name for form, name in FORMATS.items()}
    for form, file in files.items():
        write_graph(example_graph(), form, file, base)
    write_dataset(_counts(), ORIGIN, files, folder / "dataset.ttl", base)
    return folder / "dataset.ttl"


COUNTS = {
    "void:triples": "(COUNT(*) AS ?n) { ?s ?p ?o",
    "void:distinctSubjects": "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o",
    "void:entities": "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o",
    "void:classes": "(COUNT(DISTINCT ?o) AS ?n) { ?s a ?o",
    "void:properties": "(COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o",
}


@pytest.mark.parametrize(("property_", "counting"), COUNTS.items())
def test_what_is_counted_is_there(path: Path, property_: str, counting: str) -> None:
    graph = ox.Store()
    graph.bulk_load(path=path.with_name("graph.ttl"), format=ox.RdfFormat.TURTLE)
    (row,) = graph.query(f"SELECT {counting} }}")  # type: ignore[union-attr]
    assert ask(path, f"SELECT ?n {{ ?d a void:Dataset ; {property_} ?n }}") == [(row["n"].value,)]


def test_every_class_and_property_has_its_part(path: Path) -> None:
    graph = rdflib.Graph().parse(path.with_name("graph.ttl"))
    types = [str(o) for _, _, o in graph.triples((None, rdflib.RDF.type, None))]
    classes = ask(path, "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }")
    assert sorted(classes) == sorted((name, str(types.count(name))) for name in set(types))
    verbs = [str(p) for p in graph.predicates()]
    properties = ask(
        path, "SELECT ?p ?n { ?d void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    )
    assert sorted(properties) == sorted((name, str(verbs.count(name))) for name in set(verbs))
    spaces = {re.sub("[^/#]*$", "", name) for name in (*types, *verbs)}
    assert {space for (space,) in ask(path, "SELECT ?v { ?d void:vocabulary ?v }")} == spaces


def test_every_file_of_the_graph_is_a_distribution_that_can_be_checked(path: Path) -> None:
    rows = ask(
        path,
        """SELECT ?name ?size ?sha ?type { ?d a dcat:Dataset ; dcat:distribution ?f .
        ?f a dcat:Distribution ; dcterms:title ?name ; dcat:byteSize ?size ; schema:sha256 ?sha ;
           dcat:mediaType ?type }""",
    )
    assert {name for name, *_ in rows} == set(FORMATS.values())
    for name, size, sha, media_type in rows:
        content = path.with_name(name).read_bytes()
        assert (size, sha) == (str(len(content)), hashlib.sha256(content).hexdigest())
        form = ox.RdfFormat.from_extension(Path(name).suffix[1:])
        assert form is not None
        assert media_type == f"https://www.iana.org/assignments/media-types/{form.media_type}"


def test_the_run_names_all_that_it_used(path: Path) -> None:
    rows = ask(
        path,
        """SELECT ?what { ?d prov:wasGeneratedBy ?run . ?run a prov:Activity ; prov:used ?used .
        ?used dcterms:identifier|schema:sha256|owl:versionInfo ?what }""",
    )
    version = load_ontology().version
    assert version
    assert sorted(rows) == sorted([("sha256:00",), ("81",), (version,), ("ab" * 32,), ("ab" * 32,)])
    agents = ask(path, "SELECT ?v { ?run prov:wasAssociatedWith [ schema:softwareVersion ?v ] }")
    assert agents == [(__version__,)]


def test_an_article_of_the_graph_is_the_one_whose_file_is_named(path: Path) -> None:
    rows = ask(path, "SELECT ?sha { ?a a kg:Article ; dcterms:source ?s ; schema:sha256 ?sha }")
    assert rows == [("ab" * 32,)]


def test_the_description_holds_no_violation_and_reads_everywhere(path: Path) -> None:
    assert validate(path) == []
    base = path.read_text(encoding="utf-8").partition("@prefix dataset: <")[2].partition("dataset#")[0]
    files = {form: path.with_name(name) for form, name in FORMATS.items()}
    described = set(describe(_counts(), ORIGIN, files, base))
    assert {quad.triple for quad in ox.parse(path=path)} == described
    assert len(rdflib.Graph().parse(path)) == len(described)


def test_a_build_describes_itself_alike_wherever_it_runs(tmp_path: Path, run_kg: RunKg) -> None:
    texts = []
    for name in ("here", "there"):
        corpus = tmp_path / name / "corpus"
        corpus.mkdir(parents=True)
        for article in ("02-proposals.txt", "04-blood-drive.txt"):
            (corpus / article).write_bytes((ROOT / "corpus" / article).read_bytes())
        (corpus / "unreadable.txt").write_bytes(b"")
        assert run_kg("build", corpus, "-o", tmp_path / name / "output").code == 1
        assert {p.name for p in (tmp_path / name / "output").iterdir() if p.is_file()} == set(output_files())
        texts.append((tmp_path / name / "output" / "dataset.ttl").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "unreadable" not in texts[0]
    assert str(tmp_path) not in texts[0]
    for article in ("02-proposals.txt", "04-blood-drive.txt"):
        assert hashlib.sha256((ROOT / "corpus" / article).read_bytes()).hexdigest() in texts[0]
    corrections = tmp_path / "corrections.toml"
    corrections.write_text("", encoding="utf-8")
    run_kg("build", tmp_path / "here", "-o", tmp_path / "here/output", "--corrections", corrections)
    text = (tmp_path / "here/output/dataset.ttl").read_text(encoding="utf-8")
    assert (
        f'dataset:corrections a prov:Entity ;\n    schema:sha256 "{hashlib.sha256(b"").hexdigest()}"' in text
    )
