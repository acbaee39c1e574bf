"""Turtle 1.1 and TriG, a line a value, so that two versions of a graph compare well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby

import pyoxigraph as ox

from kg.descriptions import CHINESE, NAME, STRING, THING, Description
from kg.escapes import escape_invisible, is_plain, replace_no_characters
from kg.iris import LOCAL_CHARACTERS, expand

_LOCAL = re.compile(f"(?!-)[{LOCAL_CHARACTERS}]+")
_STRING = expand("xsd:string")
# Types whose values Turtle writes bare; a bare decimal must have its point.
_BARE = {
    expand("xsd:boolean"): re.compile("true|false"),
    expand("xsd:decimal"): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    expand("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
}


def turtle_lines(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Turtle of `triples`, in their order; those of one subject, and of one predicate, must be together.

    Yields pieces of text as the triples come, so that memory does not grow with the graph.
    """
    yield from _header(prefixes)
    yield from subject_lines(triples, prefixes)


def subject_lines(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """What `turtle_lines` yields behind the lines that tell the prefixes."""
    return _subjects(triples, {namespace: prefix for prefix, namespace in prefixes.items()})


def trig_lines(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """TriG of `quads`, in their order; those of one graph must be together.

    Inside each graph they must stand as in `turtle_lines`.
    """
    spaces = {namespace: prefix for prefix, namespace in prefixes.items()}
    yield from _header(prefixes)
    for graph, own in groupby(quads, key=lambda quad: quad.graph_name):
        yield f"\n{_turtle(graph, spaces)} {{\n"
        yield from _subjects(own, spaces)
        yield "}\n"


def turtle_head(prefixes: Mapping[str, str]) -> str:
    """The lines before all others, which tell the prefixes."""
    return "".join(_header(prefixes))


def turtle_writer(
    base: str, above: Callable[[str], Iterable[str]], prefixes: Mapping[str, str]
) -> Callable[[Description], str]:
    """What writes a description as Turtle, as `turtle_lines` does its triples, without making these.

    `base` stands before ids, and `above` leads from a class to those above it.
    """
    spaces = {namespace: prefix for prefix, namespace in prefixes.items()}
    thing = cache(lambda id_: _name(base + id_, spaces))
    name = cache(lambda name: _name(expand(name), spaces))
    types = cache(lambda cls: _listed([name(f"kg:{each}") for each in (cls, *above(cls))]))
    writers = {THING: thing, NAME: name}

    @cache
    def manner(verb: str, kind: str) -> tuple[str, Callable[[str], str]]:
        return f" ;\n    {name(verb)} ", writers.get(kind) or _literal_writer(kind, name)

    def write(description: Description) -> str:
        id_, cls, facts = description
        said = f"\n{thing(id_)} a {types(cls)}"
        for verb, kind, values in facts:
            if values:
                begin, write_value = manner(verb, kind)
                said += begin + (
                    write_value(values[0]) if len(values) == 1 else _listed(map(write_value, values))
                )
        return said + " .\n"

    return write


def _listed(values: Iterable[str]) -> str:
    return " ,\n        ".join(values)


def _literal_writer(kind: str, name: Callable[[str], str]) -> Callable[[str], str]:
    """What writes values of a kind that stands for text: one in Chinese, or one with a datatype."""
    bare = _BARE.get(expand(kind)) if kind != CHINESE else None
    mark = "" if kind == STRING else kind if kind == CHINESE else f"^^{name(kind)}"

    def write(value: str) -> str:
        if bare and bare.fullmatch(value):
            return value
        if is_plain(value):
            return f'"{value}"{mark}'
        return escape_invisible(str(ox.Literal(replace_no_characters(value)))) + mark

    return write


def _header(prefixes: Mapping[str, str]) -> Iterator[str]:
    for prefix, namespace in prefixes.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"


def _subjects(triples: Iterable[ox.Triple | ox.Quad], spaces: Mapping[str, str]) -> Iterator[str]:
    verb = cache(lambda iri: "a" if iri == expand("rdf:type") else _name(iri, spaces))
    for subject, facts in groupby(triples, key=lambda triple: triple.subject):
        between = f"\n{_turtle(subject, spaces)} "
        for predicate, values in groupby(facts, key=lambda triple: triple.predicate):
            objects = " ,\n        ".join(_turtle(triple.object, spaces) for triple in values)
            yield f"{between}{verb(predicate.value)} {objects}"
            between = " ;\n    "
        yield " .\n"


def _turtle(term: object, spaces: Mapping[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return _name(term.value, spaces)
    if isinstance(term, ox.Literal) and term.language is None:
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        if datatype != _STRING:
            return f"{escape_invisible(str(ox.Literal(term.value)))}^^{_name(datatype, spaces)}"
    return escape_invisible(str(term))


def _name(iri: str, spaces: Mapping[str, str]) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = spaces.get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return f"<{iri}>"
