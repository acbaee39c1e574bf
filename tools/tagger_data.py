"""Reads the name-tagging corpora and turns them into training examples for the builtin tagger.

The corpora's form: JSON lines with `text`, `spans` ([begin, end, label], end exclusive), `source` and
`types`, the labels that the source annotates. A label outside `types` is unknown there, not absent.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = ("PER", "ORG", "LOC", "TITLE", "TIME")
TAGS = ("O", *(f"{kind}-{label}" for label in LABELS for kind in "BIES"))
LONGEST = 80
"""Characters of a training example, at most, unless one entity is longer."""

INCOMPLETE = {"people_time": frozenset({"ORG", "LOC"}), "cec": frozenset({"TIME"})}
"""Labels that a source annotates with gaps: what it annotates is learnt from, what it omits is unknown.

On the development part the first model, trained without this, found them with a precision of 53, 75 and 69
at a recall of 89, 89 and 70; most of what counted as wrong were names and times that the annotation omits.
"""
UNUSED = frozenset({"uner_gsdsimp"})
"""Sources that are measured but not learnt from: encyclopedic text whose convention is another."""

SWAPPED = ("PER", "ORG", "LOC")
"""Labels whose names are replaced by others in training."""

Span = tuple[int, int, str]
"""Begin, end and label; the label O marks an entity of a kind that is not learnt, such as a work."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of text, its entities in order, and the labels that its source annotates."""

    text: str
    spans: tuple[Span, ...]
    known: frozenset[str]
    source: str


def read_corpus(path: Path) -> Iterator[Example]:
    """The examples of one file; labels that are not learnt become O, overlaps go to the longer."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            annotated = [
                (b, e, label) for b, e, label in record["spans"] if label in record["types"] and b < e
            ]
            spans = [(b, e, label if label in LABELS else "O") for b, e, label in annotated]
            known = frozenset(record["types"]) & frozenset(LABELS)
            yield Example(record["text"], _without_overlaps(spans), known, record["source"])


def _without_overlaps(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def cut(example: Example, longest: int = LONGEST) -> Iterator[Example]:
    """The example in pieces of at most `longest` characters, cut after punctuation outside entities."""
    inside = {place for begin, end, _ in example.spans for place in range(begin + 1, end)}
    stops = [
        i + 1
        for i, character in enumerate(example.text)
        if character in "。！？；，、,;!? \n" and i + 1 not in inside
    ]
    begin = 0
    while begin < len(example.text):
        end = len(example.text)
        if end - begin > longest:
            nearer = [stop for stop in stops if begin < stop <= begin + longest]
            further = [stop for stop in stops if stop > begin + longest]
            end = nearer[-1] if nearer else further[0] if further else end
        spans = tuple(
            (b - begin, e - begin, label) for b, e, label in example.spans if begin <= b and e <= end
        )
        yield Example(example.text[begin:end], spans, example.known, example.source)
        begin = end


def swap_names(example: Example, draw: Callable[[str], str], chance: float, rng: random.Random) -> Example:
    """The example with some of its names replaced by `draw(label)` (mention replacement)."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = last = 0
    for begin, end, label in example.spans:
        name = example.text[begin:end]
        if label in SWAPPED and rng.random() < chance:
            name = draw(label)
        before = example.text[last:begin]
        pieces += [before, name]
        spans.append((length + len(before), length + len(before) + len(name), label))
        length += len(before) + len(name)
        last = end
    pieces.append(example.text[last:])
    return Example("".join(pieces), tuple(spans), example.known, example.source)


def allowed_tags(example: Example) -> list[int]:
    """For each character the tags that the annotation allows, as a set of bits over `TAGS`.

    Inside a known entity that is one tag. Outside it is O and every tag of the labels that the source
    does not annotate, or only with gaps.
    """
    index = {tag: i for i, tag in enumerate(TAGS)}
    absent = example.known - INCOMPLETE.get(example.source, frozenset())
    outside = sum(1 << i for tag, i in index.items() if tag == "O" or tag[2:] not in absent)
    bits = [outside] * len(example.text)
    for begin, end, label in example.spans:
        if label == "O":
            bits[begin:end] = [1] * (end - begin)
            continue
        if end - begin == 1:
            bits[begin] = 1 << index[f"S-{label}"]
            continue
        bits[begin:end] = [1 << index[f"I-{label}"]] * (end - begin)
        bits[begin] = 1 << index[f"B-{label}"]
        bits[end - 1] = 1 << index[f"E-{label}"]
    return bits
