"""Measures a tagger model on the name-tagging corpora: precision, recall and F1 by label.

    python tools/evaluate_tagger.py ../shared/data/ner/test.jsonl [MODEL]

Spans must match exactly. A label counts only in the sources that annotate it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from hanlp.common.component import Component
from tagger_data import LABELS, Example, read_corpus

Counts = Counter[tuple[str, str, str]]
"""How often, by (source, label, outcome); outcomes are right, found and wanted."""


def score(component: Component, examples: Sequence[Example]) -> Counts:
    """Counts of exact matches of a HanLP recognizer on whole texts."""
    counts: Counts = Counter()
    found = component([list(example.text) for example in examples])
    for example, entities in zip(examples, found, strict=True):
        given = {(b, e, label) for _, label, b, e in entities if label in example.known}
        wanted = {span for span in example.spans if span[2] in example.known}
        for outcome, spans in (("right", given & wanted), ("found", given), ("wanted", wanted)):
            counts.update((example.source, label, outcome) for _, _, label in spans)
    return counts


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall, in per cent."""
    return 200 * right / (found + wanted) if found + wanted else 0.0


def report(counts: Counts) -> dict[str, float]:
    """F1 by label over all sources, and over all labels as `all`."""

    def over(labels: Iterable[str]) -> float:
        chosen = set(labels)
        totals = [
            sum(n for (_, label, kind), n in counts.items() if label in chosen and kind == outcome)
            for outcome in ("right", "found", "wanted")
        ]
        return round(f1(*totals), 2)

    return {**{label: over([label]) for label in LABELS}, "all": over(LABELS)}


def table(counts: Counts) -> str:
    """A line a source and label, and a line a label over all sources."""
    lines = ["| source | label | precision | recall | F1 | entities |", "|---|---|---|---|---|---|"]
    sources = sorted({source for source, _, _ in counts})
    for source, chosen in [*((source, {source}) for source in sources), ("all", set(sources))]:
        for label in LABELS:
            right, found, wanted = (
                sum(counts[name, label, outcome] for name in chosen)
                for outcome in ("right", "found", "wanted")
            )
            if wanted:
                precision, recall = 100 * right / max(found, 1), 100 * right / wanted
                figures = f"{precision:.1f} | {recall:.1f} | {f1(right, found, wanted):.1f} | {wanted}"
                lines.append(f"| {source} | {label} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    """Measure one model on one corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "model", nargs="?", type=Path, default=Path(__file__).parents[1] / "kg/taggers/builtin"
    )
    given = parser.parse_args()

    import hanlp
    import torch

    torch.set_num_threads(1)
    examples = list(read_corpus(given.corpus))
    component = hanlp.load(str(given.model), devices=-1)
    began = time.time()
    counts = score(component, examples)
    took = time.time() - began
    print(table(counts))
    print(report(counts))
    characters = sum(len(example.text) for example in examples)
    print(f"{characters} characters in {took:.1f} s, {characters / took:.0f} a second")


if __name__ == "__main__":
    main()
