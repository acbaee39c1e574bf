"""rdflib's own store and query engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rdflib

from stores.answers import Ask, Load, rows

FORMATS = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld"}


@contextmanager
def started(folder: Path) -> Iterator[Load]:
    def load(path: Path, form: str) -> Ask:
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(path, format=FORMATS[form])
        return lambda query: rows(dataset.query(query).serialize(format="json") or b"")

    yield load
