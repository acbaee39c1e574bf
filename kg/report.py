"""What a build did: `report.json` for programs, and the closing summary for a person.

Neither holds a time, a duration or a path of the machine, so that the same build gives the same report.
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from msgspec import to_builtins

from kg.clusters import Merge, NearMiss
from kg.intake import Skipped
from kg.model import Action
from kg.pipeline import Build
from kg.stats import article_stats
from kg.version import __version__

WIDTH = 100
"""Columns of the summary."""

TOLD = 20
"""Faults that the summary tells one by one."""


@dataclass(frozen=True, slots=True)
class Report:
    """The facts of a build by name, as they stand in `report.json`; read from there, all are mappings."""

    version: str
    model: str
    rulebook: str
    articles: tuple[Mapping[str, Any], ...]
    entities: Mapping[str, int]
    memberships: int
    actions: Mapping[str, Mapping[str, int]]
    repairs: Mapping[str, int]
    merges: tuple[Merge | Mapping[str, Any], ...]
    near_misses: tuple[NearMiss | Mapping[str, Any], ...]
    corrections: Mapping[str, Any]
    skipped: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a build made, as its summary tells."""

    articles: int
    entities: Mapping[str, int]
    memberships: int
    actions: Mapping[str, Mapping[str, int]]
    merges: int
    repairs: Mapping[str, int]
    skipped: Sequence[Mapping[str, str]]


def make_report(build: Build, model: str, rulebook: str, lacking: Sequence[Skipped] = ()) -> Report:
    """The report on a build.

    `model` and `rulebook` are the identifiers of what it was made with; `lacking` are paths that held no
    article and so never reached the build.
    """
    graph = build.graph
    return Report(
        version=__version__,
        model=model,
        rulebook=rulebook,
        articles=tuple(
            {"title": article.title, "date": article.date, **counted._asdict()}
            for article, counted in zip(graph.articles, article_stats(graph), strict=True)
        ),
        entities=_counted(entity.cls for entity in graph.entities),
        memberships=len(graph.memberships),
        actions=_statuses(graph.actions),
        repairs=dict(build.repairs),
        merges=build.merges,
        near_misses=build.near_misses,
        corrections={
            "noted": [{"id": e.id, "notes": e.notes} for e in graph.entities if e.notes],
            "unheeded": [to_builtins(each) for each in build.unheeded],
        },
        skipped=tuple(to_builtins(each) for each in (*lacking, *build.skipped)),
    )


def report_json(report: Report) -> str:
    """The text of `report.json`."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n"


def read_report(path: Path) -> Report:
    """The report in a `report.json` that `report_json` wrote."""
    return Report(**msgspec.json.decode(path.read_bytes()))


def tally_report(report: Report) -> Tally:
    """How much a report tells of."""
    return Tally(
        len(report.articles),
        report.entities,
        report.memberships,
        report.actions,
        len(report.merges),
        report.repairs,
        report.skipped,
    )


def summary(tally: Tally) -> Iterator[str]:
    """The lines that a person reads when a build is done."""
    actions = {cls: sum(counts.values()) for cls, counts in tally.actions.items()}
    statuses = Counter[str]()
    for counts in tally.actions.values():
        statuses.update(counts)
    yield from _line("articles", tally.articles)
    yield from _line("entities", sum(tally.entities.values()), _most(tally.entities))
    yield from _line("memberships", tally.memberships)
    yield from _line("actions", sum(actions.values()), _most(actions), _most(statuses))
    yield from _line("merges", tally.merges)
    yield from _line("repairs", sum(tally.repairs.values()), _most(tally.repairs))
    yield from _line("skipped", len(tally.skipped))
    yield from (f"  {each['reason']}" for each in tally.skipped[:TOLD])
    if len(tally.skipped) > TOLD:
        yield f"  and {len(tally.skipped) - TOLD} more, which report.json names"


def _line(name: str, count: int, *texts: str) -> Iterator[str]:
    head = f"{name:<12}{count:>7}"
    indent = " " * (len(head) + 3)
    said = [line for text in texts if text for line in textwrap.wrap(text, WIDTH - len(indent))]
    yield f"{head}   {said[0]}" if said else head
    yield from (indent + line for line in said[1:])


def _most(counts: Mapping[str, int]) -> str:
    """Names with their counts, the most frequent first."""
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))


def _counted(names: Iterator[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _statuses(actions: Sequence[Action]) -> dict[str, dict[str, int]]:
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    for (cls, status), number in sorted(Counter((action.cls, action.status) for action in actions).items()):
        statuses[cls][status] = number
    return {cls: dict(counts) for cls, counts in statuses.items()}
