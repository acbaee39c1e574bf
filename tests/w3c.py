"""The test suites of the W3C for SPARQL 1.0 and 1.1, as the sdist of rdflib 5.0.0 carries them.

`.ci/run` downloads it, pinned by its digest; nothing of it stands in this repository. A test is read into
`Case`. `test_w3c.py` asks `kg.query` each query, `test_w3c_served.py` a `kg serve`; both turn what comes
back into `Answer` (rows of terms) and compare `canonical` of it with that of what the suite expects. Of the
tests of the SPARQL 1.1 Protocol the archive has the names alone.
"""

from __future__ import annotations

import csv
import io
import tarfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

import pyoxigraph as ox
import pytest
from running import ROOT
from stores.needs import absent

KNOWN = tomllib.loads((ROOT / "tests/cases/w3c/known.toml").read_text(encoding="utf-8"))
"""Counts of tests, and those that fail by the reason."""

ARCHIVE = ROOT / "build/w3c/rdflib-5.0.0.tar.gz"
GET = "pip download --no-deps --require-hashes -r tests/cases/w3c/requirements.txt -d build/w3c"

if not ARCHIVE.is_file():
    absent("the W3C's test suites", GET, collecting=True)

_INSIDE = "rdflib-5.0.0/test/DAWG/"
_BASE = "http://w3c.example/"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_DAWGT = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"

# What concerns writing, other endpoints or reasoning is no business of a reader of one graph.
_NOT_READING = {
    *(
        "add",
        "basic-update",
        "clear",
        "copy",
        "delete",
        "delete-data",
        "delete-insert",
        "delete-where",
        "drop",
    ),
    *("move", "update-silent", "syntax-update-1", "syntax-update-2"),
    *("service", "service-description", "syntax-fed", "protocol", "entailment"),
}
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A test; `kind` is its class in the manifest, `iri` its query's, the rest are paths of the suites."""

    name: str
    kind: str
    iri: str
    query: str
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows by column name, in order where `ordered`; or a graph; or the truth of an ASK, as one row."""

    rows: tuple[Mapping[str, Any], ...]
    graph: tuple[ox.Triple, ...] = ()
    ordered: bool = False


@cache
def read_suite() -> Mapping[str, bytes]:
    """The files of both suites by their path."""
    with tarfile.open(ARCHIVE) as archive:
        return {
            member.name.removeprefix(_INSIDE): file.read()
            for member in archive
            if member.name.startswith((f"{_INSIDE}data-r2/", f"{_INSIDE}data-sparql11/"))
            and (file := archive.extractfile(member))
        }


def read_cases() -> Iterator[Case]:
    """Every approved test of both suites that concerns reading."""
    for path in sorted(read_suite()):
        if PurePosixPath(path).match("*/*/manifest.ttl") and PurePosixPath(path).parts[1] not in _NOT_READING:
            yield from _cases(path)


def marks(case: Case, *failures: str) -> list[pytest.MarkDecorator]:
    """What a test that is in one of these tables of known failures is marked by."""
    return [
        pytest.mark.xfail(reason=reason)
        for table in failures
        for reason, names in KNOWN[table].items()
        if case.name in names
    ]


def triples(path: str) -> list[ox.Triple]:
    """The triples of a file of the suites, with relative IRIs below its own."""
    form = _FORMATS[PurePosixPath(path).suffix]
    # The blank nodes of two files are two, even where they bear one label.
    found = ox.parse(read_suite()[path], format=form, base_iri=iri_of(path), rename_blank_nodes=True)
    return [quad.triple for quad in found]


def iri_of(path: str) -> str:
    return _BASE + path


def expected(case: Case) -> Answer:
    """What the suite says the answer is, other than as CSV."""
    assert case.result is not None
    suffix = PurePosixPath(case.result).suffix
    if suffix in RESULTS:
        # Elsewhere, queries that order do so by terms which the standard leaves without an order.
        return rows_of(read_suite()[case.result], RESULTS[suffix], ordered="/sort/" in case.name)
    return _result_set(triples(case.result))


def rows_of(results: bytes, form: ox.QueryResultsFormat, ordered: bool) -> Answer:
    """The answer to a SELECT or ASK, from one of the standard's formats."""
    found = ox.parse_query_results(results, format=form)
    if isinstance(found, ox.QueryBoolean):
        return Answer(({"answer": ox.Literal(bool(found))},))
    names = [variable.value for variable in found.variables]
    rows = (zip(names, solution, strict=True) for solution in found)
    return Answer(tuple({name: term for name, term in row if term} for row in rows), ordered=ordered)


