"""Turtle 1.1, a line a value, so that two versions of a graph compare well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import pyoxigraph as ox

from kg.iris import LOCAL_CHARACTERS, expand

_LOCAL = re.compile(f"(?!-)[{LOCAL_CHARACTERS}]+")
_STRING = expand("xsd:string")
# Types whose values Turtle writes bare; a bare decimal must have its point.
_BARE = {expand("xsd:boolean"): re.compile("true|false"), expand("xsd:decimal"): re.compile(r"[+-]?\d*\.\d+")}


def turtle_lines(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Turtle of `triples`, in their order; those of one subject, and of one predicate, must be together.

    Yields pieces of text as the triples come, so that memory does not grow with the graph.
    """
    spaces = {namespace: prefix for prefix, namespace in prefixes.items()}
    verbs = {expand("rdf:type"): "a"}
    for prefix, namespace in prefixes.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    for subject, facts in groupby(triples, key=lambda triple: triple.subject):
        between = f"\n{_turtle(subject, spaces)} "
        for predicate, values in groupby(facts, key=lambda triple: triple.predicate):
            verb = verbs.get(predicate.value) or _name(predicate.value, spaces)
            objects = " ,\n        ".join(_turtle(triple.object, spaces) for triple in values)
            yield f"{between}{verb} {objects}"
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
            return f"{ox.Literal(term.value)}^^{_name(datatype, spaces)}"
    return str(term)


def _name(iri: str, spaces: Mapping[str, str]) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = spaces.get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return f"<{iri}>"
