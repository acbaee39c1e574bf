"""What we write is what other people's parsers read, to the last quad, whatever stands in the texts."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import graphs
from hypothesis import HealthCheck, given, settings
from stores.parsers import PARSERS, Parser, canonical, jena, rapper
from test_formats import FOR_RAPPER, NAMED, NASTY, OWN_BASE, nasty_graph

from kg.formats import write_graph
from kg.iris import BASE
from kg.model import Graph
from kg.outputs import FORMATS
from kg.triples import to_quads, to_triples


def pairs(*besides: Parser) -> pytest.MarkDecorator:
    """Each format with each parser that reads it, besides some."""
    cases = [(form, parse) for form in FORMATS for parse in PARSERS[form] if parse not in besides]
    return pytest.mark.parametrize(
        ("form", "parse"), [pytest.param(*case, id=f"{case[0]}-{case[1].__name__}") for case in cases]
    )


def meant(graph: Graph, form: str, base: str = BASE) -> ox.Dataset:
    """What a graph is in a format; only two of them have named graphs."""
    if form in NAMED:
        return canonical(to_quads(graph, base))
    return canonical(ox.Quad(*triple) for triple in to_triples(graph, base))


def test_two_foreign_parsers_read_each_format() -> None:
    assert {form for form in FORMATS if len(PARSERS[form]) < 2} == set()


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
@pairs()
def test_nasty_texts_come_through(
    form: str, parse: Parser, base: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if (form, parse, base) == ("jsonld", jena, OWN_BASE):
        request.applymarker(pytest.mark.xfail(reason="Jena reads %E4%BA%91 in a base of JSON-LD as 云"))
    graph = nasty_graph(FOR_RAPPER if parse is rapper else NASTY)
    path = tmp_path / FORMATS[form]
    write_graph(graph, form, path, base)
    assert parse(path, form) == meant(graph, form, base)


@pairs(rapper)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs())
def test_any_graph_comes_through(form: str, parse: Parser, graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / FORMATS[form]
    write_graph(graph, form, path)
    assert parse(path, form) == meant(graph, form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_foreign_parser_that_refuses_a_file_says_so(form: str, tmp_path: Path) -> None:
    path = tmp_path / FORMATS[form]
    write_graph(nasty_graph(), form, path)
    path.write_bytes(path.read_bytes()[:-60])
    for parse in PARSERS[form]:
        with pytest.raises(RuntimeError):
            parse(path, form)
