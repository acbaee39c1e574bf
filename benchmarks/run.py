"""Measure the chain side by side with its parts and a peer, in one run on one core.

    python benchmarks/run.py [FOLDER] [--copies N] [--write]

FOLDER holds articles (the sample corpus by default); each is read N times under another name. Figures are
medians of three rounds; ratios compare within the run, so that they hold on other machines too. `--write`
puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reading import measure_peer, measure_processes
from sections import table, write_section
from writing import measure_writing

from kg.assembly import assemble
from kg.clean import clean
from kg.identity import identify
from kg.intake import Original
from kg.model import Document, Graph, Tag
from kg.network import write_page
from kg.ontology import load_ontology
from kg.read import read_article
from kg.reading import read_document
from kg.rulebook import load_rulebook
from kg.sources import find_files
from kg.taggers import load_tagger
from kg.ties import ontology_hints
from kg.triples import to_rdflib, write_turtle

ROOT = Path(__file__).parent.parent
ROUNDS = 3
ENOUGH = 4
"""How often the articles are read over where the start of processes must not be all that counts."""

Row = tuple[str, str, str]


def seconds(work: Callable[[], object]) -> float:
    """The median of the processor's seconds that `work` takes."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return statistics.median(times)


def measure(folder: Path, copies: int) -> list[Row]:
    """Rows of what was measured, the figure and its ratio to a peer."""
    ontology = load_ontology()
    rules = load_rulebook(classes=ontology.classes)
    begin = time.process_time()
    tagger = load_tagger()
    tagger(["热身"])
    loading = time.process_time() - begin
    raws = [(f"{n}-{s}", read_article(p, s)) for n in range(copies) for s, p in find_files([folder])]
    size = sum(len(raw) for _, raw in raws)

    originals = [Original(source, raw.encode()) for source, raw in raws]

    def cleaned() -> list[Document]:
        return [clean(raw, source) for source, raw in raws]

    documents = cleaned()
    texts = [d.text for d in documents]
    tags = tagger(texts)

    def read(found: list[list[Tag]]) -> Graph:
        readings = [read_document(d, t, rules) for d, t in zip(documents, found, strict=True)]
        return assemble(readings, identify(readings, rules, ontology))

    cleaning, tagging = seconds(cleaned), seconds(lambda: tagger(texts))
    reading = seconds(lambda: read(tags))
    whole = cleaning + tagging + reading
    graph = read(tags)
    with tempfile.TemporaryDirectory() as output:
        turtle = seconds(lambda: write_turtle(graph, Path(output, "graph.ttl")))
        peer = seconds(lambda: to_rdflib(graph).serialize(Path(output, "peer.ttl"), "turtle"))
        hints = ontology_hints(ontology)
        page = seconds(lambda: write_page(graph, hints, Path(output, "graph.html")))

    def speed(time: float) -> str:
        return f"{size / time:,.0f} characters/s"

    return [
        ("loading the tagger", f"{loading:.1f} s", ""),
        ("cleaning", speed(cleaning), f"{tagging / cleaning:.1f} × the tagger's speed"),
        ("tagging alone", speed(tagging), "1"),
        measure_peer(texts, size / tagging),
        ("reading without the tagger", speed(reading), f"{tagging / reading:.1f} × the tagger's speed"),
        ("end to end", speed(whole), f"{tagging / whole:.2f} × the tagger's speed"),
        ("articles", f"{len(raws) / whole:,.0f} articles/s", f"{size // len(raws)} characters each"),
        *measure_processes(ENOUGH * originals),
        ("writing Turtle", f"{turtle:.2f} s", f"{peer / turtle:.1f} × rdflib's speed"),
        ("writing the page", f"{page:.2f} s", ""),
        *measure_writing(graph, seconds),
        ("memory at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", ""),
    ]


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    found = table(("what", "figure", "ratio"), measure(options.folder, options.copies))
    print(found)
    if options.write:
        made = "Made by `python benchmarks/run.py --write`; processor seconds on one core."
        write_section("The chain and its parts", f"{made}\n\n{found}")


if __name__ == "__main__":
    main()
