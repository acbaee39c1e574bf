"""Measure the prepared questions and the engines of SHACL on invented graphs, in one run.

    python benchmarks/asking.py [--sizes 100000 1000000] [--write]

Every question is asked as it comes, three times, and all rows fetched; the median of the processor's seconds
counts. pyshacl checks only the smallest graph. `--write` puts the tables into docs/questions.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyshacl
import rdflib
from synthetic import synthetic_graph

from kg.ontology import ontology_folder
from kg.query import open_graph, query
from kg.questions import bind, list_questions
from kg.triples import write_turtle
from kg.validate import validate

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "questions.md"
ROUNDS = 3
HEAD = """# Prepared questions

`kg query --name QUESTION` asks one, `-p NAME=VALUE` sets a parameter, `--list` names them all. Each is a file
in `ontology/questions/` with plain SPARQL 1.1, where a parameter stands as `$name`.

Made by `python benchmarks/asking.py --write`. The graphs are invented (`benchmarks/synthetic.py`); processor
seconds on one core, pyoxigraph in memory, every question as it comes, all rows fetched.

"""


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the processor's seconds that `work` takes."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return statistics.median(times)


def ask_all(path: Path) -> dict[str, str]:
    """For each question its seconds and rows on the graph at `path`."""
    store = open_graph(path)
    found = {}
    for question in list_questions():
        terms = bind(question, {})
        rows = len(query(store, question.sparql, terms).rows)
        taken = seconds(lambda q=question, t=terms: query(store, q.sparql, t))
        found[question.name] = f"{taken:.3f} ({rows:,})"
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
        yield "\n## Checking\n\nSeconds to check a graph against all shapes, reading it included.\n\n"
        yield "| triples | `kg validate` | pyshacl |\n|---|---|---|\n"
        for number, (size, path) in enumerate(paths.items()):
            own = seconds(lambda p=path: validate(p))
            peer = "" if number else f"{seconds(lambda p=path: check_with_pyshacl(p), 1):.1f}"
            yield f"| {triples[size]} | {own:.2f} | {peer} |\n"


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
