"""Corrections at work: on identity before the graph is made, on names, classes and facts after.

What a correction changed carries a note in the graph, and what could not be followed is told with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations

from kg.corrections import Corrections, Fact
from kg.identity import Hints, Identity, identify
from kg.model import Action, Entity, Graph
from kg.ontology import Ontology
from kg.reading import Reading
from kg.references import UnclearError, find_id, find_members
from kg.revision import Ground, revise
from kg.rulebook import Rulebook

Find = Callable[[str], str]
"""From what a correction calls a thing to its id; raises UnclearError."""


@dataclass(frozen=True, slots=True)
class Unheeded:
    """A correction that could not be followed, and why."""

    entry: str
    reason: str


@dataclass(slots=True)
class _Draft:
    """A graph being corrected: its entities by id, the notes on them, and the ids that leave it."""

    entities: dict[str, Entity]
    actions: dict[str, Action]
    notes: dict[str, set[str]]
    gone: set[str]


def identify_corrected(
    readings: Sequence[Reading],
    rules: Rulebook,
    ontology: Ontology,
    corrections: Corrections,
    ground: Ground | None = None,
) -> tuple[Identity, Identity]:
    """Identity as it would be without corrections, and with `same` and `different` heeded.

    A correction names ids of the former or, since one can change the ids that the next one names, ids that
    the others lead to. `ground` is what stands of an identity before few of the readings changed.
    """
    if ground and ground.fits(readings):
        plain = latest = revise(ground, readings, rules, ontology)
    else:
        plain = latest = identify(readings, rules, ontology)
    hints = Hints()
    for _ in range(len(corrections.same) + len(corrections.different)):
        following = _hints(corrections, readings, (plain, latest))
        if following == hints:
            break
        hints, latest = following, identify(readings, rules, ontology, following)
    return plain, latest


def amend(
    graph: Graph,
    corrections: Corrections,
    readings: Sequence[Reading],
    identities: tuple[Identity, Identity],
    ontology: Ontology,
) -> tuple[Graph, tuple[Unheeded, ...]]:
    """The corrected graph of `identities`, from `identify_corrected`, and the corrections not followed."""
    if corrections == Corrections():
        return graph, ()
    plain, latest = identities
    unheeded: list[Unheeded] = []
    draft = _Draft(
        {e.id: e for e in graph.entities}, {a.id: a for a in graph.actions}, defaultdict(set), set()
    )

    def find(reference: str) -> str:
        return find_id(reference, graph, readings, plain, latest)

    for group in corrections.same:
        with _heeding(f"same: {', '.join(group)}", unheeded):
            _note_same(group, find, draft)
    for group in corrections.different:
        with _heeding(f"different: {', '.join(group)}", unheeded):
            _note_different(group, find, draft)
    for thing, name in corrections.rename:
        with _heeding(f"rename: {thing}", unheeded):
            _rename(find(thing), name, draft)
    for thing, cls in corrections.type:
        with _heeding(f"type: {thing}", unheeded):
            _retype(find(thing), cls, draft, ontology)
    for entry in corrections.reject:
        said = entry if isinstance(entry, str) else " / ".join(entry)
        with _heeding(f"reject: {said}", unheeded):
            _reject(entry, said, find, graph, draft)
    entities = (e._replace(notes=tuple(sorted(draft.notes[e.id]))) for e in draft.entities.values())
    corrected = replace(graph, entities=tuple(entities), actions=tuple(draft.actions.values()))
    return _without(corrected, draft.gone), tuple(unheeded)


@contextmanager
def _heeding(entry: str, unheeded: list[Unheeded]) -> Iterator[None]:
    try:
        yield
    except UnclearError as fault:
        unheeded.append(Unheeded(entry, str(fault)))


def _hints(corrections: Corrections, readings: Sequence[Reading], identities: Sequence[Identity]) -> Hints:
    """What of the corrections can be told of the articles' entities; the rest is left out."""
    together, apart = [], []
    for group in corrections.same:
        with _heeding("", []):
            together.append(
                frozenset[tuple[int, int]]().union(*(find_members(t, readings, identities) for t in group))
            )
    for group in corrections.different:
        with _heeding("", []):
            apart.append(tuple(find_members(thing, readings, identities) for thing in group))
    return Hints(tuple(together), tuple(apart))


