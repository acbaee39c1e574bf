"""The W3C's tests of SPARQL that concern reading, asked of a `kg serve` over HTTP."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path, PurePosixPath

import pyoxigraph as ox
import pytest
from serving import Reply, Served
from stores.servers import free_ports
from test_serving import PROTOCOL
from w3c import (
    RESULTS,
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
    rows_of,
    triples,
)

from kg.cli import run

Data = tuple[tuple[str, ...], tuple[str, ...]]
"""The files of a test's default graph and of its named graphs."""

TYPES = {
    ox.QueryResultsFormat.JSON: "application/sparql-results+json",
    ox.QueryResultsFormat.XML: "application/sparql-results+xml",
    ox.QueryResultsFormat.TSV: "text/tab-separated-values",
}
GRAPH = "application/n-triples"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`kg serve` with the data of a test; those with the same data share it.

    It is forked from a process that has loaded the libraries, since a hundred starts would take minutes.
    """
    path = tmp_path_factory.mktemp("suite") / "data.nq"
    write(request.param, path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kg.serving.run"])
    (port,) = free_ports(1)
    command = ["serve", "--quiet", "--port", str(port), str(path)]
    process = context.Process(target=run, args=(command,), daemon=True)
    process.start()
    try:
        wait(port, process)
        yield Served(process, f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.join()


def write(data: Data, path: Path) -> None:
    """The graph file that is served; a comment is in it even where no data is."""
    plain, named = data
    quads = [ox.Quad(*triple) for file in plain for triple in triples(file)]
    quads += [ox.Quad(*triple, ox.NamedNode(iri_of(file))) for file in named for triple in triples(file)]
    path.write_bytes(b"# data\n" + (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""))


def wait(port: int, process: BaseProcess) -> None:
    deadline = time.monotonic() + 60
    while process.is_alive() and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise AssertionError("no server")


def cases(*kinds: str) -> pytest.MarkDecorator:
    """Each test of some kinds with a server of its data."""
    found = [
        pytest.param((case.data, case.named), case, id=case.name, marks=marks(case, "failures", "served"))
        for case in read_cases()
        if case.kind in kinds
    ]
    return pytest.mark.parametrize(("server", "case"), found, indirect=["server"], scope="module")


def test_every_test_of_the_protocol_that_concerns_reading_has_a_case() -> None:
    reading = {name for name in protocol_tests() if "update" not in name}
    assert {case["w3c"] for case in PROTOCOL if "w3c" in case} == reading


@cases("QueryEvaluationTest")
def test_a_query_has_the_answer_of_the_suite(server: Served, case: Case) -> None:
    wanted = expected(case)
    reduced = "REDUCED" in case.query
    assert canonical(answer(server, case, wanted.ordered), reduced) == canonical(wanted, reduced)


@cases("CSVResultFormatTest")
def test_an_answer_is_written_as_csv(server: Served, case: Case) -> None:
    assert case.result is not None
    reply = asked(server, case, "text/csv")
    assert (reply.status, reply.type) == (200, "text/csv")
    assert by_column(reply.text) == by_column(read_suite()[case.result].decode())


@cases("PositiveSyntaxTest", "PositiveSyntaxTest11")
def test_a_query_is_understood(server: Served, case: Case) -> None:
    assert asked(server, case, "*/*").status == 200


@cases("NegativeSyntaxTest", "NegativeSyntaxTest11")
def test_a_malformed_query_is_refused(server: Served, case: Case) -> None:
    reply = asked(server, case, "*/*")
    assert (reply.status, reply.type) == (400, "text/plain")


def asked(server: Served, case: Case, accept: str) -> Reply:
    """A query sent as it is, below the IRI of its file: over HTTP it has none of its own."""
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return server.send("POST", "/sparql", headers, f"BASE <{case.iri}>\n{case.query}".encode())


def answer(server: Served, case: Case, ordered: bool) -> Answer:
    """The answer, rows in the format in which the suite has them, else in JSON."""
    form = RESULTS.get(PurePosixPath(case.result or "").suffix, ox.QueryResultsFormat.JSON)
    reply = asked(server, case, f"{TYPES[form]}, {GRAPH}")
    assert reply.status == 200, reply.text
    if reply.type == GRAPH:
        found = ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)
        return Answer((), tuple(quad.triple for quad in found))
    assert reply.type == TYPES[form]
    return rows_of(reply.body, form, ordered)
