"""Every format says the same, whoever reads it: our engine or rdflib; test_foreign_parsers.py has others."""

from __future__ import annotations

import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from example import example_graph
from graphs import graphs
from hypothesis import given, settings
from page_graphs import network_of
from rdflib.compare import isomorphic
from running import ROOT, RunKg

from kg.errors import ConfigError, InputError
from kg.formats import graph_lines, write_graph
from kg.graphfile import read_file, read_graph
from kg.iris import BASE, expand, make_id, prefixes
from kg.jsonld import read_context
from kg.knowledge import KnowledgeGraph
from kg.model import Entity, Graph
from kg.ontology import load_ontology
from kg.outputs import FORMATS
from kg.query import open_graph, query, triples_of
from kg.results import values
from kg.triples import CORPUS, to_quads, to_rdflib, to_triples
from kg.validate import validate

NAMED = {"trig", "nquads"}
OWN_BASE = "https://例子.example/新闻/%E4%BA%91/"
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld"}
NASTY = (
    "双\"引'号",
    "空 格",
    "括[号]{}<>()（）",
    "口罩\U0001f637\U00020bb7",
    "控\x01\x07\x1b\x7f制\x85\x9f",
    "双向\u202e\u2066\u200f\u061c标记",
    "换\n行\r\n和\t制表\u2028\u2029",
    "反\\斜\\u4e91杠\\",
    "百%20分%",
    "\ufeff头",
    "e\u0301",
    "甲" * 5000,
    "\ue000\U0010ffff",
    "<!-- ]]> @zh ^^<x> .",
    '"""',
    "  ",
    "#",
    "a:b;c,d.",
    '{"@id": "x"}',
    "@base",
    "\ufffe\uffff\ud83d孤\udc00",
    "终\x00止",  # last: rapper takes it, even as an escape, for the end of a text; no article brings it
)
FOR_RAPPER = NASTY[:-1]


def nasty_graph(names: tuple[str, ...] = NASTY) -> Graph:
    """Every text that can come from an article is one of `names`."""
    example = example_graph()
    return replace(
        example,
        articles=tuple(a._replace(title=n, source=n) for a, n in zip(example.articles, names, strict=False)),
        sentences=tuple(s._replace(text=n) for s, n in zip(example.sentences, names * 9, strict=False)),
        entities=tuple(
            e._replace(name=n, aliases=(names[-1], n + "别名"), notes=(n,))
            for e, n in zip(example.entities, names * 9, strict=False)
        ),
        actions=tuple(
            a._replace(trigger=n, currency=n, items=tuple(item._replace(name=n, unit=n) for item in a.items))
            for a, n in zip(example.actions, names * 9, strict=False)
        ),
    )


def written(graph: Graph, form: str, base: str = BASE) -> str:
    return "".join(graph_lines(graph, form, base))


def read_by_oxigraph(text: str, form: str) -> Iterator[ox.Quad]:
    return ox.parse(text, format=ox.RdfFormat.from_extension(FORMATS[form].rpartition(".")[2]))


def read_by_rdflib(text: str, form: str) -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format=RDFLIB[form])
    graph = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        graph.add((s, p, o))
    return graph


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_every_format_says_the_triples_of_the_graph(form: str, graph: Graph) -> None:
    for base in (BASE, OWN_BASE):
        read = [quad.triple for quad in read_by_oxigraph(written(graph, form, base), form)]
        assert set(read) == set(to_triples(graph, base))
        assert form in NAMED or len(read) == len(set(read))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=25, deadline=None)
