"""`kg evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.shared import (
    EXISTING_FOLDER,
    counted,
    given_path,
    graph_argument,
    graph_file,
    narrate,
    quiet_option,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.evaluation import Band, Report


@click.command()
@click.argument("gold", metavar="GOLD_DIR", type=EXISTING_FOLDER)
@graph_argument
@click.option(
    "--raw", metavar="DIR", type=EXISTING_FOLDER, help="Check evidence offsets against the raw files in DIR."
)
@click.option(
    "--details", metavar="FILE", type=given_path, help="Write a line for each miss and mistake to FILE."
)
@click.option("--calibration", is_flag=True, help="Show instead whether confidence holds, by tenths.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@quiet_option
def evaluate(
    gold: Path,
    graph: Path | None,
    raw: Path | None,
    details: Path | None,
    calibration: bool,
    form: str,
    quiet: bool,
) -> None:
    """Compare a graph with gold: precision, recall and F1 by layer.

    GOLD_DIR holds a JSON file for each article.
    """
    from kg.evaluation import calibrate
    from kg.evaluation import evaluate as compare
    from kg.files import write_whole
    from kg.graphfile import read_graph
    from kg.ontology import load_ontology

    ontology = load_ontology()

    def is_a(cls: str, top: str) -> bool:
        return cls == top or top in ontology.ancestors(cls)

    if calibration and (raw or details):
        raise UsageError("--calibration shows a table of its own; leave --raw and --details out.")
    said = read_graph(graph_file(graph), ontology)
    if calibration:
        bands = calibrate(said, [gold], is_a)
        click.echo(_bands_json(bands) if form == "json" else "\n".join(_band_lines(bands)))
        return
    report = compare(said, gold, is_a, raw)
    if details:
        write_whole(details, (f"{detail}\n" for detail in report.details))
        narrate(quiet, f"{counted(len(report.details), 'detail')} written to {details}")
    click.echo(_json(report) if form == "json" else "\n".join(_lines(report)))


def _lines(report: Report) -> Iterator[str]:
    from kg.tables import align

    rows: list[tuple[str, ...]] = [("layer", "precision", "recall", "F1", "right/said", "found/wanted")]
    for layer, count in report.layers.items():
        scores = (f"{score:.3f}" for score in (count.precision, count.recall, count.f1))
        rows.append((layer, *scores, f"{count.right}/{count.said}", f"{count.found}/{count.wanted}"))
    return align(rows, "<>>>>>")


def _band_lines(bands: Sequence[Band]) -> Iterator[str]:
    from kg.tables import align

    rows: list[tuple[str, ...]] = [("confidence", "facts", "right", "share")]
    rows += [(f"{b.tenth:.1f}", str(b.facts), str(b.right), f"{b.share:.3f}") for b in bands]
    return align(rows, "<>>>")


def _bands_json(bands: Sequence[Band]) -> str:
    rows = [{"confidence": b.tenth, "facts": b.facts, "right": b.right, "share": b.share} for b in bands]
    return json.dumps(rows, indent=1)


def _json(report: Report) -> str:
    scores = {
        layer: {"precision": count.precision, "recall": count.recall, "f1": count.f1}
        for layer, count in report.layers.items()
    }
    return json.dumps(scores, ensure_ascii=False, indent=1)
