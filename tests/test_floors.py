"""No change may make the reading worse: the F1 of each layer stays at or above its floor in floors.json."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from kg.evaluation import Report, evaluate
from kg.ontology import load_ontology

pipeline = pytest.importorskip("kg.pipeline", reason="nothing builds graphs yet")

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ZHKG_SHARED", ROOT.parent / "shared"))
FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
SECTIONS = {
    "corpus": ([ROOT / "corpus"], ROOT / "tests" / "gold"),
    "shared": ([SHARED / "seeds", SHARED / "dev"], SHARED / "gold"),
}
"""What is built, and the gold it is held against."""


@cache
def evaluated(section: str) -> Report:
    """Build the articles of a section once and evaluate the graph."""
    articles, gold = SECTIONS[section]
    if not gold.exists():
        pytest.skip(f"{gold.name} of {section} is not beside this checkout")
    graph, _ = pipeline.build(articles, pipeline.Config())
    ontology = load_ontology()
    raw = ROOT / "corpus" if section == "corpus" else SHARED
    return evaluate(graph, gold, lambda cls, top: cls == top or top in ontology.ancestors(cls), raw)


def test_every_section_has_its_articles_and_gold_named() -> None:
    assert FLOORS.keys() == SECTIONS.keys()


@pytest.mark.parametrize(
    ("section", "layer", "floor"),
    [(section, layer, floor) for section, floors in FLOORS.items() for layer, floor in floors.items()],
)
def test_layer_holds_its_floor(section: str, layer: str, floor: float) -> None:
    report = evaluated(section)
    assert layer in report.layers, f"no such layer; there are {', '.join(report.layers)}"
    assert report.layers[layer].f1 >= floor
