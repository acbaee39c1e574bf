"""Administrative divisions: which there are, by which names, and what lies in what."""

from __future__ import annotations

import pytest

from kg.places import COUNTY, PREFECTURE, PROVINCE, Division, common_name, parse_divisions, shorten
from kg.rulebook import load_rulebook

RULES = load_rulebook()
PEOPLES = RULES.places.peoples
DIVISIONS = parse_divisions(
    "# a comment\n"
    "柏舟省\n"
    "\t青禾市\t鼓楼区 望云县 柳县\n"
    "\t云栖自治州\t望云县\n"
    "\n"
    "\t-\t直辖林市\n"
    "远帆自治区\n"
    "\t鼓楼盟\t鼓楼旗\n",
    PEOPLES,
)
SHIPPED = RULES.divisions


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("柏舟省", "柏舟"),
        ("青禾市", "青禾"),
        ("云栖自治州", "云栖"),
        ("远帆维吾尔自治区", "远帆"),
        ("远帆自治区", "远帆"),
        ("望云特别行政区", "望云"),
        ("望云地区", "望云"),
        ("鼓楼旗", "鼓楼"),
        ("柳县", "柳县"),
        ("望云", "望云"),
        ("市", "市"),
        ("", ""),
    ],
)
def test_a_short_name_lacks_the_kind_and_keeps_two_characters(name: str, short: str) -> None:
    assert shorten(name) == short


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("望云土家族苗族自治州", "望云州"),
        ("柏舟哈萨克自治州", "柏舟州"),
        ("青禾满族自治县", "青禾县"),
        ("柳回族自治县", ""),
        ("云栖自治州", ""),
        ("青禾县", ""),
    ],
)
def test_an_autonomous_division_is_mostly_called_without_its_peoples(name: str, common: str) -> None:
    assert common_name(name, PEOPLES) == common


def test_a_common_name_finds_its_division_unless_it_begins_with_a_province() -> None:
    divisions = parse_divisions("柏舟省\n\t青禾市\t柏舟回族自治县 望云满族自治县\n", PEOPLES)
    assert [d.name for d in divisions.find("望云县")] == ["望云满族自治县"]
    assert divisions.find("柏舟县") == ()


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("柏舟省", [("柏舟省",)]),
        ("柏舟", [("柏舟省",)]),
        ("青禾市", [("柏舟省", "青禾市")]),
        ("望云县", [("柏舟省", "云栖自治州", "望云县"), ("柏舟省", "青禾市", "望云县")]),
        ("望云", [("柏舟省", "云栖自治州", "望云县"), ("柏舟省", "青禾市", "望云县")]),
        ("直辖林市", [("柏舟省", "直辖林市")]),
        ("鼓楼区", [("柏舟省", "青禾市", "鼓楼区")]),
        ("鼓楼", [("远帆自治区", "鼓楼盟"), ("远帆自治区", "鼓楼盟", "鼓楼旗")]),
        ("柳县", [("柏舟省", "青禾市", "柳县")]),
        ("柳", []),
        ("-", []),
        ("# a comment", []),
        ("", []),
    ],
)
def test_a_division_is_found_by_its_names(name: str, paths: list[tuple[str, ...]]) -> None:
    assert [division.path for division in DIVISIONS.find(name)] == paths


def test_a_division_knows_its_level_and_name() -> None:
    assert DIVISIONS.find("柏舟省") == (Division(("柏舟省",), PROVINCE),)
    assert [d.level for d in DIVISIONS.find("鼓楼")] == [PREFECTURE, COUNTY]
    assert DIVISIONS.find("直辖林市")[0].level == COUNTY
    assert DIVISIONS.find("青禾")[0].name == "青禾市"


def test_every_division_shipped_lies_in_one_that_is_known() -> None:
    for name, divisions in SHIPPED.by_name.items():
        for division in divisions:
            assert name in (division.name, common_name(division.name, PEOPLES))
            above = division.path[:-1]
            assert not above or above in {d.path for d in SHIPPED.find(above[-1])}


def test_all_provinces_are_shipped() -> None:
    provinces = [name for name, (first, *_) in SHIPPED.by_name.items() if first.level == PROVINCE]
    assert len(provinces) == 34
