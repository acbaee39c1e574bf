"""Every format says the same, whoever reads it: our engine, rdflib, rapper and serdi."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from example import example_graph
from graphs import graphs
from hypothesis import given, settings
from rdflib.compare import isomorphic

from kg.formats import graph_lines, write_graph
from kg.iris import BASE
from kg.model import Graph
from kg.outputs import FORMATS
from kg.triples import to_rdflib, to_triples

NAMED = {"trig", "nquads"}
OWN_BASE = "https://例子.example/新闻/%E4%BA%91/"
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld"}
NASTY = (
    "双\"引'号",
    "空 格",
    "括[号]{}<>()（）",
    "口罩\U0001f637\U00020bb7",
    "控\x00\x01\x07\x1b\x7f制\x85\x9f",
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
    "\ufffe\uffff",  # last: rapper refuses these, which are no characters, even as escapes
)


def nasty_graph(names: tuple[str, ...] = NASTY) -> Graph:
    """Every text that can come from an article is one of `names`."""
    example = example_graph()
    return replace(
        example,
        articles=tuple(replace(a, title=n, source=n) for a, n in zip(example.articles, names, strict=False)),
        sentences=tuple(replace(s, text=n) for s, n in zip(example.sentences, names * 9, strict=False)),
        entities=tuple(
            replace(e, name=n, aliases=(names[-1], n + "别名"), notes=(n,))
            for e, n in zip(example.entities, names * 9, strict=False)
        ),
        actions=tuple(
            replace(a, trigger=n, currency=n, items=tuple(replace(item, name=n, unit=n) for item in a.items))
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
    return union(dataset)


def union(triples: object) -> rdflib.Graph:
    graph = rdflib.Graph()
    for s, p, o, *_ in triples.quads() if isinstance(triples, rdflib.Dataset) else triples:  # type: ignore[attr-defined]
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


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pytest.mark.parametrize("form", FORMATS)
def test_nasty_names_come_through_every_format(form: str, base: str) -> None:
    graph = nasty_graph()
    text = written(graph, form, base)
    assert {quad.triple for quad in read_by_oxigraph(text, form)} == set(to_triples(graph, base))
    assert isomorphic(read_by_rdflib(text, form), to_rdflib(graph, base))


FOREIGN: dict[str, Callable[[Path, str], list[str]]] = {
    "rapper": lambda path, form: ["rapper", "-q", "-i", form, "-o", "ntriples", str(path)],
    "serdi": lambda path, form: [
        "serdi",
        "-i",
        form,
        "-o",
        "nquads" if form in NAMED else "ntriples",
        str(path),
    ],
}


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "jsonld"])
@pytest.mark.parametrize("program", FOREIGN)
def test_foreign_parsers_read_what_is_meant(program: str, form: str, base: str, tmp_path: Path) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not on this machine: Debian has it as {program}-utils or serdi")
    graph = nasty_graph(NASTY[:-1] if program == "rapper" else NASTY)
    path = tmp_path / FORMATS[form]
    write_graph(graph, form, path, base)
    done = subprocess.run(FOREIGN[program](path, form), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    read = ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)
    assert {quad.triple for quad in read} == set(to_triples(graph, base))
