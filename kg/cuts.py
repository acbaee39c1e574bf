"""A graph in cuts: its things kind by kind, some hundreds together, with a digest of what is said of them.

The files that show a graph are written in blocks of them, so that each finds again what has not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from kg.descriptions import Subject, list_kinds
from kg.model import Graph
from kg.reuse import SIZE, cut_blocks, digest_values, ends_block


class Cut(NamedTuple):
    """Things of one kind that follow each other, and a digest of what is said of them."""

    subjects: Sequence[Subject]
    digest: bytes


Cuts = Mapping[str, Sequence[Cut]]
"""By kind, as `kg.descriptions.list_kinds` has them."""


def cut_graph(graph: Graph) -> Cuts:
    """The graph in cuts."""
    return {
        kind: [Cut(block, digest_values(block)) for block in cut_blocks(subjects, itemgetter(0))]
        for kind, subjects in list_kinds(graph).items()
    }


def join_cuts(cuts: Sequence[Cut], size: int) -> Iterator[Cut]:
    """The same in larger ones of about `size` things, which must be a multiple of what they have."""
    assert size % SIZE == 0
    begin = 0
    for end, cut in enumerate(cuts, 1):
        if end == len(cuts) or ends_block(cut.subjects[-1].id, size):
            own = cuts[begin:end]
            subjects = list(chain.from_iterable([each.subjects for each in own]))
            yield Cut(subjects, digest_values([each.digest for each in own]))
            begin = end
