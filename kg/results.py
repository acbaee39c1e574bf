"""What a query gave, and how a person or a program is shown it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iris import BASE, expand, id_of, prefixed, prefixes
from kg.tables import align, widths
from kg.turtle import turtle_lines

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | Decimal | bool | None

_STRING = expand("xsd:string")
_TYPES: dict[str, Callable[[str], Value]] = {
    expand("xsd:integer"): int,
    expand("xsd:decimal"): Decimal,
    expand("xsd:boolean"): lambda said: said in {"true", "1"},
}
_GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave. `form` is `select`, `ask` or `graph`.

    A `graph` (CONSTRUCT, DESCRIBE) has the columns subject, predicate and object; an `ask` has one row
    of one cell.
    """

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


def values(result: Result) -> list[tuple[Value, ...]]:
    """The rows as Python values: IRIs and texts as str, numbers as int or Decimal, truth as bool."""
    return [tuple(_value(term) for term in row) for row in result.rows]


def render(result: Result, form: str = "table", base: str = BASE) -> str:
    """The result as `table`, or as `csv`, `tsv`, `json` or `xml` (SPARQL 1.1 Query Results).

    A `graph` may also be had as `turtle`, `ntriples`, `rdfxml` or `jsonld`; in Turtle, things below `base`
    have short names.
    """
    if form in _GRAPH_FORMATS:
        return _graph(result, form, base)
    return {"table": _table, "csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}[form](result)


def _value(term: Term | None) -> Value:
    if not isinstance(term, ox.Literal):
        return None if term is None else _plain(term)
    return _TYPES.get(term.datatype.value, str)(term.value)


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _csv(result: Result) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(result.columns)
    writer.writerows([_plain(term) for term in row] for row in result.rows)
    return file.getvalue()


def _tsv(result: Result) -> str:
    lines = ["\t".join(f"?{name}" for name in result.columns)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in result.rows]
    return "".join(f"{line}\n" for line in lines)


def _json(result: Result) -> str:
    if result.form == "ask":
        said: dict[str, object] = {"head": {}, "boolean": values(result)[0][0]}
    else:
        bindings = [
            {name: _binding(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
            for row in result.rows
        ]
        said = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
    said: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        said["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        said["datatype"] = term.datatype.value
    return said


def _xml(result: Result) -> str:
    root = ElementTree.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = ElementTree.SubElement(root, "head")
    if result.form == "ask":
        ElementTree.SubElement(root, "boolean").text = str(values(result)[0][0]).lower()
    else:
        for name in result.columns:
            ElementTree.SubElement(head, "variable", name=name)
        body = ElementTree.SubElement(root, "results")
        for row in result.rows:
            solution = ElementTree.SubElement(body, "result")
            for name, term in zip(result.columns, row, strict=True):
                if term is not None:
                    _element(ElementTree.SubElement(solution, "binding", name=name), _binding(term))
    said: str = ElementTree.tostring(root, encoding="unicode")
    # What XML cannot hold would spoil the whole, and a carriage return would come back as a line feed.
    said = _NO_XML.sub("\ufffd", said).replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{said}\n'


def _element(parent: ElementTree.Element, binding: Mapping[str, Any]) -> None:
    """Put under `parent` in XML what a binding says in JSON."""
    attributes = {name: str(said) for name, said in binding.items() if name not in ("type", "value")}
    element = ElementTree.SubElement(parent, str(binding["type"]), attributes)
    if binding["type"] == "triple":
        for name, part in binding["value"].items():
            _element(ElementTree.SubElement(element, name), part)
    else:
        element.text = binding["value"]


def _graph(result: Result, form: str, base: str) -> str:
    if result.form != "graph":
        raise QueryError("Rows are no graph; ask by CONSTRUCT or DESCRIBE, or have the answer as a table.")
    triples = [ox.Triple(*row) for row in sorted(set(result.rows), key=str)]  # type: ignore[arg-type]
    if form == "turtle":
        return "".join(turtle_lines(triples, prefixes(base)))
    said: bytes = ox.serialize(triples, format=_GRAPH_FORMATS[form])  # type: ignore[assignment]
    return said.decode("utf-8")


def _table(result: Result) -> str:
    """Columns under a ruled head, aligned for a terminal."""
    head, *rows = [result.columns, *(tuple(map(_shown, row)) for row in result.rows)]
    rule = tuple("─" * cells for cells in widths([head, *rows]))
    return "".join(f"{line}\n" for line in align([head, rule, *rows]))


def _shown(term: Term | None) -> str:
    """A cell on one line: IRIs in short, and nothing that a terminal would obey."""
    text = prefixed(term.value) or id_of(term.value) if isinstance(term, ox.NamedNode) else _plain(term)
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in text)
