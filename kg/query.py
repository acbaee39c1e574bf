"""SPARQL over a built graph: read-only, and nothing outside the graph is ever reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graphfile import reading
from kg.iris import BASE, prefixes
from kg.results import Result

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# What is no code: IRIs, strings, comments; and variables, which may be called as they like.
_NO_CODE = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|"{3}(?:\\.|[^\\])*?"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[?$]\w+|#[^\r\n]*""",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"\A\s*(?:(?:BASE\b|PREFIX\s+\S*:)\s*)*", re.IGNORECASE)


def open_graph(path: Path) -> ox.Store:
    """The Turtle file at `path` in a store in memory; InputError where it is none."""
    store = ox.Store()
    with reading(path):
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return store


def query(
    source: Path | ox.Store,
    sparql: str,
    parameters: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
    base: str = BASE,
) -> Result:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE query.

    The prefixes of the contract need no declaration; each `$name` of `parameters` is replaced by its
    term. Raises QueryError where the query is malformed or would change the graph or leave it.
    """
    terms = parameters or {}
    # In one pass: what a term brings with it is never read as another parameter.
    sparql = re.sub(r"\$(\w+)", lambda found: str(terms.get(found[1], found[0])), sparql)
    _refuse(sparql)
    store = open_graph(source) if isinstance(source, Path) else source
    try:
        return _result(store.query(sparql, prefixes=prefixes(base), base_iri=base))
    except SyntaxError as error:
        raise QueryError(_malformed(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"The query cannot be answered ({error}); ask it otherwise.") from error


def _result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    if isinstance(found, ox.QueryBoolean):
        return Result("ask", ("answer",), ((ox.Literal(bool(found)),),))
    if isinstance(found, ox.QueryTriples):
        rows = tuple((triple.subject, triple.predicate, triple.object) for triple in found)
        return Result("graph", ("subject", "predicate", "object"), rows)
    columns = tuple(variable.value for variable in found.variables)
    return Result("select", columns, tuple(tuple(solution) for solution in found))


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
    code = _NO_CODE.sub(" ", plain)
    if re.search(r"(?<![\w:-])FROM(?![\w:-])", code, re.IGNORECASE):
        raise QueryError("FROM is refused because there is one graph only; leave the clause out.")
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
