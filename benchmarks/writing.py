"""A million triples in every format, beside Oxigraph's own writer of Turtle in the same run."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.formats import write_graph
from kg.iris import KINDS
from kg.model import Graph
from kg.outputs import FORMATS
from kg.triples import to_triples

SIZE = 1_000_000
Row = tuple[str, str, str]
Clock = Callable[[Callable[[], object]], float]
"""The seconds that a piece of work takes."""
_ID = re.compile(f"(?:{'|'.join(KINDS)})/")


def measure_writing(
    graph: Graph, seconds: Callable[[Callable[[], object]], float]
) -> list[tuple[str, str, str]]:
    """Rows of what was measured, the figure and its ratio to the peer; `seconds` times a piece of work."""
    triples = sum(1 for _ in to_triples(graph))
    large = multiply(graph, -(-SIZE // triples))
    count = sum(1 for _ in to_triples(large))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        peer = seconds(
            lambda: ox.serialize(to_triples(large), str(Path(folder, "peer.ttl")), format=ox.RdfFormat.TURTLE)
        )
        for form, name in FORMATS.items():
            path = Path(folder, name)
            time = seconds(lambda form=form, path=path: write_graph(large, form, path))  # type: ignore[misc]
            rows.append(
                (f"{count:,} triples as {name}", f"{time:.1f} s", f"{peer / time:.2f} × Oxigraph's Turtle")
            )
    return rows


def multiply(graph: Graph, times: int) -> Graph:
    """A graph that holds `graph` so many times, each under ids of its own."""
    copies = [_renamed(graph, str(number)) for number in range(times)]
    return Graph(
        **{
            part.name: tuple(thing for copy in copies for thing in getattr(copy, part.name))
            for part in fields(Graph)
        }
    )


def _renamed(value: Any, mark: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _renamed(getattr(value, f.name), mark) for f in fields(value)})
    if isinstance(value, tuple):
        parts = [_renamed(part, mark) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, str) and _ID.match(value):
        return value.replace("/", f"/{mark}-", 1)
    return value
