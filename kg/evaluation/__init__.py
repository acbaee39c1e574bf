"""Evaluation: a graph against gold, article by article and layer by layer.

Precision asks of everything said whether the gold allows it, recall of everything the gold requires whether
it was said; gold that is optional, implied or not core is allowed and not required.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.evaluation.actions import score_actions
from kg.evaluation.calibration import Band, calibrate
from kg.evaluation.entities import score_entities
from kg.evaluation.evidence import score_evidence
from kg.evaluation.gold import CROSS, GoldArticle, read_golds
from kg.evaluation.identity import score_identity
from kg.evaluation.memberships import score_memberships
from kg.evaluation.report import Count, Detail, Finding, Report, gather
from kg.evaluation.said import Corpus, IsA
from kg.model import Graph

__all__ = ["Band", "Count", "Detail", "Report", "calibrate", "evaluate"]


def evaluate(graph: Graph, gold_dir: Path, is_a: IsA, raw_dir: Path | None = None) -> Report:
    """Compare a graph with every `*.json` of `gold_dir`.

    `is_a(cls, top)` says whether a class is another or below it, by local names. `cross.json`, in the folder
    or beside it, holds pairs for identity across articles. With `raw_dir`, the offsets of all evidence are
    checked against the raw files below it. InputError where there is no gold, some of it is broken, or the
    graph has none of its articles.
    """
    golds, corpus = read_golds(gold_dir), Corpus(graph)
    if not any(corpus.read(gold.stem).present for gold in golds):
        raise InputError(
            f"None of the {len(golds)} articles with gold in {gold_dir} is in the graph; build them first."
        )
    return gather(_findings(corpus, golds, gold_dir, is_a, raw_dir))


def _findings(
    corpus: Corpus, golds: Sequence[GoldArticle], gold_dir: Path, is_a: IsA, raw_dir: Path | None
) -> Iterator[Finding]:
    for gold in golds:
        yield from _article(corpus, gold, is_a)
    for cross in (gold_dir / CROSS, gold_dir.parent / CROSS):
        if cross.exists():
            yield from score_identity(corpus, cross)
            break
    if raw_dir is not None:
        yield from score_evidence(corpus, raw_dir)


def _article(corpus: Corpus, gold: GoldArticle, is_a: IsA) -> Iterator[Finding]:
    said = corpus.read(gold.stem)
    if not said.present:
        yield Finding("entity Person", Count(), (Detail(gold.stem, "article", "missed", gold.stem),))
    yield from score_entities(gold, said, is_a)
    yield from score_memberships(gold, said)
    yield from score_actions(gold, said, is_a)
