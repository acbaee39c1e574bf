"""Which mentions of organizations are one body, what it is called and what it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.entities.model import Group, LocalEntity, forms_of
from kg.entities.shortforms import head_of, is_short_for
from kg.mentions import SHORT_FOR, Mention
from kg.model import Span
from kg.orgnames import OrganizationName, parse_organization
from kg.rulebook import Rulebook
from kg.rulewords import OrganizationWords

Names = Mapping[str, OrganizationName]
"""The names of an article as printed, each taken apart."""

# Kinds of bodies that bear a second name in brackets, and what may stand before it there.
_WITH_SECOND_NAMES = ("Hospital", "School", "Company")
_SECOND = re.compile(r"[(（](?:又名|又称|原名?|亦称|即|以下简称|简称|挂牌)?[“：:]?")
_CLOSING = re.compile('[”"]?[)）]')
_AND = ("和", "与", "及", "、", "以及")
_NATIONAL = ("PartyOrganization", "GovernmentBody")
# A name with fewer characters before its head says too little outside its article: 县医院, and more so
# where the head is one of many bodies (中心, 医疗队). Set by hand on the sample corpus and open articles.
_LEAST_BEFORE_HEAD = 2
_LEAST_BEFORE_WEAK_HEAD = 4


def group_organizations(
    text: str, mentions: list[Mention], rules: Rulebook, home: tuple[str, ...], own_party: str
) -> list[Group]:
    """The bodies of an article, from the mentions in its text that name one.

    Names of one structure are one body; a short form joins the one body whose name it shortens. A second name
    in brackets is one more name of a hospital, school or company.
    """
    names = {m.text: parse_organization(m.text, rules, home, own_party) for m in mentions}
    leader = _find_leaders(names, _find_second_names(text, mentions), rules)
    groups: dict[str, list[Mention]] = defaultdict(list)
    anchors = _find_anchors(text, mentions, names, rules)
    for mention in mentions:
        groups[_root(leader, anchors.get(mention.span, mention.text))].append(mention)
    return [Group(_entity(group, names, rules.organizations), tuple(group)) for group in groups.values()]


def _find_anchors(
    text: str, mentions: Sequence[Mention], names: Names, rules: Rulebook
) -> Mapping[Span, str]:
    """For a name that leaves its place open (省委), the last one before it in its paragraph that fills it."""
    anchors: dict[Span, str] = {}
    paragraph: dict[str, None] = {}  # its names, each once, by where it stood last
    end = 0
    for mention in mentions:
        if "\n" in text[end : mention.span.begin]:
            paragraph.clear()
        end = mention.span.end
        if not names[mention.text].level:
            paragraph.pop(mention.text, None)
            paragraph[mention.text] = None
            continue
        full = (name for name in reversed(paragraph) if _fills(names[name], mention.text, rules))
        if anchor := next(full, ""):
            anchors[mention.span] = anchor
    return anchors


def _fills(full: OrganizationName, open_name: str, rules: Rulebook) -> bool:
    """Whether an open name said in the place of a full one is the same: 省委 where 某某省委 is."""
    filled = parse_organization(open_name, rules, full.place, full.party)
    same = (filled.party, filled.place, filled.core) == (full.party, full.place, full.core)
    return bool(full.place) and same


def _find_second_names(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Names in brackets right behind another of their kind, each with that one: 某县医院（某县第一医院）.

    What the text calls a short name is one of any kind. Two that the text anywhere joins by 和 or 、 are two
    bodies.
    """
    second: dict[str, str] = {}
    joined: set[frozenset[str]] = set()
    for first, other in pairwise(mentions):
        gap = text[first.span.end : other.span.begin]
        if gap in _AND:
            joined.add(frozenset((first.text, other.text)))
        is_own = first.cls in _WITH_SECOND_NAMES and other.cls in (first.cls, "Organization")
        is_given = SHORT_FOR.fullmatch(gap) is not None
        closes = _CLOSING.match(text, other.span.end) is not None
        if closes and (is_given or (is_own and _SECOND.fullmatch(gap))):
            second.setdefault(other.text, first.text)
    return {name: own for name, own in second.items() if name != own and frozenset((name, own)) not in joined}