def _note_same(group: Sequence[str], find: Find, draft: _Draft) -> None:
    ids = sorted({find(thing) for thing in group})
    if len({id_.partition("/")[0] for id_ in ids}) > 1:
        raise UnclearError(f"they are of different kinds: {', '.join(ids)}")
    if len(ids) > 1:
        raise UnclearError("only people, organizations, places and works can be joined, named without doubt")
    draft.notes[_entity(ids[0], draft).id].add(f"认定为同一：{'、'.join(group)}")


def _note_different(group: Sequence[str], find: Find, draft: _Draft) -> None:
    ids = [find(thing) for thing in group]
    for (one, first), (other, second) in combinations(zip(group, ids, strict=True), 2):
        if first == second:
            raise UnclearError(f"{one} and {other} are one by the other corrections")
    for id_ in ids:
        draft.notes[id_].add(f"认定不是同一：{'、'.join(group)}")


def _rename(id_: str, name: str, draft: _Draft) -> None:
    old = _entity(id_, draft)
    draft.entities[id_] = old._replace(name=name, aliases=tuple(sorted({*old.aliases, old.name} - {name})))
    draft.notes[id_].add(f"原名：{old.name}")


def _retype(id_: str, cls: str, draft: _Draft, ontology: Ontology) -> None:
    kind = id_.partition("/")[0]
    if ontology.kind_of(cls) != kind:
        raise UnclearError(f"{id_} is of the kind {kind}, {cls} is not; reject it instead")
    if id_ in draft.actions:
        draft.actions[id_] = draft.actions[id_]._replace(cls=cls)
    else:
        old = _entity(id_, draft)
        draft.entities[id_] = old._replace(cls=cls)
        draft.notes[id_].add(f"原类型：{ontology.classes[old.cls].label_zh}")


def _reject(entry: str | Fact, said: str, find: Find, graph: Graph, draft: _Draft) -> None:
    """Mark what must leave, and note it on whoever took part."""
    gone = {find(entry)} if isinstance(entry, str) else _memberships(entry, find, graph)
    draft.gone |= gone
    for membership in graph.memberships:
        if not gone.isdisjoint((membership.id, membership.organization, membership.title)):
            draft.notes[membership.person].add(f"不采纳：{said}")
    for action in graph.actions:
        if not gone.isdisjoint((action.id, *_parts(action))):
            for agent in action.agents:
                draft.notes[agent].add(f"不采纳：{said}")


def _memberships(fact: Fact, find: Find, graph: Graph) -> set[str]:
    wanted = [find(part) if part else None for part in fact]
    found = {
        m.id
        for m in graph.memberships
        if all(
            want in (None, has) for want, has in zip(wanted, (m.person, m.organization, m.title), strict=True)
        )
    }
    if not found:
        raise UnclearError("there is no such membership")
    return found


def _entity(id_: str, draft: _Draft) -> Entity:
    if id_ not in draft.entities:
        raise UnclearError(f"{id_} is no entity")
    return draft.entities[id_]


def _parts(action: Action) -> tuple[str, ...]:
    return (*action.agents, *action.recipients, *action.via, *action.works, *action.places)


def _without(graph: Graph, gone: set[str]) -> Graph:
    """The graph without some entities and facts.

    A membership goes with its person and its organization, and with its title where it has no organization;
    an action goes with the last of its agents. What was quoted for them stays.
    """
    if not gone:
        return graph

    def rest(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id_ for id_ in ids if id_ not in gone)

    def unless_gone(id_: str | None) -> str | None:
        return None if id_ in gone else id_

    memberships = [
        m._replace(title=unless_gone(m.title))
        for m in graph.memberships
        if gone.isdisjoint((m.id, m.person, m.organization)) and (m.organization or unless_gone(m.title))
    ]
    actions = [
        a._replace(
            agents=rest(a.agents),
            recipients=rest(a.recipients),
            via=rest(a.via),
            works=rest(a.works),
            places=rest(a.places),
        )
        for a in graph.actions
        if a.id not in gone and rest(a.agents)
    ]
    return Graph(
        tuple(a._replace(mentions=rest(a.mentions)) for a in graph.articles),
        graph.sentences,
        tuple(e._replace(parent=unless_gone(e.parent)) for e in graph.entities if e.id not in gone),
        tuple(memberships),
        tuple(actions),
        tuple(pair for pair in graph.possibly_same if gone.isdisjoint(pair)),
    )
