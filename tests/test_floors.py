"""No change may make the reading worse: the F1 of each layer stays at or above its floor in floors.json."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from kg.evaluation import Report, evaluate
from kg.model import Tagger
from kg.ontology import load_ontology
from kg.pipeline import build_graph
from kg.rulebook import load_rulebook

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ZHKG_SHARED", ROOT.parent / "shared"))
FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
SECTIONS = {
    "corpus": ([ROOT / "corpus"], ROOT / "tests" / "gold", ROOT / "corpus"),
    "shared": ([SHARED / "seeds", SHARED / "dev"], SHARED / "gold", SHARED),
}
"""What is built, the gold it is held against, and where the raw articles lie."""


@cache
def evaluated(section: str, tagger: Tagger) -> Report:
    """Build the articles of a section once and evaluate the graph."""
    articles, gold, raw = SECTIONS[section]
    ontology = load_ontology()
    graph = build_graph(articles, tagger, load_rulebook(classes=ontology.classes), ontology).graph
    return evaluate(graph, gold, lambda cls, top: cls == top or top in ontology.ancestors(cls), raw)


def test_every_section_has_its_articles_and_gold_named() -> None:
    assert FLOORS.keys() == SECTIONS.keys()


@pytest.mark.parametrize(
    ("section", "layer", "floor"),
    [(section, layer, floor) for section, floors in FLOORS.items() for layer, floor in floors.items()],
)
def test_layer_holds_its_floor(section: str, layer: str, floor: float, tagger: Tagger) -> None:
    if not SECTIONS[section][1].exists():
        pytest.skip(f"the gold of {section} is not beside this checkout")
    report = evaluated(section, tagger)
    assert layer in report.layers, f"no such layer; there are {', '.join(report.layers)}"
    assert report.layers[layer].f1 >= floor
