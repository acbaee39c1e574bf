"""How fast articles are read: by a HanLP multi-task model as a peer, and in one process and two."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from multitask import SMALL, train_multitask

from kg.engines import local_engine
from kg.intake import Original
from kg.pipeline import batches
from kg.taggers import load_tagger

PEER_CHARACTERS = 20_000
"""What the peer is given to read: it takes its time."""

PROCESSES = (1, 2)
Row = tuple[str, str, str]


def measure_peer(texts: Sequence[str], tagging: float) -> Row:
    """The speed of HanLP's small multi-task shape, beside `tagging` characters a second of our tagger."""
    sample: list[str] = []
    while texts and sum(map(len, sample)) < PEER_CHARACTERS:
        sample.append(texts[len(sample) % len(texts)])
    with tempfile.TemporaryDirectory() as folder:
        peer = load_tagger(str(train_multitask(Path(folder), SMALL, epochs=1)))
        peer(sample[:1])
        begin = time.process_time()
        peer(sample)
        speed = sum(map(len, sample)) / (time.process_time() - begin)
    said = "HanLP's small multi-task shape, its words and names alone"
    return said, f"{speed:,.0f} characters/s", f"{speed / tagging:.2f} × the tagger's speed"


def measure_processes(articles: Sequence[Original]) -> list[Row]:
    """Articles a second by the clock, the start of the processes counted in."""
    rows: list[Row] = []
    alone = 0.0
    for jobs in PROCESSES:
        begin = time.perf_counter()
        with local_engine("builtin", jobs) as engine:
            done = sum(len(batch) for batch, _ in engine(batches(articles)))
        speed = done / (time.perf_counter() - begin)
        alone = alone or speed
        told = f"{len(articles):,} articles in {jobs} process{'es' if jobs > 1 else ''}, from start to end"
        rows.append((told, f"{speed:,.0f} articles/s by the clock", f"{speed / alone:.2f} × one process"))
    return rows
