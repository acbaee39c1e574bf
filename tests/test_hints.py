from pathlib import Path

import pytest
from example import example_graph
from running import RunKg

from kg.hints import graphs_hint, unknown_terms
from kg.ontology import load_ontology
from kg.questions import list_questions
from kg.triples import write_turtle


@pytest.mark.parametrize(
    ("sparql", "hints"),
    [
        ("ASK { ?x a kg:Hospital ; kg:status kg:Planned }", []),
        ("ASK { ?x a kg:Hospitl }", ["kg:Hospitl is not in the ontology; do you mean kg:Hospital?"]),
        ("ASK { ?x kg:Trigger ?y }", ["kg:Trigger is not in the ontology; do you mean kg:trigger?"]),
        ("ASK { ?x kg:zzzz ?y , kg:zzzz }", ["kg:zzzz is not in the ontology."]),
        (
            "ASK { ?x a <https://w3id.org/zhkg/ontology#Dontion> }",
            ["kg:Dontion is not in the ontology; do you mean kg:Donation?"],
        ),
        ("ASK { ?x rdfs:label 'kg:Hospitl' } # kg:Hospitl", []),
        ('ASK { ?x rdfs:label """a "kg:Hospitl""" }', []),
        ("ASK { ?x a foo-kg:Hospitl , akg:Hospitl }", []),
        ("PREFIX kg: <http://example.org/> ASK { ?x a kg:Hospitl }", []),
        ("PREFIX kg: <https://w3id.org/zhkg/ontology#> ASK { ?x a kg:Actoin }", [
            "kg:Actoin is not in the ontology; do you mean kg:Action?"
        ]),
    ],
)  # fmt: skip
def test_a_misspelt_term_is_told_with_what_is_meant(sparql: str, hints: list[str]) -> None:
    assert unknown_terms(sparql, load_ontology()) == hints


def test_no_prepared_question_names_an_unknown_term() -> None:
    ontology = load_ontology()
    assert [hint for question in list_questions() for hint in unknown_terms(question.sparql, ontology)] == []


def test_kg_query_hints_on_stderr_and_answers(sample_output: Path, run_kg: RunKg) -> None:
    ran = run_kg("query", sample_output, "ASK { ?x a kg:Hospitl }", "--format", "csv", "--quiet")
    assert (ran.code, ran.out) == (0, "answer\r\nfalse\r\n")
    assert ran.err == "Warning: kg:Hospitl is not in the ontology; do you mean kg:Hospital?\n"


@pytest.mark.parametrize(
    ("sparql", "name", "hinted"),
    [
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "graph.ttl", True),
        ("SELECT * {graph<http://a>{ ?s ?p ?o } }", "graph.nt", True),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "graph.trig", False),
        (
            "SELECT ?graph $GRAPH { ?graph kg:GRAPH 'GRAPH' , <http://a/#GRAPH> }",
            "graph.ttl",
            False,
        ),
    ],
)
def test_a_query_for_named_graphs_of_a_file_without_any_is_told(sparql: str, name: str, hinted: bool) -> None:
    hint = graphs_hint(sparql, Path(name))
    assert (hint is not None) == hinted
    assert hint is None or hint.startswith(f"{name} has no named graphs")


def test_the_command_tells_of_it(run_kg: RunKg, tmp_path: Path) -> None:
    write_turtle(example_graph(), tmp_path / "graph.ttl")
    ran = run_kg("query", tmp_path / "graph.ttl", "ASK { GRAPH ?g { ?s ?p ?o } }", "--format", "csv")
    assert (ran.code, ran.out) == (0, "answer\r\nfalse\r\n")
    assert "Warning: " in ran.err
    assert "GRAPH finds nothing" in ran.err
