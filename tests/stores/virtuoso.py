"""Virtuoso 7: loading by its bulk function through isql, asking over HTTP."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from stores.answers import Ask, Load, Row, rows
from stores.needs import absent
from stores.servers import free_ports, running, send

# What TTLP_MT is told of the syntax; it has no function for JSON-LD.
FORMATS = {"turtle": 0, "ntriples": 0, "trig": 256, "nquads": 512}
_GRAPH = "urn:default"

# `DirsAllowed` lets the server read the files of its folder; without it, TTLP_MT is refused.
_CONFIGURATION = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
"""


@contextmanager
def started(folder: Path) -> Iterator[Load]:
    check_programs()
    sql, http = free_ports(2)
    (folder / "virtuoso.ini").write_text(_CONFIGURATION.format(sql=sql, http=http), encoding="ascii")
    url = f"http://127.0.0.1:{http}/sparql"
    isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba"]

    def load(path: Path, form: str) -> Ask:
        (folder / "graph").write_bytes(path.read_bytes())
        call = f"DB.DBA.TTLP_MT (file_to_string_output ('graph'), '', '{_GRAPH}', {FORMATS[form]});"
        script = f"RDF_GLOBAL_RESET ();\n{call}\ncheckpoint;\n"
        done = subprocess.run(isql, input=script, capture_output=True, text=True, check=False, timeout=60)
        if "Error" in done.stderr + done.stdout:
            raise RuntimeError(done.stderr + done.stdout)
        graphs = {_GRAPH} if form in ("turtle", "ntriples") else _graphs(path, form)
        return lambda query: _ask(url, query, graphs)

    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder, url):
        yield load


def check_programs() -> None:
    """Skip the test, or fail it, where Virtuoso is not installed."""
    for program in ("virtuoso-t", "isql-vt"):
        if not shutil.which(program):
            absent(program, "apt-get install virtuoso-opensource-7")


def _ask(url: str, query: str, graphs: set[str]) -> list[Row]:
    """Rows from the union of those graphs: Virtuoso has graphs of its own beside them."""
    form = [("query", query), *(("default-graph-uri", graph) for graph in sorted(graphs))]
    return rows(send("POST", url, urlencode(form).encode(), Accept="application/sparql-results+json"))


def _graphs(path: Path, form: str) -> set[str]:
    syntax = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}[form]
    names = {quad.graph_name for quad in ox.parse(path=path, format=syntax)}
    return {name.value if isinstance(name, ox.NamedNode) else _GRAPH for name in names}
