"""Whether one name of an organization shortens another of the same article."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.orgnames import OrganizationName

_NUMBERED_HOSPITAL = re.compile("第[一二三四五六七八九十]+人民医院$")
# A short form may name this party where the full name leaves it out; any other is contrary.
_PARTY_BY_ONE_CHARACTER = "九三学社"
# 县医院 is the people's hospital of the county.
_COUNTY_HOSPITAL = ("医院", "人民医院")
# A short form keeps at least one character in so many of the full name's.
_MOST_SHORTENED = 4
# A head of so many characters is a short form by itself: 红十字会.
_TELLING_HEAD = 3


def is_short_for(short: OrganizationName, full: OrganizationName, heads: Collection[str]) -> bool:
    """Whether `short` shortens `full`: its characters in order, nothing contrary.

    Different parties, places and ordinals are contrary, whatever the characters say.
    """
    if _is_numbered_alike(short, full):
        return True
    if len(short.core) < 2 or _length(short.party, short.place[-1:], short.core) > _length(
        full.party, full.place, full.core
    ):
        return False
    if _is_contrary(short, full):
        return False
    if (
        short.level
        and short.place
        and short.place == full.place
        and (short.core, full.core) == _COUNTY_HOSPITAL
    ):
        return True
    if short.core == full.core:
        return bool(full.place) or not (short.place or short.level)
    if short.place and not full.place:
        return False
    return _shortens(short.core, full.core, heads)


def head_of(core: str, heads: Collection[str]) -> str:
    """The longest head that a name ends in, of two characters at least; empty where there is none."""
    return next((core[begin:] for begin in range(len(core) - 1) if core[begin:] in heads), "")


def _is_numbered_alike(short: OrganizationName, full: OrganizationName) -> bool:
    """四院 or 第四人民医院 beside 连云港市第四人民医院."""
    is_bare = not short.place and not short.party
    return is_bare and bool(full.place and short.core == full.core and _NUMBERED_HOSPITAL.match(short.core))


def _length(party: str, place: tuple[str, ...], core: str) -> int:
    return len(party + "".join(place) + core)


def _is_contrary(short: OrganizationName, full: OrganizationName) -> bool:
    if short.ordinals != full.ordinals:
        return True
    if short.place and full.place and short.place != full.place:
        return True
    if full.party:
        return bool(short.party) and short.party != full.party
    return short.party not in ("", _PARTY_BY_ONE_CHARACTER)


def _shortens(short: str, full: str, heads: Collection[str]) -> bool:
    """Whether a core keeps the end of another and, in order, some of what stands before it.

    A whole name in front of a longer one is the body that the longer one belongs to, not short for it.
    """
    if full.startswith(short) or len(short) >= len(full) or short[-1] != full[-1]:
        return False
    head = head_of(short, heads)
    if head and head_of(full, heads) not in (head, full) and not full.endswith(head):
        return False
    if full.endswith(short):
        return short != head or len(head) >= _TELLING_HEAD
    keeps_begin = short[0] == full[0]
    return keeps_begin and len(short) * _MOST_SHORTENED >= len(full) and _is_subsequence(short, full)


def _is_subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in short)
