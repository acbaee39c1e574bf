"""Administrative divisions: which names there are and what lies in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# The kinds of division that end a full name; one that ends in another stands before it.
KINDS = (
    *("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县"),
    *("地区", "省", "市", "县", "区", "盟", "州", "旗"),
)
PROVINCE, PREFECTURE, COUNTY = 1, 2, 3


@dataclass(frozen=True, slots=True, order=True)
class Division:
    """A place of administration; `path` leads from the province down to itself, in full names.

    `level` is `PROVINCE`, `PREFECTURE` or `COUNTY`. A county right below its province has a path of two.
    """

    path: tuple[str, ...]
    level: int

    @property
    def name(self) -> str:
        """The full name: 石首市."""
        return self.path[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Divisions:
    """Every division by its full and its short name (石首市, 石首); 恩施州 counts as a full one."""

    by_name: Mapping[str, tuple[Division, ...]]
    by_short_name: Mapping[str, tuple[Division, ...]]

    def find(self, name: str) -> tuple[Division, ...]:
        """The divisions of that name, full or short; empty where none is known."""
        return self.by_name.get(name) or self.by_short_name.get(name, ())


def shorten(name: str) -> str:
    """The name without its kind: 连云港市 → 连云港; a name that would keep one character stays whole."""
    for kind in KINDS:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name[: -len(kind)]
    return name


def common_name(name: str, peoples: Sequence[str]) -> str:
    """An autonomous county or prefecture as it is mostly called (恩施州, 三都县); nothing for any other.

    `peoples` are those in such names, longer names before those that end them.
    """
    kind = {"自治州": "州", "自治县": "县"}.get(name[-3:])
    if not kind:
        return ""
    bare = _without(peoples, name[:-3])
    return bare + kind if len(bare) >= 2 and bare != name[:-3] else ""


def _without(peoples: Sequence[str], stem: str) -> str:
    while people := next((p for p in peoples if stem.endswith(p)), ""):
        stem = stem[: -len(people)]
    return stem


def parse_divisions(text: str, peoples: Sequence[str]) -> Divisions:
    """Read `rules/divisions.txt`: a province a line, its prefectures indented, counties behind a tab.

    A prefecture called `-` is none: its counties lie right below the province. Lines that begin with `#`
    are comments. `peoples` are those in the names of autonomous divisions, as `common_name` takes them.
    """
    by_name: dict[str, list[Division]] = defaultdict(list)
    by_short_name: dict[str, list[Division]] = defaultdict(list)
    divisions = sorted(_read_divisions(text))
    provinces = {shorten(division.name) for division in divisions if division.level == PROVINCE}
    for division in divisions:
        by_name[division.name].append(division)
        # 河南县 is hardly ever the autonomous county, but 河南 before 县级.
        if (common := common_name(division.name, peoples)) and common[:-1] not in provinces:
            by_name[common].append(division)
        if _has_short_name(division):
            by_short_name[shorten(division.name)].append(division)
    return Divisions(
        {name: tuple(same) for name, same in by_name.items()},
        {name: tuple(same) for name, same in by_short_name.items()},
    )


def _read_divisions(text: str) -> Iterator[Division]:
    province = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith("\t"):
            province = line.strip()
            yield Division((province,), PROVINCE)
            continue
        prefecture, _, counties = line.strip().partition("\t")
        above = (province,) if prefecture == "-" else (province, prefecture)
        if prefecture != "-":
            yield Division(above, PREFECTURE)
        for county in counties.split():
            yield Division((*above, county), COUNTY)


def _has_short_name(division: Division) -> bool:
    """Districts are seldom called by their short name, which is often a common word: 和平区, 长安区."""
    is_district = division.level == COUNTY and division.name.endswith("区")
    return shorten(division.name) != division.name and not is_district
