"""Which mentions of works are one work: those of one title, however it is spaced."""

from __future__ import annotations

import re
from collections import defaultdict

from kg.entities.model import Group, LocalEntity, forms_of
from kg.mentions import Mention

_SPACES_AND_MARKS = re.compile(r"[\s《》]")


def group_works(mentions: list[Mention]) -> list[Group]:
    """The works of an article; the key holds the title without its marks and spaces."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[_SPACES_AND_MARKS.sub("", mention.text)].append(mention)
    return [
        Group(LocalEntity("Work", group[0].text, forms_of(group), ("work", title)), tuple(group))
        for title, group in groups.items()
    ]
