"""The files of a build that show its graph, each with the blocks that the last build wrote of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import Config
from kg.cuts import Cuts
from kg.dataset import Origin, write_dataset
from kg.formats import write_graph
from kg.model import Graph
from kg.ontology import Ontology
from kg.outputs import DATASET, FORMATS, GRAPH, PAGE, output_files
from kg.reuse import Index, Last
from kg.triples import write_cuts
from kg.workers import Put

if TYPE_CHECKING:
    from kg.pagedata import Overview


def write_formats(
    graph: Graph,
    cuts: Cuts,
    origin: Origin,
    folder: Path,
    config: Config,
    ontology: Ontology,
    last: Mapping[str, Last],
) -> dict[str, Index]:
    """Write the graph, and the same in `cuts`, in all its formats, and what it is made of.

    `last` has the files that stand there, by name; where the blocks of the new ones lie is told in that form.
    """
    names = output_files(config.formats)
    files = {form: folder / name for form, name in FORMATS.items() if name in names}
    counts, index = write_cuts(cuts, folder / GRAPH, config.base, ontology, last.get(GRAPH))
    for form, file in files.items():
        if form != "turtle":
            write_graph(graph, form, file, config.base, ontology)
    path = folder / DATASET
    described = write_dataset(counts, origin, files, path, config.base, ontology, last.get(DATASET))
    return {GRAPH: index, DATASET: described}


# In these and not above: the libraries behind them take as long to load as a build where nothing changed.


def get_ready() -> None:
    """Load what looking over a graph will need."""
    import kg.pagedata

    kg.pagedata.get_ready()


def put_overview(graph: Graph, put: Put[Overview]) -> Callable[[], Overview]:
    """Have somebody look over the graph, for its page."""
    from kg.pagedata import look_over, outline

    return put(partial(look_over, outline(graph)))


def write_view(
    graph: Graph,
    cuts: Cuts,
    ask_overview: Callable[[], Overview],
    folder: Path,
    config: Config,
    ontology: Ontology,
    last: Mapping[str, Last],
) -> dict[str, Index]:
    """Write the page; the rest is as in `write_formats`."""
    from kg.network import write_page
    from kg.ties import ontology_hints

    hints = ontology_hints(ontology)
    index = write_page(
        graph,
        hints,
        folder / PAGE,
        base=config.base,
        cuts=cuts,
        ask_overview=ask_overview,
        last=last.get(PAGE),
    )
    return {PAGE: index}
