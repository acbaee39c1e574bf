"""Names of organizations taken apart: party, place, level, and the rest written one way.

A name is structure, not a string: 市四院 and 连云港市第四人民医院 are one, 第一人民医院 and 第四人民医院 are
not, whatever a string distance says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.mentions.model import meant_divisions
from kg.places import PREFECTURE, Division, Divisions
from kg.rulebook import Rulebook
from kg.rulewords import OrganizationWords

PlacePath = tuple[str, ...]
"""A place as its path of full names from the province down; empty for no place."""

_NUMERALS = "一二三四五六七八九十"
# A number is an ordinal before what is numbered in names; 第 before figures always makes one.
_NUMBERED = "人民|中医|附属|医院|院|中学|小学|实验|职业|幼儿|分院|高级|初级|完全|支队|批|队|次|届|干休|社会"
_ORDINAL = re.compile(rf"第?([{_NUMERALS}]+)(?={_NUMBERED})|第(\d+)")
_SHORT_HOSPITAL = re.compile(rf"第?([{_NUMERALS}])(?:医院|院|医)")
# A town that the divisions lack. 区 ends many a common word (社区, 校区, 山区): those name no town.
_UNKNOWN_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2,3}?"
    r"(?:省|市|县|州|旗|新区|开发区|经开区|高新区|(?<![社小校园病院景城地市郊山灾湾片厂库牧林矿])区))(?=.{2}|委\Z)"
)
# What follows a party's form of one character: 社|市委, 社|连云港市委.
_BRANCH = re.compile(r"(?:[省市县区州]|[\u4e00-\u9fff]{2,4}[省市县区州])(?:委|直属|支部|基层)")
_QUOTES = re.compile(r"[\s“”\"'‘’「」]")
_OWN_COMMITTEES = ("委员会", "委会")
# A committee that names no party, and its offices, are the Communist Party's.
_RULING_PARTY = "中共"
_RULING_COMMITTEE = re.compile(r"委(?:\Z|机关\Z|统战|组织|宣传|政法|办|纪)")
_AUTONOMOUS = ("自治区", "自治州", "自治县")
# Behind a short name these say that no division is meant: 清水|乡, but not 江苏|镇江.
_TOWNSHIP = re.compile(r"乡(?!宁)|镇(?![江平海原雄安远赉坪康沅巴宁])|街道")
# Words that begin like a level: 苏州|区域医疗中心, 清水|市场监管局.
_NO_LEVEL = ("区域", "区级", "市场", "市级", "县域", "县级", "省级", "州级", "乡镇", "乡村")
# Which kinds of division a level word may mean.
_KINDS_OF_LEVEL: Mapping[str, tuple[str, ...]] = {
    "省": ("省", "自治区"),
    "市": ("市",),
    "县": ("县", "市"),
    "区": ("区",),
    "州": ("州",),
    "自治区": ("自治区",),
    "自治州": ("自治州",),
    "自治县": ("自治县",),
    "旗": ("旗",),
    "盟": ("盟",),
}
# 中山医院, 瑞金医院: what a hospital is called need not be where it stands.
_NAMED_AFTER = "医院"
# A party stands within so many characters of the begin of a name: 连云港市九三学社.
_PARTY_WITHIN = 8
_LONGEST_DIVISION = 12
# What a vote for an article's home counts: a name of a body speaks louder than a place in the opening.
_BODY_VOTE, _PLACE_VOTE = 2, 1
_OPENING = 400


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name taken apart. `place` leads from the province down; empty where the text leaves it open.

    `level` is the level word that stood for the place (市), if one did. `core` is what remains, written
    one way; `ordinals` are the numbers in it.
    """

    party: str
    place: PlacePath
    level: str
    core: str
    ordinals: tuple[str, ...]


def parse_organization(name: str, rules: Rulebook, home: PlacePath, own_party: str) -> OrganizationName:
    """Take a name apart. `home` fills level words (市疾控中心), `own_party` the party of 市委会."""
    words = rules.organizations
    party, rest = _split_party(_plain(name), words.parties)
    place, rest = _split_place(rest, rules, home)
    place, level, rest = _split_level(rest, place, home, words.levels)
    if not party and level and rest in _OWN_COMMITTEES:
        party = own_party
    core = _one_way(rest, words)
    if party and place and not core:
        core = "委"
    if not party and _RULING_COMMITTEE.match(core):
        party = _RULING_PARTY
    if short := _SHORT_HOSPITAL.fullmatch(core):
        core = f"第{short[1]}人民医院"
    ordinals = tuple(counted or figures for counted, figures in _ORDINAL.findall(core))
    return OrganizationName(party, place, level, core, ordinals)


def home_of(text: str, rules: Rulebook, names: Iterable[str]) -> PlacePath:
    """The place an article speaks from: the division that its names of organizations lie in most often.

    Returns a path from the province down, or an empty one where the article names no place.
    """
    votes: Counter[PlacePath] = Counter()
    for name, times in Counter(names).items():
        _, rest = _split_party(_plain(name), rules.organizations.parties)
        place, _ = _split_place(rest, rules, ())
        for path in _prefixes(place):
            votes[path] += _BODY_VOTE * times
    for hit in meant_divisions(text, rules.lexicon.find(text[:_OPENING], "place"), rules):
        divisions = rules.divisions.find(hit.word)
        if len(divisions) == 1:
            for path in _prefixes(divisions[0].path):
                votes[path] += _PLACE_VOTE
    return _descend(votes)


