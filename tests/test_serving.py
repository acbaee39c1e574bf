"""`kg serve`: the SPARQL 1.1 Protocol, things by their IRIs, and how a server begins and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from example import example_graph
from hypothesis import given
from hypothesis import strategies as st
from page_graphs import ATTACKS, hostile_graph, island
from running import RunKg, finish, spawn
from serving import Reply, Served, children, serving

from kg.formats import write_graph
from kg.serving.negotiation import best
from kg.serving.pages import mark
from kg.triples import to_triples, write_turtle

CASES = Path(__file__).parent / "cases" / "serving"
PROTOCOL = tomllib.loads((CASES / "protocol.toml").read_text(encoding="utf-8"))["case"]
NEGOTIATION = tomllib.loads((CASES / "negotiation.toml").read_text(encoding="utf-8"))["case"]
PERSON = f"/entity/{quote('person/闻若溪')}"


@pytest.fixture(scope="module")
def graph_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "graph.ttl"
    write_turtle(example_graph(), path)
    return path


@pytest.fixture(scope="module")
def server(graph_path: Path) -> Iterator[Served]:
    with serving(graph_path) as served:
        yield served


def protocol_cases() -> Iterator[Any]:
    for case in PROTOCOL:
        known = [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []
        yield pytest.param(case, id=case["name"], marks=known)


@pytest.mark.parametrize("case", list(protocol_cases()))
def test_the_protocol(server: Served, case: dict[str, Any]) -> None:
    path, headers = case.get("path", "/sparql"), case.get("headers", {})
    if "get" in case:
        path += "?" + urlencode([*map(tuple, case["get"])])
    body = bytes.fromhex(case["bytes"]) if "bytes" in case else case.get("body", "").encode() or None
    if "form" in case:
        body = urlencode([*map(tuple, case["form"])]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    reply = server.send(case.get("method", "GET"), path, headers, body)
    assert reply.status == case["status"], reply.text
    assert case.get("says", "") in reply.text
    assert reply.type == case.get("type", reply.type)
    assert reply.headers.get("allow") == case.get("allow", reply.headers.get("allow"))
    if reply.status >= 400:
        assert reply.text.count("\n") == 1
        assert "Traceback" not in reply.text


@pytest.mark.parametrize("case", NEGOTIATION, ids=lambda case: case["accept"])
def test_negotiation(case: dict[str, Any]) -> None:
    assert best(case["accept"], case["offers"]) == (case["best"] or None)


@given(st.text(alphabet="ab/*;q=0.19, ", max_size=40))
def test_whatever_accept_says_the_answer_is_an_offer_or_none(accept: str) -> None:
    assert best(accept, ("a/a", "a/b")) in ("a/a", "a/b", None)


def test_the_description_is_read_by_a_parser(server: Served) -> None:
    reply = server.send("GET", "/sparql")
    triples = list(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))
    endpoints = [t.object.value for t in triples if t.predicate.value.endswith("#endpoint")]
    assert endpoints == [server.address + "sparql"]


def test_every_thing_of_the_graph_is_told_of(server: Served) -> None:
    subjects = {triple.subject.value for triple in to_triples(example_graph())}
    for iri in sorted(subjects):
        path = "/entity/" + quote(iri.removeprefix("https://w3id.org/zhkg/"))
        page = server.send("GET", path, {"Accept": "text/html"})
        assert (page.status, page.type) == (200, "text/html"), page.text
        triples = list(ox.parse(server.send("GET", path).body, format=ox.RdfFormat.TURTLE))
        assert iri in {triple.subject.value for triple in triples}


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_a_thing_in_every_form_is_the_same(server: Served, media_type: str, form: ox.RdfFormat) -> None:
    by_header = server.send("GET", PERSON, {"Accept": media_type})
    by_address = server.send("GET", f"{PERSON}?format={quote(media_type)}", {"Accept": "text/html"})
    assert by_header.type == by_address.type == media_type
    assert by_header.body == by_address.body
    triples = {str(quad.triple) for quad in ox.parse(by_header.body, format=form)}
    reference = server.send("GET", PERSON, {"Accept": "application/n-triples"})
    assert triples == {str(q.triple) for q in ox.parse(reference.body, format=ox.RdfFormat.N_TRIPLES)}
    assert {str(triple) for triple in to_triples(example_graph())} > triples


def test_the_page_of_a_thing_has_its_facts_and_sentences(server: Served) -> None:
    page = server.send("GET", PERSON, {"Accept": "text/html", "Accept-Language": "zh-CN"}).text
    assert '<mark class="self">闻若溪</mark>' in page
    for part in ("院长", "云屏市第二人民医院", "95%", "example/云屏驰援.txt", 'href="/entity/organization/'):
        assert part in page
    english = server.send("GET", f"{PERSON}?lang=en", {"Accept": "text/html"}).text
    assert "Confidence" in english
    assert 'lang="en"' in english
    assert "置信度" in page


def test_named_graphs_are_served_beside_the_same_things(server: Served, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    write_graph(example_graph(), "trig", path)
    with serving(path) as served:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert served.ask(count).body == server.ask(count).body
        inside = json.loads(served.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").text)
        assert len(inside["results"]["bindings"]) == len(example_graph().articles) + 1
        for told in ("", PERSON, "/network"):
            description = {"Accept": "text/turtle"} if told == PERSON else {}
            mine, theirs = (one.send("GET", told or "/sparql", description) for one in (served, server))
            assert mine.text.replace(served.address, "") == theirs.text.replace(server.address, "")


def test_what_is_not_there_is_a_sentence(server: Served) -> None:
    for path in (
        "/entity/person/nobody",
        "/entity/x",
        "/nothing",
        "/static/nothing.css",
        "/questions/nothing",
    ):
        reply = server.send("GET", path)
        assert reply.status in (400, 404), path
        assert reply.text.count("\n") == 1
    assert server.send("GET", PERSON, {"Accept": "image/png"}).status == 406
    assert server.send("POST", PERSON).status == 405


def test_nothing_that_an_article_says_becomes_markup(tmp_path: Path) -> None:
    graph = hostile_graph()
    write_turtle(graph, tmp_path / "graph.ttl")
    with serving(tmp_path / "graph.ttl") as served:
        for thing in (*graph.entities, *graph.memberships, *graph.actions, *graph.articles):
            page = served.send("GET", "/entity/" + quote(thing.id), {"Accept": "text/html"})
            assert page.status == 200
            assert not [attack for attack in ATTACKS if "<" in attack and attack in page.text]
            assert "script" not in page.headers["content-security-policy"]


@given(st.text(max_size=30), st.lists(st.text(max_size=4), max_size=4))
def test_marking_changes_no_text(text: str, forms: list[str]) -> None:
    pieces = list(mark(text, dict.fromkeys(forms, "self")))
    assert "".join(piece if isinstance(piece, str) else str(piece.children[0]) for piece in pieces) == text
    assert any(form and form in text for form in forms) == any(not isinstance(p, str) for p in pieces)


def test_a_prepared_question_comes_ready_to_ask(server: Served) -> None:
    reply = server.send("GET", f"/questions/who-serves?organization={quote('第二人民')}")
    assert 'CONTAINS(STR(?form), "第二人民")' in reply.text
    assert "PREFIX kg: <" in reply.text
    assert len(json.loads(server.ask(reply.text).text)["results"]["bindings"]) == 2
    attack = server.send("GET", "/questions/who-serves?organization=" + quote('") } #'))
    assert json.loads(server.ask(attack.text).text)["results"]["bindings"] == []
    assert server.send("GET", "/questions/several-posts?at_least=two").status == 400


def test_the_network_view(server: Served) -> None:
    first, second = server.send("GET", "/network"), server.send("GET", "/network")
    assert first.status == 200
    assert "云屏市第二人民医院" in {entity["name"] for entity in island(first.text)["entities"]}
    assert first.body == second.body


def test_other_origins_are_let_in_by_cors_only(server: Served, graph_path: Path) -> None:
    origin = {"Origin": "http://other.example"}
    assert server.send("GET", "/sparql?query=ASK%7B%7D", origin).status == 403
    own = {"Origin": server.address.rstrip("/")}
    reply = server.send("GET", "/sparql?query=ASK%7B%7D", own)
    assert reply.status == 200
    assert "access-control-allow-origin" not in reply.headers
    with serving(graph_path, "--cors") as open_one:
        reply = open_one.send("GET", "/sparql?query=ASK%7B%7D", origin)
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, "*")
        asking = {**origin, "Access-Control-Request-Method": "POST"}
        asking["Access-Control-Request-Headers"] = "content-type"
        assert open_one.send("OPTIONS", "/sparql", asking).status == 200
        assert open_one.send("GET", "/sparql", {"Host": "other.example"}).status == 421


def test_a_hundred_readers_at_once(server: Served) -> None:
    queries = [f"SELECT ?n {{ ?x rdfs:label ?n }} ORDER BY ?n LIMIT 5 OFFSET {n}" for n in range(10)]
    alone = [server.ask(sparql).body for sparql in queries]

    def read(reader: int) -> list[Reply]:
        return [server.ask(queries[(reader + n) % 10]) for n in range(5)]

    with ThreadPoolExecutor(100) as readers:
        for reader, replies in enumerate(readers.map(read, range(100))):
            assert [reply.body for reply in replies] == [alone[(reader + n) % 10] for n in range(5)]


def test_a_reader_who_goes_away_takes_the_query_along(server: Served) -> None:
    server.ask("ASK {}")
    sparql = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            f"GET /sparql?query={quote(sparql)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii")
        )
        time.sleep(0.5)
        busy = set(children(server.process.pid))
    deadline = time.monotonic() + 5
    while busy <= set(children(server.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not busy <= set(children(server.process.pid))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told_and_leaves_no_child(graph_path: Path, sign: signal.Signals) -> None:
    with serving(graph_path) as served:
        with ThreadPoolExecutor(1) as thread:
            sparql = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"
            asked = thread.submit(served.ask, sparql)
            while not (left := children(served.process.pid)):
                time.sleep(0.05)
            served.process.send_signal(sign)
            assert served.process.wait(10) == 0
            assert isinstance(asked.exception(10), OSError) or asked.result().status >= 500
        for pid in left:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)


def test_a_server_that_is_killed_leaves_no_child(graph_path: Path) -> None:
    with serving(graph_path) as served:
        served.ask("ASK {}")
        left = children(served.process.pid)
        served.process.kill()
        served.process.wait(10)
    deadline = time.monotonic() + 5
    while any(_runs(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left
    assert not any(_runs(pid) for pid in left)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_in_use_is_one_sentence(server: Served, graph_path: Path) -> None:
    ran = finish(spawn("serve", graph_path, "--port", str(server.port)))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"Error: Port {server.port} is not to be had")
    assert ran.err.count("\n") == 1


def test_no_graph_is_one_sentence(run_kg: RunKg, tmp_path: Path) -> None:
    assert run_kg("serve", tmp_path / "nothing.ttl", "--port", "0").code == 2
    (tmp_path / "cut.ttl").write_text("<a> <b", encoding="utf-8")
    ran = run_kg("serve", tmp_path / "cut.ttl", "--port", "0")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)


def test_it_listens_on_this_machine_only(server: Served) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = [line.split()[1] for line in lines if line.split()[3] == "0A"]
    assert f"0100007F:{server.port:04X}" in listening
    assert f"00000000:{server.port:04X}" not in listening
