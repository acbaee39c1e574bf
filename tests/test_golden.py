"""The graph of the sample corpus, fact for fact; `tools/refresh_golden.py` writes it anew."""

from __future__ import annotations

from pathlib import Path

import rdflib
from rdflib.compare import graph_diff, isomorphic
from running import ROOT

GOLDEN = ROOT / "tests/golden/corpus.ttl"


def test_the_sample_corpus_says_what_it_said(sample_output: Path) -> None:
    built, golden = rdflib.Graph().parse(sample_output / "graph.ttl"), rdflib.Graph().parse(GOLDEN)
    assert len(golden) > 1000
    if not isomorphic(built, golden):
        _, more, fewer = graph_diff(built, golden)
        raise AssertionError(
            f"{len(more)} triples more and {len(fewer)} fewer than in {GOLDEN.name}; "
            "if that is meant, run tools/refresh_golden.py.\n"
            + "\n".join(f"+ {s} {p} {o}" for s, p, o in sorted(more)[:10])
            + "\n".join(f"\n- {s} {p} {o}" for s, p, o in sorted(fewer)[:10])
        )
