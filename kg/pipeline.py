"""The ordered steps from files to a graph, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.amend import Unheeded, amend, identify_corrected
from kg.assembly import assemble
from kg.clean import clean
from kg.clusters import Merge, NearMiss
from kg.corrections import Corrections
from kg.errors import InputError
from kg.model import Document, Graph, Tagger
from kg.ontology import Ontology
from kg.read import find_articles, read_article
from kg.reading import Reading, read_document
from kg.rulebook import Rulebook

BATCH = 64  # articles a batch: enough for the tagger, little enough for the memory

Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that could not be read, and why, in a sentence."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Build:
    """What a build leaves: the graph, what was skipped, and what cleaning and merging did."""

    graph: Graph
    skipped: tuple[Skipped, ...]
    repairs: tuple[tuple[str, int], ...]
    characters: int
    merges: tuple[Merge, ...]
    near_misses: tuple[NearMiss, ...] = ()
    unheeded: tuple[Unheeded, ...] = ()


def build_graph(
    paths: Sequence[Path],
    tagger: Tagger,
    rules: Rulebook,
    ontology: Ontology,
    step: Step = lambda n: None,
    corrections: Corrections | None = None,
) -> Build:
    """Read every article below `paths` and build the graph, heeding the corrections.

    `step` is told how many articles were dealt with since it was last called. An article that cannot be
    read is skipped and named. Raises `InputError` where there is no article at all.
    """
    files = find_articles(paths)
    skipped: list[Skipped] = []
    readings: list[Reading] = []
    for batch in _batches(_documents(files, skipped, step)):
        for document, tags in zip(batch, tagger([d.text for d in batch]), strict=True):
            readings.append(read_document(document, tags, rules))
            step(1)
    readings.sort(key=lambda r: r.source)
    repairs: Counter[str] = Counter()
    for reading in readings:
        repairs.update(dict(reading.repairs))
    corrections = corrections or Corrections()
    plain, identity = identify_corrected(readings, rules, ontology, corrections)
    graph, unheeded = amend(assemble(readings, identity), corrections, readings, (plain, identity), ontology)
    return Build(
        graph,
        tuple(skipped),
        tuple(sorted(repairs.items())),
        sum(r.characters for r in readings),
        identity.merges,
        identity.near_misses,
        unheeded,
    )


def _documents(files: Iterable[tuple[str, Path]], skipped: list[Skipped], step: Step) -> Iterator[Document]:
    for source, path in files:
        try:
            yield clean(read_article(path, source), source)
        except InputError as error:
            skipped.append(Skipped(source, str(error)))
            step(1)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, BATCH)):
        yield batch
