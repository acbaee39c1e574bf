"""Measure the prepared questions and the commands that read a graph on invented graphs, in one run.

    python benchmarks/asking.py [--sizes 100000 1000000] [--write]

Everything is done three times, and the least seconds count, of the processor and of the clock on the wall:
what else the machine does lengthens the second. pyshacl checks only the smallest graph. `--write` puts the
tables into docs/questions.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyshacl
import rdflib
from synthetic import synthetic_graph

from kg.ontology import ontology_folder
from kg.query import open_graph, query
from kg.questions import bind, list_questions
from kg.triples import write_turtle

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "questions.md"
ROUNDS = 3
HEAD = """# Prepared questions

`kg query --name QUESTION` asks one, `-p NAME=VALUE` sets a parameter, `--list` names them all. Each is a file
in `ontology/questions/` with plain SPARQL 1.1, where a parameter stands as `$name`.

Made by `python benchmarks/asking.py --write`. The graphs are invented (`benchmarks/synthetic.py`); seconds of
the processor / of the clock on the wall, the least of three; pyoxigraph in memory, every question as it
comes, all rows fetched.

"""

COMMANDS = {
    "`kg query` of one count": ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    "`kg validate`": ("validate",),
    "`kg export` to TriG": ("export", "--format", "trig", "-o", os.devnull),
}
"""What is measured in a process of its own: a command and its arguments besides the graph."""


def seconds(work: Callable[[], object], rounds: int = ROUNDS, places: int = 3) -> str:
    """The least seconds of the processor and of the clock that `work` takes, its processes included."""
    taken = []
    for _ in range(rounds):
        before, began = processor(), time.perf_counter()
        work()
        taken.append((processor() - before, time.perf_counter() - began))
    return " / ".join(f"{min(each):.{places}f}" for each in zip(*taken, strict=True))


def processor() -> float:
    """Seconds that this process and those which it has waited for have had of the processor."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def command(path: Path, name: str, *arguments: str) -> Callable[[], object]:
    """`kg` in a process of its own, on the graph at `path`."""
    line = [sys.executable, "-m", "kg", name, str(path), *arguments]
    return lambda: subprocess.run(line, cwd=ROOT, capture_output=True, check=True)


def ask_all(path: Path) -> dict[str, str]:
    """For each question its seconds and rows on the graph at `path`."""
    store = open_graph(path)
    found = {}
    for question in list_questions():
        terms = bind(question, {})
        rows = len(query(store, question.sparql, terms).rows)
        taken = seconds(lambda q=question, t=terms: query(store, q.sparql, t))
        found[question.name] = f"{taken} ({rows:,})"
    return found


def check_with_pyshacl(path: Path) -> None:
    """What `kg validate` does, by pyshacl; a graph of ours says all its types and needs no ontology."""
    shapes = rdflib.Graph()
    for name in ("shapes.ttl", "oddities.ttl"):
        shapes.parse(ontology_folder() / name)
    pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=shapes)


def report(sizes: list[int]) -> Iterator[str]:
    """The page, piece by piece."""
    yield HEAD
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder, f"{size}.ttl") for size in sorted(sizes)}
        triples = {}
        for size, path in paths.items():
            write_turtle(synthetic_graph(size), path)
            triples[size] = f"{len(open_graph(path)):,}"
        answers = {size: ask_all(path) for size, path in paths.items()}
        heads = " | ".join(f"s (rows) at {triples[size]}" for size in paths)
        yield f"| question | | parameters | {heads} |\n|---|---|---|{'---|' * len(paths)}\n"
        for question in list_questions():
            parameters = " ".join(f"`{p.name}={p.default}`" for p in question.parameters).replace("|", "\\|")
            taken = " | ".join(answers[size][question.name] for size in paths)
            yield f"| `{question.name}` | {question.zh}<br>{question.en} | {parameters} | {taken} |\n"
        yield "\n## From the command line\n\nThe same seconds, from the start of a process to its end.\n\n"
        yield f"| | {' | '.join(triples.values())} |\n|---|{'---|' * len(paths)}\n"
        for name, (first, *others) in COMMANDS.items():
            yield row(name, [seconds(command(path, first, *others), places=2) for path in paths.values()])
        smallest = seconds(lambda: check_with_pyshacl(next(iter(paths.values()))), 1, 2)
        yield row("the same check by pyshacl", [smallest, *[""] * (len(paths) - 1)])


def row(*cells: str | Sequence[str]) -> str:
    """A row of a table."""
    flat = [each for cell in cells for each in ([cell] if isinstance(cell, str) else cell)]
    return f"| {' | '.join(flat)} |\n"


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    text = "".join(report(options.sizes))
    print(text)
    if options.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