def _find_leaders(names: Names, second_names: Mapping[str, str], rules: Rulebook) -> Mapping[str, str]:
    """For each name another of the same body, in chains that end with one that leads itself."""
    leader = {name: name for name in names}
    first_of: dict[tuple[str, tuple[str, ...], str], str] = {}
    for name, parsed in names.items():
        if parsed.party or parsed.place:
            leader[name] = first_of.setdefault((parsed.party, parsed.place, parsed.core), name)
    for name, own in second_names.items():
        if _root(leader, name) != _root(leader, own):
            leader[_root(leader, name)] = _root(leader, own)
    for name in sorted(names, key=len):
        root = _root(leader, name)
        if root != name and names[name].place:
            continue
        owners = {
            _root(leader, other)
            for other in names
            if _root(leader, other) != root
            and is_short_for(names[name], names[other], rules.organizations.heads)
        }
        if len(owners) == 1:
            leader[root] = owners.pop()
    return leader


def _root(leader: Mapping[str, str], name: str) -> str:
    while leader[name] != name:
        name = leader[name]
    return name


def _entity(group: Sequence[Mention], names: Names, words: OrganizationWords) -> LocalEntity:
    """The body that mentions mean, called by its fullest name: best one that prints its place."""
    best = max({m.text for m in group}, key=lambda n: (_prints_place(names[n]), len(n), n))
    fullest = max(
        (names[m.text] for m in group), key=lambda p: (_prints_place(p), len(p.place), len(p.core), p.core)
    )
    cls = _class_of(group, best, fullest)
    return LocalEntity(cls, _full_name(best, names[best]), forms_of(group), _key(fullest, words))


def _prints_place(name: OrganizationName) -> bool:
    return bool(name.place) and not name.level


def _class_of(group: Sequence[Mention], best: str, fullest: OrganizationName) -> str:
    """What a body is: what its best name says, or most of its names; a party's committee is the party's."""
    votes = Counter(m.cls for m in group if m.cls != "Organization")
    is_committee = fullest.party and (fullest.core[:1] in ("委", "") or fullest.core.endswith("委"))
    if is_committee and votes.keys().isdisjoint(("Charity", "Company")):
        return "PartyOrganization"
    of_best = next((m.cls for m in group if m.text == best and m.cls != "Organization"), None)
    return of_best or max(sorted(votes), key=lambda c: votes[c], default="Organization")


def _full_name(printed: str, parsed: OrganizationName) -> str:
    """The printed name with its place written out: 社省委 → 九三学社江苏省委, 市血站 → 连云港市血站."""
    if not parsed.level or not parsed.place or parsed.place[-1] in printed:
        return printed
    rest = printed[printed.index(parsed.level) + len(parsed.level) :]
    return f"{parsed.party}{parsed.place[-1]}{rest}"


def _key(name: OrganizationName, words: OrganizationWords) -> tuple[str, ...]:
    """What names of one body share across articles; empty where the name says too little for that."""
    if not name.core and name.party:
        return ("organization", name.party)
    if name.place:
        return ("organization", name.party, "/".join(name.place), name.core)
    if _says_too_little(name, words) and not _is_national(name, words):
        return ()
    return ("organization", name.party, "", name.core)


def _says_too_little(name: OrganizationName, words: OrganizationWords) -> bool:
    """Whether a name without a place may be that of many bodies: 市疾控中心, 县医院, 第一医疗队."""
    if name.level:
        return True
    if name.party:
        return False
    head = head_of(name.core, words.heads)
    is_weak = head in words.parts or head in words.weak
    before_head = len(name.core) - len(head)
    return before_head < (_LEAST_BEFORE_WEAK_HEAD if is_weak else _LEAST_BEFORE_HEAD)


def _is_national(name: OrganizationName, words: OrganizationWords) -> bool:
    """Whether a name that is all head is that of one body of the nation: 全国政协, 应急管理部."""
    core = name.core
    if name.level or core not in words.alone or words.heads.get(core) not in _NATIONAL:
        return False
    return "中央" in core or "国" in core or core.endswith("部")
