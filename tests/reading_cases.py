"""Small texts with what must be found in them and what must not; `cases/reading/names.toml` has the form.

A runner builds a graph from `case.text` alone and asserts that `find_faults(case, graph, is_a)` is empty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluation.gold import normal
from kg.model import Action, Entity, Graph

FOLDER = Path(__file__).parent / "cases" / "reading"
CLASS_OF = {"people": "Person", "organizations": "Organization", "places": "Place", "works": "Work"}
ROLES = ("agents", "recipients", "via", "places")

IsA = Callable[[str, str], bool]
Expected = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One text; `expected` and `never` have the keys that `names.toml` describes."""

    id: str
    about: str
    text: str
    expected: Expected
    never: Expected


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of a folder, in the order of the files and in them."""
    return [case for path in sorted(folder.glob("*.toml")) for case in _read(path)]


def _read(path: Path) -> Iterator[Case]:
    for table in tomllib.loads(path.read_text(encoding="utf-8")).get("case", ()):
        own = {key: table.pop(key) for key in ("id", "about", "text")}
        yield Case(**own, never=table.pop("never", {}), expected=table)


def find_faults(case: Case, graph: Graph, is_a: IsA) -> list[str]:
    """What the graph lacks and what it must not say, a line each."""
    return [*_Reader(graph, is_a).lacks(case.expected), *_Reader(graph, is_a).claims(case.never)]


@dataclass(frozen=True)
class _Reader:
    graph: Graph
    is_a: IsA

    def lacks(self, expected: Expected) -> Iterator[str]:
        for kind, cls in CLASS_OF.items():
            for name in expected.get(kind, ()):
                if not self._finds(name, cls):
                    yield f"not found: {cls} {name}"
        for fact in expected.get("memberships", ()):
            if not self._serves(fact):
                yield f"not found: membership {' / '.join(fact)}"
        for action in expected.get("actions", ()):
            if not any(self._fits(action, said) for said in self.graph.actions):
                yield f"not found: {action}"

    def claims(self, never: Expected) -> Iterator[str]:
        for kind, cls in CLASS_OF.items():
            for name in never.get(kind, ()):
                if self._finds(name, cls):
                    yield f"must not be found: {cls} {name}"
        for fact in never.get("memberships", ()):
            if self._serves(fact):
                yield f"must not be found: membership {' / '.join(fact)}"
        for action in never.get("actions", ()):
            unsaid = {"status": "Realised", **action}
            if any(self._fits(unsaid, said) for said in self.graph.actions):
                yield f"must not be claimed: {action}"

    def _finds(self, name: str, cls: str) -> bool:
        return any(_bears(entity, name) and self.is_a(entity.cls, cls) for entity in self.graph.entities)

    def _serves(self, fact: list[str]) -> bool:
        return any(
            all(
                not name or self._is(id_, name)
                for name, id_ in zip(fact, (post.person, post.organization, post.title), strict=True)
            )
            for post in self.graph.memberships
        )

    def _fits(self, wanted: Expected, said: Action) -> bool:
        return (
            self.is_a(said.cls, wanted["class"])
            and all(self._are(getattr(said, role), wanted[role]) for role in ROLES if role in wanted)
            and all(_has_item(said, *item) for item in wanted.get("items", ()))
            and ("works" not in wanted or self._are(said.works, wanted["works"]))
            and wanted.get("amount") in (None, said.amount)
            and wanted.get("currency", said.currency) == said.currency
            and said.status == wanted.get("status", said.status)
            and ("date" not in wanted or said.date in wanted["date"].split("|"))
        )

    def _are(self, ids: tuple[str, ...], names: list[str]) -> bool:
        """Whether each name is one of the ids and each id one of the names."""
        return all(any(self._is(id_, name) for id_ in ids) for name in names) and all(
            any(self._is(id_, name) for name in names) for id_ in ids
        )

    def _is(self, id_: str | None, name: str) -> bool:
        return any(entity.id == id_ and _bears(entity, name) for entity in self.graph.entities)


def _bears(entity: Entity, name: str) -> bool:
    forms = {normal(form) for form in (entity.name, *entity.aliases)}
    return any(normal(part) in forms for part in name.split("|"))


def _has_item(action: Action, name: str, value: float | str, unit: str) -> bool:
    return any(
        normal(item.name) == normal(name) and (value == "" or (item.value == value and item.unit == unit))
        for item in action.items
    )
