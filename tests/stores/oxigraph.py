"""The Oxigraph server, over the SPARQL 1.1 Protocol and its graph store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from stores.answers import Ask, Load, Row, rows
from stores.needs import absent
from stores.servers import free_ports, running, send

FORMATS = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
}


@contextmanager
def started(folder: Path) -> Iterator[Load]:
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"

    def load(path: Path, form: str) -> Ask:
        send("PUT", f"{url}/store", path.read_bytes(), Content_Type=FORMATS[form])
        return ask

    def ask(query: str) -> list[Row]:
        return rows(
            send(
                "POST",
                f"{url}/query",
                query.encode(),
                Content_Type="application/sparql-query",
                Accept="application/sparql-results+json",
            )
        )

    command = [program(), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running(command, folder, url):
        yield load


def program() -> Path:
    """The path of the server; where it is not installed, the test is skipped or fails."""
    try:
        return next(Path(str(file.locate())) for file in files("oxigraph") or () if file.name == "oxigraph")
    except (PackageNotFoundError, StopIteration):
        absent("the Oxigraph server", "pip install oxigraph")
