"""Which action of the graph is which action of the gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluation.gold import Forms, GoldAction, normal
from kg.evaluation.said import IsA, SaidAction

_SHARED_BIGRAMS = 0.6


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of an action said and the gold action that it is, by their places; none occurs twice."""

    pairs: tuple[tuple[int, int], ...]

    @property
    def said(self) -> frozenset[int]:
        """The places of the actions said that are in a pair."""
        return frozenset(one for one, _ in self.pairs)

    @property
    def gold(self) -> frozenset[int]:
        """The places of the gold actions that are in a pair."""
        return frozenset(other for _, other in self.pairs)


def match_actions(gold: Sequence[GoldAction], said: Sequence[SaidAction], is_a: IsA) -> Matching:
    """Pair actions of a fitting class from the same sentence, those that agree most first."""
    taken: dict[int, int] = {}
    for _, i, j in sorted(_candidates(gold, said, is_a)):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return Matching(tuple(taken.items()))


def meets(some: Sequence[Forms], forms: Forms) -> bool:
    """Whether one of `some` shares a form with `forms`."""
    return any(one & forms for one in some)


def names_action(action: SaidAction, classes: frozenset[str], is_a: IsA) -> bool:
    """Whether the class of an action fits one of `classes`; no classes, any fits."""
    return not classes or any(is_a(action.cls, cls) for cls in classes)


def _candidates(
    gold: Sequence[GoldAction], said: Sequence[SaidAction], is_a: IsA
) -> Iterator[tuple[int, int, int]]:
    """Each possible pair, with its agreement negated so that the best sorts first."""
    wanted = [_Text.of(normal(action.evidence)) for action in gold]
    for i, have in enumerate(said):
        told = [_Text.of(text) for text in have.evidence]
        for j, want in enumerate(gold):
            if names_action(have, want.classes, is_a) and any(text.is_like(wanted[j]) for text in told):
                yield -_agreement(have, want), i, j


@dataclass(frozen=True, slots=True)
class _Text:
    """A sentence in normal form and its pairs of neighbouring characters."""

    text: str
    bigrams: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, text: str) -> _Text:
        return cls(text, frozenset(pairwise(text)))

    def is_like(self, other: _Text) -> bool:
        """Whether the two are one sentence, one is a part of the other, or they share most bigrams."""
        if self.text in other.text or other.text in self.text:
            return True
        fewer = min(len(self.bigrams), len(other.bigrams))
        return len(self.bigrams & other.bigrams) > _SHARED_BIGRAMS * fewer


def _agreement(said: SaidAction, gold: GoldAction) -> int:
    agents = sum(meets(said.agents, forms) for forms in (*gold.agents.wanted, *gold.agents.also))
    money = said.amount in gold.sums
    goods = sum(
        any(want.item in forms and value == want.quantity for forms, value in said.goods)
        for want in gold.goods
    )
    return agents + 2 * money + goods
