"""Resolution within an article: which mentions are one thing, what it is called, what it is.

Every entity leaves here with a key that tells whether it may be one with an entity of another article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.mentions import Mention
from kg.model import Span
from kg.orgnames import OrganizationName, home_of, parse_organization
from kg.rulebook import Rulebook


_ORDINAL_CORE = re.compile("第[一二三四五六七八九十]+人民医院$")


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """A thing of one article. `key` is equal for things of other articles that are the same.

    An empty key means that the name says too little to be compared outside its article (学校, 财务处).
    """

    cls: str
    name: str
    forms: tuple[str, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """The entities of an article and which mention means which."""

    entities: tuple[LocalEntity, ...]
    of: Mapping[Span, int]
    home: tuple[str, ...]
    own_party: str

    def index(self, mention: Mention) -> int | None:
        """The number of the entity a mention means; None for titles and words that point."""
        return self.of.get(mention.span)


def resolve_mentions(text: str, mentions: Sequence[Mention], rules: Rulebook) -> Resolution:
    """Group the mentions of one article into entities."""
    pointers = [m for m in mentions if m.kind == "Organization" and m.text in rules.organizations.pointers]
    organizations = [
        m for m in mentions if m.kind == "Organization" and m.text not in rules.organizations.pointers
    ]
    home = home_of(text, rules, [m.text for m in organizations])
    own_party = _own_party(organizations, rules)
    groups: list[tuple[LocalEntity, list[Mention]]] = []
    groups += _persons([m for m in mentions if m.kind == "Person"], rules)
    bodies = _organizations(organizations, rules, home, own_party)
    groups += _pointed(pointers, bodies, rules)
    groups += _places([m for m in mentions if m.kind == "Place"], rules, home)
    groups += _works([m for m in mentions if m.kind == "Work"])
    groups.sort(key=lambda g: min(m.span for m in g[1]))
    of = {m.span: i for i, (_, group) in enumerate(groups) for m in group}
    return Resolution(tuple(e for e, _ in groups), of, home, own_party)


def _own_party(organizations: Sequence[Mention], rules: Rulebook) -> str:
    """The party an article is about: the one named most, the Communist Party aside."""
    votes: Counter[str] = Counter()
    for mention in organizations:
        for form, party in rules.organizations.parties.items():
            if len(form) > 1 and form in mention.text and party not in ("中共", "共青团"):
                votes[party] += 1
    return max(sorted(votes), key=lambda p: votes[p], default="")


def _persons(mentions: list[Mention], rules: Rulebook) -> list[tuple[LocalEntity, list[Mention]]]:
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[_undotted(mention.text, rules)].append(mention)
    full = [n for n in by_name if not _familiar(n, rules)]
    groups: dict[str, list[Mention]] = {n: list(by_name[n]) for n in full}
    for name, group in by_name.items():
        surname = _familiar(name, rules)
        owners = [n for n in full if n != name and n.startswith(surname if surname else name + "·")]
        if len(owners) == 1:
            groups[owners[0]] += group
            groups.pop(name, None)
    return [
        (LocalEntity("Person", group[0].text, _forms(group), ("person", name)), group)
        for name, group in groups.items()
    ]


def _undotted(name: str, rules: Rulebook) -> str:
    return re.sub(f"[{re.escape(rules.names.dots)}]", "·", name)


def _familiar(name: str, rules: Rulebook) -> str | None:
    """The surname in 小孙; None for a full name."""
    return (
        name[1:]
        if len(name) == 2 and name[0] in rules.names.familiar_before and name[1] in rules.names.common
        else None
    )


def _organizations(
    mentions: list[Mention], rules: Rulebook, home: tuple[str, ...], own_party: str
) -> list[tuple[LocalEntity, list[Mention]]]:
    parsed = {m.text: parse_organization(m.text, rules, home, own_party) for m in mentions}
    names = list(parsed)
    leader = {n: n for n in names}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    by_structure: dict[tuple[str, tuple[str, ...], str], str] = {}
    for name in names:
        p = parsed[name]
        if p.party or p.place:
            leader[name] = find(by_structure.setdefault((p.party, p.place, p.core), name))
    for name in sorted(names, key=len):
        if find(name) != name and len(parsed[name].place) > 0:
            continue
        owners = {find(o) for o in names if find(o) != find(name) and _is_short_for(name, o, parsed, rules)}
        if len(owners) == 1:
            leader[find(name)] = owners.pop()
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[find(mention.text)].append(mention)
    result = []
    for group in groups.values():
        best = max(
            {m.text for m in group}, key=lambda n: (bool(parsed[n].place) and not parsed[n].level, len(n), n)
        )
        structure = max((parsed[m.text] for m in group), key=lambda p: (len(p.place), len(p.core), p.core))
        cls = _class_of(group, best, structure)
        result.append(
            (
                LocalEntity(cls, _full_name(best, parsed[best]), _forms(group), _key(structure, best, rules)),
                group,
            )
        )
    return result


def _pointed(
    pointers: list[Mention], bodies: list[tuple[LocalEntity, list[Mention]]], rules: Rulebook
) -> list[tuple[LocalEntity, list[Mention]]]:
    """Give words like 我校 and 该院 to the body they mean: the last of its class, 我校 the one named most.

    A school that the article never names is an entity of its own; other words that mean nothing are dropped.
    """
    groups = [(entity, list(group)) for entity, group in bodies]
    nameless: dict[str, list[Mention]] = defaultdict(list)
    for pointer in pointers:
        cls = rules.organizations.pointers[pointer.text]
        named = pointer.text[0] not in "我该本全" and cls not in ("School", "Hospital", "Company")
        owners = [
            i
            for i, (e, _) in enumerate(bodies)
            if e.cls == cls and (not named or e.name.endswith(pointer.text))
        ]
        before = [i for i in owners if any(m.span.end <= pointer.span.begin for m in bodies[i][1])]
        if pointer.text.startswith(("该", "本")) and before:
            last = max(
                before, key=lambda i: max(m.span for m in bodies[i][1] if m.span.end <= pointer.span.begin)
            )
            groups[last][1].append(pointer)
        elif owners and (len(owners) == 1 or pointer.text.startswith("我")):
            groups[max(owners, key=lambda i: (len(bodies[i][1]), -i))][1].append(pointer)
        elif before:
            last = max(
                before, key=lambda i: max(m.span for m in bodies[i][1] if m.span.end <= pointer.span.begin)
            )
            groups[last][1].append(pointer)
        elif not owners and cls == "School" and pointer.text != "学院":
            nameless[cls].append(pointer)
    result = [
        (
            LocalEntity(
                e.cls,
                e.name,
                _forms([m for m in g if m.text not in rules.organizations.pointers or m.text == "附院"]),
                e.key,
            ),
            g,
        )
        for e, g in groups
    ]
    return result + [(LocalEntity(cls, "学校", _forms(group)), group) for cls, group in nameless.items()]


def _class_of(group: list[Mention], best: str, structure: OrganizationName) -> str:
    votes = Counter(m.cls for m in group if m.cls != "Organization")
    if (
        structure.party
        and structure.core[:1] in ("委", "")
        and not any(v in votes for v in ("Charity", "Company"))
    ):
        return "PartyOrganization"
    chosen = next((m.cls for m in group if m.text == best and m.cls != "Organization"), None)
    return chosen or max(sorted(votes), key=lambda c: votes[c], default="Organization")


def _is_short_for(short: str, full: str, parsed: Mapping[str, OrganizationName], rules: Rulebook) -> bool:
    """Whether a name shortens another of the same article: its characters in order, nothing contrary."""
    a, b = parsed[short], parsed[full]
    if a.core == b.core and not a.place and not a.party and b.place and _ORDINAL_CORE.match(a.core):
        return True
    if (
        len(a.core) < 2
        or len(a.party + "".join(a.place[-1:]) + a.core) >= len(b.party + "".join(b.place) + b.core) + 1
    ):
        return False
    if a.party and b.party and a.party != b.party or a.ordinals != b.ordinals:
        return False
    if a.place and b.place and a.place != b.place:
        return False
    if a.party and not b.party and a.party not in ("九三学社",):
        return False
    if a.core == b.core:
        return not (a.place and not b.place) and not (a.level and not b.place)
    if a.place and not b.place:
        return False
    if len(a.core) >= len(b.core) or a.core[-1] != b.core[-1]:
        return False
    head = _head_of(a.core, rules)
    if head and _head_of(b.core, rules) not in (head, b.core) and not b.core.endswith(head):
        return False
    if a.core in b.core and b.core.endswith(a.core):
        return not a.core == head or len(head) >= 3
    return _subsequence(a.core, b.core) and len(a.core) * 4 >= len(b.core) and a.core[:1] == b.core[:1]


def _head_of(core: str, rules: Rulebook) -> str:
    return next((h for n in range(len(core), 1, -1) if (h := core[-n:]) in rules.organizations.heads), "")


def _subsequence(short: str, full: str) -> bool:
    rest = iter(full)
    return all(c in rest for c in short)


def _full_name(printed: str, parsed: OrganizationName) -> str:
    """The printed name with its place written out: 社省委 → 九三学社江苏省委, 市疾控中心 → 连云港市疾控中心."""
    if not parsed.level or not parsed.place:
        return printed
    rest = printed[printed.index(parsed.level) + 1 :]
    party = parsed.party if parsed.party else ""
    return f"{party}{parsed.place[-1]}{rest}"


def _key(parsed: OrganizationName, best: str, rules: Rulebook) -> tuple[str, ...]:
    if not parsed.core and parsed.party:
        return ("organization", parsed.party)
    if parsed.party and parsed.place or parsed.place:
        return ("organization", parsed.party, "/".join(parsed.place), parsed.core)
    head = _head_of(parsed.core, rules)
    words = rules.organizations
    if parsed.level or (
        not parsed.party
        and (
            len(parsed.core) - len(head) < 2
            or head in words.parts | words.weak
            and len(parsed.core) - len(head) < 4
        )
    ):
        national = (
            head in words.alone
            and parsed.core == head
            and not parsed.level
            and words.heads[head] in ("PartyOrganization", "GovernmentBody")
            and ("中央" in head or "国" in head or head.endswith("部"))
        )
        return ("organization", parsed.party, "", parsed.core) if national else ()
    return ("organization", parsed.party, "", parsed.core)


def _places(
    mentions: list[Mention], rules: Rulebook, home: tuple[str, ...]
) -> list[tuple[LocalEntity, list[Mention]]]:
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        known = rules.divisions.find(mention.text)
        near = [d for d in known if d.path[: len(home)] == home or home[: len(d.path)] == d.path]
        division = (
            near[0]
            if near
            else known[0]
            if len(known) == 1 or (known and known[0].level < known[1].level)
            else None
        )
        groups[division.path if division else (mention.text,)].append(mention)
    return [
        (
            LocalEntity(
                "Place", max((m.text for m in g), key=lambda n: (len(n), n)), _forms(g), ("place", *path)
            ),
            g,
        )
        for path, g in groups.items()
    ]


def _works(mentions: list[Mention]) -> list[tuple[LocalEntity, list[Mention]]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[re.sub(r"[\s《》]", "", mention.text)].append(mention)
    return [(LocalEntity("Work", g[0].text, _forms(g), ("work", title)), g) for title, g in groups.items()]


def _forms(group: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(sorted({m.text for m in group}))