def canonical(answer: Answer, reduced: bool = False) -> ox.Dataset:
    """The answer as quads that equal those of another exactly where a person would say they agree.

    A row is a blank node with its cells, so that rows count as often as they come (but once where the
    query said REDUCED) and blank nodes may have any name. Numbers are compared by their value.
    """
    quads = [ox.Quad(*(_plain(part) for part in triple)) for triple in answer.graph]
    rows = {frozenset(row.items()): row for row in answer.rows}.values() if reduced else answer.rows
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        quads.append(ox.Quad(node, _node("urn:", "row"), ox.Literal(number if answer.ordered else 0)))
        quads += [ox.Quad(node, _node("urn:column:", name), _plain(term)) for name, term in row.items()]
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def by_column(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file, whatever its columns' order and its blank nodes' names."""
    rows = csv.DictReader(io.StringIO(text))
    return [{name: "_:" if cell.startswith("_:") else cell for name, cell in row.items()} for row in rows]


def protocol_tests() -> list[str]:
    """The names of the W3C's tests of the SPARQL 1.1 Protocol."""
    found = triples("data-sparql11/protocol/manifest.ttl")
    kind, test = _node(_RDF, "type"), _node(_MF, "ProtocolTest")
    return [str(t.subject.value).rpartition("#")[2] for t in found if (t.predicate, t.object) == (kind, test)]


Facts = Mapping[tuple[Any, str], list[Any]]
"""Objects by subject and predicate."""


def _facts(found: Iterable[ox.Triple]) -> Facts:
    facts: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    for triple in found:
        facts[triple.subject, triple.predicate.value].append(triple.object)
    return facts


def _cases(manifest: str) -> Iterator[Case]:
    facts = _facts(triples(manifest))

    def paths(subject: Any, predicate: str) -> tuple[str, ...]:
        found = facts.get((subject, predicate), [])
        return tuple(term.value.removeprefix(_BASE) for term in found if isinstance(term, ox.NamedNode))

    entries = facts.get((ox.NamedNode(iri_of(manifest)), _MF + "entries"), [])
    for entry in chain.from_iterable(_members(facts, head) for head in entries):
        if _node(_DAWGT, "Approved") not in facts.get((entry, _DAWGT + "approval"), []):
            continue
        (action,) = facts[entry, _MF + "action"]
        # The action of a test of syntax is the query itself.
        (query,) = paths(action, _QT + "query") or paths(entry, _MF + "action")
        yield Case(
            name=str(PurePosixPath(manifest).parent / entry.value.rpartition("#")[2]),
            kind=facts[entry, _RDF + "type"][0].value.removeprefix(_MF),
            iri=iri_of(query),
            query=read_suite()[query].decode(),
            data=paths(action, _QT + "data"),
            named=paths(action, _QT + "graphData"),
            result=next(iter(paths(entry, _MF + "result")), None),
        )


def _members(facts: Facts, head: Any) -> Iterator[Any]:
    while (head, _RDF + "first") in facts:
        yield from facts[head, _RDF + "first"]
        (head,) = facts[head, _RDF + "rest"]


def _result_set(found: list[ox.Triple]) -> Answer:
    """Rows written as RDF, in the vocabulary of result sets; a graph that is none is the answer itself."""
    facts = _facts(found)
    sets = [triple.subject for triple in found if triple.object == _node(_RS, "ResultSet")]
    if not sets:
        return Answer((), tuple(found))
    if truth := facts.get((sets[0], _RS + "boolean")):
        return Answer(({"answer": truth[0]},))
    solutions = facts.get((sets[0], _RS + "solution"), [])
    ordered = bool(solutions) and all((solution, _RS + "index") in facts for solution in solutions)
    if ordered:
        solutions = sorted(solutions, key=lambda solution: int(facts[solution, _RS + "index"][0].value))
    return Answer(tuple(_row(facts, solution) for solution in solutions), ordered=ordered)


def _row(facts: Facts, solution: Any) -> dict[str, Any]:
    bindings = facts.get((solution, _RS + "binding"), [])
    return {
        facts[binding, _RS + "variable"][0].value: facts[binding, _RS + "value"][0] for binding in bindings
    }


def _plain(term: Any) -> Any:
    """A number in one way of writing it, a language tag in small letters."""
    if not isinstance(term, ox.Literal):
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower())
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        if kind in ("double", "float"):
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        if kind in ("decimal", "integer"):
            return ox.Literal(f"{Decimal(term.value).normalize():f}", datatype=term.datatype)
    except (ValueError, InvalidOperation):
        pass
    return term


def _node(space: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(space + name)
