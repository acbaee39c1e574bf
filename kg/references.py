"""What a correction calls a thing: an id, an IRI, a name, or `name@article`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kg.clusters import Cluster, Local
from kg.identity import Identity
from kg.iris import id_of
from kg.model import Entity, Graph
from kg.reading import Reading

_T = TypeVar("_T", Cluster, Entity)


class UnclearError(Exception):
    """A reference means nothing, or several things; the message says which."""


def find_members(
    reference: str, readings: Sequence[Reading], identities: Iterable[Identity]
) -> frozenset[Local]:
    """The entities of articles that a reference means, by the first identity that knows it.

    Raises UnclearError.
    """
    here = _in_article(reference, readings)
    if here is not None:
        return frozenset({here})
    for identity in identities:
        found = _called(reference, identity.clusters)
        if found:
            return frozenset(_only(found, reference).members)
    raise UnclearError(f"nothing is called {reference}")


def find_id(
    reference: str, graph: Graph, readings: Sequence[Reading], plain: Identity, identity: Identity
) -> str:
    """The id in `graph` that a reference means; raises UnclearError.

    The id may also be one of `plain`, the identity without corrections.
    """
    here = _in_article(reference, readings)
    if here is not None:
        return identity.ids[here[0]][here[1]]
    entities = _called(reference, graph.entities)
    if entities:
        return _only(entities, reference).id
    wanted = _id(reference)
    if wanted in {m.id for m in graph.memberships} | {a.id for a in graph.actions}:
        return wanted
    ids = {identity.ids[r][e] for r, e in find_members(reference, readings, [plain])}
    if len(ids) > 1:
        raise UnclearError(f"{reference} is now {', '.join(sorted(ids))}; name one of them")
    return ids.pop()


def _called(reference: str, things: tuple[_T, ...]) -> list[_T]:
    """The things with that id, else those with that name, else those with that alias."""
    wanted = _id(reference)
    return (
        [thing for thing in things if thing.id == wanted]
        or [thing for thing in things if thing.name == reference]
        or [thing for thing in things if reference in thing.aliases]
    )


def _only(things: Sequence[_T], reference: str) -> _T:
    if len(things) > 1:
        few = ", ".join(thing.id for thing in things[:3])
        raise UnclearError(
            f"{reference} means {len(things)} things ({few}, …); write an id or {reference}@article"
        )
    return things[0]


def _id(reference: str) -> str:
    return id_of(reference) if "://" in reference else reference


def _in_article(reference: str, readings: Sequence[Reading]) -> Local | None:
    """The entity that `name@article` means; None where what follows the last @ is no article."""
    name, at, source = reference.rpartition("@")
    named = [r for r, reading in enumerate(readings) if at and reading.source in (source, f"{source}.txt")]
    if not named:
        return None
    entities = readings[named[0]].entities
    found = [e for e, entity in enumerate(entities) if entity.name == name]
    found = found or [e for e, entity in enumerate(entities) if name in entity.forms]
    if len(found) != 1:
        raise UnclearError(f"{name} is the name of {len(found) or 'nothing'} in {readings[named[0]].source}")
    return named[0], found[0]
