"""Gifts, posts and deeds in the many shapes of articles: all that a text says, and no more."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from running import ROOT

from kg.intake import Original
from kg.model import Action, Graph, Tagger
from kg.ontology import load_ontology
from kg.pipeline import join_readings, read_batch
from kg.rulebook import Rulebook, load_rulebook

ONTOLOGY = load_ontology()


def cases(name: str) -> list[Any]:
    """The cases of a file, by their texts."""
    told = tomllib.loads((ROOT / f"tests/cases/shapes/{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["text"]) for case in told]


@cache
def rulebook() -> Rulebook:
    return load_rulebook(classes=ONTOLOGY.classes)


def graph_of(text: str, tagger: Tagger) -> Graph:
    readings = read_batch([Original("a.txt", text.encode())], tagger, rulebook())
    return join_readings(readings, rulebook(), ONTOLOGY).graph


@pytest.mark.parametrize("case", cases("gifts"))
def test_a_gift(case: dict[str, Any], tagger: Tagger) -> None:
    graph = graph_of(case["text"], tagger)
    gifts = [action for action in graph.actions if action.cls == "Donation"]
    names = {entity.id: entity.name for entity in graph.entities}
    if case.get("none"):
        assert gifts == []
        return
    assert gifts
    assert counted(gifts) == {(name, Decimal(value)) for name, value in case.get("goods", ())}
    if "sums" in case:
        assert {gift.amount for gift in gifts} - {None} == set(map(Decimal, case["sums"]))
    for role in ("agents", "recipients", "via"):
        if role in case:
            assert {names[id_] for gift in gifts for id_ in getattr(gift, role)} == set(case[role])


def counted(gifts: Sequence[Action]) -> set[tuple[str, Decimal]]:
    """The goods of gifts that have a figure."""
    return {(item.name, item.value) for gift in gifts for item in gift.items if item.value is not None}


@pytest.mark.parametrize("case", cases("posts"))
def test_a_post(case: dict[str, Any], tagger: Tagger) -> None:
    graph = graph_of(case["text"], tagger)
    names = {entity.id: entity.name for entity in graph.entities}
    held = {
        (names[post.person], names[post.organization or ""], names[post.title or ""])
        for post in graph.memberships
    }
    assert held == set(map(tuple, case["posts"]))


@pytest.mark.parametrize("case", cases("deeds"))
def test_a_deed(case: dict[str, Any], tagger: Tagger) -> None:
    graph = graph_of(case["text"], tagger)
    names = {entity.id: entity.name for entity in graph.entities}
    done = {(action.cls, *sorted(names[id_] for id_ in action.agents)) for action in graph.actions}
    assert done == set(map(tuple, case["deeds"]))


def test_goods_that_a_later_sentence_lists_rest_on_both_sentences(tagger: Tagger) -> None:
    told = (
        "枫岭药业向枫岭县中医院捐赠了一批物资。",
        "物资包括口罩800只、棉被40床，价值2万元。",
        "医院表示感谢。",
    )
    graph = graph_of("".join(told), tagger)
    (gift,) = graph.actions
    assert counted([gift]) == {("口罩", Decimal(800)), ("棉被", Decimal(40))}
    assert gift.amount == 20000
    assert sorted(s.text for s in graph.sentences if s.id in gift.evidence) == sorted(told[:2])
    apart = graph_of(
        "枫岭药业向枫岭县中医院捐赠了一批物资。医院表示感谢。物资包括口罩800只、棉被40床。", tagger
    )
    assert counted(apart.actions) == set()


@pytest.mark.parametrize(
    "text", ["的" + "和" * 400, "方立秋捐赠" + "米和面和" * 100 + "。", "教师和" * 400 + "分别各5只"]
)
def test_a_list_without_an_end_is_read_at_once(text: str, tagger: Tagger) -> None:
    assert counted(graph_of(text, tagger).actions) == set()
