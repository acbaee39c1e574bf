"""What a reasoner draws from a graph, the ontology and the vocabularies that it builds on: nothing unwanted.

The rules are those of OWL 2 RL, as owlrl has them; `vocabularies.ttl` holds what others say of our terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import owlrl
import pytest
import rdflib
from example import example_graph
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from running import ROOT

from kg.iris import BASE, KG, VOCABULARIES
from kg.ontology import ontology_folder
from kg.triples import to_rdflib
from kg.validate import validate

GRAPHS = ("example", "traps", "corpus")
ONE_NAME = "must have exactly one name, in Chinese"
ALIAS_IS_A_NAME = (SKOS.altLabel, RDFS.subPropertyOf, RDFS.label)


def read(name: str) -> Graph:
    if name == "example":
        return to_rdflib(example_graph())
    return Graph().parse(
        {"traps": ROOT / "tests/cases/query/traps.ttl", "corpus": ROOT / "tests/golden/corpus.ttl"}[name]
    )


@dataclass(frozen=True)
class Closure:
    """What was said, what follows, and what of it is impossible."""

    said: Graph
    drawn: Graph
    faults: list[str]


def close(said: Graph, without: tuple[URIRef, URIRef, URIRef] | None = None) -> Closure:
    """All that follows from a graph under OWL 2 RL, one axiom left out if asked."""
    whole = said + Graph()
    for path in (
        ontology_folder() / "core.ttl",
        *(ontology_folder() / "domains").glob("*.ttl"),
        ROOT / "tests/vocabularies.ttl",
    ):
        whole.parse(path)
    if without:
        assert without in whole
        whole.remove(without)
    engine = owlrl.OWLRL_Semantics(whole, axioms=False, daxioms=False, rdfs=False)
    engine.closure()
    return Closure(said, whole, engine.error_messages)


@pytest.fixture(scope="module", params=GRAPHS)
def closure(request: pytest.FixtureRequest) -> Closure:
    return close(read(request.param))


def kinds(graph: Graph) -> set[tuple[URIRef, URIRef]]:
    """Each thing with each of our classes that it is of."""
    return {
        (thing, kind)
        for thing, kind in graph.subject_objects(RDF.type)
        if str(thing).startswith(BASE) and not str(thing).startswith(KG) and str(kind).startswith(KG)
    }


def things(graph: Graph, path: Path) -> Path:
    """A file with what is said of things, not of the terms or of literals."""
    kept = Graph()
    for triple in graph:
        if str(triple[0]).startswith(BASE) and not isinstance(triple[2], BNode):
            kept.add(triple)
    kept.serialize(path, "turtle")
    return path


def test_nothing_contradicts(closure: Closure) -> None:
    assert closure.faults == []


def test_no_thing_gets_a_class_of_ours_that_it_was_not_given(closure: Closure) -> None:
    said, drawn = closure.said, closure.drawn
    assert len(kinds(said)) > 50
    assert kinds(drawn) - kinds(said) == set()


def test_no_two_things_become_one(closure: Closure) -> None:
    one = {(s, o) for s, o in closure.drawn.subject_objects(OWL.sameAs) if s != o and isinstance(s, URIRef)}
    assert {pair for pair in one if str(pair[0]).startswith(BASE)} == set()


@pytest.mark.parametrize("name", GRAPHS)
def test_the_shapes_hold_after_inference(name: str, tmp_path: Path) -> None:
    drawn = close(read(name), without=ALIAS_IS_A_NAME).drawn
    found = validate(things(drawn, tmp_path / "graph.ttl"))
    assert [violation.line() for violation in found if not violation.warning] == []


def test_only_names_are_more_where_an_alias_is_a_name_too(closure: Closure, tmp_path: Path) -> None:
    """SKOS puts altLabel below rdfs:label, so a reasoner that reads SKOS gives a thing all its names."""
    said, drawn = closure.said, closure.drawn
    found = [v for v in validate(things(drawn, tmp_path / "graph.ttl")) if not v.warning]
    assert {violation.message_en for violation in found} == {ONE_NAME}
    assert {BASE + violation.thing for violation in found} == {str(s) for s in said.subjects(SKOS.altLabel)}


def test_alignments_tell_in_the_words_of_others(closure: Closure) -> None:
    said, drawn = closure.said, closure.drawn
    ours, schema, sem = (rdflib.Namespace(VOCABULARIES[prefix]) for prefix in ("kg", "schema", "sem"))
    for own, other in (
        (ours.date, sem.hasTimeStamp),
        (ours.amount, schema.price),
        (ours.status, schema.actionStatus),
        (ours.via, schema.participant),
    ):
        pairs = set(said.subject_objects(own))
        assert pairs
        assert pairs <= set(drawn.subject_objects(other))
    hospitals = set(said.subjects(RDF.type, ours.Hospital))
    assert hospitals <= set(drawn.subjects(RDF.type, schema.Hospital))


@pytest.mark.parametrize(
    "planted",
    [
        "person:郦青 a kg:Place .",
        "person:郦青 a kg:Hospital .",
        "person:郦青 a org:Organization .",
        "article:a a kg:Sentence .",
        "kg:Planned a kg:Title .",
    ],
)
def test_what_is_of_two_disjoint_kinds_is_found(planted: str) -> None:
    graph = read("traps")
    prefixes = "".join(f"@prefix {key}: <{space}> .\n" for key, space in graph.namespaces())
    graph.parse(data=prefixes + planted, format="turtle")
    assert close(graph).faults


def test_an_unwanted_domain_would_be_found() -> None:
    graph = read("traps")
    graph.add((URIRef(KG + "evidence"), RDFS.domain, URIRef(KG + "Action")))
    closure = close(graph)
    assert kinds(closure.drawn) - kinds(graph)
    assert closure.faults
