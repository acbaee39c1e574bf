"""The W3C's tests of SPARQL that concern reading, asked of `kg.query`."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from w3c import (
    KNOWN,
    Answer,
    Case,
    by_column,
    canonical,
    expected,
    iri_of,
    marks,
    protocol_tests,
    read_cases,
    read_suite,
    triples,
)

from kg.errors import QueryError
from kg.query import query
from kg.results import Result, render

CASES = list(read_cases())


def cases(*kinds: str) -> list[object]:
    wanted = (case for case in CASES if case.kind in kinds)
    return [pytest.param(case, id=case.name, marks=marks(case, "failures")) for case in wanted]


def test_the_suites_are_whole() -> None:
    counted = Counter(case.kind for case in CASES)
    counted["ProtocolTest"] = sum("update" not in name for name in protocol_tests())
    assert counted == KNOWN["counts"]
    listed = [name for table in ("failures", "served") for names in KNOWN[table].values() for name in names]
    assert len(listed) == len(set(listed))
    assert set(listed) <= {case.name for case in CASES}


@pytest.mark.parametrize("case", cases("QueryEvaluationTest"))
def test_a_query_has_the_answer_of_the_suite(case: Case) -> None:
    wanted = expected(case)
    reduced = "REDUCED" in case.query
    assert canonical(answer(asked(case), wanted.ordered), reduced) == canonical(wanted, reduced)


@pytest.mark.parametrize("case", cases("CSVResultFormatTest"))
def test_an_answer_is_written_as_csv(case: Case) -> None:
    assert case.result is not None
    assert by_column(render(asked(case), "csv")) == by_column(read_suite()[case.result].decode())


@pytest.mark.parametrize("case", cases("PositiveSyntaxTest", "PositiveSyntaxTest11"))
def test_a_query_is_understood(case: Case) -> None:
    asked(case)


@pytest.mark.parametrize("case", cases("NegativeSyntaxTest", "NegativeSyntaxTest11"))
def test_a_malformed_query_is_refused(case: Case) -> None:
    with pytest.raises(QueryError):
        asked(case)


def asked(case: Case) -> Result:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for path in case.data for triple in triples(path))
    for path in case.named:
        graph = ox.NamedNode(iri_of(path))
        store.extend(ox.Quad(*triple, graph) for triple in triples(path))
    return query(store, case.query, base=case.iri)


def answer(result: Result, ordered: bool) -> Answer:
    if result.form == "graph":
        return Answer((), tuple(ox.Triple(*row) for row in result.rows))
    rows = (zip(result.columns, row, strict=True) for row in result.rows)
    return Answer(tuple({name: term for name, term in row if term is not None} for row in rows), (), ordered)
