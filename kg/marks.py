"""What makes an entity of one article the same as one of another: its marks.

A name that tells its place is mark enough. One that leaves it open (育才中学, 幸福村) means one thing only
among articles that speak from one place. A person is a name and a body served, a short title of a work its
title and an author. Nothing here looks at more than one article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.clusters import Local, Mark, Path
from kg.entities import LocalEntity
from kg.ontology import Ontology
from kg.reading import Reading
from kg.rulebook import Rulebook

_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+|(?<!\d)[一二三四五六七八九十](?=[院中小医])")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}?[省市县州旗](?!场)")
_LATIN = re.compile(r"[A-Za-z]{3}")
_PROVINCE = ("省", "自治区")

Key = tuple[str, ...]
"""What is equal for an entity's like in other articles: `kg.entities.LocalEntity.key`."""

Known = Callable[[int], str]
"""From the number of an entity of the article to the id it has across articles, empty if it has none yet."""


KINDS = ("organization", "place", "person", "work")
"""The kinds of things, in the order in which they are identified."""

BODIES = KINDS[:2]
"""Those that an article marks on its own; the marks of the others need the ids of bodies."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What an article tells of identity before any other is known.

    `setting` is the place that it speaks from. `kinds` has its entities by kind, each with its marks; people
    and works have none yet.
    """

    setting: Path
    kinds: Mapping[str, Mapping[Local, tuple[Mark, ...]]]


def take_bearings(
    readings: Mapping[int, Reading], rules: Rulebook, ontology: Ontology
) -> dict[int, Bearings]:
    """The bearings of each article, by the number of its reading."""
    kind_of, mark_of = cache(ontology.kind_of), cache(lambda key: mark_of_name(key, rules))
    bearings = {}
    for r, reading in readings.items():
        setting = find_setting(reading)
        kinds: dict[str, dict[Local, tuple[Mark, ...]]] = {kind: {} for kind in KINDS}
        for number, entity in enumerate(reading.entities):
            kind = kind_of(entity.cls)
            kinds[kind][r, number] = (
                (mark_of_thing(entity, mark_of(entity.key), reading.source, setting),)
                if kind in BODIES
                else ()
            )
        bearings[r] = Bearings(setting, kinds)
    return bearings


def without_ordinal(core: str) -> str:
    """第四人民医院 → 人民医院."""
    return _ORDINAL.sub("", core)


def ordinals_in(core: str) -> list[str]:
    """第四人民医院 → [四]."""
    return [found.removeprefix("第") for found in _ORDINAL.findall(core)]


def find_setting(reading: Reading) -> Path:
    """The prefecture, or the town where no more is known, that an article's names lie in by a majority.

    Empty where they agree on no more than a province.
    """
    paths = [path for path in map(_path_in, reading.entities) if path]
    setting: Path = ()
    for depth in (1, 2):
        votes = Counter(
            [path[:depth] for path in paths if len(path) >= depth and path[: depth - 1] == setting]
        )
        best = max(votes, key=lambda path: votes[path], default=None)
        if best is None or votes[best] * 2 <= votes.total():
            break
        setting = best
    return () if setting and setting[-1].endswith(_PROVINCE) else setting


def is_open(key: Key, rules: Rulebook) -> bool:
    """Whether the name behind a key leaves open which namesake it means, so that the article must tell."""
    words = rules.identity
    if key[:1] == ("place",):
        return len(key) == 2 and (
            key[1].endswith(words.local_places) or len(rules.divisions.find(key[1])) > 1
        )
    if key[:1] != ("organization",) or len(key) < 4:
        return False
    place, core = key[2], key[3]
    if place:
        return "/" not in place and len(rules.divisions.find(place)) > 1
    if (
        any(word in core for word in words.national)
        or _LATIN.search(core)
        or core in rules.organizations.alone
    ):
        return False
    if _TOWN.match(core):  # a town that no list knows, right before a short word: 某某市|委
        return False
    university, _, _ = core.partition("大学")
    if len(university) not in (0, 1, len(core)) and university not in words.kinds_of_university:
        return False
    least = next((n for end, n in words.distinctive.items() if core.endswith(end)), None)
    return least is None or len(core) < least or bool(ordinals_in(core))


def is_common_title(title: str, rules: Rulebook) -> bool:
    """Whether many works bear a title: it says no more than what kind of paper they are."""
    return title in rules.identity.generic_works or title.endswith(rules.identity.letters)


def mark_of_name(key: Key, rules: Rulebook) -> Mark | None:
    """The mark of an organization or a place whose key says which one it is; None where it is open."""
    return None if is_open(key, rules) else ("name", *_folded(key))


def mark_of_thing(entity: LocalEntity, name: Mark | None, source: str, setting: Path) -> Mark:
    """The mark of an organization or a place in the article `source`; `name` is `mark_of_name` of its key."""
    if not entity.key:
        return "here", source, entity.name
    if name:
        return name
    return ("name from", "/".join(setting), *entity.key) if setting else ("here", source, *entity.key)


def marks_of_person(number: int, reading: Reading, known: Known, rules: Rulebook) -> Iterator[Mark]:
    """The marks of a person: the bodies served, parties as a whole left out, and titles that few hold."""
    name = reading.entities[number].key[1]
    yield "here", reading.source, name
    for post in reading.posts:
        if post.person != number:
            continue
        body = post.organization
        if body is not None and len(reading.entities[body].key) > 2:
            yield "body", name, known(body)
        if post.title in rules.identity.sole_titles:
            yield "title", name, post.title


def marks_of_work(number: int, reading: Reading, known: Known, rules: Rulebook) -> Iterator[Mark]:
    """The marks of a work: its title where that says enough, or its title with each author."""
    title, words = reading.entities[number].key[1], rules.identity
    authors = {
        known(agent) for action in reading.actions if number in action.works for agent in action.agents
    }
    yield "here", reading.source, title
    yield from (("author", title, author) for author in sorted(authors))
    if not is_common_title(title, rules) and (not authors or len(title) >= words.distinctive_work):
        yield "work", title


def _folded(key: Key) -> Key:
    """A key in which a town that no list knows is part of the name, where a parser may have left it."""
    if key[:1] != ("organization",) or len(key) < 4 or "/" in key[2]:
        return key
    return key[0], key[1], "", key[2] + key[3]


def _path_in(entity: LocalEntity) -> Path:
    key = entity.key
    if not key:
        return ()
    if key[0] == "place":
        return key[1:]
    return tuple(key[2].split("/")) if len(key) > 3 and key[2] else ()
