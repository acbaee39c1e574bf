"""Why things of several articles are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.clusters import Cluster, Mark, Merge
from kg.identity import Identity, Marks
from kg.reading import Reading

Readings = Sequence[Reading] | Mapping[int, Reading]
"""What was identified, by number."""


def find_merges(identity: Identity, readings: Readings) -> tuple[Merge, ...]:
    """What the things of several articles are, and why; `readings` are those that were identified."""
    return tuple(
        Merge(each.id, each.name, each.articles, reason)
        if (reason := identity.reasons.get(each.members))
        else explain_merge(each, identity.marks, readings)
        for each in identity.named
        if len(each.articles) > 1
    )


def explain_merge(cluster: Cluster, marks: Marks, readings: Readings) -> Merge:
    """The merge that made a thing, with what its articles share."""
    return Merge(cluster.id, cluster.name, cluster.articles, _reason(cluster, marks, readings))


def _reason(cluster: Cluster, marks: Marks, readings: Readings) -> str:
    """What the articles of a cluster share."""
    where: dict[Mark, set[str]] = defaultdict(set)
    for local in cluster.members:
        for mark in marks[local]:
            where[mark].add(readings[local[0]].source)
    told = list(dict.fromkeys(_tell(mark) for mark in sorted(where) if len(where[mark]) > 1))
    return "; ".join(told[:3]) + (f"; and {len(told) - 3} more" if len(told) > 3 else "")


def _tell(mark: Mark) -> str:
    match mark:
        case ("same", *_):
            return "the corrections say so"
        case ("body", _, body, *_):
            return f"the same name in the same body: {body.partition('/')[2]}"
        case ("title", _, title, *_):
            return f"the same name with a title that few hold: {title}"
        case ("author", _, author, *_):
            return f"the same title by the same author: {author.partition('/')[2]}"
        case ("name from", setting, *_):
            return f"the same name in articles that speak from the same place: {setting}"
        case ("name", "organization", *parts):
            return f"the same name taken apart: {' + '.join(part for part in parts[:3] if part)}"
        case ("name", "place", *path):
            return f"the same place: {'/'.join(path)}"
        case _:
            return "the same title"
