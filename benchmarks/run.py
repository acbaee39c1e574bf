"""Measure the chain side by side with its parts and a peer, in one run on one core.

    python benchmarks/run.py [FOLDER] [--copies N] [--news FOLDER] [--write]

FOLDER holds articles (the sample corpus by default); each is read N times under another name. The first
1,000 articles of --news are read once: the sample is as thick with facts and damage as articles get, news are
not. Figures are medians of three rounds; ratios compare within the run, so that they hold on other machines
too. `--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reading import measure_peer, measure_processes
from sections import table, write_section
from writing import measure_writing

from kg.assembly import assemble
from kg.clean import clean
from kg.identity import identify
from kg.intake import Original
from kg.model import Document, Graph, Tagger
from kg.network import write_page
from kg.ontology import Ontology, load_ontology
from kg.read import read_article
from kg.reading.document import read_document
from kg.rulebook import Rulebook, load_rulebook
from kg.sources import find_files
from kg.taggers import load_tagger
from kg.ties import ontology_hints
from kg.triples import to_rdflib, write_turtle

ROOT = Path(__file__).parent.parent
ROUNDS = 3
NEWS = 1_000
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


@dataclass(frozen=True, slots=True)
class Chain:
    """What the steps of the chain take of some articles, in the processor's seconds, and what they make."""

    size: int
    cleaning: float
    tagging: float
    reading: float
    texts: list[str]
    graph: Graph

    @property
    def whole(self) -> float:
        """All of it."""
        return self.cleaning + self.tagging + self.reading

    def speed(self, time: float) -> str:
        """What the time says, as a figure."""
        return f"{self.size / time:,.0f} characters/s"

    def beside_tagger(self, time: float, digits: int = 1) -> str:
        """What the time says, as a ratio."""
        return f"{self.tagging / time:.{digits}f} × the tagger's speed"


def measure_chain(raws: list[tuple[str, str]], tagger: Tagger, rules: Rulebook, ontology: Ontology) -> Chain:
    """Clean, tag and read articles by their sources, step by step."""

    def cleaned() -> list[Document]:
        return [clean(raw, source) for source, raw in raws]

    documents = cleaned()
    texts = [d.text for d in documents]
    tags = tagger(texts)

    def read() -> Graph:
        readings = [read_document(d, t, rules) for d, t in zip(documents, tags, strict=True)]
        return assemble(readings, identify(readings, rules, ontology))

    size = sum(len(raw) for _, raw in raws)
    return Chain(size, seconds(cleaned), seconds(lambda: tagger(texts)), seconds(read), texts, read())


def measure(folder: Path, copies: int, news: Path | None) -> list[Row]:
    """Rows of what was measured, the figure and its ratio to a peer."""
    ontology = load_ontology()
    rules = load_rulebook(classes=ontology.classes)
    begin = time.process_time()
    tagger = load_tagger()
    tagger(["热身"])
    loading = time.process_time() - begin
    raws = [(f"{n}-{s}", read_article(p, s)) for n in range(copies) for s, p in find_files([folder])]
    originals = [Original(source, raw.encode()) for source, raw in raws]
    chain = measure_chain(raws, tagger, rules, ontology)
    with tempfile.TemporaryDirectory() as output:
        turtle = seconds(lambda: write_turtle(chain.graph, Path(output, "graph.ttl")))
        peer = seconds(lambda: to_rdflib(chain.graph).serialize(Path(output, "peer.ttl"), "turtle"))
        hints = ontology_hints(ontology)
        page = seconds(lambda: write_page(chain.graph, hints, Path(output, "graph.html")))
    return [
        ("loading the tagger", f"{loading:.1f} s", ""),
        ("cleaning", chain.speed(chain.cleaning), chain.beside_tagger(chain.cleaning)),
        ("tagging alone", chain.speed(chain.tagging), "1"),
        measure_peer(chain.texts, chain.size / chain.tagging),
        ("reading without the tagger", chain.speed(chain.reading), chain.beside_tagger(chain.reading)),
        ("end to end", chain.speed(chain.whole), chain.beside_tagger(chain.whole, 2)),
        (
            "articles",
            f"{len(raws) / chain.whole:,.0f} articles/s",
            f"{chain.size // len(raws)} characters each",
        ),
        *(measure_news(news, tagger, rules, ontology) if news else ()),
        *measure_processes(ENOUGH * originals),
        ("writing Turtle", f"{turtle:.2f} s", f"{peer / turtle:.1f} × rdflib's speed"),
        ("writing the page", f"{page:.2f} s", ""),
        *measure_writing(chain.graph, seconds),
        ("memory at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", ""),
    ]


def measure_news(folder: Path, tagger: Tagger, rules: Rulebook, ontology: Ontology) -> list[Row]:
    """Rows of the chain over other articles."""
    raws = [(s, read_article(p, s)) for s, p in islice(find_files([folder]), NEWS)]
    chain = measure_chain(raws, tagger, rules, ontology)
    return [
        (f"{len(raws):,} articles of news: tagging alone", chain.speed(chain.tagging), "1"),
        ("… reading without the tagger", chain.speed(chain.reading), chain.beside_tagger(chain.reading)),
        ("… end to end", chain.speed(chain.whole), chain.beside_tagger(chain.whole, 2)),
    ]


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    found = table(("what", "figure", "ratio"), measure(options.folder, options.copies, options.news))
    print(found)
    if options.write:
        made = "Made by `python benchmarks/run.py --news NEWS --write`; processor seconds on one core."
        write_section("The chain and its parts", f"{made}\n\n{found}")


if __name__ == "__main__":
    main()
