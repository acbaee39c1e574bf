"""What an evaluation finds: counts by layer and the single findings behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """Of what was said, how much is right; of what was wanted, how much was found.

    The two sides differ where the gold allows more than it asks for.
    """

    right: int = 0
    said: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.right + other.right,
            self.said + other.said,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 0 where nothing was said."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found; 0 where nothing was wanted."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def yes_or_no(right: bool) -> Count:
    """Count one question with one answer."""
    return Count(right, 1, right, 1)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing missed, said in excess, or wrong; `evidence` quotes the sentence where there is one."""

    article: str
    layer: str
    fault: str
    what: str
    evidence: str = ""

    def __str__(self) -> str:
        quoted = f" «{self.evidence[:60]}»" if self.evidence else ""
        return f"{self.article}: {self.fault} {self.layer}: {self.what}{quoted}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one layer yields for one article."""

    layer: str
    count: Count
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by layer in the order in which the layers were met, and all details."""

    layers: Mapping[str, Count]
    details: tuple[Detail, ...] = ()


def gather(findings: Iterable[Finding]) -> Report:
    """Add up the findings of all articles, layer by layer."""
    layers: dict[str, Count] = {}
    details: list[Detail] = []
    for finding in findings:
        layers[finding.layer] = layers.get(finding.layer, Count()) + finding.count
        details += finding.details
    return Report(layers, tuple(details))
