"""Administrative divisions: which names there are and what lies in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

SUFFIXES = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "州",
    "旗",
)
LEVEL_OF_SUFFIX = {
    "省": 1,
    "自治区": 1,
    "特别行政区": 1,
    "市": 2,
    "地区": 2,
    "盟": 2,
    "州": 2,
    "自治州": 2,
    "县": 3,
    "区": 3,
    "旗": 3,
    "自治县": 3,
}


@dataclass(frozen=True, slots=True, order=True)
class Division:
    """A place of administration; `path` leads from the province down to itself, in full names."""

    path: tuple[str, ...]
    level: int

    @property
    def name(self) -> str:
        """The full name: 石首市."""
        return self.path[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Divisions:
    """Every division by its full and its short name (石首市, 石首)."""

    by_name: Mapping[str, tuple[Division, ...]]
    by_short_name: Mapping[str, tuple[Division, ...]]

    def find(self, name: str) -> tuple[Division, ...]:
        """The divisions of that name, full or short; empty where none is known."""
        return self.by_name.get(name) or self.by_short_name.get(name, ())


def shorten(name: str) -> str:
    """The name without its kind: 连云港市 → 连云港; a name that would keep one character stays whole."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def parse_divisions(text: str) -> Divisions:
    """Read `rules/divisions.txt`: a province a line, its prefectures indented, counties behind a tab."""
    by_name: dict[str, list[Division]] = defaultdict(list)
    by_short: dict[str, list[Division]] = defaultdict(list)

    def add(path: tuple[str, ...], level: int) -> None:
        division = Division(path, level)
        by_name[path[-1]].append(division)
        short = shorten(path[-1])
        # Districts are seldom called by their short name, which is often a common word: 和平区, 长安区.
        if short != path[-1] and not (level == 3 and path[-1].endswith("区")):
            by_short[short].append(division)

    province = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith("\t"):
            province = line.strip()
            add((province,), 1)
            continue
        prefecture, _, counties = line.strip().partition("\t")
        above = (province,) if prefecture == "-" else (province, prefecture)
        if prefecture != "-":
            add(above, 2)
        for county in counties.split():
            add((*above, county), 3)
    return Divisions(
        {n: tuple(sorted(d)) for n, d in by_name.items()}, {n: tuple(sorted(d)) for n, d in by_short.items()}
    )
