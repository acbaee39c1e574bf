"""Whether confidence means something: of the facts given 0.9, nine in ten should be right on the gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.gold import GoldArticle, read_golds
from kg.evaluation.matching import match_actions, meets
from kg.evaluation.memberships import agrees
from kg.evaluation.said import Corpus, IsA, SaidArticle
from kg.model import Graph


@dataclass(frozen=True, slots=True)
class Band:
    """Facts whose confidence rounds to one tenth: how many, how many right, and what they said on average."""

    tenth: float
    facts: int
    right: int
    stated: float

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.facts


def calibrate(graph: Graph, gold_dirs: Sequence[Path], is_a: IsA) -> tuple[Band, ...]:
    """Bundle the memberships and actions of a graph by tenths of confidence and count those that are right.

    A membership is right with the organization that it names, an action with its class and, where it has
    agents, at least one of them. Articles without gold do not count. InputError where a folder's gold is
    missing or broken.
    """
    corpus = Corpus(graph)
    facts = [
        fact
        for gold_dir in gold_dirs
        for gold in read_golds(gold_dir)
        for fact in _facts(gold, corpus.read(gold.stem), is_a)
    ]
    tenths = sorted({round(confidence, 1) for confidence, _ in facts})
    return tuple(_band(tenth, [f for f in facts if round(f[0], 1) == tenth]) for tenth in tenths)


def _band(tenth: float, facts: Sequence[tuple[float, bool]]) -> Band:
    return Band(tenth, len(facts), sum(right for _, right in facts), sum(c for c, _ in facts) / len(facts))


def _facts(gold: GoldArticle, said: SaidArticle, is_a: IsA) -> Iterator[tuple[float, bool]]:
    """The confidence of each fact of an article, and whether it is right."""
    for membership in said.memberships:
        whole = bool(membership.organization)  # a title alone says no more than that
        yield membership.confidence, any(agrees(g, membership, strict=whole) for g in gold.memberships)
    pairs = dict(match_actions(gold.actions, said.actions, is_a).pairs)
    for place, action in enumerate(said.actions):
        if place not in pairs:
            yield action.confidence, False
            continue
        wanted = gold.actions[pairs[place]].agents
        expected = (*wanted.wanted, *wanted.also)
        yield action.confidence, not expected or any(meets(expected, agent) for agent in action.agents)
