"""Other people's stores load what we write and answer every prepared question as we do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from itertools import product
from typing import TypeVar

import pyoxigraph as ox
import pytest
from running import ROOT
from stores import STORES
from stores.answers import Ask, Load, Row, cell, rows
from test_formats import FOR_RAPPER, nasty_graph

from kg.formats import write_graph
from kg.graphfile import read_graph
from kg.iris import prefixes
from kg.model import Graph
from kg.outputs import FORMATS
from kg.query import query
from kg.questions import bind, list_questions
from kg.results import render
from kg.triples import to_triples

# rdflib warns of its own calls, half a million times.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

EVERYTHING = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
SIZE = f"SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) {{ {EVERYTHING} }}"
QUESTIONS = {question.name: question for question in list_questions()}
GIVEN = {"contradictions": {"sole": "会员|盟员"}, "doubtful-facts": {"below": "0.9"}}
"""Parameters for questions whose defaults find nothing in the sample."""

Thing = TypeVar("Thing")


def told_twice(graph: Graph) -> Graph:
    """The graph with a second article beside each that says the same: each fact is in two named graphs."""

    def second(id_: str) -> str:
        return f"{id_}_again"

    return replace(
        graph,
        articles=both(graph.articles, lambda a: a._replace(id=second(a.id), source=second(a.source))),
        sentences=both(graph.sentences, lambda s: s._replace(id=second(s.id), article=second(s.article))),
        memberships=tuple(m._replace(evidence=both(m.evidence, second)) for m in graph.memberships),
        actions=tuple(a._replace(evidence=both(a.evidence, second)) for a in graph.actions),
    )


def both(things: tuple[Thing, ...], second: Callable[[Thing], Thing]) -> tuple[Thing, ...]:
    return (*things, *map(second, things))


@cache
def graph(name: str) -> Graph:
    sample = read_graph(ROOT / "tests/golden/corpus.ttl")
    first, *others = sample.entities
    sample = replace(sample, entities=(first._replace(notes=("改名",)), *others))
    return {"sample": sample, "told twice": told_twice(sample), "nasty": nasty_graph(FOR_RAPPER)}[name]


@cache
def triples(name: str) -> frozenset[ox.Triple]:
    return frozenset(to_triples(graph(name)))


@cache
def ours(name: str) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples(name))
    return store


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Load]]:
    """From the name of a store to the way into it; each is started once, when first asked for."""
    with ExitStack() as running:

        @cache
        def start(store: str) -> Load:
            return running.enter_context(STORES[store].started(tmp_path_factory.mktemp(store)))

        yield start


@pytest.fixture(scope="module")
def ask(
    request: pytest.FixtureRequest, load: Callable[[str], Load], tmp_path_factory: pytest.TempPathFactory
) -> Ask:
    """A store with a graph in a format loaded into it."""
    store, form, name = request.param
    path = tmp_path_factory.mktemp("graphs") / FORMATS[form]
    write_graph(graph(name), form, path)
    return load(store)(path, form)


def loaded(*files: tuple[str, str]) -> pytest.MarkDecorator:
    """Every store with each of some files that it reads: the format, and the name of the graph."""
    cases = [
        pytest.param((store, form, name), name, id=f"{store}-{form}-{name}")
        for store, known in STORES.items()
        for form, name in files
        if form in known.formats
    ]
    return pytest.mark.parametrize(("ask", "name"), cases, indirect=["ask"], scope="module")


@loaded(*product(FORMATS, ("sample", "told twice")))
def test_every_store_counts_the_same(ask: Ask, name: str) -> None:
    subjects = {triple.subject for triple in triples(name)}
    assert len(subjects) > 100
    assert ask(SIZE) == [(len(triples(name)), len(subjects))]


@loaded(*product(FORMATS, ("sample", "nasty")))
def test_every_store_gives_every_triple_back(ask: Ask, name: str) -> None:
    assert Counter(ask(EVERYTHING)) == Counter(tuple(map(cell, triple)) for triple in triples(name))


@pytest.mark.parametrize("question", QUESTIONS)
@loaded(("turtle", "sample"), ("trig", "told twice"))
def test_every_store_answers_the_prepared_questions_alike(ask: Ask, name: str, question: str) -> None:
    asked = QUESTIONS[question]
    terms = bind(asked, GIVEN.get(question, {}))
    result = query(ours(name), asked.sparql, terms)
    expected = rows(render(result, "json").encode())
    assert expected
    declared = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in prefixes().items())
    found = ask(declared + re.sub(r"\$(\w+)", lambda said: str(terms[said[1]]), asked.sparql))
    assert Counter(found) == Counter(expected)
    if has_total_order(asked.sparql, result.columns, expected):
        assert found == expected


def has_total_order(sparql: str, columns: tuple[str, ...], answer: list[Row]) -> bool:
    """Whether a query orders by columns of numbers and texts which tell the rows of its answer apart."""
    ordering = re.findall(r"\?(\w+)", sparql.rpartition("ORDER BY")[2])
    keys = {tuple(row[columns.index(key)] for key in ordering if key in columns) for row in answer}
    dated = any(isinstance(part, str) and "^^" in part for key in keys for part in key)
    return len(keys) == len(answer) and not dated
