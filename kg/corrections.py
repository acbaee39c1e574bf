"""`corrections.toml`: what a person says of the graph, as docs/corrections.md describes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.tomlfile import read_settings

NAME = "corrections.toml"

Fact = tuple[str, str, str]
"""A membership: person, organization, title; an empty one may be any."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the tables say. Whatever names a thing is an id, an IRI, a name, or `name@article`.

    `same` and `different` are groups; `rename` and `type` are pairs of a thing and its name or class;
    `reject` has things and memberships.
    """

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    reject: tuple[str | Fact, ...] = ()
    type: tuple[tuple[str, str], ...] = ()


def read_corrections(path: Path, classes: Collection[str]) -> Corrections:
    """The corrections in the file `path`; `classes` are the local names the ontology knows.

    Raises ConfigError where it cannot be read, is no TOML, or says something in a form that has no meaning.
    """
    said = read_settings(path)
    known: dict[str, Callable[[Any, str], tuple[Any, ...]]] = {
        "same": _groups,
        "different": _groups,
        "rename": _pairs,
        "reject": _rejected,
        "type": _pairs,
    }
    for key in said:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise ConfigError(f"{path} has the unknown key `{key}`; did you mean `{near}`?")
    corrections = Corrections(**{key: known[key](value, f"{path}: `{key}`") for key, value in said.items()})
    for thing, cls in corrections.type:
        if cls not in classes:
            near = get_close_matches(cls, sorted(classes), n=1, cutoff=0.0)[0]
            raise ConfigError(f"{path}: `type` gives {thing} the unknown class {cls}; did you mean {near}?")
    for group in corrections.same:
        for other in corrections.different:
            if len({*group} & {*other}) > 1:
                raise ConfigError(f"{path}: `same` and `different` both hold {', '.join(group)}; keep one.")
    return corrections


def _groups(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    groups = tuple(_texts(group) for group in value) if isinstance(value, list) else ((),)
    if any(len(set(group)) < 2 for group in groups):
        raise ConfigError(f'{where} must hold groups of two things or more; write [["…", "…"]].')
    return groups


def _pairs(value: object, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(_texts([*pair]) for pair in value.items()):
        raise ConfigError(
            f'{where} must be a table of texts; write "thing" = "…" below [{where.split("`")[1]}].'
        )
    return tuple(value.items())


def _rejected(value: object, where: str) -> tuple[str | Fact, ...]:
    return tuple(_rejections(value if isinstance(value, list) else [None], where))


def _rejections(entries: list[object], where: str) -> Iterator[str | Fact]:
    for entry in entries:
        if isinstance(entry, str) and entry.strip():
            yield entry
        elif (
            isinstance(entry, list)
            and len(entry) == 3
            and all(isinstance(e, str) for e in entry)
            and entry[0]
        ):
            yield entry[0], entry[1], entry[2]
        else:
            raise ConfigError(
                f"{where} must hold things, or memberships of three texts; "
                'write ["…", ["person", "organization", "title"]].'
            )


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list; nothing where it is no list or one of them is no text or empty."""
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    return ()