@given(graph=graphs())
def test_rdflib_reads_what_is_meant(form: str, graph: Graph) -> None:
    assert set(read_by_rdflib(written(graph, form), form)) == set(to_rdflib(graph))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        *((name, name) for name in NASTY if "\ud83d" not in name),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("\ud83d孤\udc00", "\ufffd孤\ufffd"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_name_is_kept_whole_unless_it_holds_what_is_no_character(form: str, name: str, kept: str) -> None:
    graph = Graph(entities=(Entity(make_id("person", name), "Person", name),))
    labels = [
        quad.object
        for quad in read_by_oxigraph(written(graph, form), form)
        if quad.predicate.value == expand("rdfs:label")
    ]
    assert labels == [ox.Literal(kept, language="zh")]


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pytest.mark.parametrize("form", FORMATS)
def test_nasty_names_come_through_every_format(form: str, base: str) -> None:
    graph = nasty_graph()
    text = written(graph, form, base)
    assert {quad.triple for quad in read_by_oxigraph(text, form)} == set(to_triples(graph, base))
    assert isomorphic(read_by_rdflib(text, form), to_rdflib(graph, base))


def told_twice() -> Graph:
    """The example, with one membership that both articles tell and one that no sentence tells."""
    graph = example_graph()
    first, last = graph.sentences[0].id, graph.sentences[-1].id
    evidence = {graph.memberships[0].id: (first, last), graph.memberships[1].id: ()}
    memberships = tuple(m._replace(evidence=evidence.get(m.id, m.evidence)) for m in graph.memberships)
    return replace(graph, memberships=memberships)


@pytest.fixture(scope="module")
def named() -> dict[str, set[ox.Triple]]:
    """The triples of each named graph by its id, as N-Quads have them."""
    graphs_: dict[str, set[ox.Triple]] = {}
    for quad in read_by_oxigraph(written(told_twice(), "nquads"), "nquads"):
        graphs_.setdefault(str(quad.graph_name.value).removeprefix(BASE), set()).add(quad.triple)
    return graphs_


def of_kind(triples: set[ox.Triple], kind: str) -> set[str]:
    subjects = {triple.subject.value.removeprefix(BASE) for triple in triples}
    return {id_ for id_ in subjects if id_.startswith(f"{kind}/")}


def test_there_is_a_graph_an_article_and_one_for_the_corpus(named: dict[str, set[ox.Triple]]) -> None:
    assert named.keys() == {CORPUS, *(article.id for article in told_twice().articles)}


def test_the_named_graphs_together_are_the_plain_graph(named: dict[str, set[ox.Triple]]) -> None:
    assert set.union(*named.values()) == set(to_triples(told_twice()))


def test_entities_and_facts_that_nothing_tells_belong_to_the_corpus(named: dict[str, set[ox.Triple]]) -> None:
    graph = told_twice()
    subjects = {
        name: {triple.subject.value.removeprefix(BASE) for triple in own} for name, own in named.items()
    }
    corpus = subjects.pop(CORPUS)
    assert corpus == {*(entity.id for entity in graph.entities), graph.memberships[1].id}
    assert corpus.isdisjoint(set.union(*subjects.values()))


def test_a_fact_that_two_articles_tell_stands_in_both_with_their_own_sentences(
    named: dict[str, set[ox.Triple]],
) -> None:
    graph = told_twice()
    fact = graph.memberships[0]
    subject, evidence = ox.NamedNode(BASE + fact.id), ox.NamedNode(expand("kg:evidence"))
    for article, sentence in zip(graph.articles, fact.evidence, strict=True):
        own = {triple for triple in named[article.id] if triple.subject == subject}
        assert {t.object.value.removeprefix(BASE) for t in own if t.predicate == evidence} == {sentence}
        assert ox.Triple(subject, ox.NamedNode(expand("org:member")), ox.NamedNode(BASE + fact.person)) in own
        assert of_kind(named[article.id], "sentence") == {
            s.id for s in graph.sentences if s.article == article.id
        }
        assert of_kind(named[article.id], "article") == {article.id}


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_no_quad_is_written_twice_and_graphs_and_subjects_stand_together(graph: Graph) -> None:
    quads = list(to_quads(graph))
    assert len(quads) == len(set(quads))
    places = [(quad.graph_name, quad.subject) for quad in quads]
    runs = [place for place, before in zip(places, [None, *places], strict=False) if place != before]
    assert len(runs) == len(set(runs))


def test_the_json_is_plain_and_its_ids_are_those_of_the_graph() -> None:
    said = json.loads(written(example_graph(), "jsonld", OWN_BASE))
    assert said["@context"]["@base"] == OWN_BASE
    things = {thing["@id"]: thing for thing in said["@graph"]}
    assert things["organization/云屏市第二人民医院"] == {
        "@id": "organization/云屏市第二人民医院",
        "@type": ["Hospital", "Organization"],
        "label": "云屏市第二人民医院",
        "altLabel": "市二院",
        "possiblySameAs": "organization/青柳县中心医院",
    }
    donation = next(thing for thing in said["@graph"] if thing.get("amount"))
    assert donation["status"] == "Realised"
    assert donation["amount"] == "694046.0"
    assert {id_.partition("/")[0] for id_ in things} >= {"person", "item", "sentence"}


def test_the_context_knows_every_property_of_the_ontology_as_short_as_can_be() -> None:
    context = read_context(BASE)
    ontology = load_ontology()
    text = written(nasty_graph(), "jsonld")
    assert {expand(name) for name in ontology.properties} == context.keys.keys()
    said = json.loads(text)["@graph"]
    assert not [key for thing in said for key in thing if ":" in key]
    for thing in said:
        expanded = [key for key, value in thing.items() if isinstance(value, dict)]
        assert set(expanded) <= {"date", "datePublished"}


def test_a_context_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"context\.jsonld is no JSON-LD context"):
        read_context(BASE, tmp_path)
    (tmp_path / "context.jsonld").write_text('{"@context": []}', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"context\.jsonld is no JSON-LD context"):
        read_context(BASE, tmp_path)


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_is_a_stream_of_pieces(form: str) -> None:
    pieces = list(graph_lines(nasty_graph(), form))
    assert max(map(len, pieces)) < 20_000
    assert len(pieces) > len({triple.subject for triple in to_triples(nasty_graph())})


