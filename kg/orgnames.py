"""Names of organizations taken apart: party, place, level, and the rest written one way.

A name is structure, not a string: 市四院 and 连云港市第四人民医院 are one, 第一人民医院 and 第四人民医院 are
not, whatever a string distance says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.places import Division
from kg.rulebook import Rulebook

_COMMITTEE = re.compile(r"[省市县区州旗]?(?:委|委机关)$")
_ORDINAL = re.compile(
    r"第?([一二三四五六七八九十]+)(?=人民|中医|附属|医院|院|中学|小学|实验|职业|幼儿|分院|高级|初级|完全|支队|批|队|次|届|干休|社会)|第(\d+)"
)
_UNKNOWN_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2,3}?(?:省|市|县|州|旗|新区|开发区|经开区|高新区|(?<![社小校园病院景城地市郊山灾湾片厂库牧林矿])区))(?=.{2})"
)
_SHORT_HOSPITAL = re.compile(r"^(?:第)?([一二三四五六七八九十])(?:医院|院|医)$")


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name taken apart. `place` leads from the province down; empty where the text leaves it open.

    `level` is the level word that stood for the place (市), if one did. `core` is what remains, written
    one way; `ordinals` are the numbers in it.
    """

    party: str
    place: tuple[str, ...]
    level: str
    core: str
    ordinals: tuple[str, ...]


def home_of(text: str, rules: Rulebook, names: Iterable[str]) -> tuple[str, ...]:
    """The place an article speaks from: the division that its names of organizations lie in most often.

    Returns a path from the province down, or an empty one where the article names no place.
    """
    votes: Counter[tuple[str, ...]] = Counter()
    for name in names:
        party, rest = _split_party(_plain(name), rules.organizations.parties)
        place, _ = _split_place(rest, rules, ())
        for depth in range(1, len(place) + 1):
            votes[place[:depth]] += 2
    for hit in rules.lexicon.scan(text[:400])["place"]:
        for division in _unambiguous(rules, hit.word):
            for depth in range(1, len(division.path) + 1):
                votes[division.path[:depth]] += 1
    home: tuple[str, ...] = ()
    while True:
        below = {p: n for p, n in votes.items() if len(p) == len(home) + 1 and p[: len(home)] == home}
        total = sum(below.values())
        best = max(sorted(below), key=lambda p: below[p], default=None)
        if best is None or below[best] * 2 < total or (home and below[best] * 4 < votes[home]):
            return home
        home = best


def _unambiguous(rules: Rulebook, name: str) -> tuple[Division, ...]:
    divisions = rules.divisions.find(name)
    return divisions if len(divisions) == 1 else ()


def parse_organization(name: str, rules: Rulebook, home: tuple[str, ...], own_party: str) -> OrganizationName:
    """Take a name apart. `home` fills level words (市疾控中心), `own_party` the party of 市委会."""
    words = rules.organizations
    party, rest = _split_party(_plain(name), words.parties)
    place, core = _split_place(rest, rules, home)
    level = ""
    if not place or core[:1] in words.levels:
        level = core[:1] if core[:1] in words.levels else ""
        local = place_at_level(place or home, level) if level else ()
        if local:
            place, core = local, core[1:]
        elif place and level:
            core = core[1:]
    elif place and rest.startswith(shorten_last(place)):
        level = ""
    if not party and re.fullmatch(r"委员会|委会", core) and level:
        party = own_party
    core = _one_way(core, words.same)
    if party and not core:
        core = "委" if place else ""
    if not party and core in (
        "委",
        "委机关",
        "委统战部",
        "委组织部",
        "委宣传部",
        "委政法委",
        "委办公厅",
        "委办",
    ):
        party = "中共"
    if not party and re.match(r"委(?:统战|组织|宣传|政法|办|纪)", core):
        party = "中共"
    short = _SHORT_HOSPITAL.match(core)
    if short:
        core = f"第{short[1]}人民医院"
    ordinals = tuple(a or b for a, b in _ORDINAL.findall(core))
    return OrganizationName(party, place, level, core, ordinals)


def shorten_last(place: tuple[str, ...]) -> str:
    """The last part of a path, or nothing."""
    return place[-1] if place else ""


def place_at_level(home: tuple[str, ...], level: str) -> tuple[str, ...]:
    """The part of `home` that a level word means: 省 of (江苏省, 连云港市) is (江苏省,)."""
    kinds: Mapping[str, tuple[str, ...]] = {
        "省": ("省", "自治区"),
        "市": ("市",),
        "县": ("县", "市"),
        "区": ("区",),
        "州": ("州",),
        "旗": ("旗",),
        "盟": ("盟",),
    }
    for depth in range(len(home), 0, -1):
        if level != "市" or depth <= 2 or len(home) < 2:
            if home[depth - 1].endswith(kinds.get(level, ())) and not (
                level == "区" and home[depth - 1].endswith("自治区")
            ):
                if level == "市" and depth == 2 and not home[1].endswith("市"):
                    continue
                return home[:depth]
    return ()


def _plain(name: str) -> str:
    return re.sub(r"[\s“”\"'‘’「」]", "", unicodedata.normalize("NFKC", name))


def _split_party(name: str, parties: Mapping[str, str]) -> tuple[str, str]:
    for form in sorted(parties, key=len, reverse=True):
        at = name.find(form)
        if len(form) == 1:
            if at == 0 and re.match(
                r"(?:[省市县区州]|[\u4e00-\u9fff]{2,4}[省市县区州])(?:委|直属|支部|基层)", name[1:]
            ):
                return parties[form], name[1:]
        elif 0 <= at <= 8:
            head, rest = name[:at], name[at + len(form) :]
            return parties[form], (head + rest) if at else rest
    return "", name


def _split_place(name: str, rules: Rulebook, home: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The path of the place a name begins with, and what follows it."""
    path: tuple[str, ...] = ()
    rest = name
    while rest:
        step = _next_place(rest, rules, path or home, bool(path))
        unknown = None if step else _UNKNOWN_PLACE.match(rest)
        if unknown and not path:
            return (unknown[1],), rest[unknown.end() :]
        if step is None:
            break
        division, length = step
        if path and division.path[: len(path)] != path and not set(path) & set(division.path):
            break
        path, rest = division.path, rest[length:]
    return path, rest


def _next_place(
    name: str, rules: Rulebook, near: tuple[str, ...], inside: bool
) -> tuple[Division, int] | None:
    for length in range(min(12, len(name)), 1, -1):
        known = rules.divisions.by_name.get(name[:length])
        short = not known
        known = known or rules.divisions.by_short_name.get(name[:length])
        if not known:
            continue
        if short and (length == len(name) or (inside and length < 2)):
            continue
        ranked = sorted(known, key=lambda d: (-_common(d.path, near), d.level, d.path))
        if len(ranked) > 1 and _common(ranked[0].path, near) == 0 and ranked[0].level == ranked[1].level:
            continue
        return ranked[0], length
    return None


def _common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How far two paths run together."""
    for depth, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return depth
    return min(len(first), len(second))


def _one_way(core: str, same: Mapping[str, str]) -> str:
    for long in sorted(same, key=len, reverse=True):
        core = core.replace(long, same[long])
    return core
