"""Measure `kg serve` under many readers, with and without someone who attacks it meanwhile.

    python benchmarks/serving.py GRAPH [--readers N] [--seconds S] [--attack] [--write]

Each reader asks the prepared questions, things and a few small queries in turn, as fast as it is answered, on
a connection of its own each time. Any answer but 200 is an error. With `--attack` a runaway query is always
under way. `--write` puts the table into docs/benchmarks-serving.md.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from kg.query import open_graph, query, substitute
from kg.questions import bind, list_questions

ROOT = Path(__file__).parent.parent
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"


def paths(graph: Path) -> list[str]:
    """What the readers ask for."""
    store = open_graph(graph)
    things = query(store, "SELECT ?x { ?x a kg:Person } ORDER BY ?x LIMIT 20").rows
    asked = [substitute(question.sparql, bind(question, {})) for question in list_questions()]
    asked += ["SELECT ?n { ?x a kg:Person ; rdfs:label ?n } LIMIT 20", "ASK { ?x a kg:Hospital }"]
    found = [f"/sparql?{urlencode({'query': sparql})}" for sparql in asked]
    return [*found, *(f"/entity/{'/'.join(map(quote, row[0].value.rsplit('/', 2)[1:]))}" for row in things)]


def get(port: int, path: str) -> int:
    """The status of an answer, read to its end; 0 where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def measure(graph: Path, readers: int, seconds: float, attack: bool) -> str:
    """One row of the table."""
    asked = paths(graph)
    server = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", "--quiet", "--timeout", "20"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert server.stdout
    port = urlsplit(server.stdout.readline().decode()).port or 0
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.monotonic() + seconds

    def read(reader: int) -> None:
        turn = reader
        while time.monotonic() < end:
            begin = time.monotonic()
            statuses[get(port, asked[turn % len(asked)])] += 1
            waits.append(time.monotonic() - begin)
            turn += 1

    def disturb() -> None:
        while time.monotonic() < end:
            get(port, f"/sparql?{urlencode({'query': RUNAWAY})}")

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(readers)]
    threads += [threading.Thread(target=disturb)] if attack else []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    memory = sum(map(rss, [server.pid, *children(server.pid)]))
    server.terminate()
    server.wait()
    errors = sum(count for status, count in statuses.items() if status != 200)
    middle, late = statistics.median(waits), statistics.quantiles(waits, n=100)[98]
    return (
        f"| {len(open_graph(graph)):,} | {readers}{' and an attacker' if attack else ''} | {seconds:.0f} s "
        f"| {len(waits) / seconds:,.0f}/s | {middle * 1000:.0f} ms | {late * 1000:.0f} ms | {errors} "
        f"| {memory >> 20} MB |"
    )


def children(pid: int) -> list[int]:
    """The processes right below one."""
    return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def rss(pid: int) -> int:
    """Bytes of a process's own: what it shares with others is parted among them."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("\nPss:")[2].split()[0]) * 1024


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path, nargs="+")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--attack", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        "| triples | readers | for | answers | median | 99 % within | errors | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for graph in options.graph:
        lines.append(measure(graph.resolve(), options.readers, options.seconds, False))
        print(lines[-1], flush=True)
        if options.attack:
            lines.append(measure(graph.resolve(), options.readers, options.seconds, True))
            print(lines[-1], flush=True)
    if options.write:
        head = (
            "# Serving under load\n\nMade by `python benchmarks/serving.py GRAPH… --attack --write`; "
            "readers and server on the same two cores.\n\n"
        )
        (ROOT / "docs" / "benchmarks-serving.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
