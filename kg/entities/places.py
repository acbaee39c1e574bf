"""Which mentions of places are one place: those of one division, and else those of one name."""

from __future__ import annotations

from collections import defaultdict

from kg.entities.model import Group, LocalEntity, forms_of
from kg.mentions import Mention
from kg.places import Division, Divisions

_AGAIN = "该"
_KINDS = ("社区", "街道", "村", "镇", "乡", "县", "市", "区")


def group_places(mentions: list[Mention], divisions: Divisions, home: tuple[str, ...]) -> list[Group]:
    """The places of an article, called by their longest form; the key holds the division's path.

    该县 is the county named last before it, and nothing where there is none.
    """
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    again: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    last: dict[str, tuple[str, ...]] = {}
    for mention in sorted(mentions):
        if mention.text.startswith(_AGAIN):
            if path := last.get(mention.text.removeprefix(_AGAIN)):
                again[path].append(mention)
            continue
        division = _division_of(mention.text, divisions, home)
        path = division.path if division else (mention.text,)
        groups[path].append(mention)
        last.update({kind: path for kind in _KINDS if path[-1].endswith(kind)})
    return [
        Group(
            LocalEntity("Place", _longest_form(group), forms_of(group), ("place", *path)),
            (*group, *again[path]),
        )
        for path, group in groups.items()
    ]


def _division_of(name: str, divisions: Divisions, home: tuple[str, ...]) -> Division | None:
    """The division a name means: one above or below the article's home, else one that leaves no doubt."""
    known = divisions.find(name)
    near = next((d for d in known if _is_on_one_line(d.path, home)), None)
    is_certain = len(known) == 1 or (len(known) > 1 and known[0].level < known[1].level)
    return near or (known[0] if is_certain else None)


def _is_on_one_line(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether one path leads on from the other."""
    shared = min(len(first), len(second))
    return first[:shared] == second[:shared]


def _longest_form(group: list[Mention]) -> str:
    return max((m.text for m in group), key=lambda name: (len(name), name))
