"""The gold of the sample corpus: whole, and true to the articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.clean import clean
from kg.evaluation.gold import normal, read_gold
from kg.read import read_article

ROOT = Path(__file__).parent.parent
GOLD, CORPUS = ROOT / "tests" / "gold", ROOT / "corpus"
STEMS = sorted(path.stem for path in CORPUS.glob("*.txt"))
ENTITY_TYPES = {"Person", "Organization", "Hospital", "Place", "Document", "Title"}
ACTION_TYPES = {
    "Donation",
    "BloodDonation",
    "Treatment",
    "Proposal",
    "Appeal",
    "Publicity",
    "Volunteering/PreventionWork",
    "Organizing/Leadership",
    "Production",
    "Visit",
    "CreativeWork",
    "Training",
    "Testing",
    "Deployment",
    "Other",
    *("Rescue", "Evacuation", "FloodControl", "ReliefSupply"),  # of the domain of floods
}


def load(stem: str) -> dict[str, Any]:
    return json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def clean_text(stem: str) -> str:
    path = CORPUS / f"{stem}.txt"
    return normal(clean(read_article(path, path.name), path.name).text)


def names(gold: dict[str, Any]) -> set[str]:
    return {entity["name"] for entity in gold["entities"]}


def people_and_bodies(gold: dict[str, Any]) -> Iterator[str]:
    """Every name that a membership, an action or a must-not-claim refers to."""
    for membership in gold["memberships"]:
        yield from filter(None, (membership["person"], membership["organization"]))
    for action in gold["actions"]:
        groups = action.get("recipient_groups_not_entities", [])
        yield from action["agents"]
        yield from (name for name in action["recipients"] if name not in groups)
        yield from action.get("intermediary", [])
    for claim in gold["not_actions"]:
        yield from claim.get("wrong_agents", [])


def test_every_article_has_gold_and_every_gold_an_article() -> None:
    with_gold = sorted(path.stem for path in GOLD.glob("*.json") if path.stem != "cross")
    assert with_gold == STEMS
    assert len(STEMS) >= 6


@pytest.mark.parametrize("stem", STEMS)
def test_gold_can_be_read(stem: str) -> None:
    assert read_gold(GOLD / f"{stem}.json").entities


@pytest.mark.parametrize("stem", STEMS)
def test_every_mention_is_in_the_text(stem: str) -> None:
    text = clean_text(stem)
    mentions = {mention for entity in load(stem)["entities"] for mention in entity["mentions"]}
    assert {mention for mention in mentions if normal(mention) not in text} == set()


@pytest.mark.parametrize("stem", STEMS)
def test_every_name_is_printed_or_resolved(stem: str) -> None:
    for entity in load(stem)["entities"]:
        assert (entity["name"] in entity["mentions"]) != bool(entity.get("resolved_name")), entity["name"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_evidence_is_in_the_text(stem: str) -> None:
    text, gold = clean_text(stem), load(stem)
    quoted = {fact["evidence"] for fact in (*gold["actions"], *gold["not_actions"])}
    assert {sentence for sentence in quoted if normal(sentence) not in text} == set()


@pytest.mark.parametrize("stem", STEMS)
def test_triggers_and_spans_are_in_their_sentence(stem: str) -> None:
    gold = load(stem)
    for action in gold["actions"]:
        assert action["trigger"] in action["evidence"], action["id"]
    for claim in gold["not_actions"]:
        assert claim["span"] in claim["evidence"], claim["span"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_one_who_acts_or_serves_is_an_entity(stem: str) -> None:
    gold = load(stem)
    assert set(people_and_bodies(gold)) - names(gold) == set()


@pytest.mark.parametrize("stem", STEMS)
def test_types_are_those_of_the_format(stem: str) -> None:
    gold = load(stem)
    types = {type_ for entity in gold["entities"] for type_ in (entity["type"], *entity.get("type_alt", []))}
    assert types <= ENTITY_TYPES
    kinds = {kind for action in gold["actions"] for kind in (action["type"], *action.get("type_alt", []))}
    assert kinds | {claim["wrong_type"] for claim in gold["not_actions"]} <= ACTION_TYPES


@pytest.mark.parametrize("stem", STEMS)
def test_names_and_ids_are_not_told_twice(stem: str) -> None:
    gold = load(stem)
    ids = [thing["id"] for thing in (*gold["entities"], *gold["actions"])]
    assert len(ids) == len(set(ids))
    ours = [normal(entity["name"]) for entity in gold["entities"] if entity["type"] != "Title"]
    assert len(ours) == len(set(ours))


@pytest.mark.parametrize("stem", STEMS)
def test_numbers_of_goods_are_in_the_text(stem: str) -> None:
    for action in load(stem)["actions"]:
        for goods in action["objects"]:
            if goods["quantity"] is not None and goods["quantity"] >= 10 and goods["item"] != "捐款":
                digits = f"{goods['quantity']:g}"
                short = f"{goods['quantity'] / 10000:g}万"
                assert digits in action["evidence"] or short in action["evidence"], goods


def test_pairs_across_articles_are_names_of_the_gold() -> None:
    pairs = json.loads((GOLD / "cross.json").read_text(encoding="utf-8"))
    for reference in (side for kind in ("same", "different") for pair in pairs[kind] for side in pair):
        stem, name = reference.split(":", 1)
        forms = {form for entity in load(stem)["entities"] for form in (entity["name"], *entity["mentions"])}
        assert name in forms, reference
