"""What a query gave, and how a person or a program is shown it."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.iris import expand, id_of, prefixed
from kg.tables import align, widths

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | Decimal | bool | None

_STRING = expand("xsd:string")
_TYPES: dict[str, Callable[[str], Value]] = {
    expand("xsd:integer"): int,
    expand("xsd:decimal"): Decimal,
    expand("xsd:boolean"): lambda said: said in {"true", "1"},
}


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


def render(result: Result, form: str = "table") -> str:
    """The result as `table`, `csv` or `json` (SPARQL 1.1 Query Results), with a line end at its end."""
    return {"table": _table, "csv": _csv, "json": _json}[form](result)


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


def _table(result: Result) -> str:
    """Columns under a ruled head, aligned for a terminal."""
    head, *rows = [result.columns, *(tuple(map(_shown, row)) for row in result.rows)]
    rule = tuple("─" * cells for cells in widths([head, *rows]))
    return "".join(f"{line}\n" for line in align([head, rule, *rows]))


def _shown(term: Term | None) -> str:
    """A cell on one line: IRIs in short, and nothing that a terminal would obey."""
    text = prefixed(term.value) or id_of(term.value) if isinstance(term, ox.NamedNode) else _plain(term)
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in text)
