"""Write what the sample corpus says now to tests/golden/corpus.ttl.

    python tools/refresh_golden.py

Run it after a change that is meant to change the graph, and read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

from kg.ontology import load_ontology
from kg.pipeline import build_graph
from kg.rulebook import load_rulebook
from kg.taggers import load_tagger
from kg.triples import write_turtle

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests/golden/corpus.ttl"


def main() -> None:
    """Refresh the golden graph."""
    ontology = load_ontology()
    rules = load_rulebook(classes=ontology.classes)
    build = build_graph([ROOT / "corpus"], load_tagger("builtin"), rules, ontology)
    GOLDEN.parent.mkdir(exist_ok=True)
    write_turtle(build.graph, GOLDEN, ontology=ontology)


if __name__ == "__main__":
    main()
