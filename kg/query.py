"""SPARQL over a built graph: read-only, and nothing outside the graph is ever reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import LimitError, QueryError
from kg.graphfile import reading, syntax_of
from kg.iris import BASE, every_prefix
from kg.patterns import OPAQUE
from kg.results import Result

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE = re.compile(r"\A\s*(?:(?:BASE\b|PREFIX\s+\S*:)\s*)*", re.IGNORECASE)


def open_graph(path: Path) -> ox.Store:
    """The graph file at `path` in a store in memory; InputError where it cannot be read.

    The default graph holds every triple of the file once, also those that stand in its named graphs, so that
    a query has the same answer whatever the format; with `GRAPH` it asks the named graphs themselves.
    """
    store = ox.Store()
    with reading(path):
        store.bulk_load(path=path, format=syntax_of(path), base_iri=BASE)
    if any(store.named_graphs()):
        store.bulk_extend(ox.Quad(*quad.triple) for quad in store)
    return store


def triples_of(store: ox.Store) -> Iterator[ox.Quad]:
    """The triples of a store's default graph."""
    return store.quads_for_pattern(None, None, None, ox.DefaultGraph())


def query(
    source: Path | ox.Store,
    sparql: str,
    parameters: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    base: str = BASE,
    most: int | None = None,
) -> Result:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query.

    The prefixes of the contract need no declaration; each `$name` of `parameters` is replaced by its
    term. Raises QueryError where the query is malformed or would change the graph or leave it, and
    LimitError where the answer has more than `most` rows.
    """
    sparql = substitute(sparql, parameters or {})
    _refuse(sparql)
    store = open_graph(source) if isinstance(source, Path) else source
    try:
        return _result(store.query(sparql, prefixes=every_prefix(base), base_iri=base), most)
    except SyntaxError as error:
        raise QueryError(_malformed(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"The query cannot be answered ({error}); ask it otherwise.") from error


def substitute(sparql: str, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """The query with each `$name` that has a term replaced by it.

    In one pass: what a term brings with it is never read as another parameter.
    """
    return re.sub(r"\$(\w+)", lambda found: str(terms.get(found[1], found[0])), sparql)


def declare(sparql: str, base: str = BASE) -> str:
    """The query with a PREFIX line for each of our prefixes in it, so that any other engine takes it too."""
    used = set(re.findall(r"(?<![\w:-])([A-Za-z][\w-]*):", OPAQUE.sub(" ", sparql)))
    lines = (f"PREFIX {name}: <{space}>\n" for name, space in every_prefix(base).items() if name in used)
    return "".join(lines) + sparql


def _result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, most: int | None) -> Result:
    if isinstance(found, ox.QueryBoolean):
        return Result("ask", ("answer",), ((ox.Literal(bool(found)),),))
    if isinstance(found, ox.QueryTriples):
        return Result("graph", ("subject", "predicate", "object"), _rows(found, most))
    return Result("select", tuple(variable.value for variable in found.variables), _rows(found, most))


def _rows(found: Iterable[Iterable[Any]], most: int | None) -> tuple[tuple[Any, ...], ...]:
    rows = tuple(tuple(row) for row in islice(found, None if most is None else most + 1))
    if most is not None and len(rows) > most:
        raise LimitError(
            f"The answer has more than {most} rows; narrow it, or take parts by LIMIT and OFFSET."
        )
    return rows


def _refuse(sparql: str) -> None:
    """QueryError for whatever is not plain reading of this graph.

    pyoxigraph fetches what SERVICE names, and its grammar takes that word even glued to its neighbours
    (`5SERVICE<…>`, `SERVICE:x`) or where another reader sees a string or an IRI. So the word is refused
    wherever it stands, unless it is a variable's name; the rest is harmless here and refused only where
    it is code.
    """
    plain = sparql
    while _ESCAPE.search(plain):
        plain = _ESCAPE.sub(_unescape, plain)
    for text in (sparql, plain):
        if re.search(r"(?<![?$])service", text.casefold()):
            raise QueryError(
                "SERVICE is refused, even in quotes, for nothing outside the graph is asked; leave it out."
            )
    code = OPAQUE.sub(" ", plain)
    if re.search(r"(?<![\w:-])FROM(?![\w:-])", code, re.IGNORECASE):
        raise QueryError("FROM is refused because the graph given is asked, and no other; leave it out.")
    first = _PROLOGUE.sub("", code, count=1).split(maxsplit=1)[:1]
    if first and first[0].upper() in _UPDATES:
        raise QueryError(
            f"{first[0].upper()} is refused because a query only reads; ask SELECT, ASK, CONSTRUCT, DESCRIBE."
        )


def _unescape(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _malformed(error: SyntaxError) -> str:
    """One sentence out of the parser's list of all that it would have taken."""
    text = str(error)
    place = re.search(r"error at (\d+):(\d+)", text)
    reasons = re.findall(r"Prefix not found|The SELECT contains a variable that is unbound", text)
    where = f" at line {place[1]}, column {place[2]}" if place else ""
    why = f" ({reasons[0]})" if reasons else ""
    return f"The query is malformed{where}{why}; mend it there or just before."