def test_invisible_characters_are_written_as_escapes() -> None:
    for form in FORMATS:
        assert not set("\x80\x85\u200f\u2028\u202e\u2066\ufeff\u061c") & set(written(nasty_graph(), form))


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_what_a_build_writes(form: str, base: str, tmp_path: Path, run_kg: RunKg) -> None:
    graph = example_graph()
    built, exported = tmp_path / "graph.ttl", tmp_path / "exported" / FORMATS[form]
    exported.parent.mkdir()
    write_graph(graph, "turtle", built, base)
    done = run_kg("export", built, "-o", exported)
    assert (done.code, done.out) == (0, "")
    assert exported.read_text(encoding="utf-8") == written(graph, form, base)
    assert run_kg("export", built, "--format", form, "--quiet").out == written(graph, form, base)


def test_export_tells_of_triples_that_it_does_not_know(tmp_path: Path, run_kg: RunKg) -> None:
    path = tmp_path / "graph.ttl"
    foreign = "<http://example.org/a> <http://example.org/b> 1 , 2 .\n"
    path.write_text(written(example_graph(), "turtle") + foreign, encoding="utf-8")
    done = run_kg("export", path, "--format", "ntriples")
    assert done.code == 0
    assert done.out == written(example_graph(), "ntriples")
    assert "2 triples that zhkg does not know" in done.err


def test_export_writes_into_a_pipe_and_through_a_link(tmp_path: Path, run_kg: RunKg) -> None:
    path, pipe, link = tmp_path / "graph.ttl", tmp_path / "pipe", tmp_path / "link.nt"
    write_graph(example_graph(), "turtle", path)
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "graph.nt")
    with ThreadPoolExecutor(1) as thread:
        read = thread.submit(pipe.read_text, encoding="utf-8")
        assert run_kg("export", path, "--format", "ntriples", "-o", pipe).code == 0
        assert read.result(10) == written(example_graph(), "ntriples")
    assert pipe.is_fifo()
    assert run_kg("export", path, "-o", link).code == 0
    assert link.is_symlink()
    assert (tmp_path / "graph.nt").read_text(encoding="utf-8") == written(example_graph(), "ntriples")


def test_export_refuses_a_suffix_that_says_no_format(tmp_path: Path, run_kg: RunKg) -> None:
    path = tmp_path / "graph.ttl"
    write_graph(example_graph(), "turtle", path)
    done = run_kg("export", path, "-o", tmp_path / "graph.rdf")
    assert done.code == 2
    assert "graph.rdf does not say its format" in done.err


def test_export_refuses_a_suffix_that_says_another_format(tmp_path: Path, run_kg: RunKg) -> None:
    path, other = tmp_path / "graph.ttl", tmp_path / "graph.nt"
    write_graph(example_graph(), "turtle", path)
    done = run_kg("export", path, "--format", "trig", "-o", other)
    assert done.code == 2
    assert f"{other} would hold trig, but its suffix says ntriples; change" in done.err
    assert not other.exists()
    assert run_kg("export", path, "--format", "trig", "-o", tmp_path / "graph.rdf").code == 0


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pytest.mark.parametrize("form", FORMATS)
def test_what_export_writes_is_read_back(form: str, base: str, tmp_path: Path) -> None:
    path, turtle = tmp_path / FORMATS[form], tmp_path / "first.ttl"
    write_graph(example_graph(), "turtle", turtle, base)
    write_graph(example_graph(), form, path, base)
    assert read_graph(path) == example_graph()
    read = read_file(path)
    assert (read.graph, read.base) == (example_graph(), base)
    assert read.triples == read_file(turtle).triples
    assert set(triples_of(open_graph(path))) == set(open_graph(turtle))
    assert validate(path) == validate(turtle)


