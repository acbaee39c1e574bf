"""Evaluation: a graph against gold, article by article and layer by layer.

Precision asks of everything said whether the gold allows it, recall of everything the gold requires whether
it was said; gold that is optional, implied or not core is allowed and not required.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.evaluation.actions import score_actions
from kg.evaluation.calibration import Band, calibrate
from kg.evaluation.entities import score_entities
from kg.evaluation.evidence import score_evidence
from kg.evaluation.gold import GoldArticle, read_gold
from kg.evaluation.identity import score_identity
from kg.evaluation.memberships import score_memberships
from kg.evaluation.report import Count, Detail, Finding, Report, gather
from kg.evaluation.said import Corpus, IsA
from kg.model import Graph

__all__ = ["Band", "Count", "Detail", "Report", "calibrate", "evaluate"]

_CROSS = "cross.json"


def evaluate(graph: Graph, gold_dir: Path, is_a: IsA, raw_dir: Path | None = None) -> Report:
    """Compare a graph with every `*.json` of `gold_dir`.

    `is_a(cls, top)` says whether a class is another or below it, by local names. `cross.json`, in the folder
    or beside it, holds pairs for identity across articles. With `raw_dir`, the offsets of all evidence are
    checked against the raw files below it. InputError where there is no gold or some of it is broken.
    """
    paths = [path for path in sorted(gold_dir.glob("*.json")) if path.name != _CROSS]
    if not paths:
        raise InputError(f"{gold_dir}: no gold (*.json) is there: give the folder that holds it")
    return gather(_findings(Corpus(graph), paths, gold_dir, is_a, raw_dir))


def _findings(
    corpus: Corpus, paths: list[Path], gold_dir: Path, is_a: IsA, raw_dir: Path | None
) -> Iterator[Finding]:
    for path in paths:
        yield from _article(corpus, read_gold(path), is_a)
    for cross in (gold_dir / _CROSS, gold_dir.parent / _CROSS):
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
