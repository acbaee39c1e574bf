"""What a store is to a test, and how answers of different engines are compared."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

Row = tuple[str | Decimal | None, ...]
"""The cells of an answer in the order of its columns: terms as in N-Triples, but numbers as numbers."""

Ask = Callable[[str], list[Row]]
"""From a SELECT query, asked of the union of all graphs, to its rows."""

Load = Callable[[Path, str], Ask]
"""Replaces what the store holds by the file at a path, in a format of that name."""


@dataclass(frozen=True, slots=True)
class Store:
    """How to start a store, which may write to a folder and is stopped at the end; and what it reads."""

    started: Callable[[Path], AbstractContextManager[Load]]
    formats: frozenset[str]


_TRUE = ox.Literal(True)
_ONE = ox.Literal("1", datatype=_TRUE.datatype)
_NUMBERS = {
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "nonNegativeInteger")
}


def rows(answer: bytes) -> list[Row]:
    """The rows of SPARQL 1.1 JSON results."""
    found = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(map(cell, solution)) for solution in found]


def cell(term: object) -> str | Decimal | None:
    """A term as it is compared: by value where engines write one in their own ways (40.0, 40; true, 1)."""
    if term is None:
        return None
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return Decimal(term.value).normalize()
    if term == _ONE:
        return str(_TRUE)
    return str(term)
