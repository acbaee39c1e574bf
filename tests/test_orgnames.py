"""Names of organizations: what they are taken apart into, and which are one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from mention_texts import TEXTS, load_cases

from kg.orgnames import OrganizationName, home_of, parse_organization, place_at_level
from kg.rulebook import load_rulebook

RULES = load_rulebook()
HOME = ("云南省", "昆明市")


def parse(name: str) -> OrganizationName:
    return parse_organization(name, RULES, HOME, "")


@pytest.mark.parametrize("case", load_cases("orgnames", stem="names"))
def test_a_name_is_taken_apart(case: dict[str, Any]) -> None:
    name = parse_organization(case["name"], RULES, tuple(case.get("home", ())), case.get("own_party", ""))
    assert name == OrganizationName(
        case.get("party", ""),
        tuple(case.get("place", ())),
        case.get("level", ""),
        case.get("core", ""),
        tuple(case.get("ordinals", ())),
    )


@pytest.mark.parametrize("pair", load_cases("orgnames", "pair", "pairs"))
def test_names_are_one_or_never(pair: dict[str, Any]) -> None:
    one, other = (parse(name) for name in pair["names"])
    structures = {(name.party, name.place, name.core) for name in (one, other)}
    assert (len(structures) == 1) == pair["same"]


@pytest.mark.parametrize(
    ("home", "level", "place"),
    [
        (("云南省", "昆明市"), "市", ("云南省", "昆明市")),
        (("云南省", "昆明市"), "省", ("云南省",)),
        (("云南省", "曲靖市", "宣威市"), "市", ("云南省", "曲靖市")),
        (("云南省", "曲靖市", "宣威市"), "县", ("云南省", "曲靖市", "宣威市")),
        (("云南省", "昆明市", "五华区"), "区", ("云南省", "昆明市", "五华区")),
        (("广西壮族自治区", "柳州市"), "省", ("广西壮族自治区",)),
        (("广西壮族自治区", "柳州市"), "区", ()),
        (("北京市",), "市", ("北京市",)),
        (("北京市",), "省", ()),
        (("云南省",), "镇", ()),
        ((), "市", ()),
    ],
)
def test_a_level_word_means_a_part_of_the_home(
    home: tuple[str, ...], level: str, place: tuple[str, ...]
) -> None:
    assert place_at_level(home, level) == place


@pytest.mark.parametrize(
    ("text", "names", "home"),
    [
        ("", [], ()),
        ("", ["昆明市红十字会", "市疾控中心"], ("云南省", "昆明市")),
        ("", ["昆明市红十字会", "云南省红十字会"], ("云南省", "昆明市")),
        ("", ["昆明市红十字会", "曲靖市红十字会", "云南省红十字会"], ("云南省", "昆明市")),
        ("", ["昆明市红十字会", "福州市红十字会", "厦门市红十字会"], ("福建省", "厦门市")),
        ("曲靖市今天下雨。", [], ("云南省", "曲靖市")),
        ("曲靖市今天下雨。", ["昆明市红十字会"], ("云南省", "昆明市")),
        ("鼓楼区今天下雨。", [], ()),
        ("。" * 400 + "曲靖市今天下雨。", [], ()),
    ],
)
def test_an_article_speaks_from_where_most_of_its_bodies_lie(
    text: str, names: list[str], home: tuple[str, ...]
) -> None:
    assert home_of(text, RULES, names) == home


@given(TEXTS)
def test_any_name_can_be_taken_apart(name: str) -> None:
    parsed = parse(name)
    assert parsed.place == () or parsed.place[-1]
    assert parsed.level == "" or parsed.level in RULES.organizations.levels
    assert parsed.party == "" or parsed.party in RULES.organizations.parties.values()
    assert all(ordinal in parsed.core for ordinal in parsed.ordinals)


@given(TEXTS)
def test_spaces_and_quotes_make_no_other_name(name: str) -> None:
    assert parse(f"“{name} ”") == parse(name)