def place_at_level(home: PlacePath, level: str) -> PlacePath:
    """The part of `home` that a level word means: 省 of (江苏省, 连云港市) is (江苏省,); empty where none."""
    for depth in range(len(home), 0, -1):
        if _is_of_level(home[depth - 1], depth, level):
            return home[:depth]
    return ()


def _is_of_level(name: str, depth: int, level: str) -> bool:
    if level == "市" and depth > PREFECTURE:  # 市 alone means the city, not a county that is called one
        return False
    if level == "县" and depth <= PREFECTURE and name.endswith("市"):  # nor does 县 mean the city above it
        return False
    if level == "区" and name.endswith("自治区"):
        return False
    return name.endswith(_KINDS_OF_LEVEL.get(level, ()))


def _prefixes(path: PlacePath) -> Iterator[PlacePath]:
    return (path[:depth] for depth in range(1, len(path) + 1))


def _descend(votes: Mapping[PlacePath, int]) -> PlacePath:
    """From the country down as long as one division holds the majority beside its like.

    Below the province it must also hold a quarter of the votes for the division above it.
    """
    home: PlacePath = ()
    while True:
        below = {p: n for p, n in votes.items() if len(p) == len(home) + 1 and p[: len(home)] == home}
        best = max(sorted(below), key=lambda p: below[p], default=None)
        if best is None or below[best] * 2 < sum(below.values()):
            return home
        if home and below[best] * 4 < votes[home]:
            return home
        home = best


def _plain(name: str) -> str:
    return _QUOTES.sub("", unicodedata.normalize("NFKC", name))


def _split_party(name: str, parties: Mapping[str, str]) -> tuple[str, str]:
    """The party a name belongs to, and the name without it: 连云港市九三学社 → 九三学社, 连云港市."""
    for form in parties:
        at = name.find(form)
        if at < 0:
            continue
        rest = name[:at] + name[at + len(form) :]
        if len(form) == 1 and at == 0 and _BRANCH.match(rest):
            return parties[form], rest
        if len(form) > 1 and 0 <= at <= _PARTY_WITHIN:
            return parties[form], rest
    return "", name


def _split_level(
    rest: str, place: PlacePath, home: PlacePath, levels: Sequence[str]
) -> tuple[PlacePath, str, str]:
    """The place with what a level word adds to it, the level word, and what follows it.

    A level word that no place explains stays in front of what follows.
    """
    level = max((word for word in levels if rest.startswith(word)), key=len, default="")
    if not level or rest.startswith(_NO_LEVEL):
        return place, "", rest
    local = place_at_level(place or home, level)
    return local or place, level, rest[len(level) :] if local or place else rest


def _split_place(name: str, rules: Rulebook, home: PlacePath) -> tuple[PlacePath, str]:
    """The path of the place a name begins with, and what follows it."""
    path: PlacePath = ()
    rest = name
    while rest:
        step = _next_place(rest, rules, path or home)
        if step is None:
            unknown = None if path or rest.startswith(_AUTONOMOUS) else _UNKNOWN_PLACE.match(rest)
            return ((unknown[1],), rest[unknown.end() :]) if unknown else (path, rest)
        division, length = step
        if path and set(path).isdisjoint(division.path):
            break
        path, rest = division.path, rest[length:]
    return path, rest


def _next_place(name: str, rules: Rulebook, near: PlacePath) -> tuple[Division, int] | None:
    """The division that a name begins with, the longest first, and the length of what names it.

    Of divisions with one name that is meant which lies nearest to `near`; where that does not decide, none
    is. A short name makes no whole name of an organization.
    """
    if name[:2] not in _openings(rules.divisions):
        return None
    for length in range(min(_LONGEST_DIVISION, len(name)), 1, -1):
        known = rules.divisions.by_name.get(name[:length], ())
        if not known and length < len(name):
            known = rules.divisions.by_short_name.get(name[:length], ())
            known = tuple(d for d in known if not _is_namesake(d.name, name[length:]))
            if name[length:] == _NAMED_AFTER:
                known = tuple(d for d in known if _common(d.path, near))
        if known:
            ranked = sorted(known, key=lambda d: (-_common(d.path, near), d.level, d.path))
            if not _is_open(ranked, near):
                return ranked[0], length
    return None


@cache
def _openings(divisions: Divisions) -> frozenset[str]:
    """The first two characters of every division's names."""
    return frozenset(name[:2] for names in (divisions.by_name, divisions.by_short_name) for name in names)


def _is_namesake(name: str, rest: str) -> bool:
    """Whether what follows a short name says that a place of another level is meant: 清水县, 清水|市."""
    if rest.startswith(_NO_LEVEL):
        return False
    kinds = _KINDS_OF_LEVEL.get(rest[:1], ())
    return _TOWNSHIP.match(rest) is not None or (bool(kinds) and not name.endswith(kinds))


def _is_open(ranked: Sequence[Division], near: PlacePath) -> bool:
    """Whether nothing tells the first of several divisions from the second."""
    return len(ranked) > 1 and _common(ranked[0].path, near) == 0 and ranked[0].level == ranked[1].level


def _common(first: PlacePath, second: PlacePath) -> int:
    """How far two paths run together."""
    for depth, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return depth
    return min(len(first), len(second))


def _one_way(core: str, words: OrganizationWords) -> str:
    for long in _longest_first(words):
        core = core.replace(long, words.same[long])
    return core


@cache
def _longest_first(words: OrganizationWords) -> Sequence[str]:
    return sorted(words.same, key=len, reverse=True)