@pytest.mark.parametrize("form", sorted(NAMED))
def test_a_query_asks_the_named_graphs_of_a_file_and_each_triple_once(form: str, tmp_path: Path) -> None:
    path, graph = tmp_path / FORMATS[form], told_twice()
    write_graph(graph, form, path)
    store = open_graph(path)
    size = "(COUNT(*) AS ?n)"
    assert values(query(store, f"SELECT {size} {{ ?s ?p ?o }}")) == [(len(set(to_triples(graph))),)]
    assert values(query(store, f"SELECT {size} {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == [
        (len(list(to_quads(graph))),)
    ]
    fact = BASE + graph.memberships[0].id
    found = query(store, f"SELECT ?g {{ GRAPH ?g {{ <{fact}> a kg:Membership }} }}")
    assert {row[0] for row in values(found)} == {BASE + article.id for article in graph.articles}


@pytest.mark.parametrize(("form", "name"), [("trig", "TriG"), ("nquads", "N-Quads"), ("jsonld", "JSON-LD")])
def test_a_cut_off_file_is_told_with_its_format(form: str, name: str, tmp_path: Path, run_kg: RunKg) -> None:
    path = tmp_path / FORMATS[form]
    path.write_text(written(example_graph(), form)[:-9], encoding="utf-8")
    done = run_kg("query", path, "ASK {}")
    assert (done.code, done.out) == (1, "")
    assert f"{path} is not whole {name}" in done.err


def test_two_bases_in_one_graph_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    text = written(example_graph(), "ntriples") + written(example_graph(), "ntriples", OWN_BASE)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not behind one"):
        read_file(path)
    path.write_text("<http://example.org/a> <http://example.org/b> 1 .", encoding="utf-8")
    assert read_file(path).base == BASE


def test_a_build_writes_the_formats_asked_for_and_leaves_no_other_of_an_earlier_one(
    tmp_path: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("2月5日，闻若溪向云屏市第二人民医院捐款5万元。", encoding="utf-8")
    (tmp_path / "kg.toml").write_text('formats = ["jsonld", "nquads"]', encoding="utf-8")
    assert run_kg("build").code == 0
    output = tmp_path / "output"
    assert {path.name for path in output.glob("graph.*")} == {
        "graph.ttl", "graph.html", "graph.jsonld", "graph.nq"
    }  # fmt: skip
    assert run_kg("build", "--format", "trig", "--format", "turtle", "--base", OWN_BASE).code == 0
    assert {path.name for path in output.glob("graph.*")} == {"graph.ttl", "graph.html", "graph.trig"}
    graph = read_graph(output / "graph.ttl")
    assert (output / "graph.trig").read_text(encoding="utf-8") == written(graph, "trig", OWN_BASE)


@pytest.mark.parametrize("said", ['"trig"', '["rdfxml"]', "[1]", "true"])
def test_formats_that_are_none_are_one_sentence(said: str, tmp_path: Path, run_kg: RunKg) -> None:
    (tmp_path / "a.txt").write_text("闻若溪。", encoding="utf-8")
    (tmp_path / "kg.toml").write_text(f"formats = {said}", encoding="utf-8")
    done = run_kg("build", tmp_path)
    assert done.code == 2
    assert '`formats` must be a list of formats; choose from ["turtle", "trig"' in done.err


DOCS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_documentation_asks_one_article(sample_output: Path) -> None:
    store = ox.Store()
    quads = written(read_graph(sample_output / "graph.ttl"), "nquads")
    store.load(quads, format=ox.RdfFormat.N_QUADS)
    (sparql,) = re.findall(r"```sparql\n(.*?)```", DOCS, re.DOTALL)
    rows = [[term.value for term in row] for row in store.query(sparql, prefixes=prefixes())]  # type: ignore[union-attr]
    assert ["贺兰舟", "主委"] in rows
    assert len(rows) < len(read_graph(sample_output / "graph.ttl").memberships)


def test_the_documentation_of_python_runs(
    sample_output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "output").symlink_to(sample_output)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert isinstance(names["graph"], KnowledgeGraph)
    assert len(list(ox.parse(path=str(tmp_path / "graph.trig")))) > 3000


def test_the_table_of_formats_is_whole() -> None:
    assert dict(re.findall(r"^\| `(\w+)` \| `(\S+)` \|", DOCS, re.MULTILINE)) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_writing_holds_little_beside_the_graph(form: str) -> None:
    graph = network_of(3000)
    size = len(written(graph, form).encode())
    tracemalloc.start()
    for _ in graph_lines(graph, form):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < size
