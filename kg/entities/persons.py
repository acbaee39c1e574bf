"""Which mentions of people are one person: the same name, its first part, or 小 and the surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kg.entities.model import Group, LocalEntity, forms_of
from kg.mentions import Mention
from kg.rulewords import NameWords


def group_persons(mentions: list[Mention], names: NameWords, posts: Collection[str]) -> list[Group]:
    """The people of an article; its key is the name, with every dot in it written `·`.

    A familiar form (小孙, 孙老, or 孙书记 with one of the `posts`), a polite one (孙女士) and the first part
    of a name with dots (阿依努尔) mean the one person they fit. A familiar form that fits nobody, or several,
    means no one; a polite one is then a name of its own.
    """
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[_with_plain_dots(mention.text, names)].append(mention)
    full = [name for name in by_name if not _familiar_surname(name, names, posts)]
    groups = {name: list(by_name[name]) for name in full}
    for name, group in by_name.items():
        begin = _familiar_surname(name, names, posts) or _addressed_surname(name, names) or f"{name}·"
        owners = [n for n in full if n != name and n.startswith(begin)]
        if len(owners) == 1:
            groups[owners[0]] += group
            groups.pop(name, None)
    return [
        Group(LocalEntity("Person", group[0].text, forms_of(group), ("person", name)), tuple(group))
        for name, group in groups.items()
    ]


def _with_plain_dots(name: str, names: NameWords) -> str:
    for dot in names.dots:
        name = name.replace(dot, "·")
    return name


def _familiar_surname(name: str, names: NameWords, posts: Collection[str]) -> str:
    """The surname in 小孙, 孙老 and 孙书记; nothing for a full name."""
    if name[:2] in names.compound and name[2:] in posts:
        return name[:2]
    if name[0] in names.common and (name[1:] in posts or name[1:] in names.familiar_behind):
        return name[0]
    is_familiar = len(name) == 2 and name[0] in names.familiar_before and name[1] in names.common
    return name[1:] if is_familiar else ""


def _addressed_surname(name: str, names: NameWords) -> str:
    """The surname in 孙女士; nothing for a full name."""
    is_addressed = name[1:] in names.address and (name[0] in names.common or name[0] in names.wordlike)
    return name[:1] if is_addressed else ""
